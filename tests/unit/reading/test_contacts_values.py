"""Numbers and addresses: new, put right, deleted; whatever the verb."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.contact_case import read

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("cept-3", "A small slip in my number: the last two digits are 07, i.e. +34 91 346 1507.", {"cept-3": {"phone": "+34913461507"}}),
    ("cept-3", "From this month you will find me on +34 91 346 1599.", {"cept-3": {"phone": "+34913461599"}}),
    ("rcc-4", "The landline was taken away when we moved and there will be no new one. Please strike the number next to my name; write to me instead.", {"rcc-4": {"phone": None}}),
    ("citel-3", "I no longer have a desk phone, so leave that cell empty.", {"citel-3": {"phone": None}}),
    ("atu-1", "Drop Ms Mokoena's telephone number from the sheet, she does not want it published.", {"atu-4": {"phone": None}}),
    ("cept-1", "Mail to Małgorzata bounces; IT has given her malgorzata.w@uke-pl.example.", {"cept-2": {"email": "malgorzata.w@uke-pl.example"}}),
    ("las-1", "Rim's number has been wrong since the beginning; it ends in 555, so +216 70 011 555.", {"las-3": {"phone": "+21670011555"}}),
    ("atu-3", "Je n'ai plus de ligne fixe ; veuillez effacer le numéro.", {"atu-3": {"phone": None}}),
    ("atu-3", "Désormais on me joint au +225 27 20 34 43 55.", {"atu-3": {"phone": "+2252720344355"}}),
    ("citel-2", "Un detalle: en mi anexo bailaron los dígitos. No es 8120, es 8210; o sea, +56 2 2588 8210.", {"citel-2": {"phone": "+56225888210"}}),
    ("citel-2", "Desde este mes me encuentran en el +56 2 2588 8140.", {"citel-2": {"phone": "+56225888140"}}),
    ("citel-4", "Ya no tengo teléfono fijo, pueden dejar la casilla en blanco.", {"citel-4": {"phone": None}}),
    ("rcc-4", "В связи с переездом городской телефон у меня сняли, нового не дадут. Сотрите, пожалуйста, номер, указанный при моей фамилии, связь только по почте.", {"rcc-4": {"phone": None}}),
    ("rcc-1", "У Екатерины Воронцовой сменился адрес: теперь e.vorontsova@niir-ru.example.", {"rcc-2": {"email": "e.vorontsova@niir-ru.example"}}),
    ("las-2", "تحويلة مكتبي قد استُبدلت الأسبوع الماضي، فأصبح هاتف المكتب ٠١١٤٦١٨٤٢٠.", {"las-2": {"phone": "+966114618420"}}),
    ("las-2", "لم يعد لدي هاتف مكتب، فيرجى حذف الرقم من القائمة.", {"las-2": {"phone": None}}),
    ("apt-2", "因我院邮件系统统一升级，我的邮箱自即日起改用 zhang.wei@caict-cn.example，旧邮箱不再收信。办公电话亦随搬迁调整为 010-62305217，烦请一并更正。", {"apt-2": {"email": "zhang.wei@caict-cn.example", "phone": "+861062305217"}}),
    ("apt-2", "我办公室的号码最后两位是93，不是11，即 +86 10 6230 4493。", {"apt-2": {"phone": "+861062304493"}}),
    ("apt-2", "我已没有办公电话，请把号码删掉。", {"apt-2": {"phone": None}}),
    ("apt-1", "My deputy has been complaining: her mails from TSB end up at an address that does not exist. It is zhanglihua@miit.gov-cn.example for Ms Zhang Lihua.", {"apt-4": {"email": "zhanglihua@miit.gov-cn.example"}}),
    ("atu-1", "Could you please swap Mr Koné's number for +225 27 20 34 77 00?", {"atu-3": {"phone": "+2252720347700"}}),
    ("las-3", "As INTT has moved house, my line is +216 70 011 299 and the old one rings in an empty office.", {"las-3": {"phone": "+21670011299"}}),
    ("las-3", "The number you have for me belongs to my predecessor. Mine is +216 70 011 277.", {"las-3": {"phone": "+21670011277"}}),
    ("atu-2", "The Commission's domain is now ncc.gov-ng.example, so I am at a.okonkwo@ncc.gov-ng.example.", {"atu-2": {"email": "a.okonkwo@ncc.gov-ng.example"}}),
    ("citel-1", "Sepúlveda from Subtel has a new e-mail: r.sepulveda@subtel-cl.example.", {"citel-2": {"email": "r.sepulveda@subtel-cl.example"}}),
    ("atu-3", "Veuillez trouver ci-après mon nouveau numéro de bureau, l'ancien étant hors service : +225 27 20 34 66 10.", {"atu-3": {"phone": "+2252720346610"}}),
    ("atu-3", "L'adresse de Mme Okonkwo comporte une faute de frappe : lire a.okonkwor@ncc-ng.example.", {"atu-2": {"email": "a.okonkwor@ncc-ng.example"}}),
    ("atu-3", "Prière de supprimer le numéro de téléphone de Mme Mokoena, qui n'est joignable que par courriel.", {"atu-4": {"phone": None}}),
    ("citel-2", "Mi número quedó mal: dice 8120 y debe decir 8210, es decir, +56 2 2588 8210.", {"citel-2": {"phone": "+56225888210"}}),
    ("citel-4", "Mi apellido se escribe con tilde en la u y mi correo es ana.sepulveda@mintic-co.example.", {"citel-4": {"email": "ana.sepulveda@mintic-co.example"}}),
    ("rcc-2", "Мой телефон у вас с ошибкой, последние цифры 79, а не 77: +7 495 647 17 79.", {"rcc-2": {"phone": "+74956471779"}}),
    ("rcc-2", "Пишите мне теперь на vorontsova@niir-new.example, старый ящик закроют в мае.", {"rcc-2": {"email": "vorontsova@niir-new.example"}}),
    ("las-2", "أرجو تغيير بريدي إلى faisal.otaibi@cst-sa.example اعتباراً من اليوم.", {"las-2": {"email": "faisal.otaibi@cst-sa.example"}}),
    ("las-1", "رقم السيدة ريم بن يوسف الصحيح هو +216 70 011 333 وليس 200.", {"las-3": {"phone": "+21670011333"}}),
    ("apt-1", "张伟先生的手机号码请更正为+86 138 0013 8000。", {"apt-2": {"phone": "+8613800138000"}}),
    ("apt-1", "张女士的电话改为+86 10 6820 5599。", {"apt-4": {"phone": "+861068205599"}}),
    ("cept-1", "Contacts:\n- Ms Wiśniewska: +48 22 534 9111\n- Mr Iriarte: joaquin.iriarte@mineco-es.example\n- Ms Papadaki: no change", {"cept-2": {"phone": "+48225349111"}, "cept-3": {"email": "joaquin.iriarte@mineco-es.example"}}),
    ("atu-1", "My new details are:\n\nTel.: +254 20 712 0499\nE-mail: jeanbosco.habimana@atu-uat.example", {"atu-1": {"phone": "+254207120499", "email": "jeanbosco.habimana@atu-uat.example"}}),
    ("cept-1", "Ms Papadaki has changed both her number (+30 210 615 1555) and her address (ep@eett-gr.example).", {"cept-4": {"phone": "+302106151555", "email": "ep@eett-gr.example"}}),
    ("apt-4", "Pls update my mob: +86 138 1111 2222 tks", {"apt-4": {"phone": "+8613811112222"}}),
    ("apt-4", "new no. 010 6820 5599, rest same", {"apt-4": {"phone": "+861068205599"}}),
    ("atu-4", "Sorry, typo in my mail of this morning: the extension is 8301, i.e. +27 12 427 8301 and not 8310.", {"atu-4": {"phone": "+27124278301"}}),
    ("cept-3", "Would you kindly use jiriarte@economia-es.example from now on? The ministry was renamed, hence the new domain.", {"cept-3": {"email": "jiriarte@economia-es.example"}}),
    ("citel-3", "FYI my number hasn't changed, it is still +1 202 482 1840; what changed is Rodrigo's, now +56 2 2588 8177.", {"citel-2": {"phone": "+56225888177"}}),
    ("las-1", "Mr Al-Otaibi and Ms Ben Youssef have both moved to new offices. His number: +966 11 461 8055. Hers: +216 70 011 255.", {"las-2": {"phone": "+966114618055"}, "las-3": {"phone": "+21670011255"}}),
    ("atu-3", "Mon numéro a changé lors du déménagement, voici le bon : +225 27 20 34 41 41.", {"atu-3": {"phone": "+2252720344141"}}),
    ("atu-3", "Pour Mme Okonkwo, remplacer le numéro par le +234 803 402 2222.", {"atu-2": {"phone": "+2348034022222"}}),
    ("atu-3", "M. Habimana m'indique que son adresse est désormais jb@atu-uat.example.", {"atu-1": {"email": "jb@atu-uat.example"}}),
    ("citel-1", "Les pido corregir el celular de Ana Lucía: es +57 300 555 4433.", {"citel-4": {"phone": "+573005554433"}}),
    ("citel-2", "Cambié de oficina y de interno: ahora +56 2 2588 8155. El correo queda igual.", {"citel-2": {"phone": "+56225888155"}}),
    ("rcc-3", "Прошу удалить мой номер телефона из открытого списка.", {"rcc-3": {"phone": None}}),
    ("rcc-4", "Меня теперь можно найти по номеру +375 17 279 39 55, старый аппарат отдали соседям.", {"rcc-4": {"phone": "+375172793955"}}),
    ("las-2", "تم نقل مكتبي، ورقمي الجديد 0114618999 بدلاً من السابق.", {"las-2": {"phone": "+966114618999"}}),
    ("las-1", "البريد الصحيح للسيدة ريم هو rim.by@intt-tn.example.", {"las-3": {"email": "rim.by@intt-tn.example"}}),
    ("apt-2", "我的办公电话号码有误，正确的是010-62304499。", {"apt-2": {"phone": "+861062304499"}}),
    ("apt-4", "名单上我的邮箱少了一个字母，应为zhanglihuaa@miit-cn.example。", {"apt-4": {"email": "zhanglihuaa@miit-cn.example"}}),
    ("apt-3", "Dear Sir,\n\nKindly note that due to renumbering in Hanoi all our office numbers changed prefix. Mine is now +84 24 3943 9112. Also our mail server moved: hanh.nguyen@most-vn.example. I remain coordinator for Committee 4.\n\nThanks & regards", {"apt-3": {"phone": "+842439439112", "email": "hanh.nguyen@most-vn.example"}}),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "wanted"), CASES)
def test_what_is_said_is_read(sender: str, text: str, wanted: dict[str, Any]) -> None:
    changes, _ = read(sender, text)
    assert changes == wanted

"""Who leaves, who follows and who joins, in six languages: any verb, any order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.contact_case import read

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("citel-3", "After eleven years I am leaving NTIA this Friday for the private sector. Just remove me from the contact sheet; Ana Lucía goes on as before.", {"citel-3": None}),
    ("citel-3", "This is my farewell: I change sides to industry on 1 May. My seat remains empty for now.", {"citel-3": None}),
    ("cept-1", "Ms Papadaki has bid us farewell and her line can be cleared; no successor so far.", {"cept-4": None}),
    ("cept-1", "With effect from Monday Mr Iriarte is no longer part of our team. A replacement will be communicated in due course.", {"cept-3": None}),
    ("las-1", "We regret to inform you of the passing of Mr Faisal Al-Otaibi. Until a successor is named please leave the line vacant.", {"las-2": None}),
    ("las-1", "Mr. Faisal Al-Otaibi has retired. I have the honour to be appointed as coordinator for Committee 3 in his place.", {"las-2": None, "las-1": {"role": "coordinator", "committee": "COM3"}}),
    ("cept-1", "Małgorzata Wiśniewska takes up a post at the UPU on 1 June and gives back her mandate; UKE sends Mr Piotr Lis (p.lis@uke-pl.example, +48 22 534 9199) in her stead.", {"cept-2": None, "+Piotr Lis": {"honorific": "Mr", "role": "coordinator", "committee": "COM3", "email": "p.lis@uke-pl.example", "phone": "+48225349199"}}),
    ("citel-1", "Uruguay offers a second pair of hands: Federico Silveira (fsilveira@ursec-uy.example) becomes alternate in Committee 4.", {"+Federico Silveira": {"role": "alternate", "committee": "COM4", "email": "fsilveira@ursec-uy.example"}}),
    ("apt-1", "Committee 4 had no alternate from our side so far. Mr Farid Osman of IMDA (farid@imda-sg.example) has kindly agreed to do it.", {"+Farid Osman": {"honorific": "Mr", "role": "alternate", "committee": "COM4", "email": "farid@imda-sg.example", "affiliation": "IMDA"}}),
    ("atu-4", "I hand the baton to Thabo Nkosi, thabo.nkosi@dcdt-za.example, who is Deputy Director.", {"atu-4": None, "+Thabo Nkosi": {"role": "alternate", "committee": "COM4", "email": "thabo.nkosi@dcdt-za.example", "job_title": "Deputy Director"}}),
    ("atu-3", "Petit mouvement chez nous : Lerato Mokoena rejoint l'Union postale universelle et rend son mandat de suppléante ; la relève est assurée par M. Thabo Nkosi. Ses coordonnées : thabo.nkosi@dcdt-za.example, ligne directe +27 12 427 8299.", {"atu-4": None, "+Thabo Nkosi": {"honorific": "Mr", "role": "alternate", "committee": "COM4", "email": "thabo.nkosi@dcdt-za.example", "phone": "+27124278299"}}),
    ("atu-3", "J'ai le regret de vous annoncer le départ à la retraite de Mme Mokoena. Son successeur n'est pas encore désigné, je vous prie de l'ôter de votre liste.", {"atu-4": None}),
    ("citel-2", "Ceso en mis cometidos relacionados con la AMNT. Subtel ha designado en mi lugar a Dña. Milagrosa Eyang Abeso, Jefa de Negociado (m.eyang@subtel-cl.example).", {"citel-2": None, "+Milagrosa Eyang Abeso": {"honorific": "Ms", "role": "coordinator", "committee": "COM3", "email": "m.eyang@subtel-cl.example", "job_title": "Jefa de Negociado"}}),
    ("citel-1", "Uruguay ha ofrecido los servicios del ingeniero Federico Silveira Prado, de la URSEC, como suplente de la Comisión 4; su correo es fsilveira@ursec-uy.example.", {"+Federico Silveira Prado": {"role": "alternate", "committee": "COM4", "email": "fsilveira@ursec-uy.example", "affiliation": "URSEC"}}),
    ("citel-1", "El Sr. Ellery no seguirá con nosotros a partir de junio; les ruego que lo den de baja.", {"citel-3": None}),
    ("rcc-1", "Россия направляет в группу ещё одного человека: г-жа Динара Сеитова будет заместителем координатора по Комитету 3, её почта d.seitova@niir-ru.example, телефон +7 495 647 17 20.", {"+Динара Сеитова": {"honorific": "Ms", "role": "alternate", "committee": "COM3", "email": "d.seitova@niir-ru.example", "phone": "+74956471720"}}),
    ("rcc-1", "Вместо Алеси Ковалёвой заместителем по Комитету 4 назначаем Виталия Сушкевича, v.sushkevich@giprosvjaz-by.example.", {"rcc-4": None, "+Виталий Сушкевич": {"role": "alternate", "committee": "COM4", "email": "v.sushkevich@giprosvjaz-by.example"}}),
    ("rcc-1", "Бахтиёр Юлдашев с 1 июня выходит на пенсию, кто его сменит - решим позже.", {"rcc-3": None}),
    ("las-3", "أنهيت خدمتي بالهيئة ويكون اليوم آخر أيام عملي، فأرجو حذف اسمي من قائمة المنسقين. لم يُسمَّ من يخلفني بعد.", {"las-3": None}),
    ("las-1", "تغادر السيدة ريم بن يوسف الهيئة، ويحل محلها المهندس ليث الزعبي (Laith Al-Zoubi) وبريده l.alzoubi@intt-tn.example.", {"las-3": None, "+Laith Al-Zoubi": {"honorific": "Mr", "role": "coordinator", "committee": "COM4", "email": "l.alzoubi@intt-tn.example"}}),
    ("apt-4", "根据工作安排，本人已调离现岗位，今后不再承担第三委员会的工作，由我处刘晓东（Liu Xiaodong）先生接任，职务为副处长。联系方式如下：\n\n邮箱：liuxiaodong@miit-cn.example\n电话：010-6820 5561", {"apt-4": None, "+Liu Xiaodong": {"honorific": "Mr", "role": "alternate", "committee": "COM3", "email": "liuxiaodong@miit-cn.example", "phone": "+861068205561", "job_title": "副处长"}}),
    ("apt-4", "今天是我在部里的最后一个工作日。请将本人从联系人名单中删去，暂不另派人选。", {"apt-4": None}),
    ("rcc-4", "I have been asked by my management to step back from Committee 4 and to hand the alternate's role to Pavel Ivanou (p.ivanou@giprosvjaz-by.example).", {"rcc-4": None, "+Pavel Ivanou": {"role": "alternate", "committee": "COM4", "email": "p.ivanou@giprosvjaz-by.example"}}),
    ("cept-1", "Please welcome Mr Piotr Lis (p.lis@uke-pl.example), our second alternate for Committee 3.", {"+Piotr Lis": {"honorific": "Mr", "role": "alternate", "committee": "COM3", "email": "p.lis@uke-pl.example"}}),
    ("cept-1", "The Polish administration puts forward Piotr Lis as alternate for Committee 3; e-mail p.lis@uke-pl.example, phone +48 22 534 9155.", {"+Piotr Lis": {"role": "alternate", "committee": "COM3", "email": "p.lis@uke-pl.example", "phone": "+48225349155"}}),
    ("citel-1", "Mr Ellery's successor, Ms Dana Reed of NTIA, can be reached at dana.reed@ntia-us.example or +1 202 482 1899.", {"citel-3": None, "+Dana Reed": {"honorific": "Ms", "role": "coordinator", "committee": "COM4", "email": "dana.reed@ntia-us.example", "phone": "+12024821899", "affiliation": "NTIA", "country": "US"}}),
    ("citel-1", "Effective today Dana Reed (dana.reed@ntia-us.example) is our Committee 4 coordinator. Marcus Ellery has joined the private sector.", {"citel-3": None, "+Dana Reed": {"role": "coordinator", "committee": "COM4", "email": "dana.reed@ntia-us.example"}}),
    ("atu-3", "À compter du 1er juin, c'est M. Thabo Nkosi (thabo.nkosi@dcdt-za.example) qui suppléera pour la Commission 4 en lieu et place de Mme Mokoena.", {"atu-4": None, "+Thabo Nkosi": {"honorific": "Mr", "role": "alternate", "committee": "COM4", "email": "thabo.nkosi@dcdt-za.example"}}),
    ("citel-1", "Damos la bienvenida a la Sra. Paola Ríos (prios@crc-co.example), quien desde hoy actúa como suplente para la Comisión 4.", {"+Paola Ríos": {"honorific": "Ms", "role": "alternate", "committee": "COM4", "email": "prios@crc-co.example"}}),
    ("citel-1", "Marcus Ellery se acogió a la jubilación y en su reemplazo fue designada Dana Reed, dana.reed@ntia-us.example.", {"citel-3": None, "+Dana Reed": {"role": "coordinator", "committee": "COM4", "email": "dana.reed@ntia-us.example"}}),
    ("rcc-1", "Уважаемые коллеги! Вместо г-на Юлдашева координатором по Комитету 4 утверждена Дилноза Каримова (d.karimova@tmc-uz.example, +998 71 238 41 99).", {"rcc-3": None, "+Дилноза Каримова": {"role": "coordinator", "committee": "COM4", "email": "d.karimova@tmc-uz.example", "phone": "+998712384199"}}),
    ("rcc-1", "Алеся Ковалёва больше у нас не работает, просьба исключить её из списка; замену назовём позже.", {"rcc-4": None}),
    ("rcc-1", "Дела Юлдашева принимает Алеся Ковалёва, она же становится координатором по Комитету 4.", {"rcc-3": None, "rcc-4": {"role": "coordinator"}}),
    ("rcc-1", "От Беларуси заместителем по Комитету 3 выдвинут Виталий Сушкевич, v.sushkevich@giprosvjaz-by.example.", {"+Виталий Сушкевич": {"role": "alternate", "committee": "COM3", "email": "v.sushkevich@giprosvjaz-by.example"}}),
    ("las-1", "أحيل السيد فيصل العتيبي إلى التقاعد، ولم يعين خلف له بعد.", {"las-2": None}),
    ("las-1", "تقرر تكليف السيدة هدى صالح (huda@tra-om.example) منسقة للجنة 3 خلفاً للسيد فيصل العتيبي.", {"las-2": None, "+هدى صالح": {"honorific": "Ms", "role": "coordinator", "committee": "COM3", "email": "huda@tra-om.example"}}),
    ("apt-1", "张丽华女士已调任他职，第三委员会候补由李娜女士（Li Na）接替，邮箱lina@miit-cn.example。", {"apt-4": None, "+Li Na": {"honorific": "Ms", "role": "alternate", "committee": "COM3", "email": "lina@miit-cn.example"}}),
    ("cept-1", "Please note the following departures: Mr Iriarte and Ms Papadaki.", {"cept-3": None, "cept-4": None}),
    ("cept-1", "Both Mr Iriarte and Ms Papadaki have left their administrations; successors will be named in May.", {"cept-3": None, "cept-4": None}),
    ("atu-1", "New coordinator for Committee 3, replacing Ms Okonkwo:\n\nMr Chidi Eze\nDeputy Director, Nigerian Communications Commission\nc.eze@ncc-ng.example\n+234 803 402 1199", {"atu-2": None, "+Chidi Eze": {"honorific": "Mr", "role": "coordinator", "committee": "COM3", "email": "c.eze@ncc-ng.example", "phone": "+2348034021199", "job_title": "Deputy Director", "affiliation": "Nigerian Communications Commission", "country": "NG"}}),
    ("citel-1", "Datos de la nueva suplente de la Comisión 4:\n\nNombre: Paola Ríos\nCargo: Asesora\nCorreo: prios@crc-co.example\nTeléfono: +57 601 319 8311", {"+Paola Ríos": {"role": "alternate", "committee": "COM4", "job_title": "Asesora", "email": "prios@crc-co.example", "phone": "+576013198311"}}),
    ("rcc-1", "Изменения в списке контактов РСС:\n- Воронцова Екатерина: новый телефон +7 495 647 17 91;\n- Юлдашев Бахтиёр: должность - начальник отдела;\n- Ковалёва Алеся: исключить.", {"rcc-2": {"phone": "+74956471791"}, "rcc-3": {"job_title": "начальник отдела"}, "rcc-4": None}),
    ("cept-1", "Eleftheria moves from alternate to coordinator in Committee 4, since Joaquín goes back to his ministry's spectrum unit and leaves us.", {"cept-4": {"role": "coordinator"}, "cept-3": None}),
    ("apt-1", "The undersigned has the honour to inform you that Mr. Zhang Wei, having been posted abroad, is relieved of his duties as coordinator of Committee 3, which are entrusted to Ms. Zhang Lihua with immediate effect.", {"apt-2": None, "apt-4": {"role": "coordinator"}}),
    ("cept-1", "Please take Ms Papadaki off the list. She changed employer at Easter, and EETT will not send anybody in her place.", {"cept-4": None}),
    ("cept-2", "As of 1 May you can no longer reach me at UKE: I am starting at the ministry. My colleague Paweł Dąbrowski, pawel.dabrowski@uke-pl.example, inherits Committee 3 from me.", {"cept-2": None, "+Paweł Dąbrowski": {"role": "coordinator", "committee": "COM3", "email": "pawel.dabrowski@uke-pl.example"}}),
    ("atu-3", "Par note de service du 2 avril, Mme Lerato Mokoena s'est vu confier d'autres missions ; la suppléance de la Commission 4 échoit à M. Thabo Nkosi (thabo.nkosi@dcdt-za.example).", {"atu-4": None, "+Thabo Nkosi": {"honorific": "Mr", "role": "alternate", "committee": "COM4", "email": "thabo.nkosi@dcdt-za.example"}}),
    ("atu-3", "Notre Bureau s'étoffe : Mme Awa Traoré (awa.traore@artci-ci.example) nous rejoint comme suppléante pour la Commission 3.", {"+Awa Traoré": {"honorific": "Ms", "role": "alternate", "committee": "COM3", "email": "awa.traore@artci-ci.example"}}),
    ("atu-3", "Mme Mokoena nous a quittés brutalement la semaine dernière ; merci de ne plus lui écrire.", {"atu-4": None}),
    ("citel-1", "El señor Ellery ya no integra nuestro equipo desde el 15 de abril. Su reemplazante se comunicará oportunamente.", {"citel-3": None}),
    ("citel-1", "La coordinación de la Comisión 4 recae desde hoy en Ana Lucía Sepúlveda; Marcus Ellery se va de la NTIA.", {"citel-3": None, "citel-4": {"role": "coordinator", "committee": "COM4"}}),
    ("las-1", "انتهت فترة عمل السيد فيصل العتيبي معنا، ونرشح مكانه المهندس سامي القحطاني (Sami Al-Qahtani)، بريده s.qahtani@cst-sa.example.", {"las-2": None, "+Sami Al-Qahtani": {"honorific": "Mr", "role": "coordinator", "committee": "COM3", "email": "s.qahtani@cst-sa.example"}}),
    ("apt-1", "张伟先生因工作调动不再担任第三委员会协调人，由张丽华女士接任。", {"apt-2": None, "apt-4": {"role": "coordinator"}}),
    ("citel-1", "Estimados colegas:\n\nMe permito informarles de los siguientes cambios en nuestra delegación. El señor Rodrigo Sepúlveda culmina su gestión en Subtel el 30 de abril. A partir de esa fecha, la coordinación de la Comisión 3 será asumida por la señora Ana Lucía Sepúlveda, hasta ahora suplente. Para la suplencia vacante, Perú propone al señor Nelson Quispe (nquispe@mtc-pe.example).\n\nAtentamente,", {"citel-2": None, "citel-4": {"role": "coordinator"}, "+Nelson Quispe": {"honorific": "Mr", "role": "alternate", "committee": "COM3", "email": "nquispe@mtc-pe.example"}}),
    ("rcc-1", "Уважаемые коллеги!\n\nНаправляем уточнения к перечню контактных лиц РСС.\n\nВ связи с переходом на другую работу из перечня выбывает Юлдашев Бахтиёр. Координатором по Комитету 4 вместо него назначена г-жа Каримова Дилноза, начальник отдела, тел. +998 71 238 41 77, эл. почта d.karimova@tmc-uz.example.\n\nТелефон Воронцовой Е. следует читать: +7 495 647 17 88.\n\nС уважением,", {"rcc-3": None, "+Каримова Дилноза": {"honorific": "Ms", "role": "coordinator", "committee": "COM4", "email": "d.karimova@tmc-uz.example", "phone": "+998712384177", "job_title": "начальник отдела"}, "rcc-2": {"phone": "+74956471788"}}),
    ("las-1", "السادة الكرام،\n\nنفيدكم بأن السيدة ريم بن يوسف قد انتقلت للعمل في القطاع الخاص، وقد رشحت تونس السيد منصف القروي (moncef.karoui@intt-tn.example) منسقاً للجنة 4 بدلاً منها، وهاتفه +216 70 011 244.\n\nوتفضلوا بقبول فائق الاحترام.", {"las-3": None, "+منصف القروي": {"honorific": "Mr", "role": "coordinator", "committee": "COM4", "email": "moncef.karoui@intt-tn.example", "phone": "+21670011244"}}),
    ("citel-3", "Colleagues - as many of you know I have accepted an offer from industry and Friday will be my last day at NTIA. Dana Reed (dana.reed@ntia-us.example, 202-482-1855) will be acting coordinator until a permanent one is named, so please put her in my row.\n\nMarcus", {"citel-3": None, "+Dana Reed": {"role": "coordinator", "committee": "COM4", "email": "dana.reed@ntia-us.example", "phone": "+12024821855"}}),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "wanted"), CASES)
def test_what_is_said_is_read(sender: str, text: str, wanted: dict[str, Any]) -> None:
    changes, _ = read(sender, text)
    assert changes == wanted

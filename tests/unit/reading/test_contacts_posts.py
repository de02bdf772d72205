"""Posts, employers and names: by label, by verb, quoted, in the sentence after."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.contact_case import read

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("cept-4", "I was given the title of \"Director for Standardization Strategy\" in place of my previous one.", {"cept-4": {"job_title": "Director for Standardization Strategy"}}),
    ("rcc-3", "Please change my function: Chief Specialist -> Head of Division.", {"rcc-3": {"job_title": "Head of Division"}}),
    ("atu-1", "Mr Koné has since been elevated to the post of Executive: Markets and Competition.", {"atu-3": {"job_title": "Executive: Markets and Competition"}}),
    ("cept-2", "I am not Chief Specialist any longer; the right title is Deputy Head of Unit.", {"cept-2": {"job_title": "Deputy Head of Unit"}}),
    ("apt-1", "Ms Hanh was promoted in March. She is Director General now.", {"apt-3": {"job_title": "Director General"}}),
    ("citel-3", "My title has caught up with reality: Senior Telecommunications Policy Adviser.", {"citel-3": {"job_title": "Senior Telecommunications Policy Adviser"}}),
    ("citel-1", "Marcus Ellery got a promotion last week and signs as Deputy Associate Administrator.", {"citel-3": {"job_title": "Deputy Associate Administrator"}}),
    ("las-2", "You show me as Standards Manager. That was true until January; today I head the department as General Manager, Standards.", {"las-2": {"job_title": "General Manager, Standards"}}),
    ("atu-2", "Kindly note my re-designation as Deputy Director, Technical Standards, effective 1 April.", {"atu-2": {"job_title": "Deputy Director, Technical Standards"}}),
    ("rcc-4", "Since the new year Giprosvjaz is transformed into the National Institute of Communications. Please write this name as my organization.", {"rcc-4": {"affiliation": "National Institute of Communications"}}),
    ("cept-4", "EETT has been merged into the Hellenic Digital Authority; please show that as my employer.", {"cept-4": {"affiliation": "Hellenic Digital Authority"}}),
    ("atu-4", "Our department was renamed: I now belong to the Department of Digital Transformation.", {"atu-4": {"affiliation": "Department of Digital Transformation"}}),
    ("atu-2", "Following my wedding last month I now bear the name Adaeze Okonkwo-Eze and would appreciate it if your list could follow suit.", {"atu-2": {"name": "Adaeze Okonkwo-Eze"}}),
    ("cept-4", "I have taken my husband's name and am Eleftheria Nikolaou from now on.", {"cept-4": {"name": "Eleftheria Nikolaou"}}),
    ("apt-1", "There is a letter missing in our focal point's name: it is Wickramasinghe.", {"apt-1": {"name": "Ranjith Wickramasinghe"}}),
    ("citel-1", "The sheet misspells Marcus's surname: Elleray, with an a.", {"citel-3": {"name": "Marcus Elleray"}}),
    ("atu-3", "On m'a nommé Directeur adjoint (j'étais chef de département). Téléphone et courriel inchangés.", {"atu-3": {"job_title": "Directeur adjoint"}}),
    ("atu-3", "Mon intitulé de poste exact : Conseiller technique du Directeur général.", {"atu-3": {"job_title": "Conseiller technique du Directeur général"}}),
    ("atu-3", "Il manque un accent : c'est Mamadou Konaté et non Koné.", {"atu-3": {"name": "Mamadou Konaté"}}),
    ("citel-2", "Me han nombrado Jefe de División (antes era asesor). Teléfono y correo, los de siempre.", {"citel-2": {"job_title": "Jefe de División"}}),
    ("rcc-2", "Поправьте, пожалуйста, мою должность, я уже не ведущий научный сотрудник. Правильно: начальник лаборатории.", {"rcc-2": {"job_title": "начальник лаборатории"}}),
    ("rcc-3", "Заодно должность: в новой структуре она называется \"начальник отдела международных стандартов\".", {"rcc-3": {"job_title": "начальник отдела международных стандартов"}}),
    ("rcc-1", "Воронцова теперь замдиректора по науке.", {"rcc-2": {"job_title": "замдиректора по науке"}}),
    ("las-2", "صدر قرار بتكليفي مديراً لإدارة التقييس، وعليه نأمل إثبات المسمى الجديد «مدير إدارة التقييس» عوضاً عن المسمى السابق.", {"las-2": {"job_title": "مدير إدارة التقييس"}}),
    ("las-2", "اسمي يُكتب Faisal Al-Otaiby وليس Al-Otaibi.", {"las-2": {"name": "Faisal Al-Otaiby"}}),
    ("apt-2", "本人已于本月一日获提升为“首席工程师”，敬请更新。", {"apt-2": {"job_title": "首席工程师"}}),
    ("apt-2", "去年底评上了正高级工程师，名单里的“Senior Engineer”请改为“正高级工程师”。", {"apt-2": {"job_title": "正高级工程师"}}),
    ("cept-1", "Two updates on people. Iriarte: Subdirector General since 1 March. Papadaki: now reachable at +30 210 615 1999.", {"cept-3": {"job_title": "Subdirector General"}, "cept-4": {"phone": "+302106151999"}}),
    ("cept-1", "Ms Wiśniewska's post is now called Deputy Director for Standards, the rest of her entry holds.", {"cept-2": {"job_title": "Deputy Director for Standards"}}),
    ("apt-3", "Please change my affiliation from Ministry of Information and Communications to Ministry of Science and Technology.", {"apt-3": {"affiliation": "Ministry of Science and Technology"}}),
    ("apt-3", "I am no longer at MIC. Since April my employer has been the Vietnam Telecommunications Authority; everything else stays.", {"apt-3": {"affiliation": "Vietnam Telecommunications Authority"}}),
    ("atu-3", "Mme Okonkwo a convolé en justes noces et porte désormais le nom d'Adaeze Okonkwo-Eze.", {"atu-2": {"name": "Adaeze Okonkwo-Eze"}}),
    ("atu-3", "J'ai été promu Directeur des affaires juridiques le mois dernier.", {"atu-3": {"job_title": "Directeur des affaires juridiques"}}),
    ("atu-3", "L'ARTCI s'appelle désormais Autorité ivoirienne du numérique ; merci d'en tenir compte pour mon affiliation.", {"atu-3": {"affiliation": "Autorité ivoirienne du numérique"}}),
    ("citel-2", "A partir de junio firmaré como Jefe de la División Internacional.", {"citel-2": {"job_title": "Jefe de la División Internacional"}}),
    ("citel-4", "MinTIC me trasladó a la Agencia Nacional del Espectro, por favor actualicen mi institución.", {"citel-4": {"affiliation": "Agencia Nacional del Espectro"}}),
    ("rcc-1", "Екатерину Воронцову повысили: она теперь главный научный сотрудник.", {"rcc-2": {"job_title": "главный научный сотрудник"}}),
    ("rcc-4", "Фамилию мою исправьте, пожалуйста: Kavaleva, а не Kavaliova.", {"rcc-4": {"name": "Alesya Kavaleva"}}),
    ("rcc-3", "Министерство цифровых технологий преобразовано в Агентство цифрового развития, прошу отразить это в графе «место работы».", {"rcc-3": {"affiliation": "Агентство цифрового развития"}}),
    ("las-3", "رُقيت الشهر الماضي إلى منصب مديرة عامة.", {"las-3": {"job_title": "مديرة عامة"}}),
    ("apt-2", "我单位已更名为中国信通院有限公司，请相应修改。", {"apt-2": {"affiliation": "中国信通院有限公司"}}),
    ("apt-2", "本人现任总工程师，请更新职务。", {"apt-2": {"job_title": "总工程师"}}),
    ("cept-1", "Corrections to the contact sheet:\n1. Iriarte - Subdirector General\n2. Papadaki - e-mail papadaki@eett-gr.example\n3. Wiśniewska - delete the phone number", {"cept-3": {"job_title": "Subdirector General"}, "cept-4": {"email": "papadaki@eett-gr.example"}, "cept-2": {"phone": None}}),
    ("cept-3", "I got promoted to Subdirector General, and my number is now +34 91 346 1511. Same e-mail.", {"cept-3": {"job_title": "Subdirector General", "phone": "+34913461511"}}),
    ("cept-1", "My details are fine, but Mr Iriarte's phone should end in 77 (+34 91 346 1577) and Ms Wiśniewska is Director now.", {"cept-3": {"phone": "+34913461577"}, "cept-2": {"job_title": "Director"}}),
    ("apt-1", "With reference to the contact list annexed to your letter, kindly be advised that the designation of Ms. Nguyen Thi Hanh has been upgraded to Director, International Cooperation Department, whilst all other particulars remain the same.", {"apt-3": {"job_title": "Director, International Cooperation Department"}}),
    ("citel-3", "Two corrections concerning me: (a) title: Senior Policy Analyst; (b) tel. +1 202 482 1877.", {"citel-3": {"job_title": "Senior Policy Analyst", "phone": "+12024821877"}}),
    ("atu-3", "Mes fonctions ont évolué : je suis à présent Sous-directeur de la normalisation.", {"atu-3": {"job_title": "Sous-directeur de la normalisation"}}),
    ("citel-1", "Ana Lucía Sepúlveda contrajo matrimonio y firma ahora como Ana Lucía Sepúlveda de Ortiz.", {"citel-4": {"name": "Ana Lucía Sepúlveda de Ortiz"}}),
    ("citel-1", "A Rodrigo Sepúlveda lo ascendieron a Subsecretario Adjunto.", {"citel-2": {"job_title": "Subsecretario Adjunto"}}),
    ("apt-1", "各位同事：\n\n现将亚太组织联系人变动情况通知如下：\n一、张伟先生的职务更新为首席工程师；\n二、张丽华女士的电话改为+86 10 6820 5511；\n三、其他不变。\n\n谢谢！", {"apt-2": {"job_title": "首席工程师"}, "apt-4": {"phone": "+861068205511"}}),
    ("atu-3", "Madame, Monsieur,\n\nSuite au remaniement intervenu à l'ARTCI, j'ai l'honneur de vous faire savoir que j'occupe désormais les fonctions de Directeur technique et que mon numéro de bureau est le +225 27 20 34 43 90. Mon adresse électronique demeure inchangée.\n\nPar ailleurs, Mme Okonkwo m'a prié de vous signaler que son courriel s'écrit adaeze.okonkwo@ncc-ng.example.\n\nVeuillez agréer, Madame, Monsieur, mes salutations distinguées.", {"atu-3": {"job_title": "Directeur technique", "phone": "+2252720344390"}, "atu-2": {"email": "adaeze.okonkwo@ncc-ng.example"}}),
    ("rcc-4", "Добрый день!\n\nПо контактам: почта теперь kavaliova@giprosvjaz-by.example, телефон прежний. По должности - ведущий инженер (было: инженер).\n\nС уважением, Алеся", {"rcc-4": {"email": "kavaliova@giprosvjaz-by.example", "job_title": "ведущий инженер"}}),
    ("citel-4", "Buenas tardes:\n\nRecibí la hoja. Solo dos precisiones: soy Directora de Asuntos Internacionales (ya no asesora) y mi celular es el +57 310 222 3344; el fijo que figura ya no existe.\n\nSaludos,\nAna Lucía", {"citel-4": {"job_title": "Directora de Asuntos Internacionales", "phone": "+573102223344"}}),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "wanted"), CASES)
def test_what_is_said_is_read(sender: str, text: str, wanted: dict[str, Any]) -> None:
    changes, _ = read(sender, text)
    assert changes == wanted

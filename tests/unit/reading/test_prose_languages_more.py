"""Meetings, positions and attendance as officials write of them in five languages, and traps."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.second_state import read

Found = list[tuple[str, dict[str, Any]]]


@pytest.mark.parametrize(
    ("who", "sentence", "wanted"),
    [
        (
            "rim",
            "La quatrième réunion de l'équipe arabe est décalée au 15-18 juillet 2024.",
            [("las-m2", {"starts": "2024-07-15", "ends": "2024-07-18"})],
        ),
        (
            "rim",
            "La réunion de l'équipe arabe prévue en juillet est renvoyée à une date ultérieure.",
            [("las-m2", {"status": "postponed"})],
        ),
        ("rim", "Notre quatrième réunion a dû être annulée.", [("las-m2", {"status": "cancelled"})]),
        (
            "rim",
            "La quatrième réunion ne sera plus virtuelle : elle se déroulera en présentiel à Tunis (Tunisie).",
            [("las-m2", {"mode": "physical", "place": "Tunis (Tunisie)"})],
        ),
        (
            "rim",
            "Les dates de la quatrième réunion de l'équipe arabe sont désormais arrêtées : 8-11 juillet.",
            [("las-m2", {"status": "confirmed"})],
        ),
        (
            "rim",
            "La quatrième réunion glisse d'une semaine.",
            [("las-m2", {"starts": "2024-07-15", "ends": "2024-07-18"})],
        ),
        (
            "rim",
            "La quatrième réunion démarrera le 9 juillet et s'achèvera le 12 juillet 2024.",
            [("las-m2", {"starts": "2024-07-09", "ends": "2024-07-12"})],
        ),
        (
            "rim",
            "Une cinquième réunion de l'équipe arabe, intitulée « Réunion de coordination arabe », se tiendra à Tunis du 3 au 5 septembre 2024.",
            [
                (
                    "meeting",
                    {
                        "title": "Réunion de coordination arabe",
                        "starts": "2024-09-03",
                        "ends": "2024-09-05",
                        "place": "Tunis",
                    },
                )
            ],
        ),
        (
            "rim",
            "Notre proposition relative à la Résolution 79 a été validée par le groupe arabe.",
            [("LAS/Resolution 79", {"status": "agreed"})],
        ),
        (
            "rim",
            "Résolution 58 : nous passons de la modification à la suppression.",
            [("LAS/Resolution 58", {"action": "SUP"})],
        ),
        (
            "rim",
            "S'agissant de la Résolution 79, la proposition est caduque.",
            [("LAS/Resolution 79", {"status": "withdrawn"})],
        ),
        (
            "rim",
            "Pour la Résolution 58, le nouveau résumé est le suivant : « Équipes nationales de réponse ».",
            [("LAS/Resolution 58", {"summary": "Équipes nationales de réponse"})],
        ),
        (
            "rim",
            "Je prendrai part à l'appel du 12 juillet.",
            [("participation", {"event": "com4-calls-2", "attending": "yes"})],
        ),
        (
            "rim",
            "Je serai dans l'impossibilité de suivre l'appel du 19 juillet.",
            [("participation", {"event": "com4-calls-3", "attending": "no"})],
        ),
        (
            "rim",
            "La Résolution 58 devra être maintenue telle quelle : NOC.",
            [("LAS/Resolution 58", {"action": "NOC"})],
        ),
        (
            "rod",
            "La sesión de redacción se corre al 6 de agosto de 2024.",
            [("citel-m2", {"starts": "2024-08-06", "ends": "2024-08-06"})],
        ),
        (
            "rod",
            "La sesión de redacción de propuestas interamericanas se posterga una semana.",
            [("citel-m2", {"starts": "2024-08-06", "ends": "2024-08-06"})],
        ),
        (
            "rod",
            "Lamentamos informar que la sesión de redacción del 30 de julio quedó cancelada.",
            [("citel-m2", {"status": "cancelled"})],
        ),
        (
            "rod",
            "La sesión de redacción del 30 de julio pasa a ser presencial, en Bogotá (Colombia).",
            [("citel-m2", {"mode": "physical", "place": "Bogotá (Colombia)"})],
        ),
        ("rod", "La 44.ª reunión del CCP.I tendrá modalidad híbrida.", [("citel-m1", {"mode": "hybrid"})]),
        (
            "rod",
            "Queda confirmada la realización de la 44.ª reunión del CCP.I.",
            [("citel-m1", {"status": "confirmed"})],
        ),
        (
            "rod",
            "La 44.ª reunión se desarrollará en Lima (Perú) y no en Asunción.",
            [("citel-m1", {"place": "Lima (Perú)"})],
        ),
        (
            "rod",
            "La sesión de redacción se adelanta dos días.",
            [("citel-m2", {"starts": "2024-07-28", "ends": "2024-07-28"})],
        ),
        (
            "rod",
            "Se convoca a una reunión extraordinaria, «Taller de coordinación interamericana», del 20 al 22 de agosto de 2024 en Quito, Ecuador.",
            [
                (
                    "meeting",
                    {
                        "title": "Taller de coordinación interamericana",
                        "starts": "2024-08-20",
                        "ends": "2024-08-22",
                        "place": "Quito, Ecuador",
                    },
                )
            ],
        ),
        (
            "rod",
            "Resolución 43: nuestra propuesta ya cuenta con el visto bueno de la CITEL.",
            [("CITEL/Resolution 43", {"status": "agreed"})],
        ),
        (
            "rod",
            "Hemos dado de baja nuestra propuesta sobre la Resolución 91.",
            [("CITEL/Resolution 91", {"status": "withdrawn"})],
        ),
        (
            "rod",
            "La propuesta sobre la Resolución 50 fue remitida a la UIT.",
            [("CITEL/Resolution 50", {"status": "submitted"})],
        ),
        (
            "rod",
            "Me conectaré a la llamada del 10 de julio.",
            [("participation", {"event": "com3-calls-2", "attending": "yes"})],
        ),
        (
            "rod",
            "No me será posible acompañarlos el 17 de julio en la llamada.",
            [("participation", {"event": "com3-calls-3", "attending": "no"})],
        ),
        (
            "kate",
            "Шестое заседание Рабочей группы РСС сдвигается на 20-21 августа 2024 года.",
            [("rcc-m2", {"starts": "2024-08-20", "ends": "2024-08-21"})],
        ),
        ("kate", "6-е заседание отложено до особого уведомления.", [("rcc-m2", {"status": "postponed"})]),
        (
            "kate",
            "Заседание, назначенное на 13-14 августа, отменяется.",
            [("rcc-m2", {"status": "cancelled"})],
        ),
        (
            "kate",
            "Шестое заседание пройдет исключительно в дистанционном формате.",
            [("rcc-m2", {"mode": "virtual"})],
        ),
        (
            "kate",
            "Местом проведения шестого заседания будет Алматы (Казахстан).",
            [("rcc-m2", {"place": "Алматы (Казахстан)"})],
        ),
        ("kate", "Сроки и место шестого заседания подтверждаем.", [("rcc-m2", {"status": "confirmed"})]),
        (
            "kate",
            "Шестое заседание откладывается на две недели.",
            [("rcc-m2", {"starts": "2024-08-27", "ends": "2024-08-28"})],
        ),
        (
            "kate",
            "Шестое заседание стартует 12 августа и завершится 15 августа 2024 года.",
            [("rcc-m2", {"starts": "2024-08-12", "ends": "2024-08-15"})],
        ),
        (
            "kate",
            "По Резолюции 18 предложение получило одобрение стран РСС.",
            [("RCC/Resolution 18", {"status": "agreed"})],
        ),
        (
            "kate",
            "Предложение по Резолюции 99 просим считать отозванным.",
            [("RCC/Resolution 99", {"status": "withdrawn"})],
        ),
        (
            "kate",
            "По Резолюции 20 вместо изменения предлагаем исключение.",
            [("RCC/Resolution 20", {"action": "SUP"})],
        ),
        (
            "kate",
            "Проект по Резолюции 20 уже направлен в МСЭ.",
            [("RCC/Resolution 20", {"status": "submitted"})],
        ),
        (
            "kate",
            "Я подключусь к звонку 10 июля.",
            [("participation", {"event": "com3-calls-2", "attending": "yes"})],
        ),
        (
            "kate",
            "К сожалению, 17 июля присоединиться к звонку не смогу.",
            [("participation", {"event": "com3-calls-3", "attending": "no"})],
        ),
        (
            "faisal",
            "تقرر ترحيل الاجتماع الرابع للفريق العربي إلى الفترة 15-18 يوليو 2024.",
            [("las-m2", {"starts": "2024-07-15", "ends": "2024-07-18"})],
        ),
        (
            "faisal",
            "تقرر إرجاء الاجتماع الرابع للفريق العربي حتى إشعار آخر.",
            [("las-m2", {"status": "postponed"})],
        ),
        (
            "faisal",
            "نود إبلاغكم بأنه تم إلغاء الاجتماع الرابع للفريق العربي.",
            [("las-m2", {"status": "cancelled"})],
        ),
        (
            "faisal",
            "سيُعقد الاجتماع الرابع حضورياً في تونس بدلاً من عقده افتراضياً.",
            [("las-m2", {"mode": "physical", "place": "تونس"})],
        ),
        ("faisal", "تحول الاجتماع الرابع إلى اجتماع هجين.", [("las-m2", {"mode": "hybrid"})]),
        ("faisal", "تم اعتماد موعد الاجتماع الرابع بشكل نهائي.", [("las-m2", {"status": "confirmed"})]),
        (
            "faisal",
            "تأخر الاجتماع الرابع أسبوعاً واحداً.",
            [("las-m2", {"starts": "2024-07-15", "ends": "2024-07-18"})],
        ),
        (
            "faisal",
            "ينطلق الاجتماع الرابع يوم 9 يوليو ويختتم يوم 12 يوليو 2024.",
            [("las-m2", {"starts": "2024-07-09", "ends": "2024-07-12"})],
        ),
        (
            "faisal",
            "سيُعقد اجتماع إضافي بعنوان «ورشة التنسيق العربية» من 3 إلى 5 سبتمبر 2024 في عمّان، الأردن.",
            [
                (
                    "meeting",
                    {
                        "title": "ورشة التنسيق العربية",
                        "starts": "2024-09-03",
                        "ends": "2024-09-05",
                        "place": "عمّان، الأردن",
                    },
                )
            ],
        ),
        ("faisal", "تمت الموافقة على مقترحنا بشأن القرار 79.", [("LAS/Resolution 79", {"status": "agreed"})]),
        ("faisal", "قررنا سحب مقترحنا بشأن القرار 58.", [("LAS/Resolution 58", {"status": "withdrawn"})]),
        (
            "faisal",
            "فيما يخص القرار 58 نقترح الإلغاء بدلاً من التعديل.",
            [("LAS/Resolution 58", {"action": "SUP"})],
        ),
        (
            "faisal",
            "رُفع مقترحنا بشأن القرار 79 إلى الاتحاد.",
            [("LAS/Resolution 79", {"status": "submitted"})],
        ),
        (
            "faisal",
            "سأنضم إلى المكالمة في 10 يوليو.",
            [("participation", {"event": "com3-calls-2", "attending": "yes"})],
        ),
        (
            "faisal",
            "أعتذر عن عدم حضور مكالمة 17 يوليو.",
            [("participation", {"event": "com3-calls-3", "attending": "no"})],
        ),
        (
            "wei",
            "第五次筹备组会议顺延至8月12日至16日。",
            [("apt-m2", {"starts": "2024-08-12", "ends": "2024-08-16"})],
        ),
        ("wei", "第五次会议延期举行,具体日期另行通知。", [("apt-m2", {"status": "postponed"})]),
        ("wei", "原定于8月5日至9日举行的第五次会议现予取消。", [("apt-m2", {"status": "cancelled"})]),
        ("wei", "第五次会议将以线上线下相结合的方式举行。", [("apt-m2", {"mode": "hybrid"})]),
        ("wei", "第五次会议的日期和地点现已确认。", [("apt-m2", {"status": "confirmed"})]),
        ("wei", "第五次会议往后推迟两周。", [("apt-m2", {"starts": "2024-08-19", "ends": "2024-08-23"})]),
        (
            "wei",
            "第五次会议将于8月6日开幕,8月8日闭幕。",
            [("apt-m2", {"starts": "2024-08-06", "ends": "2024-08-08"})],
        ),
        (
            "wei",
            "我们将于2024年9月3日至5日在北京增开一次会议,名称为“亚太协调研讨会”。",
            [
                (
                    "meeting",
                    {
                        "title": "亚太协调研讨会",
                        "starts": "2024-09-03",
                        "ends": "2024-09-05",
                        "place": "北京",
                    },
                )
            ],
        ),
        ("wei", "第1号决议的提案已获亚太电信组织通过。", [("APT/Resolution 1", {"status": "agreed"})]),
        ("wei", "关于第68号决议,我们不再提交提案。", [("APT/Resolution 68", {"status": "withdrawn"})]),
        ("wei", "第40号决议:由不修改改为修改。", [("APT/Resolution 40", {"action": "MOD"})]),
        ("wei", "第1号决议提案已报送国际电联。", [("APT/Resolution 1", {"status": "submitted"})]),
        (
            "wei",
            "我会参加7月10日的电话会议。",
            [("participation", {"event": "com3-calls-2", "attending": "yes"})],
        ),
        (
            "rim",
            "La quatrième réunion initialement prévue du 8 au 11 juillet est repoussée au 22-25 juillet.",
            [("las-m2", {"starts": "2024-07-22", "ends": "2024-07-25"})],
        ),
        (
            "rim",
            "Nous vous informons du report de la quatrième réunion de l'équipe arabe d'une semaine.",
            [("las-m2", {"starts": "2024-07-15", "ends": "2024-07-18"})],
        ),
        (
            "rim",
            "Il a été décidé de tenir la quatrième réunion en format hybride.",
            [("las-m2", {"mode": "hybrid"})],
        ),
        (
            "rim",
            "La quatrième réunion basculera en mode hybride, à Tunis (Tunisie).",
            [("las-m2", {"mode": "hybrid", "place": "Tunis (Tunisie)"})],
        ),
        (
            "rim",
            "La tenue de la quatrième réunion aux dates annoncées est confirmée.",
            [("las-m2", {"status": "confirmed"})],
        ),
        (
            "rim",
            "La Résolution 58 a fait l'objet d'un accord au sein du groupe arabe.",
            [("LAS/Resolution 58", {"status": "agreed"})],
        ),
        (
            "rim",
            "Nous avons transmis notre proposition sur la Résolution 79 à l'UIT.",
            [("LAS/Resolution 79", {"status": "submitted"})],
        ),
        (
            "rim",
            "Nous souhaitons désormais supprimer la Résolution 2 plutôt que de la modifier.",
            [("LAS/Resolution 2", {"action": "SUP"})],
        ),
        (
            "rim",
            "Veuillez noter que le groupe arabe ne donnera pas suite à sa proposition sur la Résolution 58.",
            [("LAS/Resolution 58", {"status": "withdrawn"})],
        ),
        (
            "rim",
            "Nous proposerons une nouvelle Résolution intitulée « Jumeaux numériques » (ADD, stade préliminaire).",
            [("position", {"text": "New: Jumeaux numériques", "action": "ADD", "status": "preliminary"})],
        ),
        (
            "rim",
            "Je ne pourrai malheureusement me joindre à vous le 12 juillet.",
            [("participation", {"event": "com4-calls-2", "attending": "no"})],
        ),
        (
            "rim",
            "Vous pouvez compter sur ma présence aux appels du 5 et du 12 juillet.",
            [
                ("participation", {"event": "com4-calls-1", "attending": "yes"}),
                ("participation", {"event": "com4-calls-2", "attending": "yes"}),
            ],
        ),
        (
            "rod",
            "La 44.ª reunión del CCP.I, prevista del 24 al 28 de junio, se aplaza al 1-5 de julio.",
            [("citel-m1", {"starts": "2024-07-01", "ends": "2024-07-05"})],
        ),
        (
            "rod",
            "La 44.ª reunión del CCP.I se retrasa una semana.",
            [("citel-m1", {"starts": "2024-07-01", "ends": "2024-07-05"})],
        ),
        (
            "rod",
            "Se ha resuelto celebrar la 44.ª reunión en modalidad virtual.",
            [("citel-m1", {"mode": "virtual"})],
        ),
        (
            "rod",
            "La 44.ª reunión se traslada de Asunción a Montevideo (Uruguay).",
            [("citel-m1", {"place": "Montevideo (Uruguay)"})],
        ),
        ("rod", "La 44.ª reunión no podrá celebrarse.", [("citel-m1", {"status": "cancelled"})]),
        (
            "rod",
            "Solicitamos retirar del cuadro nuestra propuesta relativa a la Resolución 91.",
            [("CITEL/Resolution 91", {"status": "withdrawn"})],
        ),
        (
            "rod",
            "Resolución 43: el estado pasa de borrador a acordada.",
            [("CITEL/Resolution 43", {"status": "agreed"})],
        ),
        (
            "rod",
            "La propuesta sobre la Resolución 43 ya fue aprobada por los Estados Miembros de la CITEL.",
            [("CITEL/Resolution 43", {"status": "agreed"})],
        ),
        ("rod", "Para la Resolución 34 pasamos de NOC a MOD.", [("CITEL/Resolution 34", {"action": "MOD"})]),
        (
            "rod",
            "Proponemos una nueva Resolución titulada «Gemelos digitales» (ADD, preliminar).",
            [("position", {"text": "New: Gemelos digitales", "action": "ADD", "status": "preliminary"})],
        ),
        (
            "rod",
            "Con mucho gusto me sumaré a la llamada del 3 de julio.",
            [("participation", {"event": "com3-calls-1", "attending": "yes"})],
        ),
        (
            "kate",
            "Информируем о переносе шестого заседания на 27-28 августа 2024 года.",
            [("rcc-m2", {"starts": "2024-08-27", "ends": "2024-08-28"})],
        ),
        (
            "kate",
            "Шестое заседание переносится из Ташкента в Бишкек (Кыргызстан).",
            [("rcc-m2", {"place": "Бишкек (Кыргызстан)"})],
        ),
        (
            "kate",
            "Шестое заседание перенесено на неделю раньше.",
            [("rcc-m2", {"starts": "2024-08-06", "ends": "2024-08-07"})],
        ),
        (
            "kate",
            "Принято решение провести шестое заседание в онлайн-формате.",
            [("rcc-m2", {"mode": "virtual"})],
        ),
        ("kate", "Шестое заседание не состоится.", [("rcc-m2", {"status": "cancelled"})]),
        (
            "kate",
            "Шестое заседание состоится в ранее объявленные сроки, просим считать его подтвержденным.",
            [("rcc-m2", {"status": "confirmed"})],
        ),
        (
            "kate",
            "РСС снимает свое предложение по Резолюции 99.",
            [("RCC/Resolution 99", {"status": "withdrawn"})],
        ),
        (
            "kate",
            "Предложение по Резолюции 20 переведено в статус проекта.",
            [("RCC/Resolution 20", {"status": "draft"})],
        ),
        (
            "kate",
            "Резолюция 72: предложение уже внесено в МСЭ.",
            [("RCC/Resolution 72", {"status": "submitted"})],
        ),
        (
            "kate",
            "Просим изменить действие по Резолюции 99 с SUP на MOD.",
            [("RCC/Resolution 99", {"action": "MOD"})],
        ),
        (
            "kate",
            "Предлагаем новую Резолюцию «Цифровые двойники» (ADD, предварительно).",
            [("position", {"text": "New: Цифровые двойники", "action": "ADD", "status": "preliminary"})],
        ),
        (
            "kate",
            "Буду участвовать во всех звонках по Комитету 3.",
            [("participation", {"event": "com3-calls", "attending": "yes"})],
        ),
        (
            "kate",
            "На звонке 24 июля меня не будет.",
            [("participation", {"event": "com3-calls-4", "attending": "no"})],
        ),
        (
            "faisal",
            "نحيطكم علماً بتأجيل الاجتماع الرابع إلى الفترة من 22 إلى 25 يوليو 2024.",
            [("las-m2", {"starts": "2024-07-22", "ends": "2024-07-25"})],
        ),
        (
            "faisal",
            "تم تقديم موعد الاجتماع الرابع أسبوعاً.",
            [("las-m2", {"starts": "2024-07-01", "ends": "2024-07-04"})],
        ),
        ("faisal", "تقرر عقد الاجتماع الرابع بشكل هجين.", [("las-m2", {"mode": "hybrid"})]),
        ("faisal", "نؤكد انعقاد الاجتماع الرابع في موعده.", [("las-m2", {"status": "confirmed"})]),
        (
            "faisal",
            "سينتقل مكان انعقاد الاجتماع الرابع إلى الدوحة، قطر.",
            [("las-m2", {"place": "الدوحة، قطر"})],
        ),
        ("faisal", "لن يُعقد الاجتماع الرابع للفريق العربي.", [("las-m2", {"status": "cancelled"})]),
        (
            "faisal",
            "القرار 58: تغيير الإجراء من تعديل إلى إلغاء.",
            [("LAS/Resolution 58", {"action": "SUP"})],
        ),
        ("faisal", "القرار 79: أصبحت الحالة متفق عليه.", [("LAS/Resolution 79", {"status": "agreed"})]),
        (
            "faisal",
            "تراجعت المجموعة العربية عن مقترحها بشأن القرار 2.",
            [("LAS/Resolution 2", {"status": "withdrawn"})],
        ),
        (
            "faisal",
            "نقترح قراراً جديداً بعنوان «التوائم الرقمية» (ADD، أولي).",
            [("position", {"text": "New: التوائم الرقمية", "action": "ADD", "status": "preliminary"})],
        ),
        (
            "faisal",
            "سأشارك في جميع مكالمات اللجنة 3.",
            [("participation", {"event": "com3-calls", "attending": "yes"})],
        ),
        (
            "faisal",
            "لن أتمكن من الانضمام إلى مكالمة 24 يوليو.",
            [("participation", {"event": "com3-calls-4", "attending": "no"})],
        ),
        (
            "wei",
            "兹通知,第五次会议改于8月19日至23日召开。",
            [("apt-m2", {"starts": "2024-08-19", "ends": "2024-08-23"})],
        ),
        ("wei", "第五次会议提前一周举行。", [("apt-m2", {"starts": "2024-07-29", "ends": "2024-08-02"})]),
        ("wei", "第五次会议改为线上会议。", [("apt-m2", {"mode": "virtual"})]),
        ("wei", "第五次会议由曼谷移至北京举行。", [("apt-m2", {"place": "北京"})]),
        ("wei", "第五次会议不再举行。", [("apt-m2", {"status": "cancelled"})]),
        ("wei", "第五次会议如期于8月5日至9日举行,现予确认。", [("apt-m2", {"status": "confirmed"})]),
        ("wei", "第68号决议:我方提案已撤回。", [("APT/Resolution 68", {"status": "withdrawn"})]),
        ("wei", "第77号决议的状态由草案改为已商定。", [("APT/Resolution 77", {"status": "agreed"})]),
        ("wei", "第1号决议提案摘要改为“远程表决规则”。", [("APT/Resolution 1", {"summary": "远程表决规则"})]),
        (
            "wei",
            "我将参加第3委员会的全部电话会议。",
            [("participation", {"event": "com3-calls", "attending": "yes"})],
        ),
        (
            "wei",
            "7月24日的电话会议我无法接入。",
            [("participation", {"event": "com3-calls-4", "attending": "no"})],
        ),
        (
            "wei",
            "第五次会议将于8月6日开幕，8月8日闭幕。",
            [("apt-m2", {"starts": "2024-08-06", "ends": "2024-08-08"})],
        ),
        (
            "rod",
            "La propuesta sobre la Resolución 43 fue remitida a la UIT.",
            [("CITEL/Resolution 43", {"status": "submitted"})],
        ),
        ("jb", "La plénière d'été de la CEPT aura lieu en mode hybride.", [("cept-m2", {"mode": "hybrid"})]),
        (
            "jb",
            "La plénière estivale se tiendra à Oslo (Norvège) et non à Bergen.",
            [("cept-m2", {"place": "Oslo (Norvège)"})],
        ),
        (
            "rim",
            "Je serai présente vendredi 12 juillet.",
            [("participation", {"event": "com4-calls-2", "attending": "yes"})],
        ),
        (
            "rim",
            "Retenue par une mission, je manquerai la séance du 19 juillet ; M. Koné n'est pas concerné.",
            [("participation", {"event": "com4-calls-3", "attending": "no"})],
        ),
        (
            "rim",
            "Comptez sur moi pour le 5 juillet.",
            [("participation", {"event": "com4-calls-1", "attending": "yes"})],
        ),
        (
            "rim",
            "Je ne suis pas libre le 26 juillet.",
            [("participation", {"event": "com4-calls-4", "attending": "no"})],
        ),
        (
            "rod",
            "Confirmo que me conectaré el 3 y el 10 de julio.",
            [
                ("participation", {"event": "com3-calls-1", "attending": "yes"}),
                ("participation", {"event": "com3-calls-2", "attending": "yes"}),
            ],
        ),
        (
            "rod",
            "Me excuso por la llamada del 31 de julio.",
            [("participation", {"event": "com3-calls-5", "attending": "no"})],
        ),
        (
            "rod",
            "Tengo la agenda libre el 17 de julio, cuenten conmigo.",
            [("participation", {"event": "com3-calls-3", "attending": "yes"})],
        ),
        (
            "kate",
            "На созвоны 3 и 10 июля подключусь обязательно.",
            [
                ("participation", {"event": "com3-calls-1", "attending": "yes"}),
                ("participation", {"event": "com3-calls-2", "attending": "yes"}),
            ],
        ),
        (
            "kate",
            "Вынуждена пропустить звонок 31 июля.",
            [("participation", {"event": "com3-calls-5", "attending": "no"})],
        ),
        (
            "kate",
            "Можете рассчитывать на мое участие 17 июля.",
            [("participation", {"event": "com3-calls-3", "attending": "yes"})],
        ),
        (
            "faisal",
            "سأكون في مهمة رسمية يوم 24 يوليو ولن أتمكن من المشاركة.",
            [("participation", {"event": "com3-calls-4", "attending": "no"})],
        ),
        (
            "faisal",
            "أؤكد مشاركتي في مكالمتي 3 و10 يوليو.",
            [
                ("participation", {"event": "com3-calls-1", "attending": "yes"}),
                ("participation", {"event": "com3-calls-2", "attending": "yes"}),
            ],
        ),
        (
            "faisal",
            "يتعذر علي حضور مكالمة 31 يوليو.",
            [("participation", {"event": "com3-calls-5", "attending": "no"})],
        ),
        (
            "faisal",
            "سوف أشارك في مكالمة 17 يوليو.",
            [("participation", {"event": "com3-calls-3", "attending": "yes"})],
        ),
        (
            "faisal",
            "يسعدني الانضمام إلى مكالمة 10 يوليو.",
            [("participation", {"event": "com3-calls-2", "attending": "yes"})],
        ),
        (
            "wei",
            "本人确认参加7月3日和10日的电话会议。",
            [
                ("participation", {"event": "com3-calls-1", "attending": "yes"}),
                ("participation", {"event": "com3-calls-2", "attending": "yes"}),
            ],
        ),
        (
            "wei",
            "7月24日因出差无法参会，敬请谅解。",
            [("participation", {"event": "com3-calls-4", "attending": "no"})],
        ),
        (
            "wei",
            "7月31日的电话会议，本人请假。",
            [("participation", {"event": "com3-calls-5", "attending": "no"})],
        ),
    ],
)
def test_what_is_said_is_read(who: str, sentence: str, wanted: Found) -> None:
    found = []
    for change in read(who, sentence).changes:
        values = {k: v.new for k, v in change.fields.items() if k not in ("name", "email")}
        found.append((change.id or change.target, values))
    assert found == wanted


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("rim", "Nous songeons à repousser la quatrième réunion."),
        ("rim", "La quatrième réunion devait se tenir à Tunis, mais rien n'est décidé."),
        ("rim", "D'aucuns disent que la quatrième réunion est annulée."),
        ("rim", "Nous comptons abroger peut-être la Résolution 58."),
        ("rod", "Barajamos la posibilidad de aplazar la sesión de redacción."),
        ("rod", "Dicen que la sesión de redacción se cancela."),
        ("rod", "La sesión de redacción no se ha cancelado."),
        ("kate", "Обсуждается возможность переноса шестого заседания на сентябрь."),
        ("kate", "Говорят, шестое заседание отменено."),
        ("kate", "Перенос шестого заседания не планируется."),
        ("faisal", "ندرس تأجيل الاجتماع الرابع."),
        ("faisal", "يقال إن الاجتماع الرابع قد ألغي."),
        ("faisal", "لم يُلغَ الاجتماع الرابع."),
        ("wei", "第五次会议可能会推迟。"),
        ("wei", "听说第五次会议取消了。"),
        ("wei", "第五次会议并未取消。"),
        ("rim", "Nous prévoyons de soumettre la proposition sur la Résolution 79 en septembre."),
        ("rim", "La troisième réunion s'est tenue à Riyad du 6 au 8 mai."),
        ("rod", "Prevemos presentar la propuesta sobre la Resolución 43 en agosto."),
        ("rod", "Si no hay quórum, la 44.ª reunión se aplazará."),
        ("kate", "Планируем согласовать предложение по Резолюции 20 в августе."),
        ("kate", "Пятое заседание прошло 15-16 мая в онлайн-формате."),
        ("faisal", "عُقد الاجتماع الثالث في الرياض من 6 إلى 8 مايو."),
        ("faisal", "من المقرر تقديم مقترح القرار 79 في سبتمبر."),
        ("wei", "第四次会议已于5月27日至31日在岘港举行。"),
        ("wei", "我们计划在8月提交第1号决议提案。"),
        ("rim", "Peut-être serai-je disponible le 12 juillet ?"),
        ("rim", "La quatrième réunion pourrait glisser d'une semaine."),
        ("rim", "Les dates de la quatrième réunion ne sont pas encore arrêtées."),
        ("rim", "Notre proposition sur la Résolution 79 n'a pas encore reçu le feu vert du groupe arabe."),
        ("rim", "La quatrième réunion n'est pas renvoyée à plus tard."),
        ("rim", "Le compte rendu de la réunion de Riyad vous sera renvoyé le 15 juillet."),
        ("rim", "Nous attendons l'approbation de la Résolution 58."),
        ("rim", "Si la quatrième réunion devait se tenir à Tunis, nous vous le dirions."),
        ("rod", "La propuesta sobre la Resolución 43 no cuenta todavía con el visto bueno de la CITEL."),
        ("rod", "La 44.ª reunión no se trasladará de Asunción a Lima."),
        ("rod", "Estaba previsto que la 44.ª reunión se desarrollara en Lima, pero no fue así."),
        ("rod", "La 44.ª reunión se habría cancelado, según rumores."),
        ("rod", "No hemos dado de baja la propuesta sobre la Resolución 91."),
        ("kate", "Шестое заседание не переносится в Бишкек."),
        ("kate", "Предложение по Резолюции 20 одобрение пока не получило."),
        ("kate", "Возможно, шестое заседание стартует 20 августа."),
        ("kate", "Местом проведения шестого заседания мог бы стать Бишкек (Кыргызстан)."),
        ("faisal", "لم تتم الموافقة بعد على مقترحنا بشأن القرار 79."),
        ("faisal", "قد يتأخر الاجتماع الرابع أسبوعاً."),
        ("faisal", "لن نسحب مقترحنا بشأن القرار 58."),
        ("faisal", "كان من المقرر نقل الاجتماع الرابع إلى الدوحة ولم يحدث ذلك."),
        ("faisal", "وجهت الدعوة إلى الدوحة لحضور الاجتماع الرابع."),
        ("wei", "第1号决议的提案尚未获亚太电信组织通过。"),
        ("wei", "第五次会议的举办地可能改为北京。"),
        ("wei", "第五次会议不会移至北京。"),
        ("wei", "我们不打算撤回第68号决议的提案。"),
        ("wei", "第五次会议能否如期举行尚不确定。"),
    ],
)
def test_plans_rumours_and_denials_change_nothing(who: str, sentence: str) -> None:
    assert not read(who, sentence).changes

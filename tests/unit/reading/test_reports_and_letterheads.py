"""Reports of meetings, meetings of others, letterheads and minutes: real prose that concerns no directory."""

from __future__ import annotations

import pytest

from tests.unit.reading.twins_case import found

NOTHING = (
    # what a meeting was, and what it was for
    ("cept-1", "en", "The summer plenary took place in Athens and was attended by fifty delegates."),
    ("apt-1", "en", "The third meeting of the group was held on 3 to 7 June by videoconference."),
    ("apt-1", "en", "We invite you to the second meeting of the APT group preparing for PP-22, 5 to 7 July 2021 in Seoul."),
    ("atu-2", "fr", "Les chefs de délégation ont confirmé leur participation à la réunion de coordination."),
    ("atu-2", "fr", "La réunion des ministres et des chefs d'État de l'UA se tiendra les 3 et 4 juillet."),
    ("cept-1", "en", "Twelve administrations have confirmed their attendance at the plenary."),
    ("citel-1", "es", "La reunión preparatoria de la CMR-23 tendrá lugar en Lima del 3 al 5 de mayo."),
    ("rcc-1", "ru", "Заседание по подготовке к ВКР-23 состоится 3–5 мая в Минске."),
    ("las-1", "ar", "شاركت مصر في الاجتماع الثاني للفريق الاستشاري الذي انعقد في جنيف من 11 إلى 15 يناير."),
    ("apt-3", "zh", "第四次全体会议于10月27日在北京召开，五十余人参加了会议。"),
    ("cept-1", "en", "You can register online for the plenary until 15 March."),
    ("atu-2", "fr", "L'inscription à la réunion préparatoire africaine se fait en ligne."),
    ("citel-1", "es", "La inscripción en la reunión del grupo de trabajo se realiza en línea."),
    ("rcc-1", "ru", "Регистрация на заседание рабочей группы проводится онлайн."),
    ("atu-2", "fr", "Nous avons reporté notre assemblée générale annuelle à l'automne."),
    # numbers that are nobody's news
    ("apt-1", "en", "Venue\r\nHarbour View Hotel\r\nTel: +66 2 555 0999\r\nFax: +66 2 555 0998"),
    ("citel-1", "en", "CITEL, 100 Seventh St., Washington\r\nTEL: +1 202 555 0199 FAX: +1 202 555 0198"),
    ("rcc-1", "ru", "Для контактов: Пётр Иванович Сомов, председатель комиссии\r\nТел.: +7 495 555 01 99"),
    ("rcc-1", "en", "Mobile phone: +7 928 555 01 99 (Marina Lozova)."),
    # minutes of a club, and offices in other groups
    ("cept-1", "en", "Mark Henson Treasurer\r\nJane Roe Events Group Coordinator\r\nPhil Dent Librarian"),
    ("cept-1", "en", "I am stepping down from chairing this WG."),
    ("rcc-1", "ru", "Я ухожу с поста председателя рабочей группы."),
    ("apt-3", "zh", "李明任主任委员，王芳、赵强任副主任委员，陈涛任委员兼秘书长。"),
    ("citel-2", "en", "A new curator has been hired. Her name is Diana Lopez."),
    # other sessions than calls
    ("citel-2", "en", "Mr Jonas reported that Ann Pruitt would not attend the Sunday meeting session."),
    # polite ends
    ("cept-1", "en", "If you have any questions or comments, please let us know by e-mail."),
    ("atu-2", "fr", "Si vous avez des questions ou des remarques, faites-nous signe."),
)  # fmt: skip
SOMETHING = (
    ("apt-1", "en", "The fifth meeting has been moved to 12-16 July because of the PP-22 meeting.",
     ["meeting apt-m2 2021-07-12"]),
    ("cept-1", "en", "It was decided that the plenary be held online.", ["meeting cept-m2 virtual"]),
    ("cept-1", "en", "The plenary will be held online; you can register online until 15 March.",
     ["meeting cept-m2 virtual"]),
    ("cept-1", "en", "The Presidency has decided not to hold the plenary in April.", ["meeting cept-m2 cancelled"]),
    ("rcc-1", "ru", "Принято решение не проводить весеннее заседание.", ["meeting rcc-m2 cancelled"]),
    ("apt-3", "zh", "决定不召开第五次会议。", ["meeting apt-m2 cancelled"]),
    ("cept-1", "en", "The dates of the plenary are now confirmed.", ["meeting cept-m2 confirmed"]),
    ("cept-1", "en", "Please correct my entry:\r\nTel: +46 8 465 00 999\r\nFax: +46 8 465 00 998", ["contact cept-1"]),
    ("cept-1", "en", "I am stepping down.", ["contact cept-1"]),
    ("citel-2", "en", "My name is now Gregory Halloran-Reyes.", ["contact citel-2 Gregory Halloran-Reyes"]),
)  # fmt: skip


@pytest.mark.parametrize(("sender", "language", "text"), NOTHING)
def test_nothing_comes_of_it(sender: str, language: str, text: str) -> None:
    assert found(sender, language, text) == []


@pytest.mark.parametrize(("sender", "language", "text", "wanted"), SOMETHING)
def test_the_same_words_do_change_something(sender: str, language: str, text: str, wanted: list[str]) -> None:
    assert found(sender, language, text) == wanted

"""Attendance by the build of what is said, and letters that confirm, ask or pass on hearsay."""

from __future__ import annotations

import pytest

from tests.unit.reading.second_state import JUNE, MAY, read

WEDNESDAYS = [f"com3-calls-{n}" for n in range(1, 6)]
ATTENDANCE = [
    # a weekday as a habit means its series, less what is excepted
    ("rod", "Cuenten conmigo todos los miércoles.", JUNE, {"com3-calls Rodrigo Sepúlveda": "yes"}),
    ("kate", "Запишите меня на все созвоны Комитета 3.", JUNE, {"com3-calls Yekaterina Vorontsova": "yes"}),
    (
        "wei",
        "第三委员会的电话会，除7月24日那次外，我都会出席。",
        JUNE,
        {f"{c} Zhang Wei": "no" if c.endswith("4") else "yes" for c in WEDNESDAYS},
    ),
    (
        "rod",
        "A las dos primeras llamadas no llego; desde la tercera me incorporo.",
        JUNE,
        {f"{c} Rodrigo Sepúlveda": "no" if c[-1] in "12" else "yes" for c in WEDNESDAYS},
    ),
    # a day told from today
    (
        "rim",
        "Je ne manquerai pas la réunion de demain.",
        "Mon, 10 Jun 2024 10:00:00 +0000",
        {"irm-3 Rim Ben Youssef": "yes"},
    ),
    # several answers in one sentence
    (
        "hanh",
        "5 July yes, 12 July no, 19 July depends on flights.",
        JUNE,
        {
            "com4-calls-1 Nguyễn Thị Hạnh": "yes",
            "com4-calls-2 Nguyễn Thị Hạnh": "no",
            "com4-calls-3 Nguyễn Thị Hạnh": "tentative",
        },
    ),
    # the reason for an answer takes nothing back
    (
        "rim",
        "Impossible pour moi d'être là le 11 juin, un comité ministériel vient de tomber.",
        MAY,
        {"irm-3 Rim Ben Youssef": "no"},
    ),
    # stand-ins for one call, in both directions
    (
        "wei",
        "7月10日的电话会由李明代我参加。",
        JUNE,
        {"com3-calls-2 Zhang Wei": "no", "com3-calls-2 李明": "yes"},
    ),
    (
        "rim",
        "Je cède mon siège à Mme El-Sharkawy pour l'appel du 26 juillet.",
        JUNE,
        {"com4-calls-4 Rim Ben Youssef": "no", "com4-calls-4 Nadia El-Sharkawy": "yes"},
    ),
    (
        "jb",
        "Count me out for 24 July, and Mr Iriarte cannot deputize for me either.",
        JUNE,
        {"com3-calls-4 Jörg Brandstätter": "no", "com3-calls-4 Joaquín Iriarte": "no"},
    ),
    # the event named only further down
    (
        "jb",
        "Attending: Papadaki, Iriarte. Not attending: Wiśniewska. (Inter-regional meeting, 11 June)",
        MAY,
        {
            "irm-3 Eleftheria Papadaki": "yes",
            "irm-3 Joaquín Iriarte": "yes",
            "irm-3 Małgorzata Wiśniewska": "no",
        },
    ),
    # a list that the writer closes himself
    (
        "jb",
        "Participants in the third inter-regional meeting:\n- Ms Eleftheria Papadaki, EETT\n- the undersigned",
        MAY,
        {"irm-3 Eleftheria Papadaki": "yes", "irm-3 Jörg Brandstätter": "yes"},
    ),
    # no attendance: the past, papers, questions, the region's own meeting, a deadline, a mail of some weekday
    ("jb", "Mr Iriarte spoke for us at the inter-regional meeting.", "Thu, 13 Jun 2024 10:00:00 +0000", {}),
    ("rim", "Je vous enverrai notre contribution avant la réunion interrégionale.", MAY, {}),
    ("rod", "¿Hay que inscribirse también para las llamadas?", JUNE, {}),
    ("faisal", "سيحضر السيد فيصل العتيبي اجتماع الرياض.", MAY, {}),
    ("wei", "我方暂未确定6月11日会议的参会人选。", MAY, {}),
    ("jb", "I am on leave next week.", JUNE, {}),
    ("jb", "Nobody has withdrawn from the inter-regional meeting, all stays as registered.", MAY, {}),
]


@pytest.mark.parametrize(("who", "body", "date", "wanted"), ATTENDANCE)
def test_attendance_by_build(who: str, body: str, date: str, wanted: dict[str, str]) -> None:
    changes = read(who, body, date).changes
    found = {f"{c.fields['event'].new} {c.fields['name'].new}": c.fields["attending"].new for c in changes}
    assert found == wanted


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "Nobody proposed any amendment, so our part may remain exactly as you have it."),
        ("jb", "The European entries match our own records."),
        ("rim", "Tout concorde avec nos dossiers, vous pouvez laisser nos lignes telles quelles."),
        ("rod", "Cotejé las filas del cuadro contra nuestros registros y coinciden."),
        ("kate", "Сведения проверены всеми администрациями. Расхождений не обнаружено."),
        ("faisal", "راجعت الجدول سطرا سطرا ولم أجد ما يستوجب التصحيح."),
        ("wei", "经核对，表中有关亚太区的内容没有出入。"),
        (
            "rod",
            "Se comenta que CITEL bajó su propuesta sobre la 91. No es cierto. La tabla está bien como está.",
        ),
    ],
)
def test_what_says_that_all_is_right_confirms(who: str, body: str) -> None:
    seen = read(who, body, MAY)
    assert (seen.classification, seen.questions) == ("confirmation", ())


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "We are still checking the tables and cannot yet say whether they are correct."),
        ("jb", "There are a few corrections, which I shall send tomorrow."),
        ("rim", "Nous examinons vos tableaux et vous répondrons en temps utile."),
        ("rod", "Acusamos recibo de su nota y la distribuimos entre nuestros miembros."),
        ("kate", "Когда преемник будет назначен, мы вам напишем."),
        ("faisal", "استلمنا رسالتكم وسنوافيكم بالرد قريباً."),
        ("wei", "来函收到，正在核对，容后答复。"),
        ("jb", "Ms Papadaki, who is the head of her section, sends her greetings."),
    ],
)
def test_what_is_still_to_come_neither_confirms_nor_asks(who: str, body: str) -> None:
    seen = read(who, body, MAY)
    assert (seen.classification, seen.questions) == ("other", ())


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "A colleague mentioned to me that the Arab Group dropped its text on Resolution 79."),
        ("jb", "Mr Ellery's phone number in your list must be wrong, a stranger answered when I called."),
        ("rim", "Il semblerait que l'adresse de M. Ellery soit plutôt m.ellery@ntia-us.example."),
        ("rod", "Me comenta un colega que la reunión árabe de julio se va a septiembre."),
        ("kate", "Подскажите, нужна ли отдельная регистрация на созвоны."),
        ("faisal", "سمعنا أن فريق أوروبا ألغى اجتماع بيرغن."),
        ("wei", "听同事说阿拉伯组可能要撤回第79号决议的提案，请贵局核实。"),
    ],
)
def test_hearsay_and_requests_are_questions_and_change_nothing(who: str, body: str) -> None:
    seen = read(who, body, MAY)
    assert seen.classification == "other"
    assert seen.questions
    assert not seen.changes

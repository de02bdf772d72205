"""Attendance of several people and events in few words: headings, shares, echoes, months, parts of a series."""

from __future__ import annotations

import pytest

from tests.unit.reading.second_state import JUNE, MAY, read

COM3 = [f"com3-calls-{n}" for n in range(1, 6)]
COM4 = [f"com4-calls-{n}" for n in range(1, 6)]
JB, EWA, JO, ELE = "Jörg Brandstätter", "Małgorzata Wiśniewska", "Joaquín Iriarte", "Eleftheria Papadaki"
KATE, NURLAN, ROD, ANA = (
    "Yekaterina Vorontsova",
    "Nurlan Abdykadyrov",
    "Rodrigo Sepúlveda",
    "Ana Lucía Sepúlveda",
)


def answers(who: str, body: str, date: str = JUNE, subject: str = "Re: your message") -> dict[str, str]:
    """`event name` -> answer; a series as its calls."""
    out: dict[str, str] = {}
    for change in read(who, body, date, subject).changes:
        if change.target != "participation":
            continue
        fields = {name: str(value.new) for name, value in change.fields.items()}
        for event in {"com3-calls": COM3, "com4-calls": COM4}.get(fields["event"], [fields["event"]]):
            out[f"{event} {fields['name']}"] = fields["attending"]
    return out


def told(said: str, name: str, *events: str) -> dict[str, str]:
    return {f"{event} {name}": said for event in events}


@pytest.mark.parametrize(
    ("who", "body", "wanted"),
    [
        # headings without a colon, and what stands below them
        (
            "jb",
            "Meeting of 11 June\n- Wiśniewska (UKE): yes\n- Iriarte: cannot\n\nWednesday calls\n- Wiśniewska: all\n"
            "- Iriarte: none",
            told("yes", EWA, "irm-3", *COM3) | told("no", JO, "irm-3", *COM3),
        ),
        (
            "rod",
            "Llamadas de los miércoles\n- Rodrigo Sepúlveda: todas menos el 24 de julio",
            told("yes", ROD, *COM3[:3], COM3[4]) | told("no", ROD, COM3[3]),
        ),
        # what is left of a sentence
        ("jb", "I cannot come on 11 June, but Ms Wiśniewska can.", told("no", JB, "irm-3") | told("yes", EWA, "irm-3")),
        ("jb", "I am not free on 11 June. Mr Iriarte has told me he will.", told("no", JB, "irm-3") | told("yes", JO, "irm-3")),
        ("kate", "Я 11 июня не смогу, а Нурлан Абдыкадыров сможет.", told("no", KATE, "irm-3") | told("yes", NURLAN, "irm-3")),
        ("jb", "I shall attend on 11 June; the same goes for Joaquín Iriarte.", told("yes", JB, "irm-3") | told("yes", JO, "irm-3")),
        # who brings an excuse takes nobody's seat
        (
            "jb",
            "Mr Iriarte asked me to apologise on his behalf for 11 June, he has to be at the Council.",
            told("no", JO, "irm-3"),
        ),
        # to each his own
        (
            "jb",
            "Ms Wiśniewska (Wednesdays) and Mr Iriarte (Fridays) will follow the calls.",
            told("yes", EWA, *COM3) | told("yes", JO, *COM4),
        ),
        (
            "jb",
            "Ms Wiśniewska takes the Committee 3 calls, Mr Iriarte those of Committee 4.",
            told("yes", EWA, *COM3) | told("yes", JO, *COM4),
        ),
        (
            "jb",
            "All calls on Committee 4 will be attended by Mr Iriarte, except the last, which Ms Papadaki will follow.",
            told("yes", JO, *COM4[:4]) | told("no", JO, COM4[4]) | told("yes", ELE, COM4[4]),
        ),
        ("jb", "Team on 11 June: M. Wiśniewska, E. Papadaki and yours truly.", told("yes", EWA, "irm-3") | told("yes", ELE, "irm-3") | told("yes", JB, "irm-3")),
        # some calls of a series
        (
            "kate",
            "На первый и третий созвоны по Комитету 3 подключусь, второй, увы, пропускаю. Про четвёртый напишу позже.",
            told("yes", KATE, COM3[0], COM3[2]) | told("no", KATE, COM3[1]),
        ),
        ("jb", "I can do the Committee 4 calls until the end of July.", told("yes", JB, *COM4[:4])),
        ("jb", "From August on Mr Iriarte follows the Committee 4 calls.", told("yes", JO, COM4[4])),
        ("jb", "I can do 5 and 12 July but not 19 July (Committee 4 calls).", told("yes", JB, *COM4[:2]) | told("no", JB, COM4[2])),
        ("jb", "In the week of 8 July I am away and miss the Committee 4 call.", told("no", JB, COM4[1])),
        ("wei", "周三的电话会我都能上，只有7月24日那次参加不了。", told("yes", "Zhang Wei", *COM3[:3], COM3[4]) | told("no", "Zhang Wei", COM3[3])),
        ("jb", "Committee 4 calls: 5 Jul OK, 12 Jul no.", told("yes", JB, COM4[0]) | told("no", JB, COM4[1])),
        # tentative, late
        ("jb", "I may be a little late on 11 June but I will be there.", told("yes", JB, "irm-3")),
        ("rod", "Todavía no sé si podré estar el 11 de junio.", told("tentative", ROD, "irm-3")),
    ],
)  # fmt: skip
def test_who_comes_to_what(who: str, body: str, wanted: dict[str, str]) -> None:
    assert answers(who, body, MAY) == wanted


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "My assistant will take notes on the Committee 4 calls."),
        ("jb", "Four of us will dial in on 11 June."),
        ("kate", "Наш эксперт подключится к созвонам по средам."),
        ("jb", "I attach the list of participants for 11 June."),
        ("jb", "I'm fine with the proposed time for the calls."),
        ("jb", "The e-mail is the old one, I do not read it. Is there interpretation in the Friday calls?"),
        ("rod", "Un colega mío seguirá las llamadas de los viernes."),
    ],
)
def test_nobody_is_entered(who: str, body: str) -> None:
    assert not answers(who, body, MAY)


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "I can follow only two of the five Committee 4 calls."),
        ("rod", "Puedo participar solo en algunas de las llamadas de los viernes."),
        ("kate", "Смогу подключиться только к двум из пяти созвонов по Комитету 3."),
    ],
)
def test_which_calls_is_asked(who: str, body: str) -> None:
    found = read(who, body, MAY)
    assert not found.changes and found.questions

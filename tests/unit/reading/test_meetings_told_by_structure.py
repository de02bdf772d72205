"""Meetings told by structure: decisions, days gone by, other organizations', lines of the calendar."""

from __future__ import annotations

import pytest

from tests.unit.reading.structure_case import found


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        ("rcc-1", "Принято решение провести 31-ю сессию в онлайн-формате.", ["rcc-m2 mode=virtual"]),
        ("rcc-1", "Принято решение о проведении 31-й сессии в онлайн-формате.", ["rcc-m2 mode=virtual"]),
        ("rcc-1", "The decision to hold the 31st session online has been taken.", ["rcc-m2 mode=virtual"]),
        (
            "atu-2",
            "La décision de tenir la session de rédaction en ligne a été prise.",
            ["atu-m2 mode=virtual"],
        ),
        (
            "citel-1",
            "Se tomó la decisión de celebrar la 36.ª reunión en formato híbrido.",
            ["citel-m1 mode=hybrid"],
        ),
        ("rcc-1", "Решение по повестке дня 31-й сессии отложено.", []),
        ("rcc-1", "The decision on the agenda of the 31st session was postponed.", []),
    ],
)
def test_a_decision_to_hold_a_meeting(who: str, text: str, wanted: list[str]) -> None:
    """A decision is a thing of its own only where it is not what becomes of the meeting."""
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "citel-1",
            "The dates of the 36th meeting of PCC.I were confirmed on 5 January.",
            ["citel-m1 status=confirmed"],
        ),
        (
            "citel-1",
            "Las fechas de la 36.ª reunión del PCC.I se confirmaron el 5 de enero.",
            ["citel-m1 status=confirmed"],
        ),
        ("rcc-1", "Даты 31-й сессии Комиссии были подтверждены 5 января.", ["rcc-m2 status=confirmed"]),
        (
            "atu-2",
            "Les dates de la session de rédaction ont été confirmées le 5 janvier.",
            ["atu-m2 status=confirmed"],
        ),
        ("apt-1", "第四次筹备会议的日期已于1月5日确认。", ["apt-m2 status=confirmed"]),
        ("apt-1", "第四次筹备会议的签证要求已于1月5日确认。", []),
        ("cept-1", "The speakers of the 61st meeting were confirmed on 5 January.", []),
        (
            "citel-1",
            "The 36th meeting of PCC.I opens on 2 March and closes on 5 March.",
            ["citel-m1 starts=2021-03-02"],
        ),
    ],
)
def test_a_day_gone_by(who: str, text: str, wanted: list[str]) -> None:
    """The day on which something was confirmed is no day of the meeting."""
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        ("rcc-1", "The African drafting session in Accra moves to Kigali, 20-22 April.", ["?"]),
        (
            "rcc-1",
            "Colleagues from Cairo told us in the chat that the African drafting session planned for Accra in March is going to take place in Kigali. Your web page still says 9-10 March.",
            ["?"],
        ),
        ("rcc-1", "Colleagues from Tunis told us that the Arab meeting in Amman will be virtual.", ["?"]),
        ("rcc-1", "Our session in April moves to Almaty, Kazakhstan.", ["rcc-m2 place=Almaty, Kazakhstan"]),
        ("rcc-1", "The session in Tashkent will be held in hybrid mode.", ["rcc-m2 mode=hybrid"]),
    ],
)
def test_meetings_of_other_organizations(who: str, text: str, wanted: list[str]) -> None:
    """A session that fits another organization better is none of ours."""
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "cept-1",
            "Two corrections to our line for April in the calendar.\n\nLithuania stepped in, so Com-ITU will come together in Vilnius, Lithuania, on the days you have.",
            ["cept-m2 place=Vilnius, Lithuania"],
        ),
        (
            "cept-1",
            'Two corrections to our line for April in the calendar. Please call it "Com-ITU, 62nd meeting".',
            ["cept-m2 title=Com-ITU, 62nd meeting"],
        ),
        (
            "cept-1",
            'Our April meeting stays. As an extra plenary was squeezed in last November, the count was wrong: please call it "Com-ITU, 62nd meeting".',
            ["cept-m2 title=Com-ITU, 62nd meeting"],
        ),
        (
            "atu-2",
            "Une correction à notre ligne de mars dans le calendrier. La session se tiendra à Kumasi (Ghana).",
            ["atu-m2 place=Kumasi (Ghana)"],
        ),
        (
            "citel-1",
            "Una corrección en nuestra línea de marzo del calendario. Pasa a modalidad híbrida.",
            ["citel-m1 mode=hybrid"],
        ),
        (
            "rcc-1",
            "Поправка к нашей строке за апрель в календаре. Прошу именовать её «31-я сессия Комиссии РСС».",
            ["rcc-m2 title=31-я сессия Комиссии РСС"],
        ),
        ("apt-1", "日历中7月的那一行有更正。会议改在清迈举行。", ["apt-m2 place=清迈"]),
        ("apt-1", "日历中7月的那一行无误。", []),
        ("cept-1", "Our line for April in the calendar is correct.", []),
        ("cept-1", "Please call me about our line for April.", []),
        ("cept-1", 'Please call it a day, "Com-ITU" has done enough.', []),
    ],
)
def test_the_line_in_the_calendar(who: str, text: str, wanted: list[str]) -> None:
    """A line of the calendar is the meeting of its month, which goes on being spoken of."""
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "citel-1",
            "A further gathering should appear in the calendar as follows:\n\n  Third CITEL coordination meeting for WTSA-20\n  Asunción, Paraguay, with full remote access (hybrid)\n  19 to 21 April 2021",
            [
                "meeting title=Third CITEL coordination meeting for WTSA-20 starts=2021-04-19 ends=2021-04-21 mode=hybrid place=Asunción, Paraguay"
            ],
        ),
        (
            "citel-1",
            "A further gathering should appear in the calendar as follows:\n\n  Third CITEL coordination meeting for WTSA-20\n  virtual\n  19 to 21 April 2021",
            [
                "meeting title=Third CITEL coordination meeting for WTSA-20 starts=2021-04-19 ends=2021-04-21 mode=virtual"
            ],
        ),
        (
            "rcc-1",
            "Прошу добавить в календарь дополнительное заседание:\n\n  7-е заседание Рабочей группы РСС\n  Минск, Беларусь (очно)\n  19-21 апреля 2021 г.",
            [
                "meeting title=7-е заседание Рабочей группы РСС starts=2021-04-19 ends=2021-04-21 mode=physical place=Минск, Беларусь"
            ],
        ),
    ],
)
def test_a_place_on_its_line(who: str, text: str, wanted: list[str]) -> None:
    """A line that begins with a city and its country tells the place."""
    assert found(who, text) == wanted

"""Meetings told by values and over several sentences: contrast, pronouns, new meetings in pieces, days in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mailbot.reading.dates import periods
from tests.unit.reading.prose_case import read


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The fourth meeting shall be convened on 5-9 August.",
            {"starts": "2024-08-05", "ends": "2024-08-09"},
        ),
        (
            "The Lima meeting was brought forward to 15-19 July.",
            {"starts": "2024-07-15", "ends": "2024-07-19"},
        ),
        (
            "The Lima meeting is not on 22-26 July but on 5-9 August.",
            {"starts": "2024-08-05", "ends": "2024-08-09"},
        ),
        ("The fourth meeting will not be held in Lima but in Quito, Ecuador.", {"place": "Quito, Ecuador"}),
        ("The Lima meeting will be fully virtual, no delegates will travel to Lima.", {"mode": "virtual"}),
        ("The Lima meeting is off.", {"status": "cancelled"}),
        (
            "The Lima meeting will not be held as planned; new dates will be announced.",
            {"status": "postponed"},
        ),
        ("The July meeting goes to Quito, same dates.", {"place": "Quito"}),
        ("Please change the Lima meeting from tentative to confirmed.", {"status": "confirmed"}),
        ("La 4 reunión se trasladará a Quito, Ecuador.", {"place": "Quito, Ecuador"}),
        ("La cuarta reunión podrá seguirse tanto en Lima como a distancia.", {"mode": "hybrid"}),
        ("C'est Quito qui accueillera la quatrième réunion, et non Lima.", {"place": "Quito"}),
        ("La quatrième réunion n'aura pas lieu aux dates indiquées.", {"status": "postponed"}),
        ("Июльское заседание отменено.", {"status": "cancelled"}),
        ("Четвёртое заседание пройдёт не в Лиме, а в Кито.", {"place": "Кито"}),
        ("Четвёртое заседание закончится двадцать пятого июля.", {"ends": "2024-07-25"}),
        ("سيعقد الاجتماع الرابع من ٥ إلى ٩ آب/أغسطس.", {"starts": "2024-08-05", "ends": "2024-08-09"}),
        ("第四次会议因报名人数不足取消，不再另择日期。", {"status": "cancelled"}),
        ("第四次会议的地点改为基多，时间不变。", {"place": "基多"}),
    ],
)
def test_the_value_decides(text: str, wanted: dict[str, Any]) -> None:
    assert read("meeting", text) == {"m4": wanted}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "We have decided two things about the fourth meeting. It is displaced to August 5-9, because the week of"
            " July 22 coincides with a session of the Council. It remains physical.",
            {"starts": "2024-08-05", "ends": "2024-08-09"},
        ),
        (
            "Our host withdrew from the Lima meeting. The new venue is Quito, Ecuador.",
            {"place": "Quito, Ecuador"},
        ),
        ("Notre quatrième réunion change de forme. Elle se tiendra en ligne.", {"mode": "virtual"}),
    ],
)
def test_a_pronoun_goes_on_with_the_meeting(text: str, wanted: dict[str, Any]) -> None:
    assert read("meeting", text) == {"m4": wanted}


@pytest.mark.parametrize(
    ("text", "title", "wanted"),
    [
        (
            "We are ready to host the next, 5th meeting of the working group. It will take place in Quito from 2 to 6"
            " September 2024, on site. Please add it to the calendar.",
            "5th meeting of the working group",
            {"starts": "2024-09-02", "ends": "2024-09-06", "mode": "physical", "place": "Quito"},
        ),
        (
            'The group will meet once more: "Working group meeting 5", on 2 and 3 September, as a web meeting.',
            "Working group meeting 5",
            {"starts": "2024-09-02", "ends": "2024-09-03", "mode": "virtual"},
        ),
        (
            "Se incorpora la 5.ª reunión del grupo de trabajo, del 2 al 6 de septiembre de 2024.",
            "5.ª reunión del grupo de trabajo",
            {"starts": "2024-09-02", "ends": "2024-09-06"},
        ),
        (
            "Просим добавить в календарь 5-е заседание рабочей группы: Кито, 2–6 сентября, очно.",
            "5-е заседание рабочей группы",
            {"starts": "2024-09-02", "ends": "2024-09-06", "mode": "physical", "place": "Кито"},
        ),
        (
            "请在日历中增加：第5次工作组会议，2024年9月2日至6日，线上。",
            "第5次工作组会议",
            {"starts": "2024-09-02", "ends": "2024-09-06", "mode": "virtual"},
        ),
    ],
)
def test_a_new_meeting_is_gathered_over_its_sentences(text: str, title: str, wanted: dict[str, Any]) -> None:
    assert read("meeting", text) == {title: {"title": title, **wanted}}


@pytest.mark.parametrize(
    "text",
    [
        "You will recall that in 2016 a similar meeting was held in Quito on 12-14 April.",
        "Nor has the meeting in Lima been cancelled.",
        "The postponement does not affect the Lima meeting.",
        "Ташкентской встречи и четвёртого заседания перенос не касается.",
        "The third wave of the epidemic ends in September; we met online on 2-6 September.",
        "The Lima meeting would move to 5-9 August if the borders were closed.",
        "Should the Lima meeting be moved to 5-9 August?",
    ],
)
def test_what_is_over_denied_or_supposed_moves_nothing(text: str) -> None:
    assert read("meeting", text) == {}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on the fifth of February", (5, 5)),
        ("с пятого по седьмое февраля", (5, 7)),
        ("du premier au trois février", (1, 3)),
        ("el cinco de febrero", (5, 5)),
        ("من الخامس إلى السابع من فبراير", (5, 7)),
        ("يوم الثاني والعشرين من شباط", (22, 22)),
        ("二月八日至十二日", (8, 12)),
    ],
)
def test_days_in_words(text: str, days: tuple[int, int]) -> None:
    first, last = (date(2021, 2, day) for day in days)
    assert [(p.first, p.last) for p in periods(text, date(2021, 1, 5))] == [(first, last)]


def test_a_day_in_words_keeps_its_place_in_the_text() -> None:
    text = "The meeting ends on the twenty-fifth of July, not on the 26th."
    [period] = periods(text, date(2024, 4, 1))
    assert text[period.start : period.end] == "twenty-fifth of July"


@pytest.mark.parametrize(
    "text", ["the second may be moved", "our second meeting in March", "the first of them, in April"]
)
def test_words_without_a_month_of_theirs_are_no_days(text: str) -> None:
    assert periods(text, date(2021, 1, 5)) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Costa Rica offered to host the Lima meeting in San José.", "San José, Costa Rica"),
        ("The Lima meeting goes to Quito. Venue for the calendar: Quito, Ecuador.", "Quito, Ecuador"),
        ("第四次会议不在利马开了，地点改为“基多”。", "基多"),
    ],
)
def test_the_place_as_it_is_told_most_fully(text: str, wanted: str) -> None:
    assert read("meeting", text) == {"m4": {"place": wanted}}


def test_dates_that_follow_undo_a_cancellation() -> None:
    text = "The Lima meeting will not be held on 22-26 July. The new dates are 5-9 August, and they are confirmed."
    assert read("meeting", text) == {
        "m4": {"starts": "2024-08-05", "ends": "2024-08-09", "status": "confirmed"}
    }

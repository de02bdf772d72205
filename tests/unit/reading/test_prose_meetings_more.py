"""Meetings in prose: classes of wordings, in several languages, on a small directory."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.prose_case import read


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "The Lima meeting is from 29/07/2024 to 02/08/2024.",
            {"starts": "2024-07-29", "ends": "2024-08-02"},
        ),
        ("The Lima meeting has been put back by one week.", {"starts": "2024-07-29", "ends": "2024-08-02"}),
        ("The Lima meeting is brought forward by two days.", {"starts": "2024-07-20", "ends": "2024-07-24"}),
        ("The Lima meeting starts a day later, its end is unchanged.", {"starts": "2024-07-23"}),
        ("The Lima meeting will be extended by one day.", {"ends": "2024-07-27"}),
        (
            "The Lima meeting closes on the last day but one, i.e. 25 July (start unchanged, 22 July).",
            {"ends": "2024-07-25"},
        ),
        ("Fourth meeting: 29 Jul - 2 Aug.", {"starts": "2024-07-29", "ends": "2024-08-02"}),
        ("Lima is confirmed.", {"status": "confirmed"}),
        ("The Lima meeting will not take place.", {"status": "cancelled"}),
        ("The Lima meeting will not be physical but hybrid.", {"mode": "hybrid"}),
        ("4th meeting - physical -> virtual", {"mode": "virtual"}),
        ("The Lima meeting has been moved to September, exact dates to follow.", {"status": "postponed"}),
        ("Information on the Lima meeting: https://citel.example/m4.", {"url": "https://citel.example/m4"}),
        ("Quito, Ecuador, will host the fourth meeting.", {"place": "Quito, Ecuador"}),
        ("La cuarta reunión se aplaza una semana.", {"starts": "2024-07-29", "ends": "2024-08-02"}),
        ("La quatrième réunion est avancée d'une semaine.", {"starts": "2024-07-15", "ends": "2024-07-19"}),
        ("Четвертое заседание переносится на неделю позже.", {"starts": "2024-07-29", "ends": "2024-08-02"}),
        ("第四次会议推迟一周。", {"starts": "2024-07-29", "ends": "2024-08-02"}),
        ("تأجل الاجتماع الرابع لمدة أسبوع.", {"starts": "2024-07-29", "ends": "2024-08-02"}),
    ],
)
def test_what_is_said_of_a_meeting_is_read(sentence: str, wanted: dict[str, Any]) -> None:
    assert read("meeting", sentence) == {"m4": wanted}


@pytest.mark.parametrize(
    "sentence",
    [
        "We confirm our participation in the Lima meeting.",
        "I shall attend the Lima meeting online.",
        "Registration for the Lima meeting closes on 10 July.",
        "The Lima meeting has not been cancelled.",
        "The Lima meeting may be postponed.",
        "The report of the Lima meeting will be sent on 3 August.",
        "I will be in Lima on 24 July.",
    ],
)
def test_visits_deadlines_and_denials_move_nothing(sentence: str) -> None:
    assert read("meeting", sentence) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Please add to the calendar: Drafting meeting on quantum, 3-4 September 2024, Quito.",
        "We will hold one additional meeting which is not yet in your calendar:\n\n"
        "  Drafting meeting on quantum\n  3-4 September 2024, Quito\n",
    ],
)
def test_a_new_meeting_in_one_line_or_over_several(text: str) -> None:
    assert read("meeting", text) == {
        "Drafting meeting on quantum": {
            "title": "Drafting meeting on quantum",
            "starts": "2024-09-03",
            "ends": "2024-09-04",
            "place": "Quito",
        }
    }

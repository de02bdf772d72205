"""What becomes of a meeting, told in sentences that first say why, or that add what is still open."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.prose_case import read

CHANGED: list[tuple[str, dict[str, Any]]] = [
    # the grounds deny and suppose, the main clause does not
    (
        "Our hosts having told us that no gathering of that size can be authorized this summer, we are obliged to "
        "put off the fourth meeting, for which new dates will be fixed once they have consulted their ministry.",
        {"m4": {"status": "postponed"}},
    ),
    (
        "Given that the hotel has not renewed its offer, we are compelled to defer the fourth meeting sine die.",
        {"m4": {"status": "postponed"}},
    ),
    (
        "Nos hôtes nous ayant dit qu'aucune salle n'était libre, nous devons reporter la quatrième réunion, dont les "
        "nouvelles dates ne sont pas connues.",
        {"m4": {"status": "postponed"}},
    ),
    (
        "La quatrième réunion n'aura finalement pas lieu, le Bureau ayant estimé qu'une cinquième rencontre ne "
        "s'imposait pas.",
        {"m4": {"status": "cancelled"}},
    ),
    ("鉴于主办方告知目前不允许举行大型活动，第四次会议不得不推迟。", {"m4": {"status": "postponed"}}),
    # what stands on file, and how it was to be
    (
        "The third meeting, which stands in your list as virtual, will now be held in person in Quito, Ecuador.",
        {"m3": {"mode": "physical", "place": "Quito, Ecuador"}},
    ),
    (
        "The fourth meeting was to have been hosted by Peru. An offer from Ecuador has been accepted, so that it is "
        "in Quito, Ecuador, that we shall come together.",
        {"m4": {"place": "Quito, Ecuador"}},
    ),
    (
        "La quatrième réunion, qui devait se clore le 26 juillet, est prolongée : la clôture est reportée au 27.",
        {"m4": {"ends": "2024-07-27"}},
    ),
    # a name of its own
    (
        'The July meeting has been given another name. It should be called "Joint session on roaming".',
        {"m4": {"title": "Joint session on roaming"}},
    ),
    ('Please list the fourth meeting in future as "Joint session on roaming".', {"m4": {"title": "Joint session on roaming"}}),
    # announced in a subordinate clause
    (
        "Following a decision which the heads took on 29 April, and which supersedes what you may have heard, an "
        "extraordinary meeting of the working group will be convened in Quito, Ecuador, from 4 to 6 June 2024; those "
        "unable to travel will be given the possibility of taking part remotely.",
        {
            "Extraordinary meeting of the working group": {
                "title": "Extraordinary meeting of the working group",
                "starts": "2024-06-04",
                "ends": "2024-06-06",
                "place": "Quito, Ecuador",
                "mode": "hybrid",
            }
        },
    ),
    (
        "Calendar, one more line for us please:\n\nAd hoc group on structure / Wed 5 June 2024, one day only / virtual",
        {
            "Ad hoc group on structure": {
                "title": "Ad hoc group on structure",
                "starts": "2024-06-05",
                "ends": "2024-06-05",
                "mode": "virtual",
            }
        },
    ),
    ("4.ª reunión => ahora híbrida.", {"m4": {"mode": "hybrid"}}),
    ("The 4th is off.", {"m4": {"status": "cancelled"}}),
]  # fmt: skip
UNCHANGED = [
    "If our hosts do not lift the ban, we shall be obliged to put off the fourth meeting.",
    "Should the ministry refuse, the fourth meeting, for which Lima is booked, would be virtual.",
    "If the plenary so decides, the fourth meeting will be held on 29-31 July.",
    "Si les autorités ne lèvent pas l'interdiction, la quatrième réunion sera reportée.",
    "Some members had asked for a virtual session in July in place of the fourth meeting. This request was not accepted.",
    "The third meeting came to these conclusions, since two lists were mixed up.",
    "The fourth meeting is said to have been cancelled.",
    "Assuming that Peru lifts its rules, the fourth meeting will be held as planned; otherwise it will be virtual.",
]


@pytest.mark.parametrize(("sentence", "expected"), CHANGED)
def test_what_becomes_of_it(sentence: str, expected: dict[str, Any]) -> None:
    assert read("meeting", sentence) == expected


@pytest.mark.parametrize("sentence", UNCHANGED)
def test_nothing_becomes_of_it(sentence: str) -> None:
    assert read("meeting", sentence) == {}

"""Meetings in turned sentences: a place taken back, a month left without days, reasons, another meeting beside."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.prose_case import read

CHANGED: list[tuple[str, dict[str, Any]]] = [
    # another city without a verb of moving
    ("Fourth meeting: Quito, Ecuador, not Lima.", {"m4": {"place": "Quito, Ecuador"}}),
    ("For the fourth meeting please read Quito, Ecuador instead of Lima.", {"m4": {"place": "Quito, Ecuador"}}),
    ("The host city of the fourth meeting is Quito, not Lima.", {"m4": {"place": "Quito"}}),
    ("We shall meet in July not in Lima but in Quito.", {"m4": {"place": "Quito"}}),
    (
        "The fourth meeting will not take place in Lima. We will gather in Quito, Ecuador, on the dates known.",
        {"m4": {"place": "Quito, Ecuador"}},
    ),
    ("La cuarta reunión no se celebrará en Lima; nos recibirá Quito (Ecuador).", {"m4": {"place": "Quito (Ecuador)"}}),
    ("The fourth meeting moves from Lima to Quito, Ecuador.", {"m4": {"place": "Quito, Ecuador"}}),
    ("The third meeting becomes hybrid: Quito, Ecuador, others remotely.", {"m3": {"mode": "hybrid", "place": "Quito, Ecuador"}}),
    # its month without days
    ("The fourth meeting will not be in July any more.", {"m4": {"status": "postponed"}}),
    ("The fourth meeting slips to September, the days are not fixed.", {"m4": {"status": "postponed"}}),
    ("La quatrième réunion n'aura plus lieu en juillet.", {"m4": {"status": "postponed"}}),
    ("La cuarta reunión ya no será en julio.", {"m4": {"status": "postponed"}}),
    ("第四次会议推迟到九月，具体日期待定。", {"m4": {"status": "postponed"}}),
    # the reason is no part of the news
    (
        "The fourth meeting has been put off since the interpretation could not be arranged.",
        {"m4": {"status": "postponed"}},
    ),
    ("Because the hotel could not confirm, the Lima meeting will be virtual.", {"m4": {"mode": "virtual"}}),
    ("The Lima meeting will be virtual: nobody was able to sign a contract.", {"m4": {"mode": "virtual"}}),
    ("The fourth meeting is called off and will not be replaced.", {"m4": {"status": "cancelled"}}),
    # one changes, the other stays
    ("The third meeting goes ahead as planned, the 4th is cancelled.", {"m4": {"status": "cancelled"}}),
    ("Третье заседание пройдёт как запланировано, а 4-е отменено.", {"m4": {"status": "cancelled"}}),
    ("Both our meetings will be hybrid.", {"m3": {"mode": "hybrid"}, "m4": {"mode": "hybrid"}}),
    # another meeting only tells when
    ("The fourth meeting follows directly the third meeting, on 23 and 24 May.", {"m4": {"starts": "2024-05-23", "ends": "2024-05-24"}}),
    # numbers
    ("Meeting no. 4 is moved to 29/30 July.", {"m4": {"starts": "2024-07-29", "ends": "2024-07-30"}}),
    ("The fourth meeting will take place on 22 July only.", {"m4": {"ends": "2024-07-22"}}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CHANGED)
def test_what_changes(text: str, wanted: dict[str, Any]) -> None:
    assert read("meeting", text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The fourth meeting will not be moved from Lima to Quito, Ecuador.",
        "The fourth meeting stays in Lima, not in Quito as the press wrote.",
        "La cuarta reunión no se trasladará de Lima a Quito (Ecuador).",
        "Quito (Ecuador) no será sede de la cuarta reunión; se mantiene Lima.",
        "Четвёртое заседание не переносится из Лимы в Кито (Эквадор).",
        "Lima may be replaced by Quito, Ecuador.",
        "Last year we met in Quito instead of Lima.",
        "The fourth meeting has not been moved to September.",
        "We cannot say in May whether the fourth meeting will be held.",
        "Перенос четвёртого заседания не планируется.",
        "Before the fourth meeting, 18-19 July, drafting groups will meet.",
        "Your call of 24 July falls on the third day of our fourth meeting.",
        "There will be no interpretation at the fourth meeting.",
        "Both meetings are important to us.",
    ],
)
def test_what_changes_nothing(text: str) -> None:
    assert not read("meeting", text)

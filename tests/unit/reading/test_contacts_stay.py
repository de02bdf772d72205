"""Who only went somewhere, handed a paper over or left a field empty stays on the contact sheet."""

from __future__ import annotations

import pytest

from tests.unit.reading.contact_case import read

CEPT = "cept-1"


@pytest.mark.parametrize(
    "text",
    [
        "I have passed the report on to the members.",
        "I went to see the Danish administration yesterday.",
        "I have handed over the document to the secretariat.",
        "I have left the office for today; more tomorrow.",
        "I have left the field empty.",
        "As I am leaving for the airport, only a short line.",
        "I will no longer insist on this point.",
        "I have finished my review of the table.",
        "Our agency has said goodbye to desk phones over the summer.",
        "The rows of Committee 4 I leave to my colleagues.",
        "J'ai quitté la réunion plus tôt que prévu.",
        "He dejado el campo vacío.",
        "Я передал документ в секретариат.",
        "سلمت الوثيقة إلى الأمانة أمس.",
        "我下周离开北京去日内瓦开会。",
    ],
)
def test_they_stay(text: str) -> None:
    changes, _ = read(CEPT, text)
    assert changes == {}


@pytest.mark.parametrize(
    "text",
    [
        "I have left the ministry.",
        "I am leaving my post at the end of March.",
        "I have stepped down from my functions.",
        "I have handed over the coordination to a colleague.",
        "I left on 31 December 2023.",
        "J'ai quitté mes fonctions.",
        "He dejado mi cargo.",
        "Я ушёл на пенсию.",
        "我已离职。",
    ],
)
def test_they_leave(text: str) -> None:
    changes, _ = read(CEPT, text)
    assert changes == {CEPT: None}

"""When a sentence is a question for TSB, and when what it asks for was simply done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding
from mailbot.reading.language import detect
from mailbot.reading.resolve import resolve
from tests.unit.reading.second_state import MAY, directory, read


@pytest.mark.parametrize(
    ("who", "body", "asked"),
    [
        ("jb", "Could you please change my phone number to +43 1 58058 402?", False),
        ("jb", "Could you please change my phone number to +43 1 58058 402? Please tell us when the call begins.", True),
        ("rod", "¿Podrían indicarme si el informe estará disponible en español?", True),
        ("wei", "7月10日的电话会几点开始？", True),
        ("kate", "Кто ведёт созвон 12 июля?", True),
        ("jb", "I shall attend the meeting on 11 June.", False),
        ("jb", "Could you move the meeting of 11 June to the afternoon?", True),
        ("rim", "Comment allez-vous ? Ici tout va bien.", False),
        ("rod", "¿Qué tal las vacaciones? Por aquí todo bien.", False),
        ("kate", "Как ваши дела? С праздником!", False),
        ("wei", "请把电话会的链接发给我们。", True),
    ],
)  # fmt: skip
def test_a_question_is_due(who: str, body: str, asked: bool) -> None:
    assert bool(read(who, body, MAY).questions) is asked


def test_an_address_in_a_chinese_sentence_leaves_it_chinese() -> None:
    assert detect("6月11日由工信部的赵磊（zhaolei@miit-cn.example）参加会议。") == "zh"


def test_dates_given_elsewhere_leave_nothing_to_ask() -> None:
    told = Finding("meeting", "update", "m", "rcc-m1", None, {"starts": "2024-05-22", "ends": "2024-05-23"})
    title = next(m.title for m in directory().meetings if m.id == "rcc-m1")
    asked = Doubt(
        f"{title}: in which direction does it move?", ("moved by a week",), "body", "prose", "dates"
    )
    context = Context(directory(), "RCC", None, "x@rcc.example", "X", datetime(2024, 5, 1, tzinfo=UTC), "en")
    assert not resolve([asked, told], context).questions
    assert resolve([asked], context).questions

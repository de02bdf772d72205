"""When a sentence is a question for TSB, and when what it asks for was simply done."""

from __future__ import annotations

import pytest

from mailbot.reading.language import detect
from tests.unit.reading.second_state import MAY, read


@pytest.mark.parametrize(
    ("who", "body", "asked"),
    [
        ("jb", "Could you please change my phone number to +43 1 58058 402?", False),
        ("jb", "Could you please change my phone number to +43 1 58058 402? Please tell us when the call begins.", True),
        ("rod", "¿Podrían indicarme si el informe estará disponible en español?", True),
        ("wei", "7月10日的电话会几点开始？", True),
        ("kate", "Кто ведёт созвон 12 июля?", True),
        ("jb", "I shall attend the meeting on 11 June.", False),
    ],
)  # fmt: skip
def test_a_question_is_due(who: str, body: str, asked: bool) -> None:
    assert bool(read(who, body, MAY).questions) is asked


def test_an_address_in_a_chinese_sentence_leaves_it_chinese() -> None:
    assert detect("6月11日由工信部的赵磊（zhaolei@miit-cn.example）参加会议。") == "zh"

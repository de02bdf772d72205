"""Traditional characters are found by phrases in simplified ones; the text itself stays as written."""

from __future__ import annotations

from mailbot.mail.hanzi import either, simplified
from mailbot.mail.patterns import compiled


def test_every_place_stays_where_it_was() -> None:
    text = "第3委員會的週三電話會議"
    assert simplified(text) == "第3委员会的周三电话会议"
    assert len(simplified(text)) == len(text)


def test_a_phrase_finds_both_ways_of_writing() -> None:
    pattern = compiled(["电话会议"], chinese=True)
    for text in ("明天的电话会议", "明天的電話會議"):
        found = pattern.search(text)
        assert found is not None
        assert found[0] == text[3:]
    assert either("abc") == "abc"

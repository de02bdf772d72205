"""The paper in a mail: HTML and text say the same, and data is text in both."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from mailbot.outbound.papers.html import html
from mailbot.outbound.papers.text import text
from mailbot.outbound.wrapping import columns
from tests.unit.outbound.papers.forms import HOSTILE, WORDS, document


def words(shown: str) -> list[str]:
    return re.findall(r"[^\W_]+", shown)


@pytest.mark.parametrize("language", WORDS)
def test_both_say_the_same(language: str) -> None:
    made = LexborHTMLParser(str(html(document(language))))
    assert made.body is not None
    in_text = words(text(document(language)).partition("14 December 2020")[2])
    in_html = words(made.body.text(separator=" "))
    numbers = [each for each in in_text if each in ("1", "2")]
    assert len(numbers) == 3  # the marks of the numbered items, which HTML does not spell out
    assert [each for each in in_text if each not in numbers] == in_html


@pytest.mark.parametrize("data", HOSTILE)
def test_data_is_text(data: str) -> None:
    made = LexborHTMLParser(str(html(document(data=data))))
    assert made.css_first("h3").text() == f"Heading {data}"
    assert made.css("script") == []
    assert f"Contact: {data}" in text(document(data=data))


def test_no_line_is_too_long_and_lists_are_marked() -> None:
    shown = text(document("zh", "很长的文字" * 30))
    assert max(columns(line) for line in shown.splitlines()) <= 76
    plain = text(document())
    assert plain.startswith("LIAISON STATEMENT LS 42\n14 December 2020\n")
    for line in (
        "Source:  TSAG",
        "1. First plain",
        "   - inner",
        "   more of the first",
        "2. Second",
        "| quoted",
    ):
        assert line in plain.splitlines(), line


def test_styles_are_inlined_and_arabic_starts_at_the_right() -> None:
    shown = str(html(document("ar")))
    assert "<style" not in shown
    assert "text-align:right" in shown
    assert "text-align:left" not in shown
    assert '<span dir="ltr" style="white-space:nowrap;">12:30-15:30 CET</span>' in shown
    assert "background-color:#fde68a;color:#1f2937" in shown  # a placeholder is seen on any ground

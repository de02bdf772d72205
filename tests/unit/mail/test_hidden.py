"""What the reader of an HTML mail does not see is taken out, and nothing else."""

from __future__ import annotations

import pytest

from mailbot.mail.hidden import visible_html
from mailbot.mail.html import to_text


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">ok</p>', '<p style="color:red; DISPLAY : None">ok</p>',
        '<div style="visibility:hidden"><p>ok</p></div>', '<span style="font-size:0px">ok</span>',
        '<span style="font-size:0">ok</span>', '<div style="max-height:0;overflow:hidden">ok</div>',
        '<p style="opacity:0.0">ok</p>', '<p style="mso-hide:all">ok</p>', "<p hidden>ok</p>",
        '<p hidden="hidden">ok</p>', '<div style="display:none"><div style="display:block">ok</div></div>',
    ],
)  # fmt: skip
def test_hidden_words_are_gone(hidden: str) -> None:
    text = to_text(visible_html(f"<html><body><p>Thanks.</p>{hidden}<p>Olga</p></body></html>"))
    assert text.split() == ["Thanks.", "Olga"]


@pytest.mark.parametrize(
    "shown",
    [
        "<p>ok</p>", '<p style="font-size:0.9em">ok</p>', '<p style="opacity:0.5">ok</p>', '<p class="hidden">ok</p>',
        '<p style="display:block">ok</p>', "<p>display:none is how it is hidden: ok</p>",
        '<p style="max-height:05px">ok</p>',
    ],
)  # fmt: skip
def test_what_can_be_seen_stays(shown: str) -> None:
    assert "ok" in to_text(visible_html(f"<html><body>{shown}</body></html>"))


def test_without_anything_hidden_the_html_is_as_it_was() -> None:
    html = "<p>ok<p>not closed <b>here"
    assert visible_html(html) is html


def test_a_bomb_is_bounded() -> None:
    assert len(visible_html('<div style="display:none">' * 100_000 + "ok")) < 3_000_000

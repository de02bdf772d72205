"""Outlook's spacing, in plain text and in HTML."""

from __future__ import annotations

import pytest

from mailbot.mail.html import to_text
from mailbot.mail.spacing import single_spaced

TYPED = "Dear TSB,\n\nplease add:\nMs Ada Verne\nANFR\n\nKind regards\nJean"


def test_double_spacing_is_undone() -> None:
    assert single_spaced(TYPED.replace("\n", "\n\n").replace("\n\n\n\n", "\n\n \n\n")) == TYPED


def test_what_is_quoted_below_stays() -> None:
    quoted = "\n\nFrom: TSB\n\nDear all,\n\n\n\nthe list\n"
    assert single_spaced(TYPED.replace("\n", "\n\n") + quoted) == TYPED + quoted


@pytest.mark.parametrize(
    "text",
    [
        TYPED,
        "Dear TSB,\n\nthe list is correct.\n\nThe table, too.\n\n\n\nKind regards\n\nJean",  # one wide gap
        "Dear TSB,\n\nthe list is correct.\n\n\nThe table, too.\n\n\nKind regards",  # two lines between
        "",
    ],
)
def test_other_spacing_stays(text: str) -> None:
    assert single_spaced(text) == text


def test_outlooks_paragraphs_are_lines() -> None:
    lines = ("Ms Ada Verne", "ANFR", "<o:p>&nbsp;</o:p>", "Kind regards")
    page = "".join(f'<p class="MsoNormal"><span>{line}</span></p>' for line in lines)
    assert to_text(page) == "Ms Ada Verne\nANFR\n\nKind regards"


def test_without_empty_ones_paragraphs_stand_apart() -> None:
    assert to_text("<p class=MsoNormal>One.</p><p class=MsoNormal>Two.</p>") == "One.\n\nTwo."


def test_paragraphs_without_space_around_them_are_lines() -> None:
    tight = '<p style="margin-top:0;margin-bottom:0">'
    assert to_text(f"{tight}One</p>{tight}Two</p>{tight}<br></p>{tight}Three</p>") == "One\nTwo\n\nThree"
    assert to_text('<p style="margin:0.5em 0">One</p><p>Two</p>') == "One\n\nTwo"

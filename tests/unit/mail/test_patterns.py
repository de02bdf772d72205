"""Phrases as patterns: only what a text can hold is compiled, and nothing is missed by that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailbot.mail.needs import flat, need, piece_of
from mailbot.mail.patterns import compiled
from mailbot.mail.phrases import refuse_nested
from mailbot.resources import PHRASES


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("support*", "We SUPPORTED it."),
        ("(hasn't|haven't) (yet )(come|arrived)", "They haven’t arrived."),
        ("note (please )that", "Note that"),
        ("not .. attend*", "I shall not, alas! I shall not be attending"),
        ("(re|)open", "we open it"),
        ("by (myself|me)", "done by\nme."),
        ("s (successor|replacement),", "The chair's successor, Ms X"),
        ("القرار", "والقرار 20"),
        ("(المنصب|الوظيفة)", "في المنصب الجديد"),
        ("(التعديل|الإلغاء) المقترح", "والتعديل المقترح"),
        ("(موافقة |تأييد )المجموعة", "بموافقة المجموعة"),
        ("与会", "他將與會。"),
        ("由MOD改为", "由MOD改为NOC"),
        ("取消…会议", "取消了本次会议"),
        ("de l'Union", "de l’Union"),
        ("e-mail", "My E-mail:"),
    ],
)
def test_what_stands_in_a_text_is_found(phrase: str, text: str) -> None:
    assert compiled(["something else", phrase], chinese=True).search(text) is not None


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("no", "nothing is known"),
        ("(yes|no)", "yesterday"),
        ("not .. attend*", "attend, do not"),
        ("will", "goodwill"),
        ("会议", "会 议"),
    ],
)
def test_what_does_not_is_not(phrase: str, text: str) -> None:
    assert compiled([phrase], chinese=True).search(text) is None


def test_the_longest_of_all_phrases_wins_whichever_were_met_before() -> None:
    phrases = ["Res", "Resolution", "Resolution *", "new Resolution", "(the )new"]
    whole = compiled(phrases)
    for text in ("Res", "a new thing", "Resolution 20", "the new Resolution", "none", "Resolution"):
        once = compiled(phrases)
        assert [m.span() for m in whole.finditer(text)] == [m.span() for m in once.finditer(text)]


def test_a_pattern_asked_often_still_finds_what_it_has_not_met() -> None:
    pattern = compiled(["first of all", "second to none", "(third|last) of these"])
    for number in range(300):
        assert pattern.search(f"text {number} of many") is None
    found = pattern.search("the last of these")
    assert found is not None
    assert found[0] == "last of these"
    assert re.sub(r"\s", "", pattern.sub("-", "second  to none")) == "-"


def test_needs_are_told_at_word_boundaries() -> None:
    assert piece_of("not .. attend*") == "attend"
    assert need("(will|shall) attend", True, True)[0] == (" attend ",)
    assert flat("Don’t—attend!").split() == ["don", "t", "attend"]


def test_a_choice_within_a_choice_is_refused() -> None:
    """It would compile to words that no text holds, and nobody would see that the phrase is dead."""
    refuse_nested('a = ["(one|two) (three )four", "(x|y)"]\nb = ["(z|w) (v|u)"]', "en.a")
    with pytest.raises(ValueError, match="a choice within a choice"):
        refuse_nested('a = ["(one|two (three|four)) five"]', "en.a")


def test_the_sign_of_regular_expressions_is_refused_and_not_silently_dead() -> None:
    refuse_nested('a = ["change {old} (in)?to {new}", "really?"]', "en.a")
    with pytest.raises(ValueError, match=r"\(a\|b\|\)"):
        refuse_nested('a = ["未(被)?接受"]', "zh.a")


@pytest.mark.parametrize("path", sorted(PHRASES.glob("*.toml")), ids=lambda path: path.stem)
def test_no_file_of_phrases_has_a_choice_within_a_choice(path: Path) -> None:
    refuse_nested(path.read_text(encoding="utf-8"), path.stem)

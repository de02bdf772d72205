"""A phrase as people write it, made a regular expression.

Three signs: `*` ends a stem (`support*` also finds "supports"), `(a|b)` is a choice (which may be left out if
each ends with a blank: `(please )`), ` .. ` stands for up to five other words, in Chinese `…` for up to ten
other signs. A choice holds no other choice (the loader refuses it), and one that may be left out is not the
last thing in a phrase. Blanks match any white space, `'` any apostrophe. A phrase begins and ends at a
word boundary except in scripts that set none (Chinese). `~drop our` stands for every form of an English verb
(`mailbot.mail.verbs`), which the loader writes out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import cast

from mailbot.mail.hanzi import either
from mailbot.mail.later import Later
from mailbot.mail.needs import Need, need

# word boundaries that a Chinese sign beside a Latin word does not hide: `由MOD改为NOC`
NOT_AFTER = r"(?-i:(?<![^\W\u3400-\u9fff]))"  # letter case does not matter here, and ignoring it costs time
NOT_BEFORE = r"(?-i:(?![^\W\u3400-\u9fff]))"
_TITLE = r"(?-i:[A-ZÀ-ÞА-Я])\w{0,3}\."  # `replace Mr. X by Eng. Y`: five words, and no sentence ends in them
_CJK = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")


def _plain(phrase: str) -> str:
    """The expression of a phrase without choices."""
    out: list[str] = []
    for piece in re.split(r"(\s+\.\.\s+|\s+|[*'…])", phrase):
        if not piece:
            continue
        if piece.strip() == ".." and piece != "..":
            out.append(rf"(?:\s+(?:[^\s.;:]+|{_TITLE})){{0,5}}?\s+")
        elif piece.isspace():
            out.append(r"\s+")
        elif piece == "*":
            out.append(r"\w*")
        elif piece == "…":
            out.append(r"[^\s，。；、：]{0,10}?")
        else:
            out.append("['’ʼ]" if piece == "'" else either(re.escape(piece)))
    return "".join(out)


def _one(phrase: str) -> str:
    """The regular expression of one phrase, without its boundaries."""
    out: list[str] = []
    for piece in re.split(r"(\([^()]*\))", phrase):
        if piece.startswith("(") and piece.endswith(")"):
            choices = piece[1:-1].split("|")
            optional = "?" if all(choice.endswith(" ") for choice in choices) else ""
            out.append("(?:" + "|".join(_plain(choice) for choice in choices) + ")" + optional)
        else:
            out.append(_plain(piece))
    return "".join(out)


def _boundaries(phrase: str, chinese: bool) -> tuple[str, str]:
    """What may not stand before and after the phrase."""
    left, right = (NOT_AFTER, NOT_BEFORE) if chinese else (r"(?<!\w)", r"(?!\w)")
    begins = phrase.lstrip("(")  # `(التعديل|الإلغاء)` begins a word as any other
    before = "" if _CJK.match(begins) else left
    if _ARABIC.match(begins):
        before = r"(?<!\w)[وفبلكس]{0,2}"  # conjunctions and prepositions are written together with the word
    open_end = _CJK.match(phrase[-1]) or not (phrase[-1].isalnum() or phrase[-1] in "*)")
    return before, "" if open_end else right


def compiled(phrases: Iterable[str], chinese: bool = False) -> re.Pattern[str]:
    """One pattern that finds any of the phrases, the longest first; without phrases it finds nothing.

    Compiling costs far more than looking for a word, and one message needs few of the many phrases: only
    those are compiled whose words a text holds, and a text without them is not searched at all.
    """
    every = tuple(dict.fromkeys(phrases))
    return cast("re.Pattern[str]", Later(every, _needs, lambda wanted: _compile(every, chinese, wanted)))


def _needs(phrase: str) -> Need:
    """What a text with the phrase holds."""
    before, after = _boundaries(phrase, False)
    return need(phrase, bool(before) and not _ARABIC.match(phrase.lstrip("(")), bool(after))


def _compile(phrases: Iterable[str], chinese: bool, wanted: Collection[str]) -> re.Pattern[str]:
    """The pattern of the wanted ones of the phrases, one at least, in the order in which all would stand."""
    groups: dict[tuple[str, str], list[str]] = {}
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        group = groups.setdefault(_boundaries(phrase, chinese), [])
        if phrase in wanted:
            group.append(_one(phrase))
    parts = [f"{before}(?:{'|'.join(found)}){after}" for (before, after), found in groups.items() if found]
    return re.compile("|".join(parts), re.IGNORECASE)

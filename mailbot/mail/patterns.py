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
from collections.abc import Collection, Iterable, Iterator
from threading import Lock
from typing import Any, cast

from mailbot.mail.hanzi import either
from mailbot.mail.needs import Need, flat, head_of, heads, need, piece_of

# word boundaries that a Chinese sign beside a Latin word does not hide: `由MOD改为NOC`
NOT_AFTER = r"(?-i:(?<![^\W\u3400-\u9fff]))"  # letter case does not matter here, and ignoring it costs time
NOT_BEFORE = r"(?-i:(?![^\W\u3400-\u9fff]))"
_TITLE = r"(?-i:[A-ZÀ-ÞА-Я])\w{0,3}\."  # `replace Mr. X by Eng. Y`: five words, and no sentence ends in them
_NEVER = re.compile(r"(?!)")
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
    return cast("re.Pattern[str]", _Later(tuple(dict.fromkeys(phrases)), chinese))


MAX_KNOWN = 512  # texts; those of one message are asked about again and again
MAX_KEPT = 4000  # characters of a text that is worth keeping
_OFTEN = 100  # texts; a pattern that was asked about as many looks at all its phrases
_STEPS = 4  # times that a pattern is compiled with some of its phrases, before it is with all


class _Known:
    """What was found in one text: asked by several readers, a pattern searches it once."""

    __slots__ = ("flat", "found", "heads", "regexes")

    def __init__(self, text: str) -> None:
        self.flat = flat(text)
        self.heads = heads(self.flat)
        self.regexes: dict[_Later, re.Pattern[str]] = {}
        self.found: dict[_Later, re.Match[str] | None] = {}


_KNOWN: dict[str, _Known] = {}
_CHANGING = Lock()


def _known(text: str) -> _Known:
    known = _Known(text)
    if len(text) <= MAX_KEPT:
        if len(_KNOWN) >= MAX_KNOWN:
            _KNOWN.clear()
        _KNOWN[text] = known
    return known


class _Later:
    """What is used of `re.Pattern`, compiled late and for the words that texts hold."""

    def __init__(self, phrases: tuple[str, ...], chinese: bool) -> None:
        self._phrases, self._chinese = phrases, chinese
        self._regex: re.Pattern[str] = _NEVER
        self._steps = 0
        self._compiled: frozenset[str] = frozenset()
        self._unseen: dict[str, list[str]] = {}  # a piece -> phrases whose needs nobody has asked for yet
        for phrase in phrases:
            self._unseen.setdefault(piece_of(phrase), []).append(phrase)
        self._needs: dict[str, list[tuple[str, str, Need]]] = {}  # head -> piece, phrase, the rest
        self._heads: frozenset[str] = frozenset()
        self._asked = 0

    def _for(self, text: str) -> re.Pattern[str]:
        """The pattern for this text: of all phrases that can be in it, and perhaps of others."""
        known = _KNOWN.get(text) or _known(text)
        regex = known.regexes.get(self)
        if regex is None:
            regex = known.regexes[self] = self._chosen(known)
        return regex

    def _chosen(self, known: _Known) -> re.Pattern[str]:
        if self._asked < _OFTEN:
            self._asked += 1
            often = self._asked >= _OFTEN
            if seen := [piece for piece in self._unseen if often or piece in known.flat]:
                self._look_at(seen)
        possible: list[str] = []
        needs, text = self._needs, known.flat
        for head in known.heads & self._heads:
            for piece, phrase, rest in needs.get(head, ()):
                if piece in text and (not rest or all(any(one in text for one in many) for many in rest)):
                    if self._steps > _STEPS:
                        return self._regex
                    possible.append(phrase)
        if not possible:
            return _NEVER
        if not self._compiled.issuperset(possible):
            self._compile(possible)
        return self._regex

    def _look_at(self, seen: Iterable[str]) -> None:
        """What the phrases with these pieces need; readers in other threads see the old tables or the new."""
        with _CHANGING:
            taken = {piece: self._unseen[piece] for piece in seen if piece in self._unseen}
            needs = dict(self._needs)
            for phrase in (phrase for phrases in taken.values() for phrase in phrases):
                first, *rest = need(phrase, *_bounded(phrase))
                for piece in first:
                    head = head_of(piece)
                    needs[head] = [*needs.get(head, ()), (piece, phrase, tuple(rest))]
            self._needs = needs
            self._heads = frozenset(needs)
            self._unseen = {piece: phrases for piece, phrases in self._unseen.items() if piece not in taken}

    def _compile(self, possible: Iterable[str]) -> None:
        with _CHANGING:
            steps = self._steps + 1
            wanted = self._compiled.union(self._phrases if steps > _STEPS else possible)
            self._regex = _compile(self._phrases, self._chinese, wanted)
            self._compiled, self._steps = wanted, steps

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        if span:
            return self._for(text).search(text, *span)
        known = _KNOWN.get(text) or _known(text)
        try:
            return known.found[self]
        except KeyError:
            found = known.found[self] = self._for(text).search(text)
            return found

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        return self._for(text).match(text, *span)

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        return self._for(text).fullmatch(text, *span)

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        return self._for(text).finditer(text, *span)

    def sub(self, by: str, text: str) -> str:
        return self._for(text).sub(by, text)

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return self._for(text).split(text, maxsplit)


def _bounded(phrase: str) -> tuple[bool, bool]:
    """Whether a word boundary stands before the phrase, and after it."""
    before, after = _boundaries(phrase, False)
    return bool(before) and not _ARABIC.match(phrase.lstrip("(")), bool(after)


def _compile(phrases: Iterable[str], chinese: bool, wanted: Collection[str]) -> re.Pattern[str]:
    """The pattern of the wanted ones of the phrases, in the order in which all of them would stand."""
    groups: dict[tuple[str, str], list[str]] = {}
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        group = groups.setdefault(_boundaries(phrase, chinese), [])
        if phrase in wanted:
            group.append(_one(phrase))
    parts = [f"{before}(?:{'|'.join(found)}){after}" for (before, after), found in groups.items() if found]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else _NEVER

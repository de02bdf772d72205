"""A pattern that is compiled late, and asked only about texts that can hold one of its phrases.

Of a hundred questions whether a pattern is in a text ninety-seven are answered by no: a text is made flat
once (`mailbot.mail.needs`), and a pattern looks there for the pieces its phrases need. Once a text has been
asked about by some patterns, one look into the index tells which of all that are asked often it may hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from threading import Lock
from typing import Any, Final

from mailbot.mail.needs import Need, flat, head_of, heads, piece_of

MAX_KNOWN = 512  # texts; those of one message are asked about again and again
MAX_KEPT = 4000  # characters of a text that is worth keeping
_OFTEN = 100  # texts; a pattern that was asked about as many looks at all its phrases and enters the index
_MANY = 12  # patterns; a text that as many were asked about is looked up in the index
_STEPS = 4  # times that a pattern is compiled with some of its phrases, before it is with all
_CHANGING = Lock()


class _Answer(Enum):
    NONE = 0  # nobody has asked yet; not None, which is an answer


_UNASKED: Final = _Answer.NONE


class _Known:
    """What was found in one text: asked by several readers, a pattern searches it once."""

    __slots__ = ("flat", "found", "heads", "possible", "regexes", "upto")

    def __init__(self, text: str) -> None:
        self.flat = flat(text)
        self.heads = heads(self.flat)
        self.regexes: dict[Later, re.Pattern[str] | None] = {}
        self.found: dict[Later, re.Match[str] | None] = {}
        self.upto = 0  # of so many patterns of the index is told which are possible
        self.possible: set[Later] = set()


_KNOWN: dict[str, _Known] = {}


def _known(text: str) -> _Known:
    known = _Known(text)
    if len(text) <= MAX_KEPT:
        if len(_KNOWN) >= MAX_KNOWN:
            _KNOWN.clear()
        _KNOWN[text] = known
    return known


class _Index:
    """The patterns asked often, by a piece that each of their phrases needs, and these by their heads."""

    def __init__(self) -> None:
        self._by_head: dict[str, tuple[tuple[str, tuple[Later, ...]], ...]] = {}
        self._size = 0

    def enter(self, pattern: Later, pieces: Iterable[tuple[str, str]]) -> int:
        """The pattern's number, given when all its pieces (head, piece) are in; the caller holds the lock."""
        for head, piece in pieces:
            beside = dict(self._by_head.get(head, ()))
            beside[piece] = (*beside.get(piece, ()), pattern)
            self._by_head[head] = tuple(beside.items())
        self._size += 1
        return self._size

    def look_up(self, known: _Known) -> None:
        """Patterns that enter meanwhile have higher numbers, and are asked themselves."""
        upto, text, possible = self._size, known.flat, known.possible
        for head in known.heads:
            for piece, patterns in self._by_head.get(head, ()):
                if piece in text:
                    possible.update(patterns)
        known.upto = upto


_INDEX = _Index()


class Later:
    """What is used of `re.Pattern`, for the phrases; ``needs`` tells what a text must hold before a phrase
    can be in it, ``make`` compiles the pattern of some of them."""

    def __init__(
        self,
        phrases: tuple[str, ...],
        needs: Callable[[str], Need],
        make: Callable[[frozenset[str]], re.Pattern[str]],
    ) -> None:
        self._phrases, self._needs_of, self._make = phrases, needs, make
        self._regex: re.Pattern[str] | None = None
        self._steps = 0
        self._compiled: frozenset[str] = frozenset()
        self._unseen: dict[str, list[str]] = {}  # a piece -> phrases whose needs nobody has asked for yet
        for phrase in phrases:
            self._unseen.setdefault(piece_of(phrase), []).append(phrase)
        self._needs: dict[str, list[tuple[str, str, Need]]] = {}  # head -> piece, phrase, the rest
        self._heads: frozenset[str] = frozenset()
        self._asked = 0
        self._number = 0  # in the index; 0 for none

    def _choose(self, known: _Known) -> re.Pattern[str] | None:
        """The pattern for this text: of all phrases that can be in it, and perhaps of others."""
        if len(known.regexes) == _MANY:
            _INDEX.look_up(known)
        absent = 0 < self._number <= known.upto and self not in known.possible
        regex = known.regexes[self] = None if absent else self._chosen(known)
        return regex

    def _chosen(self, known: _Known) -> re.Pattern[str] | None:
        if self._asked < _OFTEN:
            self._ask(known)
        possible: list[str] = []
        needs, text = self._needs, known.flat
        for head in known.heads & self._heads:
            for piece, phrase, rest in needs.get(head, ()):
                if piece in text and (not rest or all(any(one in text for one in many) for many in rest)):
                    if self._steps > _STEPS:
                        return self._regex
                    possible.append(phrase)
        if not possible:
            return None
        if not self._compiled.issuperset(possible):
            self._compile(possible)
        return self._regex

    def _ask(self, known: _Known) -> None:
        """Look at the phrases that this text may hold; at all of them when this is asked often."""
        self._asked += 1
        often = self._asked >= _OFTEN
        if seen := [piece for piece in self._unseen if often or piece in known.flat]:
            self._look_at(seen)
        if often:
            with _CHANGING:
                pieces = {(head, piece) for head, those in self._needs.items() for piece, _, _ in those}
                self._number = _INDEX.enter(self, pieces)

    def _look_at(self, seen: Iterable[str]) -> None:
        """What the phrases with these pieces need; readers in other threads see the old tables or the new."""
        with _CHANGING:
            taken = {piece: self._unseen[piece] for piece in seen if piece in self._unseen}
            needs = dict(self._needs)
            for phrase in (phrase for phrases in taken.values() for phrase in phrases):
                first, *rest = self._needs_of(phrase)
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
            self._regex = self._make(wanted)
            self._compiled, self._steps = wanted, steps

    def _for(self, text: str) -> re.Pattern[str] | None:
        """None where the text holds none of the phrases."""
        known = _KNOWN.get(text) or _known(text)
        regex = known.regexes.get(self, _UNASKED)
        return self._choose(known) if regex is _UNASKED else regex

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        known = _KNOWN.get(text) or _known(text)  # as in `_for`: asked more than anything else
        regex = known.regexes.get(self, _UNASKED)
        if regex is _UNASKED:
            regex = self._choose(known)
        if regex is None:
            return None
        if span:
            return regex.search(text, *span)
        found = known.found.get(self, _UNASKED)
        if found is _UNASKED:
            found = known.found[self] = regex.search(text)
        return found

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        regex = self._for(text)
        return None if regex is None else regex.match(text, *span)

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        regex = self._for(text)
        return None if regex is None else regex.fullmatch(text, *span)

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        regex = self._for(text)
        return iter(()) if regex is None else regex.finditer(text, *span)

    def sub(self, by: str, text: str) -> str:
        regex = self._for(text)
        return text if regex is None else regex.sub(by, text)

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        regex = self._for(text)
        return [text] if regex is None else regex.split(text, maxsplit)

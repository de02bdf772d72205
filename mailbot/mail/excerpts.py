"""Where the words that readers quote stand in the text of a mail: for marking them when it is shown. Pure.

An excerpt is found whatever the lines are broken at and whatever quotation marks stand before them, once: in
what the sender wrote now where it is there, else in what he quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mailbot.mail.reply import runs

MAX_EXCERPTS = 500


@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``marks`` are the names of the excerpts that it belongs to, ``begins`` those that
    have not stood further up."""

    text: str
    marks: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """A part of the body: written now, or quoted."""

    is_new: bool
    pieces: tuple[Piece, ...]

    @property
    def is_marked(self) -> bool:
        return any(piece.marks for piece in self.pieces)


def marked(text: str, excerpts: Mapping[str, Sequence[str]]) -> tuple[Run, ...]:
    """The body in runs, with the ``excerpts`` (name → passages) marked in it; those that it does not have are
    passed over."""
    parts = runs(text)
    whole = "\n".join(part for _, part in parts)
    new = _new_spans(parts)
    letters, places = _letters(whole)
    spans: list[tuple[int, int, str]] = []
    for name, passage in [(n, p) for n, each in excerpts.items() for p in each][:MAX_EXCERPTS]:
        wanted, _ = _letters(passage)
        if (begin := _place(letters, places, wanted, new)) is not None:
            spans.append((places[begin], places[begin + len(wanted) - 1] + 1, name))
    out: list[Run] = []
    at = 0
    for is_new, part in parts:
        out.append(Run(is_new, tuple(_pieces(whole, at, at + len(part), spans))))
        at += len(part) + 1
    return tuple(_begun(out))


def _begun(found: list[Run]) -> Iterator[Run]:
    known: set[str] = set()
    for run in found:
        pieces = []
        for piece in run.pieces:
            begins = tuple(name for name in piece.marks if name not in known)
            known.update(begins)
            pieces.append(replace(piece, begins=begins))
        yield replace(run, pieces=tuple(pieces))


def _new_spans(parts: list[tuple[bool, str]]) -> list[tuple[int, int]]:
    found, at = [], 0
    for is_new, part in parts:
        if is_new:
            found.append((at, at + len(part)))
        at += len(part) + 1
    return found


def _letters(text: str) -> tuple[str, list[int]]:
    """The text without blanks and without the quotation marks that begin its lines, and where each of its
    characters stands."""
    kept: list[str] = []
    places: list[int] = []
    at_start = True
    for place, char in enumerate(text):
        if char == "\n":
            at_start = True
        elif not char.isspace() and not (at_start and char == ">"):
            at_start = False
            kept.append(char)
            places.append(place)
    return "".join(kept), places


def _place(letters: str, places: list[int], wanted: str, new: list[tuple[int, int]]) -> int | None:
    first = begin = letters.find(wanted) if wanted else -1
    for _ in range(MAX_EXCERPTS):
        if begin < 0:
            break
        if any(start <= places[begin] < end for start, end in new):
            return begin
        begin = letters.find(wanted, begin + 1)
    return first if first >= 0 else None


def _pieces(text: str, begin: int, end: int, spans: Sequence[tuple[int, int, str]]) -> list[Piece]:
    """The text from ``begin`` to ``end``, cut where a mark begins or ends."""
    inside = [(max(start, begin), min(stop, end), name) for start, stop, name in spans
              if start < end and stop > begin]  # fmt: skip
    cuts = sorted({begin, end, *(start for start, _, _ in inside), *(stop for _, stop, _ in inside)})
    return [
        Piece(
            text[left:right],
            tuple(dict.fromkeys(name for start, stop, name in inside if start <= left and right <= stop)),
        )
        for left, right in pairwise(cuts)
    ]

"""Filters of our templates: text as mails show it. Pure.

Whatever comes from data is made visible first: characters that hide or turn others are written out.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

from markupsafe import Markup, escape

from mailbot import text

WIDTH = 76
_WIDE = frozenset("WF")
_NOT_FIRST = frozenset("，。、：；！？）》」』】”’…")  # no line of Chinese begins with these
_TOKEN = re.compile(r"\s+|[^\s]")


def visible(value: object) -> str:
    """The text with characters that hide or turn others written out; line ends stay."""
    return "\n".join(text.visible(line) for line in str(value).splitlines())


def quoted(value: object, indent: int = 0) -> str:
    """The text as quoted in a plain-text mail, each line behind `> `, ``indent`` spaces in."""
    return "\n".join(" " * indent + f"> {line}".rstrip() for line in visible(value).splitlines() or [""])


def wrapped(value: object, indent: int = 0, hanging: int = 0, width: int = WIDTH) -> str:
    """Plain text broken at ``width`` columns, ``indent`` spaces in, following lines ``hanging`` more."""
    first, later = " " * indent, " " * (indent + hanging)
    return "\n".join(_paragraph(each, width, first, later) for each in visible(value).split("\n"))


def _paragraph(paragraph: str, width: int, first: str, later: str) -> str:
    if any(unicodedata.east_asian_width(each) in _WIDE for each in paragraph):
        return "\n".join(_wide_lines(paragraph, width, first, later))
    return textwrap.fill(
        paragraph, width, initial_indent=first, subsequent_indent=later,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _wide_lines(paragraph: str, width: int, first: str, later: str) -> Iterator[str]:
    """Chinese has no spaces: a line may end after every character, but not before a closing mark."""
    line, room = first, width - len(first)
    for piece in _pieces(paragraph):
        if columns(piece.rstrip()) > room and line.strip():
            yield line.rstrip()
            line, room = later, width - len(later)
            piece = piece.lstrip()
        line, room = line + piece, room - columns(piece)
    yield line.rstrip()


def _pieces(paragraph: str) -> Iterator[str]:
    """What is not broken: one wide character, or a run of others, each with the closing marks and spaces."""
    piece = ""
    for each in _TOKEN.findall(" ".join(paragraph.split())):
        wide = unicodedata.east_asian_width(each) in _WIDE
        breaks = (
            each not in _NOT_FIRST
            and not each.isspace()
            and (wide or piece[-1:].isspace() or _is_wide(piece[-1:]))
        )
        if piece and breaks:
            yield piece
            piece = ""
        piece += each
    if piece:
        yield piece


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in _WIDE


def columns(line: str) -> int:
    """How many columns of a terminal the line takes: two for each wide character."""
    return sum(2 if unicodedata.east_asian_width(each) in _WIDE else 1 for each in line)


def padded(value: object, width: int) -> str:
    """The text with spaces up to ``width`` columns."""
    line = visible(value)
    return line + " " * (width - columns(line))


def breakable(value: object) -> Markup:
    """For narrow table cells: the text, escaped, with places where an address may be broken."""
    return Markup(re.sub(r"(?<=[@._])(?=\w)", "<wbr>", str(escape(visible(value)))))  # noqa: S704 - escaped

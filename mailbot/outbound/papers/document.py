"""A paper as a typed document: what every writer (docx, PDF, mail, text) starts from. Pure.

Text in it is plain text: nothing is markup any more, and each writer escapes for its own form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

TO_ADD = "TSB to add: "


@dataclass(frozen=True)
class Text:
    """``clock``: hours like `12:30-15:30 CET`, which stay in one line and this order in any script."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    clock: bool = False


@dataclass(frozen=True)
class Link:
    """``url`` begins with http, https or mailto."""

    text: str
    url: str
    bold: bool = False


@dataclass(frozen=True)
class Placeholder:
    """What TSB has to add before the paper can be sent: `URL of TD852`."""

    what: str

    @property
    def text(self) -> str:
        return f"[[{TO_ADD}{self.what}]]"


@dataclass(frozen=True)
class Break:
    """A line end that stays."""

    text: str = "\n"


Inline = Text | Link | Placeholder | Break
Line = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """``level`` 1 to 3, below the paper's title."""

    level: int
    line: Line


@dataclass(frozen=True)
class Paragraph:
    line: Line


@dataclass(frozen=True)
class Items:
    """A list; a numbered one begins with ``start``, another has None. Each item is blocks."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True)
class Table:
    """Without ``header`` it is a form: labels in the first column, what they say in the second."""

    rows: tuple[tuple[Line, ...], ...]
    header: tuple[Line, ...] = ()

    @property
    def shares(self) -> tuple[int, ...]:
        """How much of the width each column needs beside the others, by its longest cell."""
        if not self.header:
            return (22, 78)
        columns = [
            [len(plain(cell)) for cell in column] for column in zip(self.header, *self.rows, strict=True)
        ]
        return tuple(min(max(8, *column), 60) for column in columns)


@dataclass(frozen=True)
class Quote:
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Rule:
    """A line across."""

    kind: Literal["rule"] = "rule"


Block = Heading | Paragraph | Items | Table | Quote | Rule


@dataclass(frozen=True)
class Document:
    """``form`` is what the paper is called (Liaison statement), ``series`` where it belongs (the programme).

    ``date`` is the day it is made, in words; it is no part of the digest, so that a paper confirmed on Monday
    is the same paper on Tuesday.
    """

    kind: str
    language: str
    direction: Literal["ltr", "rtl"]
    form: str
    number: Line
    title: Line
    subject: str
    series: str
    date: str
    page: str
    blocks: tuple[Block, ...] = field(default=())

    @property
    def missing(self) -> tuple[str, ...]:
        """What TSB has to add, each once, in order of the text."""
        lines = [self.number, self.title, *_lines(self.blocks)]
        return tuple(
            dict.fromkeys(each.what for line in lines for each in line if isinstance(each, Placeholder))
        )

    @property
    def heading(self) -> str:
        """`Liaison statement LS 42`."""
        return " ".join(part for part in (self.form, plain(self.number)) if part)

    @property
    def digest(self) -> str:
        """SHA-256 of all that a reader sees but the date."""
        seen = {**as_json(self), "date": ""}
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


_BESIDES: dict[type, tuple[str, ...]] = {Placeholder: ("text",), Table: ("shares",)}


def plain(line: Iterable[Inline]) -> str:
    """The line's text without marks."""
    return "".join(each.text for each in line)


def as_json(value: Any) -> Any:
    """A document or a part of it as JSON values; each part names its kind in `is`."""
    if isinstance(value, tuple | list):
        return [as_json(each) for each in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    names = [*value.__dataclass_fields__, *_BESIDES.get(type(value), ())]
    return {"is": type(value).__name__.lower()} | {name: as_json(getattr(value, name)) for name in names}


def _lines(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.line
        elif isinstance(block, Items):
            for item in block.items:
                yield from _lines(item)
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                yield from row
        elif isinstance(block, Quote):
            yield from _lines(block.blocks)

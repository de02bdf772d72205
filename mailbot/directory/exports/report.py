"""What exports for people show, whatever they are written as: titles and tables of cells. Pure values.

A cell is a few lines one below the other, each a `Part`; writers (`docx`, `pdf`, `html`) know nothing of the
directory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """One line of a cell. ``look`` is `strong`, `quiet` or nothing; ``ltr`` is for what is never read from
    the right: addresses, numbers, codes. ``action`` is the ITU action whose colour it bears."""

    text: str
    look: str = ""
    ltr: bool = False
    action: str = ""


Cell = tuple[Part, ...]


@dataclass(frozen=True)
class Column:
    """``share`` is its part of the width, relative to the others'."""

    heading: str
    share: float = 1


@dataclass(frozen=True)
class Row:
    """A group has one cell, which stands over the rows below it as their heading."""

    cells: tuple[Cell, ...]
    is_group: bool = False


@dataclass(frozen=True)
class Table:
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class Report:
    """``made`` says in words when; ``page`` has the places `{page}` and `{pages}`."""

    title: str
    language: str
    direction: str
    made: str
    page: str
    tables: tuple[Table, ...] = field(default=())


def one(text: str | None, look: str = "", *, ltr: bool = False, action: str = "") -> Cell:
    """A cell with one line, or an empty one."""
    return (Part(text, look, ltr, action),) if text else ()


def group(text: str) -> Row:
    return Row((one(text, "strong"),), is_group=True)


def grouped(rows: list[tuple[str, Row]]) -> tuple[Row, ...]:
    """(group, row) pairs as rows, each group's heading before its first row."""
    return tuple(_grouped(rows))


def _grouped(rows: list[tuple[str, Row]]) -> Iterator[Row]:
    above = None
    for name, row in rows:
        if name != above:
            yield group(name)
            above = name
        yield row

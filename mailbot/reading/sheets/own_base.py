"""Our own workbook (`directory/exports/workbook`): what it said when it was made, and where its columns are
now.

The sheet of bases is found by its name and told by its mark. Columns are known by their headings; one whose
heading was written over is known by its cells, most of which still say what they said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.directory.exports.tabular import DATES, HIDDEN_BASE, KEY_HEADING, KINDS, MARK
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import languages
from mailbot.reading.grids.model import Grid, Row
from mailbot.reading.sheets.numbers import day
from mailbot.reading.values import clean, same

SEARCHED = 12  # rows from the top in which the headings may stand
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})
_SERIAL = re.compile(r"[2-8]\d{4}(?:\.0+)?")  # days from 1954 to 2146 as Excel counts them
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00)?)?")


@dataclass(frozen=True)
class Base:
    """``fields`` are the columns of each kind, ``records`` key -> field -> value as written, in order."""

    programme: str
    fields: Mapping[str, tuple[str, ...]]
    records: Mapping[str, Mapping[str, str]]

    def keys(self, kind: str) -> list[str]:
        return [key for key in self.records if key.startswith(f"{kind}:")]


@dataclass(frozen=True)
class Layout:
    """Where the sheet of one kind has what. ``first`` is its first row below the headings."""

    kind: str
    first: int
    key: int | None
    columns: Mapping[int, str] = field(default_factory=dict)
    remark: int | None = None


def base_of(grids: Sequence[Grid]) -> Base | None:
    """What the workbook said, if it is one of ours."""
    grid = next((each for each in grids if each.title == HIDDEN_BASE), None)
    rows = [each.new for each in grid.rows] if grid else []
    if not rows or rows[0][:1] != (MARK,):
        return None
    fields: dict[str, tuple[str, ...]] = {}
    records: dict[str, dict[str, str]] = {}
    programme = ""
    for row in rows:
        head, rest = (row[0], row[1:]) if row else ("", ())
        if head == "programme":
            programme = rest[0] if rest else ""
        elif head in KINDS.values():
            fields[head] = tuple(rest)
        elif (kind := head.partition(":")[0]) in fields:
            names = fields[kind]
            records[head] = {n: rest[at] if at < len(rest) else "" for at, n in enumerate(names)}
    return Base(programme, fields, records)


def plain(text: str) -> str:
    """For comparison: what programs change by themselves in a cell is no change."""
    text = unicodedata.normalize("NFC", clean(text.replace("_x000D_", " ")))
    return " ".join(text.translate(_SAME).replace("…", "...").split())


def day_of(text: str, context: Context) -> str | None:
    """The ISO day that a cell says, be it a serial number or words."""
    text = clean(text)
    if iso := _ISO.fullmatch(text):
        return iso[1]
    if _SERIAL.fullmatch(text):
        return day(text)[:10]
    found = periods(text, context.today) if len(text) < 80 else []
    return found[0].first.isoformat() if len(found) == 1 and found[0].is_day else None


def unchanged(name: str, before: str, now: str, context: Context) -> bool:
    """Whether the cell still says what it said."""
    old, new = plain(before), plain(now)
    if old == new:
        return True
    if not old or not new:
        return False
    if name in DATES:
        return day_of(new, context) == day_of(old, context)
    if name in ("phone", "email"):
        return same(name, old, new)
    return name not in ("summary", "name", "title") and _word(old) == _word(new)


def _word(text: str) -> str:
    """`Focal point` is `focal_point`."""
    return text.casefold().replace("_", " ").replace("-", " ")


def layout_of(grid: Grid, base: Base, context: Context) -> Layout | None:
    """Where the sheet has its columns; None if it is none of ours."""
    found = _by_headings(grid, base) or _by_keys(grid, base)
    if found is None:
        return None
    columns = dict(found.columns)
    columns |= _by_cells(grid, base, found, context)
    head = grid.rows[found.first - 1].new if found.first else ()
    spoken = languages(context)
    told = (n for n, text in enumerate(head) if n not in columns and n != found.key
            and field_of(found.kind, text.strip(), spoken) == "remark")  # fmt: skip
    return Layout(found.kind, found.first, found.key, columns, next(told, None))


def _by_headings(grid: Grid, base: Base) -> Layout | None:
    best: tuple[int, Layout] | None = None
    for number, row in enumerate(grid.rows[:SEARCHED]):
        texts = [_word(plain(text)) for text in row.new]
        key = next((n for n, text in enumerate(texts) if text == _word(KEY_HEADING)), None)
        for kind, fields in base.fields.items():
            known = {_word(name): name for name in fields}
            columns: dict[int, str] = {}
            for n, text in enumerate(texts):
                if (name := known.get(text)) and name not in columns.values():
                    columns[n] = name
            score = len(columns) * 2 + (key is not None)
            if len(columns) * 2 >= len(fields) and (best is None or score > best[0]):
                best = (score, Layout(kind, number + 1, key, columns))
    return best[1] if best else None


def _by_keys(grid: Grid, base: Base) -> Layout | None:
    """The headings were written over or are gone: the hidden keys tell."""
    for column in range(min(max((len(row.cells) for row in grid.rows), default=0), 20)):
        hits = [n for n, row in enumerate(grid.rows) if _at(row, column) in base.records]
        if len(hits) >= 2:
            kind = _at(grid.rows[hits[0]], column).partition(":")[0]
            return Layout(kind, hits[0], column)
    return None


def _by_cells(grid: Grid, base: Base, found: Layout, context: Context) -> dict[int, str]:
    """The columns that no heading names, by what most of their cells say."""
    if found.key is None:
        return {}
    known = [(row, base.records[key]) for row in grid.rows[found.first :]
             if (key := _at(row, found.key)) in base.records]  # fmt: skip
    width = max((len(row.cells) for row, _ in known), default=0)
    out: dict[int, str] = {}
    for name in base.fields[found.kind]:
        if name in found.columns.values():
            continue
        filled = [(row, values[name]) for row, values in known if values[name]]
        open_ = (n for n in range(width) if n not in found.columns and n not in out and n != found.key)
        hits = {n: sum(unchanged(name, old, _at(row, n), context) for row, old in filled) for n in open_}
        best = max(hits, key=lambda n: hits[n], default=None)
        if best is not None and hits[best] >= 2 and hits[best] * 2 >= len(filled):
            out[best] = name
    return out


def _at(row: Row, column: int) -> str:
    return row.cells[column].old.strip() if column < len(row.cells) else ""

"""Which record each row of our own workbook is about, whatever was sorted, inserted, copied or moved in it.

The row that still says all that a record said is that record; then the hidden key counts, where the row still
has something of the record (a sheet of which only the visible part was sorted has the keys beside other
rows); then what identifies the record: its id, its text, its name or address, its title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mailbot.reading.context import Context
from mailbot.reading.grids.model import Grid, Row
from mailbot.reading.grids.people import alike
from mailbot.reading.sheets.own_base import Base, Layout, plain, unchanged

_OWN = {"contact": ("id",), "position": ("organization", "text"), "meeting": ("id",)}
_TELLING = {"contact": ("email", "name"), "position": (), "meeting": ("title",)}


@dataclass(frozen=True)
class Line:
    """A row that says something. ``key`` is the hidden one, ``record`` the one it is about, if any;
    ``twice``: another row is about it already. ``new`` and ``old`` are the cells after and before marks in
    them; ``unknown`` the fields whose cells hold a formula of which the file keeps no result."""

    row: Row
    key: str
    new: Mapping[str, str]
    old: Mapping[str, str]
    remark: str = ""
    record: str | None = None
    twice: bool = False
    unknown: frozenset[str] = frozenset()

    @property
    def is_struck(self) -> bool:
        return self.row.state == "removed"

    @property
    def said(self) -> Mapping[str, str]:
        return self.old if self.is_struck else self.new

    def says(self, name: str) -> bool:
        return bool(self.new[name].strip()) or name in self.unknown

    @property
    def asked(self) -> str:
        named = ", ".join(sorted(name.replace("_", " ") for name in self.unknown))
        return f"its {named} is a formula without a result in the file; what is meant?"

    @property
    def is_cleared(self) -> bool:
        """Nothing is left of the row but its keys."""
        if self.unknown:
            return False
        return not any(text.strip() for name, text in self.said.items() if name not in ("id", "organization"))


def lines(grid: Grid, layout: Layout) -> Iterator[Line]:
    """The rows below the headings, blank ones left out."""
    for row in grid.rows[layout.first :]:
        new = {name: _cell(row.new, at) for at, name in layout.columns.items()}
        old = {name: _cell(row.old, at) for at, name in layout.columns.items()}
        key = _cell(row.old, layout.key) if layout.key is not None else ""
        unknown = {
            n for at, n in layout.columns.items() if at < len(row.cells) and row.cells[at].is_uncomputed
        }
        if not any((*new.values(), *old.values(), key, unknown)):
            continue
        remark = _cell(row.new, layout.remark) if layout.remark is not None else ""
        cells = tuple(cell for at, cell in enumerate(row.cells) if at != layout.key)
        yield Line(replace(row, cells=cells), key, new, old, remark, unknown=frozenset(unknown))


def _cell(texts: Sequence[str], at: int) -> str:
    return texts[at].strip() if at < len(texts) else ""


def matched(found: Sequence[Line], base: Base, kind: str, context: Context) -> list[Line]:
    """The lines, each with its record; the lines keep their order."""
    match = _Match(list(found), base, kind, context)
    match.untouched()
    for step in (match.by_key, match.by_own, match.by_telling, match.by_key_alone):
        for number, line in enumerate(match.lines):
            if line.record is None and not line.twice:
                step(number, line)
    return match.lines


@dataclass
class _Match:
    lines: list[Line]
    base: Base
    kind: str
    context: Context

    def __post_init__(self) -> None:
        self.taken: set[str] = set()
        self.keys = self.base.keys(self.kind)

    def _take(self, number: int, key: str) -> None:
        self.taken.add(key)
        self.lines[number] = replace(self.lines[number], record=key)

    def untouched(self) -> None:
        """Rows that say all that a record said; another such row is a copy of it."""
        names = list(self.lines[0].new) if self.lines else []
        records: dict[tuple[str, ...], list[str]] = {}
        for key in self.keys:
            records.setdefault(tuple(plain(self.base.records[key].get(n, "")) for n in names), []).append(key)
        for number, line in enumerate(self.lines):
            keys = records.get(tuple(plain(line.said[n]) for n in names), [])
            free = [key for key in keys if key not in self.taken]
            if free:
                self._take(number, line.key if line.key in free else free[0])
            elif keys:
                self.lines[number] = replace(line, twice=True)

    def by_key(self, number: int, line: Line) -> None:
        if line.key in self.base.records and line.key not in self.taken and self._is_kin(line, line.key):
            self._take(number, line.key)

    def by_own(self, number: int, line: Line) -> None:
        """By the id or, of a position, by organization and text."""
        wanted = [plain(line.said.get(name, "")) for name in _OWN[self.kind]]
        key = f"{self.kind}:{'/'.join(wanted)}"
        if not all(wanted) or key not in self.base.records:
            return
        if key in self.taken:
            self.lines[number] = replace(line, twice=line.key in ("", key) and self._is_kin(line, key))
        elif self.kind == "position" or self._is_kin(line, key):
            self._take(number, key)

    def by_telling(self, number: int, line: Line) -> None:
        for name in _TELLING[self.kind]:
            said = plain(line.said.get(name, ""))
            keys = [key for key in self.keys if said and plain(self.base.records[key].get(name, "")) == said]
            free = [key for key in keys if key not in self.taken]
            if len(free) == 1:
                self._take(number, free[0])
                return
            if keys and not free and name != "email":  # two people may share an address
                self.lines[number] = replace(line, twice=True)
                return

    def by_key_alone(self, number: int, line: Line) -> None:
        """Everything was written over, but where."""
        if line.key in self.base.records and line.key not in self.taken:
            self._take(number, line.key)

    def _is_kin(self, line: Line, key: str) -> bool:
        """Whether the row has anything left of what identifies the record; a cleared one has."""
        before = self.base.records[key]

        def still(name: str) -> bool:
            said = line.said.get(name, "")
            return bool(said) and unchanged(name, before.get(name, ""), said, self.context)

        if line.is_cleared:
            return True
        if self.kind == "contact":
            names = before.get("name", ""), line.said.get("name", "")
            return still("email") or still("name") or still("phone") or (all(names) and alike(*names))
        if self.kind == "meeting":
            return still("title") or (still("organization") and (still("starts") or still("ends")))
        return still("text") and still("organization")

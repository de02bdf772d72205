"""Our own workbook mailed back: exactly what was changed in it, compared with what it said when it was made.

What the directory has become meanwhile plays no part here; it is compared where a change is decided. A new
row is an add, a row struck out a removal; a row that is gone is a question, for it may have been filtered
away. Of another organization's rows only that they differ is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mailbot.directory.exports.tabular import DATES
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.grids import cells, remarks
from mailbot.reading.grids.entry import Entry, Source
from mailbot.reading.grids.headings import organization_named
from mailbot.reading.grids.model import Grid
from mailbot.reading.grids.people import alike
from mailbot.reading.grids.reader import READERS, differs, few, of_others
from mailbot.reading.sheets.own_base import Base, Layout, day_of, layout_of, plain, unchanged
from mailbot.reading.sheets.own_rows import Line, lines, matched
from mailbot.reading.values import clean

RULE = "own workbook"
_SURE = 0.99
_FIXED = ("id", "organization", "text")
_NEEDED = {"role", "committee", "name", "title", "starts", "ends"}
_SUBJECT = {"contact": "name", "position": "text", "meeting": "title"}
_WHOLE_COLUMN = 4  # rows from which a column that was emptied altogether is a question
_SHEETS = {"contact": "contact sheet", "position": "mapping table", "meeting": "calendar"}
_NAMED = 10


def read(
    grids: Sequence[Grid], base: Base, context: Context, source: Source
) -> tuple[list[Result], list[Grid]]:
    """What was changed, and the sheets that are not ours: added by hand, without our columns."""
    if base.programme != context.directory.programme.id:
        now = context.directory.programme.id
        text = f"The workbook is one of {base.programme}, not of {now}; was this one meant?"
        return [Doubt(text, (base.programme,), source.source, source.reader, RULE)], []
    results: list[Result] = []
    others: list[Grid] = []
    for grid in grids:
        layout = layout_of(grid, base, context)
        if layout is None:
            others.append(grid)
        else:
            results += _Sheet(layout, base, context, source).read(grid)
    return results, others


@dataclass
class _Sheet:
    layout: Layout
    base: Base
    context: Context
    source: Source
    foreign: dict[str, list[Result]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.layout.kind

    def read(self, grid: Grid) -> list[Result]:
        found = matched(list(lines(grid, self.layout)), self.base, self.kind, self.context)
        emptied = self._emptied(found)
        results: list[Result] = []
        for line in found:
            context = self._of_owner(line)
            told = list(self._line(line, context, emptied))
            if context.organization == self.context.organization:
                results += told
            else:
                self._note_foreign(line, told, context)
        results += [self._ask_column(name, found) for name in emptied]
        results += self._missing(found)
        return few(results, self.source) + of_others(self.foreign, self.context.organization, self.source)

    def _of_owner(self, line: Line) -> Context:
        """The context of the organization whose row it is; a new row without one is the sender's."""
        if line.record is not None:
            code: str | None = self.base.records[line.record].get("organization")
        else:
            code = organization_named(line.said.get("organization", ""), self.context)
        if not code or code == self.context.organization:
            return self.context
        return replace(self.context, organization=code, contact=None)

    def _note_foreign(self, line: Line, told: Sequence[Result], context: Context) -> None:
        """A row of somebody else's that was touched, unless it says by now what is on file."""
        found = [each for each in told if isinstance(each, Doubt) or differs(each, context)]
        if found and context.organization:
            rows = self.foreign.setdefault(context.organization, [])
            rows.append(replace(found[0], evidence=(line.row.evidence,)))

    def _line(self, line: Line, context: Context, emptied: Sequence[str]) -> Iterator[Result]:
        if line.record is None:
            if not line.twice:
                yield from READERS[self.kind](self._entry(line, context))
            elif line.key not in self.base.records or not self._says_the_same(line):
                name = clean(line.said.get(_SUBJECT[self.kind], ""))
                yield self._ask(line, f"{name} stands in two rows that differ; which holds?", "two rows")
            return
        before = self.base.records[line.record]
        if line.is_struck:
            yield from READERS[self.kind](self._entry(line, context))
            return
        if line.is_cleared:
            return  # as if the row were gone
        changed = [n for n in line.new if not unchanged(n, before.get(n, ""), line.new[n], self.context)]
        changed = [n for n in changed if n not in emptied and n not in line.unknown and n != "id"]
        if line.unknown:
            yield self._ask(line, f"{before[_SUBJECT[self.kind]]}: {line.asked}", "formula")
        found = list(self._changed(line, before, changed, context)) if changed else []
        if line.remark:
            found = remarks.read(self._entry(line, context), found or [self._finding(line, before, {})])
        yield from (
            each for each in found if not isinstance(each, Finding) or each.values or each.op != "update"
        )

    def _says_the_same(self, line: Line) -> bool:
        before = self.base.records[line.key]
        return all(unchanged(n, before.get(n, ""), text, self.context) for n, text in line.new.items())

    def _changed(
        self, line: Line, before: Mapping[str, str], changed: Sequence[str], context: Context
    ) -> Iterator[Result]:
        subject = before[_SUBJECT[self.kind]]
        for name in (n for n in changed if n in _FIXED):
            text = f"{subject}: its {name} has become {line.new[name]} in the workbook; is this meant?"
            yield self._ask(line, text, "fixed")
        changed = [name for name in changed if name not in _FIXED]
        key = str(line.record).partition(":")[2]
        if changed and context.directory.get(self.kind, key) is None:
            text = f"{subject} is no longer in the directory, and was changed in the workbook; what is meant?"
            yield self._ask(line, text, "gone")
            return
        if self.kind == "contact" and "name" in changed and self._is_another(line, before):
            yield from self._replaced(line, changed, before, context)
            return
        values: dict[str, object] = {}
        for name in changed:
            try:
                values |= self._values(name, line.new[name], context, line)
            except cells.Unreadable:
                what = f"{name.replace('_', ' ')} {clean(line.new[name])!r}"
                yield self._ask(line, f"{subject}: {what} could not be read; what is meant?", "cell")
        if values:
            yield self._finding(line, before, values)

    def _is_another(self, line: Line, before: Mapping[str, str]) -> bool:
        was, now = (cells.name(text, self.context)[1] for text in (before["name"], line.new["name"]))
        return bool(now) and not alike(was, now)

    def _replaced(
        self, line: Line, changed: Sequence[str], before: Mapping[str, str], context: Context
    ) -> Iterator[Result]:
        """Another person was written into the row: he takes over role and Committee, and what else is new."""
        kept = {"role", "committee", *changed}
        new = {name: text for name, text in line.new.items() if name in kept}
        old = {**before, "key": str(line.record)}
        entry = self._entry(replace(line, new=new, old=old), context)
        yield from READERS["contact"](replace(entry, marked=frozenset({"name"})))

    def _values(self, name: str, text: str, context: Context, line: Line) -> dict[str, object]:
        """What a cell that was changed gives. Raises `cells.Unreadable`."""
        if not clean(text) or plain(text) in ("-", "n/a", "none"):
            if name in _NEEDED:
                raise cells.Unreadable(text)
            return {name: None}
        if name in DATES:
            found: str | None = day_of(text, context)
        elif name == "coordinator":
            found = cells.coordinator(clean(text), context)
        elif name == "name":
            title, found = cells.name(text, context)
            if title and not line.new.get("honorific"):
                return {"honorific": title, "name": found}
        elif name == "honorific":
            found = cells.honorific(text, context) or clean(text)
        else:
            found = cells.value(
                self.kind, name, text, context, line.new.get("country") or self._country(line)
            )
        if found is None:
            raise cells.Unreadable(text)
        return {name: found}

    def _country(self, line: Line) -> str | None:
        return self.base.records[line.record].get("country") or None if line.record else None

    def _finding(self, line: Line, before: Mapping[str, str], values: Mapping[str, object]) -> Finding:
        key = str(line.record).partition(":")[2]
        seen = {name: before.get(name) or None for name in values}
        return Finding(
            self.kind, "update", before[_SUBJECT[self.kind]], key, None, values, (line.row.evidence,),
            self.source.source, _SURE, self.source.reader, RULE, seen,
        )  # fmt: skip

    def _entry(self, line: Line, context: Context) -> Entry:
        keyed = {"key": line.record} if line.record else {}
        return Entry(
            self.kind, {**line.new, **keyed}, {**line.old, **keyed}, frozenset(), line.row.state,
            line.row.evidence, self.source, context, has_roles="role" in line.new, remark=line.remark,
        )  # fmt: skip

    def _ask(self, line: Line, text: str, rule: str) -> Doubt:
        return Doubt(text, (line.row.evidence,), self.source.source, self.source.reader, rule)

    def _emptied(self, found: Sequence[Line]) -> list[str]:
        """The columns in which every cell was emptied: more likely a slip than so many deletions."""
        known = [
            (line, self.base.records[line.record]) for line in found if line.record and not line.is_struck
        ]
        out = []
        for name in self.layout.columns.values():
            filled = [line for line, before in known if before.get(name, "").strip()]
            if len(filled) >= _WHOLE_COLUMN and not any(line.says(name) for line, _ in known):
                out.append(name)
        return out

    def _ask_column(self, name: str, found: Sequence[Line]) -> Doubt:
        label = name.replace("_", " ")
        sheet = _SHEETS[self.kind]
        text = f"The column {label} of the {sheet} is empty in the workbook; is it all to be deleted?"
        return Doubt(text, (found[0].row.evidence,), self.source.source, self.source.reader, "column")

    def _missing(self, found: Sequence[Line]) -> list[Result]:
        """The sender's own rows that are gone, as one question; what is no longer on file is none."""
        there = {line.record for line in found if line.record and not line.is_cleared}
        gone = [
            self.base.records[key][_SUBJECT[self.kind]]
            for key in self.base.keys(self.kind)
            if key not in there
            and self.base.records[key]["organization"] == self.context.organization
            and self.context.directory.get(self.kind, key.partition(":")[2]) is not None
        ]
        if not gone:
            return []
        named = ", ".join(gone[:_NAMED]) + (f" and {len(gone) - _NAMED} more" if len(gone) > _NAMED else "")
        text = f"No longer in the workbook's {_SHEETS[self.kind]}: {named}. To be removed, or only left out?"
        return [Doubt(text, tuple(gone[:_NAMED]), self.source.source, self.source.reader, "missing row")]

"""A row of a table of proposals -> findings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailbot.directory.records import Position
from mailbot.reading import texts
from mailbot.reading.context import Context
from mailbot.reading.findings import Result
from mailbot.reading.grids import cells
from mailbot.reading.grids.entry import Entry
from mailbot.reading.grids.headings import Header
from mailbot.reading.grids.model import Row
from mailbot.reading.values import clean, folded

_QUOTES = "\"'“”«»‘’ ."


def read(entry: Entry) -> list[Result]:
    before = _identity(entry.old, entry.context)
    if entry.state == "removed":
        on_file = entry.context.directory.get("position", before)
        if not isinstance(on_file, Position) or on_file.status == "withdrawn":
            return []
        return [entry.find("update", on_file.text, on_file.key, {"status": "withdrawn"}, "removed row")]
    if entry.state == "" and _is_rejected(entry):
        return []
    key = _identity(entry.new, entry.context)
    if entry.state == "" and before and key and before != key:
        text = f"{before.partition('/')[2]} has become {key.partition('/')[2]} in the table; is this meant?"
        return [entry.ask(text)]
    on_file = entry.context.directory.get("position", key) if key else None
    values = _values(entry, on_file if isinstance(on_file, Position) else None)
    if key is None:
        key = _proposed(entry, values)
    if key is None:
        return _unknown(entry, values)
    text = key.partition("/")[2]
    on_file = entry.context.directory.get("position", key)
    if on_file is not None:
        values = entry.news(values, on_file)
    else:
        values = {name: value for name, value in values.items() if value is not None}
        if not set(values) & {"action", "status"} and not text.startswith("New:"):
            return list(entry.doubts)  # a text without anything said of it
    return [*entry.doubts, entry.find("set", text, key, values, "row")]


def _is_rejected(entry: Entry) -> bool:
    """`For 2 | Against 9 | not agreed`: a proposal that the region did not take."""
    cells_ = entry.evidence.split(" | ")
    return any(
        one.words.pattern("sheet.rejected").fullmatch(cell)
        for one in cells.spoken(entry.context)
        for cell in cells_
    )


def with_summaries(header: Header, rows: Sequence[Row]) -> Header:
    """`Subject` as the column of summaries, where its cells repeat those on file and no title of a text."""
    fields = {field: number for number, field in header.columns.items()}
    if header.target != "position" or "summary" in fields or not {"text", "title"} <= set(fields):
        return header
    directory, own = header.context.directory, header.context.organization
    told = {
        folded(clean(row.cells[fields["title"]].text)) for row in rows if fields["title"] < len(row.cells)
    }
    summaries = {folded(p.summary) for p in directory.positions if p.organization == own and p.summary}
    if len(told & summaries) < 2 or told & {folded(title) for _, title in directory.titles}:
        return header
    return replace(header, columns={**header.columns, fields["title"]: "summary"})


def _reference(row: Mapping[str, str]) -> str:
    text = row.get("text", "")[:500]
    return "" if cells.is_nothing(text) else clean(text)


def _identity(row: Mapping[str, str], context: Context) -> str | None:
    """The key of the position the row is about: by its hidden key, its number or its title."""
    if "key" in row and context.directory.get("position", row["key"].partition(":")[2]):
        return row["key"].partition(":")[2]
    for one in cells.spoken(context):
        for cell in (_reference(row), clean(row.get("title", ""))[:500]):
            found = texts.find(cell, one) if cell else None
            if found is not None and found.known and not _only_title_of_new(found.id, row):
                return f"{context.organization}/{found.id}"
    return _on_file(row, context)


def _only_title_of_new(text: str, row: Mapping[str, str]) -> bool:
    return text.startswith("New:") and not row.get("title", "") and not row.get("text", "")


def _on_file(row: Mapping[str, str], context: Context) -> str | None:
    """A proposed new Resolution on file whose title is written nearly so."""
    from rapidfuzz.fuzz import ratio

    titles = [t for t in (row.get("title", ""), _reference(row)) if len(t) > 10]
    for record in context.directory.positions:
        if record.organization == context.organization and record.text.startswith("New:"):
            have = folded(record.text[4:])
            if any(ratio(have, folded(title)) >= 88 for title in titles):
                return record.key
    return None


def _values(entry: Entry, on_file: Position | None) -> dict[str, object]:
    values = entry.values(("action", "status", "summary"))
    title = folded(entry.new.get("title", ""))
    if "summary" in values and folded(str(values["summary"])) == title != "":
        del values["summary"]
    if "status" not in entry.new and (said := entry.new.get("action", "")):
        status = cells.choice("position", "status", said, entry.context)  # `MOD (draft)` in one cell
        if status and len(said.split()) > 1:
            values["status"] = status
    name = entry.new.get("coordinator", "")
    if not cells.is_nothing(name):
        try:
            values["coordinator"] = cells.coordinator(name, entry.context)
        except cells.Unreadable:
            if on_file is not None and on_file.coordinator and not name.isascii():
                return values  # in a script in which names cannot be compared: the one on file, no doubt
            own = entry.context.organization
            entry.doubts.append(
                entry.ask(f"The coordinator {name!r} is not exactly one contact of {own}; who is meant?")
            )
    elif "coordinator" in entry.marked:
        values["coordinator"] = None
    return values


def _proposed(entry: Entry, values: dict[str, object]) -> str | None:
    """The key of a Resolution that is proposed anew in this row, known by its title."""
    reference, title = _reference(entry.new), clean(entry.new.get("title", "")).strip(_QUOTES)
    asks = [one.words.pattern("position.new_resolution") for one in cells.spoken(entry.context)]
    is_new = values.get("action") == "ADD" or any(p.search(f"{reference} {title}") for p in asks)
    if re.search(r"\d", reference) and not title:
        is_new = is_new and not texts.find(reference, entry.context)
    if not is_new:
        return None
    if not title:
        title = reference
    for pattern in asks:
        title = pattern.sub("", title)
    title = re.sub(r"^\W*(?:on|sur|sobre|о|об|New|:|-|–)\b\s?[:\-–]?\s*", "", title.strip()).strip(
        _QUOTES + ":-–[]"
    )
    if len(title) < 6:
        return None
    values.setdefault("action", "ADD")
    return f"{entry.context.organization}/New: {title}"


def _unknown(entry: Entry, values: dict[str, object]) -> list[Result]:
    reference = _reference(entry.new) or clean(entry.new.get("title", ""))
    if not reference or not values or not set(values) & {"action", "status"}:
        return []
    for one in cells.spoken(entry.context):
        found = texts.find(reference, one)
        if found is not None:  # a number that is not among the texts
            return [entry.ask(f"{found.id} is not among the texts of the programme.")]
    return [entry.ask(f"{reference}: which Resolution or Recommendation is meant?")]

"""The rows below a header -> entries: columns named, titles between the rows understood, whose row it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mailbot.reading import countries
from mailbot.reading.context import Context
from mailbot.reading.entries import NOTHING
from mailbot.reading.grids import cells
from mailbot.reading.grids.entry import Entry, Source
from mailbot.reading.grids.headings import Header, organization_named
from mailbot.reading.grids.inferred import repeats_summary
from mailbot.reading.grids.model import Row, RowState
from mailbot.reading.grids.row_state import is_gone, is_of_another, is_over, is_struck, whose
from mailbot.reading.grids.unheaded import by_cells
from mailbot.reading.values import clean, folded

# a column whose cells are mostly something else says something else
_ELSE = {"role": "job_title", "action": "summary"}
_ARROW = re.compile(r"\s*(?:->|→|=>|⇒|--+>|>>)\s*")


@dataclass
class _Above:
    """What titles between the rows say of the rows below them."""

    organization: str | None = None
    role: str = ""
    committee: str = ""


def entries(header: Header, rows: Sequence[Row], title: str, source: Source) -> list[Entry]:
    header = _checked(header, rows)
    above = _Above(whose(title, header.context))
    has_roles = "role" in header.fields
    out: list[Entry] = []
    for row in rows:
        if row.is_blank:
            continue
        filled = [cell for cell in row.cells if cell.text.strip() or cell.old.strip()]
        if len(filled) == 1 and row.state == "" and _is_title(clean(filled[0].text), header, above):
            continue
        if _repeats(row, header):
            continue
        if is_of_another(header, row) or is_over(header, row):
            continue
        told = has_roles or bool(above.role)
        out += [replace(entry, has_roles=told) for entry in _entry(header, row, above, source)]
    return out


def _repeats(row: Row, header: Header) -> bool:
    """The heading again, as at the top of a printed page."""
    shown = header.texts.items()
    return bool(shown) and all(n < len(row.cells) and row.cells[n].text.strip() == text for n, text in shown)


def _is_title(text: str, header: Header, above: _Above) -> bool:
    """Whether the row's only cell is a title, and what it says of the rows below."""
    context = header.context
    if code := organization_named(text, context) or (whose(text, context) if len(text) < 60 else None):
        above.organization, above.role, above.committee = code, "", ""
        return True
    if header.target != "contact" or len(text) > 60:
        return header.target == "contact"
    role = cells.choice("contact", "role", text, context)
    committee = cells.committee(text, context)
    if role:
        above.role, above.committee = role, committee or ""
    elif committee:
        above.committee = committee
    return bool(role or committee)


def _checked(header: Header, rows: Sequence[Row]) -> Header:
    """The columns, each with its heading believed only if its cells agree."""
    columns = dict(header.columns)
    spare: int | None = None
    for number, field in header.columns.items():
        found = [row.cells[number].text for row in rows if number < len(row.cells)]
        values = [text for text in found if not cells.is_nothing(text)][:200]
        if not values:
            continue
        if (header.target, field) in cells.CLOSED:
            read = sum(
                cells.choice(header.target, field, text, header.context) is not None for text in values
            )
            if read * 2 < len(values):
                other = _ELSE.get(field, "")
                columns.pop(number)
                if other and other not in columns.values():
                    columns[number] = other
        elif field == "affiliation" and _are_countries(values, "country" in columns.values()):
            columns[number] = "country" if "country" not in columns.values() else "note"
        elif field == "organization" and not any(organization_named(v, header.context) for v in values):
            columns.pop(number)
            if header.target == "contact" and "affiliation" not in columns.values():
                columns[number] = "affiliation"
        elif field == "honorific" and not any(cells.honorific(v, header.context) for v in values):
            columns.pop(number)  # `Title` beside `Position` is a post after all, if nothing else is
            spare = number
    header = replace(header, columns=_with_summary(columns, header, rows))
    header = replace(header, columns=by_cells(header, rows))
    if spare is not None and "job_title" not in header.columns.values():
        header = replace(header, columns={**header.columns, spare: "job_title"})
    return replace(header, family_first=_is_family_first(header, rows))


def _are_countries(values: Sequence[str], beside: bool) -> bool:
    """Whether most of the cells are countries; ``beside`` another column of them `CA` may be a body."""
    named = [v for v in values if countries.code(v) is not None and not (beside and len(clean(v)) < 3)]
    return len(named) * 2 >= len(values)


def _with_summary(columns: dict[int, str], header: Header, rows: Sequence[Row]) -> dict[int, str]:
    """`Subject` heads titles, or the summaries on file; a row that repeats one tells."""
    told = {field: number for number, field in columns.items()}
    open_ = header.target == "position" and "summary" not in told and {"title", "text"} <= told.keys()
    if open_ and repeats_summary(rows, told["text"], told["title"], header.context):
        columns[told["title"]] = "summary"
    return columns


def _is_family_first(header: Header, rows: Sequence[Row]) -> bool:
    """Whether the people on file stand in the table the other way round than on file: `VERNE Ada`."""
    number = next((n for n, field in header.columns.items() if field == "name"), None)
    if header.target != "contact" or number is None:
        return False
    on_file = {folded(c.name) for c in header.context.directory.contacts}
    found = [clean(row.cells[number].old) for row in rows if number < len(row.cells)]
    turned = any(cells.given_first(t) != t and folded(cells.given_first(t)) in on_file for t in found)
    return turned and not any(cells.given_first(t) != t and folded(t) in on_file for t in found)


def _texts(header: Header, texts: Sequence[str], side: int = -1) -> dict[str, str]:
    """Field -> cell; of `MOD -> NOC` the last (``side`` -1) or the first."""
    row = {
        field: texts[n].strip() if field == "remark" else _ARROW.split(texts[n])[side].strip()
        for n, field in header.columns.items()
        if n < len(texts)
    }
    if header.family_first and row.get("name"):
        row["name"] = cells.given_first(row["name"])
    given, family = row.pop("given", ""), row.pop("family", "")
    if (given or family) and not row.get("name"):
        order = (family, given) if header.context.language == "zh" else (given, family)
        row["name"] = ("" if header.context.language == "zh" else " ").join(p for p in order if p)
    return row


def _entry(header: Header, row: Row, above: _Above, source: Source) -> Iterator[Entry]:
    new, old = _texts(header, row.new), _texts(header, row.old, 0)
    context = _owner(new, old, above, header.context)
    marked = frozenset(f for f in {*new, *old} if new.get(f, "") != old.get(f, ""))
    state: RowState = row.state
    if state == "" and (is_gone(new, header.context) or is_struck(new, old)):
        state = "removed"
        old = {**new, **{k: v for k, v in old.items() if v}}
    if header.target == "contact":
        for one in (new, old):
            _complete(one, above, header.context)
    remark = new.get("remark", "") if state == "" else ""
    evidence = replace(row, state=state).evidence
    plain = Entry(header.target, new, old, marked, state, evidence, source, context, remark=remark)
    matrix = [f for f in header.columns.values() if f.startswith("action of ")]
    if not matrix:
        yield plain
    for field in matrix:  # one column an organization
        own = replace(header.context, organization=field.removeprefix("action of "))
        said = {**new, "action": new.get(field, "")}
        if said["action"].strip():
            yield replace(plain, new=said, old={**old, "action": old.get(field, "")}, context=own)


def _owner(new: Mapping[str, str], old: Mapping[str, str], above: _Above, context: Context) -> Context:
    cell = new.get("organization") or old.get("organization") or ""
    code = (organization_named(cell, context) if cell else None) or above.organization
    if code is None or code == context.organization:
        return context
    return replace(context, organization=code, contact=None)


def _complete(row: dict[str, str], above: _Above, context: Context) -> None:
    """Role and committee from one cell (`Coordinator COM3`), or from the title above."""
    said = row.get("role", "")
    if said and not row.get("committee", "").strip() and (found := cells.committee(said, context)):
        row["committee"] = found
    if clean(row.get("role", "")).casefold() in NOTHING and above.role:
        row["role"] = above.role
    if clean(row.get("committee", "")).casefold() in NOTHING and above.committee:
        row["committee"] = above.committee

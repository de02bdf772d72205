"""The rows of the contact sheet, the mapping table and the calendar as mails show them.

A mail that asks for corrections carries these rows; a reply that edits them is compared with them. So both
the composer and the reader of quoted edits use this one layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mailbot.directory.records import Contact, Meeting, Position, Record
from mailbot.directory.snapshot import Directory

EMPTY = "-"
SEPARATOR = " | "
LAYOUTS: dict[str, tuple[str, ...]] = {
    "contact": ("role", "committee", "name", "email", "phone"),
    "position": ("organization", "text", "action", "status"),
    "meeting": ("title", "dates", "mode", "place", "status"),
}
ASKING = ("liaison", "freshness", "freshness-again")  # the mails that carry them, to be corrected
TITLES = {"contact": "Contact sheet", "position": "Mapping table", "meeting": "Calendar"}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One record as shown; ``cells`` follow `LAYOUTS[kind]`."""

    kind: str
    key: str
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return SEPARATOR.join(self.cells)


def period(starts: date, ends: date) -> str:
    """`25-28 January 2021`, `31 January - 3 February 2021`, `8 January 2021`."""
    last = f"{ends.day} {MONTHS[ends.month - 1]} {ends.year}"
    if starts == ends:
        return last
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}-{last}"
    year = f" {starts.year}" if starts.year != ends.year else ""
    return f"{starts.day} {MONTHS[starts.month - 1]}{year} - {last}"


def row(record: Record) -> Row:
    """The record's row. Kinds without a layout are a programming error (KeyError)."""
    cells: list[str | None]
    if isinstance(record, Contact):
        name = " ".join(part for part in (record.honorific, record.name) if part)
        cells = [record.role.replace("_", " "), record.committee, name, record.email, record.phone]
    elif isinstance(record, Position):
        cells = [record.organization, record.text, record.action, record.status]
    elif isinstance(record, Meeting):
        when = period(record.starts, record.ends)
        cells = [record.title, when, record.mode, record.place, record.status]
    else:
        raise KeyError(record.kind)
    return Row(record.kind, record.key, tuple(cell or EMPTY for cell in cells))


def rows(directory: Directory, organization: str) -> dict[str, tuple[Row, ...]]:
    """The organization's rows by kind, in the directory's order."""

    def own(record: Record) -> bool:
        return getattr(record, "organization", None) == organization

    return {kind: tuple(row(r) for r in directory.of_kind(kind) if own(r)) for kind in LAYOUTS}

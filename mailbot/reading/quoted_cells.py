"""One edited cell of our own sheet, table or calendar -> the fields it sets."""

from __future__ import annotations

import re
from typing import Any

from mailbot.directory.records import Contact, Meeting, Record
from mailbot.directory.sheet import EMPTY
from mailbot.reading import names, normal
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.entries import NOTHING
from mailbot.reading.honorifics import split_name
from mailbot.reading.values import clean, folded, same

_NOTED = re.compile(
    r"(?P<cell>.+?)\s*[\[<({]+\s*(?:[A-Z]{1,4}\s?:\s?)?(?P<note>[^\[\]<>(){}]{2,80}?)\s*[\]>)}]+"
)
_ARROW = re.compile(r"\s*(?:->|→|=>|⇒|--+>|>>)\s*")


def role_in(cell: str, context: Context) -> str | None:
    from mailbot.mail.phrases import phrases

    plain = clean(after_arrow(cell)).casefold().replace(" ", "_")
    if plain in ("focal_point", "coordinator", "alternate"):
        return plain
    for words in (context.words, phrases("en")):
        for role, pattern in words.patterns("contact.role").items():
            if pattern.fullmatch(clean(after_arrow(cell))):
                return role
    return None


def after_arrow(cell: str) -> str:
    """`MOD -> NOC` means NOC."""
    return _ARROW.split(cell)[-1]


def noted(before: str, cell: str) -> str:
    """What somebody wrote in brackets behind a cell that stands as it was: `draft [AV: agreed]`."""
    found = _NOTED.fullmatch(cell.strip())
    return found["note"] if found and before != EMPTY and folded(found["cell"]) == folded(before) else cell


def unchanged(field: str, before: str, cell: str) -> bool:
    cell = clean(cell)
    if cell in NOTHING and before == EMPTY:
        return True
    return same(field, before, cell) or folded(before) == folded(cell) != ""


def changed_cell(kind: str, field: str, cell: str, base: Record, context: Context) -> dict[str, Any] | None:
    """The fields an edited cell sets; None if it cannot be read."""
    text = clean(after_arrow(cell))
    if text.casefold() in NOTHING:
        return (
            None
            if field in ("title", "dates", "name", "organization", "text", "role", "committee")
            else {field: None}
        )
    if field == "dates":
        found = periods(text, context.today)
        if len(found) != 1 or not isinstance(base, Meeting):
            return None
        first, last = found[0].first, found[0].last
        return {"starts": first.isoformat(), "ends": last.isoformat()}
    if field == "name" and isinstance(base, Contact):
        honorific, name = split_name(text, context)
        found_name: dict[str, Any] = (
            {}
            if sorted(names.units(name)) == sorted(names.units(base.name)) and name == base.name
            else {"name": name}
        )
        return {
            **found_name,
            **({"honorific": honorific} if honorific and honorific != base.honorific else {}),
        }
    if field == "role":
        role = role_in(text, context)
        return {"role": role} if role else None
    try:
        return {field: normal.normal(kind, field, text, context, base)}
    except normal.Unclear:
        return None

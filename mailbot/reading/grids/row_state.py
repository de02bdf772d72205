"""Whether a row counts: not the row of another body, of a term that is over, of a record that is gone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mailbot.mail.phrases import phrases
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.grids import cells
from mailbot.reading.grids.headings import Header, organization_named
from mailbot.reading.grids.model import Row
from mailbot.reading.values import clean

_YEAR = re.compile(r"(?:19|20)\d\d")
_ACTION = re.compile(r"\b(?:MOD|SUP|ADD|NOC)\b")


def whose(title: str, context: Context) -> str | None:
    """The organization a sheet's title names: `CEPT`, `CEPT contacts`."""
    if named := organization_named(title, context):
        return named
    words = set(title.replace("_", " ").split())
    codes = [o.code for o in context.directory.organizations if o.code in words]
    return codes[0] if len(codes) == 1 else None


def is_of_another(header: Header, row: Row) -> bool:
    """A meeting of ITU, say: its organization is named, and is none of the directory."""
    number = next((n for n, field in header.columns.items() if field == "organization"), None)
    if header.target != "meeting" or number is None or number >= len(row.cells):
        return False
    said = clean(row.cells[number].text)
    return not cells.is_nothing(said) and not whose(said, header.context)


def is_over(header: Header, row: Row) -> bool:
    """A former holder in a list of people: the column of the end of the term says a day that is past."""
    if header.target != "contact":
        return False
    until = phrases(header.context.language).pattern("sheet.until")
    today = header.context.today
    for number, heading in enumerate(header.headings):
        if (
            number in header.columns
            or number >= len(row.cells)
            or not until.fullmatch(clean(heading).rstrip(" :."))
        ):
            continue
        said = clean(row.cells[number].text)
        if _YEAR.fullmatch(said):
            return int(said) < today.year
        found = periods(said, today) if len(said) < 40 else []
        return len(found) == 1 and bool(_YEAR.search(said)) and found[0].last < today
    return False


def is_gone(row: Mapping[str, str], context: Context) -> bool:
    """A remark that the row's record is no longer: `left`, `delete`."""
    remark = clean(row.get("remark", ""))
    if _ACTION.search(remark):
        return False  # "no longer SUP" tells what it no longer is, not that it is gone
    status = clean(row.get("status", ""))
    return any(
        said and one.words.pattern("sheet.gone").fullmatch(said.rstrip(".!"))
        for one in cells.spoken(context)
        for said in (remark, status if "name" in row else "")
    )


def is_struck(new: Mapping[str, str], old: Mapping[str, str]) -> bool:
    """Name or title struck out, and most of the row with it, and nothing written instead."""
    name = next((f for f in ("name", "title", "text") if old.get(f)), None)
    if name is None or new.get(name):
        return False
    kept = [f for f in new if new[f] and f not in ("organization", "remark")]
    return len(kept) * 2 < sum(bool(v) for v in old.values())

"""A calendar whose columns nothing but its cells tell: rows without headings, or with some that name no days.

`2nd prep meeting | 3-5 March | Lusaka`, `Meeting | New place`: titles of which the calendar knows one, and
beside them days, places, modes or marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from mailbot.reading import countries
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.grids import cells, told
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import Header, languages, lists_documents
from mailbot.reading.grids.meeting_titles import by_words, is_called
from mailbot.reading.grids.model import Row
from mailbot.reading.values import clean

_MOST = 40  # rows
_LONG = 60  # characters of a place
_NEW = re.compile(r"(?i)\b(?:new|now|revised|nuev[oa]|nouve\w+|нов\w+)\b|الجديد|新")
_CITY = re.compile(r"[A-ZÀ-ÞА-ЯЁ][\w'’ .-]+(?:,\s[A-ZÀ-ÞА-ЯЁ][\w'’ .-]+)?(?:\s\([^()]{3,30}\))?")


def headless(rows: Sequence[Row], context: Context) -> tuple[int, Header] | None:
    """Where the rows begin, and the header that their cells make; None if they are no calendar."""
    body = [row for row in rows if not row.is_blank][:_MOST]
    if not body or max(len(row.cells) for row in body) < 2:
        return None
    for language in languages(context)[:3]:
        spoken = replace(context, language=language)
        headed = len(body) > 1 and _is_heading(body[0], spoken)
        if headed and lists_documents(body[0].new):
            return None
        found = _header(body[0] if headed else None, body[1:] if headed else body, spoken)
        if found is not None:
            number = next(n for n, row in enumerate(rows) if row is body[0])
            return number, replace(found, rows=1 if headed else 0)
    return None


def _is_heading(row: Row, context: Context) -> bool:
    return not re.search(r"\d", row.evidence) and not any(
        by_words(clean(text), context, None) for text in row.new if text.strip()
    )


def _header(heading: Row | None, body: Sequence[Row], context: Context) -> Header | None:
    width = max(len(row.cells) for row in body)
    columns: dict[int, str] = {}
    for number in range(width):
        found = [clean(row.cells[number].text) for row in body if number < len(row.cells)]
        found = [text for text in found if not cells.is_nothing(text)]
        name = clean(heading.new[number]) if heading and number < len(heading.new) else ""
        field = _field(found, name, heading is not None, context) if found else None
        if field and field not in columns.values():
            columns[number] = field
    fields = set(columns.values())
    if "title" not in fields or not fields & {"dates", "place", "mode", "status"}:
        return None
    if heading is None and "dates" not in fields and len(body) == 1:
        return None
    titles = next(number for number, field in columns.items() if field == "title")
    named = [clean(row.cells[titles].text) for row in body if titles < len(row.cells)]
    known = [by_words(text, context, None) for text in named if text]
    if not any(known) or ("dates" not in fields and not all(known)):
        return None
    return Header("meeting", columns, context, _texts(heading, columns))


def _texts(heading: Row | None, columns: Mapping[int, str]) -> dict[int, str]:
    return {n: heading.new[n].strip() for n in columns if n < len(heading.new)} if heading else {}


def _field(found: list[str], name: str, headed: bool, context: Context) -> str | None:
    """What a column is: by its cells, and its heading where it has one."""
    named = field_of("meeting", clean(_NEW.sub(" ", name)), (context.language, "en")) if name else None
    if headed and named in (None, "organization", "remark"):
        return "title" if _all(found, lambda text: is_called(text, context)) else None
    if named in (None, "dates") and _all(found, lambda text: len(periods(text, context.today)) == 1):
        return "dates"
    if named in (None, "title") and _all(found, lambda text: is_called(text, context)):
        return "title"
    for field in ("mode", "status"):
        if named in (None, field) and _all(found, partial(_chosen, field, context=context)):
            return field
    if named in (None, "place") and _all(found, lambda text: _is_place(text, context)):
        return "place"
    return None


def _chosen(field: str, text: str, context: Context) -> bool:
    return len(text.split()) <= 5 and cells.choice("meeting", field, text, context) is not None


def _is_place(text: str, context: Context) -> bool:
    if len(text) > _LONG or periods(text, context.today):
        return False
    known = countries.at_end(text) is not None or _CITY.fullmatch(text) is not None
    return known or told.are_places([text]) or _chosen("mode", text, context)


def _all(found: Sequence[str], test: Callable[[str], bool]) -> bool:
    return all(test(text) for text in found)

"""Tables of what single administrations answered: the material of a region's debate, not its positions.

They stand beside the consolidated list in a workbook, or in an annex of the report: one row a reply, the
administration first. A consolidated list may name the administration in charge of a text, too; but there it
stands behind the text, or beside how far the common proposal has come, each text in one row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.mail.phrases import every_language, phrases
from mailbot.reading import countries
from mailbot.reading.context import Context
from mailbot.reading.grids import told
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import languages, organization_named
from mailbot.reading.grids.model import Grid, Row
from mailbot.reading.values import clean, folded

SEARCHED = 10  # rows from the top in which the headings may stand
_OURS = {"email", "phone", "role", "dates", "starts"}  # fields of people and meetings


def is_of_members(grid: Grid, context: Context) -> bool:
    for number, row in enumerate(grid.rows[:SEARCHED]):
        headings = [clean(text) for text in row.new]
        if sum(bool(text) for text in headings) < 3:
            continue
        body = [each for each in grid.rows[number + 1 :] if not each.is_blank]
        titles = [grid.title, *(each.evidence for each in grid.rows[:number])]
        return any(_is_theirs(headings, body, titles, context, name) for name in languages(context))
    return False


def is_of_participants(title: str) -> bool:
    """Whether the title is one of a list of people who need not be on the contact sheet."""
    return every_language().has("sheet.title_participants", title)


def is_of_other_dates(title: str) -> bool:
    """`Registration periods`, `Deadlines for contributions`: a caption, not a sentence that mentions them."""
    return len(title) <= 80 and every_language().has("sheet.title_other_dates", title)


def is_timetable(rows: Sequence[Row]) -> bool:
    """Whether most rows tell hours: the agenda of one meeting, and no calendar."""
    timed = [row for row in rows[:SEARCHED] if re.search(r"\b\d{1,2}[:h]\d\d\b", row.evidence)]
    return len(rows) > 1 and len(timed) * 2 > len(rows[:SEARCHED])


def _is_theirs(
    headings: Sequence[str], body: Sequence[Row], titles: Sequence[str], context: Context, language: str
) -> bool:
    fields = {n: field_of("position", text, (language,)) for n, text in enumerate(headings) if text}
    texts = [n for n, field in fields.items() if field == "text"]
    people = {field_of(target, text, (language,)) for text in headings for target in ("contact", "meeting")}
    if not texts or people & _OURS:
        return False
    member = _member(headings[: texts[0]], body, context, language)
    if member is None:
        return False
    words = phrases(language)
    named = [folded(text) for text in told.values(body, texts[0])]
    titled = any(words.has("sheet.title_members", title) for title in titles)
    return titled or "status" not in fields.values() or len(set(named)) < len(named)


def _member(before: Sequence[str], body: Sequence[Row], context: Context, language: str) -> int | None:
    """The column of administrations among those before the texts; never one that names a region."""
    for number, heading in enumerate(before):
        found = told.values(body, number)
        if not found or any(organization_named(text, context) for text in found):
            continue
        called = phrases(language).pattern("sheet.member").fullmatch(heading.rstrip(" :.*"))
        lands = sum(countries.code(text) is not None for text in found)
        if called or (len(found) >= told.MIN_ROWS and lands * 5 >= len(found) * 4):
            return number
    return None

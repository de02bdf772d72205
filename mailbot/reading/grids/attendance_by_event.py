"""A list of events, and beside each who comes: `8 January | Ms Verne, Mr Stone`, `Tuesday calls | Ms Verne`.

The columns are told by their cells: one of events of ours, one of names under a heading that asks who comes
(or who does not).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.mail.phrases import phrases
from mailbot.reading import people
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.grids import cells
from mailbot.reading.grids.entry import Source
from mailbot.reading.grids.headings import languages
from mailbot.reading.grids.model import Grid, Row
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.events import named
from mailbot.reading.values import clean, email

SEARCHED = 4  # rows from the top in which the headings may stand
MOST_ROWS = 40
_BETWEEN = re.compile(r"\s*(?:[,;、，؛\n/]|\s(?:and|et|y|и|&|\+)\s)\s*")
_BRACKETS = re.compile(r"\s*[(（]([^()（）]*)[)）]")


def read(grid: Grid, context: Context, source: Source) -> list[Result] | None:
    """What the table says; None if it is no such list."""
    for number, head in enumerate(grid.rows[:SEARCHED]):
        body = [
            row for row in grid.rows[number + 1 :][:MOST_ROWS] if not row.is_blank and row.state != "removed"
        ]
        asked = {n: said for n, cell in enumerate(head.new) if (said := _asks(cell, context))}
        of_events = _of_events(body, set(asked), context) if asked and len(body) > 1 else None
        if of_events is None:
            continue
        return [
            result
            for row in body
            for column, said in asked.items()
            for result in _row(row, of_events, column, said, context, source)
        ]
    return None


def _asks(heading: str, context: Context) -> str:
    """The answer of those who stand below the heading; empty where it does not ask who comes."""
    text = clean(heading)
    if not text or len(text.split()) > 6:
        return ""
    for language in languages(context):
        words = phrases(language)
        if words.has("attendance.who_comes", text) or words.has("sheet.attending", text):
            said = answer(text, words)
            return said if said in ("no", "tentative") else "yes"
        if words.has("attendance.apology", text):
            return "no"
    return ""


def _of_events(body: Sequence[Row], taken: set[int], context: Context) -> int | None:
    """The column of which nearly every cell names an event of ours."""
    for number in range(min(3, max(len(row.cells) for row in body))):
        if number in taken:
            continue
        given = [clean(row.cells[number].text) for row in body if number < len(row.cells)]
        told = [text for text in given if text]
        if told and sum(bool(_events(text, context)) for text in told) * 4 >= len(told) * 3:
            return number
    return None


def _events(text: str, context: Context) -> tuple[str, ...]:
    return named(text[:200], context, (), (), True).ids


def _row(row: Row, at: int, column: int, said: str, context: Context, source: Source) -> list[Result]:
    if max(at, column) >= len(row.cells):
        return []
    events = _events(clean(row.cells[at].text), context)
    out: list[Result] = []
    for piece in _BETWEEN.split(row.cells[column].text):
        beside = " ".join(_BRACKETS.findall(piece))
        _, name = cells.name(_BRACKETS.sub("", piece), context)
        if not name or cells.is_nothing(name) or len(name.split()) > 5:
            continue
        known = [c for c in people.find(name, context) if c.organization == context.organization]
        if len(known) > 1:
            text = f"{name}: which one of {', '.join(c.name for c in known)}?"
            out.append(Doubt(text, (row.evidence,), source.source, source.reader, "participant"))
            continue
        if not known and (" " not in name or not name[:1].isupper()) and name.isascii():
            continue
        values = {
            "name": known[0].name if known else name,
            "attending": answer(beside, context.words) or said,
        }
        if found := email(beside) or (known[0].email if known else None):
            values["email"] = found
        out += [
            Finding(
                "participation", "add", name, None, None, {"event": event, **values}, (row.evidence,),
                source.source, 0.93, source.reader, "participant",
            )
            for event in events
        ]  # fmt: skip
    return out

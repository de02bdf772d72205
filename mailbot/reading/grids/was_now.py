"""A table with a column of what was and a column of what is now: `Text | In your table | Now`.

The first is left out, the second gets the heading of what its cells hold; `MOD, agreed` are two cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.mail.phrases import phrases
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.grids.cells import choice, is_nothing, is_same
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import TARGETS, languages
from mailbot.reading.grids.model import EMPTY, Cell, Grid, Row
from mailbot.reading.values import clean

SEARCHED = 8  # rows from the top in which the headings may stand
_JOINT = re.compile(r"\s*[,/;·–—-]\s+|\s*/\s*")


def without_was(grid: Grid, context: Context) -> Grid:
    """The table with one column of values; as it is where its headings are others."""
    grid = _without_pairs(grid, context)
    for number, row in enumerate(grid.rows[:SEARCHED]):
        found = old_and_new(row, context)
        if found is None:
            continue
        was, now = found
        body = grid.rows[number + 1 :]
        headings = _headings([_text(each, now) for each in body], context)
        if headings is None:
            return grid
        head = _replaced(row, was, now, [Cell(heading) for heading in headings])
        rows = [_replaced(each, was, now, _pieces(each, now, headings, context)) for each in body]
        return replace(grid, rows=(*grid.rows[:number], head, *rows))
    return grid


def _without_pairs(grid: Grid, context: Context) -> Grid:
    """`Meeting | Old dates | New dates`: the old ones left out, the new ones headed `dates`."""
    for number, row in enumerate(grid.rows[:SEARCHED]):
        sides = {n: side for n, cell in enumerate(row.cells) if (side := _side(clean(cell.text), context))}
        news = {what: n for n, (side, what) in sides.items() if side == "now"}
        gone = {n for n, (side, what) in sides.items() if side == "was" and what in news}
        if not gone:
            continue
        heads = {n: what for what, n in news.items() if any(sides[g][1] == what for g in gone)}
        head = tuple(
            Cell(heads[n]) if n in heads else cell for n, cell in enumerate(row.cells) if n not in gone
        )
        rest = tuple(
            replace(each, cells=tuple(cell for n, cell in enumerate(each.cells) if n not in gone))
            for each in grid.rows[number + 1 :]
        )
        return replace(grid, rows=(*grid.rows[:number], replace(row, cells=head), *rest))
    return grid


def _side(heading: str, context: Context) -> tuple[str, str] | None:
    """(`was` or `now`, what of it): `Old dates`, `Previous status`, `Lieu nouveau`."""
    words = heading.rstrip(" :").split()
    if not 2 <= len(words) <= 4:
        return None
    for mark, what in ((words[0], words[1:]), (words[-1], words[:-1])):
        rest = " ".join(what)
        for language in languages(context):
            known = phrases(language)
            side = next((s for s in ("was", "now") if known.pattern(f"sheet.{s}_mark").fullmatch(mark)), None)
            if side and any(field_of(target, rest, (language, "en")) for target in TARGETS):
                return side, rest.casefold()
    return None


def old_and_new(row: Row, context: Context) -> tuple[int, int] | None:
    """Where the old and the new values stand, if both headings do."""
    places: dict[str, list[int]] = {"was": [], "now": []}
    for number, cell in enumerate(row.cells):
        text = clean(cell.text).rstrip(" :")
        for language in languages(context):
            words = phrases(language)
            for name, found in places.items():
                if (
                    0 < len(text) <= 40
                    and words.pattern(f"sheet.{name}").fullmatch(text)
                    and number not in found
                ):
                    found.append(number)
    if len(places["was"]) != 1 or len(places["now"]) != 1 or len(row.cells) < 3:
        return None
    return places["was"][0], places["now"][0]


def _text(row: Row, column: int) -> str:
    return clean(row.cells[column].text) if column < len(row.cells) else ""


def _headings(values: Sequence[str], context: Context) -> list[str] | None:
    """English headings of what the cells hold, or None where that cannot be told."""
    told = [value for value in values if not (is_nothing(value) or is_same(value, context))]
    if not told:
        return None
    if all(pair(value, context) for value in told):
        return ["Action", "Status"]
    for heading, target, field in (("Action", "position", "action"), ("Status", "position", "status")):
        if all(choice(target, field, value, context) for value in told):
            return [heading]
    if all(periods(value, context.today) for value in told):
        return ["Dates"]
    return None


def pair(value: str, context: Context) -> tuple[str, str] | None:
    """`MOD, agreed` -> (MOD, agreed); either may be missing."""
    action = status = ""
    for piece in (p for p in _JOINT.split(value) if p):
        if choice("position", "action", piece, context) and not action:
            action = piece
        elif choice("position", "status", piece, context) and not status:
            status = piece
        else:
            return None
    return (action, status) if action or status else None


def _pieces(row: Row, column: int, headings: Sequence[str], context: Context) -> list[Cell]:
    value = _text(row, column)
    if is_same(value, context):  # `no change` beside what is on file
        value = ""
    if headings == ["Action", "Status"]:
        action, status = pair(value, context) or ("", "")
        return [Cell(action), Cell(status)]
    return [Cell(value)]


def _replaced(row: Row, was: int, now: int, cells: list[Cell]) -> Row:
    out: list[Cell] = []
    for number in range(max(len(row.cells), now + 1)):
        if number == now:
            out += cells
        elif number != was:
            out.append(row.cells[number] if number < len(row.cells) else EMPTY)
    return replace(row, cells=tuple(out))

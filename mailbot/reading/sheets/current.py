"""Which sheets of a workbook count: not the history that somebody left in.

What the letter says of a sheet, by its name or its place, decides; else what its own title says; and of two
tables of the same rows the one whose title or caption bears the newer date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from mailbot.mail.phrases import every_language
from mailbot.reading.dates import periods
from mailbot.reading.findings import Material
from mailbot.reading.grids.model import Grid

_SENTENCE = re.compile(r"(?<=[.!?;؛])\s+|(?<=[。！？；])|\n\s*\n")
_CLAUSE = re.compile(r"[,;:()،，；：（）]")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MONTH = re.compile(r"[^\W\d_]{3,12}\.?\s+20\d\d|20\d\d年\d{1,2}月")
_SHEET = re.compile(r"\b(?:sheet|tab|worksheet|onglet|feuill|hoja|pestaña)|лист|вкладк|ورقة|工作表")
_NAMED = 3  # characters of a title that a letter can be said to name


def current(grids: list[Grid], material: Material) -> list[Grid]:
    """The sheets that count, in order; all of them where nothing sets one apart."""
    filled = [grid for grid in grids if grid.rows or grid.notes]
    letter = material.reply.new_text
    if len(filled) < 2:
        return filled
    if every_language().pattern("sheet.first_only").search(letter):
        return filled[:1]
    if told := _but_aside(filled, letter):
        return told
    titles = [_plain(grid.title) for grid in filled]
    said = {id(grid): _said(_plain(grid.title), letter, titles) for grid in filled}
    if wanted := [grid for grid in filled if said[id(grid)] == "counts"]:
        return wanted
    kept = [grid for grid in filled if said[id(grid)] != "void" and not _is_former(grid)]
    return [grid for grid in kept if not any(_replaces(other, grid) for other in kept)] or filled


def _but_aside(grids: list[Grid], letter: str) -> list[Grid]:
    """`the list (sheet "Agreed") ...; the other sheet has the single replies`: the sheet that counts."""
    other = every_language().pattern("sheet.other_aside")
    sentences = [" ".join(s.split()) for s in _SENTENCE.split(letter)]
    if not any(other.search(sentence) for sentence in sentences):
        return []
    rest = " ".join(s for s in sentences if not other.search(s)).casefold()
    named = [
        g for g in grids if len(g.title.strip()) >= _NAMED and " ".join(g.title.split()).casefold() in rest
    ]
    return named or (grids[:1] if len(grids) == 2 else [])


def _is_former(grid: Grid) -> bool:
    return every_language().pattern("sheet.former").search(grid.title) is not None


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


def _said(name: str, letter: str, titles: Sequence[str]) -> str:
    """`counts`, `void`, or nothing: what the letter says of the sheet of this name, one of these."""
    if len(name) < _NAMED:
        return ""
    for sentence in _SENTENCE.split(letter):
        if not _names(name, _plain(sentence), titles):
            continue
        verdicts = _verdicts(sentence)
        several = sum(other in _plain(sentence) for other in titles if len(other) >= _NAMED) > 1
        if len(verdicts) > 1 or several:  # `tab "X" is what counts, the other is old`
            verdicts = next((_verdicts(c) for c in _CLAUSE.split(sentence) if name in c.casefold()), set())
        if len(verdicts) == 1:
            return verdicts.pop()
    return ""


def _names(title: str, sentence: str, titles: Sequence[str]) -> bool:
    """Whether the sentence names the sheet: by its title, or `the sheet on Europe` by its first word."""
    if title not in sentence and any(other in sentence for other in titles if len(other) >= _NAMED):
        return False
    first = re.match(r"[^\W\d_]{4,}", title)
    return title in sentence or bool(first and _SHEET.search(sentence) and first[0] in sentence)


def _verdicts(text: str) -> set[str]:
    words = every_language()
    return {verdict for verdict in ("counts", "void") if words.pattern(f"sheet.{verdict}").search(text)}


def _replaces(newer: Grid, older: Grid) -> bool:
    """Whether both are tables of the same rows and the first one bears a later date."""
    ours, theirs = _keys(newer), _keys(older)
    words = every_language()
    settled = words.has("sheet.settled", newer.title) and words.has("sheet.unsettled", older.title)
    same = len(ours & theirs) * 2 >= max(1, min(len(ours), len(theirs))) and bool(ours & theirs)
    left, right = _dated(newer), _dated(older)
    if newer is not older and same and settled and not words.has("sheet.settled", older.title):
        return True
    return newer is not older and same and left is not None and right is not None and left > right


def _keys(grid: Grid) -> set[str]:
    """What the rows are about: their first cells."""
    return {
        row.cells[0].text.strip().casefold() for row in grid.rows if row.cells and row.cells[0].text.strip()
    }


def _dated(grid: Grid) -> date | None:
    """The day of the title, else of a caption above the headings; of a month or year its first day."""
    caption = [" ".join(cell.text for cell in row.cells if cell.text) for row in grid.rows[:2]
               if sum(bool(cell.text) for cell in row.cells) == 1]  # fmt: skip
    return next((found for text in (grid.title, *caption) if (found := _day(text)) is not None), None)


def _day(text: str) -> date | None:
    year = _YEAR.search(text)
    if year is None:
        return None
    begin = date(int(year[1]), 1, 1)
    months = [f"{m[0]}1日" if "年" in m[0] else f"1 {m[0]}" for m in _MONTH.finditer(text)]
    for each in (text, *months):
        if found := periods(each, begin):
            return max(period.first for period in found)
    return begin

"""A table of views on the proposals of other regions: whose proposal, on which text, for or against, why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from mailbot.mail.phrases import phrases
from mailbot.reading import texts
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.grids import cells
from mailbot.reading.grids.entry import Source
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import languages, organization_named
from mailbot.reading.grids.model import Grid, Row
from mailbot.reading.values import clean

SEARCHED = 15  # rows from the top in which the headings may stand
_STANCES = ("oppose", "support", "comment")  # "support, with comments" is support, "cannot support" is none


def read(grid: Grid, context: Context, source: Source) -> list[Result] | None:
    """The views of the table; None if it is no such table."""
    for number, row in enumerate(grid.rows[:SEARCHED]):
        for language in languages(context):
            spoken = replace(context, language=language)
            columns = _columns(row.new, spoken)
            if columns is None:
                continue
            above = " ".join(each.evidence for each in grid.rows[:number])
            whose = _only_other(f"{grid.title} {above}", context)
            body = [each for each in grid.rows[number + 1 :] if not each.is_blank and each.state != "removed"]
            found = [r for each in body if (r := _row(each, columns, spoken, source, whose)) is not None]
            return found if found or _all_without(body, columns, spoken) else None
    return None


def _anonymous(heading: str, context: Context) -> str:
    """The heading without the sender: `CEPT view`, `Position de la CEPT` are "view", "position"."""
    own = re.escape(context.organization or "-")
    bare = re.sub(rf"(?:\s(?:of|by|de|de la|du))?\s*(?<!\w){own}(?:['’]s)?(?!\w)", " ", heading)
    return clean(bare) or heading


def _columns(headings: Sequence[str], context: Context) -> dict[str, int] | None:
    """Field -> column: `about`, `text`, `stance`, `comment`."""
    spoken = tuple(dict.fromkeys((context.language, "en")))
    columns: dict[str, int] = {}
    for number, cell in enumerate(headings):
        text = _anonymous(clean(cell).rstrip(" :.*"), context)
        if not text or len(text) > 60:
            continue
        meant, told, remarks = _meant(text, spoken)
        if field := next((f for f in meant if f not in columns), None):
            columns[field] = number
        else:
            if told in ("action", "status"):
                return None  # a table of proposals, with a remark of ours perhaps
            if told in ("text", "title"):
                columns.setdefault("text", number)
            elif told in ("remark", "summary") or remarks:
                columns.setdefault("comment", number)
    return columns if {"stance", "text"} <= columns.keys() and len(columns) > 2 else None


@lru_cache(maxsize=4096)
def _meant(text: str, spoken: tuple[str, ...]) -> tuple[tuple[str, ...], str | None, bool]:
    """What a heading can mean here, what it means in a table of proposals, and if it asks for remarks."""
    words = [phrases(language) for language in spoken]
    fields = (f for f in ("about", "stance") if any(_heads(w.pattern(f"sheet.{f}"), text) for w in words))
    remarks = any(w.has("sheet.remark_word", text) for w in words)
    return tuple(fields), field_of("position", text, spoken), remarks


def _heads(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the heading is such a word, or begins with one that asks for more: `Position of the group`."""
    found = pattern.match(text)
    return found is not None and (found.end() == len(text) or " " in found[0])


def _only_other(text: str, context: Context) -> str | None:
    """The one other organization that the words above the table name."""
    words = set(text.replace("/", " ").replace(":", " ").split())
    named = [o.code for o in context.directory.organizations if o.code in words]
    others = [code for code in named if code != context.organization]
    return others[0] if len(others) == 1 else None


def _cell(row: Row, columns: Mapping[str, int], name: str) -> str:
    number = columns.get(name, -1)
    return clean(row.cells[number].text) if 0 <= number < len(row.cells) else ""


def _row(
    row: Row, columns: Mapping[str, int], context: Context, source: Source, whose: str | None
) -> Result | None:
    reference = _cell(row, columns, "text")
    found = texts.find(reference, context) if reference else None
    said = _cell(row, columns, "stance")
    stance = stance_of(said, context)
    if found is None or stance is None:
        return None
    about = organization_named(_cell(row, columns, "about"), context) or whose
    evidence = (row.evidence,)
    if about == context.organization:
        return None
    if "about" in columns and about is None:
        text = f"{reference}: on whose proposal is this a view?"
        return Doubt(text, evidence, source.source, source.reader, "view")
    comment = _cell(row, columns, "comment")
    comment = "" if cells.is_nothing(comment) else comment
    values = {
        "about": about,
        "stance": stance,
        "comment": comment or (said if len(said.split()) > 2 else None),
    }
    return Finding(
        "view", "add", found.id, None, None, values, evidence, source.source, 0.93, source.reader, "row"
    )


def stance_of(text: str, context: Context) -> str | None:
    """The stance that a cell gives; None for none, or for one that is not certain."""
    bare = text.strip(" .")
    if cells.is_nothing(bare):
        return None
    for one in cells.spoken(context):
        if one.words.pattern("sheet.no_view").fullmatch(bare) or one.words.has("view.none", bare):
            return None
    for one in cells.spoken(context):
        if one.words.pattern("sheet.opposed").fullmatch(bare):
            return "oppose"
        for stance in _STANCES:
            if one.words.has(f"view.{stance}", bare):
                return stance
    return None


def _all_without(body: Sequence[Row], columns: Mapping[str, int], context: Context) -> bool:
    """Whether every row says that there is no view yet."""
    said = [_cell(row, columns, "stance") for row in body]
    return bool(said) and all(stance_of(text, context) is None for text in said if text)

"""A row of a calendar -> findings. A meeting is known by its title, else by its number or its dates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.entries import own_meeting
from mailbot.reading.findings import Finding, Result
from mailbot.reading.grids import cells
from mailbot.reading.grids.entry import Entry
from mailbot.reading.grids.meeting_titles import by_words, is_foreign
from mailbot.reading.language import detect
from mailbot.reading.ordinals import ordinals
from mailbot.reading.values import clean, folded, same

_NEAR = 60  # days a meeting may have moved and still be told by elimination


def read(entry: Entry) -> list[Result]:
    context = entry.context
    was = _on_file(entry.old, context)
    if entry.state == "removed":
        if was is None or was.status == "cancelled":
            return []
        return [entry.find("update", was.title, was.id, {"status": "cancelled"}, "removed row")]
    title = clean(entry.new.get("title", ""))
    record = was if entry.state == "" and was is not None else _on_file(entry.new, context)
    values = entry.values(("mode", "place", "url", "status"))
    place = re.sub(r"^(?:г|гор)\.\s?(?=[А-ЯЁ])", "", str(values.get("place") or ""))  # `г. Ош`
    values |= {"place": place} if place else {}
    if "mode" not in values and (split := _place_and_mode(place, context)):
        place, values["mode"] = split
        values["place"] = place
        if not place:
            values.pop("place")
    if len(place.split()) == 1 and cells.choice("meeting", "mode", place, context) == "virtual":
        values = {"mode": "virtual", **{k: v for k, v in values.items() if k != "place"}}
    if not _add_dates(entry, values):
        return [*entry.doubts, entry.ask(f"{title}: the dates {_span(entry.new)!r} could not be read.")]
    if record is None:
        if not title or "starts" not in values or is_foreign(title, context):
            return []
        if str(values.get("ends") or values["starts"]) < entry.context.today.isoformat():
            return []  # held before the table was sent; nobody has missed it in the calendar
        given = {"title": title, **{k: v for k, v in values.items() if v is not None}}
        return [*entry.doubts, entry.find("add", title, None, given, "new row")]
    values = entry.news(values, record)
    if "title" in entry.marked and title and folded(title) != folded(record.title):
        values["title"] = title
    elif _is_renamed(title, record, context):
        same_days = (
            f"{record.title} is on file with these dates; is {title} another meeting, or its new name?"
        )
        return [*entry.doubts, entry.ask(same_days)]
    return [*entry.doubts, entry.find("update", record.title, record.id, values, "row")]


def _place_and_mode(text: str, context: Context) -> tuple[str, str] | None:
    """`Tallinn, Estonia, in person`, `Tallinn (hybrid)`: one cell for where and how."""
    found = re.fullmatch(r"(.*?)(?:[,;/،，]|\s[-–—])?\s*[(（]?([^,;/()（）،，]{2,40})[)）]?", text)
    if found is None or not found[1].strip() or not cells.is_word("meeting", "mode", found[2], context):
        return None
    mode = cells.choice("meeting", "mode", found[2], context)
    return (found[1].strip(" ,;/،，-–—"), mode) if mode else None


def by_elimination(results: Sequence[Result], context: Context) -> list[Result]:
    """The results of a calendar in another language than the file: where one row and one meeting to come are
    left over, they are the same meeting, unless their numbers or their days are far apart.
    """
    rows = [r for r in results if isinstance(r, Finding) and r.target == "meeting"]
    added = [r for r in rows if r.op == "add"]
    named = {r.key for r in rows if r.key}
    left = [
        m
        for m in context.directory.meetings
        if m.organization == context.organization and m.id not in named and m.ends >= context.today
    ]
    if not (named and len(added) == 1 and len(left) == 1) or not _may_be(added[0], left[0], context):
        return list(results)
    new, record = added[0], left[0]
    values = {k: v for k, v in new.values.items() if k != "title" and not same(k, getattr(record, k), v)}
    found = replace(new, op="update", subject=record.title, key=record.id, values=values, rule="row")
    return [found if each is new else each for each in results]


def _may_be(row: Finding, record: Meeting, context: Context) -> bool:
    title = str(row.values.get("title"))
    starts = str(row.values.get("starts") or "")
    if detect(title) == detect(record.title) or _contradicts(title, record, context) or not starts:
        return False
    return abs((date.fromisoformat(starts) - record.starts).days) <= _NEAR


def _span(row: Mapping[str, str]) -> str:
    both = " - ".join(row[n] for n in ("starts", "ends") if row.get(n, "").strip())
    return clean(row.get("dates") or both)[:300]


def _days(row: Mapping[str, str], context: Context) -> tuple[date, date] | None:
    found = periods(_span(row), context.today)
    first, last = (row.get(name, "").strip() for name in ("starts", "ends"))
    if found and first and last and not row.get("dates") and found[0].start >= len(clean(first)):
        begins, ends = (periods(text, context.today) for text in (first, last))  # not read as one span
        return (begins[0].first, ends[-1].last) if begins and ends else None
    return (found[0].first, found[-1].last) if found else None


def _add_dates(entry: Entry, values: dict[str, object]) -> bool:
    """Sets the dates the row gives; False if it gives some that cannot be read."""
    span = _span(entry.new)
    if cells.is_nothing(span):
        return True
    days = _days(entry.new, entry.context)
    if days is None or days[1] < days[0]:
        return False
    first, last = (day.isoformat() for day in days)
    if entry.new.get("dates", "").strip() or entry.new.get("starts", "").strip():
        values["starts"] = first
    if entry.new.get("dates", "").strip() or entry.new.get("ends", "").strip():
        values["ends"] = last
    return True


def _on_file(row: Mapping[str, str], context: Context) -> Meeting | None:
    on_file = context.directory.get("meeting", row.get("key", "").rpartition(":")[2])
    if isinstance(on_file, Meeting):
        return on_file
    title = clean(row.get("title", ""))[:500]
    if not title:
        return None
    for one in cells.spoken(context):
        if found := own_meeting(title, one):
            return found
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    days = _days(row, context)
    same_days = [m for m in own if days == (m.starts, m.ends)]
    if len(same_days) == 1 and not _contradicts(title, same_days[0], context):
        return same_days[0]
    foreign = [m for m in own if detect(m.title) != detect(title)]  # a title in another language
    numbers = ordinals(title, context)
    numbered = [m for m in foreign if numbers and ordinals(m.title, context) == numbers]
    if len(numbered) == 1:
        return numbered[0]
    return next((m for one in cells.spoken(context) if (m := by_words(title, one, days and days[0]))), None)


def _contradicts(title: str, record: Meeting, context: Context) -> bool:
    """Two meetings with different numbers are two meetings."""
    numbers, have = ordinals(title, context), ordinals(record.title, context)
    return bool(numbers and have and numbers != have)


def _is_renamed(title: str, record: Meeting, context: Context) -> bool:
    """Whether only the dates tell that it is this meeting, and the title is in the file's own language."""
    if any(own_meeting(title, one) == record for one in cells.spoken(context)):
        return False
    if any(by_words(title, one, record.starts) == record for one in cells.spoken(context)):
        return False
    numbers = ordinals(title, context)
    if numbers and numbers == ordinals(record.title, context):
        return False
    from rapidfuzz.fuzz import token_set_ratio

    return detect(title) == detect(record.title) and token_set_ratio(folded(title), folded(record.title)) < 75

"""One row or form, field names already known -> a Finding: what tables, forms, cards and sheets share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from mailbot.directory.records import Contact, Meeting
from mailbot.mail.phrases import phrases
from mailbot.reading import countries, names, people, texts
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.honorifics import split_name
from mailbot.reading.person import alike
from mailbot.reading.values import clean, folded, phone

NOTHING = {"", "-", "–", "—", "n/a", "na", "none", "nil", "…", "..."}
FIELDS = {
    "contact": (
        "role",
        "committee",
        "honorific",
        "name",
        "email",
        "phone",
        "job_title",
        "affiliation",
        "country",
        "language",
    ),
    "position": ("action", "status", "summary", "coordinator"),
    "meeting": ("title", "starts", "ends", "mode", "place", "url", "status"),
}


def heading(target: str, cell: str, context: Context) -> str | None:
    """The field a heading or form key names, in the message's language or English."""
    return _heading(target, cell, context.language)


@lru_cache(maxsize=4096)
def _heading(target: str, cell: str, language: str) -> str | None:
    words = phrases(language)
    wanted = folded(cell)
    for field, pattern in words.patterns(f"{target}.field").items():
        if pattern.fullmatch(clean(cell).rstrip(" :.*")) or wanted == field.replace("_", " "):
            return field
    if target == "contact":
        return next((f for f in ("given", "family") if words.pattern(f"sheet.{f}").fullmatch(cell)), None)
    return None


def best_target(
    headings: list[str], context: Context, named: Callable[[str, str, Context], str | None] = heading
) -> tuple[str, dict[int, str]] | None:
    """The kind of record the headings describe, and the field of each column; None if none fits."""
    best: tuple[int, str, dict[int, str]] | None = None
    for target, needed in (
        ("contact", {"name", "email"}),
        ("position", {"text", "title"}),
        ("meeting", {"title"}),
    ):
        columns: dict[int, str] = {}
        for number, cell in enumerate(headings):
            field = named(target, cell, context)
            if field and field not in columns.values():
                columns[number] = field
        fields = set(columns.values())
        fits = len(columns) >= 2 and fields & needed
        if target == "meeting":
            fits = fits and fields & {"dates", "starts"}
        if target == "position":
            fits = fits and fields & {"action", "status", "summary", "coordinator"}
        if target == "contact":
            fits = fits and fields & {"email", "phone", "role", "committee"}
        if fits and (best is None or len(columns) > best[0]):
            best = (len(columns), target, columns)
    return (best[1], best[2]) if best else None


def finding(
    target: str, row: Mapping[str, str], context: Context, evidence: str, source: str, reader: str
) -> Result | None:
    """What the row says. Empty cells say nothing; a row that names no record is no finding."""
    given = {name: clean(cell) for name, cell in row.items() if clean(cell).casefold() not in NOTHING}
    build = {"contact": _contact, "position": _position, "meeting": _meeting}[target]
    return build(given, context, evidence, source, reader)


def _contact(row: dict[str, str], context: Context, evidence: str, source: str, reader: str) -> Result | None:
    values = {name: row[name] for name in FIELDS["contact"] if name in row}
    if "country" in values:
        values["country"] = countries.code(values["country"]) or ""
        values = {k: v for k, v in values.items() if v}
    honorific, name = split_name(values.get("name", ""), context)
    if honorific:
        values["honorific"], values["name"] = honorific, name
    found = people.find(values["email"], context) if values.get("email") else ()
    found = found or (people.find(name, context) if name else ())
    found = found or _by_number(name, values.get("phone"), context)
    own = [c for c in found if c.organization == context.organization]
    if len(own) == 1:
        exact = sorted(names.units(name)) == sorted(names.units(own[0].name)) if name else True
        other_script = name and not re.search(r"[A-Za-z]", name)
        if exact or other_script or {*names.units(name)} <= {*names.units(own[0].name)}:
            values.pop("name", None)
        return Finding(
            "contact", "update", name, own[0].id, None, values, (evidence,), source, 0.93, reader, "row"
        )
    if found and not own:
        return Finding(
            "contact",
            "update",
            name,
            None,
            found[0].organization,
            values,
            (evidence,),
            source,
            0.9,
            reader,
            "other organization",
        )
    if not name or (not values.get("email") and not values.get("phone") and not values.get("role")):
        return None
    return Finding("contact", "add", name, None, None, values, (evidence,), source, 0.9, reader, "new row")


def _by_number(name: str, written: str | None, context: Context) -> tuple[Contact, ...]:
    """Whose number it is, where the name is written in a script that the directory does not use."""
    if not name or not written or re.search(r"[A-Za-z]", name):
        return ()
    found = [
        c
        for c in context.own_contacts
        if c.phone
        and re.search(r"[A-Za-z]", c.name)
        and phone(written, c.country) == c.phone
        and alike(name, c)
    ]
    return tuple(found) if len(found) == 1 else ()


def _position(
    row: dict[str, str], context: Context, evidence: str, source: str, reader: str
) -> Result | None:
    values = {name: row[name] for name in FIELDS["position"] if name in row}
    reference = row.get("text") or row.get("title") or ""
    found = texts.find(reference, context) if reference else None
    if found is None and row.get("text") and row.get("title"):
        found = texts.find(row["title"], context)
    if found is not None:
        key = f"{context.organization}/{found.id}" if found.known else None
        return Finding(
            "position", "set", found.id, key, None, values, (evidence,), source, 0.93, reader, "row"
        )
    if not reference or not values:
        return None
    if row.get("title") and not row.get("text"):
        values.setdefault("action", "ADD")
        title = row["title"].strip("\"'“”«» ")
        return Finding(
            "position",
            "set",
            title,
            f"{context.organization}/New: {title}",
            None,
            values,
            (evidence,),
            source,
            0.9,
            reader,
            "new Resolution",
        )
    return Doubt(
        f"{reference}: which Resolution or Recommendation is meant?", (evidence,), source, reader, "row"
    )


def own_meeting(title: str, context: Context) -> Meeting | None:
    """The organization's one meeting of that title, written the same or nearly so."""
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    exact = [m for m in own if folded(m.title) == folded(title)]
    if len(exact) == 1:
        return exact[0]
    from rapidfuzz.fuzz import token_sort_ratio

    from mailbot.reading.ordinals import ordinals

    numbers = ordinals(title, context)
    close = [
        m for m in own
        if ordinals(m.title, context) == numbers and token_sort_ratio(folded(m.title), folded(title)) >= 88
    ]  # fmt: skip
    return close[0] if len(close) == 1 else None


def _translated(title: str, context: Context) -> Meeting | None:
    """The one own meeting of the same number whose title is in another language."""
    from mailbot.reading.language import detect
    from mailbot.reading.ordinals import ordinals

    numbers = ordinals(title, context)
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    found = [m for m in own if numbers and ordinals(m.title, context) == numbers]
    return found[0] if len(found) == 1 and detect(found[0].title) != detect(title) else None


def _meeting(row: dict[str, str], context: Context, evidence: str, source: str, reader: str) -> Result | None:
    values: dict[str, str | None] = {n: row[n] for n in ("mode", "place", "url", "status") if n in row}
    bracket = re.fullmatch(r"(.{2,80}?)\s?[(（]([^()（）]{2,40})[)）]", row.get("place", "").strip())
    modes = [n for n, p in context.words.patterns("meeting.mode").items() if bracket and p.search(bracket[2])]
    if bracket and modes:  # `Seoul (on site and remotely)`
        values["place"] = bracket[1]
        values.setdefault("mode", "hybrid" if "hybrid" in modes or len(modes) > 1 else modes[0])
    place = str(values.get("place") or "")
    if place and context.words.pattern("meeting.mode.virtual").fullmatch(place):
        values = {"mode": "virtual", **{name: value for name, value in values.items() if name != "place"}}
    title = row.get("title", "")
    record = own_meeting(title, context) or _translated(title, context)
    span = row.get("dates") or " - ".join(row[n] for n in ("starts", "ends") if n in row)
    found = periods(span, context.today)
    if span and found:
        values["starts"], values["ends"] = found[0].first.isoformat(), found[-1].last.isoformat()
    elif span:
        return Doubt(f"{title}: the dates {span!r} could not be read.", (evidence,), source, reader, "row")
    if record is not None:
        return Finding(
            "meeting", "update", title, record.id, None, values, (evidence,), source, 0.93, reader, "row"
        )
    if not title or not found:
        return None
    return Finding(
        "meeting",
        "add",
        title,
        None,
        None,
        {"title": title, **values},
        (evidence,),
        source,
        0.9,
        reader,
        "new row",
    )

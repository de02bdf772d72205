"""Blocks that tell one change line by line: which record, which field, what stands there, what should.

    Entry concerned: Ada Verne        Text: Resolution 1
    Field:           Telephone        Present value: draft
    Present value:   +33 1 42 ...     Correct value: agreed
    Correct value:   +33 1 43 ...

The lines are told by their keys and, where the keys are the region's own, by what stands behind them: a value
that names one record is the subject, a field that is not named is the one that holds the present value. Each
change becomes a table of one row, so that values are read as they are in tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mailbot.mail.phrases import phrases
from mailbot.reading import people, texts
from mailbot.reading.context import Context
from mailbot.reading.entries import own_meeting
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.form_keys import LINE, bare_key, kind_of, request_of
from mailbot.reading.grids import cells
from mailbot.reading.grids.entry import Source
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import languages, organization_named
from mailbot.reading.grids.model import Cell, Grid, Row
from mailbot.reading.grids.one_change import Amendment, change, of_value, updated
from mailbot.reading.values import clean, folded, phone, phone_spans

READER = "form"
MAX_CHANGES = 60  # of one message
_PROSE = 12  # words; a line without a key that has more is no heading within the form
_HEADS = {"contact": ("name", "email"), "position": ("text", "action"), "meeting": ("title", "dates")}
_SUBJECTS = ("name", "text", "title")
_STATUS = (("meeting", "cancelled"), ("meeting", "postponed"), ("position", "withdrawn"))
_PAIR = ("Text", "Was", "Now")  # `SUP, draft` and `SUP, agreed`
_NAMES = ("name", "title")  # a table names its record by them, so a new one cannot be a row


def changes(text: str, context: Context) -> Iterator[Amendment]:
    """Every change told in this way."""
    state = Amendment()
    spoken = languages(context)
    for line in text.split("\n"):
        bare = line.strip()
        match = LINE.fullmatch(line) if len(line) <= 400 else None
        if request := request_of(line, context.language):
            state = replace(state, request=request, lines=[*state.lines, line])
            if state.subject:
                yield state
                state = Amendment(owner=state.owner)
            continue
        if match is None or not clean(match["value"] or ""):
            if len(bare.split()) > _PROSE:
                state = Amendment()
            elif bare and (named := _record(bare.rstrip(" :："), context)):
                state = Amendment(named, owner=state.owner, lines=[line])
            continue
        key, value = bare_key(match["key"]), clean(match["value"])
        kind = kind_of(key, context.language)
        if kind == "new":
            if state.what or state.old:
                yield replace(state, new=value, lines=[*state.lines, line])
            state = replace(state, what="", old="", lines=state.lines[:1] if state.subject else [])
        elif kind == "old":
            state.old, state.lines = value, [*state.lines, line]
        elif kind == "field":
            named, value = _field_of_record(value, context)
            state = replace(
                state, subject=named or state.subject, what=value, old="", lines=[*state.lines, line]
            )
        elif (code := organization_named(value, context)) is not None:
            state = Amendment(owner="" if code == context.organization else code)
        elif named := _record(value, context):
            if state.request and not state.subject:
                yield replace(state, subject=named, lines=[*state.lines, line])
            state = Amendment(named, owner=state.owner, lines=[line])
        elif _is_person(key, context.language) or any(field_of(t, key, spoken) in _SUBJECTS for t in _HEADS):
            state = Amendment(unknown=value, owner=state.owner, lines=[line])


def _field_of_record(value: str, context: Context) -> tuple[tuple[str, str, str] | None, str]:
    """`telephone of Mr Verne`: the record and the field; else the value as it is."""
    found = re.fullmatch(r"(.{3,30}?)\s(?:of|for|de|du|del|para|pour)\s(.{3,80})", value)
    named = _record(found[2], context) if found else None
    return (named, found[1]) if found and named else (None, value)


def _is_person(key: str, language: str) -> bool:
    return any(words.pattern("form.person").fullmatch(key) for words in (phrases(language), phrases("en")))


def _record(value: str, context: Context) -> tuple[str, str, str] | None:
    """(target, subject, key) of the one record that the words as a whole name."""
    if not 2 < len(value) <= 120 or "@" in value:
        return None
    bare = re.sub(r"\s*[(（][^()（）]*[)）]$", "", value)  # `Ada Verne (COM3)`
    _, name = cells.name(bare, context)
    found = people.find(name, context) if len(name.split()) <= 5 and not re.search(r"\d", name) else ()
    if len(found) == 1:
        return "contact", name, found[0].id
    text = texts.find(bare, context)
    if text is not None and len(bare.split()) <= 12:
        return "position", bare, text.id
    meeting = own_meeting(bare, context) if len(bare) > 8 else None
    return ("meeting", meeting.title, meeting.id) if meeting else None


def read_changes(text: str, context: Context) -> list[Result]:
    """What the changes in the text come to."""
    results: list[Result] = []
    for one in list(changes(text, context))[:MAX_CHANGES]:
        evidence = tuple(line.strip() for line in one.lines)
        if cells.is_same(one.new, context):
            continue
        if one.owner:
            words = f"The form changes an entry of {one.owner}; please check with {one.owner}."
            results.append(Doubt(words, evidence, "body", READER, "other organization"))
            continue
        about = one.subject or (None if one.unknown else _holder(one, context))
        if about is None:
            words = f"{one.unknown or 'The form'}: no such entry; which one is to be changed?"
            results.append(Doubt(words, evidence, "body", READER, "subject"))
            continue
        if one.request:
            results += _requested(one.request, about, evidence, context)
        else:
            results += _read(replace(one, subject=about), about, evidence, context)
    return results


def _requested(
    request: str, about: tuple[str, str, str], evidence: tuple[str, ...], context: Context
) -> list[Result]:
    """The entry itself deleted, a meeting cancelled or postponed, a proposal withdrawn."""
    target, subject, key = about
    if target == "contact" and request == "removed":
        return [Finding(target, "remove", subject, key, None, {}, evidence, "body", 0.92, READER, "deletion")]
    ends = {("meeting", "removed"): "cancelled", ("position", "removed"): "withdrawn"}
    status = ends.get((target, request), request)
    if (target, status) not in _STATUS:
        return []
    key = f"{context.organization}/{key}" if target == "position" else key
    return [updated(target, subject, key, {"status": status}, evidence)]


def _read(
    one: Amendment, about: tuple[str, str, str], evidence: tuple[str, ...], context: Context
) -> list[Result]:
    target, subject, _ = about
    name = field_of(target, one.what, languages(context)) if one.what else of_value(one, about, context)
    if name is None and target == "position" and one.old:
        grid = Grid(tuple(Row(tuple(map(Cell, row))) for row in (_PAIR, (subject, one.old, one.new))))
        return [replace(r, evidence=evidence) for r in _of_grid(grid, context)]
    if name is None or name in ("text", "key", "remark"):
        return []
    found = change(one, {name: one.new}, evidence, context)
    if isinstance(found, Grid):
        return [replace(result, evidence=evidence) for result in _of_grid(found, context)]
    return [found] if found else []


def _of_grid(grid: Grid, context: Context) -> list[Result]:
    from mailbot.reading.grids.reader import read_grid

    return read_grid(grid, context, Source("body", READER)) or []


def _holder(one: Amendment, context: Context) -> tuple[str, str, str] | None:
    """Where nobody is named: the one own contact who has the present value, else the sender of a form that
    gives a value of a contact.
    """
    old = folded(one.old)
    holders = [
        c
        for c in context.own_contacts
        if (old and old in {folded(v) for v in (c.email, c.job_title) if v})
        or (c.phone and phone(one.old, c.country) == c.phone)
    ]
    if not holders and context.contact is not None:
        field = field_of("contact", one.what, languages(context)) if one.what else None
        told = phone_spans(one.new) or re.fullmatch(r"\S+@\S+\.\w+", one.new)
        holders = [context.contact] if told or field in ("phone", "email", "job_title") else []
    return ("contact", holders[0].name, holders[0].id) if len(holders) == 1 else None

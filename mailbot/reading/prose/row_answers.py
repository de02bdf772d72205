"""What is written under a row of our own tables, or in a column beside it: an answer to that row.

The row says which record is meant and what could change of it, so no verb is asked for: a value that fits
a field and differs from the file is enough, unless the sentence denies it, supposes it or asks. Only
sentences that no other reader has understood are read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mailbot.directory.records import Contact, Meeting, Position, Record
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.people import Person
from mailbot.reading.prose.clauses import stated
from mailbot.reading.prose.meeting_mode import mode_of
from mailbot.reading.prose.meeting_places import new_place
from mailbot.reading.prose.position_values import new_status
from mailbot.reading.prose.roles import fresh_committees, fresh_roles
from mailbot.reading.prose.scene import Scene
from mailbot.reading.shown import shown
from mailbot.reading.values import clean

READER = "prose"
RULE = "answer to a row"
_ARROW = re.compile(r"\s*(?:->|→|=>|⇒|--+>)\s*")


def read(scenes: Sequence[Scene], context: Context, results: Sequence[Result]) -> list[Result]:
    """Findings of the sentences that answer a row and that the other readers have left."""
    understood = {line for result in results for line in result.evidence}
    found: list[Result] = []
    for scene in scenes:
        answers = scene.sentence.answers
        if not answers or scene.asks or scene.supposed or scene.doubted:
            continue
        row = shown(answers[-1], context)
        if row is None:
            continue
        if scene.text not in understood:
            found += _answer(scene, row.record, context)
        elif isinstance(row.record, Contact) and not _is_gone(row.record, results):
            found += _moved(scene, row.record)
    return found


def _is_gone(record: Contact, results: Sequence[Result]) -> bool:
    return any(isinstance(r, Finding) and r.op == "remove" and r.key == record.id for r in results)


def _answer(scene: Scene, record: Record, context: Context) -> list[Result]:
    told = _stated(scene, context)
    if told is None or told.others:
        return []
    if isinstance(record, Contact):
        moved = _moved(told, record)
        if moved:
            return moved
    values = _READERS[record.kind](told, record, context)
    return [_finding(scene, record, values)] if values else []


def _stated(scene: Scene, context: Context) -> Scene | None:
    """The sentence without what is denied, and without what stands before an arrow."""
    text = stated(scene.text, context) if scene.denied else scene.text
    if text is None:
        return scene if _gone(scene) else None
    label = _ARROW.split(text)[0].rpartition(": ")[0]
    if len(pieces := _ARROW.split(text)) > 1:
        text = f"{label}: {pieces[-1]}" if label else pieces[-1]
    return scene if text == scene.text else scene.saying(text)


def _finding(scene: Scene, record: Record, values: Mapping[str, Any]) -> Finding:
    return Finding(
        record.kind, "update", record.key, record.key, None, values, (scene.text,), "body", 0.9, READER, RULE
    )


def _position(scene: Scene, record: Record, context: Context) -> dict[str, Any]:
    words = context.words
    withdraw = words.pattern("position.withdraw").search(scene.text)
    before = scene.text[max(0, withdraw.start() - 22) : withdraw.start()] if withdraw else ""
    if withdraw and not words.has("modality.negation", before):
        return {"status": "withdrawn"}
    values: dict[str, Any] = dict(new_status(scene.text, context))
    if action := _action(scene.text, context):
        values["action"] = action
    own = {
        c.id: c
        for p in scene.people
        if (c := p.contact) and c.organization == context.organization
        and not words.has("position.old_person", scene.text[max(0, p.start - 24) : p.start])
    }  # fmt: skip
    if scene.has("position.coordinator_cue"):
        if len(own) == 1:
            values["coordinator"] = next(iter(own))
        elif not own and scene.says_i and context.contact:
            values["coordinator"] = context.contact.id
    assert isinstance(record, Position)
    return {name: value for name, value in values.items() if value != getattr(record, name)}


def _action(text: str, context: Context) -> str | None:
    """The one action that is named and not given up; codes count before words."""
    words = context.words
    found: list[tuple[int, int, str]] = []
    for name, pattern in words.patterns("position.action").items():
        found += [
            (m.start(), m.end(), name)
            for m in pattern.finditer(text)
            if (m[0].upper() != name or m[0] == name)
            and not words.has("position.given_up", text[max(0, m.start() - 24) : m.start()])
        ]
    found = [h for h in found if not any(o[0] <= h[0] and h[1] <= o[1] and o[:2] != h[:2] for o in found)]
    codes = {name for start, end, name in found if text[start:end] == name}
    named = codes or {name for _, _, name in found}
    timeless = words.pattern("position.now").sub(" ", text)
    if not codes and not words.has("position.noc_cue", timeless):
        named -= {"NOC"}  # "no change" leaves the row as it is
    return named.pop() if len(named) == 1 else None


def _meeting(scene: Scene, record: Record, context: Context) -> dict[str, Any]:
    assert isinstance(record, Meeting)
    if scene.has("meeting.cancel"):
        return {"status": "cancelled"}
    values: dict[str, Any] = {}
    if scene.has("row.one_day") and (day := _day_of(scene.text, record)):
        values |= {"starts": day, "ends": day}
    held = {(m.starts, m.ends) for m in context.directory.meetings if m.organization == record.organization}
    fresh = [p for p in scene.periods if (p.first, p.last) not in held]  # nor those of another meeting
    if len(fresh) == 1 and not scene.has("meeting.not_itself"):
        span = fresh[0]
        if not span.is_day or record.starts == record.ends:
            values |= {"starts": span.first.isoformat(), "ends": span.last.isoformat()}
    elif not values and scene.has("meeting.postpone"):
        values["status"] = "postponed"
    if mode := _mode(scene, context):
        values["mode"] = mode
    if place := new_place(scene, record, moves=True):
        values["place"] = place
    for status, name in (("confirmed", "meeting.confirm"), ("tentative", "meeting.tentative")):
        if scene.has(name) and "status" not in values:
            values["status"] = status
    return {n: v for n, v in values.items() if v != str(getattr(record, n))}


def _mode(scene: Scene, context: Context) -> str | None:
    """The mode one of the clauses gives, where no other gives another."""
    clauses = [c for c in re.split(r"[,;，；،]\s?", scene.text) if c.strip()]
    found = {mode for clause in clauses if (mode := mode_of(scene.saying(clause), context, True))}
    return found.pop() if len(found) == 1 else None


def _day_of(text: str, record: Meeting) -> str | None:
    """The first or last day of the meeting, named by its number alone: `the 26th`."""
    days = [day for day in (record.starts, record.ends) if re.search(rf"(?<!\d){day.day}(?!\d)", text)]
    return days[0].isoformat() if len(set(days)) == 1 else None


def _contact(scene: Scene, record: Record, context: Context) -> dict[str, Any]:
    assert isinstance(record, Contact)
    if scene.has("contact.third_party") or scene.has("contact.temporary"):
        return {}
    values: dict[str, Any] = {}
    if len(scene.phones) == 1:
        values["phone"] = scene.phones[0].raw
    if len(scene.emails) == 1:
        values["email"] = scene.emails[0].raw
    if not values:
        values = _post(scene)
    for name, told in (
        ("role", fresh_roles(scene.text, context)),
        ("committee", fresh_committees(scene.text, context)),
    ):
        if len(told) == 1 and told[0] != getattr(record, name):
            values[name] = told[0]
    return values


def _post(scene: Scene) -> dict[str, Any]:
    """`function: Deputy Director of Department`: a label of the field, a colon and the value."""
    for name, label in (("job_title", "title_label"), ("affiliation", "affiliation_label")):
        found = re.fullmatch(r".*?[:：]\s*(?P<value>[^:：]{3,120})", scene.text)
        if found and scene.has_in(f"contact.{label}", scene.text[: found.start("value")]):
            return {name: clean(found["value"]).rstrip(".")}
    return {}


def _gone(scene: Scene) -> bool:
    return scene.has("contact.leaving") or scene.has("contact.remove")


def _moved(said: Scene, record: Contact) -> list[Result]:
    """`has left us`, `replaced by Mr X, x@y`: the person of the row goes, somebody named here may come."""
    new = [p for p in said.people if p.is_new and (p.honorific or len(p.name.split()) > 1)]
    comes = any(said.has(f"contact.{name}") for name in ("replaced_by", "takes_over", "replaces"))
    if not (_gone(said) or (comes and new)) or said.has("contact.temporary") or len(new) > 1:
        return []
    gone = Finding(
        "contact", "remove", record.name, record.id, None, {}, (said.text,), "body", 0.9, READER, RULE
    )
    return [gone, _successor(said, new[0], record)] if new else [gone]


def _successor(scene: Scene, person: Person, gone: Contact) -> Finding:
    values: dict[str, Any] = {"honorific": person.honorific} if person.honorific else {}
    values |= {"name": person.name, "role": gone.role, "committee": gone.committee}
    values |= {"email": scene.emails[0].raw} if len(scene.emails) == 1 else {}
    values |= {"phone": scene.phones[0].raw} if len(scene.phones) == 1 else {}
    return Finding(
        "contact", "add", person.name, None, None, values, (scene.text,), "body", 0.9, READER, RULE
    )


_READERS: Mapping[str, Callable[[Scene, Record, Context], dict[str, Any]]] = {
    "contact": _contact,
    "position": _position,
    "meeting": _meeting,
}

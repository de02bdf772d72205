"""Findings -> changes on single records, or questions. Never a guess.

Here the authority rule holds (an organization speaks for itself), raw values get the contract's forms, what is
on file already falls away, and two findings that disagree become a question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mailbot.directory.change import Change, FieldChange, Question
from mailbot.directory.records import Contact, Meeting, Record, values
from mailbot.reading import people, texts
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Dropped, Finding, Result
from mailbot.reading.normal import Unclear, normal
from mailbot.reading.values import folded, same

Outcome = Change | Question | Dropped


@dataclass(frozen=True)
class Resolved:
    """What a message comes to."""

    changes: tuple[Change, ...] = ()
    questions: tuple[Question, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def resolve(results: list[Result], context: Context) -> Resolved:
    """All findings and doubts of one message, resolved and merged."""
    changes: list[Change] = []
    questions: list[Question] = []
    dropped: list[Dropped] = []
    for result in results:
        outcome: Outcome
        if isinstance(result, Doubt):
            outcome = Question(result.text, result.evidence, result.source)
        else:
            outcome = _one(result, context)
        if isinstance(outcome, Change):
            changes.append(outcome)
        elif isinstance(outcome, Question):
            questions.append(outcome)
        else:
            dropped.append(outcome)
    merged, conflicts = _merge(changes)
    return Resolved(tuple(merged), tuple(dict.fromkeys(questions + conflicts)), tuple(dropped))


def _ask(finding: Finding, text: str) -> Question:
    return Question(text, finding.evidence, finding.source)


def _one(finding: Finding, context: Context) -> Outcome:
    organization = finding.organization or context.organization
    if context.organization is None:
        return _ask(
            finding,
            f"The sender belongs to no organization on file; is this change to be made: {_about(finding)}?",
        )
    if organization != context.organization:
        return _ask(
            finding,
            f"{context.organization} speaks of {organization}'s entry {_about(finding)}; please check with {organization}.",
        )
    try:
        return _TARGETS[finding.target](finding, context)
    except Unclear as doubt:
        return _ask(finding, str(doubt))


def _about(finding: Finding) -> str:
    said = ", ".join(f"{name} {value}" for name, value in finding.values.items() if value is not None)
    return " ".join(part for part in (finding.subject or finding.key or finding.target, said) if part)


def _change(finding: Finding, context: Context, record: Record | None, fields: Mapping[str, Any]) -> Outcome:
    """A change with only what differs from the file; without a difference it is dropped."""
    if record is None:
        added = {name: FieldChange(None, value) for name, value in fields.items() if value is not None}
        return Change(
            finding.target, "add", None, context.organization, added,
            finding.evidence, finding.source, finding.confidence,
        )  # fmt: skip
    now = values(record)
    seen = context.seen(finding.target, record.key)
    before = values(seen) if seen is not None else {}
    out: dict[str, FieldChange] = {}
    for name, value in fields.items():
        if same(name, now.get(name), value):
            continue
        if name in before:
            out[name] = FieldChange(now.get(name), value, before[name], has_seen=True)
        else:
            out[name] = FieldChange(now.get(name), value)
    if not out:
        return Dropped(f"{finding.target} {record.key}: {_about(finding)}", "on file already")
    return Change(
        finding.target, "update", record.key, context.organization, out,
        finding.evidence, finding.source, finding.confidence,
    )  # fmt: skip


def _remove(finding: Finding, context: Context, record: Record) -> Change:
    return Change(
        finding.target, "remove", record.key, context.organization, {},
        finding.evidence, finding.source, finding.confidence,
    )  # fmt: skip


def _fields(finding: Finding, context: Context, record: Record | None) -> dict[str, Any]:
    country = finding.values.get("country")
    return {
        name: normal(finding.target, name, value, context, record, country)
        for name, value in finding.values.items()
    }


def _contact(finding: Finding, context: Context) -> Outcome:
    found: tuple[Contact, ...] = ()
    if finding.key:
        record = context.directory.get("contact", finding.key)
        found = (record,) if isinstance(record, Contact) else ()
    elif finding.subject:
        found = people.find(finding.subject, context)
    own = tuple(c for c in found if c.organization == context.organization)
    if found and not own and finding.op != "add":
        return _ask(
            finding,
            f"{found[0].name} is listed under {found[0].organization}, not {context.organization}; is {_about(finding)} right?",
        )
    if len(own) > 1:
        names = ", ".join(f"{c.honorific or ''} {c.name}".strip() for c in own)
        return _ask(finding, f"{finding.subject}: which one of {names}?")
    record = own[0] if own else None
    if finding.op in ("update", "remove") and record is None:
        return _ask(finding, f"{finding.subject or 'The person'}: no such contact in {context.organization}")
    if finding.op == "remove":
        assert record is not None
        return _remove(finding, context, record)
    if (
        record is not None
        and finding.op == "add"
        and not _same_name(str(finding.values.get("name", "")), record)
    ):
        record = None
    fields = _fields(finding, context, record)
    if record is None and not fields.get("name"):
        return _ask(finding, f"A new contact without a name: {_about(finding)}")
    if record is not None:
        fields = {k: v for k, v in fields.items() if k != "name" or finding.op != "add"}
    return _change(finding, context, record, fields)


def _same_name(name: str, contact: Contact) -> bool:
    return sorted(people.units(name)) == sorted(people.units(contact.name))


def _position(finding: Finding, context: Context) -> Outcome:
    key = finding.key
    if key is None:
        reference = texts.find(finding.subject, context)
        if reference is None:
            return _ask(finding, f"{finding.subject}: which Resolution or Recommendation is meant?")
        if not reference.known:
            return _ask(finding, f"{reference.id} is not among the texts of the programme.")
        key = f"{context.organization}/{reference.id}"
    record = context.directory.get("position", key)
    text = key.split("/", 1)[1]
    if finding.op in ("update", "remove") and record is None:
        return _ask(
            finding, f"{context.organization} has no position on {text} in the table: {_about(finding)}"
        )
    fields = _fields(finding, context, record)
    if finding.op == "remove":
        assert record is not None
        return _remove(finding, context, record)
    if record is None:
        if fields.get("status") == "withdrawn":
            return _ask(finding, f"{context.organization} has no position on {text} that could be withdrawn.")
        fields = {"text": text, **fields}
    return _change(finding, context, record, fields)


def _meeting(finding: Finding, context: Context) -> Outcome:
    record = context.directory.get("meeting", finding.key) if finding.key else None
    if finding.op != "add" and record is None:
        return _ask(
            finding,
            f"{finding.subject or 'The meeting'}: no such meeting of {context.organization} in the calendar",
        )
    if isinstance(record, Meeting) and record.organization != context.organization:
        return _ask(finding, f"{record.title} is a meeting of {record.organization}; please check there.")
    fields = _fields(finding, context, record)
    if finding.op == "remove":
        assert record is not None
        return _remove(finding, context, record)
    if record is None and not (fields.get("title") and fields.get("starts")):
        return _ask(finding, f"A new meeting without a title or dates: {_about(finding)}")
    starts = fields.get("starts") or (record.starts.isoformat() if isinstance(record, Meeting) else None)
    ends = fields.get("ends") or (record.ends.isoformat() if isinstance(record, Meeting) else None)
    if starts and ends and ends < starts:
        return _ask(
            finding, f"{_about(finding)}: the meeting would end on {ends}, before it starts on {starts}."
        )
    return _change(finding, context, record, fields)


def _view(finding: Finding, context: Context) -> Outcome:
    fields = _fields(finding, context, None)
    reference = texts.find(finding.subject, context)
    about = fields.get("about")
    if reference is None or not reference.known:
        return _ask(finding, f"{finding.subject}: which Resolution or Recommendation is meant?")
    on_file = context.directory.get("view", f"{context.organization}>{about or ''}/{reference.id}")
    if on_file is not None:
        return (
            _change(
                finding,
                context,
                on_file,
                {k: v for k, v in fields.items() if k in ("stance", "comment") and (k == "stance" or v)},
            )
            if not same("stance", values(on_file)["stance"], fields.get("stance"))
            else Dropped(_about(finding), "on file already")
        )
    ordered = {
        "about": about,
        "text": reference.id,
        **{k: v for k, v in fields.items() if k not in ("about", "text")},
    }
    return _change(finding, context, None, ordered)


def _participation(finding: Finding, context: Context) -> Outcome:
    fields = _fields(finding, context, None)
    for record in context.directory.participations:
        if (
            record.event == fields.get("event")
            and record.organization == context.organization
            and folded(record.name) == folded(str(fields.get("name")))
            and record.attending == fields.get("attending")
        ):
            return Dropped(_about(finding), "on file already")
    return _change(finding, context, None, fields)


_TARGETS: dict[str, Callable[[Finding, Context], Outcome]] = {
    "contact": _contact,
    "position": _position,
    "meeting": _meeting,
    "view": _view,
    "participation": _participation,
}


def _identity(change: Change) -> tuple[object, ...] | None:
    """What makes two changes one record's; None for adds that are always their own."""
    if change.op == "update":
        return change.target, change.op, change.id
    if change.op == "remove":
        return change.target, change.op, change.id
    fields = {name: value.new for name, value in change.fields.items()}
    if change.target == "contact":
        return change.target, "add", folded(str(fields.get("name")))
    if change.target == "position":
        return change.target, "add", fields.get("text")
    if change.target == "meeting":
        return change.target, "add", folded(str(fields.get("title"))), fields.get("starts")
    if change.target == "view":
        return change.target, "add", fields.get("about"), fields.get("text")
    return change.target, "add", fields.get("event"), folded(str(fields.get("name")))


def _merge(changes: list[Change]) -> tuple[list[Change], list[Question]]:
    """One change a record. Where two findings disagree the surer one holds; equally sure ones are a question."""
    merged: dict[tuple[object, ...] | None, Change] = {}
    questions: list[Question] = []
    for change in changes:
        key = _identity(change)
        first = merged.get(key)
        if first is None:
            merged[key] = change
            continue
        fields = dict(first.fields)
        for name, value in change.fields.items():
            other = fields.get(name)
            if other is None or same(name, other.new, value.new):
                fields.setdefault(name, value)
            elif change.confidence > first.confidence:
                fields[name] = value
            elif change.confidence == first.confidence:
                del fields[name]
                text = f"{change.id or change.target}: {name} is given as {other.new} and as {value.new}; which holds?"
                questions.append(Question(text, first.evidence + change.evidence, change.source))
        evidence = tuple(dict.fromkeys(first.evidence + change.evidence))
        merged[key] = replace(
            first, fields=fields, evidence=evidence, confidence=max(first.confidence, change.confidence)
        )
    return [c for c in merged.values() if c.fields or c.op == "remove"], questions

"""One finding of each target -> a change on one record, a question, or nothing (it is on file already)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from mailbot.directory.change import Change, FieldChange, Question
from mailbot.directory.records import Contact, Meeting, Record, values
from mailbot.reading import names, people, texts
from mailbot.reading.context import Context
from mailbot.reading.findings import Dropped, Finding
from mailbot.reading.normal import normal
from mailbot.reading.plausible import refusal
from mailbot.reading.values import folded, same

Outcome = Change | Question | Dropped
_BARE = re.compile(r"\W*[^\W\d]{1,14}\W{0,3}[+\d(][\d\s()./-]{5,24}")  # `Tel.: +66 2 573 0061`


def ask(finding: Finding, text: str) -> Question:
    return Question(text, finding.evidence, finding.source)


def described(finding: Finding) -> str:
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
    before = finding.seen if finding.seen is not None else values(seen) if seen is not None else {}
    out: dict[str, FieldChange] = {}
    for name, value in fields.items():
        if same(name, now.get(name), value):
            continue
        if name in before:
            out[name] = FieldChange(now.get(name), value, before[name], has_seen=True)
        else:
            out[name] = FieldChange(now.get(name), value)
    if not out:
        return Dropped(f"{finding.target} {record.key}: {described(finding)}", "on file already")
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
        return ask(
            finding,
            f"{found[0].name} is listed under {found[0].organization}, not {context.organization}; is"
            f" {described(finding)} right?",
        )
    if len(own) > 1:
        names = ", ".join(f"{c.honorific or ''} {c.name}".strip() for c in own)
        return ask(finding, f"{finding.subject}: which one of {names}?")
    record = own[0] if own else None
    if finding.op in ("update", "remove") and record is None:
        if finding.subject and (reason := refusal("contact", "name", finding.subject, context)):
            return Dropped(described(finding), reason)
        if finding.evidence and all(_BARE.fullmatch(line.strip()) for line in finding.evidence):
            return Dropped(described(finding), "the signature of somebody who is not on the sheet")
        return ask(finding, f"{finding.subject or 'The person'}: no such contact in {context.organization}")
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
        return ask(finding, f"A new contact without a name: {described(finding)}")
    if record is not None:
        fields = {k: v for k, v in fields.items() if k != "name" or finding.op != "add"}
    return _change(finding, context, record, fields)


def _same_name(name: str, contact: Contact) -> bool:
    return sorted(names.units(name)) == sorted(names.units(contact.name))


def _position(finding: Finding, context: Context) -> Outcome:
    key = finding.key
    if key is None:
        reference = texts.find(finding.subject, context)
        if reference is None:
            return ask(finding, f"{finding.subject}: which Resolution or Recommendation is meant?")
        if not reference.known:
            return ask(finding, f"{reference.id} is not among the texts of the programme.")
        key = f"{context.organization}/{reference.id}"
    record = context.directory.get("position", key)
    text = key.split("/", 1)[1]
    if finding.op in ("update", "remove") and record is None:
        return ask(
            finding, f"{context.organization} has no position on {text} in the table: {described(finding)}"
        )
    fields = _fields(finding, context, record)
    if finding.op == "remove":
        assert record is not None
        return _remove(finding, context, record)
    if record is None:
        if fields.get("status") == "withdrawn":
            return ask(finding, f"{context.organization} has no position on {text} that could be withdrawn.")
        fields = {"text": text, **fields}
    return _change(finding, context, record, fields)


def _meeting(finding: Finding, context: Context) -> Outcome:
    record = context.directory.get("meeting", finding.key) if finding.key else None
    if finding.op != "add" and record is None:
        return ask(
            finding,
            f"{finding.subject or 'The meeting'}: no such meeting of {context.organization} in the calendar",
        )
    if isinstance(record, Meeting) and record.organization != context.organization:
        return ask(finding, f"{record.title} is a meeting of {record.organization}; please check there.")
    fields = _fields(finding, context, record)
    if finding.op == "remove":
        assert record is not None
        return _remove(finding, context, record)
    if record is None and not (fields.get("title") and fields.get("starts")):
        return ask(finding, f"A new meeting without a title or dates: {described(finding)}")
    starts = fields.get("starts") or (record.starts.isoformat() if isinstance(record, Meeting) else None)
    ends = fields.get("ends") or (record.ends.isoformat() if isinstance(record, Meeting) else None)
    if starts and ends and ends < starts:
        return ask(
            finding, f"{described(finding)}: the meeting would end on {ends}, before it starts on {starts}."
        )
    return _change(finding, context, record, fields)


def _view(finding: Finding, context: Context) -> Outcome:
    fields = _fields(finding, context, None)
    reference = texts.find(finding.subject, context)
    about = fields.get("about")
    if reference is None or not reference.known:
        return ask(finding, f"{finding.subject}: which Resolution or Recommendation is meant?")
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
            else Dropped(described(finding), "on file already")
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
            return Dropped(described(finding), "on file already")
    return _change(finding, context, None, fields)


TARGETS: dict[str, Callable[[Finding, Context], Outcome]] = {
    "contact": _contact,
    "position": _position,
    "meeting": _meeting,
    "view": _view,
    "participation": _participation,
}

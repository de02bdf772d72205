"""What changed this week: the contact sheet, the mapping table, the views and the calendar. Pure.

Occasion and template folder: `digest`. Of a record that was changed several times the first value and the
last are told; what came back to what it was is not. Not told are who attends, and in which language and time
zone somebody is written to. Calls that moved are announced by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.directory import lists
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.records import Organization
from mailbot.directory.snapshot import Directory
from mailbot.outbound.cases.lines import ChangeLine, change_line
from mailbot.outbound.composing import Identity, Mail, compose, wording_for
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.schedule import Occasion

KIND = "digest"
TOLD = ("contact", "position", "view", "meeting")
_UNTOLD = ("id", "organization", "language", "timezone")


@dataclass(frozen=True)
class Revision:
    """One change of one record, as the directory keeps it; ``fields`` have `old` and `new`."""

    target: str
    record: str
    op: str
    fields: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Section:
    organization: Organization
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class Week:
    """What changed after ``since`` and until ``until``, in the order of its first change."""

    since: datetime
    until: datetime
    changes: tuple[Change, ...]


def net(revisions: Iterable[Revision]) -> tuple[Change, ...]:
    """What the revisions, in order, come to."""
    first: dict[tuple[str, str], str] = {}
    last: dict[tuple[str, str], str] = {}
    fields: dict[tuple[str, str], dict[str, FieldChange]] = {}
    for each in revisions:
        if each.target not in TOLD:
            continue
        key = each.target, each.record
        first.setdefault(key, each.op)
        last[key] = each.op
        known = fields.setdefault(key, {})
        for name, value in each.fields.items():
            old = known[name].old if name in known else value.get("old")
            known[name] = FieldChange(old, value.get("new"))
    found = (_change(key, first[key] != "add", last[key] != "remove", fields[key]) for key in first)
    return tuple(change for change in found if change is not None)


def _change(
    key: tuple[str, str], was: bool, is_there: bool, fields: Mapping[str, FieldChange]
) -> Change | None:
    """The record was there before, is there now; None where nothing is left to tell."""
    target, record = key
    owner = fields.get("organization")
    organization = str(owner.new or owner.old) if owner else None
    told = {name: each for name, each in fields.items() if each.old != each.new and name not in _UNTOLD}
    if not (was or is_there) or (was and is_there and not told):
        return None
    op = "update" if was and is_there else "add" if is_there else "remove"
    return Change(target, op, record, organization, told)  # type: ignore[arg-type]  # one of the three


def digest(
    occasion: Occasion,
    week: Week,
    directory: Directory,
    identity: Identity,
    recipient: Recipient,
    now: datetime,
) -> Mail:
    """The mail to one person. Raises ValueError for a bad address."""
    say = wording_for(recipient, directory, identity)
    sections = []
    for organization in directory.organizations:
        own = [c for c in week.changes if _owner(c, directory) == organization.code]
        if own:
            sections.append(Section(organization, tuple(change_line(c, directory, say) for c in own)))
    return compose(
        KIND, occasion.key, {**facts(occasion, directory), "sections": sections, "since": week.since},
        directory=directory, identity=identity, recipient=recipient, now=now, mailing_list=lists.DIGEST,
    )  # fmt: skip


def _owner(change: Change, directory: Directory) -> str | None:
    record = directory.get(change.target, change.id)
    return change.organization or getattr(record, "organization", None)


def facts(occasion: Occasion, directory: Directory) -> dict[str, Any]:
    """What the subject needs."""
    return {"until": occasion.at.astimezone(directory.zone)}

"""Adding: an officer enters the change that a reader missed; the mail is its source.

Failure semantics: the change, the set's new version and the line in the audit log are one transaction, the
caller's. It is a proposal as any other and waits for its approval; a set that was decided waits with it
(`review.changes.MOVES`), and the approvers are asked again.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.apply import current
from mailbot.directory.change import Change, FieldChange
from mailbot.errors import InputRefused
from mailbot.mail.message import Message
from mailbot.review.changes import state_of
from mailbot.review.entering import enterable, entered
from mailbot.review.sets import changes_of, locked, mail_of
from mailbot.store import audit
from mailbot.store.audit import Door
from mailbot.store.tables import ChangeRow, ChangeSetRow, OccasionRow

MAX_CHANGES = 200
MAX_EVIDENCE = 4_000  # characters
_OPEN = ("pending", "held", "partly")


def add(
    session: Session,
    set_id: int,
    change: Change,
    officer: str,
    now: datetime,
    *,
    version: int | None = None,
    door: Door = "command",
) -> int:
    """Add a change to a set; returns its number.

    ``change`` names its record (``target`` and ``id``; an add: ``organization``) and the new values of its
    fields; ``evidence`` is a passage of the mail, from its subject, its text or an attachment's name. Old
    values and the source are found here. Raises InputRefused for a record, field or value that cannot be
    entered, for one that changes nothing, and for words that the mail does not have; IllegalMove where
    ``version`` is given and the set is another by now.
    """
    row = locked(session, set_id, "add", version)
    changes = changes_of(session, set_id)
    if len(changes) >= MAX_CHANGES:
        raise InputRefused(f"change set {set_id} has {len(changes)} changes; that is as many as one can have")
    evidence, source = _found(session, row, change.evidence)
    organization, fields = _fields(session, change)
    made = Change(change.target, change.op, change.id, organization, fields, evidence, source)
    if any(_same(Change.from_json(each.change), made) for each in changes if each.state == "pending"):
        raise InputRefused(f"change set {set_id} has this change already")
    number = max((each.number for each in changes), default=0) + 1
    session.add(ChangeRow(change_set_id=set_id, number=number, change=made.to_json(), state="pending",
                          added_by=officer))  # fmt: skip
    was_open = row.state in _OPEN
    row.version += 1
    states = [*(each.state for each in changes), "pending"]
    row.state = state_of(states, held=row.held_because is not None)
    if not was_open:
        key = f"version-{row.version}-of-change-set-{set_id}"
        session.add(OccasionRow(kind="approval-request", key=key, due_at=aware(now), state="due"))
    detail = {"number": number, "change": made.to_json()}
    audit.note(session, now, officer, door, "added", f"change set {set_id}", detail)
    session.flush()
    return number


def _fields(session: Session, change: Change) -> tuple[str | None, dict[str, FieldChange]]:
    """The record's organization, and the fields with what is on file."""
    enterable(change.target, change.op)
    new = {name: field.new for name, field in change.fields.items()}
    if change.op == "add":
        if change.id is not None:
            raise InputRefused(f"{change.target} {change.id}: what is added gets its id when it is approved")
        return _added(session, change, new)
    on_file = current(session, change.target, change.id) if change.id else None
    if on_file is None:
        raise InputRefused(f"there is no {change.target} {change.id}; name it by its id, like cept-1")
    organization = on_file.get("organization")
    if change.op == "remove":
        if new:
            raise InputRefused(f"{change.target} {change.id}: a removal has no values")
        return organization, {}
    if not new:
        raise InputRefused(f"{change.target} {change.id}: name a field and its value")
    values = entered(session, change.target, "update", {**on_file, **new}, new)
    differing = {name: value for name, value in values.items() if on_file.get(name) != value}
    if not differing:
        raise InputRefused(f"{change.target} {change.id} is like that already")
    return organization, {name: FieldChange(on_file.get(name), value) for name, value in differing.items()}


def _added(
    session: Session, change: Change, new: dict[str, Any]
) -> tuple[str | None, dict[str, FieldChange]]:
    organization = change.organization or new.get("organization")
    record = {**new, "organization": organization}
    values = entered(session, change.target, "add", record, record)
    given = {name: FieldChange(None, value) for name, value in values.items()
             if value is not None and name != "organization"}  # fmt: skip
    if not given:
        raise InputRefused(f"{change.target}: name its fields and their values")
    return organization, given


def _found(session: Session, row: ChangeSetRow, evidence: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The passages as they stand in the mail, and where: `body` or `attachment:<name>`."""
    wanted = tuple(words.strip() for words in evidence if words.strip())
    if not wanted:
        raise InputRefused("evidence: copy the words of the mail that say so")
    if sum(map(len, wanted)) > MAX_EVIDENCE:
        raise InputRefused(f"evidence: at most {MAX_EVIDENCE} characters; copy the words that matter")
    message = mail_of(session, row)
    if message is None:
        raise InputRefused(f"evidence: the mail of change set {row.id} cannot be read")
    for part in message.parts:
        if part.filename and wanted == (part.filename,):
            return wanted, f"attachment:{part.filename}"
    return tuple(_passage(message, words) for words in wanted), "body"


def _passage(message: Message, words: str) -> str:
    """Lines may be broken elsewhere, as they are where the passage was copied from."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    for text in (message.text, message.subject):
        if found := pattern.search(text):
            return found.group()
    raise InputRefused(f"evidence: the mail does not say {words[:80]!r}; copy its words as they stand there")


def _same(one: Change, other: Change) -> bool:
    def meant(change: Change) -> object:
        new = {name: field.new for name, field in change.fields.items()}
        return change.target, change.op, change.id, change.organization, new

    return meant(one) == meant(other)

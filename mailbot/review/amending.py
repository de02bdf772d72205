"""Amending: an officer corrects what a mail asks for before he decides it.

Failure semantics: the amendment, the set's new version and the line in the audit log are one transaction, the
caller's. What is pending stays pending; a first approval of the older values no longer counts. What the
reader had proposed is kept, and the sender is told what was entered instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.apply import current
from mailbot.directory.change import Change, FieldChange
from mailbot.errors import InputRefused
from mailbot.review.entering import entered
from mailbot.review.sets import change_of, locked
from mailbot.store import audit
from mailbot.store.audit import Door


def amend(
    session: Session,
    set_id: int,
    number: int,
    fields: Mapping[str, Any],
    officer: str,
    now: datetime,
    *,
    drop: Collection[str] = (),
    version: int | None = None,
    door: Door = "command",
) -> None:
    """Give a pending change other values: ``fields`` maps names to new ones, in the form of the contract,
    section 1 (None or "" empties the field); those in ``drop`` are left as they are on file.

    Nothing happens where the change says that already. Raises InputRefused for an unknown set, number or
    field and for a value that cannot be entered, with the remedy; IllegalMove where it is decided already,
    or where ``version`` is given and the set is another by now.
    """
    row = locked(session, set_id, "amend", version)
    change = change_of(session, set_id, number, "amend")
    before = Change.from_json(change.change)
    after = _amended(session, before, fields, drop)
    if after == before:
        return
    original = change.original or change.change
    back = Change.from_json(original).fields == after.fields
    change.original = None if back or change.added_by else original  # what a person added no reader proposed
    change.change = after.to_json()
    change.amended_by, change.amended_at = (None, None) if back else (officer, aware(now))
    change.seconded_by = change.seconded_at = None
    row.version += 1
    detail = {"number": number, "was": _new(before), "now": _new(after)}
    audit.note(session, now, officer, door, "amended", f"change set {set_id}", detail)


def _amended(session: Session, change: Change, fields: Mapping[str, Any], drop: Collection[str]) -> Change:
    if change.op == "remove":
        raise InputRefused(f"{change.target} {change.id}: a removal has no values; reject it instead")
    if absent := sorted(set(drop) - set(change.fields)):
        raise InputRefused(f"{absent[0]}: the change says nothing of it; it has {', '.join(change.fields)}")
    kept = {name: field for name, field in change.fields.items() if name not in drop}
    on_file = (current(session, change.target, change.id) if change.id else None) or {}
    stated = {name: field.new for name, field in kept.items()}
    record = {**on_file, **({"organization": change.organization} if change.op == "add" else {}), **stated}
    given = {name: value for name, value in fields.items() if name not in drop}
    new = entered(session, change.target, change.op, record, given) if given else {}
    for name, value in new.items():
        if name not in kept and change.op == "update" and value == on_file.get(name):
            continue  # it is like that already
        old = kept.get(name) or FieldChange(on_file.get(name) if change.op == "update" else None, None)
        kept[name] = replace(old, new=value)
    if not kept:
        raise InputRefused("nothing would be left of the change; reject it instead")
    return replace(change, fields=kept)


def _new(change: Change) -> dict[str, Any]:
    return {name: field.new for name, field in change.fields.items()}

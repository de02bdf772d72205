"""Asking: an officer puts a question to the sender of a case; his answer comes back into it.

Failure semantics: the question, the occasion that its mail goes out by and the line in the audit log are one
transaction, the caller's: after a crash either all of them are there or none.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.errors import IllegalMove, InputRefused
from mailbot.review.sets import changes_of, locked, mail_of
from mailbot.review.silence import silent_because
from mailbot.store import audit
from mailbot.store.audit import Door
from mailbot.store.tables import AskRow, ChangeSetRow, OccasionRow

KIND = "question"
MAX_TEXT = 4_000  # characters
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def ask(
    session: Session,
    set_id: int,
    text: str,
    officer: str,
    now: datetime,
    numbers: Collection[int] = (),
    *,
    own: str | None = None,
    door: Door = "command",
) -> int:
    """Put ``text`` to the sender, about the changes ``numbers`` (none: about his mail); returns the id.

    ``own`` is our own address. Raises InputRefused for an empty or endless text, an unknown set or number and
    a question that is asked already; IllegalMove where the set is held or its sender is never written to.
    """
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not text or len(text) > MAX_TEXT or _CONTROL.search(text):
        raise InputRefused(f"question: write 1 to {MAX_TEXT} characters of plain text")
    if may_not_ask := cannot_ask(session, set_id, own):
        raise IllegalMove(f"change set {set_id}: its sender cannot be asked: {may_not_ask}")
    locked(session, set_id, "ask")
    known = {change.number for change in changes_of(session, set_id)}
    if unknown := sorted(set(numbers) - known):
        raise InputRefused(f"change set {set_id} has no change {unknown[0]}; it has {len(known)}")
    asked = select(AskRow.id).where(
        AskRow.change_set_id == set_id, AskRow.text == text, AskRow.answered_by.is_(None)
    )
    if session.scalar(asked) is not None:
        raise InputRefused(f"change set {set_id}: this is asked already, and not answered yet")
    row = AskRow(
        change_set_id=set_id, at=aware(now), officer=officer, text=text, numbers=sorted(set(numbers))
    )
    session.add(row)
    session.flush()
    session.add(OccasionRow(kind=KIND, key=f"ask-{row.id}", due_at=now, state="due"))
    audit.note(session, now, officer, door, "asked", f"change set {set_id}",
               {"ask": row.id, "numbers": row.numbers, "text": text})  # fmt: skip
    return row.id


def cannot_ask(session: Session, set_id: int, own: str | None = None) -> str | None:
    """Why the sender of a case cannot be asked, None where he can. Raises InputRefused for an unknown set."""
    row = session.get(ChangeSetRow, set_id)
    if row is None:
        raise InputRefused(f"there is no change set {set_id}; see: mailbot review list")
    if row.state == "held":
        return f"it is held: {row.held_because}"
    return silent_because(row.sender, row.authenticity, row.classification, mail_of(session, row), own)

"""The rows of one change set, locked for the transaction that is about to move it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.apply import find
from mailbot.errors import IllegalMove, InputRefused
from mailbot.mail.bounds import Unreadable
from mailbot.mail.message import Message, parse
from mailbot.review.changes import CHANGE_MOVES, require_move
from mailbot.store import contents
from mailbot.store.tables import ChangeRow, ChangeSetRow


def locked(session: Session, set_id: int, verb: str, version: int | None = None) -> ChangeSetRow:
    """The set, which nobody else moves until this transaction ends, as it is now.

    ``version`` is the one that whoever decides has seen. Raises InputRefused for an unknown set, IllegalMove
    where its state forbids ``verb`` or it is no longer what was seen.
    """
    wanted = select(ChangeSetRow).where(ChangeSetRow.id == set_id).with_for_update()
    row = session.scalar(wanted.execution_options(populate_existing=True))
    if row is None:
        raise InputRefused(f"there is no change set {set_id}; see: mailbot review list")
    require_move(verb, row.state, f"change set {set_id}")
    if version is not None and version != row.version:
        raise IllegalMove(f"change set {set_id} has been changed since you saw it; look at it again")
    return row


def changes_of(session: Session, set_id: int) -> Sequence[ChangeRow]:
    """Its changes in their order, as they are now."""
    wanted = select(ChangeRow).where(ChangeRow.change_set_id == set_id).order_by(ChangeRow.number)
    return session.scalars(wanted.execution_options(populate_existing=True)).all()


def change_of(session: Session, set_id: int, number: int, verb: str) -> ChangeRow:
    """One change. Raises InputRefused where there is none, IllegalMove where its state forbids ``verb``."""
    changes = changes_of(session, set_id)
    found = next((change for change in changes if change.number == number), None)
    if found is None:
        raise InputRefused(f"change set {set_id} has no change {number}; it has {len(changes)}")
    if found.state != CHANGE_MOVES[verb]:
        raise IllegalMove(f"change {number} of change set {set_id} is {found.state}")
    return found


def lock_records(session: Session, changes: Iterable[ChangeRow]) -> None:
    """Keep the records that the changes are about from others until the transaction ends; in one order
    whoever does it, so that two who decide about the same records never wait for each other."""
    forms = [change.change for change in changes]
    for target, key in sorted({(form["target"], form["id"]) for form in forms if form.get("id")}):
        find(session, target, key, lock=True)


def mail_of(session: Session, row: ChangeSetRow) -> Message | None:
    """The mail that asked; None where it is beyond our bounds or was dropped."""
    raw = contents.read(session, row.mail_id)
    if not raw:
        return None
    try:
        return parse(raw)
    except Unreadable:
        return None

"""Deciding: the one way in which a change set moves, whoever asks (command line, mail, web).

A decision, the revisions it makes in the directory and the answer it owes the sender are one transaction:
after a crash either all of them are there or none. The same decision twice has one effect, because the
second finds nothing left to decide. A change that no longer fits (conflict, invalid record) stays pending and
says why; the others of the set are applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory import freshness
from mailbot.directory.apply import Invalid, Provenance, apply
from mailbot.directory.change import Change
from mailbot.errors import Conflict, IllegalMove, InputRefused
from mailbot.review.changes import CHANGE_MOVES, inverse, rebased, require_move, state_of
from mailbot.store.tables import ChangeRow, ChangeSetRow, DecisionRow, OccasionRow, RevisionRow

Verb = Literal["approve", "reject", "undo"]


@dataclass(frozen=True)
class Decision:
    """What an officer wants. ``only`` are the changes' numbers, empty for all that are still open."""

    verb: Verb
    officer: str
    only: tuple[int, ...] = ()
    reason: str | None = None
    release: str | None = None
    overwrite: bool = False


@dataclass
class Outcome:
    """What came of it: numbers done, and those left with the reason."""

    change_set: str
    state: str = ""
    done: list[int] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)


def decide(session: Session, set_id: int, decision: Decision, now: datetime) -> Outcome:
    """Carry out a decision in the caller's transaction.

    Raises InputRefused for an unknown set or number, IllegalMove where the set's state forbids it.
    """
    aware(now)
    row = session.scalar(select(ChangeSetRow).where(ChangeSetRow.id == set_id).with_for_update())
    if row is None:
        raise InputRefused(f"there is no change set {set_id}; see: mailbot review list")
    require_move(decision.verb, row.state, f"change set {set_id}")
    if row.state == "held" and decision.verb == "approve" and not decision.release:
        raise IllegalMove(
            f"change set {set_id} is held: {row.held_because}; approve it with --release REASON, or reject it"
        )
    changes = list(session.scalars(select(ChangeRow).where(ChangeRow.change_set_id == set_id)
                                   .order_by(ChangeRow.number)))  # fmt: skip
    chosen = _chosen(changes, decision, set_id)
    outcome = Outcome(str(set_id))
    for change in reversed(chosen) if decision.verb == "undo" else chosen:
        _carry_out(session, row, change, decision, now, outcome)
    if changes:
        row.state = state_of((change.state for change in changes), held=row.state == "held")
    else:
        row.state = "approved" if decision.verb == "approve" else "rejected"
    outcome.state = row.state
    if outcome.done or not changes:
        _record(session, row, decision, outcome.done, now)
    return outcome


def _chosen(changes: Sequence[ChangeRow], decision: Decision, set_id: int) -> list[ChangeRow]:
    numbers = {change.number for change in changes}
    if unknown := sorted(set(decision.only) - numbers):
        raise InputRefused(f"change set {set_id} has no change {unknown[0]}; it has {len(numbers)}")
    open_state = CHANGE_MOVES[decision.verb]
    wanted = [c for c in changes if not decision.only or c.number in decision.only]
    closed = [c for c in wanted if c.state != open_state]
    if decision.only and closed:
        raise IllegalMove(f"change {closed[0].number} of change set {set_id} is {closed[0].state}")
    return [c for c in wanted if c.state == open_state]


def _carry_out(
    session: Session,
    row: ChangeSetRow,
    change: ChangeRow,
    decision: Decision,
    now: datetime,
    outcome: Outcome,
) -> None:
    try:
        if decision.verb == "approve":
            _apply(session, row, change, decision, now)
        elif decision.verb == "undo":
            _undo(session, row, change, decision, now)
    except (Conflict, Invalid) as exc:
        outcome.left[change.number] = str(exc)
        return
    change.state = {"approve": "approved", "reject": "rejected", "undo": "undone"}[decision.verb]
    change.reason, change.decided_by, change.decided_at = decision.reason, decision.officer, now
    outcome.done.append(change.number)


def _apply(session: Session, row: ChangeSetRow, change: ChangeRow, decision: Decision, now: datetime) -> None:
    wanted = Change.from_json(change.change)
    by = _provenance(row, change, wanted, decision, now)
    with session.begin_nested():
        change.record = apply(session, rebased(wanted), by, overwrite=decision.overwrite) or wanted.id
    if change.record and wanted.op != "remove":
        freshness.became(session, wanted.target, change.record, row.sender, now, row.mail_id)


def _undo(session: Session, row: ChangeSetRow, change: ChangeRow, decision: Decision, now: datetime) -> None:
    made = session.scalars(
        select(RevisionRow).where(RevisionRow.change_id == change.id).order_by(RevisionRow.id.desc())
    )
    revision = next(iter(made), None)
    if revision is None:
        return  # it was already so when it was approved; there is nothing to take back
    back = inverse(revision.op, revision.target, revision.record, revision.fields)
    by = _provenance(row, change, Change.from_json(change.change), decision, now)
    with session.begin_nested():
        apply(session, back, by, overwrite=decision.overwrite)
    freshness.taken_back(session, revision.target, revision.record, row.mail_id)


def _provenance(
    row: ChangeSetRow, change: ChangeRow, wanted: Change, decision: Decision, now: datetime
) -> Provenance:
    excerpt = "\n".join(wanted.evidence) or None
    return Provenance(decision.officer, now, row.mail_id, row.message_id, change.id, None, excerpt)


def _record(
    session: Session, row: ChangeSetRow, decision: Decision, numbers: Iterable[int], now: datetime
) -> None:
    row.version += 1
    made = DecisionRow(
        change_set_id=row.id, at=now, officer=decision.officer, verb=decision.verb,
        numbers=sorted(numbers), reason=decision.release or decision.reason,
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add(OccasionRow(kind="answer", key=f"decision-{made.id}", due_at=now, state="due"))

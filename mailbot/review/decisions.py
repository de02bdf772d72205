"""Deciding: the one way in which a change set moves, whoever asks (command line, mail, web).

A decision, the revisions it makes in the directory and the answer it owes the sender are one transaction:
after a crash either all of them are there or none. The same decision twice has one effect, because the
second finds nothing left to decide. A change that no longer fits (conflict, invalid record) stays pending and
says why; the others of the set are applied. Where the rules want two officers, the first approval of a change
is noted and changes nothing, the sender hears nothing yet; only a different officer's applies it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory import freshness
from mailbot.directory.apply import Invalid, Provenance, apply, current
from mailbot.directory.change import Change
from mailbot.errors import Conflict, IllegalMove, InputRefused
from mailbot.review.changes import CHANGE_MOVES, inverse, rebased, state_of
from mailbot.review.rules import Rules, same_officer
from mailbot.review.sets import changes_of, lock_records, locked
from mailbot.store.tables import ChangeRow, ChangeSetRow, DecisionRow, OccasionRow, RevisionRow

Verb = Literal["approve", "reject", "undo"]


@dataclass(frozen=True)
class Decision:
    """What an officer wants. ``only`` are the changes' numbers, empty for all that are still open;
    ``version`` is that of the set which he had before him, where that is known."""

    verb: Verb
    officer: str
    only: tuple[int, ...] = ()
    reason: str | None = None
    release: str | None = None
    overwrite: bool = False
    version: int | None = None


@dataclass
class Outcome:
    """What came of it: numbers done, numbers that wait for a second officer's approval now, and those left
    with the reason; of these ``conflicts`` would be applied with `overwrite`."""

    change_set: str
    state: str = ""
    done: list[int] = field(default_factory=list)
    seconded: list[int] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)
    conflicts: list[int] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """`{"id", "state", "done", "seconded", "left"}`; left maps numbers to reasons."""
        left = {str(number): why for number, why in self.left.items()}
        return {"id": self.change_set, "state": self.state, "done": sorted(self.done),
                "seconded": sorted(self.seconded), "left": left}  # fmt: skip


def decide(session: Session, set_id: int, decision: Decision, now: datetime, rules: Rules) -> Outcome:
    """Carry out a decision in the caller's transaction.

    Raises InputRefused for an unknown set or number, IllegalMove where the set's state forbids it or the set
    is no longer of the version that was seen.
    """
    aware(now)
    row = locked(session, set_id, decision.verb, decision.version)
    if row.state == "held" and decision.verb == "approve" and not decision.release:
        raise IllegalMove(
            f"change set {set_id} is held: {row.held_because}; approve it with --release REASON, or reject it"
        )
    changes = changes_of(session, set_id)
    chosen = _chosen(changes, decision, set_id)
    outcome = Outcome(str(set_id))
    lock_records(session, chosen)
    for change in reversed(chosen) if decision.verb == "undo" else chosen:
        if decision.verb != "approve" or not _waits_for_another(
            session, change, decision, now, rules, outcome
        ):
            _carry_out(session, row, change, decision, now, outcome)
    if changes:
        row.state = state_of((change.state for change in changes), held=row.held_because is not None)
    else:
        row.state = "approved" if decision.verb == "approve" else "rejected"
    outcome.state = row.state
    if outcome.done or not changes:
        _record(session, row, decision, outcome.done, now)
    if outcome.seconded:
        _record_first(session, row, decision, outcome, now)
    return outcome


def _waits_for_another(
    session: Session, change: ChangeRow, decision: Decision, now: datetime, rules: Rules, outcome: Outcome
) -> bool:
    """Note the first of two approvals; whether there must be another."""
    wanted = Change.from_json(change.change)
    key = wanted.id or (wanted.fields["id"].new if "id" in wanted.fields else None)
    if not rules.need_two(wanted, current(session, wanted.target, str(key)) if key else None):
        return False
    if change.seconded_by is None:
        change.seconded_by, change.seconded_at = decision.officer, now
        outcome.seconded.append(change.number)
        return True
    if same_officer(change.seconded_by, decision.officer):
        outcome.left[change.number] = (
            f"a second officer must approve it too; {change.seconded_by} has done so"
        )
        return True
    return False


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
        outcome.conflicts += [change.number] if isinstance(exc, Conflict) else []
        return
    change.state = {"approve": "approved", "reject": "rejected", "undo": "undone"}[decision.verb]
    change.reason, change.decided_by, change.decided_at = decision.reason, decision.officer, now
    if decision.verb == "reject":
        change.seconded_by = change.seconded_at = None
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
    """The decision, the answer that the sender is owed, and what the other approvers are told."""
    row.version += 1
    made = _decision_row(row, decision, decision.verb, numbers, now)
    session.add(made)
    session.flush()
    for kind in ("answer", "decided"):
        session.add(OccasionRow(kind=kind, key=f"decision-{made.id}", due_at=now, state="due"))


def _record_first(
    session: Session, row: ChangeSetRow, decision: Decision, outcome: Outcome, now: datetime
) -> None:
    """The first of two approvals. The set is what it was, so whoever has it before him can give the second;
    where something else of it was decided, the approvers are asked anew."""
    made = _decision_row(row, decision, "second", outcome.seconded, now)
    session.add(made)
    session.flush()
    session.add(OccasionRow(kind="decided", key=f"decision-{made.id}", due_at=now, state="due"))
    if outcome.done:
        key = f"version-{row.version}-of-change-set-{row.id}"
        session.add(OccasionRow(kind="approval-request", key=key, due_at=now, state="due"))


def _decision_row(
    row: ChangeSetRow, decision: Decision, verb: str, numbers: Iterable[int], now: datetime
) -> DecisionRow:
    return DecisionRow(
        change_set_id=row.id, at=now, officer=decision.officer, verb=verb,
        numbers=sorted(numbers), reason=decision.release or decision.reason,
    )  # fmt: skip

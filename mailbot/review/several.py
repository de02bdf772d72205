"""Deciding several change sets at once: each for itself, so that one that cannot be decided stops no other.

Failure semantics: all are one transaction, the caller's; each is a savepoint in it. Sets are taken back in
the reverse order of their entering, for the later one may rest on the earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.errors import IllegalMove, MailbotError
from mailbot.review.decisions import Decision, Outcome, decide
from mailbot.review.rules import Rules
from mailbot.review.sets import lock_records
from mailbot.store.tables import ChangeRow, ChangeSetRow, RevisionRow

MOST = 100  # sets in one go


@dataclass(frozen=True)
class Each:
    """What became of one of several: its outcome, or why it was ``refused``."""

    set_id: int
    outcome: Outcome | None = None
    refused: str | None = None


def decide_many(
    session: Session, wanted: Sequence[tuple[int, Decision]], now: datetime, rules: Rules
) -> list[Each]:
    """Carry out each decision; returns what became of them, in the order given.

    A held set is never approved among several: releasing it is a decision of its own. Raises IllegalMove
    for more than `MOST`.
    """
    if len(wanted) > MOST:
        raise IllegalMove(f"{len(wanted)} change sets at once; take at most {MOST}")
    ids = sorted({set_id for set_id, _ in wanted})
    rows = session.scalars(  # locked in one order whoever decides, so that two do not wait for each other
        select(ChangeSetRow).where(ChangeSetRow.id.in_(ids)).order_by(ChangeSetRow.id).with_for_update()
        .execution_options(populate_existing=True)).all()  # fmt: skip
    states = {row.id: row.state for row in rows}
    lock_records(session, session.scalars(select(ChangeRow).where(ChangeRow.change_set_id.in_(ids))))
    done = {place: _one(session, *wanted[place], states, now, rules) for place in _order(session, wanted)}
    return [done[place] for place in range(len(wanted))]


def _one(
    session: Session, set_id: int, decision: Decision, states: dict[int, str], now: datetime, rules: Rules
) -> Each:
    if decision.verb == "approve" and states.get(set_id) == "held":
        return Each(set_id, None, f"change set {set_id} is held; release it by itself, with a reason")
    try:
        with session.begin_nested():
            return Each(set_id, decide(session, set_id, decision, now, rules))
    except MailbotError as exc:
        return Each(set_id, None, str(exc))


def _order(session: Session, wanted: Sequence[tuple[int, Decision]]) -> list[int]:
    """The places in the order of deciding: as given, but what is taken back with the newest first."""
    places = list(range(len(wanted)))
    undone = [place for place in places if wanted[place][1].verb == "undo"]
    if len(undone) < 2:
        return places
    ids = [wanted[place][0] for place in undone]
    entered = (
        select(ChangeRow.change_set_id, func.max(RevisionRow.id))
        .join(RevisionRow, RevisionRow.change_id == ChangeRow.id)
        .where(ChangeRow.change_set_id.in_(ids))
        .group_by(ChangeRow.change_set_id)
    )
    newest = {set_id: revision for set_id, revision in session.execute(entered)}  # noqa: C416 - a Row is no pair
    backwards = iter(sorted(undone, key=lambda place: newest.get(wanted[place][0], 0), reverse=True))
    return [next(backwards) if place in undone else place for place in places]

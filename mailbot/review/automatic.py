"""Changes that a site lets pass without an officer: `[review] auto`, empty as shipped, at most attendance.

A set passes whole or not at all: its sender authenticated, nothing held, nothing asked, every change of a
kind that is named and none such that two officers must approve it. The decision is recorded as any other, by
`review.auto`, and can be undone; what does not fit the directory any more waits for an officer.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.apply import current
from mailbot.directory.change import Change
from mailbot.review.decisions import Decision, decide
from mailbot.review.rules import Rules
from mailbot.store.tables import ChangeRow, ChangeSetRow, OccasionRow

OFFICER = "review.auto"


def decide_alone(session: Session, set_id: int, rules: Rules, now: datetime) -> bool:
    """Approve a new set in the caller's transaction where ``rules.auto`` covers it; whether all of it
    passed."""
    if not rules.auto or not _covers(session, session.get_one(ChangeSetRow, set_id), rules):
        return False
    outcome = decide(session, set_id, Decision("approve", OFFICER), now, rules)
    if outcome.left:
        return False
    wanted = select(OccasionRow).where(
        OccasionRow.kind == "approval-request", OccasionRow.key == f"change-set-{set_id}"
    )
    for row in session.scalars(wanted):
        row.state, row.reason, row.settled_at = "skipped", "decided by review.auto", now
    return True


def _covers(session: Session, case: ChangeSetRow, rules: Rules) -> bool:
    if case.state != "pending" or case.authenticity != "authenticated" or case.questions:
        return False
    forms = session.scalars(select(ChangeRow.change).where(ChangeRow.change_set_id == case.id)).all()
    return bool(forms) and all(_passes(session, Change.from_json(form), rules) for form in forms)


def _passes(session: Session, change: Change, rules: Rules) -> bool:
    if change.target not in rules.auto:
        return False
    return not rules.need_two(change, current(session, change.target, change.id) if change.id else None)

"""Changes that a site lets pass without an officer: `[review] auto`, empty as shipped, at most attendance.

A set passes whole or not at all: its sender authenticated, nothing held, nothing asked, every change of a
kind that is named. The decision is recorded as any other, by `review.auto`, and can be undone; what does not
fit the directory any more waits for an officer.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.change import Change
from mailbot.review.decisions import Decision, decide
from mailbot.store.tables import ChangeRow, ChangeSetRow, OccasionRow

OFFICER = "review.auto"


def decide_alone(session: Session, set_id: int, auto: Collection[str], now: datetime) -> bool:
    """Approve a new set in the caller's transaction where ``auto`` covers it; whether all of it passed."""
    if not auto or not _covers(session, session.get_one(ChangeSetRow, set_id), auto):
        return False
    outcome = decide(session, set_id, Decision("approve", OFFICER), now)
    if outcome.left:
        return False
    wanted = select(OccasionRow).where(
        OccasionRow.kind == "approval-request", OccasionRow.key == f"change-set-{set_id}"
    )
    for row in session.scalars(wanted):
        row.state, row.reason, row.settled_at = "skipped", "decided by review.auto", now
    return True


def _covers(session: Session, case: ChangeSetRow, auto: Collection[str]) -> bool:
    if case.state != "pending" or case.authenticity != "authenticated" or case.questions:
        return False
    forms = session.scalars(select(ChangeRow.change).where(ChangeRow.change_set_id == case.id)).all()
    return bool(forms) and all(Change.from_json(form).target in auto for form in forms)

"""How papers stand: what is missing of those that are not sent yet, who is silent about those that were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from mailbot.directory.load import has_programme, load
from mailbot.outbound import liaison, paper_drafts
from mailbot.outbound.papers import lifecycle
from mailbot.outbound.papers.answers import answers
from mailbot.store.tables import PaperRow
from mailbot.wiring import Wiring

_AFTERWARDS = timedelta(days=14)  # how long a paper is shown beyond its deadline


def papers_standing(session: Session, wired: Wiring, now: datetime) -> list[dict[str, Any]]:
    """JSON values, oldest first: `missing` of a draft, `answered` and `silent` organizations of a sent one.

    The programme's own liaison statement is among them before it is drafted: TSB has to add what it lacks.
    """
    if not has_programme(session):
        return []
    directory = load(session)
    found: list[dict[str, Any]] = []
    if not any(row.kind == liaison.KIND for row in lifecycle.listed(session)):
        missing = liaison.prepare(directory, now, wired.folder).missing
        undrafted = {"id": None, "kind": liaison.KIND, "key": "", "state": "not drafted", "deadline": None}
        found += [{**undrafted, "missing": list(missing)}] if missing else []
    waiting = paper_drafts.waiting(session, wired.settings, directory, now, wired.folder)
    found += [{**_named(row), "missing": list(missing)} for row, missing in waiting]
    today = now.astimezone(directory.zone).date()
    for row in lifecycle.listed(session, ("sent",)):
        if row.deadline is not None and today <= row.deadline + _AFTERWARDS:
            told = answers(session, row, directory.zone)
            silent = [code for code in told.organizations if code not in told.answered]
            found.append({**_named(row), "answered": list(told.answered), "silent": silent})
    return found


def _named(row: PaperRow) -> dict[str, Any]:
    deadline = row.deadline.isoformat() if row.deadline else None
    return {"id": row.id, "kind": row.kind, "key": row.key, "state": row.state, "deadline": deadline}

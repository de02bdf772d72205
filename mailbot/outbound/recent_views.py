"""The views that have come in since the last meeting, for the agenda of the next. Reads the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.snapshot import Directory
from mailbot.outbound.agenda import last_before
from mailbot.store.tables import RevisionRow


def recent_views(session: Session, directory: Directory, event: str | None) -> frozenset[str]:
    """The ids of the views that came in or changed since the meeting before this one; without one, none."""
    call = directory.call(event) if event else None
    if call is None:
        return frozenset()
    query = select(RevisionRow.record).where(RevisionRow.target == "view")
    since = last_before(directory, call)
    return frozenset(session.scalars(query.where(RevisionRow.at > since) if since else query))

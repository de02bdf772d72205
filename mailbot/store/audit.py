"""The audit log: what was done, by whom, through which door. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from mailbot.store.tables import AuditRow

Door = Literal["web", "mail", "command", "worker"]


def note(
    session: Session,
    now: datetime,
    actor: str,
    door: Door,
    verb: str,
    what: str,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add a line in the caller's transaction. ``detail`` is JSON and holds no secret."""
    kept = dict(detail) if detail else None
    session.add(AuditRow(at=now, actor=actor, door=door, verb=verb, what=what, detail=kept))

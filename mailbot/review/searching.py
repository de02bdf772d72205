"""Finding cases, decided ones too: by sender, subject, organization and state. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mailbot.review.case import Case
from mailbot.review.queue import cases_of
from mailbot.store.tables import ChangeSetRow, MailRow

MAX_WORDS = 10


@dataclass(frozen=True)
class Found:
    """One page of what was found, the newest first; ``total`` is how many there are on all pages."""

    cases: Sequence[Case]
    total: int


def find_cases(
    session: Session,
    words: str = "",
    *,
    organization: str | None = None,
    states: Sequence[str] = (),
    page: int = 1,
    size: int = 50,
) -> Found:
    """Cases that have each of the ``words`` in sender, organization or subject, whatever their case; a number
    alone is a case's own."""
    wanted = select(ChangeSetRow).join(MailRow, MailRow.id == ChangeSetRow.mail_id)
    if organization:
        wanted = wanted.where(ChangeSetRow.organization == organization)
    if states:
        wanted = wanted.where(ChangeSetRow.state.in_(states))
    subject = MailRow.interpretation["subject"].as_string()
    for word in words.split()[:MAX_WORDS]:
        places = [column.icontains(word, autoescape=True)
                  for column in (ChangeSetRow.sender, ChangeSetRow.organization, subject)]  # fmt: skip
        if word.isascii() and word.isdigit() and len(word) < 10:
            places.append(ChangeSetRow.id == int(word))
        wanted = wanted.where(or_(*places))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.scalars(
        wanted.order_by(ChangeSetRow.id.desc()).offset((page - 1) * size).limit(size)
    ).all()
    return Found(cases_of(session, rows), total)

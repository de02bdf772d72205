"""What has happened to a case so far: decisions, amendments, questions, and the mails that went to its
sender. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.review.asking import KIND as QUESTION
from mailbot.review.case import Case
from mailbot.store.tables import AskRow, AuditRow, DecisionRow, OccasionRow, OutboxRow

_IN_AUDIT = ("amended", "added")  # questions have records of their own


@dataclass(frozen=True)
class Sent:
    """A mail to the sender: the state of its way, and where that leads, a reason or the server's answer. It
    is `due` as long as nobody has composed it."""

    kind: str
    state: str
    detail: str | None
    at: datetime | None
    outbox: int | None = None


@dataclass(frozen=True)
class Event:
    """One thing that somebody did. ``fields`` are name → (before, after) of an amendment."""

    at: datetime
    who: str
    verb: str
    numbers: tuple[int, ...] = ()
    text: str | None = None
    fields: tuple[tuple[str, Any, Any], ...] = ()
    mails: tuple[Sent, ...] = ()


def events_of(session: Session, case: Case) -> tuple[Event, ...]:
    """From the first to the last."""
    number = int(case.id)
    decisions = session.scalars(select(DecisionRow).where(DecisionRow.change_set_id == number)).all()
    asks = session.scalars(select(AskRow).where(AskRow.change_set_id == number)).all()
    mails = _mails(session, decisions, asks)
    found = [
        Event(row.at, row.officer, row.verb, tuple(row.numbers), row.reason, (),
              mails.get(("answer", f"decision-{row.id}"), ()))
        for row in decisions
    ]  # fmt: skip
    found += [
        Event(row.at, row.officer, "asked", tuple(row.numbers), row.text, (),
              mails.get((QUESTION, f"ask-{row.id}"), ()))
        for row in asks
    ]  # fmt: skip
    return tuple(sorted([*found, *_noted(session, case)], key=lambda event: event.at))


def _noted(session: Session, case: Case) -> Iterator[Event]:
    """What the audit log alone tells."""
    wanted = select(AuditRow).where(AuditRow.what == f"change set {case.id}", AuditRow.verb.in_(_IN_AUDIT))
    if case.created_at is not None:
        wanted = wanted.where(AuditRow.at >= case.created_at)
    for row in session.scalars(wanted.order_by(AuditRow.id)):
        detail = row.detail or {}
        was, now = detail.get("was") or {}, detail.get("now") or {}
        fields = tuple(
            (name, was.get(name), now.get(name)) for name in {**was, **now} if was.get(name) != now.get(name)
        )
        numbers = (int(detail["number"]),) if "number" in detail else ()
        yield Event(row.at, row.actor, row.verb, numbers, None, fields)


def _mails(
    session: Session, decisions: Sequence[DecisionRow], asks: Sequence[AskRow]
) -> dict[tuple[str, str], tuple[Sent, ...]]:
    keys = [f"decision-{row.id}" for row in decisions] + [f"ask-{row.id}" for row in asks]
    wanted = select(OccasionRow).where(OccasionRow.kind.in_(("answer", QUESTION)), OccasionRow.key.in_(keys))
    occasions = session.scalars(wanted).all()
    sent = select(
        OutboxRow.occasion_id, OutboxRow.id, OutboxRow.state, OutboxRow.last_answer, OutboxRow.sent_at
    ).where(OutboxRow.occasion_id.in_([row.id for row in occasions]))
    rows = session.execute(sent.order_by(OutboxRow.id)).all()
    return {
        (occasion.kind, occasion.key): tuple(
            Sent(occasion.kind, row.state, row.last_answer, row.sent_at, row.id)
            for row in rows if row.occasion_id == occasion.id
        )
        or (Sent(occasion.kind, occasion.state, occasion.reason, occasion.settled_at),)
        for occasion in occasions
    }  # fmt: skip

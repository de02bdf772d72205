"""The ledger of occasions, the outbox, and the once-a-day rule of automatic answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base, one_of

OUTBOX_STATES = ("queued", "sending", "sent", "failed", "skipped")
OCCASION_STATES = ("due", "done", "skipped")


class OccasionRow(Base):
    """The ledger: each occasion exists once, whoever plans it. due → done | skipped (with the reason).

    ``key`` names what it is about: `com3-calls-2@2021-01-26T11:30Z` for a call notice (the call and the start
    it announces), `decision-7` for an answer.
    """

    __tablename__ = "occasions"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="due", index=True)
    reason: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    __table_args__ = (
        one_of(OCCASION_STATES),
        UniqueConstraint("kind", "key"),
    )


class OutboxRow(Base):
    """One mail to one person. queued → sending → sent | queued (4xx, later) | failed (5xx);  skipped.

    ``shown`` is the JSON of the directory records the mail carried: what this person has seen. A mail about
    an ``event`` is of no use once that has begun, which is at ``expires_at``, was moved or was cancelled.
    ``list_`` is the mailing list it belongs to, None for what goes to one person as such. ``domain`` is the
    recipient's, in ASCII; ``zone`` his IANA time zone where it is known; one that ``waits`` heeds his quiet
    hours. ``handed_at`` is the wall clock's: when it was claimed or answered last. ``resends`` names the mail
    that this one repeats.
    """

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    occasion_id: Mapped[int | None] = mapped_column(ForeignKey("occasions.id"), index=True)
    kind: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    content: Mapped[bytes]
    shown: Mapped[list[Any]]
    event: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="queued")
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    last_answer: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    list_: Mapped[str | None] = mapped_column("list")
    domain: Mapped[str] = mapped_column(default="")
    zone: Mapped[str | None]
    waits: Mapped[bool] = mapped_column(default=False)
    handed_at: Mapped[datetime | None] = mapped_column(index=True)
    resends: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    __table_args__ = (
        one_of(OUTBOX_STATES),
        UniqueConstraint("occasion_id", "recipient"),
        Index(None, "state", "not_before"),
        Index(None, "event", "recipient"),
    )


class SendingRow(Base):
    """The one switch of the way out; its row (`outbox`) is locked by whoever claims mails under a limit.
    While ``paused_at`` is set, nothing is handed over; mail is taken in and planned all the same."""

    __tablename__ = "sending"
    name: Mapped[str] = mapped_column(primary_key=True)
    paused_at: Mapped[datetime | None]
    paused_by: Mapped[str | None]
    reason: Mapped[str | None]


class AutomaticAnswerRow(Base):
    """One automatic answer to one person about one thing on one local day: the key says that it is the only
    one. ``about`` is a thread or the words that were answered; see `outbound.once`."""

    __tablename__ = "automatic_answers"
    recipient: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)
    occasion_id: Mapped[int] = mapped_column(ForeignKey("occasions.id"))

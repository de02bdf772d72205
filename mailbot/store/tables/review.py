"""What mails ask for, and what officers decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base, one_of

CHANGE_SET_STATES = ("pending", "held", "partly", "approved", "rejected", "undone", "replaced")
CHANGE_STATES = ("pending", "approved", "rejected", "undone")


class ChangeSetRow(Base):
    """What one mail asks for, on its way to a decision. Legal moves: `review.changes.MOVES`.

    A mail that is read anew after a decision gets a further set: ``reading`` 2, 3 ... An undecided set of
    which a newer reading leaves nothing is `replaced`.
    """

    __tablename__ = "change_sets"
    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"))
    reading: Mapped[int] = mapped_column(default=1)
    message_id: Mapped[str | None]
    sender: Mapped[str | None]
    organization: Mapped[str | None]
    classification: Mapped[str]
    authenticity: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    held_because: Mapped[str | None]
    questions: Mapped[list[Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        one_of(CHANGE_SET_STATES),
        UniqueConstraint("mail_id", "reading"),
    )


class ChangeRow(Base):
    """One change of a set; `number` is what officers call it (1, 2, 3 ...)."""

    __tablename__ = "changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_sets.id"), index=True)
    number: Mapped[int]
    change: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="pending")
    record: Mapped[str | None]  # the record's id once applied (an add gets it then)
    reason: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    __table_args__ = (
        one_of(CHANGE_STATES),
        UniqueConstraint("change_set_id", "number"),
    )


class DecisionRow(Base):
    """What an officer decided, append-only; its answer to the sender is the occasion `answer`."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_sets.id"), index=True)
    at: Mapped[datetime]
    officer: Mapped[str]
    verb: Mapped[str]
    numbers: Mapped[list[Any]]
    reason: Mapped[str | None]

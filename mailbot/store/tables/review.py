"""What mails ask for, and what officers decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base, one_of

CHANGE_SET_STATES = ("pending", "held", "partly", "approved", "rejected", "undone", "replaced")
CHANGE_STATES = ("pending", "approved", "rejected", "undone")
APPROVAL_MAIL_STATES = ("decided", "deferred", "refused", "attempt")


class ChangeSetRow(Base):
    """What one mail asks for, on its way to a decision. Legal moves: `review.changes.MOVES`.

    A mail that is read anew after a decision gets a further set: ``reading`` 2, 3 ... An undecided set of
    which a newer reading leaves nothing is `replaced`. ``follows`` is the case that this mail comes back to:
    it answers a question about it, or what its sender was told. ``version`` grows with whatever an officer
    would have to look at again: a decision, an amendment, a change added by hand, a new reading.
    """

    __tablename__ = "change_sets"
    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"))
    reading: Mapped[int] = mapped_column(default=1)
    follows: Mapped[int | None] = mapped_column(ForeignKey("change_sets.id"), index=True)
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
    """One change of a set; `number` is what officers call it (1, 2, 3 ...).

    ``original`` is what the reader proposed, where an officer amended it since; a change that a person found
    in the mail has ``added_by``. ``seconded_by`` approved a change that needs two officers as the first.
    """

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
    original: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    amended_by: Mapped[str | None]
    amended_at: Mapped[datetime | None]
    added_by: Mapped[str | None]
    seconded_by: Mapped[str | None]
    seconded_at: Mapped[datetime | None]
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


class AskRow(Base):
    """A question an officer put to the sender of a case, append-only; its mail is the occasion `question`.

    ``numbers`` are the changes it is about. ``answered_by`` is the mail that came back.
    """

    __tablename__ = "asks"
    id: Mapped[int] = mapped_column(primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_sets.id"), index=True)
    at: Mapped[datetime]
    officer: Mapped[str]
    text: Mapped[str]
    numbers: Mapped[list[Any]]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))


class ApprovalRequestRow(Base):
    """What one approver was asked in one mail: the right to answer it, once, until ``expires_at``.

    ``changes`` are in the order of the mail's numbers, from 1, with what he was shown of each
    (`review.requests.Place`); a set whose version has moved since is not decided by this request.
    ``message_id`` is the mail's; ``used_by`` the answer that was carried out.
    """

    __tablename__ = "approval_requests"
    id: Mapped[int] = mapped_column(primary_key=True)
    occasion_id: Mapped[int | None] = mapped_column(ForeignKey("occasions.id"), index=True)
    approver: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    changes: Mapped[list[Any]]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))


class ApprovalMailRow(Base):
    """An answer to an approval request, and what came of it; its reply is the occasion `approval-answer`.

    `decided` (``lines``: what became of each number), `deferred` (it says to wait), `refused` (``reason``, a
    key of the reply's texts; ``lines``: the line that was not understood), or an `attempt`: it came from
    somebody who may not decide, or may not be who he says; he is not told, the approvers are.
    ``words`` is a digest of what it says about which sets, so that an automaton is told so once a day.
    """

    __tablename__ = "approval_mails"
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"), primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("approval_requests.id"))
    sender: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str]
    reason: Mapped[str | None]
    lines: Mapped[list[Any]]
    words: Mapped[str]
    __table_args__ = (one_of(APPROVAL_MAIL_STATES),)

"""Mails to our lists: what officers and members want to be sent to a list's members."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base, one_of

POSTING_STATES = ("draft", "held", "sent", "refused")


class PostingRow(Base):
    """A mail to a list. draft (an officer's) | held (a member's) → sent | refused; a stranger's: refused.

    ``list_`` is the list's name; ``reason`` says why it was refused. What is sent is the mail as it was kept.
    """

    __tablename__ = "postings"
    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"))
    list_: Mapped[str] = mapped_column("list")
    sender: Mapped[str | None]
    subject: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    reason: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    __table_args__ = (
        one_of(POSTING_STATES),
        UniqueConstraint("mail_id", "list"),
    )

"""Mail as it came in, how far each mailbox has been read, and what was done with a mail by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base, one_of

MAIL_STATES = ("kept", "read", "duplicate", "own", "quarantined", "dropped")


class MailRow(Base):
    """A mail as it came, kept before anything else happens with it.

    kept → read | duplicate | own (a mail of ours came back) | quarantined
    quarantined → kept (retry) | dropped

    ``reason`` is one of `mail.bounds.Reason`; a mail put back keeps it, so that it is not stopped twice for
    what an officer has looked at. Of a dropped mail the digest stays and the bytes go. The bytes are apart
    (`store.contents`): they may be many, and the row changes.
    """

    __tablename__ = "mails"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the bytes
    source: Mapped[str]
    arrived_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="kept", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    reason: Mapped[str | None]
    message_id: Mapped[str | None] = mapped_column(index=True)
    fingerprint: Mapped[str | None] = mapped_column(String(64), index=True)  # content without trace headers
    said: Mapped[str | None] = mapped_column(String(64), index=True)  # sender and new text, numbers left out
    reader_version: Mapped[str | None]
    interpretation: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    __table_args__ = (one_of(MAIL_STATES),)


class MailPieceRow(Base):
    """A piece of a mail's bytes, `store.contents.PIECE` long but for the last; an empty mail has none."""

    __tablename__ = "mail_pieces"
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class MailActionRow(Base):
    """What was done with a mail by hand: retry, drop, reread; who, when, why. Rows are only ever added."""

    __tablename__ = "mail_actions"
    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"), index=True)
    at: Mapped[datetime]
    officer: Mapped[str]
    verb: Mapped[str]
    reason: Mapped[str | None]
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class MailboxItemRow(Base):
    """An item of a mailbox that has been committed; `disposed` once it was flagged or moved there."""

    __tablename__ = "mailbox_items"
    mailbox: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[str] = mapped_column(primary_key=True)  # IMAP UIDVALIDITY
    uid: Mapped[str] = mapped_column(primary_key=True)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))
    error: Mapped[str | None]
    disposed: Mapped[bool] = mapped_column(default=False)


class MailboxRow(Base):
    """How far a mailbox has been read: everything up to `cursor` (an IMAP UID) is committed. It has a
    row from its first mail on."""

    __tablename__ = "mailboxes"
    mailbox: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[str]
    cursor: Mapped[str]
    polled_at: Mapped[datetime]

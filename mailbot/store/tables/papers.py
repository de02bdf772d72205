"""Papers: what was drafted, who confirmed it, what was sent, who answered.

A paper's versions, files and mails are only ever added; what refers to a mail in the outbox keeps it there.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base, one_of

PAPER_STATES = ("draft", "previewed", "confirmed", "sent", "dropped")


class PaperRow(Base):
    """A paper on its way: draft → previewed → confirmed → sent; all moves: `papers.lifecycle.MOVES`.

    ``key`` is its number, or what it is about; with ``kind`` it names it, in the ledger, too. ``version`` is
    the newest; a confirmation is of one version. ``deadline`` is the last local day for answers.
    """

    __tablename__ = "papers"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    title: Mapped[str]
    event: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="draft", index=True)
    version: Mapped[int] = mapped_column(default=1)
    deadline: Mapped[date | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    occasion_id: Mapped[int | None] = mapped_column(ForeignKey("occasions.id"), unique=True)
    __table_args__ = (
        one_of(PAPER_STATES),
        UniqueConstraint("kind", "key"),
    )


class PaperVersionRow(Base):
    """What an officer wanted of it (`wish`, JSON) and the digest of what came of it."""

    __tablename__ = "paper_versions"
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    officer: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    wish: Mapped[dict[str, Any]]


class PaperConfirmationRow(Base):
    """An officer stands for a version; nobody can twice: the key says so."""

    __tablename__ = "paper_confirmations"
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    officer: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class PaperFileRow(Base):
    """A file of a version, byte for byte: an `annex` it was given, a `listed` document, or the paper's own
    form (`paper`) as it was sent. ``language`` is empty for what is the same in all."""

    __tablename__ = "paper_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    version: Mapped[int]
    role: Mapped[str]
    language: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    content_type: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]
    __table_args__ = (UniqueConstraint("paper_id", "version", "role", "name"),)


class PaperMailRow(Base):
    """A mail of the outbox that carried the paper to an addressee, or a ``copy`` to who need not answer."""

    __tablename__ = "paper_mails"
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), index=True)
    organization: Mapped[str | None]
    copy: Mapped[bool] = mapped_column(default=False)


class PaperAnswerRow(Base):
    """A letter that refers to a mail of the paper, from the one it went to."""

    __tablename__ = "paper_answers"
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"), primary_key=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"))
    at: Mapped[datetime]

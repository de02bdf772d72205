"""What organizations confirm of their own entries, and when they answered for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base


class ConfirmedRow(Base):
    """When a row of the contact sheet, the mapping table or the calendar was last confirmed: that it is right
    as it stands (`stood`), or that it became what the person wrote. ``by`` is an address."""

    __tablename__ = "confirmed"
    target: Mapped[str] = mapped_column(primary_key=True)
    record: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str | None]
    stood: Mapped[bool]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))


class EntriesAnswerRow(Base):
    """A mail by which an organization answered for its entries: it breaks the silence, whatever it says."""

    __tablename__ = "entries_answers"
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"), primary_key=True)
    organization: Mapped[str] = mapped_column(index=True)
    by: Mapped[str]
    at: Mapped[datetime]
    confirmed: Mapped[int]  # how many rows

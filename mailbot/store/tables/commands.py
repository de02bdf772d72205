"""Commands by mail: what came of them, and what people chose for themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base, one_of

SUBSCRIPTION_STATES = ("in", "out")


class CommandMailRow(Base):
    """The commands of one mail, with what came of each: carried out once, answered by `command-answer`.

    ``lines`` are `commands.model.Done` in JSON; ``standing`` is who the sender was then: contact, officer or
    colleague. A mail of commands without a row was nobody's we know, or not proven: nothing was done.
    """

    __tablename__ = "command_mails"
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"), primary_key=True)
    sender: Mapped[str]
    standing: Mapped[str]
    language: Mapped[str]
    lines: Mapped[list[Any]]
    at: Mapped[datetime]


class SubscriptionRow(Base):
    """What a person decided for himself: `in` a list beyond the contact sheet, or `out` of it. Without a row
    the sheet decides. ``address`` is casefolded; ``mail_id`` is the mail that asked."""

    __tablename__ = "subscriptions"
    address: Mapped[str] = mapped_column(primary_key=True)
    list_: Mapped[str] = mapped_column("list", primary_key=True)
    state: Mapped[str]
    since: Mapped[datetime]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))
    __table_args__ = (one_of(SUBSCRIPTION_STATES),)


class PreferenceRow(Base):
    """The language in which a person wants our mails; the contact sheet is not touched by it."""

    __tablename__ = "preferences"
    address: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    since: Mapped[datetime]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))

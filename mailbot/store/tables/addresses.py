"""Whether addresses can be reached, and the bounces that say so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base, one_of

ADDRESS_STATES = ("good", "soft", "dead")


class AddressRow(Base):
    """Whether an address can be reached. good → soft → dead → good; the rule is `directory.reachability`'s.

    ``address`` is casefolded; ``reason`` says why it is in this state since ``since``.
    """

    __tablename__ = "addresses"
    address: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="good", index=True)
    since: Mapped[datetime]
    reason: Mapped[str | None]
    failed_at: Mapped[datetime | None]
    __table_args__ = (one_of(ADDRESS_STATES),)


class BounceRow(Base):
    """One recipient a bounce spoke of, or whom our own server refused: then there is no ``mail_id``.

    ``untied`` says why it counts for nothing; None: tied to a mail of ours.
    """

    __tablename__ = "bounces"
    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    address: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    status: Mapped[str | None]
    permanent: Mapped[bool]
    diagnostic: Mapped[str]
    untied: Mapped[str | None]
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("mail_id", "address"),)

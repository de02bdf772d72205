"""What the program itself needs: its workers, its tokens, its key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base


class WorkerRow(Base):
    """What a worker did last, for `status`."""

    __tablename__ = "workers"
    name: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    last_error: Mapped[str | None]
    version: Mapped[str]
    ticks: Mapped[int] = mapped_column(BigInteger, default=0)


class OAuthTokenRow(Base):
    """The OAuth2 token in use at one authorization server. A secret: nothing shows the token columns.

    ``config`` is a digest of what the row was made for; another configuration starts anew. ``refresh_token``
    is the one the server gave last, if it gave any. While ``lease_until`` lies ahead, one process asks.
    """

    __tablename__ = "oauth_tokens"
    name: Mapped[str] = mapped_column(primary_key=True)
    config: Mapped[str]
    access_token: Mapped[str | None]
    renew_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    refresh_token: Mapped[str | None]
    refresh_expires_at: Mapped[datetime | None]
    granted_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    error: Mapped[str | None]


class SecretRow(Base):
    """The key that signs our addresses, in hexadecimal, where no file can hold it for all workers. A secret:
    nothing shows it."""

    __tablename__ = "secrets"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]

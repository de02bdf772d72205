"""Who may sign in to the console, his sessions, and what was done there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base, one_of

ROLES = ("officer", "editor", "viewer")
ACCOUNT_STATES = ("active", "disabled")


class AccountRow(Base):
    """A person of TSB. active → disabled → active; rows are not deleted, for the records name them.

    ``address`` is casefolded. ``password`` is an argon2id hash; None: signs in by OpenID Connect only, as
    (``issuer``, ``subject``). Sessions of another ``generation`` are dead: it grows with a new password, a
    new role and disabling.
    """

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password: Mapped[str | None]
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    language: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="active")
    generation: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    __table_args__ = (
        one_of(ACCOUNT_STATES),
        CheckConstraint(f"role IN ({', '.join(map(repr, ROLES))})", name="role"),
        UniqueConstraint("issuer", "subject"),
    )


class WebSessionRow(Base):
    """A browser that is signed in. ``digest`` is the SHA-256 of the cookie's value, which is kept nowhere."""

    __tablename__ = "web_sessions"
    digest: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    generation: Mapped[int]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInRow(Base):
    """A sign-in under way by OpenID Connect; used once. ``digest`` is that of the ``state`` parameter and of
    the browser's form cookie."""

    __tablename__ = "sign_ins"
    digest: Mapped[str] = mapped_column(primary_key=True)
    nonce: Mapped[str]
    verifier: Mapped[str]
    destination: Mapped[str]
    expires_at: Mapped[datetime]


class AttemptRow(Base):
    """Something that may be done only so often: a failed sign-in, a visitor's suggestion. ``key`` says what
    by whom (`sign-in:` and a digest of the address); old rows are removed."""

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (Index(None, "key", "at"),)


class AuditRow(Base):
    """What was done, by whom, through which door (`web`, `mail`, `command`, `worker`), append-only.
    Decisions, revisions and what was done with a mail by hand have records of their own; this is the rest:
    sign-ins, accounts, amendments, questions, consent, exports."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    door: Mapped[str]
    verb: Mapped[str]
    what: Mapped[str]
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class ConsentRow(Base):
    """Which fields of his entry a contact agreed to publish; without a row the site's rule decides. Whoever
    is not ``listed`` is left out of what everybody may read, name and all. ``mail_id`` is the mail that
    said so, ``by`` who entered it."""

    __tablename__ = "consents"
    contact: Mapped[str] = mapped_column(primary_key=True)
    fields: Mapped[list[Any]]
    listed: Mapped[bool] = mapped_column(default=True)
    since: Mapped[datetime]
    by: Mapped[str]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))

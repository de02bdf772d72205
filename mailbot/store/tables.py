"""The tables. Names are the domain's own; every state is spelt out with its legal moves.

Directory tables mirror `directory.records`: one column a field, same name (`from` is `from_`). `ordinal`
keeps the file's order. There are no foreign keys between directory records: a proposal keeps naming the
coordinator who left until its organization says otherwise. `db/schema.sql` is generated from here; a test
compares both with what the migrations make.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from mailbot.store.types import Instant

CHANGE_SET_STATES = ("pending", "held", "partly", "approved", "rejected", "undone", "replaced")
CHANGE_STATES = ("pending", "approved", "rejected", "undone")
MAIL_STATES = ("kept", "read", "duplicate", "own", "quarantined", "dropped")
OUTBOX_STATES = ("queued", "sending", "sent", "failed", "skipped")
OCCASION_STATES = ("due", "done", "skipped")
ADDRESS_STATES = ("good", "soft", "dead")
SUBSCRIPTION_STATES = ("in", "out")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        datetime: Instant,
        bytes: LargeBinary,
        str: Text,
        list[Any]: JSON,
        dict[str, Any]: JSON,
    }


def _one_of(states: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"state IN ({', '.join(repr(state) for state in states)})", name="state")


class _Ordered:
    ordinal: Mapped[int] = mapped_column(default=0)


# ── the directory ─────────────────────────────────────────────────────────────────────────────────────


class ProgrammeRow(Base):
    __tablename__ = "programme"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    timezone: Mapped[str]
    languages: Mapped[list[Any]]


class CommitteeRow(_Ordered, Base):
    __tablename__ = "committees"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class OrganizationRow(_Ordered, Base):
    __tablename__ = "organizations"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    domains: Mapped[list[Any]]
    language: Mapped[str | None]


class ContactRow(_Ordered, Base):
    __tablename__ = "contacts"
    id: Mapped[str] = mapped_column(primary_key=True)
    organization: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    committee: Mapped[str]
    honorific: Mapped[str | None]
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    job_title: Mapped[str | None]
    affiliation: Mapped[str | None]
    country: Mapped[str | None]
    language: Mapped[str | None]
    timezone: Mapped[str | None]


class TextRow(_Ordered, Base):
    __tablename__ = "texts"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    committee: Mapped[str | None]
    note: Mapped[str | None]


class PositionRow(_Ordered, Base):
    __tablename__ = "positions"
    organization: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str | None]
    status: Mapped[str | None]
    summary: Mapped[str | None]
    coordinator: Mapped[str | None]
    document: Mapped[str | None]
    committee: Mapped[str | None]


class ViewRow(_Ordered, Base):
    __tablename__ = "views"
    key: Mapped[str] = mapped_column(primary_key=True)
    organization: Mapped[str]
    about: Mapped[str | None]
    text: Mapped[str]
    stance: Mapped[str]
    comment: Mapped[str | None]


class MeetingRow(_Ordered, Base):
    __tablename__ = "meetings"
    id: Mapped[str] = mapped_column(primary_key=True)
    organization: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]
    mode: Mapped[str | None]
    place: Mapped[str | None]
    url: Mapped[str | None]
    status: Mapped[str | None]


class EventRow(_Ordered, Base):
    """Times are kept as written: without an offset they are the programme's."""

    __tablename__ = "events"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    committee: Mapped[str]
    starts: Mapped[str | None]
    ends: Mapped[str | None]
    url: Mapped[str | None]
    status: Mapped[str | None]
    weekday: Mapped[str | None]
    from_: Mapped[date | None] = mapped_column("from")
    until: Mapped[date | None]
    start: Mapped[str | None]
    end: Mapped[str | None]
    changes: Mapped[list[Any]]


class DocumentRow(_Ordered, Base):
    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    path: Mapped[str | None]
    url: Mapped[str | None]


class ParticipationRow(_Ordered, Base):
    __tablename__ = "participations"
    event: Mapped[str] = mapped_column(primary_key=True)
    organization: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str | None]
    attending: Mapped[str | None]


class ImportRow(Base):
    """A programme file as it was imported; the newest is the base of the next three-way import."""

    __tablename__ = "imports"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    file: Mapped[str]
    base: Mapped[dict[str, Any]]


class RevisionRow(Base):
    """One change of one record: who, when, from which mail, in which words. Rows are only ever added."""

    __tablename__ = "revisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    target: Mapped[str]
    record: Mapped[str]
    op: Mapped[str]
    fields: Mapped[dict[str, Any]]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))
    message_id: Mapped[str | None]
    change_id: Mapped[int | None] = mapped_column(ForeignKey("changes.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))
    excerpt: Mapped[str | None]
    __table_args__ = (Index(None, "target", "record"),)


# ── inbound ───────────────────────────────────────────────────────────────────────────────────────────


class MailRow(Base):
    """A mail as it came, kept before anything else happens with it.

    kept → read | duplicate | own (a mail of ours came back) | quarantined
    quarantined → kept (retry) | dropped

    ``reason`` is one of `mail.bounds.Reason`; a mail put back keeps it, so that it is not stopped twice for
    what an officer has looked at. Of a dropped mail the digest stays and the bytes go.
    """

    __tablename__ = "mails"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of `raw`
    raw: Mapped[bytes]
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
    __table_args__ = (_one_of(MAIL_STATES),)


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
    """How far a mailbox has been read: everything up to `cursor` (an IMAP UID) is committed."""

    __tablename__ = "mailboxes"
    mailbox: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[str]
    cursor: Mapped[str]
    polled_at: Mapped[datetime]


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
    __table_args__ = (_one_of(SUBSCRIPTION_STATES),)


class PreferenceRow(Base):
    """The language in which a person wants our mails; the contact sheet is not touched by it."""

    __tablename__ = "preferences"
    address: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    since: Mapped[datetime]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))


# ── review ────────────────────────────────────────────────────────────────────────────────────────────


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
        _one_of(CHANGE_SET_STATES),
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
        _one_of(CHANGE_STATES),
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


# ── outbound ──────────────────────────────────────────────────────────────────────────────────────────


class OccasionRow(Base):
    """The ledger: each occasion exists once, whoever plans it. due → done | skipped (with the reason).

    ``key`` names what it is about: `com3-calls-2@2021-01-26T11:30Z` for a call notice (the call and the start
    it announces), `decision-7` for an answer.
    """

    __tablename__ = "occasions"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="due", index=True)
    reason: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    __table_args__ = (
        _one_of(OCCASION_STATES),
        UniqueConstraint("kind", "key"),
    )


class OutboxRow(Base):
    """One mail to one person. queued → sending → sent | queued (4xx, later) | failed (5xx);  skipped.

    ``shown`` is the JSON of the directory records the mail carried: what this person has seen. A mail about
    an ``event`` is of no use once that has begun, which is at ``expires_at``, was moved or was cancelled.
    """

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    occasion_id: Mapped[int | None] = mapped_column(ForeignKey("occasions.id"), index=True)
    kind: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    content: Mapped[bytes]
    shown: Mapped[list[Any]]
    event: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="queued")
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    last_answer: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    __table_args__ = (
        _one_of(OUTBOX_STATES),
        UniqueConstraint("occasion_id", "recipient"),
        Index(None, "state", "not_before"),
    )


class AutomaticAnswerRow(Base):
    """One automatic answer to one person about one thing on one local day: the key says that it is the only
    one. ``about`` is a thread or the words that were answered; see `outbound.once`."""

    __tablename__ = "automatic_answers"
    recipient: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)
    occasion_id: Mapped[int] = mapped_column(ForeignKey("occasions.id"))


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
    __table_args__ = (_one_of(ADDRESS_STATES),)


class BounceRow(Base):
    """One recipient a bounce spoke of. ``untied`` says why it counts for nothing; None: tied to a mail."""

    __tablename__ = "bounces"
    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"))
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    address: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    status: Mapped[str | None]
    permanent: Mapped[bool]
    diagnostic: Mapped[str]
    untied: Mapped[str | None]
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("mail_id", "address"),)


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

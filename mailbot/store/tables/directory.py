"""The directory: one column a field of `directory.records`, same name (`from` is `from_`).

`ordinal` keeps the file's order. There are no foreign keys between directory records: a proposal keeps naming
the coordinator who left until its organization says otherwise.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.tables.base import Base


class _Ordered:
    ordinal: Mapped[int] = mapped_column(default=0)


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
    """A programme file as it was imported; the newest is the base of the next three-way import.

    ``ordered_after`` is the newest revision there was when the file's order of records was taken over; None
    where it was not, because something was refused.
    """

    __tablename__ = "imports"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    file: Mapped[str]
    base: Mapped[dict[str, Any]]
    ordered_after: Mapped[int | None]


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

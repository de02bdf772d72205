"""Database → Directory."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.directory.records import SECTIONS, Programme, Record
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from mailbot.store import tables

ROWS: dict[str, type[Any]] = {
    "committee": tables.CommitteeRow,
    "organization": tables.OrganizationRow,
    "contact": tables.ContactRow,
    "text": tables.TextRow,
    "position": tables.PositionRow,
    "view": tables.ViewRow,
    "meeting": tables.MeetingRow,
    "event": tables.EventRow,
    "document": tables.DocumentRow,
    "participation": tables.ParticipationRow,
}


def record_of(model: type[Record], row: Any) -> Record:
    """The row as a record; what the database holds was valid when it was written."""
    return model.model_validate({name: getattr(row, name) for name in model.model_fields}, by_name=True)


def has_programme(session: Session) -> bool:
    return session.scalar(select(tables.ProgrammeRow.id)) is not None


def timezone(session: Session) -> str | None:
    """The programme's time zone, None before the first import."""
    return session.scalar(select(tables.ProgrammeRow.timezone))


def revision(session: Session) -> tuple[int, int]:
    """Another value whenever the directory has changed: revisions and imports are only ever added."""
    newest = (
        select(func.max(table.id)).scalar_subquery() for table in (tables.RevisionRow, tables.ImportRow)
    )
    revisions, imports = session.execute(select(*newest)).one()
    return revisions or 0, imports or 0


def load(session: Session) -> Directory:
    """The directory as it is now. Raises UsageError where no programme has been imported yet."""
    row = session.scalar(select(tables.ProgrammeRow))
    if row is None:
        raise UsageError("the database holds no programme yet; run: mailbot import programme.yaml")
    programme = Programme(id=row.id, title=row.title, timezone=row.timezone, languages=tuple(row.languages))
    found: dict[str, tuple[Record, ...]] = {}
    for section, model in SECTIONS.items():
        table = ROWS[model.kind]
        rows = session.scalars(select(table).order_by(table.ordinal))
        found[section] = tuple(record_of(model, each) for each in rows)
    return Directory(programme, **found)  # type: ignore[arg-type]  # each section holds its own kind

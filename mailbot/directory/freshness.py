"""When each row was last confirmed by its organization, and when organizations answered for their entries.

A row is confirmed by a reply that says that all is right, at that moment, if it stands as that person was
shown it; and by a change the person asked for, when it is approved. A change that is taken back takes its
confirmation along. Every function works in the caller's transaction; records themselves are not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.records import Record
from mailbot.directory.sheet import LAYOUTS
from mailbot.directory.snapshot import Directory
from mailbot.store.tables import ConfirmedRow, EntriesAnswerRow, OccasionRow

ASKED = "freshness"


@dataclass(frozen=True)
class Confirmed:
    """``stood``: it was right as it stood; else it became what the person wrote."""

    at: datetime
    by: str | None
    stood: bool


@dataclass(frozen=True)
class Standing:
    """How fresh one organization's entries are. ``rows`` is every row, oldest confirmation first (None: never
    confirmed); ``asked`` and ``answered`` are the last times."""

    organization: str
    rows: tuple[tuple[Record, Confirmed | None], ...] = field(repr=False)
    asked: datetime | None = None
    answered: datetime | None = None

    @property
    def confirmed(self) -> int:
        return sum(found is not None for _, found in self.rows)

    @property
    def oldest(self) -> datetime | None:
        """Since when every row is confirmed, None where one never was."""
        moments = [found.at for _, found in self.rows if found]
        return min(moments) if moments and len(moments) == len(self.rows) else None


def confirm(
    session: Session, rows: Iterable[tuple[str, str]], by: str, now: datetime, mail_id: int | None
) -> int:
    """These (target, id) are right as they stand; returns how many."""
    keys = list(rows)
    for target, record in keys:
        _mark(session, target, record, by, now, mail_id, stood=True)
    return len(keys)


def became(
    session: Session, target: str, record: str, by: str | None, now: datetime, mail_id: int | None
) -> None:
    """A change that ``by`` asked for was approved."""
    if target in LAYOUTS:
        _mark(session, target, record, by, now, mail_id, stood=False)


def taken_back(session: Session, target: str, record: str, mail_id: int | None) -> None:
    """A change of this mail was undone: what it said of the record does not stand."""
    session.execute(delete(ConfirmedRow).where(
        ConfirmedRow.target == target, ConfirmedRow.record == record, ConfirmedRow.mail_id == mail_id
    ))  # fmt: skip


def _mark(
    session: Session, target: str, record: str, by: str | None, now: datetime, mail_id: int | None, *,
    stood: bool,
) -> None:  # fmt: skip
    fresh = ConfirmedRow(target=target, record=record, at=aware(now), by=by, stood=stood, mail_id=mail_id)
    row = session.get(ConfirmedRow, (target, record), with_for_update=True)
    if row is None:
        try:
            with session.begin_nested():
                session.add(fresh)
            return
        except IntegrityError:  # another worker was faster
            row = session.get_one(ConfirmedRow, (target, record), with_for_update=True)
    row.at, row.by, row.stood, row.mail_id = aware(now), by, stood, mail_id


def answered(
    session: Session, mail_id: int, organization: str, by: str, now: datetime, confirmed: int
) -> None:
    """The organization has answered for its entries, however it did. A mail counts once."""
    if session.get(EntriesAnswerRow, mail_id) is None:
        session.add(EntriesAnswerRow(mail_id=mail_id, organization=organization, by=by, at=aware(now),
                                     confirmed=confirmed))  # fmt: skip
        session.flush()


def answers(session: Session) -> Mapping[str, tuple[datetime, ...]]:
    """When each organization answered, in order of time."""
    found: dict[str, list[datetime]] = {}
    for row in session.scalars(select(EntriesAnswerRow).order_by(EntriesAnswerRow.at)):
        found.setdefault(row.organization, []).append(row.at)
    return {code: tuple(moments) for code, moments in found.items()}


def standings(session: Session, directory: Directory) -> tuple[Standing, ...]:
    """Every organization's, in the directory's order."""
    kept = {(row.target, row.record): Confirmed(row.at, row.by, row.stood)
            for row in session.scalars(select(ConfirmedRow))}  # fmt: skip
    last = {code: moments[-1] for code, moments in answers(session).items()}
    asked = _asked(session)
    return tuple(
        Standing(each.code, _rows(directory, each.code, kept), asked.get(each.code), last.get(each.code))
        for each in directory.organizations
    )


def _rows(
    directory: Directory, organization: str, kept: Mapping[tuple[str, str], Confirmed]
) -> tuple[tuple[Record, Confirmed | None], ...]:
    own = [record for kind in LAYOUTS for record in directory.of_kind(kind)
           if getattr(record, "organization", None) == organization]  # fmt: skip
    found = [(record, kept.get((record.kind, record.key))) for record in own]
    never = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(found, key=lambda each: each[1].at if each[1] else never))


def _asked(session: Session) -> dict[str, datetime]:
    """When each organization was last asked, by the ledger."""
    rows: Iterable[Any] = session.execute(
        select(OccasionRow.key, OccasionRow.due_at)
        .where(OccasionRow.kind == ASKED, OccasionRow.state == "done")
        .order_by(OccasionRow.due_at)
    )
    return {key.partition("@")[0]: due_at for key, due_at in rows}

"""What stands against a change besides the value on file: other proposals about the same thing that wait too,
and what was entered of the record since the mail was written. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.change import Change
from mailbot.review.case import Case
from mailbot.review.sets import mail_of
from mailbot.store.tables import ChangeRow, ChangeSetRow, MailRow, RevisionRow

_Entry = tuple[str, int, str | None, str | None, Change]  # set, number, sender, organization
_NAMED_BY = {
    "contact": ("name",), "meeting": ("title",), "position": ("text",), "view": ("about", "text"),
    "participation": ("event", "name"),
}  # fmt: skip
MOST = 20  # rivals of one change that are named
_OLDEST = timedelta(days=30)  # a Date field further back than that is nobody's clock


@dataclass(frozen=True)
class Rival:
    """Another pending change of the same record. ``field`` is the one both give, None where one of the two is
    about the whole record; ``agrees``: they want the same."""

    change_set: str
    number: int
    sender: str | None
    organization: str | None
    field: str | None
    value: Any
    agrees: bool

    def to_json(self) -> dict[str, Any]:
        return {**vars(self)}


@dataclass(frozen=True)
class Later:
    """A field of the record that was changed after the mail was written, by another than this change."""

    field: str
    old: Any
    new: Any
    at: datetime
    actor: str
    message_id: str | None

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "at": self.at.isoformat()}


def rivals(session: Session, case: Case) -> dict[int, tuple[Rival, ...]]:
    """The rivals of each pending change of a case, by its number."""
    wanted = (
        select(ChangeRow, ChangeSetRow)
        .join(ChangeSetRow, ChangeSetRow.id == ChangeRow.change_set_id)
        .where(
            ChangeRow.state == "pending",
            ChangeSetRow.state.in_(("pending", "held", "partly")),
            ChangeSetRow.id != int(case.id),
        )
        .order_by(ChangeSetRow.id, ChangeRow.number)
    )
    others = [
        (str(row.id), change.number, row.sender, row.organization, Change.from_json(change.change))
        for change, row in session.execute(wanted)
    ]
    return {
        item.number: tuple(
            islice(_against(item.change, [o for o in others if _record(o[4]) == _record(item.change)]), MOST)
        )
        for item in case.waiting
    }


def rivals_among(cases: Sequence[Case]) -> dict[tuple[str, int], tuple[Rival, ...]]:
    """The rivals in a queue that want something else, by case and number. Pure."""
    by_record: dict[object, list[_Entry]] = {}
    for case in cases:
        for item in case.waiting:
            entry = (case.id, item.number, case.sender, case.organization, item.change)
            by_record.setdefault(_record(item.change), []).append(entry)
    return {
        (entry[0], entry[1]): tuple(islice(_contradicting(entry, group), MOST))
        for group in by_record.values()
        for entry in group
    }


def _contradicting(entry: _Entry, group: Iterable[_Entry]) -> Iterator[Rival]:
    others = (other for other in group if other[0] != entry[0])
    return (rival for rival in _against(entry[4], others) if not rival.agrees)


def later(session: Session, case: Case) -> dict[int, tuple[Later, ...]]:
    """What was entered since the mail was written into the fields that each change of a case is about."""
    row = session.get_one(ChangeSetRow, int(case.id))
    since = _written(session, row)
    own = set(session.scalars(select(ChangeRow.id).where(ChangeRow.change_set_id == row.id)))
    return {item.number: tuple(_since(session, item.change, since, own)) for item in case.items}


def _since(session: Session, change: Change, since: datetime, own: set[int]) -> Iterator[Later]:
    if change.id is None:
        return
    made = select(RevisionRow).where(
        RevisionRow.target == change.target, RevisionRow.record == change.id, RevisionRow.at > since
    )
    for revision in session.scalars(made.order_by(RevisionRow.id)):
        if revision.change_id in own or (revision.op == "add" and revision.import_id is not None):
            continue  # his own, or the programme as it was first imported
        for name, value in revision.fields.items():
            if change.op == "remove" or name in change.fields:
                yield Later(
                    name, value["old"], value["new"], revision.at, revision.actor, revision.message_id
                )


def _written(session: Session, row: ChangeSetRow) -> datetime:
    """When the mail was written, as far as its Date field can be believed; else when it came."""
    arrived: datetime = (
        session.scalar(select(MailRow.arrived_at).where(MailRow.id == row.mail_id)) or row.created_at
    )
    message = mail_of(session, row)
    dated = message.date if message else None
    return dated if dated is not None and arrived - _OLDEST <= dated <= arrived else arrived


def _against(change: Change, others: Iterable[_Entry]) -> Iterator[Rival]:
    """``others`` are changes of the same record."""
    for set_id, number, sender, organization, other in others:
        whole = change.op == other.op == "remove"
        if whole or "remove" in (change.op, other.op):
            yield Rival(set_id, number, sender, organization, None, None, whole)
            continue
        for name in other.fields:
            if name in change.fields:
                value = other.fields[name].new
                yield Rival(
                    set_id, number, sender, organization, name, value, value == change.fields[name].new
                )


def _record(change: Change) -> object:
    """What a change is about: a record on file, or one that is added, known by what names it."""
    if change.id is not None:
        return change.target, change.id
    new = {name: field.new for name, field in change.fields.items()}
    organization = change.organization or new.get("organization")
    named = tuple(str(new.get(name)).casefold() for name in _NAMED_BY.get(change.target, ()))
    return change.target, organization, named

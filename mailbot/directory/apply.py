"""The only writer of the directory.

A change is applied whole or not at all, inside the caller's transaction: its base values are compared with
what is on file, the resulting record is validated, the row is written and a revision says who did it, when,
and from which mail in which words. Nothing here decides anything: `review.decisions` and
`directory.importing` do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.directory.change import Change
from mailbot.directory.consent import person_changed
from mailbot.directory.load import ROWS, record_of
from mailbot.directory.records import KINDS, Record, values
from mailbot.errors import AskPerson, Conflict
from mailbot.store.tables import RevisionRow


@dataclass(frozen=True)
class Provenance:
    """Who changes the directory, when, and on what ground."""

    actor: str
    at: datetime
    mail_id: int | None = None
    message_id: str | None = None
    change_id: int | None = None
    import_id: int | None = None
    excerpt: str | None = None


class Invalid(AskPerson):
    """The change would leave a record that the directory's rules do not allow."""


def find(session: Session, kind: str, key: str, *, lock: bool = False) -> Any | None:
    """The row of a record, or None; with ``lock`` as it is now, and nobody else's until the transaction
    ends."""
    table = ROWS[kind]
    wanted = select(table).where(*_where(table, kind, key))
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def current(session: Session, kind: str, key: str) -> dict[str, Any] | None:
    """The record's values as they are now, in JSON form, or None."""
    row = find(session, kind, key)
    return None if row is None else values(record_of(KINDS[kind], row))


def apply(session: Session, change: Change, by: Provenance, *, overwrite: bool = False) -> str | None:
    """Apply one change; returns the record's id, or None where the directory already is as asked.

    Raises Conflict where a field is no longer what the change was made against (unless `overwrite`), and
    Invalid where the result is no valid record.
    """
    if change.op == "add":
        return _add(session, change, by, overwrite=overwrite)
    key = str(change.id)
    row = find(session, change.target, key, lock=True)
    if row is None:
        if change.op == "remove":
            return None
        raise Conflict(f"{change.target} {key} is no longer in the directory")
    if change.op == "remove":
        before = values(record_of(KINDS[change.target], row))
        session.delete(row)
        _revise(session, change.target, key, "remove", {n: (v, None) for n, v in before.items()}, by)
        return key
    return _update(session, change, row, by, overwrite=overwrite)


def _update(session: Session, change: Change, row: Any, by: Provenance, *, overwrite: bool) -> str | None:
    before = values(record_of(KINDS[change.target], row))
    wanted: dict[str, Any] = {}
    for name, field in change.fields.items():
        now = before.get(name)
        if now == field.new:
            continue
        if now != field.old and not overwrite:
            raise Conflict(
                f"{change.target} {change.id}: {name} is {now!r} by now, and not {field.old!r} "
                "as when the mail was read"
            )
        wanted[name] = field.new
    if not wanted:
        return None
    record = _valid(change.target, {**before, **wanted})
    if record.key != change.id:
        raise Invalid(f"{change.target} {change.id}: its id would become {record.key}")
    _write(row, record)
    _revise(
        session, change.target, record.key, "update", {n: (before.get(n), v) for n, v in wanted.items()}, by
    )
    if change.target == "contact":
        person_changed(session, record.key, before, values(record))
    return record.key


def _add(session: Session, change: Change, by: Provenance, *, overwrite: bool) -> str | None:
    given = {name: field.new for name, field in change.fields.items() if field.new is not None}
    if change.organization and "organization" in KINDS[change.target].model_fields:
        given.setdefault("organization", change.organization)
    if "id" in KINDS[change.target].model_fields and not given.get("id"):
        given["id"] = change.id or new_id(session, change.target, change.organization)
    record = _valid(change.target, given)
    row = find(session, change.target, record.key, lock=True)
    if row is not None:
        return _add_existing(session, change, record, row, by, overwrite=overwrite)
    table = ROWS[change.target]
    ordinal = session.scalar(select(func.coalesce(func.max(table.ordinal), -1))) + 1
    row = table(ordinal=ordinal, **({"key": record.key} if change.target == "view" else {}))
    _write(row, record)
    session.add(row)
    session.flush()
    _revise(session, change.target, record.key, "add", {n: (None, v) for n, v in values(record).items()}, by)
    if change.target == "contact":
        person_changed(session, record.key, None, values(record))
    return record.key


def _add_existing(
    session: Session, change: Change, record: Record, row: Any, by: Provenance, *, overwrite: bool
) -> str | None:
    """An add of what is there: nothing where it is equal; an attendance or a view replaces the older one."""
    before = values(record_of(KINDS[change.target], row))
    differing = {n: v for n, v in values(record).items() if n in change.fields and before[n] != v}
    if not differing:
        return None
    if change.target not in ("participation", "view") and not overwrite:
        names = ", ".join(f"{name} {before[name]!r}" for name in differing)
        raise Conflict(f"{change.target} {record.key} is in the directory by now, with {names}")
    _write(row, _valid(change.target, {**before, **differing}))
    _revise(
        session, change.target, record.key, "update", {n: (before[n], v) for n, v in differing.items()}, by
    )
    return record.key


def _valid(kind: str, form: Mapping[str, Any]) -> Record:
    try:
        return KINDS[kind].model_validate(dict(form))
    except ValidationError as exc:
        first = exc.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise Invalid(f"{kind}: {place}: {first['msg'].removeprefix('Value error, ')}") from None


def _write(row: Any, record: Record) -> None:
    """The record's values into the row; JSON columns take lists, date columns dates, text columns text."""
    plain, json = record.model_dump(mode="python"), record.model_dump(mode="json")
    for name, column in ((name, type(row).__table__.c.get(name.rstrip("_"))) for name in plain):
        keeps_dates = column is not None and column.type.python_type.__name__ == "date"
        setattr(row, name, plain[name] if keeps_dates else json[name])


def _revise(
    session: Session, kind: str, key: str, op: str, fields: Mapping[str, tuple[Any, Any]], by: Provenance
) -> None:
    session.add(
        RevisionRow(
            at=by.at, actor=by.actor, target=kind, record=key, op=op,
            fields={name: {"old": old, "new": new} for name, (old, new) in fields.items()},
            mail_id=by.mail_id, message_id=by.message_id, change_id=by.change_id,
            import_id=by.import_id, excerpt=by.excerpt,
        )
    )  # fmt: skip
    session.flush()


def _where(table: type[Any], kind: str, key: str) -> list[Any]:
    if kind == "position":
        organization, _, text = key.partition("/")
        return [table.organization == organization, table.text == text]
    if kind == "participation":
        event, organization, name = (*key.split("/", 2), "", "")[:3]
        return [table.event == event, table.organization == organization, table.name == name]
    column = {"view": "key", "committee": "code", "organization": "code"}.get(kind, "id")
    return [getattr(table, column) == key]


def new_id(session: Session, kind: str, organization: str | None) -> str:
    """The next free id like `cept-5` or `cept-m3`. Ids of removed records are not used again."""
    prefix = f"{(organization or 'new').lower()}-{'m' if kind == 'meeting' else ''}"
    used = set(session.scalars(select(ROWS[kind].id)))
    used |= set(session.scalars(select(RevisionRow.record).where(RevisionRow.target == kind)))
    numbers = [int(m[1]) for key in used if (m := re.fullmatch(re.escape(prefix) + r"([0-9]{1,9})", key))]
    return f"{prefix}{max(numbers, default=0) + 1}"

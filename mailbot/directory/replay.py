"""The directory as it was at any moment: its revisions replayed from the first on.

Revisions hold everything that was ever in the directory, and imports the order of the file and the
programme's title, so that the state after the last of them is what `load` gives. A revision counts as later
than those before it, whatever a clock that was set back said. Reads only; works in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.records import KINDS, Programme, Record
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from mailbot.store.tables import ImportRow, RevisionRow


@dataclass(frozen=True)
class _Step:
    """A revision, or (``base``) an import whose order and programme are taken over."""

    at: datetime
    kind: str = ""
    key: str = ""
    op: str = ""
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    base: Mapping[str, Mapping[str, Any]] | None = None
    orders: bool = False


@dataclass
class _State:
    """The directory on the way. A record is made from its values when it is asked for, and kept."""

    kinds: Collection[str]
    programme: Programme | None = None
    forms: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    records: dict[tuple[str, str], Record] = field(default_factory=dict)

    def take(self, step: _Step) -> None:
        if step.base is not None:
            self._imported(step.base, orders=step.orders)
        elif step.kind in self.kinds:
            self._revised(step)

    def _imported(self, base: Mapping[str, Mapping[str, Any]], *, orders: bool) -> None:
        self.programme = Programme.model_validate(next(iter(base["programme"].values())))
        for kind in self.kinds if orders else ():
            now = self.forms[kind]
            first = [key for key in base.get(kind, {}) if key in now]
            self.forms[kind] = {key: now[key] for key in dict.fromkeys([*first, *now])}

    def _revised(self, step: _Step) -> None:
        forms = self.forms[step.kind]
        self.records.pop((step.kind, step.key), None)
        if step.op == "remove":
            forms.pop(step.key, None)
            return
        values = {name: value["new"] for name, value in step.fields.items()}
        if step.op == "add":
            forms[step.key] = values
        elif step.key in forms:  # else an erasure has made one record of two, and the other is gone already
            forms[step.key] = {**forms[step.key], **values}

    def directory(self) -> Directory | None:
        if self.programme is None:
            return None
        found = {
            KINDS[kind].section: tuple(self._record(kind, key) for key in self.forms[kind])
            for kind in self.kinds
        }
        return Directory(self.programme, **found)  # type: ignore[arg-type]  # each section holds its own kind

    def _record(self, kind: str, key: str) -> Record:
        if (kind, key) not in self.records:
            form = self.forms[kind][key]
            model = KINDS[kind]
            known = {each.alias or name for name, each in model.model_fields.items()}
            self.records[kind, key] = model.model_validate({n: v for n, v in form.items() if n in known})
        return self.records[kind, key]


def as_of(session: Session, moment: datetime) -> Directory:
    """The directory with everything that had come by ``moment``. Raises UsageError where there was none."""
    found = next(snapshots(session, [moment]))[1]
    if found is None:
        raise UsageError(f"there was no programme yet at {moment.isoformat(timespec='minutes')}")
    return found


def snapshots(
    session: Session, moments: Sequence[datetime], kinds: Collection[str] = tuple(KINDS)
) -> Iterator[tuple[datetime, Directory | None]]:
    """The directory at each of the moments, which must be in order; None before the first import. Of other
    ``kinds`` nothing is in it. One pass over the revisions, whatever the number of moments."""
    waiting = [aware(moment) for moment in moments]
    state = _State(kinds)
    for step in _steps(session):
        while waiting and step.at > waiting[0]:
            yield waiting.pop(0), state.directory()
        if not waiting:
            return
        state.take(step)
    for moment in waiting:
        yield moment, state.directory()


def _steps(session: Session) -> Iterator[_Step]:
    imports = list(session.scalars(select(ImportRow).order_by(ImportRow.id)))
    wanted = select(
        RevisionRow.id, RevisionRow.import_id, RevisionRow.at, RevisionRow.target, RevisionRow.record,
        RevisionRow.op, RevisionRow.fields,
    ).order_by(RevisionRow.id)  # fmt: skip
    for number, import_id, at, kind, key, op, fields in session.execute(wanted):
        while imports and _comes_before(imports[0], number, import_id, at):
            yield _of_import(imports.pop(0))
        yield _Step(at, kind, key, op, fields)
    for each in imports:
        yield _of_import(each)


def _comes_before(made: ImportRow, number: int, import_id: int | None, at: datetime) -> bool:
    """Whether the import was done when the revision was made. Where it took no order over, only the
    programme's title rests on it."""
    if made.ordered_after is not None:
        return number > made.ordered_after
    return import_id != made.id and at > made.at


def _of_import(made: ImportRow) -> _Step:
    return _Step(made.at, base=made.base, orders=made.ordered_after is not None)

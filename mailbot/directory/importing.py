"""Importing a programme file into a directory that mail has changed meanwhile.

The file is compared with its last import, field by field, and only what the file changed is applied, as the
operator's revision. So a second import of the same file changes nothing, the import of an export changes
nothing, and an import never undoes what mail has changed: a field that both have changed is refused and
listed (unless forced), and stays refused until file and directory agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.apply import Provenance, apply, find
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.load import ROWS, has_programme, load, revision
from mailbot.directory.records import SECTIONS, Programme, values
from mailbot.directory.snapshot import Directory
from mailbot.errors import InputRefused
from mailbot.store.tables import ImportRow, ProgrammeRow

Form = dict[str, dict[str, dict[str, Any]]]  # kind → key → values


@dataclass(frozen=True)
class Refusal:
    """A field that the file and a mail have both changed since the last import."""

    kind: str
    key: str
    field: str | None
    in_file: Any
    on_file: Any

    def __str__(self) -> str:
        what = f"{self.kind} {self.key}" + (f", {self.field}" if self.field else "")
        return f"{what}: the file has {_say(self.in_file)}, mail has made it {_say(self.on_file)}"


@dataclass(frozen=True)
class ImportResult:
    """What an import did. ``changed`` counts records; ``refused`` is empty where all went in."""

    first: bool
    added: int = 0
    changed: int = 0
    removed: int = 0
    refused: tuple[Refusal, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.first or self.added or self.changed or self.removed)


def _say(value: Any) -> str:
    return "nothing" if value is None else repr(value)


def form_of(directory: Directory) -> Form:
    """The directory's values by kind and key: the base that is kept of each import."""
    form: Form = {
        model.kind: {record.key: values(record) for record in getattr(directory, section)}
        for section, model in SECTIONS.items()
    }
    form["programme"] = {directory.programme.id: values(directory.programme)}
    return form


def import_programme(
    session: Session, wanted: Directory, *, actor: str, file: str, now: datetime, force: bool = False
) -> ImportResult:
    """Bring the directory to what the file changed since its last import, in the caller's transaction."""
    last = session.scalar(select(ImportRow).order_by(ImportRow.id.desc()).limit(1))
    target = form_of(wanted)
    base: Form = last.base if last else {}
    record = ImportRow(at=now, actor=actor, file=file, base=target)
    session.add(record)
    session.flush()
    by = Provenance(actor, now, import_id=record.id)
    first = not has_programme(session)
    _programme(session, wanted.programme)
    if not first and base == target and form_of(load(session)) == target:
        session.delete(record)  # the very same file again: leave no trace
        return ImportResult(first=False)
    result, refused = _merge(session, base, target, by, force=force)
    if refused:  # keep the old base of what was refused, so that it is refused again next time
        record.base = _with_old_base(target, base, refused)
    if not refused:
        _reorder(session, wanted)
        record.ordered_after = revision(session)[0]
    return ImportResult(first, result["add"], result["update"], result["remove"], tuple(refused))


def _programme(session: Session, wanted: Programme) -> None:
    row = session.scalar(select(ProgrammeRow))
    if row is not None and row.id != wanted.id:
        raise InputRefused(
            f"this database holds the programme {row.id!r} and the file is {wanted.id!r}; "
            "give each programme a database of its own (database.url)"
        )
    row = row or ProgrammeRow(id=wanted.id)
    row.title, row.timezone, row.languages = wanted.title, wanted.timezone, list(wanted.languages)
    session.add(row)
    session.flush()


def _merge(
    session: Session, base: Form, target: Form, by: Provenance, *, force: bool
) -> tuple[dict[str, int], list[Refusal]]:
    now = form_of(load(session))
    count = {"add": 0, "update": 0, "remove": 0}
    refused: list[Refusal] = []
    for kind in ROWS:
        before, after, on_file = base.get(kind, {}), target[kind], now[kind]
        for key in dict.fromkeys([*before, *after]):
            step = _step(kind, key, before.get(key), after.get(key), on_file.get(key), force=force)
            refused += [item for item in step if isinstance(item, Refusal)]
            for change in (item for item in step if isinstance(item, Change)):
                if apply(session, change, by, overwrite=True) is not None:
                    count[change.op] += 1
    return count, refused


def _step(kind: str, key: str, base: Any, wanted: Any, now: Any, *, force: bool) -> list[Change | Refusal]:
    """What the file asks for one record. `base` is its last import, `now` is on file; None: not there."""
    if wanted in (base, now):
        return []
    if wanted is None:
        if now is None:
            return []
        if now != base and not force:
            return [Refusal(kind, key, None, None, "something else")]
        return [Change(kind, "remove", key, now.get("organization"))]
    if now is None:
        if base is not None and not force:
            return [Refusal(kind, key, None, "it", None)]
        fields = {name: FieldChange(None, value) for name, value in wanted.items() if value is not None}
        return [Change(kind, "add", key, wanted.get("organization"), fields)]
    return list(_fields(kind, key, base or {}, wanted, now, force=force))


def _fields(
    kind: str, key: str, base: Any, wanted: Any, now: Any, *, force: bool
) -> Iterator[Change | Refusal]:
    fields: dict[str, FieldChange] = {}
    for name, value in wanted.items():
        if value == base.get(name) or value == now.get(name):
            continue
        if now.get(name) != base.get(name) and not force:
            yield Refusal(kind, key, name, value, now.get(name))
        else:
            fields[name] = FieldChange(now.get(name), value)
    if fields:
        yield Change(kind, "update", key, wanted.get("organization"), fields)


def _with_old_base(target: Form, base: Form, refused: list[Refusal]) -> Form:
    kept = {kind: {key: dict(form) for key, form in records.items()} for kind, records in target.items()}
    for item in refused:
        old = base.get(item.kind, {}).get(item.key)
        if item.field is not None and item.key in kept[item.kind]:
            kept[item.kind][item.key][item.field] = (old or {}).get(item.field)
        elif old is None:
            kept[item.kind].pop(item.key, None)
        else:
            kept[item.kind][item.key] = dict(old)
    return kept


def _reorder(session: Session, wanted: Directory) -> None:
    """The order of the file; what mail has added since comes after."""
    for section, model in SECTIONS.items():
        records = getattr(wanted, section)
        for ordinal, record in enumerate(records):
            row = find(session, model.kind, record.key)
            if row is not None and row.ordinal != ordinal:
                row.ordinal = ordinal
        keys = {record.key for record in records}
        extra = [row for row in session.scalars(select(ROWS[model.kind]).order_by(ROWS[model.kind].ordinal))
                 if _key(model, row) not in keys]  # fmt: skip
        for offset, row in enumerate(extra):
            row.ordinal = len(records) + offset


def _key(model: Any, row: Any) -> str:
    from mailbot.directory.load import record_of

    return record_of(model, row).key

"""The directory as of any moment is exactly what it was, whatever has happened to it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.history import cells, entries
from mailbot.directory.importing import import_programme
from mailbot.directory.load import load
from mailbot.directory.personal.erasing import erase
from mailbot.directory.records import KINDS, values
from mailbot.directory.replay import as_of, snapshots
from mailbot.directory.snapshot import Directory
from mailbot.errors import MailbotError, UsageError
from mailbot.store.session import Store
from tests.conftest import NOON

KIND = ("contact", "position", "view", "meeting", "event", "participation", "text", "organization")


def test_nothing_was_there_before_the_first_import(store: Store) -> None:
    with store.read() as session, pytest.raises(UsageError, match="no programme yet at 2020-12-14T10:59"):
        as_of(session, NOON - timedelta(minutes=1))


def test_as_of_now_is_what_is_loaded(store: Store, shipped: Directory) -> None:
    with store.read() as session:
        assert as_of(session, NOON) == load(session) == shipped


def few(directory: Directory) -> Directory:
    """A small programme: histories of it are replayed by the hundred."""
    return replace(
        directory, contacts=directory.contacts[:3], texts=directory.texts[:3], positions=directory.positions[:4],
        views=directory.views[:3], meetings=directory.meetings[:3], documents=(), _indexes={},
    )  # fmt: skip


def shaken(directory: Directory, chance: random.Random) -> Directory:
    """A file that somebody edited: another order, another title, a row less or changed."""
    kept: dict[str, Any] = {}
    for section in ("contacts", "texts", "positions", "meetings", "organizations", "views"):
        rows = list(getattr(directory, section))
        chance.shuffle(rows)
        if rows and chance.random() < 0.4:
            rows.pop()
        kept[section] = tuple(rows)
    contacts = tuple(
        c.model_copy(update={"job_title": f"Head {chance.randrange(3)}"}) for c in kept["contacts"]
    )
    title = f"Title {chance.randrange(3)}"
    programme = directory.programme.model_copy(update={"title": title})
    return replace(directory, **{**kept, "contacts": contacts}, programme=programme, _indexes={})


def step(
    session: Session, removed: list[tuple[str, dict[str, Any]]], chance: random.Random, now: Any
) -> None:
    """Something happens: a removal, a return, a change, an import (of a file that may be refused in part)."""
    directory = load(session)
    what = chance.choice(["remove", "return", "update", "update", "import", "new", "undo"])
    by = Provenance("officer", now, excerpt="said so")
    if what == "import":
        import_programme(session, shaken(directory, chance), actor="operator", file="f", now=now,
                         force=chance.random() < 0.3)  # fmt: skip
    elif what in ("return", "undo") and removed:
        kind, form = removed.pop()
        key = KINDS[kind].model_validate(form).key
        apply(session, Change(kind, "add", key, form.get("organization"),
                              {n: FieldChange(None, v) for n, v in form.items() if v is not None}), by)  # fmt: skip
    elif what == "new":
        form = {"id": f"x-{chance.randrange(4)}", "title": "T", "starts": "2021-03-01", "ends": "2021-03-02",
                "organization": "CEPT"}  # fmt: skip
        apply(session, Change("meeting", "add", None, "CEPT", {n: FieldChange(None, v) for n, v in form.items()}),
              by, overwrite=True)  # fmt: skip
    else:
        kind = chance.choice([kind for kind in KIND if directory.of_kind(kind)])
        record = chance.choice(directory.of_kind(kind))
        if what == "remove":
            removed.append((kind, values(record)))
            apply(session, Change(kind, "remove", record.key, None), by)
        elif kind == "contact":
            old = values(record)["phone"]
            new = chance.choice([None, "+41227305111", "+41227305222"])
            apply(session, Change(kind, "update", record.key, None, {"phone": FieldChange(old, new)}), by)


@pytest.fixture
def lived(empty_store: Store, shipped: Directory) -> Callable[[int, int], None]:
    """A random history, checked; a function, which is all that hypothesis shows of it."""
    return lambda seed, length: check_history(empty_store, few(shipped), random.Random(seed), length)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), length=st.integers(1, 14))
def test_as_of_any_moment_is_what_was_there(
    lived: Callable[[int, int], None], seed: int, length: int
) -> None:
    lived(seed, length)


def check_history(store: Store, small: Directory, chance: random.Random, length: int) -> None:
    with Session(store.engine) as session:
        import_programme(session, small, actor="operator", file="f", now=NOON)
        removed: list[tuple[str, dict[str, Any]]] = []
        was, now = {NOON: load(session)}, NOON
        for _ in range(length):
            now += timedelta(minutes=chance.choice([0, 1, 1, 7]))  # several things at one moment, too
            try:
                with session.begin_nested():
                    step(session, removed, chance, now)
            except MailbotError:
                continue
            was[now] = load(session)
        for moment, directory in was.items():
            assert as_of(session, moment) == directory
        assert list(snapshots(session, list(was))) == list(was.items())
        assert as_of(session, now + timedelta(days=1)) == load(session)
        provenance_agrees(session)
        session.rollback()


def provenance_agrees(session: Session) -> None:
    """Each cell's provenance has the cell's value; each history ends in it."""
    directory = load(session)
    for kind in KIND:
        for record in directory.of_kind(kind):
            found = {name: origin.value for name, origin in cells(session, kind, record.key).items()}
            assert found == values(record)
            assert entries(session, kind, record.key)[0].op == "add"


def test_a_clock_that_was_set_back_turns_nothing_round(store: Store, shipped: Directory) -> None:
    first = shipped.contacts[0]
    with store.begin() as session:
        for at, old, new in ((NOON + timedelta(days=2), first.phone, "+41227305111"),
                             (NOON + timedelta(days=1), "+41227305111", "+41227305222")):  # fmt: skip
            change = Change("contact", "update", first.id, "APT", {"phone": FieldChange(old, new)})
            apply(session, change, Provenance("officer", at))

    def phone(days: float) -> str | None:
        with store.read() as session:
            return as_of(session, NOON + timedelta(days=days)).contacts[0].phone

    assert [phone(0), phone(1), phone(1.5), phone(2)] == [
        first.phone,
        first.phone,
        first.phone,
        "+41227305222",
    ]


def test_after_an_erasure_the_past_is_without_the_person(store: Store, shipped: Directory) -> None:
    """What is left can still be replayed: two attendances that have become one, an entry without values."""
    first = shipped.contacts[0]
    names = ("Ada Verne", "Bo Lind")
    with store.begin() as session:
        for name in names:
            form = {
                "event": "irm-2",
                "organization": "APT",
                "name": name,
                "email": first.email,
                "attending": "yes",
            }
            fields = {field: FieldChange(None, value) for field, value in form.items()}
            apply(session, Change("participation", "add", None, "APT", fields), Provenance("o", NOON))
        for name, change in ((names[0], None), (names[1], {"attending": FieldChange("yes", "no")})):
            key = f"irm-2/APT/{name}"
            op: Any = "update" if change else "remove"
            apply(session, Change("participation", op, key, "APT", change or {}), Provenance("o", NOON))
    with store.begin() as session:
        assert first.email
        erase(session, first.email, remove=True, by="o", reason="asked", now=NOON + timedelta(days=2))
    with store.read() as session:
        then = as_of(session, NOON)
        assert as_of(session, NOON + timedelta(days=3)) == load(session)
    assert then.contacts[0].id == first.id
    assert (then.contacts[0].name, then.contacts[0].email) == ("[erased]", None)
    assert "Bo Lind" not in str(then)

"""Accounts, sessions and limits on PostgreSQL, where several transactions run at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from mailbot.accounts import entry, people, sessions, underway
from mailbot.accounts.attempts import OF_ADDRESS, TooOften, claim
from mailbot.accounts.entry import Knock, Person
from mailbot.accounts.people import By
from mailbot.accounts.pruning import prune
from mailbot.errors import InputRefused
from mailbot.settings_web import Web
from mailbot.store.session import Store
from mailbot.store.tables import AttemptRow, WebSessionRow

from .servers.postgres import Postgres

NOW = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
BY = By("operator", "command", NOW)
KNOCK = Knock("192.0.2.1", "", NOW, NOW)
ADA, PASSWORD = "ada@itu.example", "plum tree, no ladder"


@pytest.fixture
def shared(postgres: Postgres) -> Iterator[Store]:
    store = Store(postgres.create()).prepare()
    yield store
    store.close()


def test_guesses_sent_at_once_are_all_counted(shared: Store) -> None:
    def guess(_: int) -> bool:
        try:
            with shared.begin() as session:
                claim(session, NOW, (OF_ADDRESS, ADA))
        except TooOften:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(40))) == 5
    with shared.read() as session:
        assert len(session.scalars(select(AttemptRow)).all()) == 5


def test_in_and_out(shared: Store) -> None:
    with shared.begin() as session:
        people.add(session, ADA, "officer", BY, password=PASSWORD)
    token = entry.by_password(shared, Web(), KNOCK, ADA, PASSWORD)
    with pytest.raises(InputRefused):
        entry.by_password(shared, Web(), KNOCK, ADA, PASSWORD + "x")
    with shared.read() as session:
        found = sessions.find(session, token, NOW + timedelta(minutes=5), Web())
        assert found is not None
        assert found.stale
    with shared.begin() as session:
        people.set_password(session, ADA, None, BY)
    with shared.read() as session:
        assert sessions.find(session, token, NOW, Web()) is None
    with shared.begin() as session:
        prune(session, NOW)
        assert session.scalars(select(WebSessionRow)).all() == []


def test_an_identity_is_bound_once_though_two_browsers_come_at_once(shared: Store) -> None:
    with shared.begin() as session:
        people.add(session, ADA, "officer", BY)

    def come(subject: str) -> bool:
        try:
            entry.by_provider(shared, Web(), KNOCK, Person("https://id.example", subject, ADA))
        except entry.NotAdmitted:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(come, ("1", "2", "3", "4"))) == 1


def test_a_state_is_taken_once_though_it_comes_twice_at_once(shared: Store) -> None:
    with shared.begin() as session:
        underway.keep(session, "state", "browser", underway.Underway("n", "v", "console"), NOW)

    def take(_: int) -> bool:
        with shared.begin() as session:
            return underway.take(session, "state", "browser", NOW) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1

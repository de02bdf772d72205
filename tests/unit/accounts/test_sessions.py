"""Sessions and accounts in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mailbot.accounts import entry, people, sessions, underway
from mailbot.accounts.entry import Knock, NotAdmitted, Person
from mailbot.accounts.model import ALLOWS, Account
from mailbot.accounts.people import By
from mailbot.accounts.pruning import prune
from mailbot.errors import InputRefused
from mailbot.settings_web import Web
from mailbot.store.session import Store
from mailbot.store.tables import ROLES, AccountRow, SignInRow, WebSessionRow

NOW = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
BY = By("operator", "command", NOW)
WEB = Web(session_hours=12, idle_minutes=60)
PASSWORD = "plum tree, no ladder"


@pytest.fixture
def ada(empty_store: Store) -> Account:
    with empty_store.begin() as session:
        return people.add(session, " Ada@ITU.example ", "officer", BY, name="Ada Verne")


def begun(store: Store, account: Account, now: datetime = NOW) -> str:
    with store.begin() as session:
        return sessions.begin(session, account, now, WEB)


def lives(store: Store, token: str, now: datetime) -> bool:
    with store.read() as session:
        return sessions.find(session, token, now, WEB) is not None


def test_a_session_and_its_end(empty_store: Store, ada: Account) -> None:
    token = begun(empty_store, ada)
    assert len(token) == 43
    with empty_store.read() as session:
        found = sessions.find(session, token, NOW, WEB)
        assert found is not None
        assert found.account == ada
        assert not found.stale
    assert ada.address == "ada@itu.example"
    with empty_store.begin() as session:
        sessions.end(session, token)
    assert not lives(empty_store, token, NOW)


def test_idle_and_absolute_end(empty_store: Store, ada: Account) -> None:
    token, now = begun(empty_store, ada), NOW
    assert lives(empty_store, token, NOW + timedelta(minutes=59, seconds=59))
    assert not lives(empty_store, token, NOW + timedelta(minutes=60))
    while now < NOW + timedelta(hours=12):
        assert lives(empty_store, token, now)
        with empty_store.begin() as session:
            sessions.touch(session, token, now)
        now += timedelta(minutes=30)
    assert not lives(empty_store, token, NOW + timedelta(hours=12))


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 44, "A" * 42 + "\n", "' OR 1=1 --" + "A" * 32])
def test_what_is_no_token(empty_store: Store, ada: Account, token: str) -> None:
    begun(empty_store, ada)
    assert not lives(empty_store, token, NOW)


def test_pruning_leaves_what_lives(empty_store: Store, ada: Account) -> None:
    old = begun(empty_store, ada, NOW - timedelta(hours=12))
    with empty_store.begin() as session:
        people.set_role(session, ada.address, "editor", BY)
    new = begun(empty_store, ada)
    with empty_store.begin() as session:
        underway.keep(
            session, "state", "browser", underway.Underway("n", "v", "console"), NOW - timedelta(hours=1)
        )
        underway.keep(session, "other", "browser", underway.Underway("n", "v", "console"), NOW)
        prune(session, NOW)
    with empty_store.read() as session:
        assert session.scalars(select(WebSessionRow.digest)).all() == [sessions.digest(new)]
        assert len(session.scalars(select(SignInRow)).all()) == 1
    assert not lives(empty_store, old, NOW - timedelta(hours=11))


def test_a_sign_in_is_taken_once(empty_store: Store) -> None:
    kept = underway.Underway("nonce", "verifier", "console/7")
    with empty_store.begin() as session:
        underway.keep(session, "state", "browser", kept, NOW)
        assert underway.take(session, "state", "other", NOW) is None
        assert underway.take(session, "other", "browser", NOW) is None
        assert underway.take(session, "state", "browser", NOW) == kept
        assert underway.take(session, "state", "browser", NOW) is None


def test_roles() -> None:
    assert set(ALLOWS) == set(ROLES)
    assert ALLOWS["viewer"] < ALLOWS["editor"] < ALLOWS["officer"]
    assert not Account(1, "a@b", "A", "editor").may("decide")
    assert Account(1, "a@b", "A", "officer").may("decide")


def test_one_address_one_account(empty_store: Store, ada: Account) -> None:
    with (
        pytest.raises(InputRefused, match="an account with this address already"),
        empty_store.begin() as session,
    ):
        people.add(session, "ADA@itu.example", "viewer", BY)
    with pytest.raises(IntegrityError), empty_store.begin() as session:
        session.add(AccountRow(address=ada.address, name="x", role="viewer", created_at=NOW))


def test_an_outdated_hash_is_renewed_without_ending_sessions(empty_store: Store, ada: Account) -> None:
    token = begun(empty_store, ada)
    with empty_store.begin() as session:
        people.get(session, ada.address).password = PasswordHasher(1, 8192, 1).hash(PASSWORD)
    entry.by_password(empty_store, WEB, Knock("192.0.2.1", "", NOW, NOW), ada.address, PASSWORD)
    with empty_store.read() as session:
        row = session.scalars(select(AccountRow)).one()
        assert row.password is not None
        assert "m=19456,t=2,p=1" in row.password
        assert row.generation == 1
    assert lives(empty_store, token, NOW)


def test_only_the_account_of_the_address_is_bound(empty_store: Store, ada: Account) -> None:
    knock, person = Knock("192.0.2.1", "", NOW, NOW), Person("https://id.example", "17", "ADA@itu.example")
    assert lives(empty_store, entry.by_provider(empty_store, WEB, knock, person), NOW)
    for other, why in (
        (Person("https://id.example", "18", "ada@itu.example"), entry.ANOTHER),
        (Person("https://other.example", "17", "ada@itu.example"), entry.ANOTHER),
        (Person("https://id.example", "17", "bo@itu.example"), entry.NO_ACCOUNT),
    ):
        with pytest.raises(NotAdmitted) as refused:
            entry.by_provider(empty_store, WEB, knock, other)
        assert str(refused.value) == why

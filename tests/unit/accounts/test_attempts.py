"""What may be done only so often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from mailbot.accounts.attempts import OF_ADDRESS, OF_CLIENT, SUGGESTIONS, Limit, TooOften, claim, forgive
from mailbot.accounts.pruning import prune
from mailbot.store.session import Store
from mailbot.store.tables import AttemptRow

NOW = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
ADA = "ada@itu.example"


def waits(store: Store, limit: Limit, who: str, now: datetime) -> int:
    """0 where the attempt is counted, else the seconds to wait."""
    try:
        with store.begin() as session:
            claim(session, now, (limit, who))
    except TooOften as exc:
        return exc.seconds
    return 0


def test_the_wait_grows_and_ends(empty_store: Store) -> None:
    now, found = NOW, []
    for _ in range(14):
        wait = waits(empty_store, OF_ADDRESS, ADA, now)
        found.append(wait)
        now += timedelta(seconds=wait)
        if wait:
            assert waits(empty_store, OF_ADDRESS, ADA, now - timedelta(seconds=1)) == 1
            assert waits(empty_store, OF_ADDRESS, ADA, now) == 0
    assert found == [0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert waits(empty_store, OF_ADDRESS, ADA, now + timedelta(days=1)) == 0
    assert waits(empty_store, OF_ADDRESS, ADA, now + timedelta(days=1)) == 0


def test_asking_too_early_makes_it_no_longer(empty_store: Store) -> None:
    for _ in range(5):
        waits(empty_store, OF_ADDRESS, ADA, NOW)
    assert {waits(empty_store, OF_ADDRESS, ADA, NOW) for _ in range(50)} == {15}
    with empty_store.read() as session:
        assert len(session.scalars(select(AttemptRow)).all()) == 5


def test_each_counts_for_himself(empty_store: Store) -> None:
    for _ in range(5):
        waits(empty_store, OF_ADDRESS, ADA, NOW)
    assert waits(empty_store, OF_ADDRESS, "ADA@ITU.example", NOW) == 15
    assert waits(empty_store, OF_ADDRESS, "bo@itu.example", NOW) == 0
    assert waits(empty_store, SUGGESTIONS, ADA, NOW) == 0


def test_of_two_limits_none_is_counted_where_one_must_wait(empty_store: Store) -> None:
    for _ in range(5):
        waits(empty_store, OF_ADDRESS, ADA, NOW)
    with pytest.raises(TooOften), empty_store.begin() as session:
        claim(session, NOW, (OF_CLIENT, "192.0.2.1"), (OF_ADDRESS, ADA))
    with empty_store.read() as session:
        assert {key.partition(":")[0] for key in session.scalars(select(AttemptRow.key))} == {"sign-in"}


def test_a_good_attempt_is_taken_back(empty_store: Store) -> None:
    for _ in range(4):
        waits(empty_store, OF_ADDRESS, ADA, NOW)
    with empty_store.begin() as session:
        forgive(session, OF_ADDRESS, ADA)
    assert [waits(empty_store, OF_ADDRESS, ADA, NOW) for _ in range(3)] == [0, 0, 15]
    with empty_store.begin() as session:
        forgive(session, OF_ADDRESS, ADA, all_of_them=True)
    assert [waits(empty_store, OF_ADDRESS, ADA, NOW) for _ in range(6)] == [0, 0, 0, 0, 0, 15]


def test_guesses_sent_at_once_are_all_counted(empty_store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: waits(empty_store, OF_ADDRESS, ADA, NOW), range(40)))
    assert sorted(found) == [0] * 5 + [15] * 35


def test_a_password_typed_as_address_is_not_kept(empty_store: Store) -> None:
    waits(empty_store, OF_ADDRESS, "my secret password", NOW)
    with empty_store.read() as session:
        (key,) = session.scalars(select(AttemptRow.key))
    assert "secret" not in key


def test_old_rows_go(empty_store: Store) -> None:
    waits(empty_store, OF_ADDRESS, ADA, NOW - timedelta(days=1))
    waits(empty_store, OF_CLIENT, "192.0.2.1", NOW)
    with empty_store.begin() as session:
        prune(session, NOW)
    with empty_store.read() as session:
        assert [key.partition(":")[0] for key in session.scalars(select(AttemptRow.key))] == ["sign-in-from"]

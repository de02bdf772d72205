"""The schema on PostgreSQL: the migrations make exactly the tables the code uses."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from mailbot.directory.consensus import assess_all
from mailbot.directory.importing import import_programme
from mailbot.directory.load import load
from mailbot.directory.replay import as_of
from mailbot.directory.snapshot import Directory
from mailbot.directory.trends import trend
from mailbot.store import contents
from mailbot.store.session import Store, open_engine
from mailbot.store.tables import Base
from mailbot.store.trail import trail
from tests.conftest import NOON
from tests.unit.directory.test_replay import check_history, few
from tests.unit.store.test_append_only import check as check_append_only
from tests.unit.store.test_contents import SIZES, check
from tests.unit.store.test_schema import upgraded

from .servers.postgres import Postgres


def test_the_migrations_make_the_tables(postgres: Postgres) -> None:
    url = postgres.create()
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: Store(url).prepare(), range(4)))
    with stores[0].engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    for store in stores:
        store.close()


def test_the_programme_comes_back_as_it_went_in(postgres: Postgres, shipped: Directory) -> None:
    store = Store(postgres.create()).prepare()
    with store.begin() as session:
        import_programme(session, shipped, actor="operator", file="f", now=NOON)
    with store.begin() as session:
        assert load(session) == shipped
    store.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_bytes_of_a_mail_come_back(postgres: Postgres, size: int) -> None:
    store = Store(postgres.create()).prepare()
    check(store, size)
    store.close()


def test_the_bytes_of_older_mails_move_into_pieces(postgres: Postgres) -> None:
    url, raw = postgres.create(), bytes(range(256)) * 3000
    engine = open_engine(url)
    with upgraded(engine, "commands") as connection:
        connection.execute(
            text(
                "INSERT INTO mails (id, digest, raw, source, arrived_at, state, attempts)"
                " VALUES (1, '1', :raw, 't', '2020-12-14', 'read', 0)"
            ),
            {"raw": raw},
        )
    engine.dispose()
    store = Store(url).prepare()
    with store.begin() as session:
        assert contents.read(session, 1) == raw
    store.close()


def test_postgresql_refuses_to_change_what_was_recorded(postgres: Postgres) -> None:
    store = Store(postgres.create()).prepare()
    check_append_only(store.engine)
    store.close()


def test_histories_are_replayed_exactly(postgres: Postgres, shipped: Directory) -> None:
    """The order of a file is kept in JSON; the trail reads several tables at once."""
    store = Store(postgres.create()).prepare()
    for seed in range(5):
        check_history(store, few(shipped), random.Random(seed), 10)
    with store.begin() as session:
        import_programme(session, shipped, actor="operator", file="f", now=NOON)
    with store.read() as session:
        assert as_of(session, NOON) == load(session)
        assert len(list(trail(session))) == len(list(trail(session, NOON))) > 100
        counted = trend(session, NOON, shipped.zone).counts[-1]
        assert sum(counted.values()) == len(assess_all(shipped))
    store.close()

"""The schema on PostgreSQL: the migrations make exactly the tables the code uses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from mailbot.directory.importing import import_programme
from mailbot.directory.load import load
from mailbot.directory.snapshot import Directory
from mailbot.store.session import Store
from mailbot.store.tables import Base
from tests.conftest import NOON

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

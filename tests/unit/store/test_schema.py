"""The migrations make exactly the tables the code uses, and `db/schema.sql` shows them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from mailbot.errors import UsageError
from mailbot.store.schema import SCHEMA, schema_sql
from mailbot.store.session import Store, open_engine
from mailbot.store.tables import Base, WorkerRow
from tests.conftest import NOON


def test_the_migrations_make_the_tables(empty_store: Store) -> None:
    with empty_store.engine.begin() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_schema_sql_is_up_to_date() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_sql(), "run: python -m mailbot.store.schema"


def test_many_processes_may_prepare_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sub' / 'x.db'}"
    with ThreadPoolExecutor(8) as pool:
        for store in list(pool.map(lambda _: Store(url).prepare(), range(8))):
            store.close()


def test_sqlite_keeps_what_was_committed(empty_store: Store) -> None:
    with empty_store.begin() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_moments_keep_their_zone(empty_store: Store) -> None:
    with empty_store.begin() as session:
        session.add(WorkerRow(name="w", started_at=NOON, seen_at=NOON, version="1"))
    with empty_store.begin() as session:
        assert session.get_one(WorkerRow, "w").seen_at == NOON
    with pytest.raises(Exception, match="without a time zone"), empty_store.begin() as session:
        session.get_one(WorkerRow, "w").seen_at = datetime(2020, 1, 1)  # noqa: DTZ001


@pytest.mark.parametrize("url", ["", "mysql://x/y", "no address"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(UsageError, match=r"database\.url"):
        open_engine(url)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"no database at all, but long enough to look at" * 10)
    with pytest.raises(UsageError, match="not a database"):
        Store(f"sqlite:///{tmp_path / 'x.db'}").prepare()


def test_a_database_of_a_newer_version_is_left_alone(empty_store: Store) -> None:
    with empty_store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UsageError, match="newer mailbot"):
        empty_store.prepare()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be made"):
        Store(f"sqlite:///{tmp_path / 'file' / 'x.db'}")

"""The migrations make exactly the tables the code uses, and `db/schema.sql` shows them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine

from mailbot.errors import UsageError
from mailbot.resources import MIGRATIONS
from mailbot.store import contents, session
from mailbot.store.schema import SCHEMA, schema_sql
from mailbot.store.session import Store, newest, open_engine
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


def test_sqlite_keeps_what_was_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_configure_sqlite", session._configure_sqlite.__wrapped__)
    store = Store(f"sqlite:///{tmp_path / 'x.db'}").prepare()
    with store.begin() as opened:
        connection = opened.connection()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()


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


def test_alembic_is_loaded_only_where_there_is_something_to_do(
    empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic.script import ScriptDirectory

    assert newest() == ScriptDirectory(str(MIGRATIONS)).get_current_head()
    monkeypatch.setitem(sys.modules, "alembic", None)  # to import it raises ImportError
    empty_store.prepare()
    with empty_store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(ImportError):
        empty_store.prepare()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be made"):
        Store(f"sqlite:///{tmp_path / 'file' / 'x.db'}")


def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    """It holds mail and tokens; so do the files that SQLite puts beside it."""
    store = Store(f"sqlite:///{tmp_path / 'sub' / 'x.db'}").prepare()
    with store.begin() as session:
        session.add(WorkerRow(name="w", started_at=NOON, seen_at=NOON, version="1"))
    files = list((tmp_path / "sub").iterdir())
    assert files
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    store.close()


@contextmanager
def upgraded(engine: Engine, revision: str) -> Iterator[Connection]:
    """The database as an older version made it."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        yield connection


@contextmanager
def at(path: Path, revision: str) -> Iterator[Connection]:
    """The same, of a SQLite file."""
    engine = open_engine(f"sqlite:///{path}")
    with upgraded(engine, revision) as connection:
        yield connection
    engine.dispose()


def test_the_quarantine_migration_keeps_what_is_there(tmp_path: Path) -> None:
    """Tables to which others refer are rebuilt: no row may go, and the references must still hold."""
    with at(tmp_path / "old.db", "address_states") as connection:
        connection.exec_driver_sql(
            "INSERT INTO mails (id, digest, raw, source, arrived_at, state, attempts)"
            " VALUES (1, 'a', x'00', 't', '2020-12-14', 'read', 0), (2, 'b', x'00', 't', '2020-12-14', 'quarantined', 3)"
        )
        connection.exec_driver_sql(
            "INSERT INTO change_sets (id, mail_id, classification, authenticity, state, questions, created_at, version)"
            " VALUES (1, 1, 'changes', 'unverified', 'pending', '[]', '2020-12-14', 1)"
        )
        connection.exec_driver_sql(
            "INSERT INTO changes (id, change_set_id, number, change, state) VALUES (1, 1, 1, '{}', 'pending')"
        )
    store = Store(f"sqlite:///{tmp_path / 'old.db'}").prepare()
    with store.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql(
            "SELECT reading FROM change_sets JOIN changes ON change_set_id = change_sets.id"
        ).all() == [(1,)]
        assert connection.exec_driver_sql("SELECT reason FROM mails ORDER BY id").all() == [
            (None,),
            ("reader-failed",),
        ]
    store.close()


def test_the_bytes_of_older_mails_move_into_pieces(tmp_path: Path) -> None:
    raws = [b"x", bytes(range(256)) * 3000, b""]
    with at(tmp_path / "old.db", "commands") as connection:
        for number, raw in enumerate(raws, 1):
            connection.exec_driver_sql(
                "INSERT INTO mails (id, digest, raw, source, arrived_at, state, attempts)"
                " VALUES (?, ?, ?, 't', '2020-12-14', 'read', 0)",
                (number, str(number), raw),
            )
    store = Store(f"sqlite:///{tmp_path / 'old.db'}").prepare()
    with store.begin() as session:
        assert [contents.read(session, number) for number in (1, 2, 3)] == raws
    store.close()

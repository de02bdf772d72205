"""Opening the database: engine, schema, transactions.

SQLite runs in WAL mode with `synchronous=FULL`: a commit that returned survives a power cut, which is what
intake and outbox rely on. Transactions take the write lock when they begin (BEGIN IMMEDIATE), so that two
workers queue up instead of failing halfway; only those of `Store.read`, which pages are made in, take none.
PostgreSQL needs nothing of that.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import Session

from mailbot.errors import Retry, UsageError
from mailbot.resources import MIGRATIONS

_BUSY_SECONDS = 30
_NAMES = re.compile(r'^(revision|down_revision) = "(\w+)"$', re.MULTILINE)
_READS = "mailbot_reads"  # an execution option of connections that write nothing


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///...` or `postgresql+psycopg://...`; creates a SQLite file's folder."""
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        raise UsageError("database.url is no database address; write sqlite:///var/mailbot.db") from exc
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise UsageError(f"database.url: {backend} is not supported; use sqlite or postgresql+psycopg")
    if backend == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        try:
            _make_private(Path(parsed.database))
        except OSError as exc:
            raise UsageError(f"database.url: {exc.filename} cannot be made: {exc.strerror}") from exc
    # a cached statement keeps a copy of what was bound to it last: a mail of 40 MB, until the next one comes
    engine = create_engine(parsed, connect_args={"timeout": _BUSY_SECONDS, "cached_statements": 0})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _make_private(path: Path) -> None:
    """A new database file that only its owner can read: it holds mail and tokens. WAL files take its mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us, not by the driver
    _switch_to_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _switch_to_wal(connection: Any) -> None:
    """The first connection to a new file makes the switch; SQLite does not queue those who try meanwhile."""
    for _ in range(_BUSY_SECONDS * 20):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as exc:
            if "locked" not in str(exc):
                raise
            time.sleep(0.05)
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_immediate(connection: Any) -> None:
    reads = connection.get_execution_options().get(_READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def migrate(engine: Engine) -> None:
    """Bring the schema up to date; safe on any number of processes at once."""
    try:
        if not _is_current(engine):
            _upgrade(engine)
    except OperationalError as exc:
        raise Retry(f"the database cannot be reached: {_short(exc)}; check database.url") from exc
    except DatabaseError as exc:
        raise UsageError(f"the database cannot be used: {_short(exc)}; check database.url") from exc


def _is_current(engine: Engine) -> bool:
    """Whether the newest migration is the one the database names: Alembic, which takes 11 MB and a quarter of
    a command's start, is loaded only where there is something to do or to object to."""
    with engine.execution_options(**{_READS: True}).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return list(connection.scalars(text("SELECT version_num FROM alembic_version"))) == [newest()]


@cache
def newest() -> str:
    """The migration that none follows, of the lines `revision = "..."` and `down_revision = "..."`."""
    files = (MIGRATIONS / "versions").glob("*.py")
    named: list[dict[str, str]] = [dict(_NAMES.findall(path.read_text(encoding="utf-8"))) for path in files]
    (last,) = {each["revision"] for each in named} - {each.get("down_revision") for each in named}
    return last


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with _migrating(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(5319023)")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as exc:
        raise UsageError(f"the database was made by a newer mailbot; install that one ({exc})") from exc


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be rebuilt: SQLite would take a dropped table's rows for deleted ones
    that others refer to, and the pragma counts only outside a transaction."""
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        driver: Any = connection.connection.dbapi_connection
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            if is_sqlite:
                driver.execute("PRAGMA foreign_keys=ON")


def _short(exc: DatabaseError) -> str:
    return " ".join(str(exc.orig).split())[:200]


class Store:
    """The database, ready to use. `with store.begin() as session:` is one transaction."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)

    def prepare(self) -> Store:
        migrate(self.engine)
        return self

    @property
    def claims_rows(self) -> bool:
        """Whether `FOR UPDATE SKIP LOCKED` is there (PostgreSQL); SQLite has one writer at a time anyway."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def begin(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One view of the database that waits for no writer and keeps none waiting; nothing is written."""
        reading = self.engine.execution_options(**{_READS: True})
        with Session(reading, expire_on_commit=False, autoflush=False) as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()

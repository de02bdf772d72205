"""What all tests share: the shipped programme, and databases with it."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from contextlib import chdir
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Dialect, Engine, event

from mailbot.directory.importing import import_programme
from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.resources import SHIPPED_PROGRAMME
from mailbot.store import session
from mailbot.store.session import Store

FIRST = "tests/unseen/"  # a minute in one file, which goes to one worker: at the end the other would be idle
NOON = datetime(2020, 12, 14, 11, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


def pytest_collection_finish() -> None:
    """Twelve thousand collected tests are no garbage: no collection looks through them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def statements_are_compiled_once() -> Iterator[None]:
    """Engines of one kind of database share a dialect, and what it made of a statement: hundreds of tests with a
    database of their own would each spend a sixth of their time on compiling the same statements."""
    made = session.create_engine
    compiled: dict[object, object] = {}
    dialects: dict[str, Dialect] = {}

    def create_engine(*args: Any, **options: Any) -> Engine:
        engine = made(*args, **options, execution_options={"compiled_cache": compiled})
        own = engine.dialect
        if known := dialects.get(own.name):
            engine.dialect = known
        else:  # a dialect knows its database only after the first connection
            event.listen(engine, "connect", lambda *_: dialects.setdefault(own.name, own))
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "create_engine", create_engine)
        yield


@pytest.fixture(scope="session", autouse=True)
def commits_wait_for_no_disk() -> Iterator[None]:
    """What these databases hold need not survive a power cut. Processes of their own, which tests/flow kills,
    wait as ever, and so does a test that asks for ``session._configure_sqlite.__wrapped__``."""
    configure = session._configure_sqlite

    @wraps(configure)
    def relaxed(connection: Any, record: Any) -> None:
        configure(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "_configure_sqlite", relaxed)
        yield


@pytest.fixture(scope="session")
def shipped() -> Directory:
    """The shipped WTSA-20 programme."""
    return load_file(SHIPPED_PROGRAMME)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database without a programme, to be copied: migrations run once a worker."""
    path = tmp_path_factory.mktemp("migrated") / "mailbot.db"
    Store(f"sqlite:///{path}").prepare().close()
    return path


@pytest.fixture
def empty_store(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    """A database without a programme."""
    yield from _opened(Path(shutil.copy(migrated, tmp_path / "mailbot.db")))


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory, migrated: Path, shipped: Directory) -> Path:
    """The file of a database with the shipped programme, to be copied."""
    path = Path(shutil.copy(migrated, tmp_path_factory.mktemp("imported")))
    for store in _opened(path):
        with store.begin() as session:
            import_programme(session, shipped, actor="operator", file="wtsa20.yaml", now=NOON)
    return path


@pytest.fixture
def store(tmp_path: Path, imported: Path) -> Iterator[Store]:
    """A database with the shipped programme, imported at noon of 14 December 2020."""
    yield from _opened(Path(shutil.copy(imported, tmp_path / "mailbot.db")))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder made by `mailbot init`, with the programme imported, to be copied."""
    return _install(tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="session")
def installed_in_december(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, imported at noon of 14 December 2020."""
    return _install(tmp_path_factory.mktemp("installed"), "--now", "2020-12-14T12:00")


@pytest.fixture
def folder(
    tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Path:
    """The working folder, as `mailbot init` makes it, with the programme imported."""
    shutil.copytree(installed, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    capfd.readouterr()
    return tmp_path


def _opened(path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{path}").prepare()
    yield store
    store.close()


def _install(made: Path, *options: str) -> Path:
    from mailbot.doors.cli.main import run

    with chdir(made):
        assert run(["init"]) == 0
        assert run([*options, "import", "programme.yaml"]) == 0
    return made

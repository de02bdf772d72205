"""What all tests share: the shipped programme, and databases with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.directory.importing import import_programme
from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.resources import SHIPPED_PROGRAMME
from mailbot.store.session import Store

NOON = datetime(2020, 12, 14, 11, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shipped() -> Directory:
    """The shipped WTSA-20 programme."""
    return load_file(SHIPPED_PROGRAMME)


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    """A database without a programme."""
    yield from _opened(tmp_path / "mailbot.db")


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory, shipped: Directory) -> Path:
    """The file of a database with the shipped programme, to be copied."""
    path = tmp_path_factory.mktemp("imported") / "mailbot.db"
    for store in _opened(path):
        with store.begin() as session:
            import_programme(session, shipped, actor="operator", file="wtsa20.yaml", now=NOON)
    return path


@pytest.fixture
def store(tmp_path: Path, imported: Path) -> Iterator[Store]:
    """A database with the shipped programme, imported at noon of 14 December 2020."""
    yield from _opened(Path(shutil.copy(imported, tmp_path / "mailbot.db")))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    """The working folder, made by `mailbot init`, with the programme imported."""
    from mailbot.doors.cli.main import run

    monkeypatch.chdir(tmp_path)
    assert run(["init"]) == 0
    assert run(["import", "programme.yaml"]) == 0
    capfd.readouterr()
    return tmp_path


def _opened(path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{path}").prepare()
    yield store
    store.close()

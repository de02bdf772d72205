"""`mailbot ingest -` at the end of an MTA's pipe: no exit status that loses a mail."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mailbot.doors.cli.main import run
from mailbot.doors.cli.pipe import is_pipe
from mailbot.inbound import intake
from mailbot.inbound.mailbox import files
from mailbot.store.session import Store
from mailbot.store.tables import MailRow

from .terminal import LETTER, err, out


def pipe(monkeypatch: pytest.MonkeyPatch, *arguments: str, raw: bytes = LETTER) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return run([*arguments, "ingest", "-"])


def kept(folder: Path) -> int:
    store = Store(f"sqlite:///{folder}/var/mailbot.db").prepare()
    with store.begin() as session:
        count = session.scalar(select(func.count()).select_from(MailRow)) or 0
    store.close()
    return count


def test_a_mail_is_kept_and_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert pipe(monkeypatch) == 0
    assert "1 taken in: 1 changes" in out(capfd)
    assert pipe(monkeypatch, raw=b"From somebody Mon Dec 14 08:00:00 2020\n" + LETTER) == 0
    assert "0 taken in" in out(capfd)
    assert kept(folder) == 1


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://u@127.0.0.1:1/x", "sqlite:////proc/nowhere/mailbot.db", "mysql://x/y"]
)
def test_while_the_database_is_away_the_mta_keeps_the_mail(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], url: str
) -> None:
    monkeypatch.setenv("MAILBOT_DATABASE__URL", url)
    assert pipe(monkeypatch) == 75
    assert "mailbot: " in err(capfd)


def test_a_broken_database_is_no_reason_to_lose_mail(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It breaks in the middle: the table that the mail would go into is not there."""
    store = Store(f"sqlite:///{folder}/var/mailbot.db").prepare()
    with store.begin() as session:
        session.connection().exec_driver_sql("ALTER TABLE mails RENAME TO elsewhere")
    store.close()
    assert pipe(monkeypatch) == 75
    assert "OperationalError" in err(capfd)


def test_a_broken_configuration_is_no_reason_to_lose_mail(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "mailbot.toml").write_text("[imap]\nhots = 1\n")
    assert pipe(monkeypatch) == 75
    assert "imap.hots" in err(capfd)
    assert pipe(monkeypatch, "--no-such-option") == 75


def test_before_the_programme_is_there_the_mta_keeps_the_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert pipe(monkeypatch) == 75
    assert "mailbot import" in err(capfd)


def test_once_it_is_kept_a_failure_to_read_it_is_not_the_mtas_business(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise MemoryError("no more")

    monkeypatch.setattr(intake, "read_kept", fails)
    assert pipe(monkeypatch) == 0
    assert "kept, to be read by the worker" in err(capfd)
    assert kept(folder) == 1


def test_a_mail_too_large_goes_back_to_its_sender_and_is_on_record(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(files.open_source, "__kwdefaults__", {"stdin": None, "max_bytes": 200})
    assert pipe(monkeypatch) == 65
    assert "too large" in err(capfd)
    assert kept(folder) == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ingest", "-"], True),
        (["--config", "x.toml", "-v", "ingest", "-"], True),
        (["ingest", "-", "a.eml"], False),
        (["ingest", "a.eml"], False),
        (["export", "-o", "-"], False),
        ([], False),
    ],
)
def test_what_counts_as_a_pipe(arguments: list[str], expected: bool) -> None:
    assert is_pipe(arguments) is expected

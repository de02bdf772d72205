"""What `doctor` and `status` say of tokens, asked of a real authorization server on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.doors.cli.main import run
from mailbot.testing.authorization_server import AuthorizationServer

from .terminal import out

US = "tsb-irc@itu.example"


@pytest.fixture
def server() -> Iterator[AuthorizationServer]:
    with AuthorizationServer("mailbot", "s3cret", service=US) as running:
        yield running


def configure(folder: Path, server: AuthorizationServer, more: str = "") -> None:
    """Nobody listens at the mail servers: only the tokens are looked at."""
    closed = (
        'host = "127.0.0.1"\nport = 1\nsecurity = "none"\nauth = "oauth2"\nusername = "tsb-irc@itu.example"\n'
    )
    (folder / "mailbot.toml").write_text(
        f'[imap]\n{closed}[smtp]\n{closed}[oauth]\ntoken_url = "{server.token_url}"\nclient_id = "mailbot"\n'
        f'client_secret = "s3cret"\n{more}'
    )


def doctor(capfd: pytest.CaptureFixture[str], now: str = "2026-11-22T12:00") -> str:
    assert run(["--now", now, "doctor"]) == 1
    return next(line for line in out(capfd).splitlines() if " oauth: " in line)


def test_doctor_gets_a_token_and_says_until_when(
    folder: Path, server: AuthorizationServer, capfd: pytest.CaptureFixture[str]
) -> None:
    configure(folder, server, "secret_expires = 2027-01-31\n")
    assert doctor(capfd).startswith("ok    oauth: 127.0.0.1/mailbot gives tokens, this one until 20")
    assert len(server.forms) == 1  # IMAP and SMTP share it, as do other commands
    assert doctor(capfd).startswith("ok    oauth: ")
    assert len(server.forms) == 1


def test_doctor_and_status_warn_thirty_days_before_the_secret_ends(
    folder: Path, server: AuthorizationServer, capfd: pytest.CaptureFixture[str]
) -> None:
    configure(folder, server, "secret_expires = 2027-01-31\n")
    assert doctor(capfd, "2026-12-31T12:00").startswith("ok ")
    told = "the client secret expires on 2027-01-31, in 30 days; make a new one"
    assert doctor(capfd, "2027-01-01T12:00").startswith(f"FIX   oauth: {told}")
    assert run(["--now", "2027-01-01T12:00", "status"]) == 0
    shown = " ".join(out(capfd).split())
    assert "OAuth2: 127.0.0.1/mailbot: token until 20" in shown
    assert "client secret until 2027-01-31" in shown
    assert told in shown
    assert run(["--now", "2027-01-01T12:00", "status", "--json"]) == 0
    (token,) = json.loads(out(capfd))["tokens"]
    assert token["warnings"][0].startswith(told)
    assert token["error"] is None


def test_what_was_refused_is_shown_until_it_is_mended(
    folder: Path, server: AuthorizationServer, capfd: pytest.CaptureFixture[str]
) -> None:
    server.client_secret = "renewed"
    configure(folder, server)
    assert "FIX   oauth: 127.0.0.1: invalid_client" in doctor(capfd)
    assert run(["status"]) == 0
    assert "invalid_client" in out(capfd)
    server.client_secret = "s3cret"
    assert doctor(capfd).startswith("ok ")
    assert run(["status"]) == 0
    assert "invalid_client" not in out(capfd)


def test_a_database_that_others_can_read_is_told(
    folder: Path, server: AuthorizationServer, capfd: pytest.CaptureFixture[str]
) -> None:
    configure(folder, server)
    (folder / "var" / "mailbot.db").chmod(0o644)
    assert "others can read it; chmod 600" in doctor(capfd)


def test_without_tokens_nothing_is_said_of_them(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "mailbot.toml").write_text('[oauth]\npreset = "google"\nsecret_expires = 2020-01-01\n')
    assert run(["doctor"]) == 1
    assert "oauth:" not in out(capfd)
    assert run(["status"]) == 0
    assert "OAuth2" not in out(capfd)

"""What an officer does about mail that goes out: pause, rehearse, send to some, look, send again, drop, sign."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from mailbot.doors.cli.main import run
from mailbot.testing.mail_server import EmbeddedMail
from tests.unit.doors.terminal import said

NOTICE = ["--now", "2021-01-14T10:00"]
US = "tsb-irc@itu.example"


@pytest.fixture
def site(
    tmp_path: Path,
    installed_in_december: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Path:
    """A folder with the programme, imported a month before the first notice."""
    shutil.copytree(installed_in_december, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAILBOT_IMAP__HOST", "")
    monkeypatch.setenv("MAILBOT_SMTP__HOST", "")
    capfd.readouterr()
    return tmp_path


def out(capfd: pytest.CaptureFixture[str], *command: str, status: int = 0) -> str:
    assert run(list(command)) == status
    return said(capfd)


def listed(capfd: pytest.CaptureFixture[str], *options: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out(capfd, "outbox", "list", "--json", *options).splitlines()]


def test_a_rehearsal_names_what_would_be_sent_and_changes_nothing(
    site: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        text = out(capfd, *NOTICE, "worker", "--once", "--dry-run")
        notices = re.findall(r"would send  call-notice  (\S+@\S+)  ", text)
        assert len(set(notices)) == 12
        assert (
            text.splitlines()[-1]
            == f"{text.count('would send')} mails would be sent; nothing was sent or changed."
        )
    assert listed(capfd) == []
    assert json.loads(out(capfd, "status", "--json"))["outbox"] == {}
    assert "goes with --once" in out(capfd, "worker", "--dry-run", status=2)


def test_a_rehearsal_says_why_something_would_not_go(
    site: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out(capfd, *NOTICE, "send", "call-notice", "com3-calls-1", "--confirm")
    one = str(listed(capfd)[0]["to"])
    from sqlalchemy import create_engine, text

    with create_engine(f"sqlite:///{next(site.rglob('mailbot.db'))}").begin() as connection:
        connection.execute(
            text(
                "INSERT INTO subscriptions (address, list, state, since) VALUES (:a, 'irm-com3', 'out', :s)"
            ),
            {"a": one.casefold(), "s": "2021-01-01 00:00:00.000000"},
        )
    monkeypatch.setenv("MAILBOT_SCHEDULE__QUIET_HOURS", "08:00-12:00")
    told = out(capfd, *NOTICE, "worker", "--once", "--dry-run")
    assert f"would skip  call-notice  {one}  unsubscribed from irm-com3 since 2021-01-01" in told
    assert "quiet hours in Europe/" in told
    assert told.count("would send") + told.count("would wait") + told.count("would skip") == 12


def test_pause_and_resume(
    site: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "by Ada: the server moves" in out(
        capfd, *NOTICE, "pause", "--reason", "the server moves", "--officer", "Ada"
    )
    assert "already paused" in out(capfd, "pause")
    assert json.loads(out(capfd, "status", "--json"))["paused"]["reason"] == "the server moves"
    assert "nothing is sent since" in out(capfd, "status")
    assert "FIX   sending: paused since" in out(capfd, "doctor", status=1)
    with EmbeddedMail({US: "secret"}) as server:
        monkeypatch.setenv("MAILBOT_SMTP__HOST", "127.0.0.1")
        monkeypatch.setenv("MAILBOT_SMTP__PORT", str(server.smtp_port))
        monkeypatch.setenv("MAILBOT_SMTP__SECURITY", "none")
        monkeypatch.setenv("MAILBOT_SMTP__USERNAME", "")
        told = out(capfd, *NOTICE, "worker", "--once")
        assert "0 sent" in told
        assert "sending is paused since" in told
        assert server.accepted == []
        assert "Sending goes on" in out(capfd, "resume")
        assert "was not paused" in out(capfd, "resume")
        told = out(capfd, *NOTICE, "worker", "--once")
        assert len(server.accepted) == len(listed(capfd)) > 11
    assert json.loads(out(capfd, "status", "--json"))["paused"] is None


def test_to_some_first_and_to_the_others_by_the_rule(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    early = ["--now", "2021-01-13T10:00"]
    one, two = "annelie.sjogren@cept.example", "o.pemberton@dcms-gb.example"
    send = [*early, "send", "call-notice", "com3-calls-1", "--only"]
    assert "none of the recipients" in out(capfd, *send, "eve@evil.example", "--confirm", status=1)
    assert "To 1 people" in out(capfd, *send, one)
    assert listed(capfd) == []
    assert "1 mails queued" in out(capfd, *send, one.upper(), "--confirm")
    assert "sent already to all of these" in out(capfd, *send, one, "--confirm", status=1)
    out(capfd, "pause")
    assert "1 mails queued" in out(capfd, *send, one, "--only", two, "--confirm")
    assert "0 planned" in out(capfd, "--now", "2021-01-13T12:00", *_worker())
    assert {each["to"] for each in listed(capfd, "--kind", "call-notice")} == {one, two}
    out(capfd, *NOTICE, *_worker())
    notices = [each["to"] for each in listed(capfd, "--kind", "call-notice")]
    assert len(notices) == len(set(notices)) == 12
    told = out(
        capfd, "--now", "2021-01-14T11:00", "send", "call-notice", "com3-calls-1", "--confirm", status=1
    )
    assert "was sent already" in told


def test_to_some_first_and_to_the_others_by_hand(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    send = ["--now", "2021-01-13T10:00", "send", "call-notice", "com3-calls-1", "--confirm"]
    out(capfd, *send, "--only", "annelie.sjogren@cept.example")
    assert "11 mails queued" in out(capfd, *send)
    assert len({each["to"] for each in listed(capfd)}) == 12
    assert "was sent already" in out(capfd, *send, status=1)


def _worker() -> list[str]:
    return ["worker", "--once"]


@pytest.fixture(autouse=True)
def way_out(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    """A way out where nobody listens: while sending is paused, workers plan and do not try it."""
    monkeypatch.setenv("MAILBOT_SMTP__HOST", "127.0.0.1")
    monkeypatch.setenv("MAILBOT_SMTP__PORT", "9")
    monkeypatch.setenv("MAILBOT_SMTP__SECURITY", "none")
    monkeypatch.setenv("MAILBOT_SMTP__USERNAME", "")


def test_the_outbox_as_an_officer_sees_it(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out(capfd, *NOTICE, "send", "call-notice", "com3-calls-1", "--confirm")
    assert [each["state"] for each in listed(capfd)] == ["queued"] * 12
    assert "call-notice" in out(capfd, "outbox", "list", "--limit", "1")
    shown = out(capfd, "outbox", "show", "1")
    for name in ("Subject:", "Reply-To:", "List-Unsubscribe:", "List-Id:"):
        assert name in shown
    assert "will be sent anyway" in out(capfd, "outbox", "resend", "1", status=1)
    assert "will not be sent" in out(
        capfd, "outbox", "drop", "1", "--reason", "wrong link", "--officer", "Ada"
    )
    assert listed(capfd, "--state", "skipped")[0]["answer"] == "dropped by Ada: wrong link"
    assert "only what is queued" in out(capfd, "outbox", "drop", "1", status=1)
    assert "Mail 13 to ada@home.example is queued, again of 1" in out(
        capfd, *NOTICE, "outbox", "resend", "1", "--to", "ada@home.example"
    )
    assert listed(capfd)[0]["resends"] == 1
    assert "again, of 1" in out(capfd, "outbox", "list", "--to", "ADA@home.example")
    assert "no mail 99" in out(capfd, "outbox", "show", "99", status=1)
    assert "is no mail's number" in out(capfd, "outbox", "show", "x", status=1)
    assert "write one of" in out(capfd, "outbox", "list", "--state", "lost", status=2)
    assert out(capfd, "outbox", "show", "2", "-o", "two.eml").startswith("Mail 2, as it is handed over")
    assert b"\r\nReply-To: " in (site / "two.eml").read_bytes()


def test_keys_are_made_once_and_named_with_their_records(
    site: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "mailbot dkim keygen" in out(capfd, "dkim", "record", status=2)
    told = out(capfd, "dkim", "keygen", "--prefix", "s2021")
    section = told[told.index("[dkim]") : told.index("In DNS:")]
    assert {path.name for path in (site / "dkim").iterdir()} == {"s2021-rsa.pem", "s2021-ed25519.pem"}
    assert {path.stat().st_mode & 0o777 for path in (site / "dkim").iterdir()} == {0o600}
    assert "is there already" in out(capfd, "dkim", "keygen", "--prefix", "s2021", status=1)
    assert "letters, digits" in out(capfd, "dkim", "keygen", "--prefix", "a b", status=2)
    config = site / "mailbot.toml"
    config.write_text(re.sub(r"(?ms)^\[dkim\].*?(?=^\[)", "", config.read_text()) + "\n" + section)
    records = out(capfd, "dkim", "record")
    assert records.strip() == told[told.index("In DNS:") + 8 : told.index("Then:")].strip()
    monkeypatch.chdir("/")
    assert "IN TXT" in out(capfd, "--config", str(config), "dkim", "record")

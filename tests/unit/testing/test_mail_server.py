"""The embedded mail server as a whole: how it starts, what it leaves behind."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient

from mailbot.testing import EmbeddedMail
from tests.speed import soon

from .talking import ACCOUNTS, BOT, OFFICER, RAW, imap, send


def test_stop_is_quick_with_idle_connections_open_and_leaves_no_thread() -> None:
    mail = EmbeddedMail(ACCOUNTS)
    mail.start()
    clients = [IMAPClient(mail.imap_host, port=mail.imap_port, ssl=False, timeout=5) for _ in range(4)]
    for client in clients[:3]:
        client.login(BOT, "secret")
        client.select_folder("INBOX")
    clients[0].idle()
    smtp = socket.create_connection((mail.smtp_host, mail.smtp_port), timeout=5)
    assert smtp.recv(3) == b"220"
    with soon(2):
        mail.stop()
    assert not any(thread.name == "embedded-mail" for thread in threading.enumerate())
    for client in clients:
        client.shutdown()
    smtp.close()
    mail.stop()
    assert mail.accepted == []
    with pytest.raises(RuntimeError, match="does not run"):
        mail.inbox(BOT)


def test_it_starts_again_and_starts_fast() -> None:
    mail = EmbeddedMail(ACCOUNTS)
    with mail:
        pass
    with soon(0.5):
        mail.start()
    try:
        with pytest.raises(RuntimeError, match="runs already"):
            mail.start()
    finally:
        mail.stop()


def test_what_arrives_is_dated_by_the_clock_that_was_given() -> None:
    with EmbeddedMail(ACCOUNTS, now=lambda: datetime(2021, 1, 12, 8, tzinfo=UTC)) as mail:
        send(mail, OFFICER)
        assert mail.accepted[0].at.year == 2021
        assert b"; Tue, 12 Jan 2021 08:00:00 +0000\r\n" in mail.inbox(OFFICER)[0]
        with imap(mail, OFFICER) as client:
            assert client.search(["BEFORE", "13-Jan-2021"]) != []


def test_an_unknown_account_is_named(mail: EmbeddedMail) -> None:
    with pytest.raises(KeyError, match="no account of this server"):
        mail.deliver(RAW, "nobody@itu.example")


def test_importing_the_package_does_not_import_the_protocol_libraries() -> None:
    code = (
        "import sys; import mailbot.testing;"
        "assert not {'pymap', 'aiosmtpd', 'proxyprotocol'} & set(sys.modules), 'imported too early'"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=Path(__file__).parents[3])


def test_nothing_is_left_open_at_exit() -> None:
    """A whole program with connections open at stop, with every warning turned on."""
    code = (
        "import socket; from mailbot.testing import EmbeddedMail;"
        "mail = EmbeddedMail({'a@b.example': 'p'}); mail.start();"
        "a = socket.create_connection(('127.0.0.1', mail.imap_port));"
        "b = socket.create_connection(('127.0.0.1', mail.smtp_port));"
        "a.recv(9); b.recv(9); mail.stop(); a.close(); b.close()"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "always", "-c", code],
        capture_output=True, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")

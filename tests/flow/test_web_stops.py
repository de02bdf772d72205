"""`mailbot web` ends when it is told to, though a browser listens for what is new."""

from __future__ import annotations

import http.client
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from mailbot.accounts import people, sessions
from mailbot.accounts.people import By
from mailbot.settings import Web
from mailbot.store.session import Store
from tests.speed import soon


def test_sigterm_ends_the_site_and_its_streams_without_a_traceback(tmp_path: Path, imported: Path) -> None:
    shutil.copy(imported, tmp_path / "mailbot.db")
    (tmp_path / "mailbot.toml").write_text('[database]\nurl = "sqlite:///mailbot.db"\n')
    store, now = Store(f"sqlite:///{tmp_path / 'mailbot.db'}"), datetime.now(UTC)
    with store.begin() as session:
        account = people.add(session, "ada@itu.example", "officer", By("operator", "command", now))
        token = sessions.begin(session, account, now, Web())
    store.close()
    port = _free_port()
    command = [sys.executable, "-m", "mailbot", "web", "--port", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        connection = _connected(port)
        connection.request("GET", "/console/events", headers={"Cookie": f"mailbot-session={token}"})
        stream = connection.getresponse()
        assert (stream.status, stream.readline()) == (200, b": live\n")
        with soon(5):
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=60)
        assert process.returncode in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
        assert "Traceback" not in said
        assert "Cancel" not in said
        stream.close()
        connection.close()
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _connected(port: int) -> http.client.HTTPConnection:
    deadline = time.monotonic() + 120
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.connect()
            return connection
        except ConnectionRefusedError:
            assert time.monotonic() < deadline, "it does not listen"
            time.sleep(0.1)

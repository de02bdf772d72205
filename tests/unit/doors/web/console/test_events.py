"""The queue live: an event when something moves, and the end with the session."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, Queue

import pytest
from sqlalchemy import event, update

from mailbot.accounts import people
from mailbot.accounts.people import By
from mailbot.doors.web.console import events
from mailbot.store.tables import WebSessionRow

from ..browser import Browser
from ..conftest import NOW
from .conftest import TakeIn
from .desk import act, phone_change, several_changes


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "EVERY", 0.05)
    monkeypatch.setattr(events, "BEAT", 0.2)


class Stream:
    """The lines that a browser gets, as they come; None when the stream has ended."""

    def __init__(self, connected: socket.socket, response: http.client.HTTPResponse) -> None:
        self._socket = connected
        self.status, self.lines = response.status, Queue[str | None]()
        self._response = response
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            for line in self._response:
                self.lines.put(line.decode().rstrip("\n"))
        except (OSError, ValueError, AttributeError):
            pass
        self.lines.put(None)

    def close(self) -> None:
        """As a browser does whose page is left."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def until(self, wanted: str | None, seconds: float = 30) -> bool:
        deadline = time.monotonic() + seconds
        while True:
            try:
                line = self.lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                return False
            if line == wanted:
                return True
            if line is None:
                return False


@contextmanager
def listening(browser: Browser, query: str = "") -> Iterator[Stream]:
    connection = http.client.HTTPConnection("127.0.0.1", browser.site.port, timeout=20)
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    connection.request("GET", f"/console/events{query}", headers={"Cookie": cookie})
    assert connection.sock is not None
    stream = Stream(connection.sock, connection.getresponse())
    assert stream.status == 200
    assert stream.until(": live")
    try:
        yield stream
    finally:
        stream.close()


def test_a_mail_that_comes_in_is_told(officer: Browser, taken: TakeIn) -> None:
    with listening(officer) as stream:
        assert stream.until(": still here")
        taken(phone_change())
        assert stream.until("event: queue")


def test_a_decision_is_told(officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    with listening(officer) as stream:
        act(officer, number, "approve", 1)
        assert stream.until("event: queue")


def test_a_case_that_moved_is_told_to_who_looks_at_it(officer: Browser, taken: TakeIn) -> None:
    first, second = taken(several_changes(), phone_change())
    with listening(officer, f"?case={second}&version=1") as stream:
        act(officer, first, "approve", 2)
        assert not stream.until("event: case", 0.5)
        act(officer, second, "approve", 1)
        assert stream.until("event: case")
        assert stream.until(f"data: {second}")


def test_threat_42_the_stream_ends_with_the_session(officer: Browser) -> None:
    with listening(officer) as stream:
        with officer.site.wiring.store.begin() as session:
            people.set_role(session, "ada@itu.example", "viewer", By("operator", "command", NOW))
        assert stream.until(None)


def test_a_stream_does_not_keep_a_session_alive(officer: Browser) -> None:
    from datetime import timedelta

    store, wall = officer.site.wiring.store, officer.site.wiring.clock.wall()
    with listening(officer) as stream:
        with store.begin() as session:
            long_ago = wall - timedelta(minutes=90)
            session.execute(update(WebSessionRow).values(seen_at=long_ago, created_at=long_ago))
        assert stream.until(None)


def test_a_stream_writes_nothing(officer: Browser) -> None:
    asked: list[str] = []
    engine = officer.site.wiring.store.engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    with listening(officer) as stream:
        asked.clear()
        assert stream.until(": still here")
    assert asked
    assert all(each.lstrip().upper().startswith(("SELECT", "BEGIN")) for each in asked)
    assert "BEGIN IMMEDIATE" not in asked


def test_there_are_not_too_many_streams(officer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST", 1)
    with listening(officer):
        assert officer.get("/console/events").status == 503

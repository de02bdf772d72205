"""The real site of a database, served by uvicorn on a free port of this machine."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailbot.doors.web.serving import serving
from mailbot.settings import Database, Settings, Web
from mailbot.store.session import Store
from mailbot.wiring import Wiring

BASE = "https://irc.itu.example"
NOW = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()  # the Set-Cookie lines

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """Asks the site; names of headers in answers are in lower case."""

    def __init__(self, port: int, wiring: Wiring) -> None:
        self.port, self.wiring = port, wiring

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, named)
        got = connection.getresponse()
        cookies = tuple(got.headers.get_all("set-cookie") or ())
        found = Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read(), cookies)
        connection.close()
        return found


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Iterator[Site]:
    with served(tmp_path, web=Web(base_url=BASE)) as site:
        yield site


@contextmanager
def served(folder: Path, **sections: Any) -> Iterator[Site]:
    """The site of the folder's database `mailbot.db`, with these sections of the configuration."""
    settings = Settings(database=Database(url=f"sqlite:///{folder / 'mailbot.db'}"), **sections)
    wiring = Wiring(settings, NOW)
    with serving(wiring) as port:
        yield Site(port, wiring)
    wiring.close()

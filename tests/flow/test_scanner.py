"""THREATS row 13: a link scanner follows every link of every mail, and whatever the pages lead to; nothing changes."""

from __future__ import annotations

import http.client
import io
import re
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import urljoin, urlsplit

import pytest
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from mailbot.doors.cli.main import run
from mailbot.doors.demo.drip import DRIP
from mailbot.doors.demo.house import OpenHouse, free_port
from mailbot.doors.demo.narrator import Narrator
from mailbot.doors.demo.stage import Stage
from mailbot.doors.demo.story import Story
from mailbot.store.tables import Base

_URL = re.compile(r"https?://[^\s<>\"']+")
_MOST_PAGES = 400
BASE = "https://irc.itu.example"  # what the mails say; one click needs https (RFC 8058)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenHouse]:
    """The demo's story told, its site open, and more mail in."""
    with Stage(tmp_path_factory.mktemp("scan") / "x", run, free_port(), BASE) as stage:
        tell = Narrator(Console(file=io.StringIO(), width=100))
        Story(stage, tell).run()
        with OpenHouse(stage, tell, threading.Event()) as opened:
            for answer in DRIP:
                opened.receive(answer)
            opened.tick()
            yield opened


def links_of(mail: EmailMessage) -> set[str]:
    """Every address in its headers, its text, its HTML and its invitation."""
    found = {url for name in ("List-Unsubscribe", "List-Help") for url in _URL.findall(str(mail[name] or ""))}
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            text = part.get_content()
            text = text if isinstance(text, str) else text.decode()
            found |= {url.rstrip(".,;)") for url in _URL.findall(text)}
            if part.get_content_type() == "text/html":
                hrefs = (node.attributes.get("href") for node in LexborHTMLParser(text).css("[href]"))
                found |= {href for href in hrefs if href and href.startswith("http")}
    return found


def all_rows(house: OpenHouse) -> dict[str, list[str]]:
    with house.stage.wiring.store.begin() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table))))
            for table in Base.metadata.sorted_tables
        }


def fetch(port: int, url: str, method: str) -> tuple[int, str]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    answer = connection.getresponse()
    kind, body = answer.getheader("content-type", ""), b""
    if "event-stream" not in kind:
        body = answer.read()
    connection.close()
    return answer.status, body.decode(errors="replace") if "html" in kind else ""


def test_threat_13_a_scanner_changes_nothing(house: OpenHouse) -> None:
    port = house.stage.wiring.settings.web.port
    todo = sorted({url for mail in house.stage.sent() for url in links_of(mail) if url.startswith(BASE)})
    assert any("/unsubscribe/" in url for url in todo)
    assert any("/console/cases/" in url for url in todo)
    before = all_rows(house)
    seen: set[str] = set()
    statuses: set[int] = set()
    while todo and len(seen) < _MOST_PAGES:
        url = todo.pop(0)
        if url in seen or not url.startswith(BASE):
            continue
        seen.add(url)
        for method in ("HEAD", "GET"):
            status, page = fetch(port, url, method)
            statuses.add(status)
            assert status < 500, url
        found = (node.attributes.get("href") for node in LexborHTMLParser(page).css("a[href]"))
        todo += [urljoin(url, href).partition("#")[0] for href in found if href]
    assert len(seen) > 60
    assert 200 in statuses
    assert all_rows(house) == before

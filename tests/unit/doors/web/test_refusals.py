"""What is answered instead of a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.doors.web.guard import CONSOLE, PUBLIC
from mailbot.settings import Web
from mailbot.store.session import Store

from .browser import Browser, signed_in
from .conftest import Site, served


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_a_page_in_the_visitors_language(site: Site, language: str, direction: str) -> None:
    answer = site.ask("GET", "/no/such/page", Accept_Language=language)
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert 'href="../../"' in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_what_cannot_be_used_like_that(site: Site) -> None:
    answer = site.ask("DELETE", "/sign-in")
    assert answer.status == 405
    assert "<h1>This page cannot be used like that</h1>" in answer.text
    assert answer.headers["allow"]


def test_no_request_is_echoed(site: Site) -> None:
    assert site.ask("TRACE", "/", X_Secret="1").status == 405


def test_files_and_feeds_are_answered_in_a_word(site: Site) -> None:
    for path in ("/calendar/committee/COM9.ics", "/static/none.css", "/contacts/x.xlsx"):
        answer = site.ask("GET", path)
        assert (answer.status, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")
        assert answer.text.count("\n") == 1


def test_programs_get_a_problem(site: Site) -> None:
    answer = site.ask("GET", "/api/nothing")
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    assert json.loads(answer.body) == {
        "type": "about:blank", "title": "Not Found", "status": 404, "detail": "Not Found"
    }  # fmt: skip


def test_htmx_gets_a_notice(site: Site) -> None:
    ada = signed_in(site)
    answer = ada.post("/account/language", {}, HX_Request="true")
    assert answer.status == 403
    assert answer.text.lstrip().startswith('<div class="notice bad" role="alert">')
    assert "<html" not in answer.text


def test_without_the_database_a_word_is_left(site: Site) -> None:
    with site.wiring.store.begin() as session:
        session.execute(text("DELETE FROM positions"))
        session.execute(text("DELETE FROM programme"))
    site.wiring.store.engine.dispose()
    answer = site.ask("GET", "/sign-in")
    assert answer.status in (200, 503)  # what was read before may still be shown
    with site.wiring.store.begin() as session:
        session.execute(text("DROP TABLE revisions"))
    assert site.ask("GET", "/no/such/page").text == "Not Found\n"


def test_what_pages_may_load(site: Site) -> None:
    assert site.ask("GET", "/").headers["content-security-policy"] == PUBLIC
    console = site.ask("GET", "/console").headers["content-security-policy"]
    assert console == CONSOLE
    for policy in (PUBLIC, CONSOLE):
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "http" not in policy
    assert site.ask("GET", "/consoles").headers["content-security-policy"] == PUBLIC


def test_only_our_own_pages_learn_where_one_came_from(site: Site) -> None:
    assert Browser(site).get("/sign-in").headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("base_url", "lasting"),
    [("https://irc.itu.example", "max-age=31536000; includeSubDomains"),
     ("https://www.itu.example/irc", "max-age=31536000"), ("http://127.0.0.1", None), ("", None)],
)  # fmt: skip
def test_https_for_a_year(store: Store, tmp_path: Path, base_url: str, lasting: str | None) -> None:
    with served(tmp_path, web=Web(base_url=base_url)) as site:
        assert site.ask("GET", "/health").headers.get("strict-transport-security") == lasting


def test_what_was_refused_is_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    ada = signed_in(site, role="viewer")
    ada.post("/account/language", {}, Origin="https://evil.example\x1b[2J")
    assert "a form was refused: '/account/language', origin 'https://evil.example\\x1b[2J'" in caplog.text
    ada.get("/console/x%0aforged")
    assert "\nforged" not in caplog.text

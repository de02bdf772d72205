"""What every answer of the site has, its health, and the calendar feeds."""

from __future__ import annotations

import http.client

import pytest
from icalendar import Calendar
from sqlalchemy import update

from mailbot.doors.web.guard import MAX_BODY
from mailbot.store.tables import MeetingRow

from .conftest import Site


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health", 200), ("HEAD", "/health", 200), ("GET", "/static/style.css", 200), ("GET", "/", 200),
        ("GET", "/unsubscribe/x", 404), ("GET", "/calendar/all.ics", 200), ("POST", "/health", 405),
        ("GET", "/docs", 404), ("GET", "/openapi.json", 404), ("GET", "/static/../layout.html", 404),
        ("GET", "/..%2f..%2fmailbot.toml", 404), ("GET", "/unsubscribe/", 404),
    ],
)  # fmt: skip
def test_every_answer_is_guarded(site: Site, method: str, path: str, status: int) -> None:
    answer = site.ask(method, path)
    assert answer.status == status
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert {"set-cookie", "server", "location"} & answer.headers.keys() == set()
    assert method != "HEAD" or answer.body == b""


def test_pages_load_nothing_from_elsewhere(site: Site) -> None:
    page = site.ask("GET", "/unsubscribe/x").text
    assert "<script" not in page
    assert "://" not in page
    assert " style=" not in page


def test_too_much_is_refused_before_it_is_read(site: Site) -> None:
    assert site.ask("POST", "/unsubscribe/x", b"x" * (MAX_BODY + 1)).status == 413
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    parts = (b"x" * 1024 for _ in range(MAX_BODY // 1024 + 2))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/unsubscribe/x", parts, headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_an_error_tells_nothing(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    from sqlalchemy import text

    with site.wiring.store.begin() as session:
        session.execute(text("DROP TABLE subscriptions"))
        session.execute(text("DROP TABLE events"))
    answer = site.ask("GET", "/calendar/all.ics")
    assert (answer.status, answer.text) == (500, "something went wrong here\n")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "GET /calendar failed" in caplog.text


def events(content: bytes) -> set[str]:
    return {str(event["UID"]) for event in Calendar.from_ical(content).events}


def test_feeds_for_all_a_committee_an_organization(site: Site) -> None:
    everything = site.ask("GET", "/calendar/all.ics")
    assert everything.headers["content-type"] == "text/calendar; charset=utf-8"
    com3 = events(site.ask("GET", "/calendar/committee/COM3.ics").body)
    cept = events(site.ask("GET", "/calendar/organization/cept.ics").body)
    assert com3 | cept < events(everything.body)
    assert {uid.partition(".")[0] for uid in com3} >= {"com3-calls-1", "irm-2"}
    assert not any(uid.startswith(("com4", "cept")) for uid in com3)
    own = {uid for uid in cept if not uid.startswith(("com3", "com4", "irm"))}
    assert own
    directory = site.wiring.directory()
    assert {uid.partition(".")[0] for uid in own} == {
        m.id for m in directory.meetings if m.organization == "CEPT"
    }


@pytest.mark.parametrize(
    "path", ["committee/COM9.ics", "organization/NOBODY.ics", "organization/../all.ics", "x.ics"]
)
def test_there_is_no_other_feed(site: Site, path: str) -> None:
    assert site.ask("GET", f"/calendar/{path}").status == 404


def test_a_feed_that_did_not_change_is_not_sent_again(site: Site) -> None:
    first = site.ask("GET", "/calendar/all.ics")
    tag = first.headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = site.ask("GET", "/calendar/all.ics", If_None_Match=known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
    assert site.ask("GET", "/calendar/all.ics", If_None_Match='"x"').status == 200
    assert site.ask("HEAD", "/calendar/all.ics").headers["etag"] == tag
    site.wiring.clock.frozen = site.wiring.clock.now().replace(hour=20)
    assert site.ask("GET", "/calendar/all.ics", If_None_Match=tag).status == 304
    with site.wiring.store.begin() as session:
        session.execute(update(MeetingRow).values(place="Elsewhere"))
    assert site.ask("GET", "/calendar/all.ics", If_None_Match=tag).status == 200

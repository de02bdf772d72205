"""Quarantine, outbox, papers, log, history of an entry, accounts."""

from __future__ import annotations

import csv
import io
import json

import pytest
from sqlalchemy import select

from mailbot.accounts import people
from mailbot.outbound.planner import plan
from mailbot.store.tables import AccountRow, AuditRow, MailActionRow, MailRow, OutboxRow

from ..browser import PASSWORD, Browser, add_account
from ..conftest import NOW, Answer, Site
from .conftest import TakeIn
from .desk import CEPT, act, hidden, mail, phone_change


def send(browser: Browser, path: str, page: str, **fields: str) -> Answer:
    return browser.post(path, {"csrf": hidden(browser.get(page).text, "csrf"), **fields})


@pytest.fixture
def stopped(console: Site) -> int:
    """A mail in quarantine."""
    from mailbot.inbound.intake import read_kept
    from mailbot.inbound.keeping import keep_bytes

    raw = b"From: <b>x</b> <a@x.example>\nSubject: deep <script>\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(60)
    )
    store = console.wiring.store
    with store.begin() as session:
        number, _ = keep_bytes(session, raw, "test", NOW)
    list(read_kept(store, console.wiring.settings, NOW))
    with store.begin() as session:
        assert session.get_one(MailRow, number).state == "quarantined"
    return number


def test_a_mail_in_quarantine_is_shown_with_its_reason_and_read_again(
    console: Site, officer: Browser, stopped: int
) -> None:
    page = officer.get("/console/quarantine").text
    assert "nested too deep" in page
    assert "deep &lt;script&gt;" in page
    assert "<script>\n" not in page
    assert 'Quarantine <span class="count" id="count-quarantine">1</span>' in page
    assert send(officer, f"/console/quarantine/{stopped}/retry", "/console/quarantine").status == 303
    with console.wiring.store.begin() as session:
        assert session.get_one(MailRow, stopped).state == "kept"
        assert session.scalars(select(MailActionRow)).one().officer == "ada@itu.example"


def test_a_mail_is_dropped_with_a_reason_only(console: Site, officer: Browser, stopped: int) -> None:
    path, page = f"/console/quarantine/{stopped}/drop", "/console/quarantine"
    assert send(officer, path, page).status == 422
    assert send(officer, path, page, reason="nobody writes this").status == 303
    with console.wiring.store.begin() as session:
        assert session.get_one(MailRow, stopped).state == "dropped"
    assert "There is none." in officer.get(page).text
    assert officer.post(path, {"csrf": hidden(officer.get(page).text, "csrf"), "reason": "x"}).status == 422


@pytest.mark.parametrize(
    "path", ["quarantine/1/retry", "quarantine/1/drop", "outbox/1/resend", "outbox/1/drop"]
)
def test_a_viewer_changes_nothing_there(console: Site, stopped: int, path: str) -> None:
    browser = Browser(console)
    browser.sign_in(add_account(console, "vic@itu.example", "viewer"))
    page = browser.get("/console/quarantine").text
    assert f"{stopped}/retry" not in page
    assert browser.post(f"/console/{path}", {"csrf": hidden(page, "csrf"), "reason": "x"}).status == 403


def queued(console: Site, officer: Browser, taken: TakeIn) -> int:
    """The answer to a sender, in the outbox."""
    (number,) = taken(phone_change())
    act(officer, number, "approve", 1)
    plan(console.wiring.store, console.wiring.settings, NOW)
    with console.wiring.store.begin() as session:
        return session.scalars(select(OutboxRow.id).where(OutboxRow.kind == "answer")).one()


def test_the_answer_to_the_sender_is_seen_from_the_case_to_the_outbox(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    outbox = queued(console, officer, taken)
    assert f"console/outbox/{outbox}" in officer.get("/console/cases/1").text
    page = officer.get(f"/console/outbox/{outbox}").text
    assert "waits to be sent" in page
    assert "+46846500499" in page
    assert CEPT in officer.get(f"/console/outbox?state=queued&to={CEPT.upper()}").text
    assert "No mail is like that." in officer.get("/console/outbox?state=failed").text


def test_a_waiting_mail_is_taken_out_and_a_settled_one_sent_again(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    outbox = queued(console, officer, taken)
    page = f"/console/outbox/{outbox}"
    assert send(officer, f"{page}/drop", page).status == 409  # no reason
    assert send(officer, f"{page}/resend", page).status == 409  # it waits anyway
    assert send(officer, f"{page}/drop", page, reason="written by hand").status == 303
    again = send(officer, f"{page}/resend", page)
    assert again.status == 303
    with console.wiring.store.begin() as session:
        first, second = session.scalars(
            select(OutboxRow).where(OutboxRow.kind == "answer").order_by(OutboxRow.id)
        )
        assert (first.state, second.state, second.resends) == ("skipped", "queued", outbox)
        assert [row.verb for row in session.scalars(select(AuditRow)) if row.verb.startswith("outbox")] == [
            "outbox drop", "outbox resend",
        ]  # fmt: skip
    assert officer.get("/console/outbox/4242").status == 404


def test_papers(officer: Browser) -> None:
    assert "There is no paper yet." in officer.get("/console/papers").text


def test_the_log_tells_what_was_done_and_is_exported(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    act(officer, number, "reject", 1, reason='=HYPERLINK("http://evil.example")')
    page = officer.get("/console/log").text
    assert f'cases/{number}">Case {number}</a>' in page
    assert "HYPERLINK" in page
    assert "signed in" in page
    only = officer.get("/console/log?record=decision").text
    assert "signed in" not in only
    assert "Nothing is like that." in officer.get("/console/log?q=nonsense").text
    assert "reject" in officer.get("/console/log?q=ADA+reject&since=2021-01-01").text
    lines = [json.loads(line) for line in officer.get("/console/log.json").text.splitlines()]
    assert {line["record"] for line in lines} >= {"audit", "decision", "revision"}
    rows = list(csv.DictReader(io.StringIO(officer.get("/console/log.csv").text)))
    assert len(rows) == len(lines) + 1  # the first export itself
    assert "exported" in [row["verb"] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_an_entry_s_history_says_who_said_it_in_which_words_and_who_approved(
    officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(phone_change())
    act(officer, number, "approve", 1)
    page = officer.get("/console/records/contact?id=cept-1").text
    for told in ("+46846500499", "+46846500442", CEPT, f'cases/{number}">Case {number}</a>', "ada@itu.example",
                 "my phone number should read +46 8 465 00 499.", "import of wtsa20.yaml"):  # fmt: skip
        assert told in page, told
    act(officer, number, "undo", 1)
    assert "taken back" in officer.get("/console/records/contact?id=cept-1").text
    assert officer.get("/console/records/contact?id=nobody").status == 404
    assert officer.get("/console/records/nothing?id=cept-1").status == 404
    assert officer.get("/console/records/position?id=CEPT%2FResolution+1").status == 200


def accounts(officer: Browser, verb: str, **fields: str) -> Answer:
    return send(officer, "/console/accounts", "/console/accounts", verb=verb, **fields)


def test_an_officer_manages_accounts(console: Site, officer: Browser) -> None:
    new = {"address": "Ben@itu.example", "name": "Ben <b>", "role": "viewer", "password": PASSWORD}
    assert accounts(officer, "add", **new).status == 303
    page = officer.get("/console/accounts").text
    assert "ben@itu.example" in page
    assert "Ben &lt;b&gt;" in page
    ben = Browser(console)
    assert ben.sign_in("ben@itu.example").status == 303
    assert ben.get("/console").status == 200
    assert accounts(officer, "role", address="ben@itu.example", role="editor").status == 303
    assert ben.get("/console").status == 303  # signed out: row 42
    assert accounts(officer, "disable", address="ben@itu.example").status == 303
    assert ben.sign_in("ben@itu.example").status != 303
    assert accounts(officer, "enable", address="ben@itu.example").status == 303
    other = "quiet river, tall chair"
    assert accounts(officer, "password", address="ben@itu.example", password=other).status == 303
    assert ben.sign_in("ben@itu.example", other).status == 303
    with console.wiring.store.begin() as session:
        row = people.get(session, "ben@itu.example")
        assert (row.role, row.state) == ("editor", "active")
        assert PASSWORD not in str([each.detail for each in session.scalars(select(AuditRow))])


@pytest.mark.parametrize(
    "fields",
    [
        {"verb": "add", "address": "x", "role": "viewer", "password": PASSWORD},
        {"verb": "add", "address": "x@itu.example", "role": "king", "password": PASSWORD},
        {"verb": "add", "address": "x@itu.example", "role": "viewer", "password": "short"},
        {"verb": "role", "address": "ada@itu.example", "role": "viewer"},
        {"verb": "disable", "address": "ADA@itu.example"},
        {"verb": "password", "address": "ada@itu.example", "password": "quiet river, tall chair"},
        {"verb": "disable", "address": "nobody@itu.example"}, {"verb": "delete", "address": "nobody@itu.example"},
    ],
)  # fmt: skip
def test_what_is_wrong_or_locks_out_is_refused(
    console: Site, officer: Browser, fields: dict[str, str]
) -> None:
    form = dict(fields)
    assert accounts(officer, form.pop("verb"), **form).status == 422
    with console.wiring.store.begin() as session:
        assert [(row.role, row.state) for row in session.scalars(select(AccountRow))] == [
            ("officer", "active")
        ]
    assert officer.get("/console").status == 200


def test_every_page_is_there_in_every_language(officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(mail(CEPT, "رقم", "my phone number should read +46 8 465 00 499"))
    pages = ["", "cases", f"cases/{number}", f"cases/{number}/amend/1", f"cases/{number}/ask", f"cases/{number}/add",
             "quarantine", "outbox", "papers", "log", "accounts", "records/contact?id=cept-1"]  # fmt: skip
    for language in ("en", "fr", "es", "ru", "ar", "zh"):
        for page in pages:
            query = f"{'&' if '?' in page else '?'}lang={language}"
            answer = officer.get(f"/console/{page}{query}" if page else f"/console{query}")
            assert answer.status == 200, (page, language)
            assert f'<html lang="{language}"' in answer.text

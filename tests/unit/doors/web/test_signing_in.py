"""Signing in and out with a password, by HTTP."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from mailbot.accounts import people
from mailbot.accounts.sessions import digest
from mailbot.settings import Web
from mailbot.store.session import Store
from mailbot.store.tables import AccountRow, AttemptRow, AuditRow, WebSessionRow

from .browser import OPERATOR, PASSWORD, Browser, add_account, signed_in, token_in
from .conftest import BASE, Site, served


def test_in_and_out(site: Site) -> None:
    browser = Browser(site)
    away = browser.get("/account")
    assert (away.status, away.headers["location"]) == (303, "./sign-in?to=account")
    welcome = browser.sign_in(add_account(site), to="account")
    assert (welcome.status, welcome.headers["location"]) == (303, "./account")
    page = browser.get("/account")
    assert page.status == 200
    assert "ada@itu.example" in page.text
    assert page.headers["cache-control"] == "no-store"
    token = browser.cookies["__Host-mailbot"]
    left = browser.post("/sign-out", {"csrf": token_in(page)})
    assert (left.status, left.headers["location"], left.headers["clear-site-data"]) == (303, "./", '"cache"')
    assert "__Host-mailbot" not in browser.cookies
    browser.cookies["__Host-mailbot"] = token
    assert browser.get("/account").status == 303


def test_the_cookies_are_for_us_alone(site: Site) -> None:
    browser = Browser(site)
    form = browser.get("/sign-in")
    welcome = browser.post(
        "/sign-in", {"csrf": token_in(form), "address": add_account(site), "password": PASSWORD}
    )
    for line in (*form.cookies, *welcome.cookies):
        flags = {part.strip().lower() for part in line.split(";")[1:]}
        assert line.startswith("__Host-mailbot")
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= flags
        assert not any(flag.startswith("domain") for flag in flags)
    assert len(welcome.cookies) == 2  # the session, and the end of the form's cookie


def test_on_this_machine_without_https(store: Store, tmp_path: Path) -> None:
    with served(tmp_path, web=Web()) as site:
        browser = signed_in(site)
        assert set(browser.cookies) == {"mailbot-session"}
        assert browser.get("/account").status == 200
        assert "secure" not in browser.get("/sign-in").text.lower().split("<main")[0]


def test_no_password_is_asked_for_where_others_could_read_it(store: Store, tmp_path: Path) -> None:
    with served(tmp_path, web=Web()) as site:
        elsewhere = Browser(site, headers={"Host": "irc.itu.example"})
        page = elsewhere.get("/sign-in")
        assert 'type="password"' not in page.text
        assert "web.base_url" in page.text
        form = {"csrf": Browser(site).token(), "address": add_account(site), "password": PASSWORD}
        assert elsewhere.post("/sign-in", form).status == 403


def test_behind_a_proxy_only_the_configured_address_counts(store: Store, tmp_path: Path) -> None:
    with served(tmp_path, web=Web(behind_proxy=True)) as site:  # whose Host is that of our own socket
        assert 'type="password"' not in Browser(site).get("/sign-in").text


def test_the_database_cannot_be_used_to_sign_in(site: Site) -> None:
    browser = signed_in(site)
    with site.wiring.store.begin() as session:
        kept = session.scalars(select(WebSessionRow)).one()
        password = session.scalars(select(AccountRow.password)).one()
        assert kept.digest == digest(browser.cookies["__Host-mailbot"])
        assert password is not None
        assert re.match(r"\$argon2id\$v=19\$m=19456,t=2,p=1\$", password)
    browser.cookies["__Host-mailbot"] = kept.digest[:43]
    assert browser.get("/account").status == 303


def test_a_session_that_was_planted_is_not_taken_over(site: Site) -> None:
    browser, planted = Browser(site), "A" * 43
    browser.cookies["__Host-mailbot"] = planted
    assert browser.sign_in(add_account(site)).status == 303
    assert browser.cookies["__Host-mailbot"] != planted
    mallory = Browser(site, {"__Host-mailbot": planted})
    assert mallory.get("/account").status == 303


def test_the_session_before_is_over(site: Site) -> None:
    browser = signed_in(site)
    before = browser.cookies["__Host-mailbot"]
    form = token_in(browser.get("/account"))
    add_account(site, "bo@itu.example", "viewer")
    sent = {"csrf": form, "address": "bo@itu.example", "password": PASSWORD}
    assert browser.post("/sign-in", sent).status == 303
    assert "bo@itu.example" in browser.get("/account").text
    assert Browser(site, {"__Host-mailbot": before}).get("/account").status == 303


@pytest.mark.parametrize(
    "who", ["ada@itu.example", "nobody@itu.example", "gone@itu.example", "oidc@itu.example"]
)
def test_whatever_is_wrong_gets_the_same_answer(site: Site, who: str) -> None:
    add_account(site)
    add_account(site, "gone@itu.example")
    add_account(site, "oidc@itu.example", password=None)
    with site.wiring.store.begin() as session:
        people.disable(session, "gone@itu.example", OPERATOR)
    browser = Browser(site)
    given = "not the password" if who.startswith("ada") else PASSWORD
    answer = browser.sign_in(who, given)
    assert answer.status == 422
    assert "The address or the password is not right." in answer.text
    assert given not in answer.text
    assert "__Host-mailbot" not in browser.cookies
    with site.wiring.store.begin() as session:
        noted = session.scalars(select(AuditRow).where(AuditRow.verb == "sign-in refused")).one()
        assert noted.what == ("no account" if who.startswith("nobody") else f"account {who}")
        assert noted.detail == {"client": "127.0.0.1"}
        assert who not in "".join(session.scalars(select(AttemptRow.key)))


def test_who_guesses_waits_longer_and_longer(site: Site) -> None:
    add_account(site)
    browser = Browser(site)
    for _ in range(5):
        assert browser.sign_in("ada@itu.example", "guess, guess, guess").status == 422
    refused = browser.sign_in("ADA@itu.example")
    assert (refused.status, refused.headers["retry-after"]) == (429, "15")
    assert "Wait 1 min" in refused.text
    later(site, seconds=16)
    assert browser.sign_in("ada@itu.example", "guess, guess, guess").status == 422
    assert int(browser.sign_in("ada@itu.example").headers["retry-after"]) in (29, 30)
    assert browser.sign_in("nobody@itu.example", "guess").status == 422  # only this address waits
    later(site, seconds=31)
    assert browser.sign_in("ada@itu.example").status == 303
    assert Browser(site).sign_in("ada@itu.example", "guess, guess, guess").status == 422  # counted from anew


def test_who_guesses_addresses_waits_too(store: Store, tmp_path: Path) -> None:
    with served(tmp_path, web=Web(base_url=BASE, behind_proxy=True)) as site:
        add_account(site)
        mallory = Browser(site, headers={"X_Forwarded_For": "192.0.2.1, 2001:db8::1"})
        token = mallory.token()
        for number in range(20):
            form = {"csrf": token, "address": f"n{number}@itu.example", "password": "guess"}
            assert mallory.post("/sign-in", form).status == 422
        mallory.headers["X_Forwarded_For"] = (
            "198.51.100.1, 2001:db8::2"  # of the same network, lying before it
        )
        assert mallory.sign_in("ada@itu.example").status == 429
        ada = Browser(site, headers={"X_Forwarded_For": "2001:db8::1, 192.0.2.1"})
        assert ada.sign_in("ada@itu.example").status == 303


def test_what_a_stranger_says_of_his_address_does_not_count(site: Site) -> None:
    browser = Browser(site, headers={"X_Forwarded_For": "192.0.2.1"})
    browser.sign_in("nobody@itu.example")
    with site.wiring.store.begin() as session:
        assert session.scalars(select(AuditRow.detail)).one() == {"client": "127.0.0.1"}


@pytest.mark.parametrize(
    "to",
    ["", "//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "console/../../evil", "%2e%2e/evil", "..", "x\r\nSet-Cookie: a=b", "console\nLocation: //evil.example",
     "http:evil.example", "\t//evil.example", "data:text/html,x", "a" * 2000],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(site: Site, to: str) -> None:
    add_account(site)
    browser = Browser(site)
    answer = browser.sign_in("ada@itu.example", to=to)
    assert (answer.status, answer.headers["location"]) == (303, "./console")
    assert [line.partition("=")[0] for line in answer.cookies] == ["__Host-mailbot", "__Host-mailbot-form"]


def test_where_one_wanted_to_go(site: Site) -> None:
    browser = Browser(site)
    away = browser.get("/account?done=language&x=%C3%A9%26a")
    assert away.headers["location"] == "./sign-in?to=account%3Fdone%3Dlanguage%26x%3D%25C3%25A9%2526a"
    page = browser.get(away.headers["location"].removeprefix("."))
    wanted = "account?done=language&amp;x=%C3%A9%26a"
    assert f'name="to" value="{wanted}"' in page.text
    answer = browser.sign_in(add_account(site), to=wanted.replace("&amp;", "&"))
    assert answer.headers["location"] == "./account?done=language&x=%C3%A9%26a"
    assert browser.get("/sign-in?to=account").headers["location"] == "./account"
    live = Browser(site).get("/account", HX_Request="true", HX_Current_URL=f"{BASE}/calendar?view=list")
    assert (live.status, live.headers["hx-redirect"]) == (401, "/sign-in?to=calendar%3Fview%3Dlist")


def test_sessions_end(site: Site) -> None:
    browser = signed_in(site)
    assert browser.get("/account").status == 200
    earlier(site, "seen_at", minutes=59)
    assert browser.get("/account").status == 200
    with site.wiring.store.begin() as session:  # something was done: the hour begins again
        row = session.scalars(select(WebSessionRow)).one()
        assert site.wiring.clock.wall() - row.seen_at < timedelta(minutes=1)
    earlier(site, "seen_at", minutes=60)
    assert browser.get("/account").status == 303
    other = Browser(site)
    other.sign_in("ada@itu.example")
    earlier(site, "expires_at", minutes=12 * 60)
    assert other.get("/account").status == 303


@pytest.mark.parametrize("headers", [{"HX_Request": "true"}, {"Sec_Fetch_Mode": "cors"}])
def test_a_page_left_open_keeps_no_session_alive(site: Site, headers: dict[str, str]) -> None:
    browser = signed_in(site)
    earlier(site, "seen_at", minutes=59)
    assert browser.get("/account", **headers).status == 200  # as the live queue asks
    earlier(site, "seen_at", minutes=1)
    assert browser.get("/account").status == 303


def test_somebody_without_a_session_costs_no_reading(site: Site) -> None:
    with site.wiring.store.begin() as session:
        session.execute(text("DROP TABLE web_sessions"))
    assert site.ask("GET", "/").status == 200
    assert site.ask("GET", "/", Cookie="__Host-mailbot=x; other=1").status == 200
    assert site.ask("GET", "/sign-in").status == 200


def test_a_page_kept_from_another_session_is_not_shown_again(site: Site) -> None:
    anonymous = site.ask("GET", "/").headers["etag"]
    ada, bo = signed_in(site), signed_in(site, "bo@itu.example")
    tag = ada.get("/").headers["etag"]
    assert tag != anonymous
    assert ada.get("/").headers["cache-control"] == "private, no-cache"
    assert ada.get("/", If_None_Match=tag).status == 304
    assert bo.get("/", If_None_Match=tag).status == 200
    assert bo.get("/", If_None_Match=anonymous).status == 200


def later(site: Site, **by: int) -> None:
    """So much time has gone by since the attempts that were made."""
    with site.wiring.store.begin() as session:
        for row in session.scalars(select(AttemptRow)):
            row.at -= timedelta(**by)


def earlier(site: Site, column: str, **by: int) -> None:
    with site.wiring.store.begin() as session:
        row = session.scalars(select(WebSessionRow).order_by(WebSessionRow.created_at.desc())).first()
        assert row is not None
        moved = {column: getattr(row, column) - timedelta(**by)}
        session.execute(update(WebSessionRow).where(WebSessionRow.digest == row.digest).values(moved))

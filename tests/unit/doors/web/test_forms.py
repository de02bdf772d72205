"""Rows 41 and 42 of the threats: forms that are not ours, sessions that are over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from mailbot.accounts import people
from mailbot.accounts.sessions import end_all
from mailbot.doors.web.cookies import form_token
from mailbot.store.tables import AccountRow

from .browser import OPERATOR, PASSWORD, Browser, add_account, signed_in
from .conftest import BASE, Answer, Site

OURS = {"Origin": BASE}


def change(browser: Browser, token: str | None, **headers: str) -> Answer:
    """The form with which Ada changes the language of her pages to French."""
    form = {"language": "fr"} if token is None else {"language": "fr", "csrf": token}
    return browser.post("/account/language", form, **headers)


def language(site: Site) -> str | None:
    with site.wiring.store.begin() as session:
        return session.scalar(select(AccountRow.language).where(AccountRow.address == "ada@itu.example"))


def test_threat_41_our_own_form_is_taken(site: Site) -> None:
    ada = signed_in(site)
    token = ada.token("/account")
    for headers in (
        {}, {"Origin": BASE}, {"Origin": BASE, "Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"},
        {"Origin": f"http://127.0.0.1:{site.port}"},
    ):  # fmt: skip
        answer = change(ada, token, **headers)
        assert (answer.status, answer.headers["location"]) == (303, "../account?done=language")
    assert language(site) == "fr"
    assert 'lang="fr"' in ada.get("/account").text


def test_threat_41_the_token_may_come_as_a_header(site: Site) -> None:
    ada = signed_in(site)
    token = ada.token("/account")
    assert change(ada, None, X_CSRF_Token=token).status == 303
    assert change(ada, None, X_CSRF_Token="x" + token[1:]).status == 403


@pytest.mark.parametrize(
    "kind", ["none", "empty", "made up", "another's", "an older session's", "a visitor's", "twice"]
)
def test_threat_41_without_its_token_a_form_does_nothing(site: Site, kind: str) -> None:
    ada = signed_in(site)
    older = ada.token("/account")
    ada.post("/sign-out", {"csrf": older})
    visitors = ada.token()
    assert ada.sign_in("ada@itu.example").status == 303
    others = signed_in(site, "bo@itu.example").token("/account")
    tokens = {
        "none": None, "empty": "", "made up": form_token("B" * 43), "another's": others,
        "an older session's": older, "a visitor's": visitors, "twice": ada.token("/account") * 2,
    }  # fmt: skip
    refused = change(ada, tokens[kind], **OURS)
    assert refused.status == 403
    assert "This form is no longer valid, so nothing was done." in refused.text
    assert language(site) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site", "Origin": BASE},
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "https://irc.itu.example.evil.example"},
        {"Origin": ""}, {"Origin": "http://[::1"}, {"Origin": f"{BASE}:8443"},
    ],
)  # fmt: skip
def test_threat_41_a_form_of_another_site_does_nothing(site: Site, headers: dict[str, str]) -> None:
    ada = signed_in(site)
    refused = change(ada, ada.token("/account"), **headers)
    assert refused.status == 403
    assert "This form was sent from another site, so nothing was done." in refused.text
    assert language(site) is None


def test_threat_41_signing_in_needs_the_token_of_this_browser(site: Site) -> None:
    add_account(site)
    form = {"address": "ada@itu.example", "password": PASSWORD}
    browser, other = Browser(site), Browser(site)
    token = browser.token()
    other.token()
    for sender, sent in ((other, token), (browser, ""), (Browser(site), token)):
        assert sender.post("/sign-in", {"csrf": sent, **form}).status == 403
        assert "__Host-mailbot" not in sender.cookies
    assert browser.post("/sign-in", {"csrf": token, **form}).status == 303


def test_threat_41_nobody_is_signed_out_from_elsewhere(site: Site) -> None:
    ada = signed_in(site)
    assert ada.post("/sign-out", {}).status == 403
    assert ada.get("/sign-out").status == 405
    assert ada.get("/account").status == 200


def test_the_token_is_never_the_same_twice(site: Site) -> None:
    ada = signed_in(site)
    tokens = {ada.token("/account") for _ in range(3)}
    assert len(tokens) == 3
    assert len({token[:8] for token in tokens} | {token[-8:] for token in tokens}) == 6


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b'{"language": "fr"}', 415), ("text/plain", b"language=fr", 415),
        ("multipart/form-data", b"language=fr", 400), ("multipart/form-data; boundary=x", b"--x\r\n", 403),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nc\r\n--x--\r\n', 400),
        ("application/x-www-form-urlencoded", b"a=1&" * 600, 400),
        ("application/x-www-form-urlencoded", b"csrf=%ff%fe&language=%00", 403),
        ("application/x-www-form-urlencoded", b"csrf=" + b"a" * 5000, 422),
        ("application/x-www-form-urlencoded", b"a" * 70000, 413),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(site: Site, kind: str, body: bytes, status: int) -> None:
    ada = signed_in(site)
    assert ada.ask("POST", "/account/language", body, Content_Type=kind).status == status
    assert language(site) is None


KILLERS: dict[str, Callable[[Site], object]] = {
    "another password": lambda site: changed(site, people.set_password, "a wholly different thing"),
    "no password": lambda site: changed(site, people.set_password, None),
    "another role": lambda site: changed(site, people.set_role, "viewer"),
    "the same role": lambda site: changed(site, people.set_role, "officer"),
    "another name": lambda site: changed(site, people.set_name, "Ada V."),
    "disabled": lambda site: changed(site, people.disable),
    "signed out everywhere": lambda site: ended(site),
}


@pytest.mark.parametrize("event", KILLERS)
def test_threat_42_a_session_is_dead_after(site: Site, event: str) -> None:
    ada = signed_in(site)
    bo = signed_in(site, "bo@itu.example")
    token = ada.token("/account")
    KILLERS[event](site)
    assert ada.get("/account").headers["location"] == "./sign-in?to=account"
    answer = change(ada, token, Referer=f"{BASE}/account?x=1")
    assert (answer.status, answer.headers["location"]) == (303, "../sign-in?to=account%3Fx%3D1")
    assert language(site) is None
    assert "Your account" not in ada.get("/").text
    assert bo.get("/account").status == 200


def test_threat_42_enabling_again_revives_no_session(site: Site) -> None:
    ada = signed_in(site)
    changed(site, people.disable)
    changed(site, people.enable)
    assert ada.get("/account").status == 303
    assert ada.sign_in("ada@itu.example").status == 303


def changed(site: Site, change: Callable[..., None], *what: object) -> None:
    with site.wiring.store.begin() as session:
        change(session, "ada@itu.example", *what, OPERATOR)


def ended(site: Site) -> None:
    with site.wiring.store.begin() as session:
        row = people.by_address(session, "ada@itu.example")
        assert row is not None
        assert end_all(session, people.account_of(row)) == 1

"""Signing in with an OpenID provider, from one end to the other: the site by HTTP, and a real provider."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey
from sqlalchemy import select, update

from mailbot.accounts import people
from mailbot.settings import Web
from mailbot.store.session import Store
from mailbot.store.tables import AuditRow, SignInRow
from tests.unit.doors.web.browser import OPERATOR, Browser, add_account
from tests.unit.doors.web.conftest import BASE, served

from .signing_in_scene import ADA, COOKIE, Scene, account, refused


def test_ada_comes_in(scene: Scene) -> None:
    browser = Browser(scene.site)
    assert "Sign in with ITU" in browser.get("/sign-in").text
    answer = scene.sign_in(browser)
    assert (answer.status, answer.headers["location"]) == (303, "../account")
    assert "samesite=lax" in answer.cookies[0].lower()
    page = browser.get("/account")
    assert "ada@itu.example" in page.text
    assert "You sign in with your identity provider" in page.text
    row = account(scene.site)
    assert (row.issuer, row.subject) == (scene.provider.issuer, "248289761001")
    with scene.site.wiring.store.begin() as session:
        verbs = [row.verb for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]
        assert verbs == ["account added", "identity bound", "signed in"]
        assert session.scalars(select(SignInRow)).all() == []
    again = Browser(scene.site)
    assert scene.sign_in(again).status == 303


def test_what_is_asked_for(scene: Scene) -> None:
    url = scene.way(Browser(scene.site))
    asked = parse_qs(urlsplit(url).query)
    assert url.startswith(f"{scene.provider.issuer}/authorize?")
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{BASE}/sign-in/return"]
    assert asked["scope"] == ["openid email profile"]
    assert len({asked[name][0] for name in ("state", "nonce", "code_challenge")}) == 3
    assert all(len(asked[name][0]) == 43 for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize("methods", [["client_secret_basic"], ["client_secret_post"], None])
def test_the_client_proves_itself(scene: Scene, methods: list[str] | None) -> None:
    scene.provider.document = {"token_endpoint_auth_methods_supported": methods} if methods else {}
    assert scene.sign_in(Browser(scene.site)).status == 303


def test_with_another_secret_nobody_comes_in(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.provider.client.client_secret = "changed"
    with caplog.at_level(logging.DEBUG):
        assert scene.sign_in(Browser(scene.site)).status == 403
    assert "invalid_client" in caplog.text
    assert "s3cret" not in caplog.text


def test_the_address_may_come_from_the_userinfo_endpoint(scene: Scene) -> None:
    scene.provider.claims_at = "userinfo"
    assert scene.sign_in(Browser(scene.site)).status == 303
    other = json.dumps({**ADA, "sub": "another"})
    scene.provider.answers["/userinfo"] = (200, other, [("Content-Type", "application/json")])
    assert scene.sign_in(Browser(scene.site)).status == 403


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(lambda: ECKey.generate_key("P-256", {"kid": "ec"}), "ES256"),
     (lambda: RSAKey.generate_key(2048, {"kid": "pss"}), "PS256"),
     (lambda: OKPKey.generate_key("Ed25519", {"kid": "ed"}), "Ed25519")],
    ids=["ES256", "PS256", "Ed25519"],
)  # fmt: skip
def test_a_provider_may_change_its_key(scene: Scene, key: Callable[[], Any], algorithm: str) -> None:
    assert scene.sign_in(Browser(scene.site)).status == 303
    scene.provider.new_key(key(), algorithm)
    before = scene.provider.asked.count("/keys")
    # keys are fetched again once a minute at most: this site has just done so
    assert scene.sign_in(Browser(scene.site)).status == 403
    assert scene.provider.asked.count("/keys") == before
    with served_again(scene) as site:
        assert Scene(site, scene.provider).sign_in(Browser(site)).status == 303


def served_again(scene: Scene) -> Any:
    settings = scene.site.wiring.settings
    folder = Path(settings.database.url.removeprefix("sqlite:///")).parent
    return served(folder, web=settings.web, oidc=settings.oidc)


def test_a_state_is_used_once(scene: Scene) -> None:
    browser = Browser(scene.site)
    way = scene.back(scene.way(browser))
    form = browser.cookies["__Host-mailbot-form"]
    assert browser.get(way).status == 303
    replayed = Browser(scene.site, {"__Host-mailbot-form": form}).get(way)
    assert replayed.status == 400
    assert "This sign-in was not begun in this browser" in replayed.text


def test_nobody_finishes_what_another_browser_began(scene: Scene) -> None:
    mallory, victim = Browser(scene.site), Browser(scene.site)
    way = scene.back(scene.way(mallory))
    victim.get("/sign-in")
    refused(scene, victim.get(way), victim, 400)
    refused(scene, Browser(scene.site).get(way), Browser(scene.site), 400)


@pytest.mark.parametrize(
    "query", ["", "code=x", "code=x&state=" + "A" * 43, "error=access_denied", "state=%00"]
)
def test_an_answer_to_nothing_is_refused(scene: Scene, query: str) -> None:
    browser = Browser(scene.site)
    scene.way(browser)
    refused(scene, browser.get(f"/sign-in/return?{query}"), browser, 400)


def test_an_answer_that_is_altered_is_refused(scene: Scene) -> None:
    for name, value in (
        ("code", "another"),
        ("code", ""),
        ("code", "x" * 3000),
        ("iss", "https://evil.example"),
    ):
        browser = Browser(scene.site)
        query = dict(parse_qsl(urlsplit(scene.back(scene.way(browser))).query))
        refused(scene, browser.get(f"/sign-in/return?{urlencode({**query, name: value})}"), browser)


def test_a_provider_that_names_itself_must_do_so(scene: Scene) -> None:
    scene.provider.document = {"authorization_response_iss_parameter_supported": True}
    browser = Browser(scene.site)
    refused(scene, scene.sign_in(browser), browser)
    way = scene.back(scene.way(browser)) + "&" + urlencode({"iss": scene.provider.issuer})
    assert browser.get(way).status == 303


def test_who_took_too_long_begins_again(scene: Scene) -> None:
    browser = Browser(scene.site)
    way = scene.back(scene.way(browser))
    with scene.site.wiring.store.begin() as session:
        session.execute(
            update(SignInRow).values(expires_at=scene.site.wiring.clock.wall() - timedelta(seconds=1))
        )
    refused(scene, browser.get(way), browser, 400)


def test_who_is_refused_there_is_told(scene: Scene) -> None:
    scene.provider.refuse = "access_denied"
    browser = Browser(scene.site)
    answer = scene.sign_in(browser)
    refused(scene, answer, browser)
    assert "did not let you in" in answer.text


def test_who_has_no_account_is_told_what_to_do(scene: Scene) -> None:
    scene.provider.person["email"] = "bo@itu.example"
    browser = Browser(scene.site)
    answer = scene.sign_in(browser)
    refused(scene, answer, browser)
    assert "Ask an officer for one" in answer.text


def test_a_disabled_account_stays_closed(scene: Scene) -> None:
    with scene.site.wiring.store.begin() as session:
        people.disable(session, "ada@itu.example", OPERATOR)
    browser = Browser(scene.site)
    answer = scene.sign_in(browser)
    refused(scene, answer, browser)
    assert "disabled" in answer.text


def test_an_account_belongs_to_one_identity(scene: Scene) -> None:
    assert scene.sign_in(Browser(scene.site)).status == 303
    scene.provider.person["sub"] = "another one with this address"
    browser = Browser(scene.site)
    answer = scene.sign_in(browser)
    assert (answer.status, COOKIE in browser.cookies) == (403, False)
    assert "belongs to another identity" in answer.text
    with scene.site.wiring.store.begin() as session:  # the remedy that the page names
        people.disable(session, "ada@itu.example", OPERATOR)
        people.enable(session, "ada@itu.example", OPERATOR)
    assert scene.sign_in(browser).status == 303
    assert account(scene.site).subject == "another one with this address"


def test_an_identity_belongs_to_one_account(scene: Scene) -> None:
    assert scene.sign_in(Browser(scene.site)).status == 303
    add_account(scene.site, "bo@itu.example", password=None)
    scene.provider.person["email"] = "bo@itu.example"
    browser = Browser(scene.site)
    assert scene.sign_in(browser).status == 403
    assert COOKIE not in browser.cookies


def test_the_button_needs_the_token_of_the_form(scene: Scene) -> None:
    browser = Browser(scene.site)
    browser.get("/sign-in")
    assert browser.post("/sign-in/oidc", {}).status == 403
    assert browser.get("/sign-in/oidc").headers["location"] == "../sign-in"
    assert browser.ask("HEAD", scene.back(scene.way(browser))).status == 405


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", (500, "{}", [])),
        ("/.well-known/openid-configuration", (200, "<html>", [])),
        ("/.well-known/openid-configuration", (302, "", [("Location", "http://169.254.169.254/")])),
        ("/.well-known/openid-configuration", (200, json.dumps({"issuer": "https://evil.example"}), [])),
        ("/.well-known/openid-configuration", (200, '"' + "x" * 2_000_000 + '"', [])),
    ],
)
def test_a_provider_that_cannot_be_used_is_told(scene: Scene, path: str, answer: Any) -> None:
    scene.provider.answers[path] = answer
    browser = Browser(scene.site)
    page = browser.send("/sign-in/oidc", {"to": ""}, page="/sign-in")
    assert page.status == 503
    assert "The identity provider cannot be used at the moment." in page.text
    assert 'type="password"' in page.text
    assert scene.provider.asked == [path]


@pytest.mark.parametrize(
    "name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"]
)
@pytest.mark.parametrize(
    "url", ["http://login.itu.example/x", "file:///etc/passwd", "javascript:alert(1)", "http://"]
)
def test_nothing_is_sent_where_others_read_along(scene: Scene, name: str, url: str) -> None:
    scene.provider.document = {name: url}
    browser = Browser(scene.site)
    page = browser.send("/sign-in/oidc", {"to": ""}, page="/sign-in")
    assert page.status == 503
    assert "refresh" not in page.text


def test_keys_that_are_none(scene: Scene) -> None:
    browser = Browser(scene.site)
    scene.provider.answers["/keys"] = (200, '{"keys": [{"kty": "RSA", "n": 1}]}', [])
    way = scene.back(scene.way(browser))
    refused(scene, browser.get(way), browser, 503)


def test_the_provider_is_asked_what_it_is_once(scene: Scene) -> None:
    for _ in range(3):
        assert scene.sign_in(Browser(scene.site)).status == 303
    assert scene.provider.asked.count("/.well-known/openid-configuration") == 1
    assert scene.provider.asked.count("/keys") == 1


def test_without_a_provider_there_is_no_such_way(store: Store, tmp_path: Path) -> None:
    with served(tmp_path, web=Web(base_url=BASE)) as site:
        browser = Browser(site)
        assert "oidc" not in browser.get("/sign-in").text
        assert browser.send("/sign-in/oidc", {}, page="/sign-in").status == 404
        assert browser.get("/sign-in/return?code=x&state=y").status == 404

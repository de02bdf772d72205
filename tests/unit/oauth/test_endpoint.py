"""Asking a real authorization server on loopback, and what its answers mean."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from pydantic import ValidationError

from mailbot.errors import Retry
from mailbot.oauth import TokenRefused
from mailbot.oauth.endpoint import ask
from mailbot.settings_mail import OAuth
from mailbot.testing.authorization_server import Answer, AuthorizationServer

US, SECRET, REFRESH = "tsb-irc@itu.example", "s3cret +&=%é€", "first refresh token"


@pytest.fixture
def server() -> Iterator[AuthorizationServer]:
    with AuthorizationServer("mailbot", SECRET, {US: REFRESH}, service=US) as running:
        yield running


def settings(server: AuthorizationServer, **more: object) -> OAuth:
    form = {"token_url": server.token_url, "client_id": "mailbot", "client_secret": SECRET, "timeout": 5}
    return OAuth.model_validate(form | more)


@pytest.mark.parametrize("client_auth", ["post", "basic"])
def test_client_credentials(server: AuthorizationServer, client_auth: str) -> None:
    if client_auth == "basic":
        server.client_secret = "plain"
    granted = ask(
        settings(server, client_auth=client_auth, scope="mail.all", client_secret=server.client_secret),
        "",
        US,
    )
    assert server.user_of(granted.access_token) == US
    assert (granted.seconds, granted.refresh_token) == (3600, None)
    assert server.forms[0]["grant_type"] == "client_credentials"
    assert server.forms[0]["scope"] == "mail.all"


def test_a_refresh_token(server: AuthorizationServer) -> None:
    granted = ask(settings(server, refresh_token=REFRESH), REFRESH, US)
    assert server.user_of(granted.access_token) == US
    assert granted.refresh_token is None
    assert "scope" not in server.forms[0]  # RFC 6749 §6: as granted


def test_a_refresh_token_that_is_replaced(server: AuthorizationServer) -> None:
    server.rotate = True
    server.extra = {"refresh_token_expires_in": 604800}
    first = ask(settings(server, refresh_token=REFRESH), REFRESH, US)
    assert first.refresh_token
    assert first.refresh_seconds == 604800
    second = ask(settings(server, refresh_token=REFRESH), first.refresh_token, US)
    assert second.refresh_token not in (None, first.refresh_token)
    with pytest.raises(TokenRefused, match=r"invalid_grant.*obtain it anew"):
        ask(settings(server, refresh_token=REFRESH), REFRESH, US)


def test_a_life_the_server_does_not_tell_is_short(server: AuthorizationServer) -> None:
    server.expires_in = None
    assert ask(settings(server), "", US).seconds == 300


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (Answer(503, b"<h1>down</h1>"), Retry, "503"),
        (Answer(429, b'{"error":"slow_down"}'), Retry, "429"),
        (Answer(400, b'{"error":"temporarily_unavailable"}'), Retry, "temporarily_unavailable"),
        (Answer(401, b'{"error":"invalid_client","error_description":"AADSTS7000222: keys expired"}'),
         TokenRefused, r"invalid_client \(AADSTS7000222: keys expired\); check oauth.client_id"),
        (Answer(400, b'{"error":"invalid_grant","error_description":"AADSTS700082: over.\\r\\nTrace ID: 1"}'),
         TokenRefused, r"\(AADSTS700082: over\. Trace ID: 1\); what oauth\.refresh_token"),
        (Answer(400, b'{"error":"invalid_scope"}'), TokenRefused, r"check oauth\.scope"),
        (Answer(404, b"<h1>no such page</h1>"), TokenRefused, r"answers 404; check oauth\.token_url"),
        (Answer(302, b"", {"Location": "https://elsewhere.example/"}), TokenRefused, "redirects"),
        (Answer(200, b"hello"), TokenRefused, r"check oauth\.token_url"),
        (Answer(200, b"[]"), TokenRefused, r"check oauth\.token_url"),
        (Answer(200, b"{}"), TokenRefused, "no bearer token"),
        (Answer(200, b'{"access_token":"a\\r\\nb","token_type":"Bearer"}'), TokenRefused, "no bearer token"),
        (Answer(200, b'{"access_token":"a","token_type":"mac"}'), TokenRefused, "no bearer token"),
    ],
)  # fmt: skip
def test_each_refusal_says_what_to_do(
    server: AuthorizationServer, answer: Answer, error: type[Exception], said: str
) -> None:
    server.faults.append(answer)
    with pytest.raises(error, match=said) as caught:
        ask(settings(server), "", US)
    assert str(caught.value).startswith("127.0.0.1: ")
    assert ask(settings(server), "", US).access_token


def test_a_wrong_secret_is_refused(server: AuthorizationServer) -> None:
    with pytest.raises(TokenRefused, match=r"invalid_client.*oauth\.client_secret"):
        ask(settings(server, client_secret="wrong"), "", US)


def test_nobody_there_and_a_slow_server_are_retry(server: AuthorizationServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Retry):
        ask(settings(server, token_url=f"http://127.0.0.1:{port}/token"), "", US)
    server.faults.append(Answer(200, after=1.0))
    with pytest.raises(Retry):
        ask(settings(server, timeout=0.2), "", US)


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ({"client_id": "x", "client_secret": "y"}, r"oauth\.token_url"),
        ({"token_url": "https://a.example/t", "client_secret": "y"}, r"oauth\.client_id"),
        ({"token_url": "https://a.example/t", "client_id": "x"}, r"oauth\.client_secret"),
        ({"preset": "google", "client_id": "x"}, r"oauth\.refresh_token"),
        ({"preset": "google", "grant": "service_account"}, r"oauth\.service_account_file"),
    ],
)
def test_what_is_missing_is_named(form: dict[str, str], key: str) -> None:
    with pytest.raises(TokenRefused, match=key):
        ask(OAuth.model_validate(form), "", US)


@pytest.mark.parametrize("echo", [SECRET, REFRESH])
def test_no_secret_is_shown_or_logged(
    server: AuthorizationServer, caplog: pytest.LogCaptureFixture, echo: str
) -> None:
    said = json.dumps({"error": "invalid_request", "error_description": f"what is {echo}?"}).encode()
    server.faults.append(Answer(400, said))
    with caplog.at_level(logging.DEBUG):
        with pytest.raises(TokenRefused) as caught:
            ask(settings(server, refresh_token=REFRESH), REFRESH, US)
        granted = ask(settings(server, refresh_token=REFRESH), REFRESH, US)
    assert "what is ***?" in str(caught.value)
    assert caught.value.__cause__ is None
    for text in (caplog.text, repr(settings(server, refresh_token=REFRESH))):
        for secret in (SECRET, REFRESH, "first+refresh", granted.access_token):
            assert secret not in text


@pytest.mark.parametrize(
    "url", ["http://login.example/token", "ftp://127.0.0.1/token", "login.example/token", "https://"]
)
def test_a_secret_travels_encrypted_or_stays_on_this_machine(url: str) -> None:
    with pytest.raises(ValidationError, match="https://"):
        OAuth(token_url=url)


def test_the_presets() -> None:
    microsoft = OAuth(preset="microsoft365", tenant="contoso.example", secret_expires=date(2027, 1, 31))
    assert microsoft.effective_grant == "client_credentials"
    assert (
        microsoft.effective_token_url == "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token"
    )
    assert microsoft.effective_scope == "https://outlook.office365.com/.default"
    google = OAuth(preset="google", service_account_file=Path("key.json"))
    assert google.effective_grant == "service_account"
    assert google.effective_scope == "https://mail.google.com/"
    for form in ({"preset": "microsoft365"}, {"preset": "google", "grant": "client_credentials"},
                 {"preset": "microsoft365", "tenant": "a/../b"}):  # fmt: skip
        with pytest.raises(ValidationError):
            OAuth.model_validate(form)


def test_a_service_account_signs_for_the_mailbox(server: AuthorizationServer, tmp_path: Path) -> None:
    """RFC 7523 §3, as Google wants it; the signature is checked with the public key."""
    key = RSAKey.generate_key(2048, private=True)
    account = {"private_key": key.as_pem(private=True).decode(), "private_key_id": "k1",
               "client_email": "mailbot@project.iam.example"}  # fmt: skip
    (tmp_path / "key.json").write_text(json.dumps(account))
    server.faults.append(Answer(200, b'{"access_token":"t","token_type":"Bearer","expires_in":3599}'))
    configured = OAuth.model_validate(
        {"preset": "google", "token_url": server.token_url, "service_account_file": tmp_path / "key.json"}
    )
    assert ask(configured, "", US).access_token == "t"
    (form,) = server.forms
    assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    signed = jwt.decode(form["assertion"], key, algorithms=["RS256"])
    assert signed.header["kid"] == "k1"
    said = signed.claims
    assert (said["iss"], said["sub"], said["aud"]) == ("mailbot@project.iam.example", US, server.token_url)
    assert (said["scope"], said["exp"] - said["iat"]) == ("https://mail.google.com/", 3600)


@pytest.mark.parametrize("content", [None, "no json", "{}", '{"private_key": "x", "client_email": "y"}'])
def test_a_key_file_that_is_none_is_named(
    server: AuthorizationServer, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "key.json").write_text(content)
    configured = OAuth(token_url=server.token_url, service_account_file=tmp_path / "key.json")
    with pytest.raises(TokenRefused, match=r"oauth\.service_account_file: .*key\.json"):
        ask(configured, "", US)
    assert server.forms == []

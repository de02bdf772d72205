"""The authorization server that the other tests rely on: whom it lets in, what it says of tokens."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from mailbot.testing.authorization_server import AuthorizationServer

US = "tsb-irc@itu.example"


@pytest.fixture
def server() -> Iterator[AuthorizationServer]:
    with AuthorizationServer("mailbot", "s3cret", {US: "first"}, service=US, rotate=True) as running:
        yield running


def post(url: str, headers: dict[str, str] | None = None, **form: str) -> tuple[int, dict[str, Any]]:
    request = Request(url, urlencode(form).encode(), headers or {})
    try:
        with urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def grant(server: AuthorizationServer, **form: str) -> tuple[int, dict[str, Any]]:
    return post(server.token_url, client_id="mailbot", client_secret="s3cret", **form)


def test_a_token_is_known_however_it_is_asked_about(server: AuthorizationServer) -> None:
    status, answer = grant(server, grant_type="client_credentials")
    assert (status, answer["token_type"], answer["expires_in"]) == (200, "Bearer", 3600)
    token = answer["access_token"]
    by_form = post(server.introspection_url, token=token)
    by_header = post(server.introspection_url, {"Authorization": f"Bearer {token}"})
    with urlopen(f"{server.introspection_url}?token={token}", timeout=5) as reply:
        by_query = (reply.status, json.load(reply))
    assert by_form == by_header == by_query == (200, {"active": True, "username": US, "email": US})
    server.withdraw()
    assert post(server.introspection_url, token=token) == (200, {"active": False})


def test_a_token_ends(server: AuthorizationServer) -> None:
    server.expires_in = 0.001
    _, answer = grant(server, grant_type="client_credentials")
    while server.user_of(answer["access_token"]) is not None:
        pass
    assert post(server.introspection_url, token=answer["access_token"]) == (200, {"active": False})


def test_a_client_proves_itself_by_form_or_by_header(server: AuthorizationServer) -> None:
    proof = base64.b64encode(b"mailbot:s3cret").decode()
    status, _ = post(server.token_url, {"Authorization": f"Basic {proof}"}, grant_type="client_credentials")
    assert status == 200
    for wrong in (
        {"client_id": "mailbot", "client_secret": "x"},
        {"client_id": "x", "client_secret": "s3cret"},
        {},
    ):
        assert post(server.token_url, **wrong, grant_type="client_credentials") == (
            401,
            {"error": "invalid_client", "error_description": "unknown client or secret"},
        )


def test_a_refresh_token_used_twice_withdraws_what_came_of_it(server: AuthorizationServer) -> None:
    _, first = grant(server, grant_type="refresh_token", refresh_token="first")
    assert grant(server, grant_type="refresh_token", refresh_token="first")[0] == 400
    status, answer = grant(server, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (status, answer["error"]) == (400, "invalid_grant")


def test_what_it_does_not_know(server: AuthorizationServer) -> None:
    assert grant(server, grant_type="password")[1] == {"error": "unsupported_grant_type"}
    assert post(f"{server.url}/elsewhere")[0] == 404

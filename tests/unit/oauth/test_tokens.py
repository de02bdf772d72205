"""The token in use: shared by processes, renewed in time, a replaced refresh token never lost or reused."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.errors import Retry
from mailbot.oauth import TokenRefused, tokens
from mailbot.oauth.standing import standing, warnings
from mailbot.oauth.tokens import Tokens
from mailbot.settings_mail import OAuth
from mailbot.store.session import Store
from mailbot.store.tables import OAuthTokenRow
from mailbot.testing.authorization_server import Answer, AuthorizationServer

US, REFRESH = "tsb-irc@itu.example", "first-refresh-token"


@pytest.fixture
def server() -> Iterator[AuthorizationServer]:
    with AuthorizationServer("mailbot", "secret", {US: REFRESH}, service=US, rotate=True) as running:
        yield running


@dataclass
class Wall:
    """A clock that the test moves."""

    now: datetime = datetime(2026, 11, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def settings(server: AuthorizationServer, **more: object) -> OAuth:
    form = {"token_url": server.token_url, "client_id": "mailbot", "client_secret": "secret", "timeout": 5}
    return OAuth.model_validate({**form, "refresh_token": REFRESH, **more})


def row(store: Store, name: str) -> OAuthTokenRow:
    with store.begin() as session:
        return session.get_one(OAuthTokenRow, name)


def test_a_token_is_asked_for_once_and_renewed_before_its_end(
    server: AuthorizationServer, empty_store: Store
) -> None:
    wall = Wall()
    held = Tokens(empty_store, settings(server), wall=wall)
    first = held.current()
    wall.now += timedelta(minutes=54)
    assert held.current() == first
    assert Tokens(empty_store, settings(server), wall=wall).current() == first  # another process
    assert len(server.forms) == 1
    wall.now += timedelta(minutes=2)
    second = held.current()
    assert second != first
    assert len(server.forms) == 2


def test_a_replaced_refresh_token_is_kept_and_used(server: AuthorizationServer, empty_store: Store) -> None:
    wall = Wall()
    for _ in range(4):
        assert server.user_of(Tokens(empty_store, settings(server), wall=wall).current()) == US
        wall.now += timedelta(hours=2)
    used = [form["refresh_token"] for form in server.forms]
    assert used[0] == REFRESH
    assert len(set(used)) == 4


def test_many_processes_at_once_use_a_refresh_token_once(
    server: AuthorizationServer, empty_store: Store
) -> None:
    """The server withdraws everything when a refresh token is used twice."""
    holders = [Tokens(empty_store, settings(server)) for _ in range(8)]
    for _ in range(3):
        refused = holders[0].current()
        with ThreadPoolExecutor(8) as pool:
            got = set(pool.map(lambda held, refused=refused: held.current(refused), holders))
        assert len(got) == 1
        assert got != {refused}
    assert len(server.forms) == 4


def test_a_token_that_was_refused_is_not_given_again(server: AuthorizationServer, empty_store: Store) -> None:
    held = Tokens(empty_store, settings(server))
    first = held.current()
    assert held.current(refused="an older one") == first
    second = held.current(refused=first)
    assert second != first
    assert held.current(refused=first) == second


def test_another_configuration_begins_anew_and_another_secret_does_not(
    server: AuthorizationServer, empty_store: Store
) -> None:
    first = Tokens(empty_store, settings(server)).current()
    assert Tokens(empty_store, settings(server, client_secret="renewed")).current() == first
    assert Tokens(empty_store, settings(server, grant="client_credentials")).current() != first
    with pytest.raises(TokenRefused, match="invalid_grant"):  # the operator set the old one again: it is used
        Tokens(empty_store, settings(server)).current()


def test_a_refusal_is_remembered_and_told(server: AuthorizationServer, empty_store: Store) -> None:
    held = Tokens(empty_store, settings(server, client_secret="over"))
    for _ in range(3):
        with pytest.raises(TokenRefused, match="invalid_client"):
            held.current()
    assert len(server.forms) == 1
    assert "invalid_client" in str(row(empty_store, held.name).error)
    mended = Tokens(empty_store, settings(server))
    assert server.user_of(mended.current()) == US  # a new process asks at once
    assert row(empty_store, held.name).error is None


def test_trouble_on_the_way_is_tried_again_at_once(server: AuthorizationServer, empty_store: Store) -> None:
    server.faults.append(Answer(503))
    held = Tokens(empty_store, settings(server))
    with pytest.raises(Retry, match="503"):
        held.current()
    assert server.user_of(held.current()) == US


def test_a_process_that_died_while_asking_holds_the_others_up_for_a_while(
    server: AuthorizationServer, empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_PATIENCE", 0.3)
    wall = Wall()
    held = Tokens(empty_store, settings(server), wall=wall)
    assert held._held("") == (None, REFRESH)  # which takes the lease, and then nothing more comes
    other = Tokens(empty_store, settings(server), wall=wall)
    with pytest.raises(Retry, match="another process"):
        other.current()
    wall.now += timedelta(minutes=2)
    assert server.user_of(other.current()) == US


def test_what_is_shown_holds_no_token(server: AuthorizationServer, empty_store: Store) -> None:
    wall = Wall()
    server.extra = {"refresh_token_expires_in": 7 * 86400}
    held = Tokens(empty_store, settings(server), wall=wall)
    access = held.current()
    with empty_store.begin() as session:
        (shown,) = standing(session, [held, held], wall.now)
    assert shown["name"] == "127.0.0.1/mailbot"
    assert shown["token_expires"] == "2026-11-01T13:00:00+00:00"
    assert shown["refresh_token_expires"] == "2026-11-08T12:00:00+00:00"
    assert "expires on 2026-11-08, in 7 days" in shown["warnings"][0]
    renewed = row(empty_store, held.name).refresh_token
    assert renewed
    assert all(secret not in str(shown) + repr(held) for secret in (access, renewed, REFRESH, "'secret'"))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-10-31", "expired on 2026-10-31"),
        ("2026-11-01", "expires on 2026-11-01, today"),
        ("2026-11-02", "in 1 day;"),
        ("2026-12-01", "in 30 days"),
        ("2026-12-02", None),
    ],
)
def test_the_client_secret_is_told_of_thirty_days_before(day: str, told: str | None) -> None:
    found = warnings(OAuth.model_validate({"secret_expires": day}), None, Wall().now)
    if told is None:
        assert found == []
    else:
        assert told in found[0]
        assert "oauth.client_secret" in found[0]

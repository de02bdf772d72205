"""SMTP by token: a real SMTP server and a real authorization server, both in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from mailbot.oauth.tokens import Tokens
from mailbot.outbound.delivery import Unreachable
from mailbot.outbound.delivery.smtp import SmtpTransport
from mailbot.settings_mail import OAuth, Smtp
from mailbot.store.session import Store
from mailbot.testing import EmbeddedMail
from mailbot.testing.authorization_server import AuthorizationServer

US, ADA = "tsb-irc@itu.example", "ada.verne@cept.example"
CONTENT = b"From: tsb-irc@itu.example\r\nSubject: x\r\n\r\nhello\r\n"


@pytest.fixture
def authorization() -> Iterator[AuthorizationServer]:
    with AuthorizationServer("mailbot", "secret", {US: "first"}, service=US) as server:
        yield server


@pytest.fixture
def tokens(authorization: AuthorizationServer, empty_store: Store) -> Tokens:
    oauth = OAuth.model_validate(
        {"token_url": authorization.token_url, "client_id": "mailbot", "client_secret": "secret"}
    )
    return Tokens(empty_store, oauth, US)


def mail_server(authorization: AuthorizationServer, *mechanisms: str) -> EmbeddedMail:
    return EmbeddedMail(
        {US: "password"}, auth_required=True, user_of=authorization.user_of, mechanisms=mechanisms
    )


def transport(server: EmbeddedMail, tokens: Tokens, **more: object) -> SmtpTransport:
    form = {"host": "127.0.0.1", "port": server.smtp_port, "security": "none", "timeout": 5}
    return SmtpTransport(
        Smtp.model_validate({**form, "auth": "oauth2", "username": US, **more}), tokens.current
    )


def send(way_out: SmtpTransport) -> str:
    async def work() -> str:
        try:
            return await way_out.send(US, ADA, CONTENT)
        finally:
            await way_out.close()

    return asyncio.run(work())


@pytest.mark.parametrize(
    ("offered", "used"),
    [
        (("XOAUTH2",), "XOAUTH2"),
        (("OAUTHBEARER",), "OAUTHBEARER"),
        (("XOAUTH2", "OAUTHBEARER"), "OAUTHBEARER"),
    ],
)
def test_the_mechanism_the_server_offers(
    authorization: AuthorizationServer, tokens: Tokens, offered: tuple[str, ...], used: str
) -> None:
    with mail_server(authorization, *offered) as server:
        assert send(transport(server, tokens)).startswith("2.0.0")
        assert send(transport(server, tokens)).startswith("2.0.0")
        assert server.token_logins == [(used, US)] * 2
        assert len(server.accepted) == 2
    assert len(authorization.forms) == 1


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_token_too_long_for_a_command_line_goes_by_itself(
    authorization: AuthorizationServer, tokens: Tokens, mechanism: str
) -> None:
    authorization.token_bytes = 420
    with mail_server(authorization, mechanism) as server:
        assert send(transport(server, tokens)).startswith("2.0.0")
        assert server.token_logins == [(mechanism, US)]


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_token_that_was_withdrawn_is_replaced_once(
    authorization: AuthorizationServer, tokens: Tokens, mechanism: str
) -> None:
    with mail_server(authorization, mechanism) as server:
        send(transport(server, tokens))
        authorization.withdraw()
        assert send(transport(server, tokens)).startswith("2.0.0")
        assert len(authorization.forms) == 2
        assert len(server.accepted) == 2


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_mailbox_the_token_is_not_for_is_refused_with_the_reason(
    authorization: AuthorizationServer, tokens: Tokens, mechanism: str
) -> None:
    authorization.service = "somebody-else@itu.example"
    with mail_server(authorization, mechanism) as server:
        with pytest.raises(Unreachable, match=r"535 .*\(invalid_token\); check smtp\.username") as refused:
            send(transport(server, tokens))
        assert server.accepted == []
    assert len(authorization.forms) == 2  # one more try, and no third
    assert tokens.current() not in str(refused.value)


def test_a_server_without_tokens_is_told_and_no_token_is_asked_twice(
    authorization: AuthorizationServer, tokens: Tokens
) -> None:
    with (
        EmbeddedMail({US: "password"}, auth_required=True) as server,
        pytest.raises(Unreachable, match="takes no tokens"),
    ):
        send(transport(server, tokens))
    assert len(authorization.forms) == 1


def test_no_token_is_no_fault_of_the_mail(authorization: AuthorizationServer, tokens: Tokens) -> None:
    authorization.client_secret = "another"
    with mail_server(authorization, "XOAUTH2") as server:
        with pytest.raises(Unreachable, match=r"invalid_client.*oauth\.client_secret"):
            send(transport(server, tokens))
        with pytest.raises(Unreachable, match=r"smtp\.username"):
            send(transport(server, tokens, username=""))


def test_check_says_how_it_logged_in(authorization: AuthorizationServer, tokens: Tokens) -> None:
    with mail_server(authorization, "XOAUTH2") as server:
        found = asyncio.run(transport(server, tokens).check())
    assert found.endswith(f"logged in as {US} by token")

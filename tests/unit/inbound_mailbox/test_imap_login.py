"""Logging in by token, with servers that say what they like. Real servers: tests/flow/test_oauth.py."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from mailbot.errors import Retry
from mailbot.inbound.mailbox import MailboxRefused
from mailbot.inbound.mailbox.imap import ImapMailbox
from mailbot.oauth import TokenRefused
from mailbot.settings_mail import Imap

from .scripted import CLOSE, ScriptedServer

ERROR = base64.b64encode(b'{"status":"400","schemes":"Bearer"}').decode()
BOTH = "IDLE AUTH=XOAUTH2 AUTH=OAUTHBEARER AUTH=PLAIN"


def box(server: ScriptedServer, tokens: Callable[[str], str] | None, **more: object) -> ImapMailbox:
    form = {"host": "127.0.0.1", "port": server.port, "security": "none", "timeout": 2, "auth": "oauth2"}
    return ImapMailbox(Imap.model_validate({**form, "username": "tsb@itu.example", **more}), tokens=tokens)


class Source:
    """Tokens t1, t2, ...; remembers which were said to have been refused."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def __call__(self, refused: str) -> str:
        self.refused.append(refused)
        return f"t{len(self.refused)}"


def test_a_token_is_sent_to_nobody_who_does_not_take_one() -> None:
    source = Source()
    with (
        ScriptedServer(capabilities="AUTH=PLAIN IDLE") as server,
        pytest.raises(MailboxRefused, match=r"takes no tokens.*imap\.auth"),
    ):
        box(server, source).open()
    assert server.commands == ["CAPABILITY"]
    assert source.refused == [""]


def test_after_a_refusal_there_is_one_more_try_with_another_token() -> None:
    answers = {
        "AUTHENTICATE": "+ \r\n",
        "RESPONSE": f"+ {ERROR}\r\n",
        "EMPTY": "{tag} NO AUTHENTICATE failed.\r\n",
    }
    source = Source()
    with (
        ScriptedServer(answers, capabilities="AUTH=XOAUTH2") as server,
        pytest.raises(MailboxRefused, match=r"AUTHENTICATE failed.*\(400\); check imap\.username"),
    ):
        box(server, source).open()
    assert source.refused == ["", "t1"]
    assert server.commands == ["CAPABILITY", "AUTHENTICATE XOAUTH2", "RESPONSE", "EMPTY"] * 2


@pytest.mark.parametrize(
    "answer",
    ["{tag} NO [UNAVAILABLE] backend\r\n", "* BYE later\r\n" + CLOSE, CLOSE,
     "{tag} BAD User is authenticated but not connected.\r\n"],
)  # fmt: skip
def test_trouble_of_the_server_costs_no_token(answer: str) -> None:
    source = Source()
    with (
        ScriptedServer({"AUTHENTICATE": answer}, capabilities=BOTH) as server,
        pytest.raises(Retry),
    ):
        box(server, source).open()
    assert source.refused == [""]


def test_no_token_to_be_had_is_told_as_it_is() -> None:
    def refused(_: str) -> str:
        raise TokenRefused("login.example: invalid_client; check oauth.client_id")

    def away(_: str) -> str:
        raise Retry("login.example: answers 503")

    with ScriptedServer(capabilities=BOTH) as server:
        with pytest.raises(MailboxRefused, match=r"oauth\.client_id"):
            box(server, refused).open()
        with pytest.raises(Retry, match="503"):
            box(server, away).open()
        assert server.commands == []


def test_a_token_needs_the_address_of_a_mailbox() -> None:
    with ScriptedServer(capabilities=BOTH) as server, pytest.raises(MailboxRefused, match=r"imap\.username"):
        box(server, Source(), username="").open()


def test_what_a_server_echoes_of_the_token_is_not_shown() -> None:
    echo = base64.b64encode(b"n,a=tsb@itu.example,\1host=x\1auth=Bearer very-secret-token\1\1").decode()
    answers = {"AUTHENTICATE": f"{{tag}} BAD what is {echo} or t1 t2?\r\n"}
    with ScriptedServer(answers, capabilities=BOTH) as server, pytest.raises(MailboxRefused) as refused:
        box(server, Source()).open()
    assert "what is *** or" in str(refused.value)
    assert "t2" not in str(refused.value)

"""SMTP against a real server in this process: one connection, faults, line ends, what TLS failures do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest

from mailbot.errors import GiveUp, Retry
from mailbot.outbound.delivery import Unreachable
from mailbot.outbound.delivery.smtp import SmtpTransport, canonical
from mailbot.settings import Smtp
from mailbot.testing.mail_server import EmbeddedMail

US, ADA = "tsb-irc@itu.example", "ada@cept.example"
CONTENT = b"From: tsb-irc@itu.example\r\nMessage-ID: <1@itu.example>\r\nSubject: x\r\n\r\nhello\r\n"


@pytest.fixture
def server() -> Iterator[EmbeddedMail]:
    with EmbeddedMail({US: "secret"}) as mail:
        yield mail


def settings(server: EmbeddedMail, **values: object) -> Smtp:
    form = {"host": "127.0.0.1", "port": server.smtp_port, "security": "none", "timeout": 10}
    return Smtp.model_validate(form | values)


def send(smtp: Smtp, *mails: tuple[str, bytes]) -> list[str | Exception]:
    async def work() -> list[str | Exception]:
        transport = SmtpTransport(smtp)
        results: list[str | Exception] = []
        for recipient, content in mails:
            try:
                results.append(await transport.send(US, recipient, content))
            except (Retry, GiveUp) as exc:
                results.append(exc)
        await transport.close()
        return results

    return asyncio.run(work())


def test_many_mails_over_one_connection(server: EmbeddedMail, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    connect = SmtpTransport._connected

    async def counted(self: SmtpTransport) -> object:
        before = self._client
        client = await connect(self)
        if client is not before:
            opened.append(1)
        return client

    monkeypatch.setattr(SmtpTransport, "_connected", counted)
    results = send(settings(server), *[(f"p{n}@cept.example", CONTENT) for n in range(20)])
    assert all(isinstance(result, str) for result in results)
    assert [mail.recipients for mail in server.accepted] == [(f"p{n}@cept.example",) for n in range(20)]
    assert len(opened) == 1
    assert {mail.envelope_from for mail in server.accepted} == {US}


def test_a_5xx_to_one_recipient_is_given_up_and_the_connection_serves_the_next(server: EmbeddedMail) -> None:
    server.faults.answer(550, "5.1.1 no such user", recipient=ADA)
    refused, taken = send(settings(server), (ADA, CONTENT), ("bo@cept.example", CONTENT))
    assert isinstance(refused, GiveUp)
    assert str(refused) == "550 5.1.1 no such user"
    assert isinstance(taken, str)


@pytest.mark.parametrize("recipient", [ADA, None])
def test_a_4xx_is_for_later(server: EmbeddedMail, recipient: str | None) -> None:
    server.faults.answer(451, "4.7.1 try again later", recipient=recipient)
    refused, taken = send(settings(server), (ADA, CONTENT), (ADA, CONTENT))
    assert type(refused) is Retry
    assert str(refused) == "451 4.7.1 try again later"
    assert isinstance(taken, str)


@pytest.mark.parametrize("accepted", [True, False])
def test_a_connection_cut_before_the_answer_is_for_later(server: EmbeddedMail, accepted: bool) -> None:
    server.faults.drop(accepted=accepted)
    lost, taken = send(settings(server), (ADA, CONTENT), (ADA, CONTENT))
    assert isinstance(lost, Retry)
    assert isinstance(taken, str)
    assert len(server.accepted) == 1 + accepted


def test_the_whole_transaction_is_bounded(server: EmbeddedMail) -> None:
    server.faults.delay(30, times=1)
    (late,) = send(settings(server, timeout=0.5), (ADA, CONTENT))
    assert type(late) is Retry
    assert "within 0.5 s" in str(late)


def test_nobody_listens() -> None:
    smtp = Smtp(host="127.0.0.1", port=1, security="none", timeout=5)
    (away,) = send(smtp, (ADA, CONTENT))
    assert isinstance(away, Unreachable)
    assert str(away).startswith("127.0.0.1:1: ")


def test_starttls_that_is_not_offered_is_not_done_without(server: EmbeddedMail) -> None:
    (refused,) = send(settings(server, security="starttls"), (ADA, CONTENT))
    assert isinstance(refused, Unreachable)
    assert "STARTTLS" in str(refused)
    assert server.accepted == []


def test_a_wrong_password_is_no_fault_of_the_mail() -> None:
    with EmbeddedMail({US: "secret"}, auth_required=True) as server:
        (refused,) = send(settings(server, username=US, password="wrong"), (ADA, CONTENT))
        assert isinstance(refused, Unreachable)
        (taken,) = send(settings(server, username=US, password="secret"), (ADA, CONTENT))
        assert isinstance(taken, str)


@pytest.mark.parametrize("smuggled", [b"\n.\n", b"\r.\r", b"\r\n.\r\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r\n"])
def test_no_line_end_and_dot_ends_the_mail_early(server: EmbeddedMail, smuggled: bytes) -> None:
    content = CONTENT + b"before" + smuggled + b"MAIL FROM:<evil@x.example>\r\n..dots\r\n.\r\n"
    (taken,) = send(settings(server), (ADA, content))
    assert isinstance(taken, str)
    (mail,) = server.accepted
    assert mail.content.rstrip() == canonical(content).rstrip()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", mail.content)


@pytest.mark.parametrize("evil", ["a@b.example>\r\nRCPT TO:<evil@x.example", "a@b.example\nDATA"])
def test_no_command_gets_in_through_an_address(server: EmbeddedMail, evil: str) -> None:
    (refused,) = send(settings(server), (evil, CONTENT))
    assert isinstance(refused, GiveUp)
    assert server.accepted == []


def test_check_says_what_was_found(server: EmbeddedMail) -> None:
    found = asyncio.run(SmtpTransport(settings(server)).check())
    assert found == f"127.0.0.1:{server.smtp_port} answers, without TLS"

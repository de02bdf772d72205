"""THREATS rows 35 and 36 on the way out: nothing is sent before TLS is there and the certificate is good."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Mapping
from pathlib import Path

import pytest

from mailbot.outbound.delivery import Unreachable
from mailbot.outbound.delivery.smtp import SmtpTransport
from mailbot.settings_mail import Smtp
from tests.certificates import Certificates
from tests.scripted import Scripted
from tests.scripted import send as send_line

US = "tsb-irc@itu.example"
DEFAULT = {
    "EHLO": "250-mx.example\r\n250-STARTTLS\r\n250-AUTH PLAIN XOAUTH2\r\n250 SIZE\r\n",
    "STARTTLS": "220 go ahead\r\n",
    "AUTH": "235 welcome\r\n",
    "MAIL": "250 ok\r\n",
    "RCPT": "250 ok\r\n",
    "DATA": "354 go on\r\n",
    ".": "250 taken\r\n",
    "QUIT": "221 bye\r\n",
}


class ScriptedSmtp(Scripted):
    """An SMTP server that says what a test wants. ``commands`` is what it was told, TLS or not in front."""

    def __init__(
        self,
        context: ssl.SSLContext | None,
        answers: Mapping[str, str] | None = None,
        *,
        at_once: bool = False,
    ) -> None:
        super().__init__(context if at_once else None)
        self._context = context
        self._answers = {**DEFAULT, **(answers or {})}
        self.commands: list[tuple[bool, str]] = []

    def settings(self, security: str, ca_file: Path | None, **more: object) -> Smtp:
        form = {"host": "localhost", "port": self.port, "security": security, "timeout": 5}
        return Smtp.model_validate(
            {**form, "ca_file": ca_file, "username": US, "password": "pass word", **more}
        )

    def serve(self, connection: socket.socket, *, is_secure: bool, greeting: str = "220 ready\r\n") -> None:
        connection.settimeout(5)
        send_line(connection, greeting)
        file, in_data = connection.makefile("rb"), False
        while raw := file.readline():
            line = raw.decode().rstrip("\r\n")
            self.commands.append((is_secure, line))
            verb = line.split(" ")[0].upper()
            if in_data and line != ".":
                continue
            in_data = verb == "DATA"
            send_line(connection, self._answers.get(verb, "502 what?\r\n"))
            if verb == "STARTTLS" and self._answers[verb].startswith("220") and self._context is not None:
                with self.secured(connection, self._context) as secure:
                    self.serve(secure, is_secure=True, greeting="")
                return
            if verb == "QUIT":
                return


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


def send(settings: Smtp) -> str:
    async def work() -> str:
        transport = SmtpTransport(settings)
        try:
            return await transport.send(US, "ada@cept.example", b"Subject: x\r\n\r\nhello\r\n")
        finally:
            await transport.close()

    return asyncio.run(work())


def said_in_the_clear(server: ScriptedSmtp) -> set[str]:
    return {line.split(" ")[0] for is_secure, line in server.commands if not is_secure}


def test_row_35_with_starttls_everything_that_matters_is_encrypted(certificates: Certificates) -> None:
    file = certificates.make("localhost")
    with ScriptedSmtp(certificates.server(file)) as server:
        assert send(server.settings("starttls", file)) == "taken"
    assert said_in_the_clear(server) == {"EHLO", "STARTTLS"}


@pytest.mark.parametrize(
    "answers",
    [
        {"EHLO": "250-mx.example\r\n250-AUTH PLAIN\r\n250 SIZE\r\n"},
        {"STARTTLS": "454 not now\r\n"},
        {"STARTTLS": "250 ok, ok\r\n"},
    ],
)
def test_row_35_starttls_that_was_stripped_is_refused(
    certificates: Certificates, answers: dict[str, str]
) -> None:
    with ScriptedSmtp(None, answers) as server, pytest.raises(Unreachable):
        send(server.settings("starttls", certificates.make("localhost")))
    assert said_in_the_clear(server) <= {"EHLO", "STARTTLS", "QUIT"}


def test_row_35_what_comes_before_tls_is_discarded(certificates: Certificates) -> None:
    """The injected lines would answer for the real server: capabilities, a login and a mail taken."""
    file = certificates.make("localhost")
    injected = (
        "250-evil.example\r\n250 AUTH LOGIN\r\n235 welcome\r\n250 ok\r\n250 ok\r\n354 on\r\n250 stolen\r\n"
    )
    answers = {"STARTTLS": "220 go ahead\r\n" + injected}
    with ScriptedSmtp(certificates.server(file), answers) as server:
        assert send(server.settings("starttls", file)) == "taken"
    assert said_in_the_clear(server) == {"EHLO", "STARTTLS"}
    verbs = [line.split(" ")[0] for is_secure, line in server.commands if is_secure]
    assert verbs[:4] == ["EHLO", "AUTH", "MAIL", "RCPT"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("name", "days", "trusted", "reason"),
    [
        ("localhost", 2, False, "self.signed"),
        ("localhost", -1, True, "expired"),
        ("elsewhere.example", 2, True, "[Hh]ostname mismatch"),
    ],
)
def test_row_36_a_bad_certificate_is_refused(
    certificates: Certificates, security: str, name: str, days: int, trusted: bool, reason: str
) -> None:
    file = certificates.make(name, days)
    with (
        ScriptedSmtp(certificates.server(file), at_once=security == "tls") as server,
        pytest.raises(Unreachable, match=reason),
    ):
        send(server.settings(security, file if trusted else None))
    assert said_in_the_clear(server) <= {"EHLO", "STARTTLS"}
    assert not any(is_secure for is_secure, _ in server.commands)


def test_row_36_a_token_is_not_sent_either(certificates: Certificates) -> None:
    file = certificates.make("localhost", -1)

    async def work(settings: Smtp) -> None:
        await SmtpTransport(settings, lambda _: "t0ken").check()

    with ScriptedSmtp(certificates.server(file)) as server, pytest.raises(Unreachable, match="expired"):
        asyncio.run(work(server.settings("starttls", file, auth="oauth2")))
    assert "t0ken" not in str(server.commands)

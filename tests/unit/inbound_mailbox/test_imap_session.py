"""Connecting: TLS that cannot be stripped, errors that say what to do and never the password."""

from __future__ import annotations

import logging
import socket

import pytest

from mailbot.errors import MailbotError, Retry
from mailbot.inbound.mailbox import Item, MailboxRefused
from mailbot.inbound.mailbox.imap import ImapMailbox
from mailbot.inbound.mailbox.imap_errors import is_temporary, response_code
from mailbot.settings import Imap, Settings
from mailbot.wiring import Wiring
from tests.certificates import Certificates

from .scripted import CLOSE, ScriptedServer

STARTTLS = "{tag} OK begin\r\n"


def failure(server: ScriptedServer, **more: object) -> MailbotError:
    """What opening fails with; nothing of it may show the password."""
    with server, pytest.raises(MailbotError) as raised:
        server.box(**more).open()
    error = raised.value
    chain: BaseException | None = error
    while chain is not None:
        assert "pass word" not in repr(chain)
        chain = chain.__cause__ or chain.__context__
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    return error


def test_row_35_starttls_that_was_stripped_is_refused() -> None:
    server = ScriptedServer(capabilities="AUTH=PLAIN")
    error = failure(server, security="starttls")
    assert isinstance(error, MailboxRefused)
    assert "does not offer STARTTLS" in str(error)
    assert server.commands == ["CAPABILITY"]


def test_row_35_starttls_that_is_denied_is_refused() -> None:
    server = ScriptedServer({"STARTTLS": "{tag} NO not today\r\n"}, capabilities="STARTTLS")
    assert isinstance(failure(server, security="starttls"), MailboxRefused)
    assert server.commands == ["CAPABILITY", "STARTTLS"]


def test_row_35_preauth_before_tls_is_refused() -> None:
    server = ScriptedServer(greeting="* PREAUTH welcome\r\n", capabilities="STARTTLS")
    error = failure(server, security="starttls")
    assert isinstance(error, MailboxRefused)
    assert "PREAUTH" in str(error)
    assert server.commands == ["CAPABILITY"]


def test_row_35_what_comes_before_tls_is_discarded(certificates: Certificates) -> None:
    """The injected lines would log in without a password, and claim an IDLE that is not there."""
    file = certificates.make("localhost")
    injected = "* CAPABILITY IMAP4rev1 IDLE MOVE\r\n" + STARTTLS
    answers = {"STARTTLS": injected, "LOGIN": "{tag} OK in\r\n"}
    server = ScriptedServer(answers, capabilities="STARTTLS", starttls=certificates.server(file))
    with server, server.box(security="starttls", host="localhost", ca_file=file) as box:
        assert not box.open().idle
    assert server.commands[:4] == ["CAPABILITY", "STARTTLS", "CAPABILITY", "CAPABILITY"]


def test_row_35_data_behind_the_answer_is_discarded(certificates: Certificates) -> None:
    file = certificates.make("localhost")
    answers = {"STARTTLS": STARTTLS + "* CAPABILITY IMAP4rev1 IDLE\r\n{tag} NO injected\r\n"}
    server = ScriptedServer(answers, capabilities="STARTTLS", starttls=certificates.server(file))
    with server, server.box(security="starttls", host="localhost", ca_file=file) as box:
        assert not box.open().idle


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
    context = certificates.server(file)
    server = ScriptedServer(
        {"STARTTLS": STARTTLS}, capabilities="STARTTLS",
        starttls=context if security == "starttls" else None, tls=context if security == "tls" else None,
    )  # fmt: skip
    ca_file = file if trusted else None
    with server, pytest.raises(MailboxRefused, match=rf"certificate is not accepted: .*{reason}"):
        server.box(security=security, host="localhost", ca_file=ca_file).open()
    assert not any(command.startswith(("LOGIN", "AUTH")) for command in server.commands)


def test_with_a_good_certificate_the_same_server_is_used(certificates: Certificates) -> None:
    file = certificates.make("localhost")
    with (
        ScriptedServer(tls=certificates.server(file)) as server,
        server.box(security="tls", host="localhost", ca_file=file) as box,
    ):
        assert box.open().idle


@pytest.mark.parametrize("key", ["folder", "processed", "username", "password"])
@pytest.mark.parametrize("bad", ["a\r\nA1 DELETE INBOX", "a\nb", "a\0b"])
def test_row_37_line_ends_in_names_are_refused(key: str, bad: str) -> None:
    with ScriptedServer() as server, pytest.raises(MailboxRefused, match=f"imap.{key}"):
        server.box(**{key: bad}).open()
    assert server.commands == []


@pytest.mark.parametrize("bad", ["a\r\nA1 DELETE INBOX", "a\nb", "a\0b"])
def test_row_37_each_of_several_folders_is_looked_at(bad: str) -> None:
    with ScriptedServer() as server:
        form = {"host": "127.0.0.1", "port": server.port, "security": "none", "folders": ["INBOX", bad]}
        wired = Wiring(Settings.model_validate({"imap": form}))
        with pytest.raises(MailboxRefused, match=r"imap\.folder"):
            wired.mailboxes()
    assert server.commands == []


@pytest.mark.parametrize(
    ("answers", "greeting"),
    [
        ({"LOGIN": "{tag} NO [UNAVAILABLE] come back later\r\n"}, ""),
        ({"LOGIN": "{tag} NO [ALERT] Too many simultaneous connections\r\n"}, ""),
        ({"LOGIN": "* BYE shutting down\r\n" + CLOSE}, ""),
        ({"LOGIN": CLOSE}, ""),
        ({"SELECT": "{tag} NO [INUSE] locked\r\n"}, ""),
        ({"SELECT": "{tag} NO [SERVERBUG] internal error\r\n"}, ""),
        ({}, "* BYE overloaded\r\n"),
        ({}, CLOSE),
        ({}, "220 smtp.example ESMTP\r\n"),
    ],
)
def test_temporary_trouble_is_retry(answers: dict[str, str], greeting: str) -> None:
    server = ScriptedServer(answers, greeting=greeting or "* OK ready\r\n")
    error = failure(server)
    assert isinstance(error, Retry)
    assert str(error).startswith(f"imap://tsb@127.0.0.1:{server.port}/INBOX: ")


def test_a_silent_server_is_retry_after_the_timeout() -> None:
    assert isinstance(failure(ScriptedServer({"LOGIN": ""}), timeout=0.2), Retry)


def test_nobody_listening_is_retry() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Retry, match="refused"):
        ImapMailbox(Imap(host="127.0.0.1", port=port, security="none")).open()


def test_an_unknown_host_is_retry() -> None:
    with pytest.raises(Retry, match=r"imap://@nowhere\.invalid:993/INBOX"):
        ImapMailbox(Imap(host="nowhere.invalid")).open()


def test_no_host_names_the_key() -> None:
    with pytest.raises(MailboxRefused, match=r"imap\.host"):
        ImapMailbox(Imap())


def test_a_server_that_echoes_the_password_is_not_quoted() -> None:
    answers = {"LOGIN": '{tag} BAD syntax: LOGIN tsb "pass word"\r\n'}
    error = failure(ScriptedServer(answers))
    assert isinstance(error, MailboxRefused)
    assert "***" in str(error)
    assert "imap.password" in str(error)


def test_the_password_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), ScriptedServer() as server, server.box():
        pass
    assert any("pass word" in command for command in server.commands)
    assert "pass word" not in caplog.text


def test_no_message_is_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    answer = "* 1 FETCH (UID 4 BODY[] {7}\r\nprivate)\r\n{tag} OK done\r\n"
    with caplog.at_level(logging.DEBUG), ScriptedServer({"UID FETCH": answer}) as server, server.box() as box:
        assert box.fetch(Item("7", "4", 7)) == b"private"
    assert "private" not in caplog.text


def test_no_password_where_none_is_taken() -> None:
    server = ScriptedServer(capabilities="LOGINDISABLED")
    assert "takes no password" in str(failure(server))
    assert not any("pass word" in command for command in server.commands)


def test_a_folder_without_uids_is_refused() -> None:
    assert "no UIDs" in str(failure(ScriptedServer({"SELECT": "* 0 EXISTS\r\n{tag} OK done\r\n"})))


def test_a_library_error_leaves_no_socket_open() -> None:
    """Warnings are errors here: a forgotten socket would fail the run."""
    for answers in ({"CAPABILITY": CLOSE}, {"SELECT": CLOSE}, {"LOGIN": "garbage\r\n"}):
        assert isinstance(failure(ScriptedServer(answers)), Retry)


@pytest.mark.parametrize(
    ("said", "code", "temporary"),
    [
        ("[UNAVAILABLE] x", "UNAVAILABLE", True),
        ("select failed: [NONEXISTENT] Mailbox temporarily unknown", "NONEXISTENT", False),
        ("[AUTHENTICATIONFAILED] try again", "AUTHENTICATIONFAILED", False),
        ("Temporary authentication failure", "", True),
        ("no such user", "", False),
    ],
)
def test_response_codes(said: str, code: str, temporary: bool) -> None:
    assert response_code(said) == code
    assert is_temporary(said) is temporary

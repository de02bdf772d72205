"""The embedded mail server, spoken to by the libraries that mailbot itself uses."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from mailbot.testing import EmbeddedMail, Stage

BOT = "tsb-irc@itu.example"
OFFICER = "officer@itu.example"
ACCOUNTS = {BOT: "secret", OFFICER: "other secret"}
RAW = b"From: ada.verne@cept.example\r\nTo: tsb-irc@itu.example\r\nSubject: new number\r\n\r\n+33 1\r\n"


@pytest.fixture
def mail() -> Iterator[EmbeddedMail]:
    with EmbeddedMail(ACCOUNTS) as server:
        yield server


@contextmanager
def imap(mail: EmbeddedMail, account: str = BOT, folder: str | None = "INBOX") -> Iterator[IMAPClient]:
    client = IMAPClient(mail.imap_host, port=mail.imap_port, ssl=False, timeout=5)
    try:
        client.login(account, ACCOUNTS[account])
        if folder is not None:
            client.select_folder(folder)
        yield client
    finally:
        client.shutdown()


def wait_for(client: IMAPClient, response: tuple[object, ...]) -> None:
    """Read what an idling server says, which may come in pieces, until it says this."""
    deadline = time.monotonic() + 5
    said: list[object] = []
    while response not in said:
        assert time.monotonic() < deadline, f"{response} did not come, but {said}"
        said += client.idle_check(timeout=1)


def until_the_end(client: IMAPClient) -> None:
    """Read on until the server has hung up: BYE comes first, end of stream after it."""
    for _ in range(10):
        client.idle_check(timeout=1)
    client.idle_done()


def message(subject: str = "Call on Committee 3", to: str = "ada.verne@cept.example") -> EmailMessage:
    result = EmailMessage()
    result["From"], result["To"], result["Subject"] = BOT, to, subject
    result.set_content("The call is on Tuesday.\n.\nA line with a dot above.")
    return result


def send(mail: EmbeddedMail, *recipients: str, subject: str = "Call", sender: str = BOT) -> None:
    """One message, one connection; the error of the client is the caller's."""
    asyncio.run(
        aiosmtplib.send(
            message(subject),
            sender=sender,
            recipients=list(recipients or ["ada.verne@cept.example"]),
            hostname=mail.smtp_host,
            port=mail.smtp_port,
            start_tls=False,
            timeout=5,
        )
    )


# --- IMAP ---------------------------------------------------------------------------------------------


def test_two_accounts_each_with_its_own_password_and_mail(mail: EmbeddedMail) -> None:
    mail.deliver(RAW, BOT)
    with imap(mail) as bot, imap(mail, OFFICER) as officer:
        assert len(bot.search()) == 1
        assert officer.search() == []
    client = IMAPClient(mail.imap_host, port=mail.imap_port, ssl=False, timeout=5)
    with pytest.raises(LoginError):
        client.login(BOT, ACCOUNTS[OFFICER])
    client.shutdown()


def test_a_message_comes_back_byte_for_byte_and_stays_unseen(mail: EmbeddedMail) -> None:
    mail.deliver(RAW, BOT)
    with imap(mail) as client:
        [uid] = client.search("UNSEEN")
        data = client.fetch([uid], ["BODY.PEEK[]", "FLAGS", "RFC822.SIZE", "INTERNALDATE"])[uid]
        assert data[b"BODY[]"] == RAW
        assert data[b"RFC822.SIZE"] == len(RAW)
        assert abs(data[b"INTERNALDATE"].timestamp() - time.time()) < 60
        assert client.search("UNSEEN") == [uid]
    assert mail.inbox(BOT) == [RAW]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no header at all",
        b"Subject: only a header",
        b"Subject: only a header\r\n",
        b"Message-ID: <[\r\nReferences: <<>\r\nContent-Type: ;;;\r\n\r\nx",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
        b"Content-Type: message/rfc822\r\n\r\n",
        b"Subject: \xff\xfe\r\nFrom: =?x?q?y\r\n\r\n\x00\x80",
        RAW * 3000,
    ],
)
def test_strange_messages_come_back_byte_for_byte_too(mail: EmbeddedMail, raw: bytes) -> None:
    mail.deliver(raw, BOT)
    with imap(mail) as client:
        [uid] = client.search()
        assert client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"] == raw


def test_bare_line_feeds_become_crlf(mail: EmbeddedMail) -> None:
    mail.deliver(RAW.replace(b"\r\n", b"\n"), BOT)
    assert mail.inbox(BOT) == [RAW]


def test_idle_wakes_when_a_message_is_delivered(mail: EmbeddedMail) -> None:
    with imap(mail) as client:
        client.idle()
        threading.Timer(0.1, mail.deliver, [RAW, BOT]).start()
        started = time.monotonic()
        wait_for(client, (1, b"EXISTS"))
        assert time.monotonic() - started < 2
        client.idle_done()
        assert len(client.search()) == 1


def test_idle_reports_what_came_in_just_before_it_began(mail: EmbeddedMail) -> None:
    # Without imapclient: what comes right behind the continuation waits in imaplib's buffer, where
    # `idle_check` does not look.
    with (
        socket.create_connection((mail.imap_host, mail.imap_port), timeout=5) as connection,
        connection.makefile("rwb", buffering=0) as line,
    ):

        def until(text: bytes) -> None:
            while text not in (got := line.readline()):
                assert got, f"{text!r} did not come"

        line.write(f"a LOGIN {BOT} {ACCOUNTS[BOT]}\r\nb SELECT INBOX\r\n".encode())
        until(b"b OK")
        mail.deliver(RAW, BOT)
        line.write(b"c IDLE\r\n")
        until(b"+ ")
        until(b"* 1 EXISTS")
        mail.deliver(RAW, BOT)
        until(b"* 2 EXISTS")
        line.write(b"DONE\r\n")
        until(b"c OK")


def test_keywords_last_and_can_be_searched(mail: EmbeddedMail) -> None:
    mail.deliver(RAW, BOT)
    mail.deliver(RAW, BOT)
    with imap(mail) as client:
        first, second = client.search()
        client.add_flags([first], ["$MailbotTaken", b"\\Flagged"])
    with imap(mail) as client:
        assert client.search(["KEYWORD", "$MailbotTaken"]) == [first]
        assert client.search(["UNKEYWORD", "$MailbotTaken"]) == [second]
        assert set(client.get_flags([first])[first]) >= {b"$MailbotTaken", b"\\Flagged"}
        client.remove_flags([first], ["$MailbotTaken"])
        assert client.search(["KEYWORD", "$MailbotTaken"]) == []
        assert client.search(["UID", f"{second}:*"]) == [second]


def test_create_copy_move_and_expunge(mail: EmbeddedMail) -> None:
    for _ in range(3):
        mail.deliver(RAW, BOT)
    with imap(mail) as client:
        assert client.has_capability("MOVE")
        client.create_folder("Archive/2021")
        one, two, three = client.search()
        client.copy([one], "Archive/2021")
        client.move([two], "Archive/2021")
        client.delete_messages([three])
        client.expunge()
        assert client.search() == [one]
        client.select_folder("Archive/2021", readonly=True)
        assert len(client.search()) == 2
    assert len(mail.inbox(BOT, "Archive/2021")) == 2
    assert mail.inbox(BOT, "No such folder") == []


def test_a_folder_that_was_created_keeps_keywords_too(mail: EmbeddedMail) -> None:
    mail.deliver(RAW, BOT)
    with imap(mail) as client:
        client.create_folder("Done")
        client.add_flags(client.search(), ["$MailbotTaken"])
        client.move(client.search(), "Done")
        client.select_folder("Done")
        assert len(client.search(["KEYWORD", "$MailbotTaken"])) == 1


def test_uidvalidity_is_stable_until_the_account_is_renumbered(mail: EmbeddedMail) -> None:
    mail.deliver(RAW, BOT)
    with imap(mail, folder=None) as client:
        before = client.select_folder("INBOX")
        uids = client.search()
    with imap(mail, folder=None) as client:
        again = client.select_folder("INBOX")
        assert again[b"UIDVALIDITY"] == before[b"UIDVALIDITY"]
    mail.renumber(BOT)
    with imap(mail, folder=None) as client:
        after = client.select_folder("INBOX")
        assert after[b"UIDVALIDITY"] != before[b"UIDVALIDITY"]
        assert client.search() != uids
    assert mail.inbox(BOT) == [RAW]


def test_a_client_sees_that_the_server_dropped_it(mail: EmbeddedMail) -> None:
    with imap(mail) as client:
        client.idle()
        mail.drop_connections()
        with pytest.raises((IMAPClientError, OSError)):
            until_the_end(client)
    with imap(mail) as client:
        assert client.noop()


# --- SMTP ---------------------------------------------------------------------------------------------


def test_an_accepted_message_is_kept_with_its_envelope(mail: EmbeddedMail) -> None:
    send(mail, "ada.verne@cept.example", "kofi@atu.example", subject="Réunion")
    [taken] = mail.accepted
    assert taken.envelope_from == BOT
    assert taken.recipients == ("ada.verne@cept.example", "kofi@atu.example")
    assert taken.subject == "Réunion"
    assert b"\r\n.\r\nA line with a dot above." in taken.content
    assert taken.at.tzinfo is not None


def test_mail_to_a_local_account_arrives_in_its_inbox_with_trace_headers(mail: EmbeddedMail) -> None:
    send(mail, OFFICER, "tsb-irc+abc123@itu.example", "ada.verne@cept.example")
    [to_officer], [to_bot] = mail.inbox(OFFICER), mail.inbox(BOT)
    assert to_officer.startswith(
        b"Return-Path: <tsb-irc@itu.example>\r\nDelivered-To: officer@itu.example\r\nReceived: from "
    )
    assert b"\r\nDelivered-To: tsb-irc+abc123@itu.example\r\n" in to_bot
    assert to_officer.endswith(mail.accepted[0].content)


def test_mail_by_smtp_wakes_an_idling_account(mail: EmbeddedMail) -> None:
    with imap(mail) as client:
        client.idle()
        send(mail, BOT)
        wait_for(client, (1, b"EXISTS"))
        client.idle_done()


def test_the_null_sender_is_accepted(mail: EmbeddedMail) -> None:
    send(mail, OFFICER, sender="")
    assert mail.accepted[0].envelope_from == ""
    assert mail.inbox(OFFICER)[0].startswith(b"Return-Path: <>\r\n")


def test_international_addresses_are_accepted(mail: EmbeddedMail) -> None:
    async def session() -> None:
        async with aiosmtplib.SMTP(hostname=mail.smtp_host, port=mail.smtp_port, start_tls=False) as client:
            await client.mail(BOT, options=["SMTPUTF8", "BODY=8BITMIME"], encoding="utf-8")
            await client.rcpt("почта@рсс.example", encoding="utf-8")
            await client.data("Subject: Совещание\r\n\r\nТекст\r\n".encode())

    asyncio.run(session())
    assert mail.accepted[0].recipients == ("почта@рсс.example",)
    assert "Текст".encode() in mail.accepted[0].content


def test_accepted_messages_are_written_to_the_folder(tmp_path: Path) -> None:
    with EmbeddedMail(ACCOUNTS, tmp_path / "sent") as mail:
        send(mail, "ada.verne@cept.example", subject="Call on Committee 3: agenda / № 2")
        send(mail, "kofi@atu.example", subject="")
        contents = [taken.content for taken in mail.accepted]
    files = sorted((tmp_path / "sent").iterdir())
    assert [file.name for file in files] == [
        "0001-ada-verne-cept-example-call-on-committee-3-agenda-no-2.eml",
        "0002-kofi-atu-example-no-subject.eml",
    ]
    assert [file.read_bytes() for file in files] == contents


def test_a_message_over_the_size_limit_is_refused() -> None:
    with EmbeddedMail(ACCOUNTS, size_limit=2000) as mail:
        send(mail)
        with pytest.raises(aiosmtplib.SMTPResponseException) as refused:
            send(mail, subject="x" * 3000)
        assert refused.value.code == 552
        assert len(mail.accepted) == 1


def test_auth_where_it_is_required() -> None:
    async def login(mail: EmbeddedMail, password: str) -> None:
        await aiosmtplib.send(
            message(), hostname=mail.smtp_host, port=mail.smtp_port, start_tls=False,
            username=BOT, password=password,
        )  # fmt: skip

    with EmbeddedMail(ACCOUNTS, auth_required=True) as mail:
        with pytest.raises(aiosmtplib.SMTPSenderRefused) as refused:
            send(mail)
        assert refused.value.code == 530
        with pytest.raises(aiosmtplib.SMTPAuthenticationError):
            asyncio.run(login(mail, "wrong"))
        asyncio.run(login(mail, "secret"))
        assert len(mail.accepted) == 1


# --- faults -------------------------------------------------------------------------------------------


def test_a_recipient_is_refused_as_often_as_told(mail: EmbeddedMail) -> None:
    mail.faults.answer(450, "4.2.1 mailbox busy", recipient="Ada.Verne@cept.example", times=1)
    mail.faults.answer(550, "5.1.1 no such user", recipient="gone@cept.example", times=None)
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        send(mail, "ada.verne@cept.example")
    assert refused.value.recipients[0].code == 450
    send(mail, "ada.verne@cept.example")
    for _ in range(2):
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
            send(mail, "gone@cept.example")
    assert len(mail.accepted) == 1
    mail.faults.clear()
    send(mail, "gone@cept.example")


def test_the_next_messages_are_refused_at_the_stage_told(mail: EmbeddedMail) -> None:
    mail.faults.answer(451, "4.3.0 try again", times=2)
    for _ in range(2):
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            send(mail)
        assert refused.value.code == 451
    mail.faults.answer(554, "5.7.1 not from you", stage=Stage.MAIL)
    with pytest.raises(aiosmtplib.SMTPSenderRefused):
        send(mail)
    send(mail)
    assert len(mail.accepted) == 1
    assert mail.faults.pending == ()


@pytest.mark.parametrize("accepted", [True, False])
def test_the_connection_is_lost_after_data(mail: EmbeddedMail, accepted: bool) -> None:
    mail.faults.drop(accepted=accepted)
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        send(mail, OFFICER)
    assert len(mail.accepted) == (1 if accepted else 0)
    assert len(mail.inbox(OFFICER)) == len(mail.accepted)
    send(mail, OFFICER)


def test_a_slow_answer(mail: EmbeddedMail) -> None:
    mail.faults.delay(0.3, times=1)
    started = time.monotonic()
    send(mail)
    assert 0.3 <= time.monotonic() - started < 2


def test_nonsense_faults_are_refused(mail: EmbeddedMail) -> None:
    with pytest.raises(ValueError, match="no failure"):
        mail.faults.answer(250, "fine")
    with pytest.raises(ValueError, match="only show at RCPT"):
        mail.faults.answer(550, "no", recipient="a@b.example", stage=Stage.MAIL)


# --- start and stop -----------------------------------------------------------------------------------


def test_stop_is_quick_with_idle_connections_open_and_leaves_no_thread() -> None:
    mail = EmbeddedMail(ACCOUNTS)
    mail.start()
    clients = [IMAPClient(mail.imap_host, port=mail.imap_port, ssl=False, timeout=5) for _ in range(4)]
    for client in clients[:3]:
        client.login(BOT, "secret")
        client.select_folder("INBOX")
    clients[0].idle()
    smtp = socket.create_connection((mail.smtp_host, mail.smtp_port), timeout=5)
    assert smtp.recv(3) == b"220"
    started = time.monotonic()
    mail.stop()
    assert time.monotonic() - started < 2
    assert not any(thread.name == "embedded-mail" for thread in threading.enumerate())
    for client in clients:
        client.shutdown()
    smtp.close()
    mail.stop()
    assert mail.accepted == []
    with pytest.raises(RuntimeError, match="does not run"):
        mail.inbox(BOT)


def test_it_starts_again_and_starts_fast() -> None:
    mail = EmbeddedMail(ACCOUNTS)
    with mail:
        pass
    started = time.monotonic()
    with mail:
        assert time.monotonic() - started < 0.5
        with pytest.raises(RuntimeError, match="runs already"):
            mail.start()


def test_what_arrives_is_dated_by_the_clock_that_was_given() -> None:
    with EmbeddedMail(ACCOUNTS, now=lambda: datetime(2021, 1, 12, 8, tzinfo=UTC)) as mail:
        send(mail, OFFICER)
        assert mail.accepted[0].at.year == 2021
        assert b"; Tue, 12 Jan 2021 08:00:00 +0000\r\n" in mail.inbox(OFFICER)[0]
        with imap(mail, OFFICER) as client:
            assert client.search(["BEFORE", "13-Jan-2021"]) != []


def test_an_unknown_account_is_named(mail: EmbeddedMail) -> None:
    with pytest.raises(KeyError, match="no account of this server"):
        mail.deliver(RAW, "nobody@itu.example")


def test_importing_the_package_does_not_import_the_protocol_libraries() -> None:
    code = (
        "import sys; import mailbot.testing;"
        "assert not {'pymap', 'aiosmtpd', 'proxyprotocol'} & set(sys.modules), 'imported too early'"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=Path(__file__).parents[3])


def test_nothing_is_left_open_at_exit() -> None:
    """A whole program with connections open at stop, with every warning turned on."""
    code = (
        "import socket; from mailbot.testing import EmbeddedMail;"
        "mail = EmbeddedMail({'a@b.example': 'p'}); mail.start();"
        "a = socket.create_connection(('127.0.0.1', mail.imap_port));"
        "b = socket.create_connection(('127.0.0.1', mail.smtp_port));"
        "a.recv(9); b.recv(9); mail.stop(); a.close(); b.close()"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "always", "-c", code],
        capture_output=True, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")

"""The real servers do what the other tests in this folder take for granted."""

from __future__ import annotations

import asyncio
import email
import shutil
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import aiosmtplib
import psycopg
import pytest
from imapclient import IMAPClient
from sqlalchemy import create_engine, text

from tests.speed import soon

from .servers import dovecot as dovecot_module
from .servers import postfix as postfix_module
from .servers import postgres as postgres_module
from .servers.daemon import Unavailable, alive, family
from .servers.dovecot import EVERYONE, Dovecot
from .servers.postfix import Postfix
from .servers.postgres import Postgres

BOT = "tsb-irc@itu.example"
OFFICER = "officer@itu.example"


@contextmanager
def imap(dovecot: Dovecot, account: str = BOT, folder: str | None = "INBOX") -> Iterator[IMAPClient]:
    client = IMAPClient(dovecot.host, port=dovecot.port, ssl=False, timeout=10)
    try:
        client.login(account, dovecot.accounts[account])
        if folder is not None:
            client.select_folder(folder)
        yield client
    finally:
        client.shutdown()


def send(postfix: Postfix, *recipients: str, subject: str = "test", sender: str = BOT) -> None:
    """One message over plain SMTP."""
    raw = f"From: {sender}\r\nTo: {', '.join(recipients)}\r\nSubject: {subject}\r\n\r\nText\r\n"
    asyncio.run(
        aiosmtplib.send(
            raw.encode(),
            sender=sender,
            recipients=list(recipients),
            hostname=postfix.host,
            port=postfix.port,
            start_tls=False,
            timeout=10,
        )
    )


# --- through Postfix into Dovecot ---------------------------------------------------------------------


def test_mail_to_the_bot_is_read_by_imap(dovecot: Dovecot, postfix: Postfix) -> None:
    send(postfix, BOT, sender="ada.verne@cept.example", subject="new number")
    postfix.wait_for(1, BOT)
    with imap(dovecot) as client:
        [uid] = client.search(["UNSEEN"])
        raw = client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
        message = email.message_from_bytes(raw)
        assert message["Return-Path"] == "<ada.verne@cept.example>"
        assert message["Delivered-To"] == BOT
        assert message["Subject"] == "new number"
        assert len(message.get_all("Received", [])) == 2
        assert message["Message-ID"] is None, "Postfix must not repair what the bot forgot"
        assert client.search(["UNSEEN"]) == [uid]


def test_idle_wakes_when_mail_comes(dovecot: Dovecot, postfix: Postfix) -> None:
    with imap(dovecot) as client:
        before = len(client.search())
        client.idle()
        threading.Timer(0.2, send, [postfix, BOT]).start()
        deadline = time.monotonic() + 60
        said: list[object] = []
        while (before + 1, b"EXISTS") not in said:
            assert time.monotonic() < deadline, said
            said += client.idle_check(timeout=1)
        client.idle_done()


def test_keywords_folders_and_move(dovecot: Dovecot, postfix: Postfix) -> None:
    send(postfix, BOT)
    postfix.wait_for(1, BOT)
    with imap(dovecot) as client:
        [uid] = client.search()
        client.add_flags([uid], ["$MailbotTaken"])
    with imap(dovecot) as client:
        assert client.search(["KEYWORD", "$MailbotTaken"]) == [uid]
        assert client.has_capability("MOVE")
        if not client.folder_exists("Archive/2021"):
            client.create_folder("Archive/2021")
        client.move([uid], "Archive/2021")
        assert client.search() == []
        client.select_folder("Archive/2021")
        assert client.search(["KEYWORD", "$MailbotTaken"]) != []


def test_a_detail_in_the_address_reaches_the_account_and_stays_readable(postfix: Postfix) -> None:
    send(postfix, "tsb-irc+b7f2@itu.example", OFFICER)
    assert [to for to, _ in postfix.wait_for(1, BOT)] == ["tsb-irc+b7f2@itu.example"]
    assert [to for to, _ in postfix.wait_for(1, OFFICER)] == [OFFICER]


def test_mail_to_the_world_is_kept_by_recipient(postfix: Postfix) -> None:
    send(postfix, "ada.verne@cept.example", "kofi@atu.example")
    mails = postfix.wait_for(2)
    assert sorted(to for to, _ in mails) == ["ada.verne@cept.example", "kofi@atu.example"]


def test_several_hundred_mails(dovecot: Dovecot, postfix: Postfix) -> None:
    async def flood() -> None:
        async with aiosmtplib.SMTP(hostname=postfix.host, port=postfix.port, start_tls=False) as client:
            for number in range(300):
                raw = f"Subject: {number}\r\n\r\nText\r\n".encode()
                await client.sendmail(BOT, [f"contact{number}@cept.example"], raw)

    with soon(15):
        asyncio.run(flood())
        mails = postfix.wait_for(300)
    assert {to for to, _ in mails} == {f"contact{number}@cept.example" for number in range(300)}
    with imap(dovecot, EVERYONE) as client:
        assert len(client.search()) == 300


# --- faults -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [450, 550])
def test_a_recipient_is_refused_until_told_otherwise(postfix: Postfix, code: int) -> None:
    postfix.reject("Ada.Verne@cept.example", code)
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        send(postfix, "ada.verne@cept.example")
    assert refused.value.recipients[0].code == code
    postfix.accept_all()
    send(postfix, "ada.verne@cept.example")
    assert len(postfix.wait_for(1)) == 1


def test_a_whole_domain_is_refused(postfix: Postfix) -> None:
    postfix.reject("cept.example", 421, "4.3.2 closed for maintenance")
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        send(postfix, "ada.verne@cept.example")


def test_an_unknown_address_of_the_own_domain_is_refused(dovecot: Dovecot, postfix: Postfix) -> None:
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        send(postfix, "newcomer@itu.example")
    dovecot.add_account("newcomer@itu.example", "secret 3")
    send(postfix, "newcomer@itu.example")
    postfix.wait_for(1, "newcomer@itu.example")
    with imap(dovecot, "newcomer@itu.example") as client:
        assert len(client.search()) == 1


def test_accepted_mail_comes_back_as_a_delivery_status_notification(postfix: Postfix) -> None:
    postfix.bounce("gone@cept.example", "5.1.1 mailbox does not exist")
    send(postfix, "gone@cept.example", sender="tsb-irc+b7f2@itu.example")
    [(to, raw)] = postfix.wait_for(1, BOT)
    notification = email.message_from_bytes(raw)
    assert to == "tsb-irc+b7f2@itu.example"
    assert notification["Return-Path"] == "<>"
    assert notification.get_content_type() == "multipart/report"
    assert b"Final-Recipient: rfc822; gone@cept.example" in raw
    assert b"Status: 5.1.1" in raw


# --- TLS and passwords --------------------------------------------------------------------------------


def test_imap_tls_is_refused_unless_the_certificate_is_trusted(dovecot: Dovecot) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        IMAPClient("localhost", port=dovecot.tls_port, timeout=10)
    trusting = ssl.create_default_context(cafile=str(dovecot.certificate))
    client = IMAPClient("localhost", port=dovecot.tls_port, ssl_context=trusting, timeout=10)
    client.login(BOT, "secret")
    client.shutdown()


def test_imap_starttls(dovecot: Dovecot) -> None:
    client = IMAPClient("localhost", port=dovecot.port, ssl=False, timeout=10)
    with pytest.raises(ssl.SSLCertVerificationError):
        client.starttls(ssl.create_default_context())
    with suppress(OSError):  # imapclient gives the socket away before it finds the certificate wanting
        client.shutdown()
    client = IMAPClient("localhost", port=dovecot.port, ssl=False, timeout=10)
    client.starttls(ssl.create_default_context(cafile=str(dovecot.certificate)))
    client.login(BOT, "secret")
    client.shutdown()


def test_smtp_starttls_and_auth(postfix: Postfix) -> None:
    trusting = ssl.create_default_context(cafile=str(postfix.certificate))

    async def session(context: ssl.SSLContext, password: str) -> None:
        client = aiosmtplib.SMTP(
            hostname="localhost", port=postfix.tls_port, start_tls=True, tls_context=context, timeout=10
        )
        try:
            async with client:
                await client.login(BOT, password)
                await client.sendmail(BOT, ["ada.verne@cept.example"], b"Subject: x\r\n\r\nx\r\n")
        finally:
            # After a failed handshake asyncio closes the socket in a later round of the loop.
            await asyncio.sleep(0.05)

    with pytest.raises((ssl.SSLCertVerificationError, aiosmtplib.SMTPException)):
        asyncio.run(session(ssl.create_default_context(), "secret"))
    with pytest.raises(aiosmtplib.SMTPAuthenticationError):
        asyncio.run(session(trusting, "wrong"))
    asyncio.run(session(trusting, "secret"))
    postfix.wait_for(1)


# --- PostgreSQL ---------------------------------------------------------------------------------------


def test_two_databases_do_not_see_each_other(postgres: Postgres) -> None:
    urls = [postgres.create(), postgres.create()]
    for number, url in enumerate(urls):
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE contact (name text)"))
            connection.execute(text("INSERT INTO contact VALUES (:name)"), {"name": f"Ada {number}"})
            assert connection.execute(text("SELECT name FROM contact")).all() == [(f"Ada {number}",)]
        engine.dispose()


def test_a_template_is_filled_once_and_copied(postgres: Postgres) -> None:
    def fill(url: str) -> None:
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            connection.execute("CREATE TABLE organization (code text)")
            connection.execute("INSERT INTO organization VALUES ('CEPT')")

    postgres.template("filled", fill)
    for _ in range(2):
        url = postgres.create(template="filled")
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            assert connection.execute("SELECT code FROM organization").fetchall() == [("CEPT",)]
    postgres.drop("filled")


# --- start, stop, and what is missing -----------------------------------------------------------------


@pytest.mark.usefixtures("postfix", "postgres")  # skips where they cannot run
def test_no_process_and_no_folder_is_left() -> None:
    with Dovecot({BOT: "secret"}) as mailboxes, Postfix(mailboxes) as mta, Postgres() as cluster:
        send(mta, BOT)
        mta.wait_for(1, BOT)
        cluster.create()
        servers = (mailboxes, mta, cluster)
        families = [family(server._daemon.pid) for server in servers]
        assert all(len(members) > 3 for members in families)
    assert [alive(members) for members in families] == [set(), set(), set()]
    assert not any(server.folder.exists() for server in servers)


@pytest.mark.parametrize(
    ("module", "make", "package"),
    [
        (dovecot_module, lambda: Dovecot({}), "dovecot-imapd"),
        (postfix_module, lambda: Postfix(None), "postfix"),  # type: ignore[arg-type]
        (postgres_module, Postgres, "postgresql"),
    ],
)
def test_a_missing_server_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch, module: object, make: type, package: str
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    with pytest.raises(Unavailable, match=f"Debian package {package}"):
        make()

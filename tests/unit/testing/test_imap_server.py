"""The embedded IMAP server: what it keeps, shows, and tells those who idle."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from mailbot.testing import EmbeddedMail
from tests.speed import soon

from .talking import ACCOUNTS, BOT, OFFICER, RAW, imap, until_the_end, wait_for


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
        with soon(2):
            wait_for(client, (1, b"EXISTS"))
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

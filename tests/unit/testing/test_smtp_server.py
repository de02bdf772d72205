"""The embedded SMTP server: what it takes in, where it puts it, and how it fails on request."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import aiosmtplib
import pytest

from mailbot.testing import EmbeddedMail, Stage
from tests.speed import soon

from .talking import ACCOUNTS, BOT, OFFICER, imap, message, send, wait_for


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
    with soon(2):
        send(mail)
    assert time.monotonic() - started >= 0.3


def test_nonsense_faults_are_refused(mail: EmbeddedMail) -> None:
    with pytest.raises(ValueError, match="no failure"):
        mail.faults.answer(250, "fine")
    with pytest.raises(ValueError, match="only show at RCPT"):
        mail.faults.answer(550, "no", recipient="a@b.example", stage=Stage.MAIL)

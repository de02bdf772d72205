"""How the tests of the embedded servers speak to them: with the libraries that mailbot itself uses."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import aiosmtplib
from imapclient import IMAPClient

from mailbot.testing import EmbeddedMail

BOT = "tsb-irc@itu.example"
OFFICER = "officer@itu.example"
ACCOUNTS = {BOT: "secret", OFFICER: "other secret"}
RAW = b"From: ada.verne@cept.example\r\nTo: tsb-irc@itu.example\r\nSubject: new number\r\n\r\n+33 1\r\n"


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
    deadline = time.monotonic() + 30
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

"""A mail to the signed address of `List-Unsubscribe` takes its reader off that list, whoever and whatever sends it."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from mailbot.directory.choices import load_choices
from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.outbound.addressing import Addressing
from mailbot.outbound.composing import Identity
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.heads import value_of
from mailbot.outbound.planner import plan
from mailbot.review.queue import open_cases
from mailbot.settings import Review, Settings, Trust
from mailbot.store.keys import signer
from mailbot.store.session import Store

NOTICE = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
SETTINGS = Settings(
    review=Review(approvers=("officer@itu.example",)), trust=Trust(authserv_ids=("mx.itu.example",))
)
FAILED = "Authentication-Results: mx.itu.example; dmarc=fail header.from=evil.example\r\n"


def asked(store: Store) -> tuple[str, str, str]:
    """A reader, and the address and subject of the mail that his mail program sends."""
    plan(store, SETTINGS, NOTICE)
    transport = MemoryTransport()
    addressing = Addressing(Identity("tsb-irc@itu.example", "TSB"), signer(store, SETTINGS))
    asyncio.run(deliver_due(store, transport, NOTICE, addressing=addressing))
    mail = transport.sent[0]
    (way,) = re.findall(r"<(mailto:[^>]*)>", value_of(mail.content, "List-Unsubscribe") or "")
    parts = urlsplit(way)
    return mail.recipient, parts.path, parse_qs(parts.query)["subject"][0]


def read(store: Store, sender: str, to: str, subject: str, body: str = "", head: str = "") -> str:
    raw = (
        f"{head}From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{abs(hash((sender, to, body)))}@x>\r\n"
        f"Date: Thu, 14 Jan 2021 09:00:00 +0000\r\n\r\n{body}\r\n"
    )
    with store.begin() as session:
        keep_bytes(session, raw.encode(), "test", NOTICE)
    return next(each.outcome for each in read_kept(store, SETTINGS, NOTICE))


def left(store: Store) -> set[tuple[str, str]]:
    with store.begin() as session:
        return set(load_choices(session).left)


def questions(store: Store) -> list[str]:
    with store.begin() as session:
        return [question.text for case in open_cases(session) for question in case.questions]


@pytest.mark.parametrize(
    ("sender", "head"),
    [
        ("", ""),
        ("another.address@home.example", ""),
        ("another.address@home.example", "Auto-Submitted: auto-generated\r\n"),
        ("someone@evil.example", FAILED),
    ],
)
def test_the_token_counts_wherever_the_mail_comes_from(store: Store, sender: str, head: str) -> None:
    reader, to, subject = asked(store)
    assert read(store, sender or reader, to, subject, head=head) in ("command", "auto-reply")
    assert left(store) == {(reader.casefold(), "irm-com3")}
    assert questions(store) == []


def test_a_made_up_token_is_a_strangers_command(store: Store) -> None:
    _, to, subject = asked(store)
    wrong = re.sub(r"-[a-z2-7]{20}@", f"-{'a' * 20}@", to)
    assert read(store, "eve@evil.example", wrong, subject) == "command"
    assert left(store) == set()
    assert "stranger" in questions(store)[0]


def test_the_address_for_replies_leaves_no_list(store: Store) -> None:
    reader, to, _ = asked(store)
    read(store, reader, to.replace("+u-", "+r-"), "Re: call", "All is well with us, see you on Tuesday.")
    assert left(store) == set()

"""The outbox as a log: one mail sent again, one dropped, and what neither may do."""

from __future__ import annotations

import asyncio
import email
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import select

from mailbot.errors import IllegalMove, InputRefused
from mailbot.outbound import log
from mailbot.outbound.composing import Identity
from mailbot.outbound.deliverer import Outcome, deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.heads import ids_in
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow
from mailbot.tokens import Signer
from tests.unit.outbound.test_delivery import NOTICE, WALL, queued, rows

__all__ = ["queued"]
IDENTITY = Identity("tsb-irc@itu.example", "TSB", Signer(b"k" * 32))
LATER = NOTICE + timedelta(days=30)  # the call is long over


def deliver(store: Store, transport: MemoryTransport, limit: int | None = None) -> Outcome:
    return asyncio.run(
        deliver_due(store, transport, LATER if limit is None else NOTICE, lambda: WALL, limit=limit)
    )


def again(store: Store, number: int, to: str | None = None) -> OutboxRow:
    with store.begin() as session:
        return log.resend(session, number, IDENTITY, LATER, to)


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default.clone(raise_on_defect=True))
    assert isinstance(message, EmailMessage)
    return message


def test_a_mail_goes_out_again_with_all_its_parts(queued: Store) -> None:
    transport = MemoryTransport()
    deliver(queued, transport, limit=1)
    first = rows(queued)[0]
    new = again(queued, 1)
    assert (new.resends, new.recipient, new.occasion_id, new.kind) == (
        1,
        first.recipient,
        None,
        "call-notice",
    )
    assert new.shown == first.shown
    deliver(queued, transport)  # the eleven others are about a call that is over
    assert [mail.recipient for mail in transport.sent] == [first.recipient] * 2
    one, two = (read(mail.content) for mail in transport.sent)
    assert two["Message-ID"] != one["Message-ID"]
    assert ids_in(transport.sent[1].content, "References") == [one["Message-ID"]]
    assert [part.get_content_type() for part in two.walk()] == [
        part.get_content_type() for part in one.walk()
    ]
    assert (
        transport.sent[1].content.partition(b"\r\n\r\n")[2]
        == transport.sent[0].content.partition(b"\r\n\r\n")[2]
    )
    assert rows(queued)[0].state == "sent"


def test_again_to_another_address_and_again_to_that(queued: Store) -> None:
    deliver(queued, MemoryTransport(), limit=1)
    one, two = again(queued, 1, "ada@home.example"), again(queued, 1, "ada@home.example")
    assert one.message_id != two.message_id
    assert (one.domain, one.shown) == ("home.example", [])
    assert read(one.content)["To"].addresses[0].addr_spec == "ada@home.example"
    with pytest.raises(InputRefused, match="cannot be written"):
        again(queued, 1, "ada@home.example\r\nBcc: eve@x.example")


def test_what_waits_is_not_sent_again(queued: Store) -> None:
    with pytest.raises(IllegalMove, match="queued; it will be sent anyway"):
        again(queued, 1)
    with pytest.raises(InputRefused, match="no mail 99"):
        again(queued, 99)


def test_a_dropped_mail_is_skipped_with_who_and_why(queued: Store) -> None:
    with queued.begin() as session:
        log.drop(session, 3, "ada", "wrong link")
    assert rows(queued)[2].last_answer == "dropped by ada: wrong link"
    transport = MemoryTransport()
    assert deliver(queued, transport, limit=20).sent == 11
    with queued.begin() as session, pytest.raises(IllegalMove, match="only what is queued"):
        log.drop(session, 1, "ada", "too late")
    assert again(queued, 3).resends == 3


def test_the_log_is_listed_without_the_mails(queued: Store) -> None:
    deliver(queued, MemoryTransport(), limit=2)
    with queued.begin() as session:
        first = session.scalars(select(OutboxRow).where(OutboxRow.id == 1)).one().recipient
    with queued.begin() as session:
        assert [row.id for row in log.listed(session, limit=3)] == [12, 11, 10]
        assert [row.id for row in log.listed(session, state="sent")] == [2, 1]
        assert [row.id for row in log.listed(session, to=first.upper())] == [1]
        assert log.listed(session, kind="liaison") == []
        assert "content" not in log.listed(session)[0].__dict__

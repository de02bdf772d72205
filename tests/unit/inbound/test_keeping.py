"""Taking mail in: raw first, exactly once, whatever the mailbox or a second worker does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from mailbot.errors import Retry
from mailbot.inbound.keeping import Kept, keep_new
from mailbot.inbound.mailbox import Item
from mailbot.inbound.mailbox.memory import MemoryMailbox
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import MailboxItemRow, MailRow
from tests.conftest import NOON


def letter(number: int, body: str = "Hello") -> bytes:
    return (
        f"From: Ada <ada@cept.example>\r\nTo: tsb-irc@itu.example\r\nSubject: {number}\r\n"
        f"Message-ID: <{number}@cept.example>\r\nDate: Mon, 14 Dec 2020 12:00:00 +0100\r\n\r\n{body}\r\n"
    ).encode()


def poll(store: Store, mailbox: MemoryMailbox) -> Kept:
    with mailbox:
        return keep_new(store, mailbox, NOON)


def kept(store: Store) -> int:
    with store.begin() as session:
        return session.scalar(select(func.count()).select_from(MailRow)) or 0


def test_each_message_is_taken_in_once(empty_store: Store) -> None:
    mailbox = MemoryMailbox()
    for n in range(3):
        mailbox.deliver(letter(n))
    assert len(poll(empty_store, mailbox).new) == 3
    assert poll(empty_store, mailbox).new == []
    mailbox.deliver(letter(3))
    assert len(poll(empty_store, mailbox).new) == 1
    assert kept(empty_store) == 4
    assert mailbox.seen == {"1", "2", "3", "4"}


def test_the_bytes_are_kept_as_they_came(empty_store: Store) -> None:
    mailbox, raw = MemoryMailbox(), letter(1, "na\x00ïve\n.\n")
    mailbox.deliver(raw)
    poll(empty_store, mailbox)
    with empty_store.begin() as session:
        assert contents.read(session, 1) == raw


def test_a_replaced_folder_brings_nothing_twice(empty_store: Store) -> None:
    """Another UIDVALIDITY: every message is listed again, under other numbers."""
    mailbox = MemoryMailbox()
    for n in range(3):
        mailbox.deliver(letter(n))
    poll(empty_store, mailbox)
    mailbox.recreate()
    for n in (2, 1, 0, 5):
        mailbox.deliver(letter(n))
    assert len(poll(empty_store, mailbox).new) == 1
    assert kept(empty_store) == 4


def test_a_read_only_folder_is_read_by_its_cursor(empty_store: Store) -> None:
    mailbox = MemoryMailbox(read_only=True)
    mailbox.deliver(letter(1))
    result = poll(empty_store, mailbox)
    assert len(result.new) == 1
    assert "read-only" in result.notes[0]
    second = poll(empty_store, mailbox)
    assert (second.new, second.notes) == ([], [])


def test_what_a_crash_left_undisposed_is_disposed_by_the_next_poll(empty_store: Store) -> None:
    class Dies(MemoryMailbox):
        def dispose(self, items: Any) -> Any:
            raise Retry("the connection broke")

    mailbox = Dies()
    mailbox.deliver(letter(1))
    with pytest.raises(Retry):
        poll(empty_store, mailbox)
    assert kept(empty_store) == 1
    assert mailbox.seen == set()
    mailbox.__class__ = MemoryMailbox
    assert poll(empty_store, mailbox).new == []
    assert mailbox.seen == {"1"}


def test_a_broken_connection_loses_nothing(empty_store: Store) -> None:
    class BreaksOnSecond(MemoryMailbox):
        def fetch(self, item: Item) -> bytes:
            if item.uid == "2":
                self.disconnect()
            return super().fetch(item)

    mailbox = BreaksOnSecond()
    for n in range(3):
        mailbox.deliver(letter(n))
    with pytest.raises(Retry):
        poll(empty_store, mailbox)
    assert kept(empty_store) == 1
    mailbox.__class__ = MemoryMailbox
    assert len(poll(empty_store, mailbox).new) == 2


def test_a_second_worker_that_was_faster_is_no_error(empty_store: Store) -> None:
    mailbox, other = MemoryMailbox(), MemoryMailbox()
    mailbox.deliver(letter(1))
    other.deliver(letter(1))

    class Races(MemoryMailbox):
        def fetch(self, item: Item) -> bytes:
            poll(empty_store, other)
            return super().fetch(item)

    mailbox.__class__ = Races
    result = poll(empty_store, mailbox)
    assert (result.new, result.known) == ([], 1)
    assert kept(empty_store) == 1


def test_a_message_that_is_too_large_is_recorded(empty_store: Store) -> None:
    mailbox = MemoryMailbox(max_bytes=500)
    mailbox.deliver(letter(1, "x" * 1000))
    mailbox.deliver(letter(2))
    result = poll(empty_store, mailbox)
    assert (len(result.new), result.refused) == (1, 1)
    with empty_store.begin() as session:
        row = session.scalars(select(MailRow).where(MailRow.state == "quarantined")).one()
        assert "the limit is 500" in (row.error or "")
        assert session.scalar(select(func.count()).select_from(MailboxItemRow)) == 2


def test_two_deliveries_of_one_mail_have_one_fingerprint(empty_store: Store) -> None:
    mailbox = MemoryMailbox()
    mailbox.deliver(b"Received: from a by b; 1\r\n" + letter(1))
    mailbox.deliver(b"Received: from a by c; 2\r\n" + letter(1))
    mailbox.deliver(b"Received: from a by c; 2\r\n" + letter(1, "other words"))
    poll(empty_store, mailbox)
    with empty_store.begin() as session:
        prints = list(session.scalars(select(MailRow.fingerprint).order_by(MailRow.id)))
    assert prints[0] == prints[1] != prints[2]

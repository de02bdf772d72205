"""What every mailbox promises (mailbot.inbound.mailbox.protocol), shown on each of them.

Memory, files, an mbox, Maildir, the embedded IMAP server, and a private Dovecot.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from mailbot.errors import Retry
from mailbot.inbound.mailbox import Cursor, Item, Mailbox, MessageGone, MessageTooLarge
from tests.speed import soon

from .mailbox_backends import Backend, MemoryBackend, backends, own_dovecot

__all__ = ["own_dovecot"]

A, B, C = (f"Subject: {name}\r\n\r\nFrom {name}.\r\n".encode() for name in "ABC")


@pytest.fixture(params=["memory", "folder", "mbox", "maildir", "embedded", "dovecot"])
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    with backends(request.param, request) as backend:
        yield backend


@pytest.fixture
def imap_like(backend: Backend) -> Backend:
    if not backend.has_cursor:
        pytest.skip("files and Maildirs have no connection, no order and no generations")
    return backend


@pytest.fixture
def live(backend: Backend) -> Backend:
    if not backend.is_live:
        pytest.skip("nobody tells what is new in a file")
    return backend


@pytest.fixture
def changing(backend: Backend) -> Backend:
    if not backend.can_dispose:
        pytest.skip("files are only read")
    return backend


def listed(box: Mailbox, cursor: Cursor | None = None) -> list[Item]:
    return list(box.new_since(cursor))


def test_items_come_in_order_with_size_and_bytes(backend: Backend) -> None:
    for raw in (A, B, C):
        backend.deliver(raw)
    with backend.box() as box:
        items = listed(box)
        assert [box.fetch(item) for item in items] == [A, B, C]
        assert [item.size for item in items] == [len(A), len(B), len(C)]
        assert len({item.uid for item in items}) == 3


def test_an_empty_mailbox_has_no_items(backend: Backend) -> None:
    with backend.box() as box:
        assert listed(box) == []
        assert listed(box, Cursor(box.open().generation, "7")) == []


def test_the_cursor_resumes_in_another_session(imap_like: Backend) -> None:
    for raw in (A, B):
        imap_like.deliver(raw)
    with imap_like.box() as box:
        first, second = listed(box)
    with imap_like.box() as box:
        assert listed(box, first.cursor) == [second]
        assert listed(box, second.cursor) == []  # IMAP's `n:*` names the last message also below n
        imap_like.deliver(C)
        (third,) = listed(box, second.cursor)
        assert box.fetch(third) == C


def test_a_maildir_lists_everything_whatever_the_cursor(backend: Backend) -> None:
    backend.deliver(A)
    with backend.box() as box:
        (item,) = listed(box)
        assert listed(box, item.cursor) == ([] if backend.has_cursor else [item])


def test_fetching_leaves_no_mark(backend: Backend) -> None:
    backend.deliver(A)
    with backend.box() as box:
        box.fetch(*listed(box))
    assert backend.seen() == []


def test_flagging_marks_what_was_handled_and_nothing_else(changing: Backend) -> None:
    for raw in (A, B, C):
        changing.deliver(raw)
    with changing.box(after="flag") as box:
        items = listed(box)
        assert box.dispose(items[:2]).complete
        assert box.dispose(items[:1]).complete  # a second time does no harm
        assert box.dispose([]).complete
    assert changing.seen() == [A, B]
    assert changing.inbox() == [A, B, C]


def test_moving_takes_what_was_handled_and_nothing_else(changing: Backend) -> None:
    for raw in (A, B, C):
        changing.deliver(raw)
    with changing.box(after="move") as box:
        first, second, third = listed(box)
        assert box.dispose([first]).complete
        assert box.dispose([first, second]).complete  # the first is gone already
        assert [item.uid for item in listed(box)] == [third.uid]
    assert changing.processed() == [A, B]
    assert changing.inbox() == [C]


def test_none_changes_nothing(backend: Backend) -> None:
    backend.deliver(A)
    with backend.box(after="none") as box:
        assert box.dispose(listed(box)).complete
    assert backend.seen() == []
    assert backend.inbox() == [A]


def test_a_message_that_vanished_is_gone_and_the_rest_is_read(backend: Backend) -> None:
    backend.deliver(A)
    backend.deliver(B)
    with backend.box() as box:
        first, second = listed(box)
        backend.remove(first)
        with suppress(MessageGone):  # a server may show it until it has told us (RFC 2180 §4.1)
            assert box.fetch(first) == A
        assert [item.uid for item in listed(box)] == [second.uid]
        with pytest.raises(MessageGone, match=first.uid):
            box.fetch(first)
        assert box.fetch(second) == B
        assert box.dispose([first, second]).complete


def test_an_oversize_message_is_refused_and_the_rest_is_read(backend: Backend) -> None:
    backend.deliver(A + b"x" * 1000 + b"\r\n")
    backend.deliver(B)
    with backend.box(max_bytes=500) as box:
        large, small = listed(box)
        with pytest.raises(MessageTooLarge) as refused:
            box.fetch(large)
        assert (refused.value.size, refused.value.limit) == (len(A) + 1002, 500)
        assert box.fetch(small) == B


def test_a_replaced_folder_is_another_generation(imap_like: Backend) -> None:
    imap_like.deliver(A)
    with imap_like.box() as box:
        (old,) = listed(box)
    imap_like.recreate()
    imap_like.deliver(B)
    with imap_like.box() as box:
        (new,) = listed(box, old.cursor)
        assert new.generation != old.generation
        assert box.fetch(new) == B
        with pytest.raises(MessageGone):
            box.fetch(old)
        assert box.dispose([old]).complete
    assert imap_like.seen() == []


def test_after_a_disconnect_nothing_is_left_out(imap_like: Backend) -> None:
    for raw in (A, B):
        imap_like.deliver(raw)
    with imap_like.box() as box:
        items = listed(box)
        assert box.fetch(items[0]) == A
        imap_like.disconnect()
        with pytest.raises(Retry):
            box.fetch(items[1])
        with pytest.raises(Retry):
            box.fetch(items[1])
        imap_like.deliver(C)
        box.open()
        assert [box.fetch(item) for item in listed(box, items[0].cursor)] == [B, C]


def test_waiting_ends_with_an_error_when_the_connection_breaks(imap_like: Backend) -> None:
    with imap_like.box() as box:
        listed(box)
        with later(imap_like.disconnect), pytest.raises(Retry):
            box.wait(20, threading.Event())


def test_a_delivery_wakes_the_waiting_within_two_seconds(live: Backend) -> None:
    with live.box() as box:
        assert box.open().idle
        listed(box)
        with later(lambda: live.deliver(A)), soon(2.3):
            assert box.wait(20, threading.Event())
        assert len(listed(box)) == 1


def test_what_came_before_the_wait_is_news_too(live: Backend) -> None:
    live.deliver(A)
    with live.box() as box:
        items = listed(box)
        live.deliver(B)
        box.dispose(items)  # the server may mention the new message here, and then no more
        assert box.wait(5, threading.Event())


def test_no_news_is_false_however_often_idle_was_renewed(live: Backend) -> None:
    live.deliver(A)
    with live.box(renew_after=0.1) as box:
        wait_until_quiet(box)
        began = time.monotonic()
        assert box.wait(0.5, threading.Event()) is False
        assert time.monotonic() - began >= 0.5
        live.deliver(B)
        assert box.wait(5, threading.Event())


def test_stop_ends_the_wait_within_a_second(live: Backend) -> None:
    stop = threading.Event()
    with live.box() as box:
        wait_until_quiet(box)
        with later(stop.set), soon(1.3):
            assert box.wait(20, stop) is False
        with soon(1):
            assert box.wait(20, stop) is False


def test_a_mailbox_that_is_not_open_says_so(imap_like: Backend) -> None:
    box = imap_like.box()
    with pytest.raises(Retry, match="not connected"):
        box.new_since(None)
    box.close()


def test_the_name_is_the_same_in_each_session(backend: Backend) -> None:
    assert backend.box().name == backend.box(after="move").name
    assert "secret" not in backend.box().name


def test_files_are_left_as_they_are(backend: Backend) -> None:
    if backend.can_dispose:
        pytest.skip("this one can be changed")
    backend.deliver(A)
    with backend.box(after="move") as box:
        assert box.open().read_only
        assert not box.open().idle
        assert box.dispose(listed(box)).complete
        assert box.wait(0.01, threading.Event())  # nobody tells: there may be news
        stop = threading.Event()
        stop.set()
        assert not box.wait(20, stop)
    assert backend.inbox() == [A]


def test_without_idle_the_end_of_the_wait_may_be_news() -> None:
    with MemoryBackend(idle=False).box() as box:
        assert not box.open().idle
        assert box.wait(0.01, threading.Event())


def wait_until_quiet(box: Mailbox) -> None:
    """Lists until the mailbox has no late news of what was delivered before."""
    for _ in range(10):
        listed(box)
        if not box.wait(0.15, threading.Event()):
            return
    pytest.fail("the mailbox has news for ever")


class later:  # noqa: N801 - reads as a statement
    """Does something in another thread 0.3 s after the block began, and waits for its end."""

    def __init__(self, action: object) -> None:
        self._timer = threading.Timer(0.3, action)  # type: ignore[arg-type]

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.join()

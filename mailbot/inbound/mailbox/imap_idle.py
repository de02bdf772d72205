"""IDLE (RFC 2177, RFC 9051 §6.3.13): the server says when there is news.

Failure semantics: news is never missed, at the price of an occasional false alarm. What the server
mentions by the way, in the answer to any other command or in the very packet that begins IDLE, counts as
news until it is asked for; IMAPClient's own `idle_check` does not see those. Every IDLE ends with DONE
and its answer, so a dead connection shows as an error when the round is over.

This module speaks to imaplib below IMAPClient.
"""

from __future__ import annotations

import selectors
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from imaplib import IMAP4
from threading import Event
from typing import Any

RENEW_AFTER = 9 * 60.0
"""Seconds; the RFC allows 29 minutes, but a connection that died silently is to be noticed within 10."""

ANSWER_WITHIN = 30.0
"""Seconds a server may take to answer DONE, however long `imap.timeout` is."""

_SLICE = 0.25  # seconds; how fast `stop` is seen


class IdleRefused(Exception):
    """The server answers IDLE with NO or BAD."""


def has_news(imap: IMAP4) -> bool:
    """Whether the server has mentioned a new size of the folder since this was last asked."""
    told = [imap.response(name)[1] for name in ("EXISTS", "RECENT")]
    return any(data != [None] for data in told)


def idle_once(imap: IMAP4, timeout: float, stop: Event) -> bool:
    """One round of IDLE: until the server says anything, the timeout, or ``stop``. True: news."""
    if has_news(imap):
        return True
    tag = imap._command("IDLE")
    while imap._get_response() is not None:
        if imap.tagged_commands[tag] is not None:
            del imap.tagged_commands[tag]
            raise IdleRefused
    told = has_news(imap)
    if not told and not _has_buffered(imap):
        _until_readable(imap, timeout, stop)
    with _at_most(imap, ANSWER_WITHIN):
        imap.send(b"DONE\r\n")
        imap._command_complete("IDLE", tag)
    return has_news(imap) or told


@contextmanager
def _at_most(imap: IMAP4, seconds: float) -> Iterator[None]:
    before = imap.sock.gettimeout()
    imap.sock.settimeout(seconds if before is None else min(before, seconds))
    try:
        yield
    finally:
        imap.sock.settimeout(before)


def _until_readable(imap: IMAP4, timeout: float, stop: Event) -> None:
    end = time.monotonic() + timeout
    with selectors.DefaultSelector() as selector:
        selector.register(imap.sock, selectors.EVENT_READ)
        while not stop.is_set():
            left = end - time.monotonic()
            if left <= 0 or selector.select(min(left, _SLICE)):
                return


def _has_buffered(imap: IMAP4) -> bool:
    """Whether something was read together with the last line and waits in memory, unseen by `select`."""
    if hasattr(imap, "_readbuf"):  # Python 3.14 buffers by itself
        return bool(b"".join(imap._readbuf)) or _pending(imap.sock)
    before = imap.sock.gettimeout()
    imap.sock.setblocking(False)
    try:
        with suppress(ssl.SSLWantReadError, BlockingIOError):
            buffered: Any = imap.file
            return bool(buffered.peek(1))
        return False
    finally:
        imap.sock.settimeout(before)


def _pending(sock: object) -> bool:
    return isinstance(sock, ssl.SSLSocket) and sock.pending() > 0

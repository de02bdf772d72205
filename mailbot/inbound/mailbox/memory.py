"""A mailbox in memory: the same promises as an IMAP folder, for the demo and for tests.

Failure semantics: as the protocol says. `disconnect` ends the connection as a server would: the next call
raises Retry, and the mailbox works again after `open`; `refuse` makes that `open` fail too. Deliveries,
`disconnect` and the rest may come from other threads.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from threading import Condition, Event

from mailbot.errors import MailbotError, Retry
from mailbot.inbound.mailbox.protocol import (
    MAX_MESSAGE_BYTES,
    After,
    Cursor,
    Disposal,
    Item,
    Mailbox,
    MailboxState,
    MessageGone,
    MessageTooLarge,
)

_SLICE = 0.1  # seconds; how fast `wait` sees an event that cannot notify it


class MemoryMailbox(Mailbox):
    """Messages by uid. What happened to them is readable: `messages`, `seen`, `moved`."""

    def __init__(
        self,
        name: str = "memory://inbox",
        *,
        after: After = "flag",
        read_only: bool = False,
        idle: bool = True,
        max_bytes: int = MAX_MESSAGE_BYTES,
    ) -> None:
        self._name = name
        self._after = after
        self._max_bytes = max_bytes
        self._read_only = read_only
        self._idle = idle
        self._generation = 1
        self._next_uid = 1
        self._messages: dict[int, bytes] = {}
        self._connected = False
        self._refusal: MailbotError | None = None
        self._news = False
        self._changed = Condition()
        self.seen: set[str] = set()
        self.moved: list[bytes] = []

    @property
    def name(self) -> str:
        return self._name

    # What the world outside sees and does.

    @property
    def messages(self) -> dict[str, bytes]:
        """What is in the folder, by uid."""
        with self._changed:
            return {str(uid): raw for uid, raw in self._messages.items()}

    def deliver(self, raw: bytes) -> str:
        """A message arrives; returns its uid."""
        with self._changed:
            uid = self._next_uid
            self._next_uid += 1
            self._messages[uid] = raw
            self._news = True
            self._changed.notify_all()
            return str(uid)

    def remove(self, uid: str) -> None:
        """Somebody else removes a message."""
        with self._changed:
            del self._messages[int(uid)]

    def recreate(self) -> None:
        """The folder is deleted and made again: empty, uids from 1, another generation."""
        with self._changed:
            self._messages.clear()
            self.seen.clear()
            self._generation += 1
            self._next_uid = 1
            self._connected = False
            self._changed.notify_all()

    def disconnect(self) -> None:
        """The connection breaks."""
        with self._changed:
            self._connected = False
            self._changed.notify_all()

    def refuse(self, error: MailbotError | None) -> None:
        """From now on `open` raises this; None: it works again."""
        with self._changed:
            self._refusal = error
            self._connected = False
            self._changed.notify_all()

    # The mailbox as the intake sees it.

    def open(self) -> MailboxState:
        with self._changed:
            if self._refusal is not None:
                raise self._refusal
            self._connected = True
            return MailboxState(str(self._generation), self._read_only, self._idle)

    def close(self) -> None:
        with self._changed:
            self._connected = False

    def new_since(self, cursor: Cursor | None) -> Iterator[Item]:
        with self._changed:
            self._require_connection()
            self._news = False
            generation = str(self._generation)
            last = int(cursor.uid) if cursor is not None and cursor.generation == generation else 0
            listed = [
                Item(generation, str(uid), len(raw)) for uid, raw in self._messages.items() if uid > last
            ]
        return iter(listed)

    def fetch(self, item: Item) -> bytes:
        with self._changed:
            self._require_connection()
            raw = self._messages.get(int(item.uid)) if item.generation == str(self._generation) else None
        if raw is None:
            raise MessageGone(f"{self._name}: message {item.uid} is gone")
        if len(raw) > self._max_bytes:
            raise MessageTooLarge(
                f"{self._name}: message {item.uid} has {len(raw)} bytes, the limit is {self._max_bytes}",
                size=len(raw),
                limit=self._max_bytes,
            )
        return raw

    def dispose(self, items: Sequence[Item]) -> Disposal:
        with self._changed:
            self._require_connection()
            if self._after == "none":
                return Disposal(complete=True)
            if self._read_only:
                return Disposal(complete=False, reason=f"{self._name}: the folder is read-only")
            generation = str(self._generation)
            here = [item.uid for item in items if item.generation == generation]
            for uid in here:
                if int(uid) not in self._messages:
                    continue
                if self._after == "flag":
                    self.seen.add(uid)
                else:
                    self.moved.append(self._messages.pop(int(uid)))
        return Disposal(complete=True)

    def wait(self, timeout: float, stop: Event) -> bool:
        if not self._idle:
            return not stop.wait(timeout)
        end = time.monotonic() + timeout
        with self._changed:
            while True:
                self._require_connection()
                if stop.is_set():
                    return False
                if self._news:
                    return True
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(min(left, _SLICE))

    def _require_connection(self) -> None:
        if not self._connected:
            raise Retry(f"{self._name}: not connected")

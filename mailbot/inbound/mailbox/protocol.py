"""What the intake sees of a mailbox, wherever the mail lies: IMAP, Maildir, files, memory.

Failure semantics: a mailbox remembers nothing about progress. Everything it says may be asked again, and
asking again loses nothing: `new_since` may name an item twice (the intake's unique key on mailbox,
generation and uid settles that), it never leaves one out. Reading changes nothing on the server; only
`dispose` does, and the intake calls it after its commit, so a crash in between means that an item is
disposed of twice, which is harmless. An error says what to do: `Retry` (away, slow, temporary: `close`,
wait for the next `Backoff.delay`, `open`), `MailboxRefused` (a person must change the configuration),
`MessageUnreadable` and `MessageGone` (this item only; record it and go on). After any error but the last
two the connection is closed already, and `open` makes a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from types import TracebackType
from typing import Literal, Protocol, Self

from mailbot.errors import AskPerson, GiveUp, UsageError

MAX_MESSAGE_BYTES = 50 * 1024 * 1024
"""A message larger than this is not read: it is recorded, and a person looks at it."""

After = Literal["flag", "move", "none"]
"""What becomes of a handled item: marked, moved to another folder, or left as it is."""


class MailboxRefused(UsageError):
    """The mailbox cannot be used as configured: login, folder, certificate or security are refused."""


class MessageUnreadable(AskPerson):
    """The mailbox has the item and will not, or must not, hand it over."""


class MessageTooLarge(MessageUnreadable):
    """The item is larger than the limit; nothing of it was read."""

    def __init__(self, message: str, *, size: int, limit: int) -> None:
        super().__init__(message)
        self.size = size
        self.limit = limit


class MessageGone(GiveUp):
    """Somebody removed the item, or the whole folder was replaced, after it was listed."""


@dataclass(frozen=True)
class Cursor:
    """How far an intake has come: this item and all that were listed before it are recorded.

    It is worth something only within its generation; in another one everything is listed again.
    """

    generation: str
    uid: str


@dataclass(frozen=True)
class Item:
    """One message in one generation of a mailbox; (mailbox name, generation, uid) is its key for ever.

    ``size`` is what the server says before the message is read (RFC 9051 §6.4.5, RFC822.SIZE); some
    servers only estimate it.
    """

    generation: str
    uid: str
    size: int

    @property
    def cursor(self) -> Cursor:
        """What to store once this item, and all listed before it, are recorded."""
        return Cursor(self.generation, self.uid)


@dataclass(frozen=True)
class MailboxState:
    """What opening found.

    ``generation`` changes when uids start to mean something else (IMAP: UIDVALIDITY, RFC 9051 §2.3.1.1).
    ``read_only``: nothing here can be marked or moved. ``idle``: `wait` is told of news at once.
    """

    generation: str
    read_only: bool
    idle: bool


@dataclass(frozen=True)
class Disposal:
    """What `dispose` did. ``complete``: the items are as configured, or gone, or nothing more can be done.

    Otherwise something was left undone that may succeed after the operator changed something; asking again
    does no harm. ``reason`` is for the log and `mailbot doctor`.
    """

    complete: bool
    reason: str = ""


class Mailbox(Protocol):
    """One folder with mail. Not thread-safe: one thread uses it, `stop` events may be set by others."""

    @property
    def name(self) -> str:
        """Stable over restarts, without secrets: `imap://user@host:993/INBOX`, `maildir:///path`."""
        ...

    def open(self) -> MailboxState:
        """Connects where that is needed; an open mailbox stays open. Call it again after an error."""
        ...

    def close(self) -> None:
        """Ends the connection within a few seconds; never raises."""
        ...

    def new_since(self, cursor: Cursor | None) -> Iterator[Item]:
        """The items behind the cursor in the mailbox's order; all of them if it is of another generation.

        It looks anew each time it is called, so a replaced folder shows up here as a new generation.
        Items without an order of arrival (Maildir) are all listed, whatever the cursor says.
        """
        ...

    def fetch(self, item: Item) -> bytes:
        """The message as it arrived; leaves no mark on it. The item is from this object's `new_since`.

        Raises MessageUnreadable (MessageTooLarge above all) and MessageGone.
        """
        ...

    def dispose(self, items: Sequence[Item]) -> Disposal:
        """Marks or moves handled items as configured. Items that are gone already are done."""
        ...

    def wait(self, timeout: float, stop: Event) -> bool:
        """Blocks until there may be news (True), the timeout is over, or ``stop`` is set (within 1 s).

        Without ``MailboxState.idle`` nobody says what is new: True when the time is over.
        """
        ...

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

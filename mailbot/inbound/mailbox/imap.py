"""One IMAP folder as a mailbox (RFC 9051; servers of RFC 3501 are as welcome).

Failure semantics: whatever breaks, the connection is closed and `open` begins anew; nothing is kept here
that a new connection would miss. UIDs ascend and are never used twice within one UIDVALIDITY
(RFC 9051 §2.3.1.1): that, and nothing else, is what "in order, none left out" rests on. Messages are read
with BODY.PEEK[], so a crash after reading leaves them unread on the server. The folder is selected
anew for each listing, which shows a replaced or meanwhile read-only folder; a folder that cannot be
written to is read all the same.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from imaplib import IMAP4
from threading import Event
from typing import Any
from urllib.parse import quote

from imapclient import IMAPClient

from mailbot.errors import Retry
from mailbot.inbound.mailbox import imap_dispose, imap_listing
from mailbot.inbound.mailbox.imap_errors import (
    LIBRARY_ERRORS,
    as_mailbot_error,
    refuse_control_characters,
    response_code,
)
from mailbot.inbound.mailbox.imap_idle import RENEW_AFTER, IdleRefused, has_news, idle_once
from mailbot.inbound.mailbox.imap_session import connect, cut, leave
from mailbot.inbound.mailbox.protocol import (
    MAX_MESSAGE_BYTES,
    Cursor,
    Disposal,
    Item,
    Mailbox,
    MailboxRefused,
    MailboxState,
    MessageGone,
    MessageTooLarge,
    MessageUnreadable,
)
from mailbot.oauth.sasl import TokenSource
from mailbot.settings import Imap

_WINDOW = 50_000  # messages searched at once: imaplib reads no answer line above 1 MB
_GONE = {"EXPUNGEISSUED", "NONEXISTENT"}


class ImapMailbox(Mailbox):
    """The folder ``settings.folder``, or another one on the same server.

    ``tokens`` gives access tokens where `settings.auth` is `oauth2`.
    ``renew_after`` is the longest IDLE in seconds, ``window`` how many messages one search looks at.
    """

    def __init__(
        self,
        settings: Imap,
        *,
        folder: str | None = None,
        tokens: TokenSource | None = None,
        max_bytes: int = MAX_MESSAGE_BYTES,
        renew_after: float = RENEW_AFTER,
        window: int = _WINDOW,
    ) -> None:
        if not settings.host:
            raise MailboxRefused("imap.host: is not set; name the IMAP server in mailbot.toml")
        folder = settings.folder if folder is None else folder
        refuse_control_characters("imap.folder", folder)
        refuse_control_characters("imap.processed", settings.processed)
        self._settings = settings
        self._folder = "INBOX" if folder.upper() == "INBOX" else folder
        self._tokens = tokens
        self._max_bytes = max_bytes
        self._renew_after = renew_after
        self._window = window
        self._client: IMAPClient | None = None
        self._state = MailboxState("", read_only=True, idle=False)
        self._permanent: imap_dispose.Permanent = None
        self._quiet: imap_listing.Quiet | None = None

    @property
    def name(self) -> str:
        """As an IMAP URL (RFC 5092)."""
        host = self._settings.host.strip("[]").lower()
        host = f"[{host}]" if ":" in host else host
        user = quote(self._settings.username, safe="")
        return f"imap://{user}@{host}:{self._settings.effective_port}/{quote(self._folder)}"

    def open(self) -> MailboxState:
        if self._client is None:
            self._client = connect(self._settings, self.name, self._tokens)
            self._select()
        return self._state

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            leave(client)

    def new_since(self, cursor: Cursor | None) -> Iterator[Item]:
        """UID SEARCH, then RFC822.SIZE in groups as the iterator advances. No search where CONDSTORE says
        that nothing has happened since the last one."""
        folder = self._select()
        last = 0
        if cursor is not None and cursor.generation == folder.generation:
            last = int(cursor.uid)
        if self._quiet is not None and self._quiet.holds(folder, last):
            return iter(())
        with self._talking() as client:
            found = imap_listing.search(client, last, folder.count, self._window)
        self._quiet = imap_listing.Quiet(folder, found[-1] if found else last)
        return self._with_sizes(folder.generation, found)

    def fetch(self, item: Item) -> bytes:
        if item.generation != self._state.generation:
            raise MessageGone(f"{self.name}: message {item.uid} is gone: the folder was replaced")
        if item.size > self._max_bytes:
            raise self._too_large(item, item.size)
        with self._talking() as client:
            try:
                answer = client.fetch([int(item.uid)], ["BODY.PEEK[]"])
            except IMAP4.abort:
                raise
            except IMAP4.error as error:
                answer = self._unread(item, error)
        raw = answer.get(int(item.uid), {}).get(b"BODY[]")
        if raw is None or (not raw and item.size):  # RFC 2180 §4.1.3: what is gone may read as NIL
            raise MessageGone(f"{self.name}: message {item.uid} is gone")
        if len(raw) > self._max_bytes:
            raise self._too_large(item, len(raw))
        return bytes(raw)

    def dispose(self, items: Sequence[Item]) -> Disposal:
        uids = [int(item.uid) for item in items if item.generation == self._state.generation]
        after = self._settings.after
        if not uids or after == "none":
            return Disposal(complete=True)
        if self._state.read_only:
            return Disposal(complete=False, reason=f"{self.name}: the folder is read-only")
        with self._talking() as client:
            if after == "flag":
                return imap_dispose.flag(client, uids, self._permanent)
            return imap_dispose.move(client, uids, self._settings.processed)

    def wait(self, timeout: float, stop: Event) -> bool:
        end = time.monotonic() + timeout
        with self._talking() as client:
            while self._state.idle and not stop.is_set():
                left = end - time.monotonic()
                if left <= 0:
                    return False
                try:
                    if idle_once(client._imap, min(left, self._renew_after), stop):
                        return True
                except IdleRefused:
                    self._state = MailboxState(self._state.generation, self._state.read_only, idle=False)
        return not stop.wait(max(0.0, end - time.monotonic()))

    def _select(self) -> imap_listing.Selected:
        """SELECT, or EXAMINE where the folder is read-only or not to be changed (RFC 9051 §6.3.2, §6.3.3)."""
        with self._talking(
            f"folder {self._folder!r} cannot be opened; check imap.folder and imap.folders"
        ) as client:
            read_only = self._settings.after == "none"
            try:
                answer = client.select_folder(self._folder, readonly=read_only)
            except IMAP4.readonly:
                read_only = True
                answer = client.select_folder(self._folder, readonly=True)
            if not answer.get(b"UIDVALIDITY"):
                raise MailboxRefused(
                    f"{self.name}: the server has no UIDs for this folder; it cannot be used"
                )
            permanent = answer.get(b"PERMANENTFLAGS")
            self._permanent = None if permanent is None else frozenset(permanent)
            self._state = MailboxState(
                str(answer[b"UIDVALIDITY"]),
                read_only=read_only or b"READ-ONLY" in answer,
                idle=client.has_capability("IDLE"),
            )
            has_news(client._imap)  # known now
            return imap_listing.Selected.of(answer)

    def _with_sizes(self, generation: str, uids: list[int]) -> Iterator[Item]:
        for start in range(0, len(uids), imap_listing.SIZES_AT_ONCE):
            with self._talking() as client:
                some = imap_listing.sizes(client, uids[start : start + imap_listing.SIZES_AT_ONCE])
            for uid, size in some.items():
                yield Item(generation, str(uid), size)

    def _unread(self, item: Item, error: IMAP4.error) -> dict[int, dict[bytes, Any]]:
        """A NO to FETCH concerns this message alone, unless it is temporary (RFC 9051 §6.4.5)."""
        if response_code(str(error)) in _GONE:
            return {}
        failure = as_mailbot_error(error, self.name)
        if isinstance(failure, Retry):
            raise error
        raise MessageUnreadable(f"{self.name}: message {item.uid} cannot be read: {failure}")

    def _too_large(self, item: Item, size: int) -> MessageTooLarge:
        return MessageTooLarge(
            f"{self.name}: message {item.uid} has {size} bytes, the limit is {self._max_bytes}",
            size=size,
            limit=self._max_bytes,
        )

    @contextmanager
    def _talking(self, remedy: str = "") -> Iterator[IMAPClient]:
        """The client; any error of the library ends the connection and is raised as ours."""
        client = self._client
        if client is None:
            raise Retry(f"{self.name}: not connected")
        try:
            yield client
        except LIBRARY_ERRORS as error:
            self._client = None
            cut(client)
            failure = as_mailbot_error(error, self.name)
            if remedy and isinstance(failure, MailboxRefused):
                failure = MailboxRefused(f"{failure}; {remedy}")
            raise failure from None
        except MailboxRefused:
            self._client = None
            cut(client)
            raise

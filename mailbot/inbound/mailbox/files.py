"""What `mailbot ingest` takes: .eml files, folders of them, mbox files, Maildirs, and one mail on stdin.

Failure semantics: files are only read. A message in a file has no number that lasts, so its uid is the
SHA-256 of its bytes: taking the same file in again finds nothing new, and a file that was changed, grew
or was compacted is read for what is new in it. Each listing reads the files anew; a file that disappears
or changes between listing and fetching is MessageGone.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import BinaryIO
from urllib.parse import quote

from mailbot.errors import InputRefused
from mailbot.inbound.mailbox import mbox
from mailbot.inbound.mailbox.maildir import Maildir
from mailbot.inbound.mailbox.protocol import (
    MAX_MESSAGE_BYTES,
    Cursor,
    Disposal,
    Item,
    Mailbox,
    MailboxState,
    MessageGone,
    MessageTooLarge,
    MessageUnreadable,
)

SINGLE = ("file:", "folder:", "stdin:")  # names of what is taken in once, not looked at again and again
_GENERATION = "1"  # a uid names bytes; bytes are for ever
_CHUNK = 1024 * 1024


def open_source(
    path: str, *, stdin: Callable[[], BinaryIO] | None = None, max_bytes: int = MAX_MESSAGE_BYTES
) -> Mailbox:
    """The mailbox behind an argument of `ingest`; `-` is one message from ``stdin``.

    Raises InputRefused where there is nothing of the kind. Nothing is ever changed: `dispose` does nothing.
    """
    if path == "-":
        if stdin is None:
            raise InputRefused("-: there is no standard input here; name a file")
        return _Stdin(stdin(), max_bytes)
    where = Path(path)
    if where.is_dir():
        if (where / "cur").is_dir() and (where / "new").is_dir():
            return Maildir(where, max_bytes=max_bytes)
        return _Folder(where, max_bytes)
    with _refusing(where):
        if not stat.S_ISREG(where.stat().st_mode):
            raise InputRefused(f"{path}: is no regular file; pipe a message into `ingest -`")
        with where.open("rb") as file:
            head = file.read(5)
        # An mbox that was emptied has no sign left; only a name tells it from an empty message.
        is_mbox = head == b"From " or (not head and where.suffix.lower() != ".eml")
    return _Mbox(where, max_bytes) if is_mbox else _Eml(where, max_bytes)


@dataclass(frozen=True)
class _Place:
    """Where the bytes of a message were when they were listed."""

    path: Path
    begin: int
    end: int


class _Listing(Mailbox):
    """What all file sources share: list places, remember them by the hash of their bytes, read them."""

    scheme = "file"
    escaped = False

    def __init__(self, path: Path, max_bytes: int) -> None:
        self._path = path.absolute()
        self._max_bytes = max_bytes
        self._places: dict[str, _Place] = {}

    @property
    def name(self) -> str:
        return f"{self.scheme}://{quote(os.fsencode(self._path))}"

    def open(self) -> MailboxState:
        return MailboxState(_GENERATION, read_only=True, idle=False)

    def close(self) -> None:
        """Nothing is held open."""

    def new_since(self, cursor: Cursor | None) -> Iterator[Item]:  # noqa: ARG002 - hashes have no order
        for place in self._found():
            try:
                with self._bytes_of(place.path) as file:
                    uid = _hash(file, place)
            except OSError:  # fetch says why; once it can be read, it is another item
                uid = f"unreadable:{place.path.name}"
            self._places[uid] = place
            yield Item(_GENERATION, uid, place.end - place.begin)

    def fetch(self, item: Item) -> bytes:
        place = self._places.get(item.uid)
        if place is None:
            raise MessageGone(f"{self.name}: no message {item.uid} was listed")
        size = place.end - place.begin
        if size > self._max_bytes:
            text = f"{place.path}: a message has {size} bytes, the limit is {self._max_bytes}"
            raise MessageTooLarge(text, size=size, limit=self._max_bytes)
        try:
            with self._bytes_of(place.path) as file:
                file.seek(place.begin)
                raw = file.read(size)
        except FileNotFoundError:
            raise MessageGone(f"{place.path}: is gone (message {item.uid})") from None
        except OSError as error:
            raise MessageUnreadable(f"{place.path}: cannot be read: {error.strerror}") from error
        if hashlib.sha256(raw).hexdigest() != item.uid:
            raise MessageGone(f"{place.path}: was changed while it was read (message {item.uid})")
        return mbox.unescaped(raw) if self.escaped else raw

    def dispose(self, items: Sequence[Item]) -> Disposal:  # noqa: ARG002 - files are only read
        return Disposal(complete=True)

    def wait(self, timeout: float, stop: Event) -> bool:
        return not stop.wait(timeout)

    def _found(self) -> Iterator[_Place]:
        raise NotImplementedError

    @contextmanager
    def _bytes_of(self, path: Path) -> Iterator[BinaryIO]:
        with path.open("rb") as file:
            yield file


class _Eml(_Listing):
    """One file, one message."""

    def _found(self) -> Iterator[_Place]:
        with _refusing(self._path):
            yield _Place(self._path, 0, self._path.stat().st_size)


class _Folder(_Listing):
    """The .eml files right in a folder, by name."""

    scheme = "folder"

    def _found(self) -> Iterator[_Place]:
        with _refusing(self._path):
            paths = sorted(path for path in self._path.iterdir() if path.suffix.lower() == ".eml")
        for path in paths:
            if path.is_file():
                yield _Place(path, 0, path.stat().st_size)


class _Mbox(_Listing):
    """The messages of an mbox file, in its order."""

    scheme = "mbox"
    escaped = True

    def _found(self) -> Iterator[_Place]:
        with _refusing(self._path), self._bytes_of(self._path) as file:
            for begin, end in mbox.spans(file):
                yield _Place(self._path, begin, end)


class _Stdin(_Listing):
    """One message from a pipe; a `From ` line, which some MTAs put first, is not part of it."""

    def __init__(self, pipe: BinaryIO, max_bytes: int) -> None:
        super().__init__(Path("-"), max_bytes)
        raw = pipe.read(max_bytes + 1)
        if raw.startswith(b"From ") and len(raw) <= max_bytes:
            raw = raw.partition(b"\n")[2]
        self._raw = raw

    @property
    def name(self) -> str:
        return "stdin:"

    def _found(self) -> Iterator[_Place]:
        if self._raw:
            yield _Place(self._path, 0, len(self._raw))

    @contextmanager
    def _bytes_of(self, path: Path) -> Iterator[BinaryIO]:  # noqa: ARG002 - there is one place only
        yield io.BytesIO(self._raw)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """What was named on the command line cannot be read."""
    try:
        yield
    except OSError as error:
        raise InputRefused(
            f"{path}: cannot be read: {error.strerror}; give an .eml file, an mbox, a Maildir or -"
        ) from error


def _hash(file: BinaryIO, place: _Place) -> str:
    digest = hashlib.sha256()
    file.seek(place.begin)
    left = place.end - place.begin
    while left > 0 and (chunk := file.read(min(left, _CHUNK))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()

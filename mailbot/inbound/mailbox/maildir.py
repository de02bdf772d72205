"""A Maildir as a mailbox: what an MTA or fetchmail has delivered on this machine.

Failure semantics: a file in `new` or `cur` is complete (the writer renames it in), so no lock is needed
and a crash anywhere is harmless. A message is known by the unique part of its file name, which stays the
same while it moves from `new` to `cur` and while its flags change. Names do not tell the order of
arrival for sure, so every listing names all messages, oldest first as far as the names tell. Only
regular files count: a symbolic link, a FIFO or a device in there is no mail.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from urllib.parse import quote

from mailbot.errors import Retry
from mailbot.inbound.mailbox.protocol import (
    MAX_MESSAGE_BYTES,
    After,
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

_GENERATION = "1"  # unique names are unique for ever
_SLICE = 0.25  # seconds between two looks at the folder's time stamps
_TICK = 20_000_000  # nanoseconds
_DELIVERED = re.compile(r"(\d+)\.(?:M(\d+))?")


class Maildir(Mailbox):
    """``path`` holds `new` and `cur`; ``processed`` is the Maildir++ folder that `move` moves to."""

    def __init__(
        self,
        path: Path,
        *,
        after: After = "none",
        processed: str = "Processed",
        max_bytes: int = MAX_MESSAGE_BYTES,
    ) -> None:
        if after == "move" and not re.fullmatch(r"[^./\x00-\x1f\x7f][^/\x00-\x1f\x7f]*", processed):
            raise MailboxRefused(f"processed: {processed!r} is no name for a Maildir folder")
        self._path = path.absolute()
        self._after = after
        self._processed = processed
        self._max_bytes = max_bytes
        self._known: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        return f"maildir://{quote(os.fsencode(self._path))}"

    def open(self) -> MailboxState:
        for part in ("new", "cur"):
            if not (self._path / part).is_dir():
                raise MailboxRefused(f"{self._path}: is no Maildir: the folder {part!r} is missing")
        writable = os.access(self._path / "new", os.W_OK) and os.access(self._path / "cur", os.W_OK)
        return MailboxState(_GENERATION, read_only=not writable, idle=True)

    def close(self) -> None:
        """Nothing is held open."""

    def new_since(self, cursor: Cursor | None) -> Iterator[Item]:  # noqa: ARG002 - names have no order
        stamps = self._time_stamps()
        # A folder changed twice within one tick of the file system's clock shows no second change.
        settled = time.time_ns() - max(stamps) > _TICK
        self._known = stamps if settled else None
        listed = []
        for uid, path in self._files():
            found = _lstat(path) or _lstat(self._find(uid))  # it may move from new to cur meanwhile
            if found is not None and stat.S_ISREG(found.st_mode):
                listed.append((_age(uid, found.st_mtime), Item(_GENERATION, uid, found.st_size)))
        listed.sort(key=lambda pair: (pair[0], pair[1].uid))
        return iter([item for _, item in listed])

    def fetch(self, item: Item) -> bytes:
        for _ in range(3):  # it may move between the look and the open
            path = self._find(item.uid)
            if path is None:
                break
            try:
                return read_bounded(path, self._max_bytes)
            except FileNotFoundError:
                continue
        raise MessageGone(f"{self._path}: message {item.uid} is gone")

    def dispose(self, items: Sequence[Item]) -> Disposal:
        if self._after == "none":
            return Disposal(complete=True)
        target = self._path / f".{self._processed}" / "cur" if self._after == "move" else self._path / "cur"
        try:
            if self._after == "move":
                for part in ("tmp", "new", "cur"):
                    (target.parent / part).mkdir(parents=True, exist_ok=True)
                (target.parent / "maildirfolder").touch()
            for item in items:
                path = self._find(item.uid)
                if path is not None:
                    path.rename(target / _with_seen(path.name))
        except FileNotFoundError:
            return Disposal(complete=False, reason=f"{self._path}: somebody else moves its files too")
        except OSError as error:
            return Disposal(complete=False, reason=f"{self._path}: {error.strerror}")
        return Disposal(complete=True)

    def wait(self, timeout: float, stop: Event) -> bool:
        if self._known is None:  # listed too early to tell: list again, a tick later
            return not stop.wait(_TICK / 1e9)
        end = time.monotonic() + timeout
        while not stop.is_set():
            if self._time_stamps() != self._known:
                return True
            left = end - time.monotonic()
            if left <= 0:
                return False
            stop.wait(min(left, _SLICE))
        return False

    def _files(self) -> Iterator[tuple[str, Path]]:
        # `new` first: a message that moves to `cur` meanwhile is seen twice, not never.
        seen = set()
        for part in ("new", "cur"):
            try:
                names = sorted(os.listdir(self._path / part))
            except OSError as error:
                raise Retry(f"{self._path / part}: {error.strerror}") from error
            for name in names:
                uid = _uid(name)
                if not name.startswith(".") and uid not in seen:
                    seen.add(uid)
                    yield uid, self._path / part / name

    def _find(self, uid: str) -> Path | None:
        for part in ("new", "cur"):  # where it mostly is, without a listing
            for name in (uid, f"{uid}:2,", f"{uid}:2,S"):
                path = self._path / part / name
                if path.parent == self._path / part and path.is_file() and not path.is_symlink():
                    return path
        return next((path for known, path in self._files() if known == uid and not path.is_symlink()), None)

    def _time_stamps(self) -> tuple[int, int]:
        try:
            new, cur = (os.stat(self._path / part).st_mtime_ns for part in ("new", "cur"))
        except OSError as error:
            raise Retry(f"{self._path}: {error.strerror}") from error
        return new, cur


def read_bounded(path: Path, limit: int) -> bytes:
    """The file's content; more than ``limit`` bytes are refused before they are read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise MessageUnreadable(f"{path}: cannot be read: {error.strerror}") from error
    with open(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise MessageUnreadable(f"{path}: is no regular file")
        raw = file.read(limit + 1) if found.st_size <= limit else b""
    size = max(found.st_size, len(raw))
    if size > limit:
        raise MessageTooLarge(f"{path}: has {size} bytes, the limit is {limit}", size=size, limit=limit)
    return raw


def _lstat(path: Path | None) -> os.stat_result | None:
    try:
        return path.lstat() if path is not None else None
    except FileNotFoundError:
        return None


def _uid(name: str) -> str:
    """The unique part, as text that any database stores; bytes that are no UTF-8 are spelt out."""
    return os.fsencode(name.split(":", 1)[0]).decode("utf-8", "backslashreplace")


def _age(uid: str, modified: float) -> tuple[float, int]:
    """Seconds, then microseconds as the name tells them (`1608.M20P7Q1.host`), else the file's time."""
    told = _DELIVERED.match(uid)
    return (float(told[1]), int(told[2] or 0)) if told and len(told[1]) < 12 else (modified, 0)


def _with_seen(name: str) -> str:
    unique, _, flags = name.partition(":2,")
    return f"{unique}:2,{''.join(sorted({*flags, 'S'}))}"

"""The mailboxes of test_mailbox_contract, and what the world outside does to them."""

from __future__ import annotations

import hashlib
import itertools
import mailbox as stdlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from imapclient import IMAPClient

from mailbot.inbound.mailbox import MAX_MESSAGE_BYTES, After, Item, Mailbox
from mailbot.inbound.mailbox.files import open_source
from mailbot.inbound.mailbox.imap import ImapMailbox
from mailbot.inbound.mailbox.maildir import Maildir
from mailbot.inbound.mailbox.memory import MemoryMailbox
from mailbot.settings import Imap
from mailbot.testing import EmbeddedMail

from .servers.daemon import Unavailable
from .servers.dovecot import Dovecot

USER, PASSWORD = "tsb@itu.example", "secret 'words\" \\ here"
_FROM_LINE = b"From ada.verne@cept.example Mon Dec 14 08:00:00 2020\n"
_numbers = itertools.count(1)


class Backend(Protocol):
    """A mailbox, seen from outside. ``has_cursor``: a connection, an order, generations; ``is_live``: it tells
    of news; ``can_dispose``: it can mark and move."""

    has_cursor: bool
    is_live: bool
    can_dispose: bool

    def box(self, *, after: After = "flag", max_bytes: int = MAX_MESSAGE_BYTES, **more: Any) -> Mailbox: ...
    def deliver(self, raw: bytes) -> None: ...
    def remove(self, item: Item) -> None: ...
    def recreate(self) -> None: ...
    def disconnect(self) -> None: ...
    def inbox(self) -> list[bytes]: ...
    def seen(self) -> list[bytes]: ...
    def processed(self) -> list[bytes]: ...


class MemoryBackend:
    has_cursor = is_live = can_dispose = True

    def __init__(self, *, idle: bool = True) -> None:
        self._box = MemoryMailbox(idle=idle)

    def box(self, *, after: After = "flag", max_bytes: int = MAX_MESSAGE_BYTES, **more: Any) -> Mailbox:
        self._box._after = after
        self._box._max_bytes = max_bytes
        return self._box

    def deliver(self, raw: bytes) -> None:
        self._box.deliver(raw)

    def remove(self, item: Item) -> None:
        self._box.remove(item.uid)

    def recreate(self) -> None:
        self._box.recreate()

    def disconnect(self) -> None:
        self._box.disconnect()

    def inbox(self) -> list[bytes]:
        return list(self._box.messages.values())

    def seen(self) -> list[bytes]:
        return [raw for uid, raw in self._box.messages.items() if uid in self._box.seen]

    def processed(self) -> list[bytes]:
        return self._box.moved


class MaildirBackend:
    """Delivers as an MTA does, with the standard library's own Maildir."""

    has_cursor = False
    is_live = can_dispose = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._maildir = stdlib.Maildir(path, create=True)

    def box(self, *, after: After = "flag", max_bytes: int = MAX_MESSAGE_BYTES, **more: Any) -> Mailbox:
        return Maildir(self._path, after=after, max_bytes=max_bytes)

    def deliver(self, raw: bytes) -> None:
        name = f"16083200{next(_numbers):02}.M{next(_numbers)}P1.host"
        (self._path / "tmp" / name).write_bytes(raw)
        os.rename(self._path / "tmp" / name, self._path / "new" / name)

    def remove(self, item: Item) -> None:
        self._maildir.remove(item.uid)

    def recreate(self) -> None:
        raise NotImplementedError

    disconnect = recreate

    def inbox(self) -> list[bytes]:
        return [self._maildir.get_bytes(key) for key in sorted(self._maildir.keys())]

    def seen(self) -> list[bytes]:
        return [
            self._maildir.get_bytes(k) for k in sorted(self._maildir.keys()) if self._maildir[k].get_flags()
        ]

    def processed(self) -> list[bytes]:
        folder = self._maildir.get_folder("Processed")
        return [folder.get_bytes(key) for key in sorted(folder.keys())]


class FilesBackend:
    """What `mailbot ingest` reads: a folder of .eml files, or an mbox; nothing in there is ever changed."""

    has_cursor = is_live = can_dispose = False

    def __init__(self, path: Path, *, mbox: bool) -> None:
        self._path = path
        self._mbox = mbox
        self._mails: list[bytes] = []
        if not mbox:
            path.mkdir()
        self._write()

    def box(self, *, after: After = "flag", max_bytes: int = MAX_MESSAGE_BYTES, **more: Any) -> Mailbox:
        return open_source(str(self._path), max_bytes=max_bytes)

    def deliver(self, raw: bytes) -> None:
        self._mails.append(raw)
        self._write()

    def remove(self, item: Item) -> None:
        self._mails = [raw for raw in self._mails if hashlib.sha256(raw).hexdigest() != item.uid]
        self._write()

    def recreate(self) -> None:
        raise NotImplementedError

    disconnect = recreate

    def inbox(self) -> list[bytes]:
        if self._mbox:
            return [raw.removesuffix(b"\n") for raw in self._path.read_bytes().split(_FROM_LINE)[1:]]
        return [file.read_bytes() for file in sorted(self._path.glob("*.eml"))]

    def seen(self) -> list[bytes]:
        return []

    processed = seen

    def _write(self) -> None:
        if self._mbox:
            self._path.write_bytes(b"".join(_FROM_LINE + raw + b"\n" for raw in self._mails))
            return
        for file in self._path.glob("*.eml"):
            file.unlink()
        for raw in self._mails:
            (self._path / f"{raw.split()[1].decode()}.eml").write_bytes(raw)  # by its subject


class ImapBackend:
    """One folder, with a name that is not ASCII, on any IMAP server; another client looks after it."""

    has_cursor = is_live = can_dispose = True

    def __init__(
        self, port: int, disconnect: Callable[[], None], *, folder: str = "", processed: str = ""
    ) -> None:
        number = next(_numbers)
        self.settings = Imap(
            host="127.0.0.1",
            port=port,
            security="none",
            username=USER,
            password=PASSWORD,
            folder=folder or f"Été & œuvre {number}",
            processed=processed or f"Erledigt für {number}",
            timeout=5,
        )
        self.disconnect = disconnect
        if not folder:
            with self.observer() as client:
                client.create_folder(self.settings.folder)

    @contextmanager
    def observer(self) -> Iterator[IMAPClient]:
        with IMAPClient("127.0.0.1", self.settings.port, ssl=False, timeout=5) as client:
            client.plain_login(self.settings.username, PASSWORD)
            yield client

    def box(self, *, after: After = "flag", max_bytes: int = MAX_MESSAGE_BYTES, **more: Any) -> ImapMailbox:
        settings = self.settings.model_copy(update={"after": after})
        return ImapMailbox(settings, max_bytes=max_bytes, **more)

    def deliver(self, raw: bytes) -> None:
        with self.observer() as client:
            client.append(self.settings.folder, raw)

    def remove(self, item: Item) -> None:
        with self.observer() as client:
            client.select_folder(self.settings.folder)
            client.delete_messages([int(item.uid)], silent=True)
            client.uid_expunge([int(item.uid)])

    def recreate(self) -> None:
        with self.observer() as client:
            client.delete_folder(self.settings.folder)
            client.create_folder(self.settings.folder)

    def inbox(self) -> list[bytes]:
        return self._read(self.settings.folder, "ALL")

    def seen(self) -> list[bytes]:
        found = self._read(self.settings.folder, "SEEN")
        assert self._read(self.settings.folder, "KEYWORD $MailbotHandled") == found
        return found

    def processed(self) -> list[bytes]:
        return self._read(self.settings.processed, "ALL")

    def search(self, criteria: str) -> list[bytes]:
        return self._read(self.settings.folder, criteria)

    def _read(self, folder: str, criteria: str) -> list[bytes]:
        with self.observer() as client:
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(criteria), ["BODY.PEEK[]"])
            return [data[b"BODY[]"] for _, data in sorted(found.items())]


class ConfiguredDovecot(Dovecot):
    """With more configuration, and a restart on the same ports."""

    def __init__(self, more: str = "") -> None:
        super().__init__({USER: PASSWORD})
        self._more = more

    def restart(self) -> None:
        self._daemon.stop()
        self._daemon.start()
        self._daemon.wait_until(self.port, b"* OK")

    def _configuration(self, version: str) -> str:
        return super()._configuration(version) + self._more.format(folder=self.folder)


@contextmanager
def running_dovecot(more: str = "") -> Iterator[ConfiguredDovecot]:
    try:
        server = ConfiguredDovecot(more)
    except Unavailable as error:
        pytest.skip(str(error))
    with server:
        yield server


@contextmanager
def backends(name: str, request: pytest.FixtureRequest) -> Iterator[Backend]:
    """The backend of that name; Dovecot is shared by the tests of a module."""
    if name == "memory":
        yield MemoryBackend()
    elif name == "maildir":
        yield MaildirBackend(request.getfixturevalue("tmp_path") / "Maildir")
    elif name in {"folder", "mbox"}:
        yield FilesBackend(request.getfixturevalue("tmp_path") / name, mbox=name == "mbox")
    elif name == "embedded":
        with EmbeddedMail({USER: PASSWORD}) as mail:
            yield ImapBackend(mail.imap_port, mail.drop_connections)
    else:
        server = request.getfixturevalue("own_dovecot")
        yield ImapBackend(server.port, server.restart)


@pytest.fixture(scope="module")
def own_dovecot() -> Iterator[ConfiguredDovecot]:
    with running_dovecot() as server:
        yield server

"""After an outage nothing is missing and nothing is there twice; several folders; another UIDVALIDITY."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from mailbot.doors.ticks import Ticks
from mailbot.errors import MailbotError, Retry
from mailbot.inbound.mailbox import MailboxRefused
from mailbot.settings import Settings
from mailbot.store import contents
from mailbot.store.tables import MailboxItemRow, MailRow
from mailbot.wiring import Wiring

from .servers.daemon import Unavailable
from .servers.dovecot import Dovecot

BOT = "tsb-irc@itu.example"


class Site:
    """A worker's ticks on a Dovecot of their own, and a way to deliver that needs no running server."""

    def __init__(self, dovecot: Dovecot, database: Path) -> None:
        self.dovecot, self._database, self._delivered = dovecot, database, 0
        self._ticks: list[Ticks] = []

    def ticks(self, **imap: object) -> Ticks:
        form = {"host": "127.0.0.1", "port": self.dovecot.port, "security": "none", "timeout": 5}
        settings = Settings.model_validate(
            {"database": {"url": f"sqlite:///{self._database}"},
             "imap": {**form, "username": BOT, "password": "secret", **imap}}
        )  # fmt: skip
        self._ticks.append(Ticks(Wiring(settings)))
        return self._ticks[-1]

    def deliver(self, count: int, folder: str = "") -> None:
        home = self.dovecot.maildir(BOT) / folder
        for part in ("tmp", "new", "cur"):
            (home / part).mkdir(parents=True, exist_ok=True)
        for path in (home, *home.iterdir()):
            shutil.chown(path, "nobody")
        for _ in range(count):
            self._delivered += 1
            file = home / "new" / f"{1_600_000_000 + self._delivered}.M1P1.host"
            file.write_bytes(f"Subject: {self._delivered}\r\n\r\nmail {self._delivered}\r\n".encode())
            shutil.chown(file, "nobody")

    def kept(self) -> list[int]:
        """The numbers of the mails that were kept, in the order of keeping."""
        with self._ticks[0].wiring.store.begin() as session:
            ids = session.scalars(select(MailRow.id).order_by(MailRow.id))
            return [int(contents.read(session, each).split()[1]) for each in ids.all()]

    def close(self) -> None:
        for ticks in self._ticks:
            ticks.close()
            ticks.wiring.close()


@pytest.fixture(scope="module")
def own_dovecot() -> Iterator[Dovecot]:
    try:
        server = Dovecot({BOT: "secret"})
    except Unavailable as missing:
        pytest.skip(str(missing))
    with server:
        yield server


@pytest.fixture
def site(own_dovecot: Dovecot, tmp_path: Path) -> Iterator[Site]:
    shutil.rmtree(own_dovecot.maildir(BOT), ignore_errors=True)
    running = Site(own_dovecot, tmp_path / "mailbot.db")
    yield running
    running.close()


def poll_until_reached(ticks: Ticks) -> None:
    for _ in range(50):
        try:
            ticks.poll()
        except Retry:
            continue
        return
    pytest.fail("the server is not reached")


def test_what_came_during_an_outage_is_caught_up_in_order_and_once(site: Site) -> None:
    ticks = site.ticks()
    site.deliver(3)
    assert ticks.poll() == 3
    site.dovecot._daemon.stop()
    site.deliver(4)  # the MTA goes on
    for _ in range(2):
        with pytest.raises(Retry):
            ticks.poll()
    site.dovecot._start()
    poll_until_reached(ticks)
    site.deliver(2)
    site.dovecot.restart()
    poll_until_reached(ticks)
    assert site.kept() == list(range(1, 10))
    assert ticks.poll() == 0


def test_a_connection_lost_in_the_middle_of_a_poll_leaves_no_gap(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = site.ticks()
    site.deliver(20)
    (box,) = ticks._folders()
    fetch, fetched = box.fetch, []

    def cut_at_the_seventh(item: object) -> bytes:
        fetched.append(item)
        if len(fetched) == 7:
            site.dovecot.restart()
        return fetch(item)  # type: ignore[arg-type]

    monkeypatch.setattr(box, "fetch", cut_at_the_seventh)
    with pytest.raises(Retry):
        ticks.poll()
    assert site.kept() == [1, 2, 3, 4, 5, 6]
    poll_until_reached(ticks)
    assert site.kept() == list(range(1, 21))


def test_another_uidvalidity_brings_nothing_twice_and_loses_nothing(site: Site) -> None:
    ticks = site.ticks()
    site.deliver(3)
    ticks.poll()
    ticks.close()
    for file in site.dovecot.maildir(BOT).glob("dovecot*"):  # as after a restore: the numbers are gone
        file.unlink()
    time.sleep(1.1)  # Dovecot makes UIDVALIDITY of the time in seconds
    site.deliver(2)
    ticks.poll()
    assert sorted(site.kept()) == [1, 2, 3, 4, 5]
    with ticks.wiring.store.begin() as session:
        generations = set(session.scalars(select(MailboxItemRow.generation)))
    assert len(generations) == 2


def test_several_folders_are_read_each_with_its_own_place(site: Site) -> None:
    site.deliver(2)
    site.deliver(1, ".Junk")
    ticks = site.ticks(folders=["INBOX", "Junk"])
    assert ticks.poll() == 3
    site.deliver(1, ".Junk")
    assert ticks.poll() == 1
    assert ticks.poll() == 0
    assert site.ticks(folder="INBOX").poll() == 0  # known by the name it had
    assert sorted(site.kept()) == [1, 2, 3, 4]


def test_a_folder_that_is_missing_is_told_and_the_others_are_read(site: Site) -> None:
    site.deliver(2)
    site.deliver(1, ".Later")
    ticks = site.ticks(folders=["INBOX", "Nowhere", "Later"])
    with pytest.raises(MailboxRefused, match="'Nowhere' cannot be opened"):
        ticks.poll()
    assert sorted(site.kept()) == [1, 2, 3]


def test_after_an_error_the_next_wait_opens_anew(site: Site) -> None:
    ticks = site.ticks()
    site.deliver(1)
    ticks.poll()
    site.dovecot.restart()
    with pytest.raises(MailbotError):
        ticks.wait_for_mail(5)
    site.deliver(1)
    poll_until_reached(ticks)
    assert site.kept() == [1, 2]

"""Maildir: names, order, and what is no message."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from mailbot.inbound.mailbox import MailboxRefused, MessageGone, MessageTooLarge
from mailbot.inbound.mailbox.maildir import Maildir

A = b"Subject: A\r\n\r\nFirst.\r\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    return tmp_path


def test_new_and_cur_are_read_oldest_first(path: Path) -> None:
    names = [
        "new/1608320009.M5P1.h",
        "cur/1608320010.M1P1.h:2,S",
        "new/1608320009.M40P1.h",
        "cur/999.P1.h:2,",
    ]
    for name in names:
        (path / name).write_bytes(name.encode())
    (path / "tmp" / "1608320000.half").write_bytes(b"not complete")
    (path / "new" / ".hidden").write_bytes(b"no mail")
    with Maildir(path) as box:
        read = [box.fetch(item).decode() for item in box.new_since(None)]
    assert read == [names[3], names[0], names[2], names[1]]


def test_a_message_stays_the_same_while_it_moves_and_is_flagged(path: Path) -> None:
    name = "1608320009.M5P1.h,S=22"
    (path / "new" / name).write_bytes(A)
    with Maildir(path) as box:
        (item,) = box.new_since(None)
        for place in (f"cur/{name}:2,", f"cur/{name}:2,RS", f"cur/{name}:2,FRSa"):
            here = next(file for part in ("new", "cur") for file in (path / part).iterdir())
            here.rename(path / place)
            assert box.fetch(item) == A
            assert list(box.new_since(None)) == [item]


def test_flagging_keeps_the_other_flags(path: Path) -> None:
    (path / "cur" / "1.P1.h:2,RF").write_bytes(A)
    with Maildir(path, after="flag") as box:
        assert box.dispose(list(box.new_since(None))).complete
    assert os.listdir(path / "cur") == ["1.P1.h:2,FRS"]


def test_moving_makes_a_maildir_folder(path: Path) -> None:
    (path / "new" / "1.P1.h").write_bytes(A)
    with Maildir(path, after="move", processed="Done") as box:
        assert box.dispose(list(box.new_since(None))).complete
    assert sorted(os.listdir(path / ".Done")) == ["cur", "maildirfolder", "new", "tmp"]
    assert (path / ".Done" / "cur" / "1.P1.h:2,S").read_bytes() == A


@pytest.mark.parametrize("name", ["../x", "a/b", ".x", "", "a\nb"])
def test_the_target_cannot_lie_elsewhere(path: Path, name: str) -> None:
    with pytest.raises(MailboxRefused, match="processed"):
        Maildir(path, after="move", processed=name)


def test_links_and_devices_are_no_mail(path: Path) -> None:
    (path / "secret").write_bytes(b"not for you")
    (path / "new" / "1.link").symlink_to(path / "secret")
    os.mkfifo(path / "new" / "2.fifo")
    (path / "new" / "3.folder").mkdir()
    (path / "new" / "4.mail").write_bytes(A)
    with Maildir(path) as box:
        (item,) = box.new_since(None)
        assert item.uid == "4.mail"
        (path / "new" / "4.mail").unlink()
        (path / "new" / "4.mail").symlink_to(path / "secret")
        with pytest.raises(MessageGone):
            box.fetch(item)


def test_names_that_are_no_text_are_spelt_out(path: Path) -> None:
    file = os.path.join(os.fsencode(path), b"new", b"1.\xff.h")
    Path(os.fsdecode(file)).write_bytes(A)
    with Maildir(path) as box:
        (item,) = box.new_since(None)
        assert item.uid == "1.\\xff.h"
        assert box.fetch(item) == A


def test_a_uid_leads_nowhere_else(path: Path) -> None:
    (path / "secret").write_bytes(b"not for you")
    (path / "new" / "1.mail").write_bytes(A)
    with Maildir(path) as box:
        (item,) = box.new_since(None)
        for uid in ("../secret", str(path / "secret")):
            with pytest.raises(MessageGone):
                box.fetch(type(item)(item.generation, uid, 1))


def test_a_large_file_is_refused_before_it_is_read(path: Path) -> None:
    with (path / "new" / "1.large").open("wb") as file:
        file.truncate(10**12)
    with Maildir(path) as box:
        (item,) = box.new_since(None)
        with pytest.raises(MessageTooLarge):
            box.fetch(item)


def test_no_maildir_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MailboxRefused, match="'new' is missing"):
        Maildir(tmp_path).open()


def test_a_message_that_comes_right_after_the_listing_is_news(path: Path) -> None:
    with Maildir(path) as box:
        (path / "new" / "1.first").write_bytes(A)
        tick = (path / "new").stat().st_mtime_ns
        list(box.new_since(None))
        (path / "new" / "2.second").write_bytes(A)
        os.utime(path / "new", ns=(tick, tick))  # as a file system with a coarse clock would
        assert box.wait(5, threading.Event())

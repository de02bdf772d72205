"""What `ingest` takes: .eml, folders, mbox, standard input."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from mailbot.errors import InputRefused
from mailbot.inbound.mailbox import Mailbox, MessageGone, MessageTooLarge, MessageUnreadable
from mailbot.inbound.mailbox import mbox as mbox_module
from mailbot.inbound.mailbox.files import open_source
from mailbot.inbound.mailbox.maildir import Maildir

A, B = b"Subject: A\n\nFirst.\n", b"Subject: B\r\n\r\nSecond.\r\n"
FROM = b"From ada@cept.example Tue Jan 12 08:00:00 2021\n"


def messages(box: Mailbox) -> list[bytes]:
    with box:
        return [box.fetch(item) for item in box.new_since(None)]


def mbox(tmp_path: Path, content: bytes) -> list[bytes]:
    (tmp_path / "box").write_bytes(content)
    return messages(open_source(str(tmp_path / "box")))


def test_a_file_is_one_message_byte_for_byte(tmp_path: Path) -> None:
    for raw in (A, B, b"\xff\x00 no mail at all", b""):
        (tmp_path / "x.eml").write_bytes(raw)
        assert messages(open_source(str(tmp_path / "x.eml"))) == [raw]


def test_the_same_bytes_are_the_same_item_and_others_are_not(tmp_path: Path) -> None:
    path = tmp_path / "x.eml"
    uids = []
    for raw in (A, A, B):
        path.write_bytes(raw)
        uids += [(box.name, item.uid) for box in [open_source(str(path))] for item in box.new_since(None)]
    assert uids[0] == uids[1]
    assert uids[0] != uids[2]
    assert uids[0][0] == uids[2][0] == path.as_uri()


def test_a_folder_gives_its_eml_files_by_name(tmp_path: Path) -> None:
    for name, raw in (("b.EML", B), ("a.eml", A), ("notes.txt", b"no mail")):
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "sub.eml").mkdir()
    assert messages(open_source(str(tmp_path))) == [A, B]


def test_an_unreadable_file_does_not_stop_the_folder(tmp_path: Path) -> None:
    for name, raw in (("a.eml", A), ("b.eml", B)):
        (tmp_path / name).write_bytes(raw)
    box = open_source(str(tmp_path))
    first, second = box.new_since(None)
    (tmp_path / "a.eml").unlink()
    (tmp_path / "a.eml").mkdir()
    with pytest.raises(MessageUnreadable, match=r"a\.eml: cannot be read: Is a directory"):
        box.fetch(first)
    assert box.fetch(second) == B


def test_a_file_that_changes_or_disappears_meanwhile_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(A)
    box = open_source(str(path))
    (item,) = box.new_since(None)
    path.write_bytes(B)
    with pytest.raises(MessageGone, match="was changed"):
        box.fetch(item)
    path.unlink()
    with pytest.raises(MessageGone, match="is gone"):
        box.fetch(item)


def test_nothing_of_the_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"missing\.eml: cannot be read: No such file"):
        open_source(str(tmp_path / "missing.eml"))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputRefused, match="no regular file"):
        open_source(str(tmp_path / "pipe"))
    with pytest.raises(InputRefused, match="standard input"):
        open_source("-")


def test_a_maildir_is_known_by_its_folders(tmp_path: Path) -> None:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    assert isinstance(open_source(str(tmp_path)), Maildir)


def test_large_messages_are_listed_and_refused(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"x" * 101)
    (tmp_path / "b.eml").write_bytes(A)
    box = open_source(str(tmp_path), max_bytes=100)
    large, small = box.new_since(None)
    with pytest.raises(MessageTooLarge) as refused:
        box.fetch(large)
    assert (refused.value.size, refused.value.limit) == (101, 100)
    assert box.fetch(small) == A


def test_standard_input_is_one_message() -> None:
    def source(raw: bytes) -> Mailbox:
        return open_source("-", stdin=lambda: io.BytesIO(raw), max_bytes=100)

    assert messages(source(A)) == [A]
    assert messages(source(FROM + A)) == [A]
    assert messages(source(b"")) == []
    assert [i.uid for i in source(A).new_since(None)] == [i.uid for i in source(A).new_since(None)]
    with pytest.raises(MessageTooLarge):
        messages(source(FROM + b"x" * 100))


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_an_mbox_gives_its_messages_in_order(tmp_path: Path, end: bytes) -> None:
    content = FROM + A + b"\n" + FROM + A.replace(b"A", b"B") + b"\n"
    expected = [A.replace(b"\n", end), A.replace(b"A", b"B").replace(b"\n", end)]
    assert mbox(tmp_path, content.replace(b"\n", end)) == expected


def test_mboxrd_quoting_is_undone_by_one_step(tmp_path: Path) -> None:
    quoted = b"Subject: q\n\n>From here\n>>From there\n> From\n>Fromage\n"
    assert mbox(tmp_path, FROM + quoted) == [b"Subject: q\n\nFrom here\n>From there\n> From\n>Fromage\n"]


@pytest.mark.parametrize(
    "prose",
    [
        b"From 12:30 to 15:30 on 12 January 2021 we meet.\n",
        b"From now on: Tue Jan\n",
        b"From\n",
    ],
)
def test_a_sentence_that_begins_with_from_is_no_separator(tmp_path: Path, prose: bytes) -> None:
    raw = b"Subject: x\n\nHello.\n\n" + prose
    assert mbox(tmp_path, FROM + raw) == [raw]


def test_a_separator_needs_a_blank_line_before(tmp_path: Path) -> None:
    raw = b"Subject: x\n\nThe mbox says:\n" + FROM + b"and so on\n"
    assert mbox(tmp_path, FROM + raw) == [raw]


@pytest.mark.parametrize(
    "separator",
    [
        b"From - Tue Jan 12 08:00:00 2021\n",
        b"From MAILER-DAEMON Fri Jan  1 00:00:00 2021\n",
        b"From ada at cept.example  Tue Jan 12 08:00:00 2021\n",
        b"From a@b Tue, Jan 12 8:00 2021 +0100\n",
    ],
)
def test_separators_as_programs_write_them(tmp_path: Path, separator: bytes) -> None:
    assert mbox(tmp_path, separator + A + b"\n" + separator + A) == [A, A]


def test_messages_without_text_and_lines_without_end(tmp_path: Path) -> None:
    assert mbox(tmp_path, FROM + b"\n" + FROM + b"A: b") == [b"", b"A: b"]
    long = b"A: " + b"x" * 200_000
    assert mbox(tmp_path, FROM + long + b"\n\n\n" + FROM + long) == [long + b"\n\n", long]


def test_a_grown_mbox_keeps_the_uids_of_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes(FROM + A + b"\n")
    before = [item.uid for item in open_source(str(path)).new_since(None)]
    path.write_bytes(FROM + B + b"\n" + FROM + A + b"\n")
    after = [item.uid for item in open_source(str(path)).new_since(None)]
    assert after[1:] == before


def test_what_lies_before_the_first_separator_is_kept() -> None:
    spans = list(mbox_module.spans(io.BytesIO(b"\n\nA: b\n\n" + FROM + A)))
    assert spans[0] == (2, 7)
    assert len(spans) == 2

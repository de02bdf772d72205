"""The header block of a mail made here, read and added to after it was composed. Pure.

It was written by `outbound.mime`: CRLF line ends, one field a name, names as spelt there. The body is never
touched. What is added is written as carefully as the rest: addresses and Message-IDs are checked, everything
else is one line.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.header import decode_header, make_header
from email.utils import format_datetime

from mailbot.clock import aware
from mailbot.outbound.mime import checked_id, mailbox

MOST_NAMED = 20  # Message-IDs in References
_FIELD_END = re.compile(r"\r\n(?![ \t])")
_ID = re.compile(r"<[^<>\s]+>")

Field = tuple[str, str]


def fields_of(content: bytes) -> list[Field]:
    """The fields as they stand: name, and value with its line ends but the last."""
    head = content.partition(b"\r\n\r\n")[0].decode("utf-8")
    parts = (line.partition(":") for line in _FIELD_END.split(head))
    return [(name, value.removeprefix(" ")) for name, _, value in parts]


def value_of(content: bytes, name: str) -> str | None:
    """A field's value on one line, None where there is no such field."""
    found = next((value for each, value in fields_of(content) if each.lower() == name.lower()), None)
    return None if found is None else re.sub(r"\r\n[ \t]+", " ", found)


def ids_in(content: bytes, name: str) -> list[str]:
    """The Message-IDs that a field names."""
    return _ID.findall(value_of(content, name) or "")


def sender_of(content: bytes) -> str:
    """The From address of a mail made here: its envelope sender. Raises ValueError without one."""
    found = re.search(r"(?:\A|<)([^\s<>]+@[^\s<>]+)>?\Z", (value_of(content, "From") or "").strip())
    if not found:
        raise ValueError("the mail names no sender")
    return found[1]


def with_reply_to(content: bytes, address: str, name: str = "") -> bytes:
    """With a Reply-To field before its To. Raises ValueError for a bad address."""
    return _with(content, [("Reply-To", mailbox(address, name))], before="To")


def with_fields(content: bytes, fields: list[Field]) -> bytes:
    """With further fields, below our own and above those of MIME."""
    return _with(content, fields, before="MIME-Version")


def following(content: bytes, earlier: list[str]) -> bytes:
    """As a further mail of the thread that ``earlier`` (Message-IDs, oldest first) makes; a mail that
    answers another already stays in that one's thread. Raises ValueError for what is no Message-ID."""
    own = value_of(content, "Message-ID")
    known = [checked_id(each) for each in earlier if each != own]
    if not known:
        return content
    answered = ids_in(content, "In-Reply-To")
    if answered:
        if value_of(content, "References") is not None and len(ids_in(content, "References")) > 1:
            return content
        known = [each for each in known if each not in answered] + answered
    return _threaded(content, known)


def again(content: bytes, message_id: str, now: datetime, to: str | None = None) -> bytes:
    """The mail once more: as of ``now``, under a Message-ID of its own, in the first one's thread; ``to`` is
    another address for it. Raises ValueError for an address or id that cannot be written."""
    old = ids_in(content, "Message-ID")
    known = [*ids_in(content, "References"), *old]
    changed = {"Message-ID": checked_id(message_id), "Date": format_datetime(aware(now))}
    if to is not None:
        changed["To"] = mailbox(to, _name_in(value_of(content, "To") or ""))
    return _threaded(_rewritten(content, changed), list(dict.fromkeys(known)))


def _threaded(content: bytes, ids: list[str]) -> bytes:
    """With In-Reply-To the last of the ids, and References all of them, the newest kept (RFC 5322 3.6.4)."""
    thread = ids[-MOST_NAMED:]
    fields = [("In-Reply-To", thread[-1]), ("References", "\r\n ".join(thread))]
    without = [field for field in fields_of(content) if field[0] not in ("In-Reply-To", "References")]
    place = next(i for i, (name, _) in enumerate(without) if name == "Message-ID") + 1
    return _joined([*without[:place], *fields, *without[place:]], content)


def _name_in(value: str) -> str:
    """The display name of a mailbox written here."""
    phrase = value.rpartition("<")[0].strip()
    if phrase.startswith('"'):
        phrase = re.sub(r"\\(.)", r"\1", phrase.strip('"'))
    return str(make_header(decode_header(phrase)))


def _rewritten(content: bytes, values: dict[str, str]) -> bytes:
    return _joined([(name, values.get(name, value)) for name, value in fields_of(content)], content)


def _with(content: bytes, added: list[Field], before: str) -> bytes:
    fields = fields_of(content)
    place = next((i for i, (name, _) in enumerate(fields) if name == before), len(fields))
    return _joined([*fields[:place], *added, *fields[place:]], content)


def _joined(fields: list[Field], content: bytes) -> bytes:
    head = "\r\n".join(f"{name}: {value}" for name, value in fields)
    return head.encode("utf-8") + b"\r\n\r\n" + content.partition(b"\r\n\r\n")[2]

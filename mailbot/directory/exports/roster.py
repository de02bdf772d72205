"""Each list's members, for a list server to sync from.

A line a member, `Name <address>`: what `mailman syncmembers` of Mailman 3 reads, which leaves out lines that
begin with `#`; Sympa's remote files (`include_remote_file`) want the address first: ``style`` `sympa`.
"""

from __future__ import annotations

from mailbot.directory import lists
from mailbot.directory.choices import Choices
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError

STYLES = ("mailman", "sympa")


def roster(directory: Directory, choices: Choices, name: str | None = None, style: str = "mailman") -> bytes:
    """The members of one list; of all lists, each under its name, without ``name``. Raises UsageError."""
    known = lists.names(directory)
    if name is not None and name not in known:
        raise UsageError(f"there is no list {name}; there are {', '.join(known)}")
    lines = []
    for each in known if name is None else (name,):
        lines += [f"# {each}"] if name is None else []
        lines += [_line(directory, address, style) for address in lists.members(directory, choices, each)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _line(directory: Directory, address: str, style: str) -> str:
    contact = directory.contact_at(address)
    name = " ".join(contact.name.split()) if contact else ""
    if style == "sympa":
        return f"{address} {name}".rstrip()
    quoted = name.replace("\\", "").replace('"', "'")
    return f'"{quoted}" <{address}>' if quoted else address

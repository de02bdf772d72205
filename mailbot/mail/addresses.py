"""Addresses of a header field, read strictly and in linear time.

RFC 5322 section 3.4 allows comments, groups and quoted local parts; a parser that guesses among them has
let `alice@example.org)bob@example.org` pass as either (CVE-2023-27043). Here what is not plainly one
mailbox is a flaw, and nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.errors import AskPerson

MAX_ADDRESSES = 500
MAX_LENGTH = 100_000
MAX_COMMENTS = 100
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]{1,255}")


class Unreadable(AskPerson):
    """A mail breaches a bound (size, depth, parts, comments): kept unread until somebody looks."""


@dataclass(frozen=True)
class Mailbox:
    """One address with its display name; ``address`` is None where none can be told for certain."""

    name: str
    address: str | None


def split(value: str) -> tuple[list[str], set[str]]:
    """The raw entries of an address list and its flaws (`group`, `comment`, `too-many`, `unbalanced`)."""
    flaws: set[str] = set()
    if len(value) > MAX_LENGTH:
        value = value[:MAX_LENGTH]
        flaws.add("too-many")
    entries: list[str] = []
    current: list[str] = []
    depth = comments = 0
    quoted = angle = escaped = False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = char != '"'
        elif char == "(":
            depth += 1
            comments += 1
            flaws.add("comment")
            if comments > MAX_COMMENTS:
                raise Unreadable("an address field with more than 100 comments")
        elif depth:
            depth -= char == ")"
        elif char == '"':
            quoted = True
        elif char in "<>":
            angle = char == "<"
        elif char == ")":
            flaws.add("unbalanced")
        elif char in ":;" and not angle:
            flaws.add("group")
        elif char == "," and not angle:
            entries.append("".join(current))
            current = []
            if len(entries) >= MAX_ADDRESSES:
                flaws.add("too-many")
                return entries, flaws
            continue
        current.append(char)
    if quoted or depth or angle:
        flaws.add("unbalanced")
    entries.append("".join(current))
    return [entry for entry in entries if entry.strip()], flaws


def mailbox(entry: str) -> Mailbox:
    """One raw entry. The address is what stands in the angle brackets, whatever the name says."""
    entry = entry.strip()
    match = re.fullmatch(
        r"(?P<name>(?:\"(?:[^\"\\]|\\.)*\"|[^<>\"])*)<\s*(?P<address>[^<>]*?)\s*>", entry, re.S
    )
    if match is None:
        return Mailbox("", entry if _ADDRESS.fullmatch(entry) else None)
    name = re.sub(r"\\(.)", r"\1", " ".join(match["name"].split()).strip('" '))
    address = match["address"]
    return Mailbox(name, address if _ADDRESS.fullmatch(address) else None)


def author(values: list[str]) -> tuple[Mailbox | None, str | None]:
    """The one author of the From fields, or None with the problem's name: `none`, `several`, `group`, ..."""
    if not values:
        return None, "none"
    if len(values) > 1:
        return None, "several From fields"
    entries, flaws = split(values[0])
    for flaw in ("group", "comment", "unbalanced"):
        if flaw in flaws:
            return None, flaw
    if len(entries) != 1:
        return None, "several addresses" if entries else "none"
    found = mailbox(entries[0])
    return (found, None) if found.address else (found, "no valid address")

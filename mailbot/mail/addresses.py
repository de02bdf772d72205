"""Addresses of a header field, read strictly and in linear time.

RFC 5322 section 3.4 allows comments, groups and quoted local parts; a parser that guesses among them has
let `alice@example.org)bob@example.org` pass as either (CVE-2023-27043). Here what is not plainly one
mailbox is a flaw, and nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.bounds import Reason, Unreadable

__all__ = ["Mailbox", "Unreadable", "ascii_domain", "author", "mailbox", "shown", "split"]
MAX_ADDRESSES = 500
MAX_LENGTH = 100_000
MAX_COMMENTS = 100
MAX_ENTRY = 2_000
# neither what separates addresses nor what cannot be seen: controls, zero-width and direction marks, U+FFFD
_CHAR = r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffd]"
_ADDRESS = re.compile(rf"{_CHAR}{{1,64}}@{_CHAR}{{1,255}}")
_NAMED = re.compile(r"(?P<name>(?:\"(?:[^\"\\]|\\.)*\"|[^<>\"])*)<(?P<address>[^<>]*)>", re.S)

# `Ada Verne (CEPT) <ada@x>`: a remark in the name leaves no doubt where the only "@" of the field stands
_REMARK = re.compile(
    r"[^<>@\"()\\,;:]*(?:\([^<>@\"()\\]*\)[^<>@\"()\\,;:]*){1,5}<[^<>@()\s]*@[^<>@()\s]*>\s*"
)
_FAMILY = re.compile(r"\s*[^\W\d_][\w .'’-]{0,60}")


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
                raise Unreadable(Reason.HEADERS, f"an address field with more than {MAX_COMMENTS} comments")
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
    if len(entry) > MAX_ENTRY:
        return Mailbox("", None)
    match = _NAMED.fullmatch(entry)
    if match is None:
        return Mailbox("", entry if _ADDRESS.fullmatch(entry) else None)
    name = re.sub(r"\\(.)", r"\1", " ".join(match["name"].split()).strip('" '))
    address = match["address"].strip()
    return Mailbox(name, address if _ADDRESS.fullmatch(address) else None)


def author(values: list[str]) -> tuple[Mailbox | None, str | None]:
    """The one author of the From fields, or None with the problem's name: `none`, `several`, `group`, ..."""
    if not values:
        return None, "none"
    if len(values) > 1:
        return None, "several From fields"
    entries, flaws = split(values[0])
    if len(values[0]) <= MAX_ENTRY and _REMARK.fullmatch(values[0]):
        entries, flaws = [re.sub(r"\s*\([^()]*\)", "", values[0])], set()
    for flaw in ("group", "comment", "unbalanced"):
        if flaw in flaws:
            return None, flaw
    if len(entries) == 2 and values[0].count("@") == 1 and _FAMILY.fullmatch(entries[0]):
        entries = [",".join(entries)]  # `Kowalczyk, Steven <s@x>` without the quotes that belong there
    if len(entries) != 1:
        return None, "several addresses" if entries else "none"
    found = mailbox(entries[0])
    return (found, None) if found.address else (found, "no valid address")


def ascii_domain(domain: str) -> str:
    """A domain in lower case and ASCII (RFC 5891), as DNS has it; what is no domain stays as it is."""
    domain = domain.strip().rstrip(".").lower()
    if domain.isascii():
        return domain
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return domain


def shown(address: str) -> str:
    """An address for officers: a domain beyond ASCII in punycode, so that it resembles nobody's."""
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    plain = ascii_domain(domain)
    if not plain.isascii():
        plain = domain.encode("ascii", "backslashreplace").decode()
    return f"{local}{at}{plain} (written {domain})"

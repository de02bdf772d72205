"""Who wrote: From -> contact, else organization by the address's domain, else nobody.

Only the exact address and the exact domain (or one below it) count, compared in ASCII as DNS has them. A
domain that looks like an organization's and is not is never matched but named, so that TSB sees it.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass

from mailbot.directory.records import Contact
from mailbot.directory.snapshot import Directory
from mailbot.mail.addresses import ascii_domain
from mailbot.mail.message import Message

_CONFUSABLE = str.maketrans(  # Cyrillic, Greek, Armenian, odd Latin and digits that look like plain Latin
    "аеорсухіїјкѕԁԛԝһвмнтгпαονρτυικεγχηϲոօսհցզքɡɑıⅼⅽⅾⅿſ015",
    "aeopcyxiijksdqwhbmhtrnaovptuikeyxncnouhgqpgailcdmsols",
)


@dataclass(frozen=True)
class Sender:
    """The sender as far as the address tells; ``resembles`` is an organization whose domain it imitates."""

    address: str | None
    name: str
    organization: str | None = None
    contact: Contact | None = None
    resembles: str | None = None
    problem: str | None = None


def identify(message: Message, directory: Directory) -> Sender:
    """The sender of a message. A display name identifies nobody."""
    address = message.from_address
    if address is None:
        return Sender(None, message.from_name, problem=message.from_problem)
    written = _comparable(address)
    known = [c for c in directory.contacts if c.email and _comparable(c.email) == written]
    if known:
        codes = {c.organization for c in known}
        code = known[0].organization if len(codes) == 1 else None
        return Sender(address, message.from_name, code, known[0] if len(known) == 1 else None)
    domain = written.rpartition("@")[2]
    for organization in directory.organizations:
        if any(_within(domain, ascii_domain(d)) for d in organization.domains):
            return Sender(address, message.from_name, organization.code)
    return Sender(address, message.from_name, resembles=_resembled(domain, directory))


def _comparable(address: str) -> str:
    if address.isascii():
        return address.lower().rstrip(".")
    local, _, domain = address.rpartition("@")
    return f"{local.lower()}@{ascii_domain(domain)}"


def _within(domain: str, own: str) -> bool:
    return domain == own or domain.endswith("." + own)


def _skeleton(domain: str) -> str:
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("ascii").decode("idna") if "xn--" in domain else domain
    plain = "".join(c for c in unicodedata.normalize("NFKD", domain) if not unicodedata.combining(c))
    return plain.translate(_CONFUSABLE).replace("rn", "m").replace("vv", "w")


def _resembled(domain: str, directory: Directory) -> str | None:
    """The organization whose domain this one imitates: other letters that look alike, or its name with
    more.
    """
    skeleton = _skeleton(domain)
    for organization in directory.organizations:
        for own in organization.domains:
            label = own.lower().split(".")[0]
            bare, other = (
                re.sub(r"[-_.]", "", d.rpartition(".")[0]) for d in (_skeleton(own.lower()), skeleton)
            )
            if (
                (len(bare) > 3 and bare == other)
                or _skeleton(own.lower()) == skeleton
                or (len(label) > 2 and re.search(rf"(?:^|[-.]){re.escape(label)}(?:[-.]|$)", skeleton))
            ):
                return organization.code
    return None

"""DKIM signatures checked here (RFC 6376, 8301, 8463), where no trusted host has done it.

Only signatures of the author's organization are looked at, at most five, within four seconds in all. One
counts only if it covers the whole body and the From field, is no older than its x= says, is made with SHA-256
and RSA of 1024 to 4096 bits or Ed25519, and stands in a header that cannot be read in two ways: a bare CR, a
line that is no field, or a field that may occur once and is there twice make every signature worthless.
The cryptography is in `signed`.

Failure semantics: DNS that does not answer is `temperror` with its reason; a signature that breaks a library
is `fail`. Nothing is raised but UsageError, for a name server that the configuration names wrongly.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import datetime

from mailbot.errors import MailbotError
from mailbot.inbound.proof.domains import aligned, ascii_domain, of_address, organizational
from mailbot.inbound.proof.model import Signature
from mailbot.inbound.proof.resolver import NoAnswer, Resolver
from mailbot.inbound.proof.signed import (
    Signed,
    Tags,
    Worthless,
    covered,
    packed,
    tags_of,
    taken_apart,
    verified,
)
from mailbot.mail.message import Message

MAX_SIGNATURES = 5
SECONDS = 4.0  # for all of a mail; one question to DNS gets half
_HOST = re.compile(rb"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?")


@dataclass
class _Budget:
    """What is left of the mail's time."""

    until: float

    def left(self) -> float:
        return min(self.until - time.monotonic(), SECONDS / 2)


def check(message: Message, resolver: Resolver, at: datetime) -> tuple[Signature, ...]:
    """What the signatures of the author's organization come to, in order; ``at`` is when the mail came."""
    author = of_address(message.from_address or "")
    if not author or not message.all_headers("dkim-signature"):
        return ()
    try:
        mail = taken_apart(message.raw)
    except Worthless as exc:
        return (Signature(author, "ignored", f"its DKIM signature counts for nothing: {exc}"),)
    budget = _Budget(time.monotonic() + SECONDS)
    found: list[Signature] = []
    for field in [field for field in mail.fields if field[0].lower() == b"dkim-signature"]:
        tags = tags_of(field[1])
        domain = ascii_domain(tags.get(b"d", b"").decode("ascii", "replace"))
        if not aligned(domain, author):
            continue
        if len(found) == MAX_SIGNATURES:
            break
        found.append(_checked(mail, field, tags, domain, author, resolver, at, budget))
    return tuple(found)


def _checked(
    mail: Signed, field: tuple[bytes, bytes], tags: Tags, domain: str, author: str,
    resolver: Resolver, at: datetime, budget: _Budget,
) -> Signature:  # fmt: skip
    name = f"the DKIM signature of {domain}"
    try:
        _sound(field[1], tags, at)
        key = _key(resolver, tags, budget)
        _strictness(resolver, domain, author, budget)
        good = verified(mail, field, tags, key)
    except Worthless as exc:
        return Signature(domain, "ignored", f"{name} counts for nothing: {exc}")
    except NoAnswer as exc:
        return Signature(domain, "temperror", f"{name} could not be checked: {exc}")
    except MailbotError:
        raise  # the configuration's trouble is no mail's
    except Exception as exc:  # libraries raise what they like at garbage
        return Signature(domain, "fail", f"{name} cannot be checked ({type(exc).__name__})")
    if good:
        return Signature(domain, "pass", f"{name} is good")
    return Signature(domain, "fail", f"{name} does not fit the mail; it was changed on its way, or is forged")


def _sound(value: bytes, tags: Tags, at: datetime) -> None:
    """What can be said without the key. Raises Worthless."""
    if re.search(rb"\s{100}", value):
        raise Worthless("it is written as no signer writes")
    missing = [name for name in (b"v", b"a", b"b", b"bh", b"d", b"h", b"s") if not tags.get(name)]
    if missing or tags[b"v"] != b"1":
        raise Worthless(f"its {missing[0].decode()}= is missing" if missing else "it is of another version")
    if tags[b"a"] not in (b"rsa-sha256", b"ed25519-sha256"):
        raise Worthless(f"{tags[b'a'].decode('ascii', 'replace')} is not accepted")
    if b"from" not in covered(tags):
        raise Worthless("it does not cover the From field")
    if b"l" in tags:
        raise Worthless("it covers only part of the body (l=)")
    if not _HOST.fullmatch(tags[b"s"]) or not _HOST.fullmatch(tags[b"d"]):
        raise Worthless("its selector or domain is no name")
    owner = tags.get(b"i", b"@" + tags[b"d"]).lower().rpartition(b"@")[2]
    if owner != tags[b"d"].lower() and not owner.endswith(b"." + tags[b"d"].lower()):
        raise Worthless("its i= is outside its d=")
    for name in (b"t", b"x"):
        if name in tags and not re.fullmatch(rb"\d{1,12}", tags[name]):
            raise Worthless(f"its {name.decode()}= is no time")
    if b"x" in tags and int(tags[b"x"]) < at.timestamp():
        raise Worthless("it has expired (x=)")


def _key(resolver: Resolver, tags: Tags, budget: _Budget) -> Tags:
    """The key record's tags (RFC 6376 section 3.6.1). Raises Worthless, NoAnswer."""
    name = f"{tags[b's'].decode()}._domainkey.{tags[b'd'].decode()}".lower()
    records = _asked(resolver, name, budget)
    if not records:
        raise Worthless(f"there is no key at {name}")
    key = tags_of(records[0])
    wanted = tags[b"a"].partition(b"-")[0]
    if len(records) > 1 or not key or key.get(b"v", b"DKIM1") != b"DKIM1":
        raise Worthless(f"the key at {name} cannot be read")
    if not packed(key.get(b"p", b"")):
        raise Worthless("its key was revoked")
    flags = [flag.strip() for flag in key.get(b"t", b"").split(b":")]
    if b"y" in flags:
        raise Worthless("its domain is only testing DKIM (t=y)")
    owner = tags.get(b"i", b"@" + tags[b"d"]).lower().rpartition(b"@")[2]
    if b"s" in flags and owner != tags[b"d"].lower():
        raise Worthless("its key is not for subdomains (t=s)")
    services = [each.strip() for each in key.get(b"s", b"*").split(b":")]
    hashes = [each.strip() for each in key.get(b"h", b"sha256").split(b":")]
    if key.get(b"k", b"rsa") != wanted or not {b"*", b"email"} & set(services) or b"sha256" not in hashes:
        raise Worthless("its key is for another use")
    return key


def _strictness(resolver: Resolver, domain: str, author: str, budget: _Budget) -> None:
    """Whether the author's domain accepts a relative's signature (adkim=, RFC 7489 section 6.3)."""
    if domain == author:
        return
    for name in dict.fromkeys((author, organizational(author) or author)):
        records = _asked(resolver, f"_dmarc.{name}", budget) or ()
        policies = [record for record in records if record.lower().startswith(b"v=dmarc1")]
        if len(policies) == 1:
            if tags_of(policies[0]).get(b"adkim", b"r").lower() == b"s":
                raise Worthless(f"{author} accepts no signature but its own (adkim=s)")
            return


def _asked(resolver: Resolver, name: str, budget: _Budget) -> tuple[bytes, ...] | None:
    left = budget.left()
    if left <= 0:
        raise NoAnswer(f"DNS took more than {SECONDS:g} s")
    return resolver.txt(name, left)

"""How well proven the sender is, from Authentication-Results of hosts we trust (RFC 8601).

Only the topmost field of a trusted authserv-id counts: whatever lies below it was there when the mail
came in and can be forged. No DNS is asked here; without a trusted result a mail is `unverified`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from mailbot.mail.message import Message

Verdict = Literal["authenticated", "unverified", "failed"]
_RESULT = re.compile(
    r"\b(dmarc|dkim|spf)\s*=\s*(\w+)((?:\s+[\w.-]+\s*=\s*(?:\"[^\"]{0,200}\"|[^\s;]+))*)", re.I
)
_PROPERTY = re.compile(r"([\w.-]+)\s*=\s*(\"[^\"]{0,200}\"|[^\s;]+)")


@dataclass(frozen=True)
class Authenticity:
    """The verdict and, in words, what it rests on."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Check:
    method: str
    result: str
    domain: str


def _checks(value: str) -> list[_Check]:
    value = re.sub(r"\([^()]{0,500}\)", " ", value[:10_000])
    found = []
    for match in _RESULT.finditer(value):
        properties = {k.lower(): v.strip('"').lower() for k, v in _PROPERTY.findall(match[3] or "")}
        domain = (
            properties.get("header.d")
            or properties.get("header.i")
            or properties.get("header.from")
            or properties.get("smtp.mailfrom")
            or ""
        )
        found.append(_Check(match[1].lower(), match[2].lower(), domain.rpartition("@")[2]))
    return found


def _aligned(domain: str, author: str) -> bool:
    """RFC 7489 section 3.1, relaxed without a public suffix list: one lies within the other."""
    return bool(domain) and (
        domain == author or author.endswith("." + domain) or domain.endswith("." + author)
    )


def judge(message: Message, trusted: Collection[str]) -> Authenticity:
    """The verdict on the From address, from the topmost trusted result."""
    if message.from_address is None:
        return Authenticity("failed", (f"From: {message.from_problem}",))
    names = {name.lower() for name in trusted}
    for value in message.all_headers("authentication-results"):
        identity = re.match(r"\s*([\w.-]+)", value)
        if identity and identity[1].lower() in names:
            return _verdict(_checks(value.split(";", 1)[1] if ";" in value else ""), message.from_address)
    return Authenticity("unverified", ("no Authentication-Results of a trusted host",))


def _verdict(checks: list[_Check], address: str) -> Authenticity:
    author = address.rpartition("@")[2].lower()
    reasons = tuple(f"{c.method}={c.result}" + (f" ({c.domain})" if c.domain else "") for c in checks)
    dmarc = [c for c in checks if c.method == "dmarc"]
    if any(c.result in ("fail", "permerror") for c in dmarc):
        return Authenticity("failed", reasons)
    if any(c.result == "pass" and (not c.domain or _aligned(c.domain, author)) for c in dmarc):
        return Authenticity("authenticated", reasons)
    if any(c.method == "dkim" and c.result == "pass" and _aligned(c.domain, author) for c in checks):
        return Authenticity("authenticated", reasons)
    dkim_fails = any(c.method == "dkim" and c.result == "fail" for c in checks)
    spf_fails = any(c.method == "spf" and c.result == "fail" for c in checks)
    if dkim_fails and spf_fails:
        return Authenticity("failed", reasons)
    return Authenticity("unverified", reasons or ("the trusted host checked nothing",))

"""The Authenticated Received Chain of a forwarder we trust (RFC 8617): what it saw before its change.

The chain itself was verified by the trusted host, whose results say `arc=pass`. Of its links those count
that forwarders of the configuration sealed, from the last one back to the first that somebody else sealed.
"""

from __future__ import annotations

import re

from mailbot.inbound.proof.domains import ascii_domain
from mailbot.inbound.proof.model import Trusted
from mailbot.inbound.proof.results import read
from mailbot.inbound.proof.verdict import by_results, trusted_results
from mailbot.mail.message import Message

_MAX_LINKS = 50  # RFC 8617 section 4.2.1
_INSTANCE = re.compile(r"\s*i\s*=\s*([0-9]{1,2})\s*;(.*)", re.S)


def vouches(message: Message, trust: Trusted, author: str) -> str | None:
    """The forwarder that found a mail of the domain ``author`` authenticated, or None."""
    if not trust.forwarders:
        return None
    results = trusted_results(message, trust)
    if results is None or not any(c.method == "arc" and c.result == "pass" for c in results.checks):
        return None
    seals = _links(message, "arc-seal")
    seen = _links(message, "arc-authentication-results")
    if seals is None or seen is None or set(seals) != set(range(1, len(seals) + 1)):
        return None
    for instance in sorted(seals, reverse=True):
        sealer = _tag(seals[instance], "d")
        if sealer not in trust.forwarders:
            return None
        found = read(seen.get(instance, ""))
        if found is not None and by_results(found.checks, author) == "authenticated":
            return sealer
    return None


def _links(message: Message, name: str) -> dict[int, str] | None:
    """The fields by instance; None where an instance is there twice or cannot be read."""
    links: dict[int, str] = {}
    for value in message.all_headers(name):
        found = _INSTANCE.fullmatch(value)
        if found is None or int(found[1]) in links or len(links) >= _MAX_LINKS:
            return None
        links[int(found[1])] = found[2]
    return links


def _tag(value: str, name: str) -> str:
    for part in value.split(";"):
        key, _, text = part.partition("=")
        if key.strip() == name:
            return ascii_domain(text.strip())
    return ""

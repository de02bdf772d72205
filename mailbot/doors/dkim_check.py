"""Whether our DKIM signatures can be checked by others: key files, alignment, and what DNS says.

Raises `Wrong` with everything to be mended; NoAnswer where DNS says nothing.
"""

from __future__ import annotations

from mailbot.errors import MailbotError
from mailbot.inbound.proof.domains import aligned
from mailbot.inbound.proof.resolver import Dns, Resolver
from mailbot.inbound.proof.signed import packed, tags_of
from mailbot.outbound.delivery.signing import DkimSigner, Key, zone_line
from mailbot.outbound.pacing import domain_of
from mailbot.settings import Settings

SECONDS = 5.0  # for one question to DNS


class Wrong(MailbotError):
    """What keeps our signatures from counting; the message says what to do."""


def check(settings: Settings, signing: DkimSigner, resolver: Resolver | None) -> str:
    """What was found, for `doctor`. Without a ``resolver`` DNS is asked all the same."""
    ask = resolver or Dns(settings.trust.dns_servers)
    wrong = [
        f"{key.file} signs our mails and others can read it; chmod 600 {key.file}"
        for key in settings.dkim.keys
        if key.file.stat().st_mode & 0o077
    ]
    author = domain_of(settings.identity.address)
    if not aligned(signing.domain, author):
        wrong.append(
            f"{signing.domain} is not the domain of {settings.identity.address}: its signature proves "
            f"nothing for DMARC; set dkim.domain to {author}"
        )
    wrong += [told for key in signing.keys if (told := _published(key, signing.domain, ask))]
    if wrong:
        raise Wrong("; ".join(wrong))
    return f"signed by {signing.domain} with " + ", ".join(
        f"{key.selector} ({key.algorithm})" for key in signing.keys
    )


def _published(key: Key, domain: str, ask: Resolver) -> str | None:
    """What is wrong with the key's record, None where it is right."""
    name = f"{key.selector}._domainkey.{domain}"
    records = ask.txt(name, SECONDS)
    if not records:
        return f"publish in DNS: {zone_line(key, domain)}"
    if len(records) > 1:
        return f"{name} has {len(records)} TXT records; leave one"
    tags = tags_of(records[0])
    if packed(tags.get(b"p", b"")).decode("ascii", "replace") != key.public:
        return f"{name} holds another key; publish in DNS: {zone_line(key, domain)}"
    if tags.get(b"k", b"rsa").decode("ascii", "replace") != key.algorithm:
        return f"{name} must say k={key.algorithm}"
    return None

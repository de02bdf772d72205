"""Domains compared: in ASCII, and by the organization that registered them (RFC 7489, 3.1 and 3.2)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mailbot.mail.addresses import ascii_domain

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

__all__ = ["aligned", "ascii_domain", "of_address", "organizational"]


def of_address(address: str) -> str:
    """The domain of an address in ASCII, lower case; empty where there is none."""
    return ascii_domain(address.rpartition("@")[2])


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def organizational(domain: str) -> str | None:
    """What was registered: `cept.example` of `mail.cept.example`; None for a public suffix (`co.uk`)."""
    found = _suffixes().privatesuffix(domain)
    return found.lower() if found else None


def aligned(domain: str, author: str) -> bool:
    """Relaxed alignment of two domains in any form; below a public suffix only the same domain is aligned."""
    domain, author = ascii_domain(domain), ascii_domain(author)
    if not domain or not author:
        return False
    if domain == author:
        return True
    if domain.split(".")[-2:] != author.split(".")[-2:]:
        return False  # what is registered has two labels or more; loading the list takes its time
    ours = organizational(domain)
    return ours is not None and ours == organizational(author)

"""Entity tags (RFC 9110 section 8.8.3), all of them weak: the same content, perhaps in other octets."""

from __future__ import annotations

import hashlib


def etag(*rests_on: object) -> str:
    """The tag of what depends on these values and on nothing else."""
    return f'W/"{hashlib.sha256(repr(rests_on).encode()).hexdigest()[:32]}"'


def has_tag(known: str, tag: str) -> bool:
    """Weak comparison (RFC 9110 section 8.8.3.2) with one of the tags of If-None-Match."""
    opaque = tag.removeprefix("W/")
    return known.strip() == "*" or opaque in (each.strip().removeprefix("W/") for each in known.split(","))

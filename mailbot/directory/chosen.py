"""People's own choices as a value: who joined or left a list, and when; who wants which language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Choices:
    """All choices at one moment. ``joined`` maps a list to the addresses, in order of joining; ``since`` has
    when each (address, list) was joined."""

    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[tuple[str, str], datetime] = field(default_factory=dict)

    def language(self, address: str) -> str | None:
        return self.languages.get(address.casefold())

    def why_not(self, address: str, name: str) -> str | None:
        """The reason to record for a mail of this list that is not sent to this address; None: it is sent."""
        since = self.left.get((address.casefold(), name))
        return f"unsubscribed from {name} since {since:%Y-%m-%d}" if since else None

    def wanted(self, name: str, moment: datetime) -> frozenset[str]:
        """The addresses that had joined the list by then, casefolded."""
        return frozenset(a for a in self.joined.get(name, ()) if self.since.get((a, name), moment) <= moment)


NONE = Choices()

"""Who is signed in, and what that allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["officer", "editor", "viewer"]
Action = Literal["see", "edit", "decide", "manage"]
ALLOWS: dict[str, frozenset[str]] = {
    "viewer": frozenset({"see"}),
    "editor": frozenset({"see", "edit"}),
    "officer": frozenset({"see", "edit", "decide", "manage"}),
}


@dataclass(frozen=True)
class Account:
    """A person of TSB. viewer: sees the queue and all fields. editor: amends proposals, adds what the reader
    missed, asks senders. officer: decides, and manages accounts."""

    id: int
    address: str
    name: str
    role: Role
    language: str | None = None

    def may(self, action: Action) -> bool:
        return action in ALLOWS[self.role]

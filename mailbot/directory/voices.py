"""What each organization says on one text, as far as it stands. Pure.

A position that was withdrawn is no position, and what was said about it is no longer counted. The rules are
in `docs/consensus.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from mailbot.directory.records import Position, View

Family = Literal["write", "suppress", "keep"]
FAMILIES: dict[str, Family] = {"MOD": "write", "ADD": "write", "SUP": "suppress", "NOC": "keep"}
OUTCOMES: tuple[Family, ...] = ("write", "suppress", "keep")
WEIGHTS = {"submitted": 100, "agreed": 100, "draft": 90, "preliminary": 80}
UNSTATED = 80  # a position that does not say how far it is
SUPPORT = 90
SILENCE = 50
FIRM = ("agreed", "submitted")
NEW = "New:"

# Of the text itself, by whether it is a proposed new one: stance → (outcomes backed, outcomes rejected).
_TEXT_ITSELF: dict[bool, dict[str, tuple[set[Family], set[Family]]]] = {
    False: {"support": ({"keep"}, {"suppress"}), "oppose": (set(), {"keep"})},
    True: {"support": ({"write"}, {"suppress", "keep"}), "oppose": (set(), {"write"})},
}


@dataclass(frozen=True)
class Voice:
    """What one organization says on one text, as far as it stands.

    ``position`` is not withdrawn; its action may not be known yet. ``supports``, ``opposes`` and ``comments``
    are the organizations whose standing positions it has a view of. ``backs`` and ``rejects`` are the
    outcomes that it speaks for and against, whoever proposes them.
    """

    organization: str
    position: Position | None = None
    supports: tuple[str, ...] = ()
    opposes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    on_text: str | None = None
    backs: frozenset[Family] = frozenset()
    rejects: frozenset[Family] = frozenset()

    @property
    def action(self) -> str | None:
        return self.position.action if self.position else None

    @property
    def own(self) -> Family | None:
        """The outcome of its own position."""
        return FAMILIES[self.action] if self.action else None

    @property
    def weight(self) -> int:
        """How far its own position counts, in per cent."""
        return WEIGHTS.get(self.position.status or "", UNSTATED) if self.position else 0

    @property
    def is_firm(self) -> bool:
        return self.position is not None and self.position.status in FIRM

    @property
    def speaks(self) -> bool:
        """For or against something; a comment alone takes no side."""
        return bool(self.action or self.supports or self.opposes or self.backs or self.rejects)

    @property
    def excludes(self) -> frozenset[Family]:
        """What it rejects whoever proposes it: one modification that is opposed says nothing of others."""
        return self.rejects if self.on_text == "oppose" else self.rejects - {"write"}

    @property
    def is_silent(self) -> bool:
        return not (self.speaks or self.position or self.comments or self.on_text)

    def share(self, outcome: Family) -> int:
        """How far this organization stands behind an outcome, 0 to 100."""
        if outcome in self.rejects:
            return 0
        if self.own == outcome:
            return self.weight
        least = 100 - self.weight if self.own else SILENCE
        return max(least, SUPPORT) if outcome in self.backs else least


def leading(voices: Mapping[str, Voice]) -> tuple[Family, int] | None:
    """The outcome that most stand behind, and how far, 0 to 100; None where no position says an action."""
    outcomes = {voice.own for voice in voices.values() if voice.own}
    if not outcomes:
        return None
    shares = {o: sum(v.share(o) for v in voices.values()) / len(voices) for o in OUTCOMES if o in outcomes}
    best = max(shares, key=lambda each: shares[each])
    return best, round(shares[best])


def voices_on(
    text: str, codes: Iterable[str], positions: Iterable[Position], views: Iterable[View]
) -> dict[str, Voice]:
    """What each organization says on the text, by its code."""
    standing = {p.organization: p for p in positions if p.status != "withdrawn"}
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    on_text: dict[str, str] = {}
    for view in views:
        if view.about is None:
            on_text[view.organization] = view.stance
        elif view.about in standing and view.about != view.organization:
            action = standing[view.about].action
            said[view.organization][view.stance if action else "comment"].add(view.about)
    found = {}
    for code in sorted({*codes, *standing, *said, *on_text}):
        told = {stance: tuple(sorted(about)) for stance, about in said[code].items()}
        found[code] = _voice(text, code, standing, told, on_text.get(code))
    return found


def _voice(
    text: str,
    code: str,
    standing: Mapping[str, Position],
    told: Mapping[str, tuple[str, ...]],
    on_text: str | None,
) -> Voice:
    def outcomes(stance: str) -> set[Family]:
        return {FAMILIES[a] for about in told.get(stance, ()) if (a := standing[about].action)}

    position = standing.get(code)
    own = {FAMILIES[position.action]} if position and position.action else set()
    backs, rejects = own | outcomes("support"), outcomes("oppose")
    text_backs, text_rejects = _TEXT_ITSELF[text.startswith(NEW)].get(on_text or "", (set(), set()))
    return Voice(
        code, position, told.get("support", ()), told.get("oppose", ()), told.get("comment", ()), on_text,
        frozenset(backs | text_backs), frozenset(rejects | text_rejects - own),
    )  # fmt: skip

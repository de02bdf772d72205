"""What two organizations have in common, the matrix of all pairs, and the totals of Committees. Pure.

Beside `docs/consensus.md`, which says how two organizations compare on one text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from mailbot.directory.consensus import Assessment, committee_of
from mailbot.directory.degree import DEGREES
from mailbot.directory.snapshot import Directory
from mailbot.directory.voices import Voice
from mailbot.wording import N_

Relation = Literal["same", "compatible", "opposed", "only_a", "only_b", "neither"]
RELATIONS: dict[str, str] = {
    "same": N_("same action"),
    "compatible": N_("compatible"),
    "opposed": N_("opposed"),
    "only_a": N_("only the first"),
    "only_b": N_("only the second"),
    "neither": N_("neither"),
}


@dataclass(frozen=True)
class Pair:
    """Two organizations over all texts: the number of texts by relation."""

    a: str
    b: str
    counts: Mapping[str, int]

    @property
    def both(self) -> int:
        """The texts on which both speak."""
        return sum(self.counts.get(each, 0) for each in ("same", "compatible", "opposed"))

    @property
    def agreeing(self) -> int:
        return self.counts.get("same", 0) + self.counts.get("compatible", 0)

    @property
    def share(self) -> int | None:
        """Of the texts on which both speak, the per cent on which they are compatible; None where none."""
        return round(100 * self.agreeing / self.both) if self.both else None


def relation(a: Voice, b: Voice) -> Relation:
    """How the two compare on one text. What one says of the other's very position goes first."""
    if not (a.speaks and b.speaks):
        return "only_a" if a.speaks else "only_b" if b.speaks else "neither"
    if b.organization in a.opposes or a.organization in b.opposes:
        return "opposed"
    if a.action and a.action == b.action:
        return "same"
    if b.organization in a.supports or a.organization in b.supports or a.backs & b.backs:
        return "compatible"
    if (a.backs and b.backs) or a.backs & b.excludes or b.backs & a.excludes:
        return "opposed"
    if a.backs or b.backs:
        return "only_a" if a.backs else "only_b"
    return "compatible" if a.rejects & b.rejects else "neither"


def compare(assessments: Mapping[str, Assessment], a: str, b: str) -> dict[str, Relation]:
    """The relation of two organizations on every text on which at least one of them speaks."""
    found = {text: relation(each.voices[a], each.voices[b]) for text, each in assessments.items()
             if a in each.voices and b in each.voices}  # fmt: skip
    return {text: how for text, how in found.items() if how != "neither"}


def pair(assessments: Mapping[str, Assessment], a: str, b: str) -> Pair:
    return Pair(a, b, Counter(compare(assessments, a, b).values()))


def matrix(assessments: Mapping[str, Assessment], codes: Iterable[str]) -> dict[tuple[str, str], Pair]:
    """Every pair of different organizations, both ways round."""
    found: dict[tuple[str, str], Pair] = {}
    for a, b in combinations(codes, 2):
        found[a, b] = one = pair(assessments, a, b)
        turned = {"only_a": "only_b", "only_b": "only_a"}
        found[b, a] = Pair(b, a, {turned.get(how, how): number for how, number in one.counts.items()})
    return found


def totals(directory: Directory, assessments: Mapping[str, Assessment]) -> dict[str | None, dict[str, int]]:
    """Committee → class → number of texts. Committees in the programme's order, None for texts of none."""
    known = [each.code for each in directory.committees]
    found: dict[str | None, dict[str, int]] = {code: dict.fromkeys(DEGREES, 0) for code in known}
    for text, each in assessments.items():
        code = committee_of(directory, text)
        found.setdefault(code, dict.fromkeys(DEGREES, 0))[each.degree] += 1
    return found

"""How far the organizations agree on each text, from what stands in the mapping table. Pure.

The rules, their reasons and worked examples are in `docs/consensus.md`; this is their only other statement.
A position that was withdrawn is no position, and what was said about it is no longer counted. Nothing is
guessed from summaries: actions, statuses and views decide. The order of rows never matters.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mailbot.directory.degree import Degree, Reason, decide, explain
from mailbot.directory.likeness import like_new_texts
from mailbot.directory.records import Position, View
from mailbot.directory.snapshot import Directory
from mailbot.directory.voices import Family, Voice, leading, voices_on


@dataclass(frozen=True)
class Assessment:
    """One text. ``number`` is 0 to 100, None where there is nothing to agree on; ``outcome`` is what most
    stand behind. All codes are in alphabetical order."""

    text: str
    degree: Degree
    number: int | None
    outcome: Family | None
    voices: Mapping[str, Voice]
    reasons: tuple[Reason, ...]

    def with_action(self, *actions: str) -> tuple[str, ...]:
        """Who has a standing position with one of these actions."""
        return tuple(code for code, voice in self.voices.items() if voice.action in actions)

    @property
    def proposers(self) -> tuple[str, ...]:
        return self.with_action("ADD", "MOD", "SUP")

    @property
    def supporters(self) -> tuple[str, ...]:
        return tuple(code for code, voice in self.voices.items() if voice.supports)

    @property
    def objectors(self) -> tuple[str, ...]:
        return tuple(code for code, voice in self.voices.items() if voice.opposes)

    @property
    def commenters(self) -> tuple[str, ...]:
        return tuple(code for code, voice in self.voices.items() if voice.comments)

    @property
    def silent(self) -> tuple[str, ...]:
        return tuple(code for code, voice in self.voices.items() if voice.is_silent)


def texts_of(directory: Directory, *, withdrawn: bool = False) -> tuple[str, ...]:
    """The ids of all texts of the table: the programme's, then those that positions add (`New: ...`).

    A text that only withdrawn positions propose is none, unless ``withdrawn``.
    """
    added = (p.text for p in directory.positions if withdrawn or p.status != "withdrawn")
    return tuple(dict.fromkeys([*(text.id for text in directory.texts), *added]))


def committee_of(directory: Directory, text: str) -> str | None:
    """The Committee of a text; of a proposed new one what its proposers say, the first by their codes."""
    found = directory.get("text", text)
    if found is not None:
        return getattr(found, "committee", None)
    told = sorted(
        (p.organization, p.committee) for p in directory.positions if p.text == text and p.committee
    )
    return told[0][1] if told else None


@dataclass(frozen=True)
class _Assessed:
    """An assessment with what it rests on."""

    codes: tuple[str, ...]
    like: tuple[str, ...]
    rows: tuple[Position | View, ...]
    assessment: Assessment

    def holds(self, codes: tuple[str, ...], like: tuple[str, ...], rows: Sequence[Position | View]) -> bool:
        """Whether it still rests on the very same records."""
        same = len(rows) == len(self.rows) and all(map(operator.is_, rows, self.rows))
        return same and (codes, like) == (self.codes, self.like)


Memory: TypeAlias = dict[str, _Assessed]  # of one caller, who asks for one state of a directory after another


def assess_all(
    directory: Directory, *, withdrawn: bool = False, memory: Memory | None = None
) -> dict[str, Assessment]:
    """The assessment of every text of `texts_of`, in its order. With a ``memory`` a text whose records are
    still the same objects is not assessed again."""
    codes = _codes(directory)
    positions: dict[str, list[Position]] = defaultdict(list)
    views: dict[str, list[View]] = defaultdict(list)
    for position in directory.positions:
        positions[position.text].append(position)
    for view in directory.views:
        views[view.text].append(view)
    like = like_new_texts(texts_of(directory))
    memory = {} if memory is None else memory
    found = {}
    for text in texts_of(directory, withdrawn=withdrawn):
        alike = like.get(text, ())
        rows: tuple[Position | View, ...] = (*positions[text], *views[text])
        known = memory.get(text)
        if known is None or not known.holds(codes, alike, rows):
            made = assess(text, codes, positions[text], views[text], like=alike)
            known = memory[text] = _Assessed(codes, alike, rows, made)
        found[text] = known.assessment
    return found


def _codes(directory: Directory) -> tuple[str, ...]:
    """All organizations, those too that only positions and views name."""
    found = {each.code for each in directory.organizations}
    found |= {p.organization for p in directory.positions if p.status != "withdrawn"}
    return tuple(sorted(found))


def assess(
    text: str,
    codes: Iterable[str],
    positions: Iterable[Position],
    views: Iterable[View],
    *,
    like: tuple[str, ...] = (),
) -> Assessment:
    """The degree of consensus on one text. ``codes`` are all organizations, ``positions`` and ``views`` those
    on this text; ``like`` are proposed new texts with a like title."""
    voices = voices_on(text, codes, positions, views)
    degree, headline = decide(voices)
    leader = leading(voices)
    number = None if degree == "no_proposal" or leader is None else leader[1]
    outcome = leader[0] if leader else None
    return Assessment(text, degree, number, outcome, voices, (headline, *explain(voices, like)))

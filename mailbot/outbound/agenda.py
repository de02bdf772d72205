"""The draft agenda of a call, made from the mapping table. Pure.

Of the texts that the call's Committee treats, those where at least one region has a position that stands:
first where regions differ, then where only some have spoken, then what is near agreement; at the end the
views that have come in since the last call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailbot.directory.events import Occurrence
from mailbot.directory.records import Position, Text, View
from mailbot.directory.snapshot import Directory
from mailbot.wording import N_

Group = Literal["differ", "open", "near"]
TITLES: dict[Group, str] = {
    "differ": N_("Where regions differ"),
    "open": N_("Where only some regions have spoken"),
    "near": N_("Near agreement"),
}
NEW_RESOLUTION = N_("New Resolution")


@dataclass(frozen=True)
class Item:
    """One text with the positions side by side, and what regions think of each other's."""

    text: str
    title: str
    group: Group
    positions: tuple[Position, ...]
    views: tuple[View, ...] = ()

    @property
    def label(self) -> str:
        """`Resolution 20`; a proposed new Resolution by that word, its title stands beside it."""
        return NEW_RESOLUTION if self.text.startswith("New:") else self.text


@dataclass(frozen=True)
class Section:
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Agenda:
    """The sections that have items, in the order of discussion; ``recent``: views since the last call."""

    sections: tuple[Section, ...] = ()
    recent: tuple[View, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def positions(self) -> tuple[Position, ...]:
        return tuple(position for item in self.items for position in item.positions)


def last_before(directory: Directory, call: Occurrence) -> datetime | None:
    """When the meeting before this one ended, of its Committee or of all; None for the first."""
    before = (
        each.ends
        for each in directory.calls
        if each.takes_place and each.ends <= call.starts and each.id != call.id
        and (call.committee == "all" or each.committee in ("all", call.committee))
    )  # fmt: skip
    return max(before, default=None)


def agenda(directory: Directory, committee: str, recent: Collection[str] = ()) -> Agenda:
    """The agenda for a Committee's call; `all` takes every Committee's texts. ``recent`` are the ids of the
    views that have come in since the last one."""
    spoken: dict[str, list[Position]] = defaultdict(list)
    for position in directory.positions:
        if position.status != "withdrawn":
            spoken[position.text].append(position)
    order = {text.id: n for n, text in enumerate(directory.texts)}
    items = [
        _item(directory, text, positions)
        for text, positions in sorted(spoken.items(), key=lambda each: order.get(each[0], len(order)))
        if committee in ("all", _committee(directory, text, positions))
    ]
    sections = []
    for group, title in TITLES.items():
        chosen = sorted((i for i in items if i.group == group), key=lambda i: -len(i.positions))
        if chosen:
            sections.append(Section(title, tuple(chosen)))
    new = (view for view in directory.views if view.key in recent)
    return Agenda(
        tuple(sections), tuple(v for v in new if committee in ("all", _committee(directory, v.text, [])))
    )


def _committee(directory: Directory, text: str, positions: list[Position]) -> str | None:
    record = directory.get("text", text)
    known = record.committee if isinstance(record, Text) else None
    return known or next((p.committee for p in positions if p.committee), None)


def _item(directory: Directory, text: str, positions: list[Position]) -> Item:
    record = directory.get("text", text)
    title = record.title if isinstance(record, Text) else text.removeprefix("New:").strip()
    views = tuple(v for v in directory.views if v.text == text)
    return Item(text, title, _group(directory, positions, views), tuple(positions), views)


def _group(directory: Directory, positions: list[Position], views: tuple[View, ...]) -> Group:
    standing = {position.organization for position in positions}
    opposed = any(v.stance == "oppose" and v.about in standing for v in views)
    if opposed or len({p.action for p in positions if p.action}) > 1:
        return "differ"
    heard = sum(1 for p in positions if p.action) + len(
        {v.organization for v in views if v.stance == "support"} - standing
    )
    return "near" if heard * 2 >= len(directory.organizations) else "open"

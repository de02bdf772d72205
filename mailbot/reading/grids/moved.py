"""Rows that were only moved: deleted in one place, inserted in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mailbot.reading.grids.entry import Entry
from mailbot.reading.values import folded

_IDENTITY = {"contact": ("name", "email"), "position": ("text", "title"), "meeting": ("title",)}


def _same(target: str, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(one.get(f) and folded(one[f]) == folded(other.get(f, "")) for f in _IDENTITY[target])


def without_moves(entries: list[Entry]) -> list[Entry]:
    """A removed row and an added one about the same record are that record, changed perhaps."""
    out = list(entries)
    for removed in [e for e in entries if e.state == "removed"]:
        for place, added in enumerate(out):
            if added.state == "removed" or added.context.organization != removed.context.organization:
                continue
            if added.state != "added" and added.marked:
                continue
            if _same(removed.target, removed.old, added.new):
                changed = frozenset(
                    f for f in {*removed.old, *added.new} if removed.old.get(f, "") != added.new.get(f, "")
                )
                out[place] = replace(added, old=removed.old, marked=changed, state="")
                out.remove(removed)
                break
    return out

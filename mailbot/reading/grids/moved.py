"""Rows that were only moved: deleted in one place, inserted in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mailbot.reading.grids.entry import Entry
from mailbot.reading.values import folded

_IDENTITY = {"contact": ("name", "email"), "position": ("text", "title"), "meeting": ("title",)}


def _names(target: str, row: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f, folded(row[f])) for f in _IDENTITY[target] if row.get(f, "").strip()]


def without_moves(entries: list[Entry]) -> list[Entry]:
    """A removed row and an added one about the same record are that record, changed perhaps."""
    removed = [e for e in entries if e.state == "removed"]
    if not removed:
        return entries
    places: dict[tuple[str | None, str, str], int] = {}
    for place, entry in enumerate(entries):
        if entry.state == "added" or (entry.state == "" and not entry.marked):
            for field, name in _names(entry.target, entry.new):
                places.setdefault((entry.context.organization, field, name), place)
    out: dict[int, Entry] = dict(enumerate(entries))
    for place, gone in enumerate(entries):
        if gone.state != "removed":
            continue
        names = _names(gone.target, gone.old)
        hits = [places[k] for f, n in names if (k := (gone.context.organization, f, n)) in places]
        if not hits:
            continue
        kept = out[hits[0]]
        fields = {*gone.old, *kept.new}
        changed = frozenset(f for f in fields if gone.old.get(f, "") != kept.new.get(f, ""))
        out[hits[0]] = replace(kept, old=gone.old, marked=changed, state="")
        del out[place]
    return list(out.values())

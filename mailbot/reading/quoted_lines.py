"""Edits in a quotation whose rows have another layout than ours: `Resolution 22 / MOD / draft`."""

from __future__ import annotations

from typing import Any

from mailbot.directory.records import Contact, Record
from mailbot.directory.records import values as values_of
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.shown import shown
from mailbot.reading.values import folded, phone, same

READER = "quoted edit"
MAX_QUOTED = 400  # lines


def other_layouts(quoted: str, read: set[str], context: Context) -> list[Result]:
    """Rows of the quotation in another layout than ours: `Resolution 22 / MOD / draft`."""
    results: list[Result] = []
    for line in quoted.split("\n")[:MAX_QUOTED]:
        if line.strip() in read or (found := shown(line, context)) is None:
            continue
        base = context.seen(found.record.kind, found.record.key) or found.record
        before = values_of(base)
        fresh = {name: v for name, v in found.values.items() if not _same(name, before.get(name), v, base)}
        if fresh:
            record = found.record
            results.append(
                Finding(
                    record.kind, "update", record.key, record.key, None, fresh, (found.text,), "body", 0.95,
                    READER, "line",
                )
            )  # fmt: skip
    return results


def _same(name: str, before: Any, value: Any, base: Record) -> bool:
    if name == "phone" and isinstance(base, Contact):
        return bool(phone(str(value), base.country) == before)
    if name == "place" and before:  # a place may be shortened, or written with other stops
        return set(folded(str(value)).split()) <= set(folded(str(before)).split())
    return same(name, before, value)

"""A remark beside a row, such as `moves to Vilnius, same days`: read as an answer to that row.

It goes through the readers of prose with the row as its topic; only what they say of this record counts. A
remark that is not sure of itself, or asks, is a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.directory.sheet import row
from mailbot.mail.reply import Block, Reply
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.grids.cells import is_nothing
from mailbot.reading.grids.entry import Entry
from mailbot.reading.grids.remark_aside import own_of

MAX_REMARK = 600  # characters


def read(entry: Entry, found: list[Result]) -> list[Result]:
    """The row's findings with what the remark adds; where a cell only repeats the file, the remark holds."""
    added = _added(entry, found)
    fresh = {name for result in added if isinstance(result, Finding) for name in result.values}
    kept: list[Result] = []
    for result in found:
        if isinstance(result, Finding) and fresh & set(result.values):
            result = replace(result, values={n: v for n, v in result.values.items() if n not in fresh})
        kept.append(result)
    return [*kept, *added]


def _added(entry: Entry, found: Sequence[Result]) -> list[Result]:
    key = next((r.key for r in found if isinstance(r, Finding) and r.key), None)
    text = entry.remark.strip()
    if is_nothing(text) or len(text) > MAX_REMARK or any(_settles(r) for r in found):
        return []
    record = entry.context.directory.get(entry.target, key) if key else None
    if record is None:
        return []
    given = {
        n for r in found if isinstance(r, Finding) for n, v in r.values.items() if _differs(n, v, record)
    }
    results: list[Result] = []
    for result in answers(text, str(row(record)), entry.context):
        placed = own_of(replace(result, source=entry.source.source), entry, str(key))
        if placed is None:
            continue
        if isinstance(placed, Doubt):
            results.append(placed)
        elif placed.key == key:
            values = {name: value for name, value in placed.values.items() if name not in given}
            if "action" in given and values.get("status") == "withdrawn":
                del values["status"]  # "no longer SUP" beside a row that now says NOC
            if values or placed.op == "remove":
                results.append(replace(placed, values=values))
        elif placed.target == "contact" and placed.op == "add" and entry.target == "contact":
            results.append(placed)
    return results


def _differs(name: str, value: object, record: object) -> bool:
    return str(getattr(record, name, None)) != str(value)


def _settles(result: Result) -> bool:
    return isinstance(result, Finding) and (
        result.op == "remove" or result.values.get("status") == "withdrawn"
    )


def answers(text: str, shown: str, context: Context) -> list[Result]:
    """What the readers of prose make of a text that answers the row ``shown``."""
    from mailbot.reading.prose.reader import read_answer

    return read_answer(Reply((Block(text, (shown,)),), "", "", ""), context)

"""Several answers of one person: a hesitant sentence is tentative, a series gives way to its calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result


def _less_sure(result: Result, results: Sequence[Result]) -> Result:
    """`I will try to connect but cannot promise`: one sentence that is tentative anywhere is tentative."""
    if not isinstance(result, Finding):
        return result
    same = [
        r.values["attending"]
        for r in results
        if isinstance(r, Finding) and r.evidence == result.evidence
        and (r.values["name"], r.values["event"]) == (result.values["name"], result.values["event"])
    ]  # fmt: skip
    said = "tentative" if "tentative" in same else result.values["attending"]
    return replace(result, values={**result.values, "attending": said})


def settled(results: Sequence[Result], context: Context) -> list[Result]:
    """Where a call of a series has another answer than the series, the series becomes its other calls; the
    later word on one call holds.
    """
    results = [_less_sure(r, results) for r in results]
    found: list[Result] = []
    calls = {c.id: c.event_id for c in context.directory.calls if c.is_call}
    own = {(r.values["name"], r.values["event"]): n for n, r in enumerate(results) if isinstance(r, Finding)}
    for number, result in enumerate(results):
        if not isinstance(result, Finding):
            found.append(result)
            continue
        name, event = result.values["name"], result.values["event"]
        if own[name, event] != number:
            continue
        single = {e for n, e in own if n == name and calls.get(e) == event}
        parts = (
            [c for c, series in calls.items() if series == event and c not in single] if single else [event]
        )
        found += [replace(result, values={**result.values, "event": part}) for part in parts]
    return found

"""What holds of all that a message says of positions, and what has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.window import Window
from mailbot.reading.prose.windows import of_others

READER = "prose"


def last_word(results: Sequence[Result], context: Context) -> list[Result]:
    """A proposal given up for another is not withdrawn: `we renounce the suppression; MOD instead`.

    What the table is to say holds against what was told before: `it had a reading; show it as draft`.
    """
    again: set[str] = set()
    entered: set[str] = set()
    kept: list[Result] = []
    for result in reversed(results):
        if isinstance(result, Finding):
            if result.values.get("status") == "withdrawn" and result.subject in again:
                continue
            if "status" in result.values and result.subject in entered:
                values = {name: value for name, value in result.values.items() if name != "status"}
                result = replace(result, values=values)
            elif "status" in result.values and _is_entry(result.evidence[0], context):
                entered.add(result.subject)
            again |= {result.subject} if "action" in result.values else set()
            if not result.values:
                continue
        kept.append(result)
    return kept[::-1]


def _is_entry(text: str, context: Context) -> bool:
    """Whether the words are about the table: `it can be shown as`, `the status should read`."""
    names = ("asks_entry", "table", "status_field", "should_be", "kindly")
    return any(context.words.has(f"position.{name}", text) for name in names)


def unknown(found: Sequence[Window], results: Sequence[Result]) -> list[Result]:
    """A Resolution that the programme does not have is a question, whatever is said of it."""
    asked = {r.subject for r in results if isinstance(r, Finding)}
    out: list[Result] = []
    for window in found:
        scene = window.scene
        for ref in window.keys:
            if ref.known or ref.id in asked or scene.has("text.elsewhere_body") or of_others(scene):
                continue
            if (scene.denied or scene.past) and not scene.has("text.not_found"):
                continue
            asked.add(ref.id)
            text = f"{ref.id} is not among the texts of the programme: {scene.text}"
            out.append(Doubt(text, (scene.text,), "body", READER, "unknown text"))
    return out

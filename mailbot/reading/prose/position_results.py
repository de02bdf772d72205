"""What holds of all that a message says of positions, and what has to be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.members import told_by_member
from mailbot.reading.prose.new_texts import says_action
from mailbot.reading.prose.position_matters import is_bound
from mailbot.reading.prose.position_values import STAGES, decides
from mailbot.reading.prose.window import Window
from mailbot.reading.prose.windows import of_others

READER = "prose"
_SAID = ("withdraw", "coordinator_cue", "table", "status_field", "should_be")
_TITLE = re.compile(r"\s?(?:\([^()]*\)\s?)?[–—-]\s\W?[^\W\d_]{2,}\s[^\W\d_]+\s[^\W\d_]+\s")


def last_word(results: Sequence[Result], context: Context) -> list[Result]:
    """A proposal given up for another is not withdrawn: `we renounce the suppression; MOD instead`.

    What the table is to say holds against what was told before: `it had a reading; show it as draft`.
    """
    again = _changed(results, context)
    entered: set[str] = set()
    later: dict[str, str] = {}  # the stage told last
    kept: list[Result] = []
    for result in reversed(results):
        if isinstance(result, Finding):
            if later.get(result.subject) in STAGES[:2] and _only_decided(result, context):
                values = {name: value for name, value in result.values.items() if name != "status"}
                result = replace(result, values=values)
            if "status" in result.values:
                later.setdefault(result.subject, result.values["status"])
            if result.values.get("status") == "withdrawn" and result.subject in again:
                continue
            if "status" in result.values and result.subject in entered:
                values = {name: value for name, value in result.values.items() if name != "status"}
                result = replace(result, values=values)
            elif "status" in result.values and (
                _is_entry(result.evidence[0], context) or _is_still(result, context)
            ):
                entered.add(result.subject)
            again |= {result.subject} if "action" in result.values else set()
            if not result.values:
                continue
        kept.append(result)
    return kept[::-1]


def _only_decided(finding: Finding, context: Context) -> bool:
    """`CITEL agreed to suppress it; the text is a draft`: what was agreed is the action."""
    if finding.values.get("status") != "agreed" or "action" not in finding.values:
        return False
    text = finding.evidence[0]
    hits = [m.start() for m in context.words.patterns("position.status")["agreed"].finditer(text)]
    return all(decides(text, place, context) for place in hits)


def _changed(results: Sequence[Result], context: Context) -> set[str]:
    """The texts that get another action than the one on file."""
    out: set[str] = set()
    for result in results:
        if isinstance(result, Finding) and result.values.get("action") and result.key:
            record = context.directory.get("position", result.key)
            if record is not None and getattr(record, "action", None) not in (None, result.values["action"]):
                out.add(result.subject)
    return out


def _is_entry(text: str, context: Context) -> bool:
    """Whether the words are about the table: `it can be shown as`, `the status should read`."""
    names = ("asks_entry", "table", "status_field", "should_be", "kindly")
    return any(context.words.has(f"position.{name}", text) for name in names)


def _is_still(finding: Finding, context: Context) -> bool:
    """`it was presented on Thursday; it is still a draft`: what holds at present, and the table is right."""
    if context.words.has("position.for_now", finding.evidence[0]):
        return True
    record = context.directory.get("position", finding.key) if finding.key else None
    if getattr(record, "status", None) != finding.values["status"]:
        return False
    return context.words.has("position.still", finding.evidence[0])


def wrong(found: Sequence[Window], results: Sequence[Result], context: Context) -> list[Result]:
    """`The coordinator of 44 is wrong`: what it should be has to be asked, where nothing tells."""
    told = {r.subject for r in results if isinstance(r, Finding)}
    out: list[Result] = []
    for window in found:
        scene = window.scene
        if not scene.has("position.is_wrong") or scene.asks or of_others(scene) or not scene.asserted:
            continue
        keys = [ref.id for ref in window.keys]
        held = all(context.directory.get("position", f"{context.organization}/{key}") for key in keys)
        if held and not told & set(keys):
            out.append(Doubt(f"What should it be? {scene.text}", (scene.text,), "body", READER, "wrong"))
    return out[:1]


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
            if told_by_member(window, scene.context) or _only_describes(window):
                continue
            if window.carried and not says_action(scene.text, scene.context):
                continue
            asked.add(ref.id)
            text = f"{ref.id} is not among the texts of the programme: {scene.text}"
            out.append(Doubt(text, (scene.text,), "body", READER, "unknown text"))
    return out


def _only_describes(window: Window) -> bool:
    """`Resolution 35 sets out how ...`, `Resolution 35 – Appointment of ...`: what it is, no more."""
    scene = window.scene
    if says_action(scene.text, scene.context) or any(scene.has(f"position.{n}") for n in _SAID):
        return False
    first = scene.texts[0] if scene.texts else None
    opens = first is not None and len(scene.text[: first.start].split()) <= 1
    title = opens and first is not None and _TITLE.match(scene.text, first.end) is not None
    return title or is_bound(window, scene.context)

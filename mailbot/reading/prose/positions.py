"""Positions in prose: "Res. 20, 29 and 60: MOD", "we have given up the idea of suppressing it", "withdrawn".

Each text named opens a window that reaches to the next one named; a sentence that goes on in the same
paragraph or list item belongs to the text named last. What another organization proposes is not read
here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.directory.records import Position, Record
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.position_values import (
    new_action,
    new_coordinator,
    new_status,
    new_summary,
    standing,
)
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.windows import Window, says_action, windows
from mailbot.reading.texts import TextRef

READER = "prose"


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    begun: set[str] = set()  # texts for which the message has given an action
    imagined: set[str] = set()  # texts named last in a supposition, which following sentences go on about
    for window in windows(scenes):
        keys = {key.id for key in window.keys}
        if not window.carried:
            imagined = imagined | keys if window.scene.supposed else imagined - keys
        elif keys & imagined:
            continue
        for result in _window(window, context):
            if isinstance(result, Finding):
                if (
                    window.carried
                    and set(result.values) == {"status"}
                    and not _is_on_file(result, context, begun)
                ):
                    continue
                begun |= {result.subject} if "action" in result.values else set()
            results.append(result)
    return results


def _is_on_file(finding: Finding, context: Context, begun: set[str]) -> bool:
    """A bare status that goes on about a text needs a position to belong to."""
    return finding.subject in begun or context.directory.get("position", finding.key) is not None


def _window(window: Window, context: Context) -> list[Result]:
    scene = window.scene
    words = context.words
    evidence = (scene.text,)
    if _is_view(window, context):
        return []
    if (
        scene.doubted
        and (says_action(scene.text, context) or scene.has("position.withdraw"))
        and (scene.asks or scene.has("modality.doubt"))
    ):
        return [Doubt(f"Not certain; please check: {scene.text}", evidence, "body", READER, "doubt")]
    if scene.supposed or scene.doubted or scene.asks:
        return []
    told = standing(window, context)
    if told is None:
        return []
    window = told
    values: dict[str, str] = {}
    withdrawn = words.pattern("position.withdraw").search(window.text) and not scene.has(
        "position.given_up_action"
    )
    if withdrawn and not _negated(window.text, words.pattern("position.withdraw"), context):
        values["status"] = "withdrawn"
    else:
        action = new_action(window.text, context, window.carried)
        if action is None:
            return [
                Doubt(
                    f"Which action is meant for {window.keys[0].id}? {scene.text}",
                    evidence,
                    "body",
                    READER,
                    "action",
                )
            ]
        values |= {"action": action} if action else {}
        values |= new_status(window.text, context)
        if (
            window.keys[0].id.startswith("New: ")
            and not window.carried
            and not _is_on_file_new(window.keys[0], context)
        ):
            values.setdefault("action", "ADD")
    values |= new_summary(window, context) | new_coordinator(window, context)
    if not values:
        return []
    return [r for ref in window.keys if (r := _finding(ref, values, window, context)) is not None]


def _is_on_file_new(ref: TextRef, context: Context) -> bool:
    return context.directory.get("position", f"{context.organization}/{ref.id}") is not None


def _is_view(window: Window, context: Context) -> bool:
    """Whether the words are about another organization's proposal."""
    scene = window.scene
    if not scene.others:
        return False
    return (
        scene.has("view.support") or scene.has("view.oppose") or scene.has("view.comment")
        or context.organization not in [code for _, _, code in scene.organizations]
    )  # fmt: skip


def _finding(ref: TextRef, values: dict[str, str], window: Window, context: Context) -> Result | None:
    key = f"{context.organization}/{ref.id}" if ref.known else None
    record = context.directory.get("position", key) if key else None
    on_file = record is not None
    if _only_unchanged(values, record, window, context):
        return None
    evidence = (window.scene.text,)
    if (
        not on_file
        and not window.carried
        and not ({"action"} & set(values) or window.scene.has("position.add") or not ref.known)
    ):
        if set(values) == {"coordinator"}:
            return None
        return Doubt(
            f"{context.organization} has no position on {ref.id} in the table: {window.scene.text}",
            evidence,
            "body",
            READER,
            "no position",
        )
    confidence = 0.9 if window.carried else 0.94
    return Finding(
        "position", "set", ref.id, key, None, values, evidence, "body", confidence, READER, "position"
    )


def _only_unchanged(values: dict[str, str], record: Record | None, window: Window, context: Context) -> bool:
    """`Resolution 60 - no change` of an entry that says MOD leaves the entry as it is."""
    if values != {"action": "NOC"} or not isinstance(record, Position) or record.action == "NOC":
        return False
    words = context.words
    return "NOC" not in window.text and not words.pattern("position.noc_cue").search(window.text)


def _negated(text: str, pattern: re.Pattern[str], context: Context) -> bool:
    found = pattern.search(text)
    if not found:
        return False
    before = text[max(0, found.start() - 22) : found.start()]
    return context.words.pattern("modality.negation").search(before) is not None

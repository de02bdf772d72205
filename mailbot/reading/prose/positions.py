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
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.windows import QUOTED, Window, says_action, windows
from mailbot.reading.texts import TextRef
from mailbot.reading.values import clean

READER = "prose"
STAGES = ("preliminary", "draft", "agreed", "submitted", "withdrawn")


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    begun: set[str] = set()  # texts for which the message has given an action
    for window in windows(scenes):
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
    if scene.supposed or scene.doubted or scene.asks or scene.past:
        return []
    if scene.denied and not words.pattern("position.given_up").search(window.text):
        return []
    values: dict[str, str] = {}
    withdrawn = words.pattern("position.withdraw").search(window.text) and not scene.has(
        "position.given_up_action"
    )
    if withdrawn and not _negated(window.text, words.pattern("position.withdraw"), context):
        values["status"] = "withdrawn"
    else:
        action = _action(window, context)
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
        values |= _status(window, context)
        if window.keys[0].id.startswith("New: ") and not window.carried:
            values.setdefault("action", "ADD")
    values |= _summary(window, context) | _coordinator(window, context)
    if not values:
        return []
    return [r for ref in window.keys if (r := _finding(ref, values, window, context)) is not None]


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


def _hits(text: str, context: Context) -> list[tuple[int, str, bool]]:
    """(place, action, is a code) of every action named, codes in capitals only."""
    found: list[tuple[int, int, str, bool]] = []
    for name, pattern in context.words.patterns("position.action").items():
        for match in pattern.finditer(text):
            is_code = match[0].upper() == name
            if is_code and match[0] != name:
                continue  # "add", "mod" in small letters are verbs
            found.append((match.start(), match.end(), name, is_code))
    # "no change" inside "no changes to ..." and the like: the longest reading at a place counts
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    return [(start, name, code) for start, _, name, code in found]


def _action(window: Window, context: Context) -> str | None:
    """The new action, "" if none is named, None if several are left."""
    text = window.text
    hits = _hits(text, context)
    codes = [hit for hit in hits if hit[2]]
    if not hits or (not codes and not context.words.pattern("position.action_cue").search(text)):
        return ""
    # where codes stand, words only explain them: "a modification (MOD)", "please modify the entry to NOC"
    spoken = codes or hits
    names = list(
        dict.fromkeys(
            name for number, (_, name, _) in enumerate(spoken) if not _is_old(text, spoken, number, context)
        )
    )
    if len(names) > 1:
        return None
    return names[0] if names else ""


def _is_old(text: str, spoken: list[tuple[int, str, bool]], number: int, context: Context) -> bool:
    """Whether the action named is the one that no longer holds: `instead of SUP`, `from SUP to MOD`."""
    words = context.words
    start, name, is_code = spoken[number]
    following = spoken[number + 1][0] if number + 1 < len(spoken) else None
    if is_code and following is not None:
        between = text[start + len(name) : following].strip(" \"'“”«»")
        if re.fullmatch(r"->|-->|→|=>|⇒", between) or words.pattern("position.from_to").fullmatch(between):
            return True
    floor = spoken[number - 1][0] if number else 0
    before = text[max(floor, start - 34) : start]
    marks = list(words.pattern("position.given_up").finditer(before))
    gap = before[marks[-1].end() :] if marks else ""
    return bool(marks) and len(gap.split()) <= 4 and not re.search(r"[,;:]|\b(?:to|by)\b", gap)


def _status(window: Window, context: Context) -> dict[str, str]:
    text = window.text
    words = context.words
    hits: list[tuple[int, str]] = []
    for name, pattern in words.patterns("position.status").items():
        hits += [(m.start(), name) for m in pattern.finditer(text)]
    fresh = []
    for start, name in sorted(hits):
        before = text[max(0, start - 30) : start]
        marks = list(words.pattern("position.old_status").finditer(before))
        if (
            marks
            and len(before[marks[-1].end() :].split()) <= 2
            and not re.search(r"[,;:]|\bto\b", before[marks[-1].end() :])
        ):
            continue
        if words.pattern("position.status_noise").search(text[max(0, start - 20) : start + 24]):
            continue
        fresh.append(name)
    names = list(dict.fromkeys(fresh))
    names.sort(key=STAGES.index)  # "adopted, and sent to ITU on Monday": the furthest stage it has reached
    if not names:
        return {}
    names = names[-1:]
    place = next(start for start, name in sorted(hits) if name == names[0])
    clause = re.split(r"[;.]\s", text[:place])[-1]
    if words.pattern("position.future").search(clause):
        return {}
    return {"status": names[0]}


def _summary(window: Window, context: Context) -> dict[str, str]:
    found = context.words.pattern("position.summary_set").search(window.scene.text)
    if not found:
        return {}
    rest = window.scene.text[found.start() :]
    quoted = QUOTED.search(rest)
    if quoted:
        return {"summary": clean(quoted[1])}
    after = re.search(r"[:：]\s*(\S.{8,})$", rest)
    return {"summary": clean(after[1]).rstrip(".")} if after else {}


def _coordinator(window: Window, context: Context) -> dict[str, str]:
    scene = window.scene
    if not context.words.pattern("position.coordinator_cue").search(scene.text):
        return {}
    own = scene.own_people()
    if len(own) == 1:
        return {"coordinator": own[0].id}
    if not own and scene.says_i and context.contact:
        return {"coordinator": context.contact.id}
    return {}

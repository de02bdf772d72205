"""Positions in prose: "Res. 20, 29 and 60: MOD", "we have given up the idea of suppressing it", "withdrawn".

Each text named opens a window that reaches to the next one named; a sentence that goes on in the same
paragraph or list item belongs to the text named last. What another organization proposes is not read
here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.directory.records import Position, Record
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.coordinators import assigned, handed_on, new_coordinator, unclear
from mailbot.reading.prose.foreign import told_of_others
from mailbot.reading.prose.new_texts import says_action
from mailbot.reading.prose.position_matters import of_a_gathering, without_matters
from mailbot.reading.prose.position_moods import is_classified, is_intended, is_stated, is_supposed_here
from mailbot.reading.prose.position_refusals import asks, is_refused, is_view
from mailbot.reading.prose.position_results import last_word, unknown
from mailbot.reading.prose.position_standing import standing
from mailbot.reading.prose.position_values import (
    deleted,
    names_old_action,
    new_action,
    new_status,
    speaks_for_us,
)
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.summaries import new_summary, offered, summaries_below
from mailbot.reading.prose.window import Window
from mailbot.reading.prose.windows import windows
from mailbot.reading.texts import TextRef

READER = "prose"
Values = dict[str, str | None]


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    begun: set[str] = set()  # texts for which the message has given an action
    imagined: set[str] = set()  # texts named last in a supposition, which following sentences go on about
    planned: dict[str, Window] = {}  # what is only intended, until a sentence behind it gives the stage
    last: Values = {}  # what was said of the text before, for "likewise"
    found = windows(scenes)
    for window in found:
        keys = {key.id for key in window.keys}
        if not window.carried:
            planned = {}
            if is_intended(window.scene, context) and not is_classified(window, context):
                planned = dict.fromkeys(keys, window)
            supposed = is_supposed_here(window, context) and not is_intended(window.scene, context)
            imagined = imagined | keys if supposed else imagined - keys
        elif keys & imagined and not window.scene.has("position.table"):
            continue
        said = _window(window, context, last)
        plan = next((planned[key] for key in keys if key in planned), None)
        if window.carried and plan is not None and any(isinstance(r, Finding) for r in said):
            said = [*_window(plan, context, last, classified=True), *said]
            planned = {}
        for result in said:
            if isinstance(result, Finding):
                if (
                    window.carried
                    and set(result.values) == {"status"}
                    and not _is_on_file(result, context, begun)
                ):
                    continue
                begun |= {result.subject} if "action" in result.values else set()
                last = {name: value for name, value in result.values.items() if name != "summary"}
            results.append(result)
    results = [*last_word(results, context), *summaries_below(scenes, found, context)]
    held = begun | {p.text for p in context.directory.positions if p.organization == context.organization}
    results += [r for r in assigned(scenes, found, context) if isinstance(r, Doubt) or r.subject in held]
    return [*results, *told_of_others(found, context), *unknown(found, results)]


def _is_on_file(finding: Finding, context: Context, begun: set[str]) -> bool:
    """A bare status that goes on about a text needs a position to belong to."""
    return finding.subject in begun or context.directory.get("position", finding.key) is not None


def _window(window: Window, context: Context, last: Values, classified: bool = False) -> list[Result]:
    """What a window yields; ``classified``: the sentence behind it tells the stage of what it intends."""
    scene = window.scene
    evidence = (scene.text,)
    if is_view(window) or _is_theirs(window, context):
        return []
    if (
        scene.doubted
        and (says_action(scene.text, context) or scene.has("position.withdraw"))
        and (scene.asks or scene.has("modality.doubt"))
    ):
        return [Doubt(f"Not certain; please check: {scene.text}", evidence, "body", READER, "doubt")]
    if scene.supposed and (summary := offered(window, context)):
        return [r for ref in window.keys if (r := _finding(ref, dict(summary), window, context)) is not None]
    planned = is_intended(scene, context) and (classified or is_classified(window, context))
    if (
        (is_supposed_here(window, context) and not planned)
        or scene.doubted
        or asks(scene)
        or is_refused(window, context)
    ):
        return []
    told = standing(window, context)
    if told is None:
        taker = handed_on(window, context)
        return [r for ref in window.keys if taker and (r := _finding(ref, dict(taker), window, context))]
    window = told
    summary = new_summary(window, context)
    words = summary.get("summary") or "\n"  # what a new text is about says nothing of its stage
    apart = replace(window, text=window.text.replace(words, " ", 1)) if words in window.text else window
    values = _said(replace(apart, text=without_matters(apart, context)), context)
    if values is None:
        text = f"Which action is meant for {window.keys[0].id}? {scene.text}"
        return [Doubt(text, evidence, "body", READER, "action")]
    gone = deleted(window.text, context)
    values |= gone | summary | ({} if of_a_gathering(window, context) else new_coordinator(window, context))
    if not values and (doubt := unclear(window, context)):
        return [doubt]
    values = _led(window, context) | values
    if "action" not in values and not window.carried and _is_likewise(window, context):
        values = last | values
    if not values:
        return []
    return [r for ref in window.keys if (r := _finding(ref, values, window, context)) is not None]


def _said(window: Window, context: Context) -> Values | None:
    """Action and status as the window gives them; None where two actions are left."""
    words, scene = context.words, window.scene
    withdraw = words.pattern("position.withdraw")
    left = words.pattern("position.not_withdrawn").sub(" ", window.text)  # "the reservations are withdrawn"
    window = replace(window, text=left)
    if withdraw.search(left) and not _negated(left, withdraw, context):
        instead = new_action(window.text, context, window.carried)
        more = words.pattern("position.given_up_action").sub(" ", scene.text)  # "... and no longer pursue it"
        if not instead and (more == scene.text or words.has("position.withdraw", more)):
            return {"status": "withdrawn"}
    action = new_action(window.text, context, window.carried and not window.answer)
    if action is None:
        return None
    values: Values = {"action": action} if action else {}
    values |= new_status(window.text, context)
    fresh = window.keys[0].id.startswith("New: ") and not window.carried
    if fresh and not _is_on_file_new(window.keys[0], context):
        values.setdefault("action", "ADD")
    return values


def _led(window: Window, context: Context) -> Values:
    """What the line that announces a list says of each of its items: `The following are MOD, draft:`."""
    sentence = window.scene.sentence
    if not sentence.lead or sentence.lead == sentence.text or window.carried or not sentence.item:
        return {}
    above = Scene(replace(sentence, text=sentence.lead, lead=""), context)
    if above.texts or above.others or not is_stated(above, context) or above.asks:
        return {}
    lead = Window(window.keys, above.text, above)
    said = _said(lead, context) or {}
    if "action" not in said and not above.has("position.these"):
        said = {}
    mine = above.own_people() or above.has("position.i_coordinate")
    return said | (new_coordinator(lead, context) if mine else {})


def _is_likewise(window: Window, context: Context) -> bool:
    """`likewise 48`, `..., and so is 48`: what was said of the text before holds for this one."""
    words = context.words
    same = words.pattern("position.same").search(window.text)
    if same is not None and same.start() == 0 and window.text[same.end() :].lstrip()[:1] in (",", "،", "，"):
        return False  # "Also, I had to hand over 98" only goes on
    if same is None and len(window.text.split()) <= 4:  # nothing but its name: "..., and so is Resolution 48"
        place = window.scene.text.find(window.text)
        before = window.scene.text[max(0, place - 30) : max(place, 0)].rstrip()
        marks = words.pattern("position.same").finditer(before)
        same = next((m for m in marks if len(before[m.end() :].split()) <= 1), None)
    if same is None or words.has("position.same_as_before", window.text):
        return False
    return not words.has("modality.negation", window.text)  # "the same cannot be said of 45"


def _is_on_file_new(ref: TextRef, context: Context) -> bool:
    return context.directory.get("position", f"{context.organization}/{ref.id}") is not None


def _is_theirs(window: Window, context: Context) -> bool:
    """A new Resolution that another organization proposes."""
    return any(
        key.id.startswith("New: ")
        and not _is_on_file_new(key, context)
        and any(p.text == key.id for p in context.directory.positions)
        for key in window.keys
    )


def _finding(ref: TextRef, values: Values, window: Window, context: Context) -> Result | None:
    key = f"{context.organization}/{ref.id}" if ref.known else None
    record = context.directory.get("position", key) if key else None
    on_file = record is not None
    if _only_unchanged(values, record, window, context):
        return None
    corrected = window.asked if window.scene.has("position.should_be") else None
    evidence = (window.scene.text, corrected.text) if corrected else (window.scene.text,)
    if (
        not on_file
        and not window.carried
        and not ({"action"} & set(values) or window.scene.has("position.add") or not ref.known)
    ):
        if set(values) == {"coordinator"}:
            return None
        text = f"{context.organization} has no position on {ref.id} in the table: {window.scene.text}"
        return Doubt(text, evidence, "body", READER, "no position")
    confidence = 0.9 if window.carried else 0.94
    return Finding(
        "position", "set", ref.id, key, None, values, evidence, "body", confidence, READER, "position"
    )


def _only_unchanged(values: Values, record: Record | None, window: Window, context: Context) -> bool:
    """`Resolution 60 - no change` of an entry that says MOD leaves the entry as it is."""
    if not isinstance(record, Position) or record.action in (None, "NOC"):
        return False
    fresh = {name: value for name, value in values.items() if getattr(record, name) != value}
    if fresh != {"action": "NOC"}:
        return False
    if record.action == "ADD":
        return "NOC" not in window.text  # a new text that something "does not touch"
    if "NOC" in window.text or names_old_action(window.text, context):
        return False
    if window.answer and not window.scene.has("position.proposes_new"):
        return True  # "no change for now" beneath the row leaves it
    if context.words.has("position.noc_cue", window.text):
        return False
    return not (window.scene.has("position.leave") and speaks_for_us(window.scene.text, context))


def _negated(text: str, pattern: re.Pattern[str], context: Context) -> bool:
    found = pattern.search(text)
    if not found:
        return False
    before = text[max(0, found.start() - 22) : found.start()]
    return context.words.pattern("modality.negation").search(before) is not None

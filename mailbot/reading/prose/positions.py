"""Positions in prose: "Res. 20, 29 and 60: MOD", "we have given up the idea of suppressing it", "withdrawn".

Each text named opens a window that reaches to the next one named; a sentence that goes on in the same
paragraph or list item belongs to the text named last. What another organization proposes is not read
here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.directory.records import Position, Record
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.coordinator_pronouns import by_pronoun
from mailbot.reading.prose.coordinators import handed_on, new_coordinator, unclear
from mailbot.reading.prose.foreign import told_of_others
from mailbot.reading.prose.members import told_by_member
from mailbot.reading.prose.new_texts import says_action
from mailbot.reading.prose.position_assigned import assigned
from mailbot.reading.prose.position_choices import is_either
from mailbot.reading.prose.position_leads import is_open
from mailbot.reading.prose.position_matters import of_a_gathering, without_matters
from mailbot.reading.prose.position_minority import of_minority
from mailbot.reading.prose.position_moods import (
    is_classified,
    is_entry,
    is_intended,
    is_supposed_here,
    to_be_entered,
)
from mailbot.reading.prose.position_refusals import asks, is_refused, is_view
from mailbot.reading.prose.position_results import last_word, unknown, wrong
from mailbot.reading.prose.position_said import is_likewise, is_on_file_new, led_by, said_of
from mailbot.reading.prose.position_standing import standing
from mailbot.reading.prose.position_subjects import of_subject
from mailbot.reading.prose.position_values import (
    deleted,
    names_old_action,
    speaks_for_us,
)
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.summaries import new_summary, offered, summaries_below
from mailbot.reading.prose.text_described import left_open
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
    found = [*of_subject(scenes, context), *windows(scenes)]
    for window in found:
        keys = {key.id for key in window.keys}
        if not window.carried:
            planned = {}
            if is_intended(window.scene, context) and not is_classified(window, context):
                planned = dict.fromkeys(keys, window)
            supposed = is_supposed_here(window, context) and not is_intended(window.scene, context)
            imagined = imagined | keys if supposed else imagined - keys
        elif keys & imagined and not (window.scene.has("position.table") or _is_decided(window, context)):
            continue
        said = _window(window, context, last)
        plan = next((planned[key] for key in keys if key in planned), None)
        entered = any(isinstance(r, Finding) for r in said) or to_be_entered(window.scene)
        if window.carried and plan is not None and entered:
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
    results += [r for r in by_pronoun(scenes, found, context) if r.subject in held]
    open_ones = [
        left_open(s, scenes[n + 1 :]) for n, s in enumerate(scenes) if not any(w.scene is s for w in found)
    ]
    results += [doubt for doubt in open_ones if doubt is not None]
    return [
        *results,
        *told_of_others(found, context),
        *unknown(found, results),
        *wrong(found, results, context),
    ]


def _is_decided(window: Window, context: Context) -> bool:
    """What holds whatever was supposed before: a code, or `instead of suppressing we will modify`."""
    plain = window.scene.asserted and not window.scene.asks
    return is_entry(window.scene) or (plain and names_old_action(window.text, context))


def _is_on_file(finding: Finding, context: Context, begun: set[str]) -> bool:
    """A bare status that goes on about a text needs a position to belong to."""
    return finding.subject in begun or context.directory.get("position", finding.key) is not None


def _window(window: Window, context: Context, last: Values, classified: bool = False) -> list[Result]:
    """What a window yields; ``classified``: the sentence behind it tells the stage of what it intends."""
    scene = window.scene
    evidence = (scene.text,)
    if is_view(window) or _is_theirs(window, context) or told_by_member(window, context):
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
        or is_open(scene, context)
    ):
        return []
    if is_either(window.text, context):
        return [Doubt(f"Which of the two holds? {scene.text}", evidence, "body", READER, "either")]
    told = standing(window, context)
    if told is None:
        taker = handed_on(window, context)
        return [r for ref in window.keys if taker and (r := _finding(ref, dict(taker), window, context))]
    window = told
    summary = new_summary(window, context)
    words = summary.get("summary") or "\n"  # what a new text is about says nothing of its stage
    apart = replace(window, text=window.text.replace(words, " ", 1)) if words in window.text else window
    values = said_of(replace(apart, text=without_matters(apart, context)), context)
    if values is None:
        text = f"Which action is meant for {window.keys[0].id}? {scene.text}"
        return [Doubt(text, evidence, "body", READER, "action")]
    if "action" in values and of_minority(window.text, context):
        del values["action"]
    gone = deleted(window.text, context)
    values |= gone | summary | ({} if of_a_gathering(window, context) else new_coordinator(window, context))
    if not values and (doubt := unclear(window, context)):
        return [doubt]
    values = led_by(window, context, values) | values
    if "action" not in values and not window.carried and is_likewise(window, context):
        values = last | values
    if not values:
        return []
    return [r for ref in window.keys if (r := _finding(ref, values, window, context)) is not None]


def _is_theirs(window: Window, context: Context) -> bool:
    """A new Resolution that another organization proposes."""
    return any(
        key.id.startswith("New: ")
        and not is_on_file_new(key, context)
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
    if "NOC" not in window.text and context.words.has("position.entry_stays", window.text):
        return True  # "our proposal on 22 stays as it is, no amendment needed"
    if record.action == "ADD":
        return "NOC" not in window.text  # a new text that something "does not touch"
    if "NOC" in window.text or names_old_action(window.text, context):
        return False
    if window.answer and not window.scene.has("position.proposes_new"):
        return True  # "no change for now" beneath the row leaves it
    if context.words.has("position.noc_cue", window.text):
        return False
    return not (window.scene.has("position.leave") and speaks_for_us(window.scene.text, context))

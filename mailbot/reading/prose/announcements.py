"""Meetings that are not in the calendar yet: in one sentence, or over the lines of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.ordinals import ordinals
from mailbot.reading.prose.meeting_dates import is_old
from mailbot.reading.prose.meeting_mode import mode_of
from mailbot.reading.prose.meeting_names import candidates, new_place, new_title
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean

READER = "prose"
MAX_LINES = 5


def is_new(scene: Scene, context: Context) -> bool:
    """Whether a meeting is announced that is not on file: said so, or by an ordinal nobody has yet."""
    if scene.has("meeting.new"):
        return True
    named = ordinals(scene.text, context) if scene.has("meeting.noun") else set()
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    known = {n for m in own for n in ordinals(m.title, context)}
    return bool(named) and bool(known) and not named & known and scene.has("meeting.move")


def over_lines(scenes: Sequence[Scene], number: int, context: Context) -> tuple[list[Result], int]:
    """`We will hold one more meeting:` and below it the title, the dates, the place, each on its line.

    Gives the results and how many of the following sentences are used up.
    """
    scene = scenes[number]
    bare = context.words.pattern("meeting.new_word").sub(" ", scene.text)  # "not yet in your calendar"
    if scene.periods or scene.texts or scene.asks or not replace_text(scene, bare).asserted:
        return [], 0
    opens = scene.has("meeting.new") and (scene.has("meeting.noun") or scene.has("meeting.calendar"))
    if not opens or not (scene.has("meeting.new_word") or scene.text.rstrip().endswith((":", "："))):
        return [], 0
    lines: list[Scene] = []
    for following in scenes[number + 1 : number + 1 + MAX_LINES]:
        if following.texts or not following.asserted or candidates(following, context):
            break
        lines.append(following)
        if following.periods:
            break
    if not lines or not lines[-1].periods:
        return [], 0
    title = _title(scene, lines)
    whole = replace_text(scene, ", ".join(_bare(line.text) for line in lines))
    evidence = (scene.text, *(line.text for line in lines))
    return announced(whole, context, evidence, title), len(lines)


def replace_text(scene: Scene, text: str) -> Scene:
    return Scene(replace(scene.sentence, text=text), scene.context)


def _bare(text: str) -> str:
    return clean(text).rstrip(".;,")


def _title(scene: Scene, lines: Sequence[Scene]) -> str | None:
    """The line that is the title: quoted, `Title: ...`, else the one with the word for a meeting."""
    for line in (scene, *lines):
        if re.search(r"[\"“«„「《]", line.text):
            return new_title(line)
    for line in lines:
        if line.has("meeting.noun") and not line.periods:
            return re.sub(r"^\w+\s?[:：]\s", "", _bare(line.text))
    return None


def announced(
    scene: Scene, context: Context, evidence: tuple[str, ...], title: str | None = None
) -> list[Result]:
    """A meeting that is not in the calendar yet."""
    title = title or new_title(scene) or _before_dates(scene)
    fresh = [p for p in scene.periods if not is_old(p, scene, context, None)]
    if not title or len(fresh) != 1:
        text = f"A new meeting? Its title and dates could not be told: {scene.text}"
        return [Doubt(text, evidence, "body", READER, "announced")]
    values: dict[str, str | None] = {
        "title": title,
        "starts": fresh[0].first.isoformat(),
        "ends": fresh[0].last.isoformat(),
    }
    mode, place = mode_of(scene, context), new_place(scene, None)
    values |= {"mode": mode} if mode else {}
    values |= {"place": place} if place else {}
    if scene.has("meeting.tentative"):
        values["status"] = "tentative"
    elif scene.has("meeting.confirm"):
        values["status"] = "confirmed"
    return [Finding("meeting", "add", title, None, None, values, evidence, "body", 0.9, READER, "announced")]


def _before_dates(scene: Scene) -> str | None:
    """`Please add: CEPT coordination meeting before WTSA-24, 12 October`: the words before the dates."""
    head = scene.text[: scene.periods[0].start]
    head = re.split(r"[:：]\s*", re.sub(r"[\s,(–—:：-]+(?:\w{1,5}\s?){0,2}$", "", head))[-1]
    head = clean(head).strip(" ,;-–—(")
    fits = scene.context.words.has("meeting.noun", head) and 2 <= len(head.split()) <= 18
    stop = any(scene.context.words.has(f"meeting.{name}", head) for name in ("move", "now"))
    return head if fits and not stop else None

"""A region's own meetings in prose: moved, postponed, cancelled, made virtual, confirmed, renamed, announced.

Which meeting is told by its title, its ordinal, its place or its dates; where several fit it is a
question. Old dates in the sentence ("which your calendar shows from ...") are known by being on file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.meeting_dates import is_old, new_dates
from mailbot.reading.prose.meeting_names import candidates, new_place, new_title
from mailbot.reading.prose.scene import Scene
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells
from mailbot.reading.values import folded

READER = "prose"
# where a sentence about two meetings is cut
_CLAUSES = re.compile(r",\s+(?:and|while|but|et|mais|y|pero|и|а|но)\s|[:：]\s|，|、而")


@dataclass
class Topic:
    """The meeting spoken of last, and in which paragraph."""

    meeting: Meeting | None = None
    paragraph: int = -1


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    topic = Topic()
    for scene in scenes:
        row = _answered(scene, context)
        if row is not None:
            topic = Topic(row, scene.sentence.paragraph)
        results += _sentence(scene, context, topic, row is not None)
    return results


def _answered(scene: Scene, context: Context) -> Meeting | None:
    for line in reversed(scene.sentence.answers):
        row = cells(line)
        if kind_of(row, context) == "meeting":
            found = [m for m in context.directory.meetings if folded(m.title) == folded(row[0])]
            return found[0] if len(found) == 1 and found[0].organization == context.organization else None
        if line.strip():
            return None
    return None


def _about_events(scene: Scene, context: Context) -> bool:
    """Whether the sentence is about ITU's own meetings and calls, which a region does not move."""
    if scene.has("attendance.inter_regional"):
        return True
    days = {call.starts.astimezone(context.directory.zone).date() for call in context.directory.calls}
    return any(p.is_day and p.first in days for p in scene.periods) and scene.has("attendance.call")


def _sentence(scene: Scene, context: Context, topic: Topic, answering: bool) -> list[Result]:
    if scene.texts or _about_events(scene, context):
        return []
    names_it = scene.has("meeting.noun") or answering
    found = candidates(scene, context) if scene.has("meeting.noun") or scene.periods else []
    if not found and topic.meeting and topic.paragraph == scene.sentence.paragraph:
        found = [topic.meeting]
    parts = _CLAUSES.split(scene.text) if len(found) > 1 else []
    if len(parts) > 1:
        clauses = [Scene(replace(scene.sentence, text=part), context) for part in parts]
        return [result for clause in clauses for result in _sentence(clause, context, topic, answering)]
    values = _values(scene, context, found[0] if len(found) == 1 else None)
    certain = not (scene.supposed or scene.doubted or scene.denied or scene.asks or scene.past)
    if len(found) == 1:
        topic.meeting, topic.paragraph = found[0], scene.sentence.paragraph
        if found[0].organization != context.organization:
            if values and (certain or scene.doubted):
                return [
                    Doubt(
                        f"A meeting of {found[0].organization} ({found[0].title}): {scene.text}",
                        (scene.text,),
                        "body",
                        READER,
                        "authority",
                    )
                ]
            return []
        if not values:
            return []
        if scene.doubted and not scene.denied:
            return [Doubt(f"Not certain; please check: {scene.text}", (scene.text,), "body", READER, "doubt")]
        if not certain:
            return []
        if "unclear" in values:
            return [
                Doubt(
                    f"{found[0].title}: {values['unclear']} {scene.text}",
                    (scene.text,),
                    "body",
                    READER,
                    "dates",
                )
            ]
        return [
            Finding(
                "meeting",
                "update",
                found[0].title,
                found[0].id,
                None,
                values,
                (scene.text,),
                "body",
                0.93,
                READER,
                "meeting",
            )
        ]
    if not names_it or not certain:
        return []
    if not found and scene.has("meeting.new") and scene.periods:
        return _announced(scene, context)
    if values and scene.has("meeting.noun") and not scene.others and _changes_something(scene):
        names = "; ".join(m.title for m in found) or f"the meetings of {context.organization}"
        return [
            Doubt(f"Which meeting is meant ({names})? {scene.text}", (scene.text,), "body", READER, "which")
        ]
    return []


def _changes_something(scene: Scene) -> bool:
    return any(scene.has(f"meeting.{name}") for name in ("postpone", "cancel", "rename", "moved"))


def _values(scene: Scene, context: Context, meeting: Meeting | None) -> dict[str, str | None]:
    """What the sentence says of the meeting, as field -> value."""
    out: dict[str, str | None] = {}
    dates = new_dates(scene, context, meeting)
    out |= dates
    if scene.has("meeting.cancel") and not _undone(scene, "meeting.cancel"):
        return {"status": "cancelled"}
    if scene.has("meeting.postpone") and not dates:
        return {"status": "postponed"}
    if scene.has("meeting.confirm") and not scene.has("meeting.tentative"):
        out["status"] = "confirmed"
    elif scene.has("meeting.now_tentative"):
        out["status"] = "tentative"
    mode = _mode(scene, context)
    if mode and not (meeting and meeting.mode == mode):
        out["mode"] = mode
    place = new_place(scene, meeting)
    if place:
        out["place"] = place
    title = new_title(scene) if scene.has("meeting.rename") else None
    if title:
        out["title"] = title
    return out


def _undone(scene: Scene, name: str) -> bool:
    found = scene.context.words.pattern(name).search(scene.text)
    if not found or scene.context.words.pattern("modality.negation").search(found[0]):
        return False
    before = scene.text[max(0, found.start() - 20) : found.start()]
    return scene.context.words.pattern("modality.negation").search(before) is not None


def _mode(scene: Scene, context: Context) -> str | None:
    """The new mode: the one named, and not as the old one ("instead of in person")."""
    fresh: list[str] = []
    for name, pattern in context.words.patterns("meeting.mode").items():
        for found in pattern.finditer(scene.text):
            before = scene.text[max(0, found.start() - 28) : found.start()]
            marks = list(context.words.pattern("time.old_before").finditer(before))
            if not marks or len(before[marks[-1].end() :].split()) > 3:
                fresh.append(name)
    names = list(dict.fromkeys(fresh))
    if "hybrid" in names:
        return "hybrid"
    if len(names) != 1 or not (scene.has("meeting.mode_cue") or scene.has("meeting.move")):
        return None
    return names[0]


def _announced(scene: Scene, context: Context) -> list[Result]:
    """A meeting that is not in the calendar yet."""
    title = new_title(scene)
    fresh = [p for p in scene.periods if not is_old(p, scene, context, None)]
    if not title or len(fresh) != 1:
        return [
            Doubt(
                f"A new meeting? Its title and dates could not be told: {scene.text}",
                (scene.text,),
                "body",
                READER,
                "announced",
            )
        ]
    values: dict[str, str | None] = {
        "title": title,
        "starts": fresh[0].first.isoformat(),
        "ends": fresh[0].last.isoformat(),
    }
    mode, place = _mode(scene, context), new_place(scene, None)
    values |= {"mode": mode} if mode else {}
    values |= {"place": place} if place else {}
    if scene.has("meeting.confirm"):
        values["status"] = "confirmed"
    elif scene.has("meeting.tentative"):
        values["status"] = "tentative"
    return [
        Finding("meeting", "add", title, None, None, values, (scene.text,), "body", 0.9, READER, "announced")
    ]

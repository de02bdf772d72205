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
from mailbot.reading.prose import announcements
from mailbot.reading.prose.clauses import stated
from mailbot.reading.prose.meeting_dates import new_dates
from mailbot.reading.prose.meeting_mode import mode_of, visits
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
    skip = 0
    for number, scene in enumerate(scenes):
        if skip:
            skip -= 1
            continue
        row = _answered(scene, context)
        if row is not None:
            topic = Topic(row, scene.sentence.paragraph)
        spread, skip = announcements.over_lines(scenes, number, context)
        results += spread or _sentence(scene, context, topic, row is not None)
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
    if scene.texts or scene.has("attendance.inter_regional"):
        return []
    names_it = scene.has("meeting.noun") or answering
    found = candidates(scene, context) if names_it or scene.periods or _by_place(scene) else []
    if not found and _about_events(scene, context):
        return []
    if not found and topic.meeting and topic.paragraph == scene.sentence.paragraph:
        found = [topic.meeting]
    parts = _CLAUSES.split(scene.text) if len(found) > 1 else []
    if len(parts) > 1:
        clauses = [Scene(replace(scene.sentence, text=part), context) for part in parts]
        return [result for clause in clauses for result in _sentence(clause, context, topic, answering)]
    if len(found) == 1:
        topic.meeting, topic.paragraph = found[0], scene.sentence.paragraph
        return _update(scene, context, found[0])
    certain = not (scene.supposed or scene.doubted or scene.denied or scene.asks or scene.past)
    if not names_it or not certain:
        return []
    if not found and scene.periods and announcements.is_new(scene, context):
        return announcements.announced(scene, context, (scene.text,))
    if _values(scene, context, None) and scene.has("meeting.noun") and not scene.others and _changes(scene):
        names = "; ".join(m.title for m in found) or f"the meetings of {context.organization}"
        return [_doubt(f"Which meeting is meant ({names})?", scene, "which")]
    return []


def _by_place(scene: Scene) -> bool:
    """`Abidjan is confirmed`: a sentence about a meeting that names it by its place alone."""
    return not (visits(scene) or scene.has("meeting.not_itself")) and any(
        scene.has(f"meeting.{name}") for name in ("cancel", "postpone", "confirm", "moved", "now_tentative")
    )


def _doubt(text: str, scene: Scene, rule: str) -> Doubt:
    return Doubt(f"{text} {scene.text}", (scene.text,), "body", READER, rule)


def _update(scene: Scene, context: Context, meeting: Meeting) -> list[Result]:
    """What the sentence says of a meeting on file."""
    kept = _stated(scene, context)
    values = _values(kept or scene, context, meeting)
    if not values:
        return []
    past = scene.past and not ("starts" in values or scene.has("meeting.now"))
    certain = kept is not None and not (scene.supposed or scene.doubted or scene.asks or past)
    if meeting.organization != context.organization:
        if certain or scene.doubted:
            return [_doubt(f"A meeting of {meeting.organization} ({meeting.title}):", scene, "authority")]
        return []
    if scene.doubted and kept is not None:
        return [_doubt("Not certain; please check:", scene, "doubt")]
    if not certain:
        return []
    if "unclear" in values:
        return [_doubt(f"{meeting.title}: {values['unclear']}", scene, "dates")]
    return [
        Finding(
            "meeting", "update", meeting.title, meeting.id, None, values, (scene.text,), "body", 0.93,
            READER, "meeting",
        )
    ]  # fmt: skip


def _stated(scene: Scene, context: Context) -> Scene | None:
    """The sentence without its denied clauses; None if it only denies. "Will not take place" is no denial."""
    if not scene.denied:
        return scene
    bare = context.words.pattern("meeting.cancel").sub(" ", scene.text)
    if not context.words.pattern("modality.denial").search(bare):
        return scene
    text = stated(scene.text, context)
    return Scene(replace(scene.sentence, text=text), context) if text else None


def _changes(scene: Scene) -> bool:
    return any(scene.has(f"meeting.{name}") for name in ("postpone", "cancel", "rename", "moved"))


def _values(scene: Scene, context: Context, meeting: Meeting | None) -> dict[str, str | None]:
    """What the sentence says of the meeting, as field -> value."""
    dates = new_dates(scene, context, meeting)
    if scene.has("meeting.cancel") and not dates and not _undone(scene, "meeting.cancel"):
        return {"status": "cancelled"}
    elsewhere = scene.has("meeting.place_moves") and not scene.has("meeting.unknown_date")
    elsewhere = elsewhere and new_place(scene, meeting) is not None  # moved from one city to another
    if (
        scene.has("meeting.postpone")
        and not dates
        and not elsewhere
        and not _undone(scene, "meeting.postpone")
    ):
        return {"status": "postponed"}
    if scene.has("meeting.moved") and scene.has("meeting.unknown_date") and not dates:
        return {"status": "postponed"}
    out: dict[str, str | None] = dict(dates)
    visiting = visits(scene) or scene.has("meeting.not_itself")
    if not visiting and _confirmed(scene) and not _tentative(scene):
        out["status"] = "confirmed"
    elif not visiting and scene.has("meeting.now_tentative"):
        out["status"] = "tentative"
    mode = mode_of(scene, context)
    if mode and not (meeting and meeting.mode == mode):
        out["mode"] = mode
    place = new_place(scene, meeting)
    if place:
        out["place"] = place
    title = new_title(scene) if scene.has("meeting.rename") else None
    if title:
        out["title"] = title
    url = None if visiting else _url(scene)
    if url:
        out["url"] = url
    return out


_URL = re.compile(r"https?://[^\s<>\"'“”«»）)]+[^\s<>\"'“”«»）).,;:!?]")


def _url(scene: Scene) -> str | None:
    """The one address of a meeting's page."""
    found = list(dict.fromkeys(_URL.findall(scene.text)))
    return found[0] if len(found) == 1 else None


def _confirmed(scene: Scene) -> bool:
    return scene.has("meeting.confirm") and not _undone(scene, "meeting.confirm")


def _tentative(scene: Scene) -> bool:
    """Whether the meeting is called tentative; `no longer provisional` does not count."""
    words = scene.context.words
    for found in words.pattern("meeting.tentative").finditer(scene.text):
        before = scene.text[max(0, found.start() - 30) : found.start()]
        refused = list(words.pattern("modality.negation").finditer(before))
        if not refused or len(before[refused[-1].end() :].split()) > 2:
            return True
    return False


def _undone(scene: Scene, name: str) -> bool:
    found = scene.context.words.pattern(name).search(scene.text)
    if not found or scene.context.words.pattern("modality.negation").search(found[0]):
        return False
    before = scene.text[max(0, found.start() - 20) : found.start()]
    return scene.context.words.pattern("modality.negation").search(before) is not None

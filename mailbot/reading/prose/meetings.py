"""A region's own meetings in prose: moved, postponed, cancelled, made virtual, confirmed, renamed, announced.

Which meeting is told by its title, its ordinal, its place or its dates, else it is the one the paragraph (or
the subject) speaks of; where several fit it is a question. A meeting that is not on file yet is gathered over
the sentences of its paragraph (`announcements`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose import announcements
from mailbot.reading.prose.announcements import Draft
from mailbot.reading.prose.clauses import stated
from mailbot.reading.prose.meeting_clauses import behind_colon, moved_after_all, part, per_meeting
from mailbot.reading.prose.meeting_mode import visits
from mailbot.reading.prose.meeting_names import candidates
from mailbot.reading.prose.meeting_values import Values, values, without_old
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.sentences import Sentence
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells
from mailbot.reading.values import folded

READER = "prose"
# where a sentence about two meetings is cut
_CLAUSES = re.compile(r",\s+(?:and|while|but|et|mais|y|pero|и|а|но)\s|[:：;；]\s|，|、而")


@dataclass
class Topic:
    """The meeting spoken of last and in which paragraph; or one not on file yet, as far as it is known."""

    meeting: Meeting | None = None
    paragraph: int = -1
    draft: Draft | None = field(default=None)


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    topic = Topic(_of_subject(context))
    skip = 0
    for number, scene in enumerate(scenes):
        if skip:
            skip -= 1
            continue
        if scene.silenced and not scene.text:
            said = candidates(part(scene, scene.silenced), context)
            topic = Topic(said[0], scene.sentence.paragraph) if len(said) == 1 else topic
            continue
        row = _answered(scene, context)
        if topic.draft and (row or topic.paragraph != scene.sentence.paragraph):
            results += topic.draft.results()
            topic.draft = None
        if row is not None:
            topic = Topic(row, scene.sentence.paragraph)
        spread, skip = announcements.over_lines(scenes, number, context)
        results += spread or _sentence(scene, context, topic, row is not None)
    return moved_after_all(results) + (topic.draft.results() if topic.draft else [])


def _of_subject(context: Context) -> Meeting | None:
    """The one meeting the subject of the mail names."""
    if not context.subject:
        return None
    found = candidates(Scene(Sentence(context.subject, -1), context), context)
    return found[0] if len(found) == 1 and found[0].organization == context.organization else None


def _answered(scene: Scene, context: Context) -> Meeting | None:
    for line in reversed(scene.sentence.answers):
        if not line.strip():
            continue
        row = cells(line)
        titles = folded(row[0]) if kind_of(row, context) == "meeting" else folded(line)
        found = [m for m in context.directory.meetings if folded(m.title) in titles]
        return found[0] if len(found) == 1 and found[0].organization == context.organization else None
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
    scene = behind_colon(
        scene, context, topic.meeting if topic.paragraph == scene.sentence.paragraph else None
    )
    names_it = scene.has("meeting.noun") or answering
    same = topic.meeting is not None and topic.paragraph == scene.sentence.paragraph
    goes_on = answering or (same and scene.has("meeting.its_things"))
    fresh = None if goes_on else announcements.opens(scene, context)
    if fresh is not None:
        topic.draft, topic.meeting, topic.paragraph = fresh, None, scene.sentence.paragraph
        return []
    found = [topic.meeting] if answering and topic.meeting else []
    if not found and (names_it or scene.periods or _by_place(scene) or _names_mode(scene)):
        found = candidates(scene, context)
    if not found and topic.draft:
        topic.draft.add(scene)
        return []
    if not found and _about_events(scene, context):
        return []
    if not found and topic.meeting and _goes_on(scene, topic):
        found = [topic.meeting]
    clauses = per_meeting(scene, context) if not answering else []
    if not clauses and len(found) > 1:
        clauses = [part(scene, text) for text in _CLAUSES.split(scene.text)]
    if len(clauses) > 1:
        return [result for clause in clauses for result in _sentence(clause, context, topic, answering)]
    if len(found) == 1:
        topic.meeting, topic.paragraph = found[0], scene.sentence.paragraph
        return _update(scene, context, found[0])
    return _unresolved(scene, context, found) if names_it else []


def _goes_on(scene: Scene, topic: Topic) -> bool:
    """Whether a sentence that names no meeting still speaks of the last one."""
    if topic.paragraph == scene.sentence.paragraph:
        return True
    speaks = scene.has("meeting.noun") or scene.has("meeting.its_things")
    return speaks and (topic.paragraph == -1 or scene.sentence.paragraph - topic.paragraph == 1)


def _unresolved(scene: Scene, context: Context, found: list[Meeting]) -> list[Result]:
    """A sentence that changes a meeting, but which?"""
    certain = not (scene.supposed or scene.doubted or scene.denied or scene.asks or scene.past)
    if not certain or scene.others or visits(scene) or scene.has("meeting.not_itself"):
        return []
    said = values(scene, context, None)
    if said and (_changes(scene) or "status" in said or (said.keys() & {"starts", "mode"} and _ours(scene))):
        names = "; ".join(m.title for m in found) or f"the meetings of {context.organization}"
        return [_doubt(f"Which meeting is meant ({names})?", scene, "which")]
    return []


def _ours(scene: Scene) -> bool:
    return scene.has("meeting.own") or scene.has("meeting.move")


def _by_place(scene: Scene) -> bool:
    """`Abidjan is confirmed`: a sentence about a meeting that names it by its place alone."""
    return not (visits(scene) or scene.has("meeting.not_itself")) and any(
        scene.has(f"meeting.{name}") for name in ("cancel", "postpone", "confirm", "moved", "now_tentative")
    )


def _names_mode(scene: Scene) -> bool:
    return any(p.search(scene.text) for p in scene.context.words.patterns("meeting.mode").values())


def _doubt(text: str, scene: Scene, rule: str) -> Doubt:
    return Doubt(f"{text} {scene.text}", (scene.text,), "body", READER, rule)


def _update(scene: Scene, context: Context, meeting: Meeting) -> list[Result]:
    """What the sentence says of a meeting on file."""
    if scene.has("meeting.dropped"):
        return []
    kept = _stated(scene, context, meeting)
    said = values(kept or scene, context, meeting)
    if not said:
        return []
    past = scene.bygone or (scene.past and not ("starts" in said or scene.has("meeting.now")))
    certain = kept is not None and not (kept.supposed or scene.doubted or scene.asks or past)
    if meeting.organization != context.organization:
        if certain or scene.doubted:
            return [_doubt(f"A meeting of {meeting.organization} ({meeting.title}):", scene, "authority")]
        return []
    if scene.doubted and kept is not None:
        return [_doubt("Not certain; please check:", scene, "doubt")]
    if not certain:
        return []
    if "unclear" in said:
        return [_doubt(f"{meeting.title}: {said['unclear']}", scene, "dates")]
    return [_finding(meeting, said, scene)]


def _finding(meeting: Meeting, said: Values, scene: Scene) -> Finding:
    return Finding(
        "meeting",
        "update",
        meeting.title,
        meeting.id,
        None,
        said,
        (scene.text,),
        "body",
        0.93,
        READER,
        "meeting",
    )


def _stated(scene: Scene, context: Context, meeting: Meeting) -> Scene | None:
    """The sentence without its denied clauses; None if it only denies.

    "Will not take place" is no denial, nor is a value on file that is taken back.
    """
    if not scene.denied:
        return scene
    bare = context.words.pattern("meeting.cancel").sub(" ", without_old(scene, meeting).text)
    if not context.words.pattern("modality.denial").search(bare):
        return scene
    text = stated(scene.text, context)
    return Scene(replace(scene.sentence, text=text), context) if text else None


def _changes(scene: Scene) -> bool:
    return any(scene.has(f"meeting.{name}") for name in ("postpone", "cancel", "rename", "moved"))

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
from mailbot.reading.cities import at
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose import announcements
from mailbot.reading.prose.announcements import Draft
from mailbot.reading.prose.meeting_clauses import (
    at_and,
    behind_colon,
    both,
    hangs,
    is_reference,
    moved_after_all,
    named_first,
    part,
    per_meeting,
)
from mailbot.reading.prose.meeting_mode import visits
from mailbot.reading.prose.meeting_names import candidates
from mailbot.reading.prose.meeting_others import about_meetings
from mailbot.reading.prose.meeting_taken_back import not_there
from mailbot.reading.prose.meeting_titles import QUOTED
from mailbot.reading.prose.meeting_updates import doubt, update
from mailbot.reading.prose.meeting_values import values
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.sentences import Sentence
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells
from mailbot.reading.values import folded

_BRIEF = 6  # words
# where a sentence about two meetings is cut
_CLAUSES = re.compile(r",\s+(?:and|while|but|et|mais|y|pero|и|а|но)\s|[:：;；]\s|，|、而")


@dataclass
class Topic:
    """The meeting spoken of last and in which paragraph; or one not on file yet, as far as it is known."""

    meeting: Meeting | None = None
    paragraph: int = -1
    draft: Draft | None = field(default=None)
    leaves: bool = False  # the sentence before said that it is not held where it was to be


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
    return moved_after_all(results, context) + (topic.draft.results() if topic.draft else [])


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
    zone = context.directory.zone
    days = {call.starts.astimezone(zone).date() for call in context.directory.calls}
    named = {p.first for p in scene.periods if p.is_day}
    if any(
        call.starts.astimezone(zone).date() in named for call in context.directory.calls if not call.is_call
    ):
        return True
    return bool(named & days) and scene.has("attendance.call")


def _sentence(scene: Scene, context: Context, topic: Topic, answering: bool) -> list[Result]:
    if scene.texts or scene.has("attendance.inter_regional"):
        return []
    if (scene.phones or scene.emails) and not scene.has("meeting.noun"):
        return []  # who leaves, and who can be reached where
    own = scene if answering else about_meetings(scene)
    if own is None:
        return []
    scene = own
    scene = behind_colon(
        scene, context, topic.meeting if topic.paragraph == scene.sentence.paragraph else None
    )
    names_it = scene.has("meeting.noun") or answering
    same = topic.meeting is not None and topic.paragraph == scene.sentence.paragraph
    goes_on = answering or (same and (scene.has("meeting.its_things") or _calls_it(scene)))
    fresh = None if goes_on else announcements.opens(scene, context)
    if fresh is not None:
        topic.draft, topic.meeting, topic.paragraph = fresh, None, scene.sentence.paragraph
        return []
    if names_it and not answering and is_reference(scene, context):
        return []
    first = named_first(scene, context) if names_it and not answering else None
    if first is not None:
        topic.meeting, topic.paragraph = first[0], scene.sentence.paragraph
        return [replace(r, evidence=(scene.text,)) for r in update(first[1], context, first[0], True)]
    found = [topic.meeting] if answering and topic.meeting else []
    if not found and (
        names_it
        or scene.periods
        or _by_place(scene)
        or _names_mode(scene)
        or _turns_away(scene, context)
        or scene.has("meeting.its_line")
    ):
        found = candidates(scene, context)
    if not found and topic.draft:
        topic.draft.add(scene)
        return []
    if not found and _about_events(scene, context):
        return []
    if not found and topic.meeting and _goes_on(scene, topic):
        found = [topic.meeting]
    if hangs(scene):
        topic.meeting = found[0] if len(found) == 1 else topic.meeting
        return []
    if shared := both(scene, context):
        return [r for meeting in shared for r in update(scene, context, meeting) if isinstance(r, Finding)]
    if (each := per_meeting(scene, context)) and not answering:
        topic.meeting, topic.paragraph = each[-1][1], scene.sentence.paragraph
        return [result for clause, meeting in each for result in update(clause, context, meeting)]
    if len(found) > 1 and (each := at_and(scene, context)):
        topic.meeting, topic.paragraph = each[-1][1], scene.sentence.paragraph
        return [result for clause, meeting in each for result in update(clause, context, meeting)]
    clauses = [part(scene, text) for text in _CLAUSES.split(scene.text)] if len(found) > 1 else []
    if len(clauses) > 1:
        return [result for clause in clauses for result in _sentence(clause, context, topic, answering)]
    if len(found) == 1:
        same = topic.meeting == found[0] and topic.paragraph == scene.sentence.paragraph
        gone = not_there(scene, found[0]) or scene.has("meeting.planned_then")
        leaves, topic.leaves = topic.leaves and same, gone
        topic.meeting, topic.paragraph = found[0], scene.sentence.paragraph
        return update(scene, context, found[0], leaves)
    return _unresolved(scene, context, found) if names_it else []


def _goes_on(scene: Scene, topic: Topic) -> bool:
    """Whether a sentence that names no meeting still speaks of the last one."""
    if topic.paragraph == scene.sentence.paragraph:
        return True
    speaks = scene.has("meeting.noun") or scene.has("meeting.its_things") or _by_head(scene, topic)
    if topic.paragraph == -1:
        dated = bool(scene.periods) and scene.has("meeting.move")
        brief = len(scene.text.split()) <= _BRIEF and not (scene.people or visits(scene))
        if dated or scene.has("meeting.postpone") or (brief and _by_place(scene)):
            return True
    return speaks and (topic.paragraph == -1 or scene.sentence.paragraph - topic.paragraph == 1)


def _calls_it(scene: Scene) -> bool:
    """`please call it "62nd meeting"`: a new name in quotes for what was spoken of, and no days."""
    return not scene.periods and scene.has("meeting.rename") and QUOTED.search(scene.text) is not None


def _by_head(scene: Scene, topic: Topic) -> bool:
    """`Com-ITU will come together in ...` of the meeting that is called "Com-ITU, 61st meeting"."""
    head = topic.meeting.title.partition(",")[0] if topic.meeting else ""
    return bool(head) and head != scene.context.organization and head in scene.text


def _unresolved(scene: Scene, context: Context, found: list[Meeting]) -> list[Result]:
    """A sentence that changes a meeting, but which?"""
    certain = not (scene.supposed or scene.doubted or scene.denied or scene.asks or scene.past)
    if not certain or scene.others or visits(scene) or scene.has("meeting.not_itself"):
        return []
    said = values(scene, context, None)
    if said and (_changes(scene) or "status" in said or (said.keys() & {"starts", "mode"} and _ours(scene))):
        names = (
            "; ".join(m.title for m in found)
            or f"the meetings of {context.organization or 'which organization'}"
        )
        return [doubt(f"Which meeting is meant ({names})?", scene, "which")]
    return []


def _ours(scene: Scene) -> bool:
    return scene.has("meeting.own") or scene.has("meeting.move")


def _by_place(scene: Scene) -> bool:
    """`Abidjan is confirmed`: a sentence about a meeting that names it by its place alone."""
    return not (visits(scene) or scene.has("meeting.not_itself")) and any(
        scene.has(f"meeting.{name}")
        for name in ("cancel", "postpone", "confirm", "moved", "now_tentative", "mark_off")
    )


def _turns_away(scene: Scene, context: Context) -> bool:
    """`not in Bishkek but in Almaty`: a place on file beside a word that takes it back."""
    if not (scene.has("modality.negation") or scene.has("time.old_before")) or visits(scene):
        return False
    own = [m.place for m in context.directory.meetings if m.organization == context.organization and m.place]
    return any(at(place, scene.text, context.language) for place in own)


def _names_mode(scene: Scene) -> bool:
    return any(p.search(scene.text) for p in scene.context.words.patterns("meeting.mode").values())


def _changes(scene: Scene) -> bool:
    return any(scene.has(f"meeting.{name}") for name in ("postpone", "cancel", "rename", "moved"))

"""A region's own meetings in prose: moved, postponed, cancelled, made virtual, confirmed, renamed, announced.

Which meeting is told by its title, its ordinal, its place or its dates, else it is the one the paragraph (or
the subject) speaks of; where several fit it is a question. A meeting that is not on file yet is gathered over
the sentences of its paragraph (`announcements`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.directory.records import Meeting
from mailbot.reading.bodies import numbered
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.ordinals import of_meetings
from mailbot.reading.prose import announcements
from mailbot.reading.prose.announced_lines import over_lines
from mailbot.reading.prose.meeting_bodies import is_titled_otherwise
from mailbot.reading.prose.meeting_clauses import (
    at_and,
    behind_colon,
    both,
    goes_before,
    hangs,
    is_reference,
    moved_after_all,
    named_first,
    part,
    per_meeting,
)
from mailbot.reading.prose.meeting_host import host_gone
from mailbot.reading.prose.meeting_lines import as_written, headed, labelled, under_months
from mailbot.reading.prose.meeting_mode import visits
from mailbot.reading.prose.meeting_names import candidates, coded, counted, score
from mailbot.reading.prose.meeting_others import about_meetings
from mailbot.reading.prose.meeting_shift import by_shift
from mailbot.reading.prose.meeting_subject import of_subject, told_by_subject
from mailbot.reading.prose.meeting_taken_back import not_there
from mailbot.reading.prose.meeting_topic import (
    Topic,
    about_events,
    by_place,
    calls_it,
    changes,
    continues,
    names_mode,
    ours,
    turns_away,
)
from mailbot.reading.prose.meeting_updates import doubt, update
from mailbot.reading.prose.meeting_values import values
from mailbot.reading.prose.scene import Scene
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells
from mailbot.reading.values import folded

_SURE = 4  # points of a meeting that its days or its ordinal name
# where a sentence about two meetings is cut
_CLAUSES = re.compile(r",\s+(?:and|while|but|et|mais|y|pero|и|а|но)\s|[:：;；]\s|，|、而")


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    topic = Topic(of_subject(context))
    scenes, written = under_months(scenes, context)
    skip = 0
    elsewhere = -1  # the block in which an answer to a row went on to another meeting
    for number, scene in enumerate(scenes):
        if skip:
            skip -= 1
            continue
        if scene.silenced:
            said = candidates(part(scene, scene.silenced), context)
            topic = Topic(said[0], scene.sentence.paragraph) if len(said) == 1 else topic
            if not scene.text:
                continue
        row = _answered(scene, context)
        if row is not None and (other := _other_named(scene, row, context)):
            elsewhere, topic = scene.sentence.block, Topic(other, scene.sentence.paragraph)
        if row is not None and elsewhere == scene.sentence.block:
            row = topic.meeting
        if topic.draft and scene.has("meeting.not_for_calendar"):
            topic.draft = None
        if topic.draft and (row or topic.paragraph != scene.sentence.paragraph):
            results += topic.draft.results()
            topic.draft = None
        if row is not None:
            topic = Topic(row, scene.sentence.paragraph)
        spread, skip = over_lines(scenes, number, context)
        if not spread and row is None:
            spread, skip = headed(scenes, number, context)
        results += spread or _sentence(scene, context, topic, row is not None)
    results = moved_after_all(results, context) + (topic.draft.results() if topic.draft else [])
    return as_written(results or told_by_subject(context), written)


def _other_named(scene: Scene, row: Meeting, context: Context) -> Meeting | None:
    """The meeting that an answer below a row names surely, where it is not that of the row."""
    if not scene.has("meeting.noun") or not (scene.periods or of_meetings(scene.text, context)):
        return None
    named = candidates(scene, context)
    sure = len(named) == 1 and named[0].organization == row.organization and named[0] != row
    return named[0] if sure and score(scene, named[0], context) >= _SURE else None


def _answered(scene: Scene, context: Context) -> Meeting | None:
    for line in reversed(scene.sentence.answers):
        if not line.strip():
            continue
        row = cells(line)
        titles = folded(row[0]) if kind_of(row, context) == "meeting" else folded(line)
        found = [m for m in context.directory.meetings if folded(m.title) in titles]
        return found[0] if len(found) == 1 and found[0].organization == context.organization else None
    return None


def _sentence(scene: Scene, context: Context, topic: Topic, answering: bool) -> list[Result]:
    if announcements.of_texts(scene) or scene.has("attendance.inter_regional"):
        return []
    if (scene.phones or scene.emails) and not scene.has("meeting.noun"):
        return []  # who leaves, and who can be reached where
    own = scene if answering else about_meetings(scene)
    if own is None:
        topic.elsewhere = scene.sentence.paragraph
        return []
    here = topic.paragraph == scene.sentence.paragraph
    scene = behind_colon(own, context, topic.meeting if here else None)
    names_it = scene.has("meeting.noun") or answering or coded(scene, context) or counted(scene, context)
    goes_on = answering or (
        topic.meeting is not None and here and (scene.has("meeting.its_things") or calls_it(scene))
    )
    fresh = None if goes_on else announcements.opens(scene, context)
    if fresh is not None:
        topic.draft, topic.meeting, topic.paragraph = fresh, None, scene.sentence.paragraph
        return []
    if names_it and not answering:
        if is_reference(scene, context):
            return []
        if (first := named_first(scene, context)) is not None:
            topic.meeting, topic.paragraph = first[0], scene.sentence.paragraph
            return [replace(r, evidence=(scene.text,)) for r in update(first[1], context, first[0], True)]
        if goes_before(scene, context):
            return []
    found = _meant(scene, context, topic, answering, names_it)
    return [] if found is None else _told(scene, context, topic, answering, names_it, found)


def _meant(
    scene: Scene, context: Context, topic: Topic, answering: bool, names_it: bool
) -> list[Meeting] | None:
    """The meetings on file that the sentence can mean; None where it is on something else."""
    found = [topic.meeting] if answering and topic.meeting else []
    if not found and (names_it or _can_name(scene, context)):
        found = candidates(scene, context)
    if not found and topic.draft:
        topic.draft.add(scene)
        return None
    if not found and about_events(scene, context):
        return None
    if not found and topic.meeting and continues(scene, topic):
        found = [topic.meeting]
    if hangs(scene):
        topic.meeting = found[0] if len(found) == 1 else topic.meeting
        return None
    return found


def _can_name(scene: Scene, context: Context) -> bool:
    """Whether a sentence without the word tells a meeting by its days, its place, its line or its number."""
    return bool(
        scene.periods
        or by_place(scene)
        or names_mode(scene)
        or turns_away(scene, context)
        or scene.has("meeting.its_line")
        or scene.has("meeting.rename")
        or numbered(scene.text, context)
    )


def _told(
    scene: Scene, context: Context, topic: Topic, answering: bool, names_it: bool, found: list[Meeting]
) -> list[Result]:
    """What the sentence says of the meetings found; where it means another than these, a question."""
    if shared := both(scene, context):
        return [r for meeting in shared for r in update(scene, context, meeting) if isinstance(r, Finding)]
    each = [] if answering else per_meeting(scene, context) or (at_and(scene, context) if found else [])
    if each:
        topic.meeting, topic.paragraph = each[-1][1], scene.sentence.paragraph
        return [result for clause, meeting in each for result in update(clause, context, meeting)]
    clauses = [part(scene, text) for text in _CLAUSES.split(scene.text)] if len(found) > 1 else []
    if len(clauses) > 1:
        return [result for clause in clauses for result in _sentence(clause, context, topic, answering)]
    if len(found) == 1:
        return _of_one(scene, context, topic, found[0])
    if not found and of_meetings(scene.text, context):
        topic.elsewhere = scene.sentence.paragraph  # `the 68th session`, where no number on file is near it
    own_ones = [m for m in context.directory.meetings if m.organization == context.organization]
    if names_it and not found and (meant := by_shift(scene, own_ones)) is not None:
        topic.meeting, topic.paragraph = meant, scene.sentence.paragraph
        return update(scene, context, meant)
    stays = 0 <= scene.sentence.paragraph - topic.elsewhere <= 1 and not scene.has("meeting.own")
    return _unresolved(scene, context, found) if names_it and not stays else []


def _of_one(scene: Scene, context: Context, topic: Topic, meeting: Meeting) -> list[Result]:
    same = topic.meeting == meeting and topic.paragraph == scene.sentence.paragraph
    line = topic.meeting == meeting and labelled(scene, context)
    gone = not_there(scene, meeting) or scene.has("meeting.planned_then") or host_gone(scene, meeting)
    leaves, topic.leaves = topic.leaves and same, gone
    topic.meeting, topic.paragraph = meeting, scene.sentence.paragraph
    return update(scene, context, meeting, leaves or line)


def _unresolved(scene: Scene, context: Context, found: list[Meeting]) -> list[Result]:
    """A sentence that changes a meeting, but which?"""
    certain = not (scene.supposed or scene.doubted or scene.denied or scene.asks or scene.past)
    if not certain or scene.others or visits(scene) or scene.has("meeting.not_itself"):
        return []
    said = values(scene, context, None)
    if not found and (is_titled_otherwise(scene, context) or ("status" in said and scene.periods)):
        return []  # a meeting of its own name or days, which the calendar does not have
    if scene.has("meeting.gone") and not changes(scene):
        return []  # "at a video session last week we reshuffled our team"
    if said and (changes(scene) or "status" in said or (said.keys() & {"starts", "mode"} and ours(scene))):
        names = (
            "; ".join(m.title for m in found)
            or f"the meetings of {context.organization or 'which organization'}"
        )
        return [doubt(f"Which meeting is meant ({names})?", scene, "which")]
    return []

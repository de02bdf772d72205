"""The answer that a sentence on attendance does not say itself: it goes on counting, echoes, or is a list."""

from __future__ import annotations

from mailbot.reading.prose.attendance_allotted import is_bare
from mailbot.reading.prose.attendance_heard import Heard
from mailbot.reading.prose.attendance_shares import is_list_of_names
from mailbot.reading.prose.attendance_topic import Topic, is_echo, is_entry, is_same_for, is_turn
from mailbot.reading.prose.attendance_turns import are_they, is_both

_SHORT = 12  # words


def imply(heard: Heard, topic: Topic) -> None:
    """Gives the clauses the answer that what stands above or before them has given."""
    scene, clauses = heard.scene, heard.clauses
    unknown = scene.has("attendance.unknown")
    if topic.heads and not unknown and not heard.answered and is_entry(scene, clauses):
        next(c for c in clauses if c.guests).answer = topic.head_answer
    counting, topic.counts = topic.counts, scene.text.rstrip().endswith((";", "；"))
    silent = not heard.answered and not unknown
    somebody = bool(heard.guests)
    if silent:
        _go_on(heard, topic, counting)
    short = len(scene.text.split()) <= _SHORT and not unknown
    told_of = bool(heard.quoted) and short and bool(heard.guests)
    if not heard.answered and (told_of or is_list_of_names(scene, clauses)):
        for clause in clauses:
            clause.answer = "yes"
    only = silent and heard.fresh and topic.answer and not somebody and scene.has("attendance.only")
    if is_echo(scene, clauses, topic) or (only and is_bare(scene, 0, len(scene.text))):
        clauses[0].answer = topic.answer
        clauses[0].guests = clauses[0].guests or topic.people
    if heard.hint and topic.answer and is_same_for(scene, clauses):
        clauses[0].answer = topic.answer


def _go_on(heard: Heard, topic: Topic, counting: bool) -> None:
    """What says nothing itself goes on from the answer before; it is ``counting`` behind a semicolon."""
    scene, clauses = heard.scene, heard.clauses
    somebody = bool(heard.guests)
    after = bool(heard.hint and topic.answer)
    if after and not heard.fresh and topic.answer == "yes" and are_they(scene):
        clauses[0].answer = "yes"
    if after and counting and heard.is_brief() and is_entry(scene, clauses, opens=True):
        clauses[0].answer = topic.answer
    if turn := is_turn(scene, clauses, topic.answer if counting else None):
        next(c for c in clauses if c.guests).answer = turn
    if heard.fresh and not somebody and is_both(scene, topic):
        clauses[0].answer, clauses[0].guests = topic.answer, topic.people

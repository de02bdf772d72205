"""A sentence on attendance as it is heard: what it may go on from, its clauses, the events it names."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.reading.context import Context
from mailbot.reading.prose.attendance_allotted import is_bare
from mailbot.reading.prose.attendance_clauses import clauses as clauses_of
from mailbot.reading.prose.attendance_people import by_first_name, in_full
from mailbot.reading.prose.attendance_subject import taken_up
from mailbot.reading.prose.attendance_topic import (
    Clause,
    Topic,
    ahead,
    answered,
    asked_about,
    goes_on,
)
from mailbot.reading.prose.event_marks import may_name
from mailbot.reading.prose.guests import Guest, guests, is_writer
from mailbot.reading.prose.scene import Scene

# an event that was only mentioned is gone on from by what speaks of attending
_SPEAKS = ("verb", "excuse", "only_person", "register", "it_will_be")


@dataclass(slots=True)
class Heard:
    """One sentence beside the topic; ``hint`` are the events it goes on from, ``fresh`` those it names."""

    scene: Scene
    clauses: list[Clause]
    hint: tuple[str, ...]
    quoted: tuple[str, ...]  # the event of the quoted line that it answers
    fresh: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        return any(c.answer for c in self.clauses)

    @property
    def guests(self) -> list[Guest]:
        return [g for c in self.clauses for g in c.guests]

    @property
    def excepted(self) -> list[str]:
        """The events that the clauses leave out of theirs."""
        return list(dict.fromkeys(e for c in self.clauses for e in c.named.excepted))

    def is_brief(self) -> bool:
        """Whether the sentence says who or which event, and hardly more."""
        others = any(not is_writer(g, self.scene.context) for g in self.guests)
        return bool(self.clauses[0].named.ids) or others or is_bare(self.scene, 0, len(self.scene.text))


def hear(scene: Scene, context: Context, topic: Topic) -> Heard | None:
    """The sentence as heard after ``topic``; None where it names no event and has none to go on from."""
    topic.heads = topic.heads and scene.sentence.item
    quoted = answered(scene, context)
    if quoted:
        topic.events, topic.paragraph = quoted, scene.sentence.paragraph
    under = topic.opened if topic.paragraph == -1 else None  # nothing but the subject has named the event
    bare = bool(under and (scene.people or scene.says_i) and is_bare(scene, 0, len(scene.text)))
    hint = topic.events if bare or goes_on(scene, topic) else ahead(scene, topic)
    if not hint and (asked := asked_about(scene, context)):
        topic.events, topic.paragraph, topic.faint = asked, scene.sentence.paragraph, True
        return None
    if not hint and not topic.mentioned and not may_name(scene.text, context):
        others = [g for g in guests(scene, 0, len(scene.text)) if not is_writer(g, context)]
        topic.people = topic.others = others or topic.people
        return None
    if hint and topic.excepted and not quoted and scene.has("attendance.that_one"):
        topic.events = hint = topic.excepted  # "all calls but 9 February; for that one Mr X sits in for me"
    heard = Heard(scene, [], hint, quoted)
    _cut(heard, context, topic)
    for clause in heard.clauses:
        clause.guests = in_full([*clause.guests, *by_first_name(scene, clause, topic)], topic)
        if under and not clause.named.ids:
            taken_up(scene, clause, under)
    heard.fresh = tuple(dict.fromkeys(i for c in heard.clauses for i in c.named.ids))
    return heard


def _cut(heard: Heard, context: Context, topic: Topic) -> None:
    """The clauses; an event that was only mentioned is none to them unless they speak of attending."""
    spoken = topic.events
    if topic.faint and not any(heard.scene.has(f"attendance.{name}") for name in _SPEAKS):
        heard.hint = topic.events = ()
    heard.clauses = clauses_of(heard.scene, context, heard.hint, topic)
    topic.events = spoken

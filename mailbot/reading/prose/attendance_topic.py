"""What was spoken of last: the events and people that a sentence on attendance goes on from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.reading.context import Context
from mailbot.reading.prose.answers import answer, weakly
from mailbot.reading.prose.attendance_grounds import away_until, is_lasting, of_a_meeting, without_topics
from mailbot.reading.prose.event_marks import may_name
from mailbot.reading.prose.event_names import committees
from mailbot.reading.prose.events import Named, named
from mailbot.reading.prose.guests import Guest, is_writer
from mailbot.reading.prose.scene import Scene

_NEAR = 2  # paragraphs
_LEAD = 2  # words before the name
_TURN = 6  # words beside the names
_CURT = 3  # words
_ASKED = 12
_HEADING = 14  # words
_HEADING_SIGNS = 100
_FORM = 2  # entries that make a list one of names and answers


@dataclass
class Topic:
    """What was spoken of last: events, people, the answer a list takes up; and all calls mentioned."""

    events: tuple[str, ...] = ()
    paragraph: int = -1
    answer: str | None = None
    lead: str = ""
    listing: bool = False
    people: list[Guest] = field(default_factory=list)
    others: list[Guest] = field(default_factory=list)  # the last that were named beside the writer
    mentioned: list[str] = field(default_factory=list)
    newcomers: list[str] = field(default_factory=list)  # full names of new people named so far
    faint: bool = False  # the events were only mentioned: what goes on from them must speak of attending
    scenes: Sequence[Scene] = ()  # of the whole letter: what is said ahead of its event is told by them
    heads: bool = False  # the events stand above the lines that follow
    head_answer: str = "yes"
    entries: list[bool] = field(default_factory=list)  # of the lines below it: which had answers of their own
    excepted: tuple[str, ...] = ()  # the one call that was left out of them
    opened: str | None = None  # the answer that the subject of the mail gives for the names below it
    counts: bool = False  # the sentence before ended with a semicolon: what follows may go on counting

    def has_bare_names(self) -> bool:
        """Whether a bare name can be an entry of the list: not among lines that all carry an answer."""
        return len(self.entries) < _FORM or not all(self.entries)


@dataclass
class Clause:
    """One stretch [start:end] of a sentence with at most one answer."""

    start: int
    end: int
    answer: str | None = None
    guests: list[Guest] = field(default_factory=list)
    named: Named = field(default_factory=Named)


def only(scenes: Sequence[Scene], context: Context) -> tuple[int, tuple[str, ...]]:
    """(paragraph, events) of the one sentence that names any: what is said before it can mean them."""
    naming = [
        (s.sentence.paragraph, named(without_topics(s), context).ids)
        for s in scenes
        if may_name(s.text, context) and not (s.texts or s.asks or s.has("attendance.one_of_us"))
    ]
    naming = [(paragraph, ids) for paragraph, ids in naming if ids]
    return naming[0] if len({ids for _, ids in naming}) == 1 else (-1, ())


def heading(scene: Scene, context: Context) -> tuple[str, ...]:
    """`For Committee 3:` above a list of days opens the series of that committee."""
    text = scene.text.rstrip()
    if scene.texts or not text.endswith((":", "：")) or len(text.split()) > 8:
        return ()
    codes = committees(text, context)
    return tuple(e.id for e in context.directory.events if e.is_series and e.committee in codes)


def label(scene: Scene) -> str | None:
    """`Coming:`, `Not available:`: the answer of the names that follow."""
    text = scene.text.rstrip()
    if not text.endswith((":", "：")) or len(text.split()) > _CURT or scene.people or scene.texts:
        return None
    return answer(text[:-1], scene.context.words)


def is_heading(scene: Scene, clauses: Sequence[Clause]) -> bool:
    """`Tuesday calls`, `Meeting of 8 January:` on a line above others: an event and nobody's answer."""
    text = scene.text.rstrip()
    if any(c.guests for c in clauses) or text[-1:] in ".!?。！？؟،,;；":
        return False
    return scene.sentence.first and len(text.split()) <= _HEADING and len(text) <= _HEADING_SIGNS


def is_listed(scene: Scene, topic: Topic) -> bool:
    """`- Mr X, who would like to introduce our proposal on Resolution 73`, in a list of those who come."""
    if not (topic.listing and topic.answer and scene.sentence.item and scene.sentence.lead == topic.lead):
        return False
    first = min((p.start for p in scene.people), default=-1)
    return 0 <= first < scene.texts[0].start and len(scene.text[:first].split()) <= _LEAD


def is_entry(scene: Scene, clauses: Sequence[Clause], opens: bool = False) -> bool:
    """`Karen Stone (NTIA): all`, `myself`: a line below a heading that says little more than a name, with
    which it begins where it ``opens``.
    """
    guests = [g for c in clauses for g in c.guests]
    if opens and not any(len(scene.text[: max(g.start, 0)].split()) <= _LEAD for g in guests):
        return False
    said = sum(len(p.raw.split()) for p in scene.people) + len(guests) + len(scene.emails)
    return bool(guests) and len(scene.text.split()) <= said + _HEADING // 2


def is_turn(scene: Scene, clauses: Sequence[Clause], before: str | None) -> str | None:
    """`Ms Verne: Tuesdays.`, `on Thursdays only P. Stone`: somebody and his events, with hardly a word more;
    the answer is that ``before`` which goes on, else that behind a name and a colon it is a yes.
    """
    guests = [g for c in clauses for g in c.guests]
    if len(clauses) != 1 or not guests or not clauses[0].named.ids or scene.asks or scene.phones:
        return None
    if any(scene.has(f"attendance.{name}") for name in ("verb", "past", "not_about", "hypothetical")):
        return None
    said = sum(len(p.raw.split()) + 1 for p in scene.people)
    if len(scene.text.split()) > said + _TURN:
        return None
    head = re.match(r"([^:：]{2,40})[:：]\s?\S", scene.text)
    named_first = head is not None and max(g.start for g in guests) < head.end(1)
    return before or ("yes" if named_first else None)


def spoken_of(scene: Scene, context: Context, topic: Topic) -> None:
    """The link for the calls is nobody's attendance, but what follows goes on from the calls."""
    if ids := named(scene.text, context).ids:
        topic.events, topic.paragraph, topic.faint = ids, scene.sentence.paragraph, True


def remember(scene: Scene, clauses: Sequence[Clause], topic: Topic, fresh: bool) -> None:
    """What the next sentence or the items of a list go on from."""
    said = next((c.answer for c in clauses if c.answer), None)
    people = [g for c in clauses for g in c.guests]
    topic.people = people or topic.people
    topic.others = [g for g in people if not is_writer(g, scene.context)] or topic.others
    if scene.sentence.item and topic.lead and scene.sentence.lead == topic.lead and not topic.heads:
        return
    opens = scene.text.rstrip().endswith((":", "：", "by", "are", "follows"))
    heading = opens and fresh and len(scene.text.split()) <= 14 and not any(c.guests for c in clauses)
    topic.entries = [] if opens else topic.entries
    if fresh or said:
        topic.listing = opens and (bool(said) or heading)
        topic.answer, topic.lead = said or ("yes" if heading else None), scene.text


def asked_about(scene: Scene, context: Context) -> tuple[str, ...]:
    """`You had asked about 18 February.`: the call of that day is what follows, and nobody's answer yet."""
    if (
        scene.texts
        or scene.asks
        or len(scene.text.split()) > _ASKED
        or not scene.has("attendance.asked_about")
    ):
        return ()
    return named(scene.text, context, (), (), True).ids if not answer(scene.text, context.words) else ()


def ahead(scene: Scene, topic: Topic) -> tuple[str, ...]:
    """The events that are named only further down in the paragraph or right below it."""
    once = scene.has("attendance.verb") or scene.has("attendance.excuse")
    if topic.events or not once or scene.periods or scene.texts or scene.phones or scene.has("meeting.noun"):
        return ()
    said = answer(scene.text, scene.context.words) if scene.people or scene.says_i else None
    if not said or (said == "yes" and scene.has("contact.leaving")):
        return ()  # "I leave to join another ministry"
    paragraph, ids = only(topic.scenes, scene.context)
    return ids if 0 <= paragraph - scene.sentence.paragraph <= 3 else ()


def goes_on(scene: Scene, topic: Topic) -> bool:
    """Whether a sentence without an event of its own speaks of those named before."""
    if not topic.events:
        return False
    if topic.paragraph == scene.sentence.paragraph or scene.sentence.lead == topic.lead != "":
        return True
    if topic.heads and scene.sentence.item:
        return True
    if of_a_meeting(scene) or (scene.periods and not (len(topic.events) == 1 and away_until(scene))):
        return False
    if topic.paragraph == -1 and len(scene.text.split()) <= 12 and not scene.has("attendance.not_about"):
        said = answer(scene.text, scene.context.words)
        if said and (said != "no" or not weakly(scene.text, scene.context.words)):
            return True
        if said and len(scene.text.split()) <= _CURT:
            return True
    if not (scene.says_i or scene.people or len(scene.text.split()) <= 9):
        return False
    if any(scene.has(f"attendance.{name}") for name in ("verb", "stand_in", "rest")):
        return True
    if scene.has("attendance.then") and scene.sentence.paragraph - topic.paragraph <= _NEAR:
        return True  # "Mr X has another commitment that morning"
    words = scene.context.words
    excused = (
        scene.has("attendance.no") and not weakly(scene.text, words) and not scene.has("attendance.not_about")
    )
    return bool(scene.own_people()) and excused and not is_lasting(scene)


def answered(scene: Scene, context: Context) -> tuple[str, ...]:
    """The event of the quoted lines that the sentence answers; the last one where they name several."""
    if not scene.sentence.answers or "|" in scene.sentence.answers[-1]:
        return ()
    for lines in (scene.sentence.answers[-1:], scene.sentence.answers[-4:]):
        found = named(" ".join(lines), context).ids
        if found:
            return found
    return ()


def is_echo(scene: Scene, clauses: Sequence[Clause], topic: Topic) -> bool:
    """`And the next one, 9 February, as well.`: an event of its own, and the answer given before."""
    words = scene.context.words
    if not topic.answer or len(clauses) != 1 or clauses[0].answer or not clauses[0].named.ids:
        return False
    return words.has("attendance.too", scene.text) and len(scene.text.split()) <= 10


def is_same_for(scene: Scene, clauses: Sequence[Clause]) -> bool:
    """`The same goes for Mr Stone.`: somebody else, and the answer given before."""
    if len(clauses) != 1 or clauses[0].answer or clauses[0].named.ids or len(scene.text.split()) > 10:
        return False
    return scene.has("attendance.too") and any(g.start >= 0 for g in clauses[0].guests) and not scene.texts


def of_an_event(scene: Scene, clauses: Sequence[Clause]) -> bool:
    """A meeting that is cancelled or moved: what happens to it, and nobody's answer."""
    happens = any(scene.has(f"meeting.{name}") for name in ("cancel", "postpone", "moved"))
    return (
        happens
        and not any(c.guests for c in clauses)
        and not scene.has("attendance.verb")
        and not scene.says_i
    )

"""Who takes part in ITU's meetings and calls: "I will attend", "all Friday calls but one", lists of names.

One finding a person and event; a series' id stands for all its calls. The answer is read clause by clause,
for one sentence often says yes for one and no for another; what a clause leaves out goes on from before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.boxes import is_box_line
from mailbot.reading.choices import without_choice
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Result
from mailbot.reading.prose.attendance_answers import OPPOSITE, READER, answers, finding
from mailbot.reading.prose.attendance_asides import (
    gives_number,
    is_aside,
    is_bygone,
    is_elsewhere,
    is_over,
    is_signature,
    is_supposed,
    of_the_records,
)
from mailbot.reading.prose.attendance_grounds import is_lasting, is_question, of_an_event, without_topics
from mailbot.reading.prose.attendance_heard import Heard, hear
from mailbot.reading.prose.attendance_implied import imply
from mailbot.reading.prose.attendance_people import is_full_name
from mailbot.reading.prose.attendance_settled import settled
from mailbot.reading.prose.attendance_shares import is_list_of_names, together
from mailbot.reading.prose.attendance_subject import opened
from mailbot.reading.prose.attendance_topic import (
    Clause,
    Topic,
    heading,
    is_heading,
    is_listed,
    label,
    remember,
    spoken_of,
)
from mailbot.reading.prose.event_series import SOME
from mailbot.reading.prose.events import named
from mailbot.reading.prose.guests import (
    ambiguous,
    guests,
    is_writer,
    named_people,
)
from mailbot.reading.prose.scene import Scene

_COLUMNS = re.compile(r"(?<=\S)(?:\s{3,}|\t+)(?=\S)")  # `Ada Verne      ANFR      yes`


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    subject = named(context.subject, context)
    topic = Topic(subject.ids if len(subject.ids) == 1 else ())
    topic.scenes = scenes
    topic.opened = opened(context) if topic.events else None
    for scene in scenes:
        topic.newcomers += [
            p.name for p in named_people(scene, 0, len(scene.text)) if p.is_new and is_full_name(p.name)
        ]
        if (
            is_lasting(scene)
            or of_the_records(scene)
            or _is_of_texts(scene, topic)
            or is_box_line(scene.text)
        ):
            topic.people = [g for g in guests(scene, 0, len(scene.text)) if g.start >= 0] or topic.people
            continue
        text = without_choice(without_topics(scene))
        text = _COLUMNS.sub(" - ", text) if len(_COLUMNS.findall(text)) > 1 else text
        bare = scene if text == scene.text else scene.saying(text)  # what it has found already stays
        results += [replace(r, evidence=(scene.text,)) for r in _sentence(bare, context, topic)]
        if bare.text != scene.text:
            spoken_of(scene, context, topic)
    coming = [r for r in results if isinstance(r, Doubt) or not is_over(r.values["event"] or "", context)]
    return settled(coming, context)


def _is_of_texts(scene: Scene, topic: Topic) -> bool:
    """Whether the sentence is on Resolutions, and not one on who comes that names them beside."""
    return bool(scene.texts) and not (is_listed(scene, topic) or scene.has("attendance.inter_regional"))


def _sentence(scene: Scene, context: Context, topic: Topic) -> list[Result]:
    heard = hear(scene, context, topic)
    if heard is None or is_signature(scene, heard.fresh):
        return []
    if is_bygone(scene) or is_elsewhere(scene) or is_supposed(scene) or _opens_answer(heard, topic):
        return []
    if _is_about_else(heard, context) or _opens_series(heard, context, topic):
        return []
    problem = next((c.named.problem for c in heard.clauses if c.named.problem and c.answer), "")
    if not heard.fresh and (not heard.hint or problem == SOME):
        return _without_event(heard, context, topic, problem)
    told, somebody = heard.answered, bool(heard.guests)
    listed = topic.listing and scene.sentence.item and scene.sentence.lead == topic.lead
    below = (listed or topic.heads) and scene.sentence.item and not heard.fresh
    silent = not (told or scene.has("attendance.stand_in"))
    if below and silent and not topic.has_bare_names():
        return []  # the signature below a list of names and answers
    if scene.sentence.item and somebody and not heard.fresh:
        topic.entries.append(told)
    if listed and not told and topic.answer and somebody:
        return _entry(heard, topic, topic.answer)
    imply(heard, topic)
    doubt = _unclear_person(scene, heard.clauses)
    results: list[Result] = [doubt] if doubt else [*answers(scene, heard.clauses, heard.hint, topic)]
    if heard.fresh:
        _take_up(heard, topic)
    elif results:
        topic.paragraph = scene.sentence.paragraph
    remember(scene, heard.clauses, topic, bool(heard.fresh))
    return results


def _is_about_else(heard: Heard, context: Context) -> bool:
    """Whether the sentence speaks beside a call: of a number to dial, of what others say, of its agenda."""
    scene = heard.scene
    if not heard.fresh and (is_aside(scene, heard.hint, context) or gives_number(scene)):
        return True
    enrolled = scene.has("attendance.register") and bool(scene.people or scene.has("attendance.me"))
    if (is_question(scene) and not enrolled) or scene.has("attendance.earlier_talk"):
        return True
    tentative = scene.has("attendance.tentative") or scene.has("attendance.tentative_firm")
    return (scene.doubted and not tentative) or of_an_event(scene, bool(heard.guests))


def _opens_answer(heard: Heard, topic: Topic) -> bool:
    """`Coming:` opens the names below it."""
    scene = heard.scene
    said = label(scene) if heard.hint and not heard.fresh else None
    if said:
        topic.answer, topic.listing, topic.lead, topic.entries = said, True, scene.text, []
        topic.paragraph = scene.sentence.paragraph
    return said is not None


def _opens_series(heard: Heard, context: Context, topic: Topic) -> bool:
    """`For Committee 3:` opens the days below it."""
    scene = heard.scene
    series = () if heard.fresh else heading(scene, context)
    if series:
        topic.events, topic.paragraph, topic.lead = series, scene.sentence.paragraph, scene.text
        topic.listing, topic.answer = True, None
    return bool(series)


def _without_event(heard: Heard, context: Context, topic: Topic, problem: str) -> list[Result]:
    """Somebody answers for a call that is not told: a question, where it speaks of attending at all."""
    scene = heard.scene
    topic.people = [g for g in heard.guests if not is_writer(g, context)] or topic.people
    somebody = scene.says_i or scene.people or scene.has("attendance.only_person")
    speaks = problem and somebody and (scene.has("attendance.verb") or scene.says_i)
    if problem == SOME or speaks:
        return [Doubt(problem, (scene.text,), "body", READER, "which call")]
    return []


def _entry(heard: Heard, topic: Topic, said: str) -> list[Result]:
    """A line of a list whose heading has ``said`` the answer."""
    scene = heard.scene
    topic.paragraph = scene.sentence.paragraph
    found = heard.guests if is_list_of_names(scene, heard.clauses) else together(scene, heard.guests)
    results: list[Result] = [finding(e, g, said, scene) for g in found for e in (heard.fresh or heard.hint)]
    if said in OPPOSITE:
        results += [finding(e, g, OPPOSITE[said], scene) for g in found for e in heard.excepted]
    return results


def _take_up(heard: Heard, topic: Topic) -> None:
    """The events of the sentence are those that the next one goes on from."""
    scene = heard.scene
    out_of = tuple(heard.excepted)
    topic.excepted = out_of if len(out_of) == 1 else ()
    opens = is_heading(scene, heard.clauses)
    topic.entries = [] if opens else topic.entries
    topic.events = topic.events if topic.heads and not opens else heard.fresh
    topic.paragraph, topic.faint, topic.heads = scene.sentence.paragraph, False, opens or topic.heads
    if opens:
        topic.head_answer = next((c.answer for c in heard.clauses if c.answer), "yes")
    topic.mentioned += [i for i in (*heard.fresh, *out_of) if i not in topic.mentioned]


def _unclear_person(scene: Scene, clauses: Sequence[Clause]) -> Doubt | None:
    person = ambiguous(scene, 0, len(scene.text))
    if person is None or not any(c.answer for c in clauses):
        return None
    names = ", ".join(c.name for c in person.contacts)
    return Doubt(f"{person.name} takes part: which one of {names}?", (scene.text,), "body", READER, "person")

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
from mailbot.reading.prose.attendance_allotted import is_bare
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
from mailbot.reading.prose.attendance_clauses import clauses as clauses_of
from mailbot.reading.prose.attendance_grounds import is_lasting, is_question, of_an_event, without_topics
from mailbot.reading.prose.attendance_people import by_first_name, in_full, is_full_name
from mailbot.reading.prose.attendance_settled import settled
from mailbot.reading.prose.attendance_shares import is_list_of_names, together
from mailbot.reading.prose.attendance_subject import opened, taken_up
from mailbot.reading.prose.attendance_topic import (
    Clause,
    Topic,
    ahead,
    answered,
    asked_about,
    goes_on,
    heading,
    is_echo,
    is_entry,
    is_heading,
    is_listed,
    is_same_for,
    is_turn,
    label,
    remember,
    spoken_of,
)
from mailbot.reading.prose.attendance_turns import are_they, is_both
from mailbot.reading.prose.event_marks import may_name
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


def read(scenes: Sequence[Scene], context: Context, taken: set[int]) -> list[Result]:
    results: list[Result] = []
    subject = named(context.subject, context)
    topic = Topic(subject.ids if len(subject.ids) == 1 else ())
    topic.scenes = scenes
    topic.opened = opened(context) if topic.events else None
    for number, scene in enumerate(scenes):
        topic.newcomers += [
            p.name for p in named_people(scene, 0, len(scene.text)) if p.is_new and is_full_name(p.name)
        ]
        if number in taken or is_lasting(scene) or of_the_records(scene):
            topic.people = [g for g in guests(scene, 0, len(scene.text)) if g.start >= 0] or topic.people
            continue
        apart = scene.texts and not (is_listed(scene, topic) or scene.has("attendance.inter_regional"))
        if apart or is_box_line(scene.text):
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


def _sentence(scene: Scene, context: Context, topic: Topic) -> list[Result]:
    topic.heads = topic.heads and scene.sentence.item
    quoted = answered(scene, context)
    if quoted:
        topic.events, topic.paragraph = quoted, scene.sentence.paragraph
    under = topic.opened if topic.paragraph == -1 else None  # nothing but the subject has named the event
    bare = bool(under and (scene.people or scene.says_i) and is_bare(scene, 0, len(scene.text)))
    hint = topic.events if bare or goes_on(scene, topic) else ahead(scene, topic)
    if not hint and (asked := asked_about(scene, context)):
        topic.events, topic.paragraph, topic.faint = asked, scene.sentence.paragraph, True
        return []
    if not hint and not topic.mentioned and not may_name(scene.text, context):
        others = [g for g in guests(scene, 0, len(scene.text)) if not is_writer(g, context)]
        topic.people = topic.others = others or topic.people
        return []  # no event, and nothing it could go on from
    if hint and topic.excepted and not quoted and scene.has("attendance.that_one"):
        topic.events = hint = topic.excepted  # "all calls but 9 February; for that one Mr X sits in for me"
    spoken = topic.events
    if topic.faint and not any(
        scene.has(f"attendance.{n}") for n in ("verb", "excuse", "only_person", "register", "it_will_be")
    ):
        hint = topic.events = ()
    clauses = clauses_of(scene, context, hint, topic)
    topic.events = spoken
    for clause in clauses:
        clause.guests = in_full([*clause.guests, *by_first_name(scene, clause, topic)], topic)
        if under and not clause.named.ids:
            taken_up(scene, clause, under)
    fresh = tuple(dict.fromkeys(i for c in clauses for i in c.named.ids))
    listed = topic.listing and scene.sentence.item and scene.sentence.lead == topic.lead
    enrolled = scene.has("attendance.register") and bool(scene.people or scene.has("attendance.me"))
    question = is_question(scene) and not enrolled
    if is_signature(scene, fresh):
        return []
    if is_bygone(scene) or is_elsewhere(scene) or is_supposed(scene):
        return []
    if not fresh and hint and (said := label(scene)):
        topic.answer, topic.listing, topic.lead, topic.entries = said, True, scene.text, []
        topic.paragraph = scene.sentence.paragraph
        return []
    if not fresh and is_aside(scene, hint, context):
        return []
    if not fresh and gives_number(scene):
        return []
    if (
        question
        or _hearsay(scene)
        or scene.has("attendance.earlier_talk")
        or of_an_event(scene, any(c.guests for c in clauses))
    ):
        return []
    if not fresh and (series := heading(scene, context)):
        topic.events, topic.paragraph, topic.lead = series, scene.sentence.paragraph, scene.text
        topic.listing, topic.answer = True, None
        return []
    problem = next((c.named.problem for c in clauses if c.named.problem and c.answer), "")
    results: list[Result] = []
    if not fresh and (not hint or problem == SOME):
        others = [g for c in clauses for g in c.guests if not is_writer(g, context)]
        topic.people = others or topic.people
        somebody = scene.says_i or scene.people or scene.has("attendance.only_person")
        if problem == SOME or (problem and somebody and (scene.has("attendance.verb") or scene.says_i)):
            results = [Doubt(problem, (scene.text,), "body", READER, "which call")]
        return results
    told, somebody = any(c.answer for c in clauses), any(c.guests for c in clauses)
    below = (listed or topic.heads) and scene.sentence.item and not fresh
    if below and not told and not topic.has_bare_names():
        return []  # the signature below a list of names and answers
    if scene.sentence.item and somebody and not fresh:
        topic.entries.append(told)
    if listed and not told and topic.answer and somebody:
        topic.paragraph = scene.sentence.paragraph
        found = [g for c in clauses for g in c.guests]
        found = found if is_list_of_names(scene, clauses) else together(scene, found)
        out = [e for c in clauses for e in c.named.excepted if topic.answer in OPPOSITE]
        results = [finding(e, g, topic.answer, scene) for g in found for e in (fresh or hint)]
        return [*results, *(finding(e, g, OPPOSITE[topic.answer], scene) for g in found for e in out)]
    unknown = scene.has("attendance.unknown")
    if topic.heads and not unknown and not any(c.answer for c in clauses) and is_entry(scene, clauses):
        next(c for c in clauses if c.guests).answer = topic.head_answer
    counting, topic.counts = topic.counts, scene.text.rstrip().endswith((";", "；"))
    silent = not any(c.answer for c in clauses) and not unknown
    brief = bool(clauses[0].named.ids) or is_bare(scene, 0, len(scene.text))
    brief = brief or any(not is_writer(g, context) for c in clauses for g in c.guests)
    if silent and hint and not fresh and topic.answer == "yes" and are_they(scene):
        clauses[0].answer = "yes"
    if counting and hint and topic.answer and silent and brief and is_entry(scene, clauses, opens=True):
        clauses[0].answer = topic.answer
    if silent and (turn := is_turn(scene, clauses, topic.answer if counting else None)):
        next(c for c in clauses if c.guests).answer = turn
    if silent and fresh and not somebody and is_both(scene, topic):
        clauses[0].answer, clauses[0].guests = topic.answer, topic.people
    short = len(scene.text.split()) <= 12 and not unknown
    brief = bool(quoted) and short and any(c.guests for c in clauses)
    if not any(c.answer for c in clauses) and (brief or is_list_of_names(scene, clauses)):
        for clause in clauses:
            clause.answer = "yes"
    only = silent and fresh and topic.answer and not somebody and scene.has("attendance.only")
    if is_echo(scene, clauses, topic) or (only and is_bare(scene, 0, len(scene.text))):
        clauses[0].answer = topic.answer
        clauses[0].guests = clauses[0].guests or topic.people
    if hint and topic.answer and is_same_for(scene, clauses):
        clauses[0].answer = topic.answer
    if doubt := _unclear_person(scene, clauses):
        results.append(doubt)
    else:
        results += answers(scene, clauses, hint, topic)
    if fresh:
        out_of = tuple(dict.fromkeys(e for c in clauses for e in c.named.excepted))
        topic.excepted = out_of if len(out_of) == 1 else ()
        opens = is_heading(scene, clauses)
        topic.entries = [] if opens else topic.entries
        topic.events = topic.events if topic.heads and not opens else fresh
        topic.paragraph, topic.faint, topic.heads = scene.sentence.paragraph, False, opens or topic.heads
        topic.head_answer = (
            next((c.answer for c in clauses if c.answer), "yes") if opens else topic.head_answer
        )
        topic.mentioned += [
            i for i in (*fresh, *(e for c in clauses for e in c.named.excepted)) if i not in topic.mentioned
        ]
    elif results:
        topic.paragraph = scene.sentence.paragraph
    remember(scene, clauses, topic, bool(fresh))
    return results


def _hearsay(scene: Scene) -> bool:
    return scene.doubted and not (scene.has("attendance.tentative") or scene.has("attendance.tentative_firm"))


def _unclear_person(scene: Scene, clauses: Sequence[Clause]) -> Doubt | None:
    person = ambiguous(scene, 0, len(scene.text))
    if person is None or not any(c.answer for c in clauses):
        return None
    names = ", ".join(c.name for c in person.contacts)
    return Doubt(f"{person.name} takes part: which one of {names}?", (scene.text,), "body", READER, "person")

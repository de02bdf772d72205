"""Who takes part in ITU's meetings and calls: "I will attend", "all Friday calls but one", lists of names.

One finding a person and event; a series' id stands for all its calls. The answer is read clause by clause,
for one sentence often says yes for one and no for another; what a clause leaves out goes on from before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.boxes import is_box_line
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.attendance_asides import (
    is_aside,
    is_bygone,
    is_elsewhere,
    is_over,
    is_supposed,
)
from mailbot.reading.prose.attendance_clauses import clauses as clauses_of
from mailbot.reading.prose.attendance_grounds import is_lasting, is_question, of_somebody_else, without_topics
from mailbot.reading.prose.attendance_people import by_first_name, in_full, is_full_name, we_two
from mailbot.reading.prose.attendance_settled import settled
from mailbot.reading.prose.attendance_shares import each_for_himself, is_list_of_names, shares
from mailbot.reading.prose.attendance_topic import (
    Clause,
    Topic,
    ahead,
    answered,
    goes_on,
    heading,
    is_echo,
    is_entry,
    is_heading,
    is_listed,
    is_same_for,
    is_turn,
    of_an_event,
    remember,
    spoken_of,
)
from mailbot.reading.prose.attendance_turns import denied_stand_in
from mailbot.reading.prose.event_marks import may_name
from mailbot.reading.prose.event_series import SOME
from mailbot.reading.prose.events import named
from mailbot.reading.prose.guests import (
    Guest,
    ambiguous,
    guests,
    implied_writer,
    is_writer,
    named_people,
)
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.stand_ins import stood_in_for

READER = "prose"
_OPPOSITE = {"yes": "no", "no": "yes"}


def read(scenes: Sequence[Scene], context: Context, taken: set[int]) -> list[Result]:
    results: list[Result] = []
    subject = named(context.subject, context)
    topic = Topic(subject.ids if len(subject.ids) == 1 else ())
    topic.scenes = scenes
    for number, scene in enumerate(scenes):
        topic.newcomers += [
            p.name for p in named_people(scene, 0, len(scene.text)) if p.is_new and is_full_name(p.name)
        ]
        if number in taken or is_lasting(scene):
            topic.people = [g for g in guests(scene, 0, len(scene.text)) if g.start >= 0] or topic.people
            continue
        apart = scene.texts and not (is_listed(scene, topic) or scene.has("attendance.inter_regional"))
        if apart or is_box_line(scene.text):
            topic.people = [g for g in guests(scene, 0, len(scene.text)) if g.start >= 0] or topic.people
            continue
        text = without_topics(scene)
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
    hint = topic.events if goes_on(scene, topic) else ahead(scene, topic)
    if not hint and not topic.mentioned and not may_name(scene.text, context):
        others = [g for g in guests(scene, 0, len(scene.text)) if not is_writer(g, context)]
        topic.people = others or topic.people
        return []  # no event, and nothing it could go on from
    if hint and topic.excepted and not quoted and scene.has("attendance.that_one"):
        topic.events = hint = topic.excepted  # "all calls but 9 February; for that one Mr X sits in for me"
    spoken = topic.events
    if topic.faint and not any(scene.has(f"attendance.{n}") for n in ("verb", "excuse", "only_person")):
        hint = topic.events = ()
    clauses = clauses_of(scene, context, hint, topic)
    topic.events = spoken
    for clause in clauses:
        clause.guests = in_full([*clause.guests, *by_first_name(scene, clause, topic)], topic)
    fresh = tuple(dict.fromkeys(i for c in clauses for i in c.named.ids))
    listed = topic.listing and scene.sentence.item and scene.sentence.lead == topic.lead
    enrolled = scene.has("attendance.register") and bool(scene.people or scene.has("attendance.me"))
    question = is_question(scene) and not enrolled
    if is_bygone(scene) or is_elsewhere(scene) or is_supposed(scene):
        return []
    if not fresh and is_aside(scene, hint, context):
        return []
    if question or _hearsay(scene) or scene.has("attendance.earlier_talk") or of_an_event(scene, clauses):
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
    if listed and not any(c.answer for c in clauses) and topic.answer and any(c.guests for c in clauses):
        topic.paragraph = scene.sentence.paragraph
        found = [g for c in clauses for g in c.guests]
        found = found if is_list_of_names(scene, clauses) else found[:1]
        out = [e for c in clauses for e in c.named.excepted if topic.answer in _OPPOSITE]
        results = [_finding(e, g, topic.answer, scene) for g in found for e in (fresh or hint)]
        return [*results, *(_finding(e, g, _OPPOSITE[topic.answer], scene) for g in found for e in out)]
    if topic.heads and not any(c.answer for c in clauses) and is_entry(scene, clauses):
        next(c for c in clauses if c.guests).answer = topic.head_answer
    counting, topic.counts = topic.counts, scene.text.rstrip().endswith((";", "；"))
    silent = not any(c.answer for c in clauses) and not scene.has("attendance.unknown")
    if counting and hint and topic.answer and silent and is_entry(scene, clauses, opens=True):
        clauses[0].answer = topic.answer
    if silent and (turn := is_turn(scene, clauses, topic.answer if counting else None)):
        next(c for c in clauses if c.guests).answer = turn
    short = len(scene.text.split()) <= 12 and not scene.has("attendance.unknown")
    brief = bool(quoted) and short and any(c.guests for c in clauses)
    if not any(c.answer for c in clauses) and (brief or is_list_of_names(scene, clauses)):
        for clause in clauses:
            clause.answer = "yes"
    if is_echo(scene, clauses, topic):
        clauses[0].answer = topic.answer
        clauses[0].guests = clauses[0].guests or topic.people
    if hint and topic.answer and is_same_for(scene, clauses):
        clauses[0].answer = topic.answer
    if doubt := _unclear_person(scene, clauses):
        results.append(doubt)
    else:
        results += _answers(scene, clauses, hint, topic)
    if fresh:
        out_of = tuple(dict.fromkeys(e for c in clauses for e in c.named.excepted))
        topic.excepted = out_of if len(out_of) == 1 else ()
        opens = is_heading(scene, clauses)
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


def _answers(scene: Scene, clauses: Sequence[Clause], hint: tuple[str, ...], topic: Topic) -> list[Result]:
    results: list[Result] = []
    back = ("attendance.third", "attendance.stand_in", "attendance.anaphora")
    people = topic.people if any(scene.has(name) for name in back) else []
    if scene.has("attendance.third"):  # "he" is not the writer
        people = [g for g in people if not is_writer(g, scene.context)] or people
    events = hint
    fallback = next((c.named.ids for c in clauses if c.named.ids), hint)
    for clause in clauses:
        events = clause.named.ids or events or fallback
        text = scene.text[clause.start : clause.end]
        denied = denied_stand_in(scene, clause.start, clause.end)
        swap = None if denied else stood_in_for(scene, clause.start, clause.end, people)
        if swap:
            come, out = swap
            results += [_finding(e, g, "yes", scene) for g in come for e in events]
            results += [_finding(e, g, "no", scene) for g in out for e in events]
            people = come or people
            continue
        if own_events := shares(scene, clause):
            results += [
                _finding(e, g, clause.answer, scene) for g, own in own_events for e in own if clause.answer
            ]
            people = [g for g, _ in own_events]
            continue
        if each := each_for_himself(scene, clause):
            results += [_finding(e, g, a, scene) for g, a in each for e in events]
            continue
        besides = scene.has_in("attendance.not_about", text) and not scene.has_in("attendance.verb", text)
        asked_for = besides and scene.has_in("attendance.register", text) and clause.guests
        if clause.answer is None or (besides and not asked_for):
            people = clause.guests or people
            continue
        found = (
            we_two(scene, clause, topic)
            or clause.guests
            or people
            or ([] if of_somebody_else(scene, text) else implied_writer(scene, text, bool(clause.named.ids)))
        )
        if not clause.guests and people and not scene.has("attendance.third") and scene.says_i:
            found = people if any(g.start >= 0 for g in people) else found
        results += [_finding(e, g, clause.answer, scene) for g in found for e in events]
        other = _OPPOSITE.get(clause.answer)
        results += [_finding(e, g, other, scene) for g in found for e in clause.named.excepted if other]
        people = found
    return results


def _finding(event: str, guest: Guest, said: str, scene: Scene) -> Finding:
    values = {"event": event, "name": guest.name, "attending": said}
    if guest.email:
        values["email"] = guest.email
    return Finding(
        "participation", "add", guest.name, None, None, values, (scene.text,), "body", 0.92, READER, said
    )

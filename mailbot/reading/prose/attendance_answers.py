"""Who of a sentence's clauses comes and who does not: its people, those spoken of before, or the writer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.answers import without_reason
from mailbot.reading.prose.attendance_grounds import of_somebody_else
from mailbot.reading.prose.attendance_people import we_two
from mailbot.reading.prose.attendance_shares import each_for_himself, shares
from mailbot.reading.prose.attendance_topic import Clause, Topic
from mailbot.reading.prose.attendance_turns import denied_stand_in
from mailbot.reading.prose.attendance_writer import implied_writer
from mailbot.reading.prose.event_names import committees
from mailbot.reading.prose.event_weekdays import weekly
from mailbot.reading.prose.guests import Guest, is_writer
from mailbot.reading.prose.leads import announces
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.stand_ins import stood_in_for

READER = "prose"
OPPOSITE = {"yes": "no", "no": "yes"}


def answers(scene: Scene, clauses: Sequence[Clause], hint: tuple[str, ...], topic: Topic) -> list[Result]:
    results: list[Result] = []
    back = ("attendance.third", "attendance.stand_in", "attendance.anaphora", "attendance.instead")
    people = topic.people if any(scene.has(name) for name in back) else []
    if scene.has("attendance.third"):  # "he" is not the writer
        people = [g for g in people if not is_writer(g, scene.context)] or topic.others or people
    events = hint
    fallback = next((c.named.ids for c in clauses if c.named.ids), hint)
    for clause in clauses:
        events = clause.named.ids or events or fallback
        text = scene.text[clause.start : clause.end]
        denied = denied_stand_in(scene, clause.start, clause.end)
        swap = None if denied else stood_in_for(scene, clause.start, clause.end, people)
        if swap:
            come, out = swap
            results += [finding(e, g, "yes", scene) for g in come for e in events]
            results += [finding(e, g, "no", scene) for g in out for e in events]
            people = come or people
            continue
        if own_events := shares(scene, clause):
            results += [
                finding(e, g, clause.answer, scene) for g, own in own_events for e in own if clause.answer
            ]
            people = [g for g, _ in own_events]
            continue
        if each := each_for_himself(scene, clause):
            results += [finding(e, g, a, scene) for g, a in each for e in events]
            continue
        about = without_reason(text, scene.context.words)
        said = scene.has_in("attendance.verb", text) or scene.has_in("attendance.excuse", text)
        besides = scene.has_in("attendance.not_about", about) and not said
        asked_for = besides and scene.has_in("attendance.register", text) and clause.guests
        if clause.answer is None or (besides and not asked_for):
            people = clause.guests or people
            continue
        own, opens = bool(clause.named.ids), announces(scene.text.rstrip(), scene.context)
        found = (
            we_two(scene, clause, topic)
            or clause.guests
            or people
            or ([] if opens or of_somebody_else(scene, text) else implied_writer(scene, text, own))
        )
        if not clause.guests and people and not scene.has("attendance.third") and scene.says_i:
            found = people if any(g.start >= 0 for g in people) else found
        results += [finding(e, g, clause.answer, scene) for g in found for e in of_his(events, g, scene)]
        other = OPPOSITE.get(clause.answer)
        results += [finding(e, g, other, scene) for g in found for e in clause.named.excepted if other]
        people = found
    return results


def finding(event: str, guest: Guest, said: str, scene: Scene) -> Finding:
    values = {"event": event, "name": guest.name, "attending": said}
    if guest.email:
        values["email"] = guest.email
    return Finding(
        "participation", "add", guest.name, None, None, values, (scene.text,), "body", 0.92, READER, said
    )


def of_his(events: Sequence[str], guest: Guest, scene: Scene) -> tuple[str, ...]:
    """`Ms X cannot follow the calls in February`: of calls of both series those of her committee."""
    context = scene.context
    calls = [call for event in events if (call := context.directory.call(event)) and call.is_call]
    if len(calls) != len(events) or len({call.event_id for call in calls}) < 2:
        return tuple(events)
    if scene.has("attendance.each_series") or scene.has("attendance.both"):
        return tuple(events)
    lowered = scene.text.casefold()
    if not any(month in lowered for month in context.words.months):
        return tuple(events)
    if committees(scene.text, context) or weekly(scene.text, context) or re.search(r"\d", scene.text):
        return tuple(events)
    committee = next((c.committee for c in context.own_contacts if c.name == guest.name), None)
    series = {e.id for e in context.directory.events if e.is_series and e.committee == committee}
    return tuple(call.id for call in calls if call.event_id in series) or tuple(events)

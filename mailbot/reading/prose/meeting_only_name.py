"""A place told by its capitals alone, or by the one on file beside it: `the host city is Osh, not Bishkek`,
`where the calendar says Bergen it has to say Oslo, Norway`.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Meeting
from mailbot.reading.cities import at
from mailbot.reading.prose.meeting_places import PLACE, as_place, with_its_country
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

# who decides: `postponed by the Bureau`, `отложено Руководящим комитетом`
_AGENT = re.compile(r"\b(?:by|par|por)\s(?:(?:the|our|le|la|les|notre|el|los|las|nuestr[oa])\s)?$")
_BODY = re.compile(
    r"\s(?:комитет|совет|бюро|групп|секретариат|комисси|committee|group|board|bureau)\w*", re.I
)


def in_its_stead(scene: Scene, meeting: Meeting) -> str | None:
    """The one place with its country beside the place on file, where the sentence puts one thing for another,
    whatever its verbs.
    """
    if not (meeting.place and scene.has("meeting.put_for") and scene.asserted) or scene.unchanged:
        return None
    if not at(meeting.place, scene.text, scene.context.language):
        return None
    named = {place for raw in with_its_country(scene) if (place := as_place(raw, scene, meeting, True))}
    return named.pop() if len(named) == 1 else None


def only_name(scene: Scene, meeting: Meeting) -> str | None:
    """The one word in capitals beside a place that is taken back: `the host city is Osh, not Bishkek`."""
    title = folded(meeting.title).split()
    people = [(p.start, p.end) for p in scene.people]
    found = [
        m["place"]
        for m in re.finditer(PLACE, scene.text)
        if m.start() > 0
        and not re.search(r"[.:!?]\s$", scene.text[: m.start()])
        and not _AGENT.search(scene.text[: m.start()])
        and not _BODY.match(scene.text, m.end())
        and not any(word in title for word in folded(m["place"]).split())
        and not any(a < m.end() and m.start() < b for a, b in people)
        and not any(o[0] < m.end() and m.start() < o[1] for o in scene.organizations)
    ]
    named = [place for raw in found if (place := as_place(raw, scene, meeting, True))]
    return named[0] if len(named) == 1 and not named[0].isupper() else None

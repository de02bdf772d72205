"""The writer's successor, whatever the verb and order: `it is Ms X who coordinates Committee 4 in my place`.

Named are somebody new, the writer's committee or role, and words for "in my place"; nobody's seat at a
meeting, no days of leave and no Resolution.
"""

from __future__ import annotations

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.people import Person
from mailbot.reading.prose.roles import fresh_committees, fresh_roles
from mailbot.reading.prose.scene import Scene

_ELSEWHERE = (
    "attendance.call", "attendance.inter_regional", "meeting.noun", "contact.attending", "contact.thing",
)  # fmt: skip


def in_my_place(scene: Scene, context: Context) -> tuple[Contact, Person] | None:
    """(the writer, who follows him)."""
    me = context.contact
    if me is None or not scene.has("contact.in_my_place"):
        return None
    if scene.texts or not scene.asserted or scene.temporary or scene.past or scene.asks:
        return None
    if any(scene.has(name) for name in _ELSEWHERE):  # or a paper, the floor
        return None
    fresh = [p for p in scene.people if p.is_new and "@" not in p.raw and (p.honorific or " " in p.name)]
    others = [p for p in scene.people if p.contacts and p.contact != me]
    if len(fresh) != 1 or others:
        return None
    told = me.role in fresh_roles(scene.text, context)
    if not told and any(scene.has(f"contact.{name}") for name in ("lasting_verb", "takes_over")):
        told = me.committee in fresh_committees(scene.text, context)
    return (me, fresh[0]) if told else None

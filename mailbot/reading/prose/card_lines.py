"""An entry written out anew: `The line for Mr X should read:`, his name alone, then post, employer, number.

Numbers and addresses are read line by line like any other; here are the lines that carry neither.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.people import Person
from mailbot.reading.prose.details import details
from mailbot.reading.prose.post_words import names_post
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

_FIELDS = ("job_title", "affiliation")


def written_out(scenes: Sequence[Scene], number: int, context: Context) -> list[Result]:
    """What the lines below a name on file say, where the sentence above announces them."""
    scene = scenes[number]
    person = _name_only(scene)
    if person is None or person.contact not in context.own_contacts or not _announced(scenes, number):
        return []
    contact = person.contact
    values, _ = details(person, number, scenes)
    fresh = {
        name: values[name]
        for name in _FIELDS
        if name in values and folded(values[name]) != folded(str(getattr(contact, name) or ""))
    }
    if not fresh:
        return []
    lines = tuple(s.text for s in scenes[number : number + 7] if any(v in s.text for v in fresh.values()))
    return [
        Finding(
            "contact", "update", contact.name, contact.id, None, fresh, lines, "body", 0.9, "prose", "card"
        )
    ]


def _name_only(scene: Scene) -> Person | None:
    """The person whose name is all that the line holds."""
    if not scene.sentence.alone or len(scene.people) != 1:
        return None
    person = scene.people[0]
    rest = scene.text[person.end :].strip(" .,:،，")
    bare = not scene.text[: person.start].strip() and (not rest or names_post(rest))
    return person if person.contact and bare else None


def _announced(scenes: Sequence[Scene], number: int) -> bool:
    """Whether the sentence before leads up to the lines and speaks of a change."""
    lead = scenes[number].saying(scenes[number].sentence.lead) if scenes[number].sentence.lead else None
    before = lead or (scenes[number - 1] if number else None)
    if before is None or not before.text.rstrip().endswith((":", "：")) or not before.asserted:
        return False
    return before.has("contact.change") or before.has("contact.announce")

"""Who leaves, by the words of one sentence: `has left`, `please exclude her from the list`.

Not where a value goes ("my employer is no longer X"), where the person only changes post, role or ministry,
or where it is denied.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.people import Person
from mailbot.reading.prose.posts import names_post
from mailbot.reading.prose.roles import fresh_roles
from mailbot.reading.prose.scene import Scene


def own(person: Person, context: Context) -> Contact | None:
    """The contact of the sender's organization who is meant, if any."""
    contact = person.contact
    return contact if contact and contact.organization == context.organization else None


def leaves(scene: Scene, context: Context, last: Contact | None) -> Contact | None:
    """The own contact who leaves, by the sentence; None also where it is denied.

    ``last`` is whom a pronoun means where the sentence names nobody: `please exclude her from the list`.
    """
    words = context.words
    found = words.pattern("contact.leaving").search(scene.text) or words.pattern("contact.remove").search(
        scene.text
    )
    if (
        not found
        or _denied_near(scene, found.start())
        or scene.texts
        or scene.phones
        or _of_field(scene, found)
    ):
        return None
    if scene.has("contact.now_with") and not scene.has("contact.duty_ends"):
        return None  # a new employer, the same task
    if scene.has("contact.old_role") and fresh_roles(scene.text, context):
        return None  # another role, the same person
    following = " ".join(scene.text[found.start() :].split()[:6])
    if words.pattern("contact.left_event").search(following):
        return None  # left the room, not the post
    if names_post(scene.text[found.end() :]):
        return None  # another post, the same person
    named = [p for p in scene.people if "@" not in p.raw]
    near = [c for p in named if (c := own(p, context))]
    subject = [c for p in named if p.start < found.end() and (c := own(p, context))]
    if subject or near:
        return (subject or near)[-1 if subject else 0]
    if any(start < found.end() + 4 for start, _ in scene.says_i):
        return context.contact
    if last is not None and not scene.people and scene.has("contact.pronoun"):
        return last
    return None


def _of_field(scene: Scene, found: re.Match[str]) -> bool:
    """`my employer is no longer X`, `the number is no longer in use`: a value goes, not a person."""
    before = scene.text[max(0, found.start() - 40) : found.start() + 1]
    labels = ("phone_field", "email_field", "title_label", "affiliation_label")
    hits = [m for n in labels for m in scene.context.words.pattern(f"contact.{n}").finditer(before)]
    if scene.has("contact.remove"):
        said = scene.has("contact.phone_field") or scene.has("contact.email_field")
        return said and not scene.own_people()
    return any(len(before[m.end() :].split()) <= 3 for m in hits)


def _denied_near(scene: Scene, place: int) -> bool:
    window = scene.text[max(0, place - 25) : place + 8]
    leaving = scene.context.words.pattern("contact.leaving").search(scene.text)
    itself_negative = (
        leaving is not None
        and scene.context.words.pattern("modality.negation").search(leaving[0]) is not None
    )
    return scene.context.words.pattern("modality.denial").search(window) is not None and not itself_negative

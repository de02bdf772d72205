"""Whose a value is: the person named before it, "my", the row it answers, else the person spoken of last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.directory.records import Contact
from mailbot.mail.phrases import every_language
from mailbot.reading import normal
from mailbot.reading.context import Context
from mailbot.reading.names import units
from mailbot.reading.people import Person, matching
from mailbot.reading.pinyin import HAN, fits
from mailbot.reading.prose.scene import Scene, Value
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells

MOST_LINES = 14  # of a signature


@dataclass
class Talk:
    """Who was spoken of last, sentence by sentence."""

    person: Person | None = None
    contact: Contact | None = None
    paragraph: int = -1
    before: Scene | None = None  # the sentence before, of the same paragraph
    earlier: list[Scene] = field(default_factory=list)  # up to three before, of the same paragraph
    after: Scene | None = None  # the sentence after it
    recent: list[Contact] = field(default_factory=list)  # own contacts spoken of, the last first


def answered(scene: Scene) -> Contact | None:
    """The contact whose row the sentence answers between the lines."""
    for line in reversed(scene.sentence.answers):
        row = cells(line)
        if kind_of(row, scene.context) == "contact":
            found = [c for c in scene.context.own_contacts if c.email and c.email in line]
            return found[0] if len(found) == 1 else None
        if line.strip():
            return None
    return None


def addressed(person: Person, scene: Scene) -> bool:
    """`Nurlan, good day!`, `Dear Faisal, could you ...`: spoken to, not of."""
    before = scene.text[: person.start].strip()
    greeted = not before or every_language().pattern("mail.greeting").fullmatch(before) is not None
    return (
        greeted
        and scene.text[person.end : person.end + 1] in (",", "!", "،", "，", "：")
        and (bool(before) or not scene.has("contact.pronoun"))
    )


def whose(scene: Scene, context: Context, talk: Talk, value: Value | None) -> tuple[Contact | None, str]:
    """(the contact, the reference as written) a statement is about."""
    place = value.start if value else len(scene.text)
    named = [
        p for p in scene.people if p.contacts and p.start < place and p.raw != (value.raw if value else "")
    ]
    named = [p for p in named if not (p.contact and p.contact.email == p.raw)] or named
    if scene.says_i:
        named = [p for p in named if not addressed(p, scene)]
    if named:
        newer = [p for p in scene.people if p.is_new and p.start > named[-1].start and p.end <= place]
        if value and newer and len(newer[-1].name.split()) > 1:
            gap = scene.text[newer[-1].end : place]
            if len(re.findall(r"\w{2,}", re.sub(r"\S+@\S+", "", gap))) <= 3:
                return None, newer[-1].raw  # somebody new is nearer to the value
        ambiguous = named[-1]
        return ambiguous.contact, ambiguous.raw
    mine = [start for start, _ in scene.says_i if start < place]
    newer = [p for p in scene.people if p.is_new and p.end <= place and len(p.name.split()) > 1]
    if value and newer and mine and newer[-1].start > mine[-1]:
        return None, newer[-1].raw
    if mine:
        return context.contact, context.contact.name if context.contact else context.sender_name
    row = answered(scene)
    if row is not None:
        return row, row.name
    after = [p for p in scene.people if p.contacts and p.start >= place and "@" not in p.raw]
    if len(after) == 1:
        return after[0].contact, after[0].raw
    if scene.people and scene.people[0].is_new and scene.people[0].honorific:
        return None, scene.people[0].raw
    one = _by_pronoun(scene, place, talk)
    if one is not None:
        return one, one.name
    role = _by_role(scene, context)
    if role is not None:
        return role, role.name
    if talk.person is not None:
        return talk.contact, talk.person.raw
    return context.contact, context.contact.name if context.contact else context.sender_name


def _by_pronoun(scene: Scene, place: int, talk: Talk) -> Contact | None:
    """`His number: ... Hers: ...`: the one of those spoken of last whom the nearest pronoun can mean."""
    spans = [
        (start, honorific)
        for honorific in ("Mr", "Ms")
        for start, _ in scene.spans(f"contact.possessive.{honorific}")
        if start < place
    ]
    meant = [c for c in talk.recent if spans and c.honorific == max(spans)[1]]
    return meant[0] if len(meant) == 1 else None


def _by_role(scene: Scene, context: Context) -> Contact | None:
    """`our Committee 3 coordinator`: the one contact with that role and committee."""
    said = context.words.pattern("contact.role_list").sub(" ", scene.text)
    hits = [r for r, pattern in context.words.patterns("contact.role").items() if pattern.search(said)]
    if len(hits) != 1:
        return None
    committee = normal.committee(scene.text, context)
    found = [c for c in context.own_contacts if c.role == hits[0] and committee in (None, c.committee)]
    return found[0] if len(found) == 1 else None


def signed_from(scenes: Sequence[Scene], context: Context) -> int:
    """The number of the sentence where a signature begins that was not told from the text."""
    closing = every_language().pattern("mail.closing")
    for number in range(len(scenes) - 1, 0, -1):
        line = scenes[number]
        closed = closing.match(scenes[number - 1].text) is not None and len(scenes[number - 1].text) < 60
        near = number >= len(scenes) - MOST_LINES
        if (near or closed) and line.sentence.first and _is_own_name(line.text, context):
            return number
    return len(scenes)


def _is_own_name(text: str, context: Context) -> bool:
    """Whether the line is nothing but the writer's name, in whatever script."""
    bare = text.strip(" .,!-–—*_")
    contact = context.contact
    if contact is None or not bare or len(bare) > 50 or re.search(r"[\d@:：]", bare):
        return False
    signs = re.sub(r"\s", "", bare)
    if HAN.match(signs):
        return fits(signs[:4], units(contact.name)) or fits(signs[:3], units(contact.name))
    words = bare.split()
    return len(words) <= 5 and bool(matching(words, None, (contact,)))

"""Corrections of a contact in prose: number, address, post, ministry, committee, role.

Whose value it is: the person named before it, "my", the row it answers, else the person spoken of last.
A value is new when the sentence says so (changed, should read, please use) and it is not marked as the
old one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.directory.records import Contact
from mailbot.reading import normal
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.people import Person
from mailbot.reading.prose.edits import edited_fields
from mailbot.reading.prose.names import respelled
from mailbot.reading.prose.posts import posts
from mailbot.reading.prose.roles import Cast, roles
from mailbot.reading.prose.scene import Scene, Value
from mailbot.reading.prose.stated import denies_old_only, speaks_of_field, states
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells
from mailbot.reading.values import phone, same

READER = "prose"


@dataclass
class Talk:
    """Who was spoken of last, sentence by sentence."""

    person: Person | None = None
    contact: Contact | None = None
    paragraph: int = -1
    before: Scene | None = None  # the sentence before, of the same paragraph


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


def read(scenes: Sequence[Scene], context: Context, taken: set[int]) -> list[Result]:
    """Findings of all sentences but those `taken` (by number) for replacements and additions."""
    results: list[Result] = []
    talk = Talk()
    cast = Cast()
    for number, scene in enumerate(scenes):
        _follow(talk, scene)
        earlier = scenes[number - 1] if number else None
        same = earlier is not None and earlier.sentence.paragraph == scene.sentence.paragraph
        talk.before = earlier if same else None
        cast.follow(scene)
        if number in taken:
            continue
        results += _sentence(scene, context, talk)
        if scene.asserted:
            results += roles(scene, context, cast)
    return results


def _follow(talk: Talk, scene: Scene) -> None:
    """Remembers who is spoken of; capitalized words that are nobody on file need an honorific to count."""
    named = [p for p in scene.people if (p.contacts or p.honorific) and not _addressed(p, scene)]
    if not named:
        if scene.spans("contact.subject_i"):
            talk.person = talk.contact = None
        return
    last = named[-1] if len({p.name for p in named}) == 1 else named[0]
    talk.person, talk.contact, talk.paragraph = last, last.contact, scene.sentence.paragraph


def _addressed(person: Person, scene: Scene) -> bool:
    """`Nurlan, good day!`: spoken to, not of."""
    return (
        person.start == 0
        and scene.text[person.end : person.end + 1] in (",", "!")
        and not scene.has("contact.pronoun")
    )


def _sentence(scene: Scene, context: Context, talk: Talk) -> list[Result]:
    found: list[Result] = []
    wanted = bool(scene.phones or scene.emails)
    if wanted and scene.doubted and (scene.has("contact.change") or scene.asks):
        return [
            Doubt(
                f"The sender is not sure; please check: {scene.text}", (scene.text,), "body", READER, "doubt"
            )
        ]
    if not wanted and scene.doubted and scene.has("contact.wrong") and speaks_of_field(scene):
        return [
            Doubt(
                f"The sender is not sure; please check: {scene.text}", (scene.text,), "body", READER, "doubt"
            )
        ]
    if not wanted and scene.has("contact.remove"):
        found += _deleted(scene, context, talk)
    if wanted and (scene.asserted or denies_old_only(scene)):
        found += _values(scene, context, talk)
    if scene.asserted:
        edited = edited_fields(scene, context, whose(scene, context, talk, None))
        found += edited
        found += posts(scene, context, lambda place: whose(scene, context, talk, Value(place, place, "")))
        if not edited:
            found += respelled(scene, context, whose(scene, context, talk, None))
    return found


def _deleted(scene: Scene, context: Context, talk: Talk) -> list[Result]:
    """`please delete my mobile number`: a value goes and none comes."""
    named = [n for n in ("phone", "email") if scene.has(f"contact.{n}_field")]
    if len(named) != 1 or scene.supposed or scene.doubted or scene.texts:
        return []
    if not (scene.says_i or scene.own_people() or scene.has("contact.no_longer_valid")):
        return []
    contact, raw = whose(scene, context, talk, None)
    if contact is None or not getattr(contact, named[0]):
        return []
    return [
        Finding(
            "contact", "update", raw, contact.id, None, {named[0]: None},
            (scene.text,), "body", 0.8, READER, "deleted",
        )
    ]  # fmt: skip


def whose(scene: Scene, context: Context, talk: Talk, value: Value | None) -> tuple[Contact | None, str]:
    """(the contact, the reference as written) a statement is about."""
    place = value.start if value else len(scene.text)
    named = [
        p for p in scene.people if p.contacts and p.start < place and p.raw != (value.raw if value else "")
    ]
    named = [p for p in named if not (p.contact and p.contact.email == p.raw)] or named
    if named:
        newer = [p for p in scene.people if p.is_new and p.start > named[-1].start and p.end <= place]
        if value and newer and len(newer[-1].name.split()) > 1:
            gap = scene.text[newer[-1].end : place]
            if len(re.findall(r"\w{2,}", re.sub(r"\S+@\S+", "", gap))) <= 3:
                return None, newer[-1].raw  # somebody new is nearer to the value
        ambiguous = named[-1]
        return ambiguous.contact, ambiguous.raw
    if any(start < place for start, _ in scene.says_i):
        return context.contact, context.contact.name if context.contact else context.sender_name
    row = answered(scene)
    if row is not None:
        return row, row.name
    after = [p for p in scene.people if p.contacts and p.start >= place and "@" not in p.raw]
    if len(after) == 1:
        return after[0].contact, after[0].raw
    if scene.people and scene.people[0].is_new and scene.people[0].honorific:
        return None, scene.people[0].raw
    role = _by_role(scene, context)
    if role is not None:
        return role, role.name
    if talk.person is not None:
        return talk.contact, talk.person.raw
    return context.contact, context.contact.name if context.contact else context.sender_name


def _by_role(scene: Scene, context: Context) -> Contact | None:
    """`our Committee 3 coordinator`: the one contact with that role and committee."""
    hits = [r for r, pattern in context.words.patterns("contact.role").items() if pattern.search(scene.text)]
    if len(hits) != 1:
        return None
    committee = normal.committee(scene.text, context)
    found = [c for c in context.own_contacts if c.role == hits[0] and committee in (None, c.committee)]
    return found[0] if len(found) == 1 else None


def _is_old(scene: Scene, value: Value) -> bool:
    """Whether the words right before the value mark it as the one that no longer holds."""
    before = scene.text[max(0, value.start - 40) : value.start]
    marks = list(scene.context.words.pattern("contact.old_before").finditer(before))
    if not marks:
        return False
    gap = before[marks[-1].end() :]
    return len(gap.split()) <= 3 and not re.search(r"[;:]|\bto\b", gap)


def _values(scene: Scene, context: Context, talk: Talk) -> list[Result]:
    cue = scene.has("contact.change") or answered(scene) is not None or _labelled(scene) or _announced(scene)
    if any(scene.has(f"contact.{name}") for name in ("use_elsewhere", "temporary", "third_party")):
        return []
    if scene.has("contact.occasion"):
        return []  # a number to dial in, the address of somebody who takes part
    results: list[Result] = []
    for name, given in (("phone", scene.phones), ("email", scene.emails)):
        by_person: dict[str, list[tuple[Contact | None, str, Value]]] = {}
        for value in given:
            contact, raw = whose(scene, context, talk, value)
            if (
                not cue
                and not states(scene, name, value, contact, talk.before)
                and not _ambiguous(scene, value)
            ):
                continue
            if not _is_old(scene, value) and not _on_file(contact, name, value, context):
                by_person.setdefault(contact.id if contact else raw, []).append((contact, raw, value))
        results += [_one_value(scene, name, group) for group in by_person.values()]
    return results


def _ambiguous(scene: Scene, value: Value) -> bool:
    """A number of somebody whose name fits several contacts: a question."""
    return any(len(p.contacts) > 1 and p.start < value.start for p in scene.people)


def _on_file(contact: Contact | None, name: str, value: Value, context: Context) -> bool:
    if contact is None:
        return name == "email" and any(
            c.email and c.email.lower() == value.raw.lower() for c in context.directory.contacts
        )
    written = phone(value.raw, contact.country) if name == "phone" else value.raw
    return same(name, getattr(contact, name), written)


def _announced(scene: Scene) -> bool:
    """An item of a list that was announced as corrections."""
    lead = scene.sentence.lead
    return bool(lead) and scene.context.words.pattern("contact.announce").search(lead) is not None


def _labelled(scene: Scene) -> bool:
    """`Phone: +44 ...`, `New e-mail here: ...`"""
    return bool(scene.sentence.item and re.search(r"[:：]\s*[^\s]{0,3}[\d+(]", scene.text))


def _one_value(scene: Scene, name: str, group: list[tuple[Contact | None, str, Value]]) -> Result:
    contact, raw, value = group[0]
    evidence = (scene.text,)
    if len({v.raw for _, _, v in group}) > 1:
        return Doubt(
            f"{raw}: several values for the {name}; which one is to be entered?",
            evidence,
            "body",
            READER,
            name,
        )
    key = contact.id if contact else None
    owner = contact.organization if contact else None
    return Finding(
        "contact", "update", raw, key, owner, {name: value.raw}, evidence, "body", 0.95, READER, name
    )

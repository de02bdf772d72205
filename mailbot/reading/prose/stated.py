"""Whether a sentence states a number or an address as somebody's: by its build, not by its verb.

A value of the field's kind, a person it belongs to, and either the field's name ("her number ..."), a verb of
reaching ("can be called on ...") or nothing between the two ("Iriarte: +34 ..."). Values for one occasion,
for enquiries or of a third party state nothing.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Contact
from mailbot.reading.prose.scene import Scene, Value

_NEAR = 3  # words that may stand between a person and his value where no verb joins them


def states(scene: Scene, name: str, value: Value, owner: Contact | None, before: Scene | None) -> bool:
    """Whether the sentence gives the value as the owner's own: phone or email, whoever he is.

    ``before`` is the sentence before in the same paragraph, which may name the field.
    """
    if owner is None or _elsewhere(scene):
        return False
    if scene.has(f"contact.{name}_field") or (before is not None and before.has(f"contact.{name}_field")):
        return _owned(scene)
    if scene.has("contact.reach") and _owned(scene):
        return True
    return _beside(scene, value)


def _elsewhere(scene: Scene) -> bool:
    """A sentence about a meeting, a call, somebody else or one occasion."""
    names = ("contact.use_elsewhere", "contact.temporary", "contact.third_party")
    if any(scene.has(name) for name in names):
        return True
    if scene.has("attendance.call") or scene.has("attendance.inter_regional"):
        return True
    return any(p.is_new and p.honorific for p in scene.people)


def _owned(scene: Scene) -> bool:
    """Whether the sentence says whose it is, or speaks of nothing but the value."""
    return bool(
        scene.says_i
        or any(p.contacts for p in scene.people)
        or scene.has("contact.pronoun")
        or any(p.search(scene.text) for p in scene.context.words.patterns("contact.role_noun").values())
        or len(scene.text.split()) <= 14
    )


def _beside(scene: Scene, value: Value) -> bool:
    """`Iriarte +34 91 346 1577, Papadaki +30 ...`: a known person and hardly a word between."""
    before = [p for p in scene.people if p.contacts and p.end <= value.start]
    if not before:
        return False
    gap = scene.text[before[-1].end : value.start]
    if "@" in gap:
        gap = re.sub(r"\S+@\S+", "", gap)
    return len(re.findall(r"\w{2,}", gap)) <= _NEAR and not re.search(r"[.!?;]\s", gap)


def denies_old_only(scene: Scene) -> bool:
    """`the old address does not work any more, please use ...`: the clause of the value denies nothing."""
    if not scene.denied or scene.supposed or scene.doubted:
        return False
    last = (*scene.phones, *scene.emails)[-1]
    before = scene.text[: last.start]
    cut = max(
        (before.rfind(mark) for mark in (",", ";", ":", "،", "，", " but ", " mais ", " sino ")), default=-1
    )
    clause = before[cut:] if cut > 0 else ""
    words = scene.context.words
    return bool(
        clause
        and not words.pattern("modality.denial").search(clause)
        and not words.pattern("modality.negation").search(clause)
        and words.pattern("contact.change").search(clause)
    )


def speaks_of_field(scene: Scene) -> bool:
    """Whether the sentence is about a field of a person: `the number of Ms X`."""
    fields = ("phone_field", "email_field", "title_label", "affiliation_label")
    person = scene.says_i or any(p.contacts for p in scene.people)
    return bool(person) and any(scene.has(f"contact.{name}") for name in fields)

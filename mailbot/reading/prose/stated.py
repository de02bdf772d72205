"""Whether a sentence states a number or an address as somebody's: by its build, not by its verb.

A value of the field's kind, a person it belongs to, and either the field's name ("her number ..."), a verb of
reaching ("can be called on ...") or nothing between the two ("Iriarte: +34 ..."). Values for one occasion,
for enquiries or of a third party state nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.directory.records import Contact
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.scene import Scene, Value

_HEAD = 3  # words before the field where it heads the sentence: `The new office number is ...`
_NEAR = 3  # words that may stand between a person and his value where no verb joins them


def states(scene: Scene, name: str, value: Value, owner: Contact | None, before: Sequence[Scene]) -> bool:
    """Whether the sentence gives the value as the owner's own: phone or email, whoever he is.

    ``before`` are the sentences before in the same paragraph, which may name the field.
    """
    if owner is None or _elsewhere(scene):
        return False
    asked = before and before[-1].asks and not before[-1].has("modality.apply")
    if asked and not scene.has("contact.post_change"):
        return False  # `Which number do you have? I have ...`
    if _claimed(scene):
        return True
    if scene.has(f"contact.{name}_field") or any(s.has(f"contact.{name}_field") for s in before):
        mine = _owned(scene) or any(s.says_i and s.has(f"contact.{name}_field") for s in before)
        return mine and not _of_other(scene, name, before)
    if (scene.has("contact.reach") or scene.has("contact.details_label")) and _owned(scene):
        return True
    return _beside(scene, value)


def _elsewhere(scene: Scene) -> bool:
    """A sentence about a meeting, a call or a new person."""
    if scene.has("attendance.inter_regional") or scene.texts:
        return True
    if scene.has("attendance.call"):  # but a number takes calls
        rest = scene.context.words.pattern("contact.by_telephone").sub(" ", scene.text)
        if scene.has_in("attendance.call", rest):
            return True
    return any(p.is_new and p.honorific for p in scene.people)


def _claimed(scene: Scene) -> bool:
    """`From this month you find me at ...`: whose it is stands there, one value of a kind."""
    if len(scene.phones) > 1 or len(scene.emails) > 1:
        return False
    return bool(scene.says_i) or len(scene.own_people()) == 1


def _owned(scene: Scene) -> bool:
    """Whether the sentence says whose it is, or speaks of nothing but the value."""
    return bool(
        scene.says_i
        or any(p.contacts for p in scene.people)
        or scene.has("contact.pronoun")
        or any(p.search(scene.text) for p in scene.context.words.patterns("contact.role_noun").values())
        or len(scene.text.split()) <= 14
    )


def _of_other(scene: Scene, name: str, before: Sequence[Scene]) -> bool:
    """`A caller with the number ...`: nobody is named, and the sentence does not begin with the field."""
    named = any(p.contacts or p.honorific or p.name.count(" ") > 1 for p in scene.people)
    if scene.says_i or named or scene.has("contact.pronoun") or scene.sentence.item:
        return False
    if any(s.says_i or s.people for s in before):
        return False
    label = scene.context.words.pattern(f"contact.{name}_field").search(scene.text)
    return label is not None and len(scene.text[: label.start()].split()) > _HEAD


def _beside(scene: Scene, value: Value) -> bool:
    """`Iriarte +34 91 346 1577, Papadaki +30 ...`: a known person and hardly a word between."""
    before = [p for p in scene.people if p.contacts and p.end <= value.start]
    if not before:
        return False
    gap = scene.text[before[-1].end : value.start]
    if "@" in gap:
        gap = re.sub(r"\S+@\S+", "", gap)
    return len(re.findall(r"\w{2,}", gap)) <= _NEAR and not re.search(r"[.!?;]\s", gap)


def denies_elsewhere(scene: Scene, value: Value) -> bool:
    """`the old address does not work any more, please use ...`: the clause of the value denies nothing."""
    if scene.supposed or scene.doubted:
        return False
    begin, end = clause(scene.text, value.start)
    labelled = any(
        scene.has_in(f"contact.{n}_field", scene.text[begin : value.start]) for n in ("phone", "email")
    )
    if not labelled and scene.text[:begin].rstrip().endswith(
        (":", "：")
    ):  # the label stands before the colon
        begin = clause(scene.text, len(scene.text[:begin].rstrip()) - 1)[0]
    part = scene.text[begin:end]
    if scene.has_in("modality.denial", part) or scene.has_in("modality.negation", part):
        return False
    given = ("change", "reach", "phone_field", "email_field")
    return any(scene.has_in(f"contact.{n}", part) for n in given) or any(
        begin <= at < end for at, _ in scene.says_i
    )


def speaks_of_field(scene: Scene) -> bool:
    """Whether the sentence is about a field of a person: `the number of Ms X`."""
    fields = ("phone_field", "email_field", "title_label", "affiliation_label")
    person = scene.says_i or any(p.contacts for p in scene.people)
    return bool(person) and any(scene.has(f"contact.{name}") for name in fields)

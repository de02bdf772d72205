"""Whom a change concerns that no reader could place: a name that several contacts bear, a newcomer without a
role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.people import Person
from mailbot.reading.plausible import refusal
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import same

_OR = re.compile(r"\s*,?\s*(?:or|ou|o|или|أو|或|或者)\s*")
_FIELDS = ("contact.phone_field", "contact.email_field", "contact.title_label")
_TURNS = ("contact.change", "contact.wrong", "contact.should_be")
_OCCASIONS = ("attendance.call", "attendance.inter_regional", "attendance.verb", "meeting.noun")
_ELSEWHERE = ("errand", "role_elsewhere", "group_work", "group_office")  # a task that is none of ours
_LABELS = (("phone", "contact.phone_field"), ("email", "contact.email_field"))
_MOVES = ("contact.leaving", "contact.replaced_by")


def which_namesake(scene: Scene, scenes: Sequence[Scene]) -> Doubt | None:
    """The question, where the sentence changes something of a person and no sentence says of whom."""
    own = scene.context.organization
    if (pair := _either(scene)) is not None and not scene.past and _is_change(scene):
        return Doubt(f"{pair}: which of the two? {scene.text}", (scene.text,), "body", "prose", "namesake")
    shared = [p for p in scene.people if len([c for c in p.contacts if c.organization == own]) > 1]
    if (
        not shared
        or scene.supposed
        or scene.past
        or (scene.denied and not (scene.phones or scene.emails))
        or not (_leads(scene) if scene.texts else _is_change(scene))
    ):
        return None
    person = shared[0]
    if _told_elsewhere(person, scenes) or _by_value(person, scene):
        return None
    names = ", ".join(c.name for c in person.contacts)
    text = f"{person.raw}: which one of {names}? {scene.text}"
    return Doubt(text, (scene.text,), "body", "prose", "namesake")


def _either(scene: Scene) -> str | None:
    """`Ms X or Mr X`: two of the organization's contacts between whom the writer does not decide."""
    mine = [p for p in scene.people if p.contact and p.contact.organization == scene.context.organization]
    for one, other in pairwise(mine):
        if one.contact != other.contact and _OR.fullmatch(scene.text[one.end : other.start]):
            return scene.text[one.start : other.end]
    return None


def _leads(scene: Scene) -> bool:
    """`Park will coordinate Resolution 18`."""
    words = scene.context.words
    if scene.asks or scene.has("modality.unchanged") or scene.has("modality.witnessed"):
        return False
    return scene.has("position.coordinator_set") or words.has("contact.role.coordinator", scene.text)


def _is_change(scene: Scene) -> bool:
    if scene.phones or scene.emails:
        return True
    field = any(scene.has(name) for name in _FIELDS) and any(scene.has(name) for name in _TURNS)
    return field or any(scene.has(name) for name in _MOVES)


def _by_value(person: Person, scene: Scene) -> bool:
    """Whether a number or an address on file tells whose it is: `his number is ...`, as listed."""
    known = {("phone", c.phone) for c in person.contacts} | {("email", c.email) for c in person.contacts}
    given = [("phone", v.raw) for v in scene.phones] + [("email", v.raw) for v in scene.emails]
    return any(kind == name and same(kind, old, new) for kind, old in known if old for name, new in given)


def _is_no_name(person: Person, scene: Scene) -> bool:
    return refusal("contact", "name", person.name, scene.context) is not None


def _told_elsewhere(person: Person, scenes: Sequence[Scene]) -> bool:
    """Whether one of the namesakes alone is named in the letter: in full, or with the honorific."""
    meant = {c.id for c in person.contacts}
    return any(p.contact is not None and p.contact.id in meant for s in scenes for p in s.people)


def which_role(scene: Scene, scenes: Sequence[Scene]) -> Doubt | None:
    """`Please add Carla Jensen, c.jensen@...`: a newcomer with an address, nowhere a role."""
    if (
        not scene.emails
        or scene.texts
        or not scene.asserted
        or scene.temporary
        or not scene.has("contact.add")
        or any(scene.has(f"contact.{name}") for name in _ELSEWHERE)
    ):
        return None
    fresh = [p for p in scene.people if p.is_new and "@" not in p.raw and not _is_no_name(p, scene)]
    if not fresh or any(s.has(name) for s in scenes for name in _OCCASIONS):
        return None
    return Doubt(f"{fresh[0].name}: in which role? {scene.text}", (scene.text,), "body", "prose", "role")


def _wrong(scene: Scene) -> list[str]:
    """The clauses that call something wrong; not `nothing is wrong with my address`."""
    words = scene.context.words
    out = []
    for match in words.pattern("asking.false").finditer(scene.text):
        if not words.has("modality.negation", " ".join(scene.text[: match.start()].split()[-2:])):
            begin, end = clause(scene.text, match.start())
            out.append(scene.text[begin:end])
    return out


def left_open(scene: Scene, results: Sequence[Result]) -> Doubt | None:
    """What is wrong or gone without a word of what is right: `her number has changed`, `one of our alternates
    has resigned`.
    """
    if scene.texts or scene.supposed or scene.past or scene.asks or scene.has("meeting.noun"):
        return None
    if scene.has("asking.other_thing"):
        return None  # `the attachment of my mail was wrong`, `I write from home because our server is down`
    told = {name for r in results if isinstance(r, Finding) and r.target == "contact" for name in r.values}
    gone = any(isinstance(r, Finding) and r.op == "remove" for r in results)
    text = f"What is right instead? {scene.text}"
    ours = bool(scene.own_people() or scene.says_i)
    read = any(line in scene.text or scene.text in line for r in results for line in r.evidence if line)
    if ours and not (gone or read or scene.phones or scene.emails or scene.has("modality.unchanged")):
        fields = {field for field, name in _LABELS for part in _wrong(scene) if scene.has_in(name, part)}
        if fields and not fields & told:
            return Doubt(text, (scene.text,), "body", "prose", "open")
    if (
        gone
        or ours
        or scene.people
        or scene.others
        or not scene.asserted
        or not scene.has("asking.one_of_ours")
    ):
        return None
    if any(scene.has(name) for name in _MOVES):
        return Doubt(f"Who is meant? {scene.text}", (scene.text,), "body", "prose", "open")
    return None

"""Who does what from now on: roles and committees, told person by person.

Every person named (and "I", and a pronoun that can only mean one of them) opens a stretch that reaches to the
next; the role and the committee in it are his, unless marked as those that no longer hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mailbot.directory.records import Contact
from mailbot.mail.phrases import Phrases
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.scene import Scene

READER = "prose"


@dataclass
class Cast:
    """The own contacts spoken of in the last sentences, for pronouns."""

    recent: list[Contact] = field(default_factory=list)

    def follow(self, scene: Scene) -> None:
        named = scene.own_people()
        if named:
            self.recent = (named + [c for c in self.recent if c not in named])[:4]


def fresh_roles(text: str, context: Context) -> list[str]:
    """The roles named, without those marked as the old one: `no longer alternate but coordinator`."""
    for table in ("contact.role_noun", "contact.role_as"):
        named = [
            (role, found.start())
            for role, pattern in context.words.patterns(table).items()
            for found in pattern.finditer(text)
        ]
        if named:
            fresh = [r for r, at in named if not _is_old(text, at, context.words, "contact.old_role", 3)]
            return list(dict.fromkeys(fresh))
    return []


def fresh_committees(text: str, context: Context) -> list[str]:
    """The committees named, without those marked as the old one: `from Committee 3 to Committee 4`."""
    codes = {c.code for c in context.directory.committees} | {"all"}
    fresh = [
        code
        for code, pattern in context.words.patterns("contact.committee").items()
        for found in pattern.finditer(text)
        if code in codes and not _is_old(text, found.start(), context.words, "contact.old_committee", 1)
    ]
    return list(dict.fromkeys(fresh))


def _is_old(text: str, start: int, words: Phrases, marks: str, reach: int) -> bool:
    """Whether the words right before mark what stands at ``start`` as what no longer holds."""
    before = text[max(0, start - 32) : start]
    found = [m.end() for m in words.pattern(marks).finditer(before)]
    if not found:
        return False
    gap = before[max(found) :]
    return len(gap.split()) <= reach and "but" not in gap.split() and not re.search(r"[,;.]", gap)


def _actors(scene: Scene, context: Context, cast: Cast) -> list[tuple[int, int, Contact]]:
    """(start, end, contact) of everybody the sentence gives something to do, from left to right."""
    found = [
        (p.start, p.end, p.contact)
        for p in scene.people
        if p.contact and p.contact.organization == context.organization and "@" not in p.raw
    ]
    if context.contact is not None:
        found += [(s, e, context.contact) for s, e in scene.spans("contact.subject_i")]
    here = [c for _, _, c in found]
    for gender in ("Mr", "Ms"):
        spans = scene.spans(f"contact.subject_pronoun.{gender}")
        pool = [c for c in here if c.honorific == gender] or [
            c for c in cast.recent if c.honorific == gender
        ][:1]
        if spans and len({c.id for c in pool}) == 1:
            found += [(s, e, pool[0]) for s, e in spans]
    return sorted(found, key=lambda f: f[:2])


def roles(scene: Scene, context: Context, cast: Cast) -> list[Result]:
    """`Ms X coordinates Committee 4 and Mr Y Committee 3`, `she leads and I become her alternate`."""
    if scene.has("attendance.call") or scene.has("contact.temporary"):
        return []
    if scene.texts and not scene.has("contact.role_now_strict"):
        return []
    actors = _actors(scene, context, cast)
    if not actors:
        return []
    results: list[Result] = []
    if scene.has("contact.role_verb") or scene.has("contact.role_anchor"):
        for number, (begin, start, contact) in enumerate(actors):
            stop = actors[number + 1][0] if number + 1 < len(actors) else len(scene.text)
            before = 0 if number == 0 and begin else start
            changed = _assigned(scene, before, start, stop, contact)
            if changed:
                results.append(_finding(scene, contact, changed))
    return results or swapped(scene, context, actors)


def _assigned(scene: Scene, before: int, start: int, stop: int, contact: Contact) -> dict[str, str]:
    """What the stretch gives to the person, if it differs from the file."""
    context = scene.context
    words = context.words
    window = scene.text[start:stop]
    now = words.pattern("contact.role_now")
    if words.pattern("modality.unchanged").search(window) and not now.search(window):
        return {}
    committees = fresh_committees(window, context) if _governed(window, context, "contact.committee") else []
    alone = before < start and len(scene.own_people()) == 1
    if not committees and alone and words.pattern("contact.duty_verb").search(window):
        committees = fresh_committees(scene.text[before:start], context)
    found = fresh_roles(window, context)
    changed: dict[str, str] = {}
    if len(committees) == 2 and committees[0] == contact.committee and words.has("contact.to_word", window):
        committees = committees[1:]  # from one to the other
    if len(committees) == 1 and committees[0] != contact.committee:
        changed["committee"] = committees[0]
    governed = _governed(window, context, "contact.role_noun") or _governed(
        window, context, "contact.role_as"
    )
    brief = re.match(r"\s*[-–—:=]+>?\s*(?:the\s)?\w", window) is not None  # `Koné - alternate COM4`
    if len(found) == 1 and found[0] != contact.role and governed and (brief or now.search(scene.text)):
        changed["role"] = found[0]
    return changed


def _governed(window: str, context: Context, table: str) -> bool:
    """Whether a verb of duty, or next to nothing, stands between the person and what he gets."""
    words = context.words
    starts = [m.start() for p in words.patterns(table).values() for m in p.finditer(window)]
    if not starts:
        return False
    between = window[: min(starts)]
    return words.pattern("contact.duty_verb").search(between) is not None or len(between.split()) <= 2


def swapped(scene: Scene, context: Context, actors: list[tuple[int, int, Contact]]) -> list[Result]:
    """`Please swap the roles of Mr X and Ms Y`."""
    contacts = list(dict.fromkeys(c for _, _, c in actors))
    if not scene.has("contact.swap") or scene.phones or scene.emails or scene.has("contact.swap_values"):
        return []
    if len(contacts) == 1 and context.contact and scene.says_i and context.contact not in contacts:
        contacts.append(context.contact)
    if len(contacts) != 2:
        return []
    one, two = contacts
    fields = [name for name in ("role", "committee") if getattr(one, name) != getattr(two, name)]
    if scene.has("contact.committee_word"):
        fields = [name for name in fields if name == "committee"]
    if len(fields) != 1:
        return [
            Doubt(f"{one.name} and {two.name}: what is exchanged?", (scene.text,), "body", READER, "exchange")
        ]
    name = fields[0]
    return [
        _finding(scene, one, {name: getattr(two, name)}),
        _finding(scene, two, {name: getattr(one, name)}),
    ]


def _finding(scene: Scene, contact: Contact, changed: dict[str, str]) -> Finding:
    return Finding(
        "contact", "update", contact.name, contact.id, None, changed,
        (scene.text,), "body", 0.92, READER, "role",
    )  # fmt: skip

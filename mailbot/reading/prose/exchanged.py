"""What two people exchange: `swap the roles of Mr X and Ms Y`, `the numbers of X and Y are mixed up`."""

from __future__ import annotations

import re
from typing import Any

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.scene import Scene

FIELDS = ("phone", "email")


def swapped(scene: Scene, context: Context, actors: list[tuple[int, int, Contact]]) -> list[Result]:
    """`Please swap the roles of Mr X and Ms Y`."""
    contacts = list(dict.fromkeys(c for _, _, c in actors))
    if not scene.has("contact.swap") or scene.phones or scene.emails or scene.has("contact.swap_values"):
        return []
    if not _of_posts(scene):
        return []
    me = scene.says_i or scene.has("contact.we_with")
    if len(contacts) == 1 and context.contact and me and context.contact not in contacts:
        contacts.append(context.contact)
    if len(contacts) != 2:
        return []
    one, two = contacts
    fields = [name for name in ("role", "committee") if getattr(one, name) != getattr(two, name)]
    if scene.has("contact.committee_word") and "committee" in fields:
        fields = [name for name in fields if name == "committee"]
    if len(fields) != 1:
        return [
            Doubt(
                f"{one.name} and {two.name}: what is exchanged?", (scene.text,), "body", "prose", "exchange"
            )
        ]
    name = fields[0]
    return [
        _update(scene, one, {name: getattr(two, name)}, "role"),
        _update(scene, two, {name: getattr(one, name)}, "role"),
    ]


def _of_posts(scene: Scene) -> bool:
    """Whether posts are exchanged, or nothing is named: `they exchanged their drafts` is neither."""
    words = scene.context.words
    if any(scene.has(f"contact.{name}") for name in ("role_word", "committee_word", "committee_named")):
        return True
    if any(p.search(scene.text) for p in words.patterns("contact.role_noun").values()):
        return True
    found = words.pattern("contact.swap").search(scene.text)
    if found is None or words.has("contact.role_word", found[0]):
        return found is not None
    rest = scene.text[found.end() : clause(scene.text, found.start())[1]]
    for person in scene.people:
        rest = rest.replace(person.raw, " ")
    return len(re.findall(r"\w+", rest)) <= 1 or bool(periods(rest, scene.context.today))


def exchanged(scene: Scene, context: Context) -> list[Result]:
    """Numbers or addresses of the two own contacts named, in a sentence without a value."""
    people = list(dict.fromkeys(c.id for c in scene.own_people()))
    if len(people) == 1 and scene.has("contact.we_with") and context.contact:
        people.append(context.contact.id)
    if len(people) != 2 or scene.texts or scene.asks or not scene.asserted:
        return []
    if not (scene.has("contact.swap") or scene.has("contact.mixed_up")):
        return []
    one, two = (next(c for c in context.own_contacts if c.id == key) for key in people)
    fields = [f for f in FIELDS if scene.has(f"contact.both_{f}") and getattr(one, f) and getattr(two, f)]
    return [
        _update(scene, contact, {f: getattr(other, f) for f in fields}, "exchanged")
        for contact, other in ((one, two), (two, one))
        if fields
    ]


def _update(scene: Scene, contact: Contact, values: dict[str, Any], rule: str) -> Finding:
    return Finding(
        "contact", "update", contact.name, contact.id, None, values,
        (scene.text,), "body", 0.92, "prose", rule,
    )  # fmt: skip

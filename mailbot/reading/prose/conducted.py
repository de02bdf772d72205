"""Whoever now does the work of a committee: `the matters of Committee 3 are handled by my colleague X, x@y`.

That alone replaces nobody. Where the one who had the committee leaves, it tells who follows him.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.people import Person
from mailbot.reading.prose.roles import fresh_committees
from mailbot.reading.prose.scene import Scene

_HAN = re.compile(r"(?:同事|继任者?|接任者|后任)([\u3400-\u9fff]{2,3}?)(?=[负主接承牵担（(，]|将|来|在)")
_LETTERS = r"[\u0621-\u064a\u064b-\u0652]"
_ARABIC = re.compile(
    rf"(?:زميلي|زميلتي|الزميل|الزميلة|زميلنا|زميلتنا)\s({_LETTERS}{{2,}}(?:\s(?:بن|آل|عبد|أبو))?\s{_LETTERS}{{3,}})"
)
_NEAR = 30  # signs between the work and the committee


def conducted(scene: Scene, old: Contact | None, context: Context) -> Person | None:
    """The one new person of the sentence, reachable by it, beside the work of the committee of ``old``."""
    if old is None or old.role == "focal_point" or not (scene.emails or scene.phones):
        return None
    if scene.texts or scene.asks or scene.denied or scene.supposed or scene.doubted:
        return None
    fresh = [p for p in scene.people if p.is_new and "@" not in p.raw] or _kin(scene)
    if len(fresh) != 1:
        return None
    person = fresh[0]
    if not (person.honorific or len(person.name.split()) > 1 or not person.name.isascii()):
        return None
    if fresh_committees(scene.text, context) != [old.committee] or not _work(scene, context):
        return None
    return person


def conducted_before(
    above: Sequence[Scene], old: Contact | None, context: Context
) -> tuple[Scene, Person] | None:
    """The same in the sentences before the one that takes the old contact off the list."""
    for scene in reversed(above):
        if (person := conducted(scene, old, context)) is not None:
            return scene, person
    return None


def _kin(scene: Scene) -> list[Person]:
    """`我的同事王小明`: names in scripts without capitals, told by what they are to the writer."""
    found = (m for kin in (_HAN, _ARABIC) for m in kin.finditer(scene.text))
    return [Person(m.start(1), m.end(1), m[1], m[1]) for m in found]


def _work(scene: Scene, context: Context) -> bool:
    """Whether a word for work stands beside the committee: `Committee 3 matters`, `дела по Комитету 3`."""
    for pattern in context.words.patterns("contact.committee").values():
        for found in pattern.finditer(scene.text):
            around = scene.text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
            if context.words.has("contact.matters", around) or context.words.has("contact.task_of", around):
                return True
    return False

"""A person's name corrected: `the family name is spelled Kavaleva`, `is now called Ms Nikolaou`.

A single word takes the place of the word on file it resembles; of the last one where the message speaks of
the family name and the country writes that one last. Anything else is a question.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.names import units
from mailbot.reading.prose.scene import Scene

FAMILY_FIRST = {"CN", "KR", "JP", "VN", "HU", "TW", "KH"}
ALIKE = 60  # per cent, of a word corrected and the word on file
_WORD = r"[^\W\d_a-zа-яё][\w'’-]*\.?"
_NAME = re.compile(
    rf"[\s:：\"“«'„]*(?P<name>{_WORD}(?:\s+(?:{_WORD}|de|van|von|bin|al|el|ben|da|dos)){{0,4}})"
)


def respelled(scene: Scene, context: Context, about: tuple[Contact | None, str]) -> list[Result]:
    """The corrected name of an own contact, if the sentence gives one."""
    contact = about[0]
    if contact is None or contact.organization != context.organization or scene.past:
        return []
    for found in context.words.pattern("contact.name_link").finditer(scene.text):
        written = _written(scene.text[found.end() :], context)
        if not written or set(units(written)) <= set(units(contact.name)):
            continue
        name = _corrected(contact, written, scene)
        if name is None:
            return [
                Doubt(f"{contact.name}: is the name now {written}?", (scene.text,), "body", "prose", "name")
            ]
        return [
            Finding(
                "contact", "update", contact.name, contact.id, None, {"name": name},
                (scene.text,), "body", 0.92, "prose", "name",
            )
        ]  # fmt: skip
    return []


def _written(text: str, context: Context) -> str | None:
    found = _NAME.match(text)
    if found is None:
        return None
    words = found["name"].split()
    bare = {
        w.rstrip(".") for written in context.words.table("contact.honorific_as").values() for w in written
    }
    while words and words[0].rstrip(".") in bare:
        words = words[1:]
    if words and len(words[-1]) > 2:
        words[-1] = words[-1].rstrip(".")
    stop = context.words.pattern("contact.name_stop")
    return None if not words or any(stop.fullmatch(w) for w in words) else " ".join(words)


def _corrected(contact: Contact, written: str, scene: Scene) -> str | None:
    from rapidfuzz.fuzz import ratio

    have, new = contact.name.split(), written.split()
    if len(new) > 1:
        close = any(ratio(a, b) >= ALIKE for a in units(written) for b in units(contact.name))
        return written if close else None
    score, place = max((ratio(units(new[0])[0], (units(w) or ("",))[0]), n) for n, w in enumerate(have))
    if score >= ALIKE:
        return " ".join([*have[:place], written, *have[place + 1 :]])
    if scene.has("contact.family_name") and contact.country not in FAMILY_FIRST and len(have) > 1:
        return " ".join([*have[:-1], written])
    return None

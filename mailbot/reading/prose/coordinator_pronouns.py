"""A coordinator told by a pronoun: `Kathleen's number is wrong. ... Add us to 72 with MOD, she'll run it.`"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding
from mailbot.reading.prose.coordinators import READER, is_cued
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.window import Window

_BACK = 2  # sentences


def by_pronoun(scenes: Sequence[Scene], found: Sequence[Window], context: Context) -> list[Finding]:
    """The one person spoken of last, where the sentence on a text says that he or she coordinates it."""
    out: list[Finding] = []
    for number, scene in enumerate(scenes):
        keys = {
            key.id: key for w in found if w.scene is scene and not w.carried for key in w.keys if key.known
        }
        if len(keys) != 1 or scene.people or not scene.asserted or scene.asks or not is_cued(scene):
            continue
        here = scene.sentence.paragraph
        above = [s for s in scenes[max(0, number - _BACK) : number] if s.sentence.paragraph == here]
        who = _meant(scene, above, context)
        if who is None:
            continue
        key = next(iter(keys))
        out.append(
            Finding(
                "position", "set", key, f"{context.organization}/{key}", None, {"coordinator": who.id},
                (scene.text,), "body", 0.88, READER, "pronoun",
            )
        )  # fmt: skip
    return out


def _meant(scene: Scene, above: Sequence[Scene], context: Context) -> Contact | None:
    people = {p.contact.id: p.contact for s in above for p in s.people if p.contact}
    known = all(p.contact or not (p.honorific or p.contacts) for s in above for p in s.people)
    if len(people) != 1 or not known:
        return None
    who = next(iter(people.values()))
    said = who.honorific in ("Mr", "Ms") and scene.spans(f"contact.subject_pronoun.{who.honorific}")
    return who if said and who.organization == context.organization and who != context.contact else None

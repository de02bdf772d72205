"""How a contact is addressed: `show me as Dr X`, `it should be Ms, not Mr`, `change my honorific to Dr`.

An honorific other than the one on file, led up to by a linking word ("as", "to", "be"), in a sentence that
speaks of the list or of forms of address, or that contrasts it with the one on file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.scene import Scene

_BEFORE = 24  # signs that may lead up to an honorific


def addressed_as(scene: Scene, context: Context, about: tuple[Contact | None, str]) -> list[Result]:
    """The honorific the sentence gives to the contact it is about."""
    contact = about[0]
    if contact is None or contact.organization != context.organization or not contact.honorific:
        return []
    if scene.texts or not (scene.says_i or any(p.contact == contact for p in scene.people)):
        return []
    written = list(_written(scene, context))
    listed = min([start for start, _ in scene.spans("contact.listed_as")], default=len(scene.text))
    fresh = {
        value
        for value, place in written
        if value != contact.honorific and place < listed and _linked(scene, place)
    }
    old = any(value == contact.honorific for value, _ in written)
    if len(fresh) != 1 or not (scene.has("contact.honorific_cue") or (old and _contrasted(scene))):
        return []
    if any(p.is_new and p.honorific in fresh for p in scene.people):
        return []
    return [
        Finding(
            "contact", "update", contact.name, contact.id, None, {"honorific": fresh.pop()},
            (scene.text,), "body", 0.85, "prose", "honorific",
        )
    ]  # fmt: skip


def _written(scene: Scene, context: Context) -> Iterator[tuple[str, int]]:
    """(honorific, where it stands) of every one in the sentence."""
    for value, forms in context.words.table("contact.honorific_as").items():
        for form in forms:
            sign = not form.isascii() and re.match(r"[\u3400-\u9fff]", form)
            pattern = re.escape(form) if sign else rf"(?<!\w){re.escape(form)}(?!\w)"
            for found in re.finditer(pattern, scene.text):
                yield value, found.start()


def _linked(scene: Scene, place: int) -> bool:
    """Whether a linking word stands right before: `as Dr X`, `into Ms`."""
    before = scene.text[max(0, place - _BEFORE) : place].rstrip(" \"'“«„‘「")
    return any(
        found.end() == len(before)
        for found in scene.context.words.pattern("contact.honorific_link").finditer(before)
    )


def _contrasted(scene: Scene) -> bool:
    return scene.has("contact.old_before")

"""A person's employer: `now with the Ministry of X`, `our agency has become the Y Authority`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.mail.phrases import every_language
from mailbot.reading.context import Context
from mailbot.reading.prose.post_words import fits_employer, is_employer, proper
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

_BODY = re.compile(r"[\u3400-\u9fff]{3,30}?(?=工作|任职|就职|上班|担任|[^\u3400-\u9fff]|$)")
_SIGNS = re.compile(r"\s*[“「]?[\u3400-\u9fff（）]{4,30}")


def employers(scene: Scene, context: Context, before: Scene | None) -> Iterator[tuple[int, str, str]]:
    """`now with the Ministry of X`, `has joined Y`."""
    for found in context.words.pattern("contact.now_with").finditer(scene.text):
        place = proper(scene.text[found.end() :]) or _caseless(scene, found.end())
        if place and fits_employer(scene, place):
            yield found.start(), "affiliation", place
            return
    for found in context.words.pattern("contact.moved_with").finditer(scene.text):
        place = proper(scene.text[found.end() :])
        if place and fits_employer(scene, place) and is_employer(place):
            yield found.start(), "affiliation", place
            return
    yield from _renamed(scene, context, before)


def _caseless(scene: Scene, start: int) -> str | None:
    """A body in a script without capitals, of one who stays what he is: `调到X部工作，仍负责第3委员会`."""
    if not (scene.has("contact.keeps_duty") or scene.has("modality.unchanged")):
        return None
    words = every_language().pattern("contact.employer_word")
    text = scene.text[start : start + 120].lstrip(' “「"')
    if signs := _BODY.match(text):
        return signs[0] if any(m.end() == len(signs[0]) for m in words.finditer(signs[0])) else None
    if not re.match(r"[\u0600-\u06ff]", text) or not words.match(text):
        return None
    ends = [
        m.start()
        for n in ("value_end", "keeps_duty")
        if (m := scene.context.words.pattern(f"contact.{n}").search(text))
    ]
    ends += [m.start() for m in re.finditer(r"[,.،؛;:(]|\sمع\s", text)]
    place = text[: min(ends, default=len(text))].strip()
    return place if len(place.split()) <= 9 else None


def _renamed(scene: Scene, context: Context, before: Scene | None) -> Iterator[tuple[int, str, str]]:
    """`EETT has been merged into the X Authority`: the body that somebody works for has another name."""
    if scene.texts or scene.has("meeting.noun"):
        return
    said = folded(f"{before.text if before is not None else ''} {scene.text}")
    ours = any(c.affiliation and folded(c.affiliation) in said for c in context.own_contacts)
    near = (scene,) if before is None else (scene, before)
    told = any(s.has(f"contact.{n}") for s in near for n in ("our_body", "affiliation_label"))
    if not (ours or told):
        return
    for found in context.words.pattern("contact.renamed").finditer(scene.text):
        signs = _SIGNS.match(scene.text, found.end())
        place = signs[0].strip() if signs else proper(scene.text[found.end() :])
        if place and fits_employer(scene, place) and is_employer(place) and _is_title(place):
            yield len(scene.text), "affiliation", place
            return


def _is_title(name: str) -> bool:
    """Whether only small words in it begin with a small letter: `Ministry of Science and ICT`."""
    return not name.isascii() or not any(word[:1].islower() and len(word) > 3 for word in name.split())

"""The title of a meeting that is announced or renamed: quoted, else the words around the word for a meeting.

The title ends where something else begins: dates, a place, a verb, a comma; it begins behind a verb of
announcing, an article or a colon.
"""

from __future__ import annotations

import re

from mailbot.reading.prose.meeting_places import new_place
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean

QUOTED = re.compile(r"[\"“«„「《]([^\"“”«»„「」《》]{5,200})[\"”»」》]")
_BREAK = re.compile(r"[,;:()，；：、。（）!?！？]|\s[–—-]\s|(?<!\b[Nn]o)\.(?=\s|$)")
_ARTICLE = re.compile(
    r"(?:the|an?|our|this|that|its|la|le|les|l['’]|une?|notre|nos|el|los|las|una?|nuestr[ao]|nous|we|also)\s+"
    r"|l['’]",
    re.I,
)
_LITTLE = re.compile(
    r"(?:\s+(?:for|of|on|the|from|in|at|will|is|to|de|du|à|au|le|la|en|el|del|в|с|на|и|and|et|y))+$", re.I
)
_BRACKETS = re.compile(r"\([^()]{3,40}\)")
_LONGEST = 18  # words


def title_of(scene: Scene) -> str | None:
    """The title as written, from its first letter to its last word; None without a word for a meeting."""
    quoted = QUOTED.search(scene.text)
    if quoted:
        return clean(quoted[1])
    best: str | None = None
    behind = scene.text.find(": ") + 1  # `one more session: Project team (9th meeting), ...`
    nouns = list(scene.context.words.pattern("meeting.noun").finditer(scene.text))
    for noun in [n for n in nouns if n.start() > behind] or nouns:
        title = _around(scene, noun.start(), noun.end())
        if title and (best is None or len(title) > len(best)):
            best = title
    return best


def _around(scene: Scene, start: int, end: int) -> str | None:
    text = scene.text
    inside = next((m for m in _BRACKETS.finditer(text) if m.start() < start and end < m.end()), None)
    if inside and len(inside[0].split()) <= 3:  # `Project team on WTSA (9th meeting)`
        start, end = inside.start(), inside.end()
    left = max([0, *(m.end() for m in _BREAK.finditer(text, 0, start)), *_behind(scene, start)])
    right = min([len(text), *(m.start() for m in _BREAK.finditer(text, end)), *_ahead(scene, end)])
    title = clean(text[left:right])
    while article := _ARTICLE.match(title):
        title = title[article.end() :]
    title = _LITTLE.sub("", title).strip(" .-–—")
    if not title or len(title.split()) > _LONGEST or len(title) < 4:
        return None
    return title[0].upper() + title[1:]


def _behind(scene: Scene, start: int) -> list[int]:
    """Ends of verbs and dates before the noun; none inside a date."""
    words = scene.context.words.pattern("meeting.title_start")
    return [m.end() for m in words.finditer(scene.text, 0, start)] + [
        p.end for p in scene.periods if p.end <= start
    ]


def _ahead(scene: Scene, end: int) -> list[int]:
    """Starts of verbs, dates and the place behind the noun."""
    words = scene.context.words.pattern("meeting.title_end")
    found = [m.start() for m in words.finditer(scene.text, end)]
    found += [p.start for p in scene.periods if p.start >= end]
    place = new_place(scene, None)
    where = scene.text.find(place.split(",")[0].split(" (")[0], end) if place else -1
    return found + ([where] if where >= 0 else [])


def renamed(scene: Scene) -> str | None:
    """The new title in a sentence that renames a meeting: quoted, else what stands behind its verb."""
    quoted = [clean(m[1]) for m in QUOTED.finditer(scene.text) if not _is_old(scene, m.start())]
    if quoted:
        return quoted[-1]
    found = list(scene.context.words.pattern("meeting.rename").finditer(scene.text))
    rest = scene.text[found[-1].end() :] if found else ""
    title = clean(re.split(r"[;。；]|\.(?=\s|$)|,\s", rest.lstrip(" :：,"), maxsplit=1)[0])
    if not title.strip(' .)»"'):
        return None  # "has been given another name."
    while article := _ARTICLE.match(title):
        title = title[article.end() :]
    return title if 2 <= len(title.split()) <= _LONGEST and title[0].isupper() else title_of(scene)


def _is_old(scene: Scene, start: int) -> bool:
    """Whether a quoted title is the old one: `instead of "..."`, `without "summer"`."""
    before = scene.text[max(0, start - 25) : start]
    return scene.has_in("time.old_before", before) or scene.has_in("modality.negation", before)

"""The title of a meeting that is announced or renamed: quoted, else the words around the word for a meeting.

The title ends where something else begins: dates, a place, a verb, a comma; it begins behind a verb of
announcing, an article or a colon.
"""

from __future__ import annotations

import re

from mailbot.reading.bodies import is_own, own_meetings, vocabulary
from mailbot.reading.prose.meeting_places import new_place
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

QUOTED = re.compile(r"[\"“«„「《]([^\"“”«»„「」《》]{5,200})[\"”»」》]")
_BREAK = re.compile(r"[,;:()，；：、。（）!?！？]|\s[–—-]\s|(?<!\b[Nn]o)\.(?=\s|$)")
_ARTICLE = re.compile(
    r"(?:the|an?|our|this|that|its|la|le|les|l['’]|une?|notre|nos|el|los|las|una?|nuestr[ao]|nous|we|also)\s+"
    r"|l['’]",
    re.I,
)
_LITTLE = re.compile(
    r"(?:\s+(?:for|of|on|the|from|in|at|will|is|to|de|du|à|au|le|la|en|el|del|в|с|на|и|and|et|y|para|pour|для))+$",
    re.I,
)
_BRACKETS = re.compile(r"\([^()]{3,40}\)")
_STYLED = re.compile(r"\s*([A-Z]{2,6}(?:\d\d)?-\d{1,2})(?=,|\s[(–—-]|$)")
_OF = re.compile(r"\s(?:of|on|from|de|du|des|del|d['’]\w+|о|об)\s")
_FEW = 3  # words between a paper and the name it is given
_GROUP = re.compile(r"(?:^|[:–—-]\s|^\W+)([A-Z][\w-]+(?:\s(?:of\s|on\s|for\s)?[A-Z][\w-]+)*)$")
_LONGEST = 18  # words


def title_of(scene: Scene) -> str | None:
    """The title as written, from its first letter to its last word; None without a word for a meeting."""
    quoted = QUOTED.search(scene.text)
    if quoted:
        return clean(quoted[1])
    best: str | None = None
    behind = scene.text.find(": ") + 1  # `one more session: Project team (9th meeting), ...`
    nouns = list(scene.context.words.pattern("meeting.noun").finditer(scene.text))
    styled = _STYLED.match(scene.text, behind) if behind else None
    if styled and not any(n.start() > behind for n in nouns):
        return styled[1]  # `one more meeting: APG20-5, Bangkok, ...`
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
    left = _with_group(scene, left)
    title = clean(text[left:right])
    while article := _ARTICLE.match(title):
        title = title[article.end() :]
    title = _LITTLE.sub("", title).strip(" .-–—")
    if not title or len(title.split()) > _LONGEST or len(title) < 4:
        return None
    return title[0].upper() + title[1:]


def _with_group(scene: Scene, left: int) -> int:
    """Where the title begins if the region's own group stands before it: `PT WTSA-24, 10th meeting`."""
    before = scene.text[:left].rstrip()
    group = _GROUP.search(before[:-1]) if before.endswith(",") else None
    words, _ = vocabulary(scene.context)
    told = group[1].split() if group else []
    own = all(w.casefold() in words or is_own(w, scene.context) for w in told)
    return group.start(1) if group and len(told) > 1 and own else left


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
    if _of_thing(scene):
        return None
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


def _of_thing(scene: Scene) -> bool:
    """`a hall has been given the name "X"`, `a paper with the official title "X"`: no meeting's name."""
    found = scene.context.words.pattern("meeting.rename").search(scene.text)
    lead = re.split(r"[,;.،؛，；。]", scene.text[: found.start()])[-1] if found else ""
    if scene.has_in("text.paper", " ".join(lead.split()[-_FEW:])):
        return True
    titles = " ".join(folded(m.title) for m in own_meetings(scene.context))
    found_things = scene.context.words.pattern("meeting.other_named").finditer(lead)
    things = [m for m in found_things if folded(" ".join(lead[: m.end()].split()[-2:])) not in titles]
    held = {(m.starts, m.ends) for m in own_meetings(scene.context)}
    if not scene.has_in("meeting.noun", lead) and any((p.first, p.last) in held for p in scene.periods):
        return False  # "our group of 27 and 28 January"
    if any(_OF.match(lead, m.end()) for m in things):
        return True  # "the report of the April meeting bears the title"
    return bool(things) and not scene.has_in("meeting.noun", lead)


def _is_old(scene: Scene, start: int) -> bool:
    """Whether a quoted title is the old one: `instead of "..."`, `without "summer"`."""
    before = scene.text[max(0, start - 25) : start]
    return scene.has_in("time.old_before", before) or scene.has_in("modality.negation", before)

"""Whose meeting a sentence speaks of: another body must own it (`the ECC meeting`, `meeting of ECC`, `SADC
holds its session`); who only hosts it or decides on it does not.
"""

from __future__ import annotations

import re

from mailbot.reading.bodies import foreign, has_strange, own_meetings
from mailbot.reading.context import Context
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

_BETWEEN = re.compile(  # between a body and its meeting: `ECC's next plenary meeting`
    r"(?:['’]s?)?(?:\s(?:\d{1,3}(?:st|nd|rd|th)|[A-Za-z][\w-]*)){0,4}\s"
)
_OF = re.compile(r"\s?(?:of\s(?:the\s)?|de\sla\s|del\s|de\sl['’]|du\s|des\s|de\s|d['’])")
_CHAIN = re.compile(  # `réunion des chefs d'État et de gouvernement de l'UA`
    r"\s(?:of|des|de|du|del)\s[^,;:()]{1,70}?\s(?:of\s(?:the\s)?|de\sla\s|del\s|de\sl['’]|du\s|des\s|de\s|d['’])"
)
_ENDS_CHAIN = re.compile(
    r"\b(?:will|has|have|had|is|are|was|were|to|at|in|on|for|with|by|from|se|sera|aura|est|ont|au|aux|à|sur|pour"
    r"|par|dans|en|se|ha|han|es|sobre|para|por|con|notre|nos|our|nuestr[oa]s?)\b"
)
_VERBLIKE = re.compile(
    r"\b(?:will|has|have|had|is|are|was|to|at|in|on|for|with|by|and|or|from|of|the|our|a|an|this|that|its|their"
    r"|asks?|moves?|cancel\w*|postpon\w*|hosts?|wants?|offer\w*|agree\w*|decid\w*)\b"
)


def owns_all(scene: Scene) -> bool:
    """Whether every meeting that the sentence speaks of is such a body's: by its name or as its subject."""
    bodies = foreign(scene.text, scene.context)
    if (
        not bodies
        or scene.has("meeting.own")
        or any(m.title in scene.text for m in own_meetings(scene.context))
    ):
        return False
    nouns = scene.spans("meeting.noun")
    subject = _is_subject(scene, bodies)
    if not nouns:
        return subject and scene.has("meeting.convenes")
    if subject and (scene.has("meeting.its_own") or scene.has("meeting.convenes")):
        return True
    return all(any(_owner(scene.text, body, noun) for body in bodies) for noun in nouns)


def is_foreign_title(title: str, context: Context) -> bool:
    """Whether a title is that of another body: `SG 13`, `RSPG plenary`."""
    bodies = foreign(title, context)
    if not bodies or any(folded(title) == folded(m.title) for m in own_meetings(context)):
        return False
    nouns = [m.span() for m in context.words.pattern("meeting.noun").finditer(title)]
    return not nouns or any(_owner(title, body, noun) for body in bodies for noun in nouns)


_TITLE = re.compile(
    r"(?<![\w-])((?:[A-Z][\w'’-]+\s(?:(?:of|on|for|and|the)\s){0,2}){1,6})(?:Meeting|Session|Workshop|Seminar|Days?|Retreat)\b"
)


def is_titled_otherwise(scene: Scene, context: Context) -> bool:
    """`APT Ministerial Meeting`: a title in capitals with a word in it that no title of the region's has."""
    return any(has_strange(m[1], context) for m in _TITLE.finditer(scene.text))


def _owner(text: str, body: tuple[int, int], noun: tuple[int, int]) -> bool:
    if body[0] < noun[1] and noun[0] < body[1]:
        return True
    if body[1] <= noun[0]:
        between = text[body[1] : noun[0]]
        return _BETWEEN.fullmatch(between) is not None and _VERBLIKE.search(between) is None
    between = text[noun[1] : body[0]]
    if _CHAIN.fullmatch(between) and not _ENDS_CHAIN.search(between):
        return True
    return _OF.fullmatch(between) is not None or (between == " " and text[body[0]] > "\u0400")


def _is_subject(scene: Scene, bodies: list[tuple[int, int]]) -> bool:
    """Whether the sentence begins with the body."""
    lead = re.match(r"\W*(?:(?:The|El|La|Le|Les|Los|Our|Also|And|But|Then)\s|L['’])?", scene.text)
    start = lead.end() if lead else 0
    if any(a == start or a == 0 for a, _ in bodies):
        return True
    meets = {at for at, _ in scene.spans("meeting.convenes")}
    return any(b + 1 in meets or b + 2 in meets for _, b in bodies)  # `the new Council is meeting on ...`

"""Where a meeting goes to: `will be held in Lusaka, Zambia`, `the venue is ...`, `在清迈举行`.

In scripts with capital letters a place is known by them, in Arabic and Chinese by the word before it and
by what may follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.directory.records import Meeting
from mailbot.mail.hanzi import HAN
from mailbot.reading import countries
from mailbot.reading.cities import at, nominative
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

_CAP = r"(?!C['’]est)[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w'’.-]+"
_PLACE = (
    rf"(?P<place>{_CAP}(?:\s(?:de|del|la|du|d['’]|of|al)?\s?{_CAP}){{0,3}}"
    rf"(?:,\s{_CAP}(?:\s(?:of\s|de\s)?{_CAP}){{0,3}}|\s\([A-ZÀ-ÖØ-ÞА-ЯЁ][\w'’. -]{{2,30}}\))?)"
)
# an unknown word is a place in Arabic where "city" or the country says so
_ARABIC = (
    r"(?:(?:ال)?مدينة\s(?P<place>[\u0621-\u0652]{3,}(?:[،,]\s?[\u0621-\u0652]{4,}(?=[\s،,.]|$))?)"
    r"|(?P<with>[\u0621-\u0652]{3,}(?:[،,]\s[\u0621-\u0652]{3,}(?=[،,.]|$)|\s?\([\u0621-\u0652\s]{3,25}\))))"
)
_CHINESE = (
    r"(?P<place>[\u4e00-\u9fff]{2,8}?)"
    r"(?=举行|召开|举办|进行|主办|[，。；、,.;（(”』」\"\s]|$|但|而|时间|以|的?形式|线)"
)
# who decides: `postponed by the Bureau`, `отложено Руководящим комитетом`
_AGENT = re.compile(r"\b(?:by|par|por)\s(?:(?:the|our|le|la|les|notre|el|los|las|nuestr[oa])\s)?$")
_BODY = re.compile(
    r"\s(?:комитет|совет|бюро|групп|секретариат|комисси|committee|group|board|bureau)\w*", re.I
)
_BRIEF = 7  # words: a line that names a meeting and a place
_BEHIND = rf"(?:\s?,\s|\s?\(|\s[–—-]\s){_PLACE}"
# what may stand between the cue and the place: `the new venue will be the city of ...`
_LEAD = re.compile(
    r"\s?[:：]?\s*(?:[–—-]\s)?(?:(?:is|(?:will|shall) be|est|sera|es|será|будет|станет|هو|为|是)\s?)?"
    r"(?:г\.\s)?(?:the\s(?:city|capital)\sof\s)?[“\"«]?"
)


def new_place(scene: Scene, meeting: Meeting | None, moves: bool = False) -> str | None:
    """The place a meeting goes to, or None where none is named or it is there anyhow.

    ``moves``: whether it is already known that the sentence changes the place.
    """
    labelled = _labelled(scene)
    found: str | None = None
    sure = False
    named = [labelled] if labelled else list(_named(scene))
    comes = meeting is not None and meeting.place is None and _in_person(scene)
    lone = re.search(r"\w\s?[:–—-]\s[A-ZÀ-ÞА-ЯЁ]", scene.text) if len(scene.text.split()) <= _BRIEF else None
    comes = comes or (meeting is not None and lone is not None and not scene.has("modality.negation"))
    if (moves or comes) and not any(_as_place(name, scene, meeting, vague) for name, vague in named):
        named += [(name, False) for name in _with_its_country(scene)]
    for name, vague in named:
        place = _as_place(name, scene, meeting, vague)
        if place is None:
            continue
        if found is not None and (folded(place) in folded(found) or folded(found) in folded(place)):
            found, sure = max(found, place, key=len), sure or not vague
            continue
        if found is not None:
            return None
        found, sure = place, not vague
    moved = (
        meeting is None or sure or moves or comes or scene.has("meeting.place_moves") or meeting.place is None
    )
    return _with_country(found, scene, meeting) if found is not None and moved else None


def _in_person(scene: Scene) -> bool:
    modes = scene.context.words.patterns("meeting.mode")
    return any(modes[name].search(scene.text) for name in ("physical", "hybrid") if name in modes)


def _with_its_country(scene: Scene) -> list[str]:
    """`Almaty, Kazakhstan`: what its country tells to be a place, or a city that is known."""
    found = [m["place"] for m in re.finditer(_PLACE, scene.text) if countries.code(_tail(m["place"]))]
    return found or [scene.text[c.start : c.end] for c in scene.cities]


def with_country(line: Scene) -> str | None:
    """`Asunción, Paraguay, with full remote access`: a line that begins with a city and its country."""
    found = re.match(_PLACE, line.text.lstrip(" -–—•*"))
    return found["place"] if found and countries.code(_tail(found["place"])) else None


def only_name(scene: Scene, meeting: Meeting) -> str | None:
    """The one word in capitals beside a place that is taken back: `the host city is Osh, not Bishkek`."""
    title = folded(meeting.title).split()
    people = [(p.start, p.end) for p in scene.people]
    found = [
        m["place"]
        for m in re.finditer(_PLACE, scene.text)
        if m.start() > 0
        and not re.search(r"[.:!?]\s$", scene.text[: m.start()])
        and not _AGENT.search(scene.text[: m.start()])
        and not _BODY.match(scene.text, m.end())
        and not any(word in title for word in folded(m["place"]).split())
        and not any(a < m.end() and m.start() < b for a, b in people)
        and not any(o[0] < m.end() and m.start() < o[1] for o in scene.organizations)
    ]
    named = [place for raw in found if (place := _as_place(raw, scene, meeting, True))]
    return named[0] if len(named) == 1 and not named[0].isupper() else None


def _tail(place: str) -> str:
    """What stands behind the city."""
    return re.split(r",\s|\s\(", place, maxsplit=1)[-1].rstrip(")") if re.search(r",\s|\s\(", place) else ""


def _with_country(place: str, scene: Scene, meeting: Meeting | None) -> str:
    """`Costa Rica offered to host, ... in San José`: the country the sentence names belongs to the city."""
    if re.search(r"[,(（،]", place) or not re.match(r"[A-ZÀ-Þ]", place):
        return place
    before = countries.at_end(meeting.place) if meeting and meeting.place else None
    nouns = scene.context.words.pattern("meeting.noun")  # "Réunion" is an island, too
    named = [
        (code, name)
        for code, name in countries.mentioned(scene.text)
        if not (before and code == before[0]) and not nouns.search(name)
    ]
    alone = len(named) == 1 and folded(named[0][1]) != folded(place)
    return f"{place}, {named[0][1].removeprefix('Kingdom of ')}" if alone else place


def _labelled(scene: Scene) -> tuple[str, bool] | None:
    """`Venue: Lusaka, Zambia`: where a label gives the place, nothing else in the sentence does."""
    for cue in scene.context.words.pattern("meeting.place_cue").finditer(scene.text):
        behind = re.match(r"[^.;:：,，]{0,20}[:：]\s?", scene.text[cue.end() :])
        if behind and len(cue[0].strip()) > (1 if cue[0][0] > "\u3000" else 4):
            found = _behind_cue(
                scene.text[cue.end() + behind.end() - 1 :], scene, cue.end() + behind.end() - 1
            )
            if found:
                return found, False
    return None


def _named(scene: Scene) -> Iterator[tuple[str, bool]]:
    """What may be a place, and whether a word as vague as "in" or "to" stands before it."""
    text, words = scene.text, scene.context.words
    for cue in words.pattern("meeting.place_cue").finditer(text):
        found = None if _negated(scene, cue.start()) else _behind_cue(text[cue.end() :], scene, cue.end())
        if found:
            yield found, len(cue[0].strip()) <= (1 if cue[0][0] > "\u3000" else 4)
    for period in scene.periods:
        match = re.match(_BEHIND, text[period.end :]) or re.match(rf"[，、]{_CHINESE}", text[period.end :])
        if match:
            yield match["place"], match["place"][0] > "\u3000"
        before = re.search(rf"[,:：;]\s{_PLACE},?\s(?:\w{{1,3}}\s)?$", text[: period.start])
        listed = before and (before[0][0] != "," or countries.code(_tail(before["place"])))
        if before and listed:  # `fifth meeting: Lomé (Togo), 9-13 September`
            yield before["place"], False
    hosts, possessive = words.pattern("meeting.hosts"), words.pattern("contact.name_stop")
    for match in re.finditer(_PLACE + r",?\s(?:qui\s|que\s|which\s|that\s)?", text):
        if hosts.match(text, match.end()) and not possessive.match(match["place"]):
            yield match["place"], False


def _negated(scene: Scene, start: int) -> bool:
    """`不在清迈`, `not in Lima`: where it is not."""
    before = scene.text[max(0, start - 12) : start]
    return any(
        not before[m.end() :].strip()
        for m in scene.context.words.pattern("modality.negation").finditer(before)
    )


def _behind_cue(rest: str, scene: Scene, offset: int) -> str | None:
    """The place right behind a word such as "in": `Lusaka, Zambia`, `清迈`, `عمّان، الأردن`."""
    lead = _LEAD.match(rest)
    start = lead.end() if lead else 0
    glued = HAN.match(scene.text, offset - 1) if offset else None  # `地点改为Da Nang, Viet Nam`
    match = re.match(_PLACE, rest[start:]) if start or glued else None
    if match:
        return match["place"]
    city = next((c for c in scene.cities if c.start == offset + start), None)
    if city:
        name = scene.text[city.start : city.end]
        spelt = re.match(r"\s?[（(]([A-Z][A-Za-z' -]+,\s?[A-Z][A-Za-z' -]+)[）)]", scene.text[city.end :])
        if spelt:  # `بغداد (Baghdad, Iraq)`: as the sheet writes it
            return spelt[1]
        country = re.match(
            r"[،,]\s[\u0621-\u0652]{3,}(?=[\s،,.]|$)|[（(][^（）()]{2,20}[）)]", scene.text[city.end :]
        )
        return name + (country[0] if country else "")
    match = re.match(_ARABIC, rest[start:])
    if match:
        return match["place"] or match["with"]
    match = re.match(_CHINESE, rest[start:])
    return match["place"] if match else None


def _as_place(raw: str, scene: Scene, meeting: Meeting | None, vague: bool) -> str | None:
    """The place, bare; None if it is a month, a person, a mode or where the meeting is anyhow."""
    words, context = scene.context.words, scene.context
    place = clean(raw).rstrip(".")
    first = place.split()[0].strip(",.")
    if first.casefold() in words.months or any(first == o.code for o in context.directory.organizations):
        return None
    stop = vague and first != "New" and words.pattern("contact.name_stop").fullmatch(first)
    if (
        stop
        or words.pattern("contact.honorific").fullmatch(first)
        or words.pattern("meeting.tongue").fullmatch(place)
    ):
        return None
    values = [p for name in ("mode", "status") for p in words.patterns(f"meeting.{name}").values()]
    if any(p.search(place) for p in (*values, *words.patterns("ordinal").values())):
        return None
    if words.has("meeting.noun", place) or words.has("modality.unchanged", first):
        return None
    if any(words.has(f"meeting.{name}", place) for name in ("not_a_place", "unknown_date")):
        return None
    if meeting and meeting.place and at(meeting.place, place, context.language):
        return None
    return nominative(place, context.language)

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
from mailbot.reading.entries import heading
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

_CAP = r"(?!C['’]est)[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w'’.-]+"
PLACE = (
    rf"(?P<place>{_CAP}(?:\s(?:de|del|la|du|d['’]|of|al|es|el|le|les|sur|am|upon|ibn)?\s?{_CAP}){{0,3}}"
    rf"(?:,\s{_CAP}(?:\s(?:of\s|de\s)?{_CAP}){{0,3}}|\s\([A-ZÀ-ÖØ-ÞА-ЯЁ][\w'’. -]{{2,30}}\))?)"
)
# an unknown word is a place in Arabic where "city" or the country says so
_STATE = r"(?:(?:سلطنة|المملكة|مملكة|دولة|جمهورية|الجمهورية)\s)?"
_ARABIC = (
    r"(?:(?:ال)?مدينة\s(?P<place>[\u0621-\u0652]{3,}(?:[،,]\s?[\u0621-\u0652]{4,}(?=[\s،,.]|$))?)"
    r"|(?P<with>[\u0621-\u0652]{3,}(?:[،,]\s"
    rf"{_STATE}"
    r"[\u0621-\u0652]{3,}(?=[،,.]|$)|\s?\([\u0621-\u0652\s]{3,25}\))))"
)
_CHINESE = (
    r"(?P<place>(?!线)[\u4e00-\u9fff]{2,8}?)"  # `在线举行` is no place
    r"(?=举行|召开|举办|进行|主办|[，。；、,.;（(”』」\"\s]|$|但|而|时间|以|的?形式|线)"
)
_NEXT = re.compile(r"\s?[,،，、(（–—-]\s?(?:في\s|مدينة\s)?")  # between the days and the city
_LABEL = re.compile(r"\W*(?P<key>[^:：|\n]{2,30}?)\s?[:：]\s?(?P<value>\S.*)")
_NEW = re.compile(r"(?i)\b(?:the|new|nuev[oa]|nouve(?:au|lle|l)|нов(?:ое|ый|ая))\s|(?:الجديد)|^新(?:的)?")
_BRIEF = 7  # words: a line that names a meeting and a place
_BEHIND = rf"(?:\s?\([^()]{{3,30}}\))?(?:\s?,\s|\s?\(|\s[–—-]\s){PLACE}"
# what may stand between the cue and the place: `the new venue will be the city of ...`
_LEAD = re.compile(
    r"\s?[:：]?\s*(?:[–—-]\s)?(?:(?:is|(?:will|shall) be|est|sera|es|será|будет|станет|هو|为|是)\s?)?"
    r"(?:г\.\s)?(?:the\s(?:city|capital)\sof\s)?[“\"«]?"
)


def new_place(scene: Scene, meeting: Meeting | None, moves: bool = False) -> str | None:
    """The place a meeting goes to, or None where none is named or it is there anyhow.

    ``moves``: whether it is already known that the sentence changes the place.
    """
    labelled = _labelled(scene) or _in_column(scene)
    found: str | None = None
    sure = False
    named = [labelled] if labelled else list(_named(scene))
    comes = meeting is not None and meeting.place is None and _in_person(scene)
    lone = re.search(r"\w\s?[:–—-]\s[A-ZÀ-ÞА-ЯЁ]", scene.text) if len(scene.text.split()) <= _BRIEF else None
    comes = comes or (meeting is not None and lone is not None and not scene.has("modality.negation"))
    if (moves or comes) and not any(as_place(name, scene, meeting, vague) for name, vague in named):
        named += [(name, False) for name in with_its_country(scene)]
    cities = [each for each in named if _tail(each[0]) or countries.code(each[0]) is None]
    for name, vague in cities or named:  # `by Oman in Muscat`
        place = as_place(name, scene, meeting, vague)
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


def with_its_country(scene: Scene) -> list[str]:
    """`Almaty, Kazakhstan`: what its country tells to be a place, or a city that is known."""
    found = [m["place"] for m in re.finditer(PLACE, scene.text) if countries.code(_tail(m["place"]))]
    return found or [scene.text[c.start : c.end] for c in scene.cities]


def with_country(line: Scene) -> str | None:
    """`Asunción, Paraguay, with full remote access`: a line that begins with a city and its country."""
    text = line.text.lstrip(" -–—•*")
    head, comma, rest = text.partition(", ")
    if comma and any(p.fullmatch(head) for p in line.context.words.patterns("meeting.mode").values()):
        text = rest  # `hybrid, Yerevan, Armenia`
    found = re.match(PLACE, text)
    return found["place"] if found and countries.code(_tail(found["place"])) else None


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
    alone = len(named) == 1 and folded(named[0][1]) not in folded(place)
    return f"{place}, {named[0][1].removeprefix('Kingdom of ')}" if alone else place


def _labelled(scene: Scene) -> tuple[str, bool] | None:
    """`Venue: Lusaka, Zambia`: where a label gives the place, nothing else in the sentence does."""
    label = _LABEL.match(scene.text)
    is_place = label and heading("meeting", _NEW.sub("", label["key"]), scene.context) == "place"
    if label and is_place and (found := _behind_cue(f" {label['value']}", scene, label.start("value") - 1)):
        return found, False
    for cue in scene.context.words.pattern("meeting.place_cue").finditer(scene.text):
        behind = re.match(r"[^.;:：,，]{0,20}[:：]\s?", scene.text[cue.end() :])
        if behind and len(cue[0].strip()) > (1 if cue[0][0] > "\u3000" else 4):
            found = _behind_cue(
                scene.text[cue.end() + behind.end() - 1 :], scene, cue.end() + behind.end() - 1
            )
            if found:
                return found, False
    return None


def _in_column(scene: Scene) -> tuple[str, bool] | None:
    """`put "Brussels, Belgium" in the place column`: what is quoted where the field is named."""
    found = re.search(rf"[\"“«„]{PLACE}[\"”»“]", scene.text)
    if found is None:
        return None
    around = scene.text[: found.start()] + scene.text[found.end() :]
    return (found["place"], False) if scene.has_in("meeting.field.place", around) else None


def _named(scene: Scene) -> Iterator[tuple[str, bool]]:
    """What may be a place, and whether a word as vague as "in" or "to" stands before it."""
    text, words = scene.text, scene.context.words
    for cue in words.pattern("meeting.place_cue").finditer(text):
        found = None if _negated(scene, cue.start()) else _behind_cue(text[cue.end() :], scene, cue.end())
        if found:
            yield found, len(cue[0].strip()) <= (1 if cue[0][0] > "\u3000" else 4)
    for period in scene.periods:
        match = re.match(_BEHIND, text[period.end :]) or re.match(rf"[，、]{_CHINESE}", text[period.end :])
        city = next((c for c in scene.cities if _NEXT.fullmatch(text[period.end : c.start])), None)
        if match:
            yield match["place"], match["place"][0] > "\u3000" and city is None
        elif city:
            full = re.match(PLACE, text[city.start :]) or re.match(_ARABIC, text[city.start :])
            yield full[0] if full else text[city.start : city.end], False
        before = re.search(
            rf"[,:：;]\s{PLACE},?\s(?:\w{{1,3}}\s)?(?:[^\W\d_]{{3,10}},?\s)?$", text[: period.start]
        )
        listed = before and (before[0][0] != "," or countries.code(_tail(before["place"])))
        if before and listed:  # `fifth meeting: Lomé (Togo), 9-13 September`
            first, _, rest = before["place"].partition(", ")
            yield rest if rest and re.search(r"\d", first) else before["place"], False
    hosts, possessive = words.pattern("meeting.hosts"), words.pattern("contact.name_stop")
    for match in re.finditer(PLACE + r",?\s(?:qui\s|que\s|which\s|that\s)?", text):
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
    match = re.match(PLACE, rest[start:]) if start or glued else None
    if match:
        return match["place"]
    city = next((c for c in scene.cities if c.start == offset + start), None)
    if city:
        name = scene.text[city.start : city.end]
        spelt = re.match(r"\s?[（(]([A-Z][A-Za-z' -]+,\s?[A-Z][A-Za-z' -]+)[）)]", scene.text[city.end :])
        if spelt:  # `بغداد (Baghdad, Iraq)`: as the sheet writes it
            return spelt[1]
        country = re.match(
            rf"[،,]\s{_STATE}[\u0621-\u0652]{{3,}}(?=[\s،,.]|$)|[（(][^（）()]{{2,20}}[）)]",
            scene.text[city.end :],
        )
        return name + (country[0] if country else "")
    match = re.match(_ARABIC, rest[start:])
    if match:
        return match["place"] or match["with"]
    match = re.match(_CHINESE, rest[start:])
    return match["place"] if match else None


def as_place(raw: str, scene: Scene, meeting: Meeting | None, vague: bool) -> str | None:
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

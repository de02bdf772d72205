"""Who a clause on attendance is about: persons by name, the writer, or those named just before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mailbot.reading import countries
from mailbot.reading.context import Context
from mailbot.reading.declension import nominative
from mailbot.reading.people import Person, find
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.attendance_names import unmarked
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

_OF_TITLED = re.compile(r"(?:de|du|d['’])\s?(?:M\.|MM\.|Mme|Mlle|Dr)\s+")
_ARABIC_VERB = re.compile(r"ف[\u062a\u064a\u0633\u0646\u0623\u0644]\w+$")
_ASKED = 30  # signs behind "Mr X"
_BOTH = 2
_WITH = 25  # signs between "we with" and the name
_BESIDE = re.compile(
    r"(?:\b(?:to|for|and|by|plus|it is|it will be|it shall be|it['’]s|it['’]ll be)|[+&])\s$", re.I
)  # "the link for me and Ms X", "by Ms X and by me"
_CHINESE_PLURAL = "方们国组处区的"


@dataclass(frozen=True)
class Guest:
    """Somebody who comes or not. ``name`` as on the contact sheet where he is on it."""

    name: str
    email: str | None = None
    start: int = -1


def writer(context: Context, start: int = -1) -> Guest:
    contact = context.contact
    if contact is not None:
        return Guest(contact.name, contact.email, start)
    return Guest(context.sender_name or context.sender_address or "", context.sender_address, start)


def is_writer(guest: Guest, context: Context) -> bool:
    return guest.name == writer(context).name


def named_people(scene: Scene, start: int, end: int) -> list[Person]:
    """Persons in a stretch of the sentence who can be meant: own contacts and new names."""
    return [p for p in _can_be_meant(scene) if start <= p.start < end]


@lru_cache(maxsize=64)
def _can_be_meant(scene: Scene) -> tuple[Person, ...]:
    """Kept, since the clauses of a sentence are asked about one by one."""
    everybody = [*scene.people, *unmarked(scene, scene.people)]
    found = sorted((p for p in everybody if "@" not in p.raw), key=lambda p: p.start)
    found = [_by_office(_looked_up(p, scene.context), scene) for p in found]
    return tuple(p for p in found if not (p.is_new and _no_person(p, scene)))


def _looked_up(person: Person, context: Context) -> Person:
    """`Neither Ms Papadaki ...`: a name whose first word turns out to be an honorific; `Thursdays Stone`."""
    first, _, rest = person.raw.partition(" ")
    days = (
        *context.words.patterns("attendance.weekly").values(),
        *context.words.patterns("attendance.weekday").values(),
    )
    if person.is_new and rest and not person.honorific and any(day.fullmatch(first) for day in days):
        bare = replace(person, start=person.end - len(rest), raw=rest, name=rest)
        return replace(bare, contacts=find(rest, context))
    titled = _OF_TITLED.match(person.name)  # `Celle de M. Koné`
    if person.is_new and titled and (contacts := find(person.name[titled.end() :], context)):
        return replace(person, contacts=contacts)
    if person.is_new and not person.honorific and (contacts := find(person.name, context)):
        return replace(person, contacts=contacts)
    return person


def _by_office(person: Person, scene: Scene) -> Person:
    """`Rodríguez (SUBTEL)`: of several the one whose office or country is told behind the name."""
    behind = re.match(r"\s?(?:[(（]|,\s|of\s|de\s|from\s|из\s)([^()（）,;.]{2,60})", scene.text[person.end :])
    if len(person.contacts) < 2 or behind is None:
        return person
    told = folded(behind[1])
    fits = tuple(
        c
        for c in person.contacts
        if (c.affiliation and (told in folded(c.affiliation) or folded(c.affiliation) in told))
        or (c.country and countries.code(behind[1].strip()) == c.country)
    )
    return replace(person, contacts=fits) if len(fits) == 1 else person


def _no_person(person: Person, scene: Scene) -> bool:
    """A new "name" that is a place, an office, or part of an event's title."""
    words = scene.context.words
    if _ARABIC_VERB.match(person.name) and any(
        words.pattern(f"attendance.{name}").search(person.name[1:])
        for name in ("verb", "excuse", "no", "away")
    ):
        return True  # `أما السيدة X فتعتذر`
    if person.honorific:
        return False
    if words.pattern("attendance.no_person").search(person.name):
        return True  # "Respected Sir, on the 19th ..."
    for name in ("call", "inter_regional", "event"):
        if words.pattern(f"attendance.{name}").search(person.name):
            return True
    if any(p.search(person.name) for p in words.patterns("ordinal").values()):
        return True
    if countries.code(person.name) or any(part.isupper() and len(part) > 2 for part in person.name.split()):
        return True
    if person.name.split()[0].rstrip(".").casefold() in words.months:
        return True  # `19 Jan OK`
    before = scene.text[max(0, person.start - 14) : person.start].rstrip()
    if re.search(r"\d\w{0,2}\s?\($", before):
        return True  # `on the 9th (Spring Festival)`
    reached = any(0 <= v.start - person.end <= 3 for v in scene.emails)
    if not reached and any(
        m.end() == len(before) for m in words.pattern("attendance.place_before").finditer(before)
    ):
        return True
    directory = scene.context.directory
    known = [m.place or "" for m in directory.meetings] + [e.title for e in directory.events]
    known += [o.name for o in directory.organizations]
    return any(folded(person.name) in folded(other) for other in known)


def ambiguous(scene: Scene, start: int, end: int) -> Person | None:
    """A person of the sender's organization who could be several."""
    own = scene.context.organization
    for person in named_people(scene, start, end):
        if len([c for c in person.contacts if c.organization == own]) > 1:
            return person
    return None


def guests(scene: Scene, start: int, end: int) -> list[Guest]:
    """Everybody named between two places, the writer too where he says "I"."""
    found: list[Guest] = []
    people = named_people(scene, start, end)
    addresses = [v for v in scene.emails if start <= v.start < end]
    words = scene.context.words
    asked_me = False
    for number, person in enumerate(people):
        until = people[number + 1].start if number + 1 < len(people) else end
        mine = [v.raw for v in addresses if person.end <= v.start < until]
        if asked := words.pattern("attendance.asked_me").search(scene.text[person.end : person.end + _ASKED]):
            told = scene.text[person.end + asked.start() : end]
            if (
                not scene.text[person.end : person.end + asked.start()].strip()
                and answer(told, words) == "yes"
            ):
                asked_me = True
                continue  # "Mr X has asked me to attend"
        contact = person.contact
        if contact is not None and contact.organization == scene.context.organization:
            found.append(Guest(contact.name, mine[0] if mine else contact.email, person.start))
        elif person.is_new and not _affiliation(person, found, scene):
            name = nominative(person.name, person.honorific)
            found.append(Guest(name, mine[0] if mine else None, person.start))
    found = found or group(scene, start, end)
    place = _writer_at(scene, start, end, bool(found))
    place = start if place is None and asked_me else place
    with_me = scene.context.words.pattern("attendance.we_with").finditer(scene.text, start, end)
    if place is None and any(0 <= p.start - m.end() <= _WITH for m in with_me for p in people):
        place = start  # `мы с Андреем`
    if place is not None:
        found.append(writer(scene.context, place))
    return found


def group(scene: Scene, start: int, end: int) -> list[Guest]:
    """`Everybody on our contact sheet`, `both our coordinators`: those whom the sheet has of them."""
    context = scene.context
    for name, roles in (("everybody", ()), ("coordinators", ("coordinator",))):
        found = context.words.pattern(f"attendance.group_{name}").search(scene.text, start, end)
        meant = [c for c in context.own_contacts if not roles or c.role in roles]
        if found is not None and (not roles or len(meant) == _BOTH):
            return [Guest(c.name, c.email, found.start()) for c in meant]
    return []


def _affiliation(person: Person, before: Sequence[Guest], scene: Scene) -> bool:
    """`Lucía Ferreyra (Enacom Argentina)`: what follows a name in brackets may be his office."""
    if person.honorific or not before:
        return False
    last = next((p for p in scene.people if p.start == before[-1].start), None)
    if last is None:
        return False
    between = scene.text[last.end : person.start]
    return between.strip() in ("(", ", of", "of", "(of") or any(
        countries.code(w) for w in person.name.split()
    )


def _writer_at(scene: Scene, start: int, end: int, others: bool) -> int | None:
    """Where the writer names himself as one who comes; "I confirm that Ms X ..." is not such a place."""
    words = scene.context.words
    text = scene.text
    reports = (
        [m.span() for m in words.pattern("attendance.reporting").finditer(text, start, end)] if others else []
    )
    for name in ("only_person", "me", "mine"):
        for match in words.pattern(f"attendance.{name}").finditer(text, start, end):
            if any(s <= match.start() < e for s, e in reports):
                continue
            if match[0] == "我" and text[match.end() : match.end() + 1] in _CHINESE_PLURAL:
                continue
            lone = name == "me" and match[0].casefold() == "me"
            if (
                lone
                and text[start : match.start()].strip(" ,:-–—")
                and not _BESIDE.search(text[: match.start()])
            ):
                continue
            return match.start()
    return None

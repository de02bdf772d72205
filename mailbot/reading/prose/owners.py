"""Whose a value is: the person named before it, "my", the row it answers, else the person spoken of last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.directory.records import Contact
from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import every_language
from mailbot.reading import normal
from mailbot.reading.context import Context
from mailbot.reading.names import skeleton, units
from mailbot.reading.people import Person, matching
from mailbot.reading.pinyin import fits
from mailbot.reading.prose.aligned import aligned
from mailbot.reading.prose.post_words import names_post
from mailbot.reading.prose.scene import Scene, Value
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells

MOST_LINES = 14  # of a signature


@dataclass
class Talk:
    """Who was spoken of last, sentence by sentence."""

    person: Person | None = None
    contact: Contact | None = None
    paragraph: int = -1
    before: Scene | None = None  # the sentence before, of the same paragraph
    earlier: list[Scene] = field(default_factory=list)  # up to three before, of the same paragraph
    after: Scene | None = None  # the sentence after it
    around: Sequence[Scene] = ()  # the lines right above and below, whatever the paragraph
    recent: list[Contact] = field(default_factory=list)  # own contacts spoken of, the last first


def answered(scene: Scene) -> Contact | None:
    """The contact whose row the sentence answers between the lines."""
    for line in reversed(scene.sentence.answers):
        row = cells(line)
        if kind_of(row, scene.context) == "contact":
            found = [c for c in scene.context.own_contacts if c.email and c.email in line]
            return found[0] if len(found) == 1 else None
        if line.strip():
            return None
    return None


def addressed(person: Person, scene: Scene) -> bool:
    """`Nurlan, good day!`, `Dear Faisal, could you ...`: spoken to, not of."""
    before = scene.text[: person.start].strip()
    greeted = not before or every_language().pattern("mail.greeting").fullmatch(before) is not None
    lead = scene.sentence.lead
    if lead and scene.has_in("contact.change", lead) and names_post(scene.text[person.end :].lstrip(" ,،，")):
        return False  # `Mr X, Director of Standards` among the entries that are written out
    return (
        greeted
        and scene.text[person.end : person.end + 1] in (",", "!", "،", "，", "：")
        and (bool(before) or not scene.has("contact.pronoun"))
    )


def whose(scene: Scene, context: Context, talk: Talk, value: Value | None) -> tuple[Contact | None, str]:
    """(the contact, the reference as written) a statement is about."""
    place = value.start if value else len(scene.text)
    beside = aligned(scene).get(value.start) if value else None
    if beside is not None:
        return beside.contact, beside.raw
    named = [
        p for p in scene.people if p.contacts and p.start < place and p.raw != (value.raw if value else "")
    ]
    named = [p for p in named if not (p.contact and p.contact.email == p.raw)] or named
    if scene.says_i:
        named = [p for p in named if not addressed(p, scene)]
    if named:
        return _of_named(scene, named, value, place)
    mine = [start for start, _ in scene.says_i if start < place]
    if mine:
        return _of_writer(scene, talk, value, mine)
    row = answered(scene)
    if row is not None:
        return row, row.name
    fresh = [
        p
        for p in scene.people
        if p.is_new and (p.honorific or " " in p.name or "." in p.raw) and p.end <= place
    ]
    if value and fresh and re.fullmatch(r"[\s,(（]*(?:\S+@\S+[,\s]*)?", scene.text[fresh[-1].end : place]):
        return None, fresh[-1].raw  # `Mr X (x@y), Ms Z having left`
    after = [p for p in scene.people if p.contacts and p.start >= place and "@" not in p.raw]
    if len(after) == 1:
        return after[0].contact, after[0].raw
    if scene.people and scene.people[0].is_new and scene.people[0].honorific:
        return None, scene.people[0].raw
    one = _by_pronoun(scene, place, talk)
    if one is not None:
        return one, one.name
    role = by_role(scene, context)
    if role is not None:
        return role, role.name
    if talk.person is not None:
        return talk.contact, talk.person.raw
    given = value is not None and (value.raw or place >= len(scene.text))
    if given and _of_nobody(scene, place, context):
        return None, scene.text[:place].strip()[-40:]
    return context.contact, context.contact.name if context.contact else context.sender_name


def _of_named(
    scene: Scene, named: Sequence[Person], value: Value | None, place: int
) -> tuple[Contact | None, str]:
    """Of several people on file who stand before the value the last, unless somebody new is nearer."""
    newer = [p for p in scene.people if p.is_new and p.start > named[-1].start and p.end <= place]
    newer = [p for p in newer if p.honorific or not scene.text[: p.start].rstrip().endswith("(")]
    if value and newer and len(newer[-1].name.split()) > 1:
        gap = scene.text[newer[-1].end : place]
        if len(re.findall(r"\w{2,}", re.sub(r"\S+@\S+", "", gap))) <= 3:
            return None, newer[-1].raw
    last = named[-1]
    if len(named) > 1 and value and _shares_verb(scene, named, place):
        last = named[0]
    if last.contact is None:  # `Anna (Svensson, no relation) ... her number`: the first name told which
        last = next((p for p in reversed(named[:-1]) if p.contact in last.contacts), last)
    return last.contact, last.raw


def _of_writer(scene: Scene, talk: Talk, value: Value | None, mine: list[int]) -> tuple[Contact | None, str]:
    """Where the writer speaks of himself: his own, unless he passes it on or says it of somebody new."""
    context = scene.context
    place = value.start if value else len(scene.text)
    if (told := _told_of(scene, place, talk, mine)) is not None:
        return told, told.name
    fresh = [p for p in scene.people if p.is_new and p.end <= place]
    if value and value.raw and fresh and fresh[0].honorific and _is_mine(scene, fresh[0], mine[0]):
        return None, fresh[0].raw
    if fresh and any(p.honorific and _beside_me(scene, p, mine) for p in fresh):
        return None, fresh[-1].raw
    newer = [p for p in fresh if len(p.name.split()) > 1]
    if value and newer and newer[-1].start > mine[-1]:
        return None, newer[-1].raw
    return context.contact, context.contact.name if context.contact else context.sender_name


_WHO = re.compile(
    r",?\s(?:\w+\s)?(?:who|whom|whose|qui|que|laquelle|lequel|quien|котор\w+|التي|الذي)\b[^,،;]*", re.I
)


def _beside_me(scene: Scene, person: Person, mine: Sequence[int]) -> bool:
    """`Ms X, who came with me to Kigali, was appointed ...`: the writer only says who she is."""
    told = _WHO.match(scene.text, person.end)
    return told is not None and all(told.start() <= place < told.end() for place in mine)


def _is_mine(scene: Scene, person: Person, place: int) -> bool:
    """`Mr X, my driver, waits for you: ...`: the writer only says whose the other is."""
    opens = len(scene.text[: person.start].split()) <= 1
    return opens and scene.text[person.end : place].strip() == ","


def _shares_verb(scene: Scene, named: Sequence[Person], place: int) -> bool:
    """`Anna sits next to Bert and can be called on ...`: the second verb has the subject of the first."""
    behind = scene.text[named[-1].end : place].lstrip()
    opens = len(scene.text[: named[0].start].split()) <= 1
    joined = re.search(r"\w", scene.text[named[-2].end : named[-1].start]) is not None
    return opens and joined and scene.context.words.pattern("contact.and_verb").match(behind) is not None


def _told_of(scene: Scene, place: int, talk: Talk, mine: list[int]) -> Contact | None:
    """`... asks me to tell you that her line is`: who only passes it on is not the one the pronoun means."""
    telling = scene.spans("contact.teller")
    if any(not any(a <= start < b for a, b in telling) for start in mine):
        return None
    return _by_pronoun(scene, place, talk)


def _by_pronoun(scene: Scene, place: int, talk: Talk) -> Contact | None:
    """`His number: ... Hers: ...`: the one of those spoken of last whom the nearest pronoun can mean."""
    spans = [
        (start, honorific)
        for honorific in ("Mr", "Ms")
        for start, _ in scene.spans(f"contact.possessive.{honorific}")
        if start < place
    ]
    meant = [c for c in talk.recent if spans and c.honorific == max(spans)[1]]
    return meant[0] if len(meant) == 1 else None


def _of_nobody(scene: Scene, place: int, context: Context) -> bool:
    """`her number is now ...` from a man who has spoken of no woman: it is not his own."""
    meant = [
        (start, honorific)
        for honorific in ("Mr", "Ms")
        for start, _ in scene.spans(f"contact.possessive.{honorific}")
        if start < place
    ]
    me = context.contact.honorific if context.contact else None
    return bool(meant) and me in ("Mr", "Ms") and max(meant)[1] != me


def by_role(scene: Scene, context: Context) -> Contact | None:
    """`our Committee 3 coordinator`: the one contact with that role and committee."""
    said = context.words.pattern("contact.role_list").sub(" ", scene.text)
    hits = [r for r, pattern in context.words.patterns("contact.role").items() if pattern.search(said)]
    if len(hits) != 1:
        return None
    committee = normal.committee(scene.text, context)
    found = [c for c in context.own_contacts if c.role == hits[0] and committee in (None, c.committee)]
    return found[0] if len(found) == 1 else None


def signed_from(scenes: Sequence[Scene], context: Context) -> int:
    """The number of the sentence where a signature begins that was not told from the text."""
    closing = every_language().pattern("mail.closing")
    for number in range(len(scenes) - 1, 0, -1):
        line = scenes[number]
        closed = closing.match(scenes[number - 1].text) is not None and len(scenes[number - 1].text) < 60
        near = number >= len(scenes) - MOST_LINES
        if (near or closed) and line.sentence.first and _is_own_name(line.text, context):
            return number
    return len(scenes)


def _is_own_name(text: str, context: Context) -> bool:
    """Whether the line is nothing but the writer's name, in whatever script."""
    bare = text.strip(" .,!-–—*_")
    contact = context.contact
    if contact is None or not bare or len(bare) > 50 or re.search(r"[\d@:：]", bare):
        return False
    signs = re.sub(r"\s", "", bare)
    if HAN.match(signs):
        return fits(signs[:4], units(contact.name)) or fits(signs[:3], units(contact.name))
    words = bare.split()
    if re.match(r"[\u0600-\u06ff]", bare) and len(words) <= 4:  # the given name, by its consonants
        first = skeleton(units(contact.name)[0])
        return len(first) >= 2 and skeleton(words[0]) == first
    return len(words) <= 5 and bool(matching(words, None, (contact,)))

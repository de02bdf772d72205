"""Whose post a sentence may speak of: nobody's where nobody is named, and not that of somebody's staff."""

from __future__ import annotations

import re

from mailbot.directory.records import Contact
from mailbot.mail.hanzi import HAN
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.scene import Scene

_LINK = re.compile(r"[\s(]*(?:(?:of|de la|de|du|del|d['’])\s?)?")
_NEAR = 3  # words in which a possessive names the one it owns: `X's former personal assistant`
_OWNED = re.compile(r"['’]s?\s|(?:女士|先生|博士)?的")
_ELECTED = re.compile(r"候选人|\d票|当选(?:新一任|下一任|下届)")
# `who served as acting director`, `曾任司长`: a career as it was
_SERVED = re.compile(
    r"\b(?:served|worked|acted)\s(?:\w+\s)?as\b|\bse\sdesempeñ(?:ó|aba)\b|\bejerció\b|\ba\soccupé\b|\bзанимала?\s"
    r"|曾任|曾担任|历任|(?<!\w)و?شغلت?\sمنصب"
)


def of_staff(scene: Scene, contact: Contact, start: int, end: int) -> bool:
    """Whether what stands at [start:end] is told of somebody who is not on the sheet.

    `Ms X's assistant has left`, `the predecessor of Ms X joined Y`, `离任的主席感谢X`.
    """
    staff = scene.context.words.pattern("contact.staff")
    if scene.text.startswith("的", end) and staff.search(scene.text[end : end + 6]):
        return True
    for person in scene.people:
        if person.contact != contact or "@" in person.raw:
            continue
        owned = _OWNED.match(scene.text, person.end)
        behind = scene.text[owned.end() : max(owned.end(), start)] if owned else ""
        if staff.search(behind[:8] if HAN.match(behind) else " ".join(behind.split()[:_NEAR])):
            return True
        before = scene.text[max(0, person.start - 40) : person.start]
        hits = list(staff.finditer(before))
        link = before[hits[-1].end() :] if hits else "-"
        if _LINK.fullmatch(link) and (link.strip() or _in_genitive(scene, hits[-1][0], person.raw)):
            return True
    return False


_FIELDS = ("contact.phone_field", "contact.email_field")


def _of_value(scene: Scene, contact: Contact, start: int) -> bool:
    """`The old address of Ms X is no longer active`: the address is gone, not she."""
    for person in scene.people:
        if person.contact != contact or person.end > start:
            continue
        begin, _ = clause(scene.text, person.start)
        if any(scene.has_in(name, scene.text[begin : person.start]) for name in _FIELDS):
            return not re.search(r"[,;:，；：。]", scene.text[person.end : start])
    return False


def of_thing(scene: Scene, contact: Contact, start: int) -> bool:
    """Whether what begins at ``start`` is said of a thing of his: `X's slides have been moved`."""
    if _of_value(scene, contact, start):
        return True
    for person in scene.people:
        owned = _OWNED.match(scene.text, person.end) if person.contact == contact else None
        if owned is None or person.end <= start <= owned.end() or "@" in person.raw:
            continue  # `X's last day`: the phrase begins there itself
        behind = scene.text[owned.end() :]
        noun = behind[:8] if HAN.match(behind) else " ".join(behind.split()[:_NEAR])
        between = scene.text[owned.end() : start] if owned.end() <= start else ""
        if not re.search(r"[,;:，；：。]", between):
            return not any(
                scene.has_in(f"contact.{n}", noun) for n in ("post_object", "entry_noun", "leaving")
            )
    return False


def _in_genitive(scene: Scene, noun: str, name: str) -> bool:
    """Whether the name tells whose somebody is, without a word between: `помощница г-жи X`."""
    if scene.context.language == "ru":
        return re.match(r"г-(?:жи|на)\b|госпож|господина", name, re.I) is not None
    return scene.context.language == "ar" and not noun.endswith(("نا", "ي"))


def of_unknown(scene: Scene, before: Scene | None) -> bool:
    """`He works for us as a consultant`, where nobody was spoken of: not the writer."""
    near = (scene,) if before is None else (before, scene)
    if _ELECTED.search(scene.text) and not scene.says_i and not scene.own_people():
        return True  # whom a conference has voted for
    if scene.says_i or scene.people or any(each.has("contact.title_label") for each in near):
        return False
    return _has_pronoun(scene)


def _has_pronoun(scene: Scene) -> bool:
    """Whether `he` or `her` stands in it; in some languages the short pronouns are articles, too."""
    return any(
        scene.has(f"contact.{kind}.{each}")
        for kind in ("subject_pronoun", "possessive")
        for each in ("Mr", "Ms")
    )


def has_subject(scene: Scene, lead: str) -> bool:
    """Whether somebody can be meant: not `CEPT has appointed a consultant`."""
    return bool(
        lead
        or scene.says_i
        or scene.people
        or scene.has("contact.pronoun")
        or scene.has("contact.title_label")
        or scene.has("contact.subject_i")
        or not scene.organizations
    )


def tells_whose(scene: Scene, before: Scene | None) -> bool:
    """Whether a quoted post is somebody's: not in `the title "Head of Unit" means different things`."""
    return bool(
        scene.says_i
        or scene.people
        or _has_pronoun(scene)
        or scene.has("contact.change")
        or scene.sentence.item
        or (before is not None and before.has("contact.title_label"))
    )


def of_my_staff(scene: Scene, place: int) -> bool:
    """`我的同事王强已评为高级工程师`: the writer only tells whose colleague it is."""
    mine = [start for start, _ in scene.says_i if start < place]
    staff = [(a, b) for a, b in scene.spans("contact.my_staff") if len(scene.text[a:b].split()) <= 3]
    return bool(mine) and all(any(a <= start < b for a, b in staff) for start in mine)


def in_past(scene: Scene, place: int) -> bool:
    """Whether the clause tells of what was: `I was promoted (before that I was an adviser)` does not."""
    begin, end = clause(scene.text, place)
    told = scene.text[begin:end]
    return scene.has_in("modality.past", told) or _SERVED.search(told) is not None


def denied_beside(scene: Scene, start: int, end: int) -> bool:
    """Whether a negation stands beside the verb: `I am not Chief Specialist any longer`."""
    words = scene.context.words
    beside = " ".join(scene.text[max(0, start - 16) : start].split()[-2:])
    behind = " ".join(scene.text[end:].split()[:2])
    return words.has("modality.negation", beside) or words.has("modality.negation", behind)

"""Words of leaving that take nobody off the contact sheet: of a thing, of somebody else, long ago, denied.

Most of them can be said of anything: people leave rooms and towns, remove paragraphs, are no longer sure.
What stands behind the words tells whether they are said of a post.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Contact
from mailbot.reading.dates import periods
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.post_words import names_post
from mailbot.reading.prose.scene import Scene

_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z]{2,}(?![a-z\d])")
_BRIEF = 6  # words behind the verb that only say when
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d-])")


def takes_nobody(scene: Scene, found: re.Match[str]) -> bool:
    """Whether the words are denied, or said of a field, of an event, of a body or of what is long past."""
    return (
        _denied(scene, found)
        or _of_field(scene, found)
        or _of_event(scene, found)
        or _of_body(scene, found)
        or of_group(scene, found)
        or _long_ago(scene, found)
    )


def of_group(scene: Scene, found: re.Match[str]) -> bool:
    """Whether it is the work of a group that he leaves: `handed over the chair of the drafting group`."""
    words = scene.context.words
    _, end = clause(scene.text, found.start())
    said = scene.text[found.start() : max(end, found.end())]
    if not words.has("contact.group_work", said):
        return False
    return not (
        words.has("contact.committee_named", said)
        or any(p.search(said) for p in words.patterns("contact.role_noun").values())
    )


def _long_ago(scene: Scene, found: re.Match[str]) -> bool:
    """`... until he left it in 2015`, `he will retire one day`."""
    years = [int(year) for year in _YEAR.findall(scene.text)]
    if years and max(years) < scene.context.today.year - 1:
        return True
    return scene.has_in("contact.some_day", scene.text[slice(*clause(scene.text, found.start()))])


def _of_event(scene: Scene, found: re.Match[str]) -> bool:
    """Whether somebody left the room, or something is moved: not a person and his post."""
    _, end = clause(scene.text, found.start())
    weak = scene.context.words.pattern("contact.leaving_weak").fullmatch(found[0]) is not None
    following = " ".join(scene.text[found.start() if weak else found.end() : end].split()[:8])
    if scene.has_in("contact.no_farewell", scene.text[max(0, found.start() - 10) : end]):
        return True
    names = ("contact.left_event", "attendance.call", "attendance.inter_regional")
    return any(scene.context.words.has(name, following) for name in names)


def of_post(scene: Scene, found: re.Match[str], contact: Contact) -> bool:
    """Whether words that can be said of anything are said of a post: `left the ministry`, `has left.`"""
    words = scene.context.words
    if not words.pattern("contact.leaving_weak").fullmatch(found[0]):
        return True
    _, end = clause(scene.text, found.start())
    behind = scene.text[found.end() : end]
    if words.has("contact.gives_up", found[0]):
        behind = words.pattern("contact.to_word").split(behind)[0]  # what is handed over, not to whom
    for person in scene.people:
        if person.start >= found.end():
            behind = behind.replace(person.raw, " ")  # `غادر السيد X`: who leaves is named behind the verb
    own_body = [each for each in (contact.affiliation, contact.organization) if each]
    if words.has("contact.post_object", behind) or any(each in behind for each in own_body):
        return True
    if names_post(behind) or any(p.search(behind) for p in words.patterns("contact.role_noun").values()):
        return True  # `is no longer Director`, `is no longer our alternate`
    rest = behind.strip(" .!。")
    if _ACRONYM.search(" ".join(rest.split()[:2])):
        return True  # `leaves the FCC`
    return not rest or (bool(periods(rest, scene.context.today)) and len(rest.split()) <= _BRIEF)


def _of_body(scene: Scene, found: re.Match[str]) -> bool:
    """Whether a body does what the words say, and nobody stands between it and them."""
    begin, _ = clause(scene.text, found.start())
    bodies = [
        begin + m.end()
        for m in scene.context.words.pattern("contact.body_subject").finditer(
            scene.text[begin : found.start()]
        )
    ]
    if not bodies or any(found.start() <= p.start < found.end() for p in scene.people):
        return False  # `... informs you of the transfer of Ms X`
    between = scene.text[bodies[-1] : found.start()]
    named = any(bodies[-1] <= p.start < found.start() for p in scene.people)
    return len(between.split()) <= 4 and not named and "," not in between


def _of_field(scene: Scene, found: re.Match[str]) -> bool:
    """`my employer is no longer X`, `the number is no longer in use`: a value goes, not a person."""
    words = scene.context.words
    before = re.sub(r"\S+@\S+", "", scene.text[max(0, found.start() - 70) : found.start() + 1])
    labels = ("phone_field", "email_field", "title_label", "affiliation_label")
    hits = [m for n in labels for m in words.pattern(f"contact.{n}").finditer(before)]
    if words.has("contact.remove", found[0]):
        begin, end = clause(scene.text, found.start())
        said = scene.text[begin:end]
        return words.has("contact.phone_field", said) or words.has("contact.email_field", said)
    behind = " ".join(scene.text[found.end() :].split()[:3])
    has_none = words.has("contact.value_gone", scene.text[found.start() :])  # `no longer has a telephone`
    if has_none and any(words.has(f"contact.{n}", behind) for n in labels[:2]):
        return True
    return any(len(before[m.end() :].split()) <= 3 for m in hits)


def _denied(scene: Scene, found: re.Match[str]) -> bool:
    """Whether a negation stands right before the words: `je ne quitte pas`, `has not left`."""
    words = scene.context.words
    if words.has("modality.negation", found[0]):
        return False
    begin, _ = clause(scene.text, found.start())
    if words.has("contact.remove", found[0]):  # `no hay que retirar a X`, `不要把X从名单中删除`
        begin = max((m.end() for m in re.finditer(r"[,;:.，；：。]", scene.text[: found.start()])), default=0)
        if words.has("contact.not_to_remove", scene.text[begin : found.start()]):
            return True
    before = " ".join(scene.text[begin : found.start()].split()[-3:])
    if re.search(r"[\u3400-\u9fff]", before):
        before = before[-3:]
    return words.has("modality.negation", before) or words.has("modality.denial", before)

"""A person's post, employer or country, stated in prose.

By the field's name and a link ("my designation: Chief Director", "title of Ms X is now ..."), or by a verb
of being or appointing before words that begin like a post ("since April I am Deputy Director"). The second
kind needs a sign of change beside it, since people also introduce themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mailbot.directory.records import Contact
from mailbot.mail.phrases import every_language
from mailbot.reading.context import Context
from mailbot.reading.countries import code as country_code
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

_QUOTES = "\"'“”‘’«»„「」"
_STOP = re.compile(r"[.;!?。；！？]|\s[-–—(]|\((?!\w+\)$)|（(?=原|不|而)|[\"”»](?=\s|$)|,\s(?=not\b|no\b)")
_LEAD = re.compile(
    rf"^[\s:：=,،{_QUOTES}]*(?:(?:as|the|an?|le|la|el|los|en tant que|como)\s(?=\w)){{0,2}}[{_QUOTES}]*", re.I
)
MOST_WORDS = 12

Whose = Callable[[int], tuple[Contact | None, str]]


def posts(scene: Scene, context: Context, whose: Whose) -> list[Result]:
    """Findings of the sentence on posts, employers and countries of own contacts."""
    given: dict[str, tuple[Contact, dict[str, str]]] = {}
    for place, name, value in (*_labelled(scene), *_stated(scene), *_employer(scene, context)):
        contact = whose(place)[0]
        if contact is None or contact.organization != context.organization or scene.past:
            continue
        if value and folded(value) != folded(str(getattr(contact, name) or "")):
            given.setdefault(contact.id, (contact, {}))[1].setdefault(name, value)
    return [
        Finding(
            "contact", "update", c.name, c.id, None, values, (scene.text,), "body", 0.9, "prose", "post"
        )
        for c, values in given.values()
    ]  # fmt: skip


def _labelled(scene: Scene) -> Iterator[tuple[int, str, str]]:
    """(place, field, value) of every `title ... is/: value`."""
    for name, label in (("job_title", "title"), ("affiliation", "affiliation"), ("country", "country")):
        for found in scene.context.words.pattern(f"contact.{label}_label").finditer(scene.text):
            start = _after_owner(scene, found.end())
            if not _owned(scene, found[0], start != found.end()):
                continue
            linked = _linked(scene, start)
            if linked is None:
                linked = _further_on(scene, start) if name == "job_title" else None
            if linked is None:
                continue
            value = _cut(scene, scene.text[linked:])
            if name == "job_title" and not _fits_title(scene, value, found[0]):
                continue
            if name == "affiliation" and not _fits_employer(scene, value):
                continue
            if name == "country":
                value = country_code(value) or ""
            if value:
                yield max(start, found.end()), name, value


def _owned(scene: Scene, label: str, named: bool) -> bool:
    """Whether the field named is a person's: titles and functions are also those of texts and meetings."""
    if scene.texts or scene.has("position.new_resolution"):
        return False
    return named or bool(
        scene.says_i
        or any(p.contacts for p in scene.people)
        or scene.has("contact.pronoun")
        or scene.context.words.pattern("contact.own_label").fullmatch(label)
    )


def _further_on(scene: Scene, start: int) -> int | None:
    """`job title Principal Researcher`, `my title is not up to date, please put: Chief Director`."""
    rest = scene.text[start:]
    bare = rest.lstrip(" ,،，")
    if bare[:1].isupper() and names_post(bare):
        return len(scene.text) - len(bare)
    colon = re.search(r"[:：]\s", rest)
    if colon and names_post(rest[colon.end() :]):
        return start + colon.end()
    return None


def _after_owner(scene: Scene, place: int) -> int:
    """Past `of Ms X` where the label is followed by whose it is."""
    for person in scene.people:
        if 0 <= person.start - place <= 8 and person.contacts:
            return person.end
    return place


def _linked(scene: Scene, start: int) -> int | None:
    """Where the value begins: after a colon or a linking word right behind the label."""
    colon = re.compile(r"\s*[:：=→]\s*|\s[-–]\s").match(scene.text, start)
    if colon:
        start = colon.end()
        link = scene.context.words.pattern("contact.link").match(scene.text, start)
        return link.end() if link else start
    gap = re.compile(r"\s*").match(scene.text, start)
    link = scene.context.words.pattern("contact.link").match(scene.text, gap.end() if gap else start)
    return link.end() if link else None


def _cut(scene: Scene, text: str) -> str:
    """The value the text begins with, up to where the clause goes on."""
    text = text[_LEAD.match(text).end() :]  # type: ignore[union-attr]
    ends = [len(text)]
    if found := _STOP.search(text):
        ends.append(found.start())
    if found := scene.context.words.pattern("contact.value_end").search(text, 1):
        ends.append(found.start())
    for datum in (*scene.emails, *scene.phones):
        place = text.find(datum.raw)
        if place >= 0:
            ends.append(place)
    for person in scene.people:
        place = text.find(person.raw)
        if place > 0 and (person.contacts or person.honorific):
            ends.append(place)
    at = re.search(
        r"\s(?:at|chez|au sein|with|in)\s(?:the\s)?(?=[A-Z])|\sof\sthe\s(?=Ministry|Authority)", text
    )
    if at:
        ends.append(at.start())
    value = text[: min(ends)].strip(_QUOTES + " ,،，:")
    return re.sub(r"\s(?:and|et|y|и|now|&)$", "", value)


def names_post(text: str) -> bool:
    """Whether the text begins like a post: `Deputy Director ...`."""
    bare = text[_LEAD.match(text).end() :]  # type: ignore[union-attr]
    return every_language().pattern("contact.post_word").match(bare) is not None


def _fits_title(scene: Scene, value: str, label: str) -> bool:
    """Whether the words can be a post; `position` and `function` also mean other things."""
    words = scene.context.words
    if not value or len(value.split()) > MOST_WORDS or re.search(r"\d{3}|@", value) or scene.texts:
        return False
    if any(p.fullmatch(value) for p in words.patterns("contact.role").values()):
        return False
    if words.pattern("contact.role_noun.coordinator").match(value):
        return False
    if names_post(value):
        return True
    clear = words.pattern("contact.title_only").fullmatch(label) is not None
    return clear and not value[:1].islower() and len(value) > 3


def _fits_employer(scene: Scene, value: str) -> bool:
    if not value or value[:1].islower() or len(value.split()) > MOST_WORDS or re.search(r"\d{3}|@", value):
        return False
    if any(p.search(value) for p in scene.context.words.patterns("contact.committee").values()):
        return False
    return not scene.texts and not any(
        value in (o.code, o.name) for o in scene.context.directory.organizations
    )


def _stated(scene: Scene) -> Iterator[tuple[int, str, str]]:
    """`Since April I am Deputy Director`: a verb, then words that begin like a post."""
    words = scene.context.words
    lead = scene.sentence.lead
    changed = words.pattern("contact.post_change").search(scene.text) or (
        lead and words.pattern("contact.announce").search(lead)
    )
    if not changed or scene.texts or scene.has("contact.duty_ends_only"):
        return
    for found in words.pattern("contact.post_verb").finditer(scene.text):
        rest = scene.text[found.end() :]
        if not names_post(rest):
            continue
        value = _cut(scene, rest)
        if value and _fits_title(scene, value, ""):
            yield found.start(), "job_title", value
            return


def _employer(scene: Scene, context: Context) -> Iterator[tuple[int, str, str]]:
    """`now with the Ministry of X`, `has joined Y`."""
    for found in context.words.pattern("contact.now_with").finditer(scene.text):
        place = proper(scene.text[found.end() :])
        if place and _fits_employer(scene, place):
            yield found.start(), "affiliation", place
            return
    for found in context.words.pattern("contact.moved_with").finditer(scene.text):
        place = proper(scene.text[found.end() :])
        if place and _fits_employer(scene, place) and _is_employer(place):
            yield found.start(), "affiliation", place
            return


def _is_employer(name: str) -> bool:
    """Not a town: `Ministry of X`, `FCC`."""
    return every_language().pattern("contact.employer_word").search(name) is not None or (
        re.fullmatch(r"[A-Z][A-Za-z]*[A-Z]{1,8}", name) is not None
    )


def proper(text: str) -> str | None:
    """The proper name the text begins with: `Ministry of Science and ICT, no longer ...`."""
    text = text.lstrip(" :\"“'«")
    text = re.sub(r"^the\s", "", text)
    end = re.search(
        r"[.;\"”»]|,\s(?!(?:[A-Z][\w-]*\s){0,4}(?:and|&)\s[A-Z])|\s(?:since|as of|as from|from|so|still|but"
        r"|as|where|which|who|instead|and (?:my|his|her|can|the e-?mail))\b|\s[-–(]|$",
        text,
    )
    name = text[: end.start()] if end else text
    return name.strip() if name[:1].isupper() and 1 <= len(name.split()) <= 12 else None

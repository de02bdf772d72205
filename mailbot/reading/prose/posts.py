"""A person's post, employer or country, stated in prose.

By the field's name and a link ("my designation: Chief Director", "title of Ms X is now ..."), or by a verb
of being or appointing before words that begin like a post ("since April I am Deputy Director"). The second
kind needs a sign of change beside it, since people also introduce themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.countries import code as country_code
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.employers import QUOTED, employers, new_body, of_renamed, spoken_of
from mailbot.reading.prose.post_changes import exchanged_posts, opening_post
from mailbot.reading.prose.post_owners import (
    denied_beside,
    has_subject,
    in_past,
    of_my_staff,
    of_staff,
    of_unknown,
    tells_whose,
)
from mailbot.reading.prose.post_words import (
    MOST_WORDS,
    cut_post,
    fits_employer,
    fits_title,
    names_post,
)
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

_SIGNS = re.compile(r"[\u3400-\u9fff].*[,，;；].*[\u3400-\u9fff]")
Whose = Callable[[int], tuple[Contact | None, str]]


def posts(scene: Scene, context: Context, whose: Whose, before: Scene | None = None) -> list[Result]:
    """Findings of the sentence on posts, employers and countries of own contacts.

    ``before`` is the sentence before in the same paragraph, which may name the field.
    """
    if before and before.denied and before.has("contact.title_label") and before.has("contact.retitled"):
        return []  # `My title has not changed; it is Director General.`
    given: dict[str, tuple[Contact, dict[str, str]]] = {}
    pairs = list(exchanged_posts(scene, context))
    holders = {place: contact for contact, place, _ in pairs}
    candidates = (
        *((place, "job_title", value) for _, place, value in pairs),
        *(() if pairs else _labelled(scene, before)),
        *(() if pairs else _quoted(scene, before)),
        *_carried(scene, before),
        *_named(scene),
        *opening_post(scene),
        *_stated(scene, context, before),
        *employers(scene, context, before),
    )
    for place, name, value in candidates:
        contact = holders.get(place) or whose(place)[0]
        if name == "affiliation" and not scene.people and not scene.says_i:
            contact = _employed(scene, context) or contact
        if contact is None or contact.organization != context.organization or in_past(scene, place):
            continue
        if contact == context.contact and of_my_staff(scene, place):
            continue
        if (contact == context.contact and of_unknown(scene, before)) or of_staff(
            scene, contact, place, place
        ):
            continue
        if value and folded(value) != folded(str(getattr(contact, name) or "")):
            told = given.setdefault(contact.id, (contact, {}))[1]
            told.setdefault(name, value)
            if name == "job_title" and (body := new_body(scene, value)):
                told.setdefault("affiliation", body)
    return [
        Finding(
            "contact", "update", c.name, c.id, None, values, (scene.text,), "body", 0.9, "prose", "post"
        )
        for c, values in given.values()
    ]  # fmt: skip


def _employed(scene: Scene, context: Context) -> Contact | None:
    """The one who works for the body that the sentence names: `EETT has become the X Authority`."""
    said = spoken_of(scene.text)
    found = [c for c in context.own_contacts if c.affiliation and f" {folded(c.affiliation)} " in said]
    return found[0] if len(found) == 1 else None


def _quoted(scene: Scene, before: Scene | None) -> Iterator[tuple[int, str, str]]:
    """`the title "Director for X"`: a quotation where posts are spoken of, that is not the old one."""
    if scene.texts or scene.has("position.new_resolution"):
        return
    label = scene.has("contact.title_label") or (before is not None and before.has("contact.title_label"))
    for found in QUOTED.finditer(scene.text):
        value = clean(found[1])
        lead = scene.text[max(0, found.start() - 24) : found.start()]
        old = [m.end() for m in scene.context.words.pattern("contact.old_before").finditer(lead)]
        if old and len(lead[max(old) :].split()) <= 2:
            continue
        if not (label or (scene.has("contact.post_change") and scene.has("contact.post_verb"))):
            continue
        if not tells_whose(scene, before):
            continue
        if names_post(value) and fits_title(scene, value, ""):
            yield found.start(), "job_title", value


def _named(scene: Scene) -> Iterator[tuple[int, str, str]]:
    """`Ms X: Deputy Director since March`: the post right behind the name, and a sign of change."""
    lead = scene.sentence.lead
    changed = any(scene.has_in(f"contact.{n}", f"{scene.text} {lead}") for n in ("post_change", "announce"))
    for person in scene.people if changed and not scene.texts else ():
        mark = re.match(r"\s*(?:[:：=→]|[-–—]\s|->|,\s(?=[a-zа-я ]*now\b))\s*", scene.text[person.end :])
        rest = scene.text[person.end + mark.end() :] if mark and person.contact else ""
        value = cut_post(scene, rest) if rest and names_post(rest) else ""
        if value and fits_title(scene, value, ""):
            yield person.end, "job_title", value


def _carried(scene: Scene, before: Scene | None) -> Iterator[tuple[int, str, str]]:
    """The value alone, after a sentence that says that the post is wrong: `Correct: Head of Unit`."""
    if before is None or not before.has("contact.title_label") or len(scene.text.split()) > MOST_WORDS + 4:
        return
    colon = re.match(r"[^:：]{1,30}[:：]\s*", scene.text)
    start = colon.end() if colon else 0
    led = scene.context.words.pattern("contact.reads_now").match(scene.text)
    if led and not before.denied and (before.has("contact.retitled") or before.has("contact.wrong")):
        start = led.end()  # `my position has been retitled; it reads Executive Director`
    if names_post(scene.text[start:]):
        value = cut_post(scene, scene.text[start:])
        if value and fits_title(scene, value, ""):
            yield start, "job_title", value


def _labelled(scene: Scene, before: Scene | None) -> Iterator[tuple[int, str, str]]:
    """(place, field, value) of every `title ... is/: value`."""
    for name, label in (("job_title", "title"), ("affiliation", "affiliation"), ("country", "country")):
        for found in scene.context.words.pattern(f"contact.{label}_label").finditer(scene.text):
            start = _after_owner(scene, found.end())
            follows = name == "affiliation" and before is not None and of_renamed(scene, before)
            if not (follows or _owned(scene, found[0], start != found.end())):
                continue
            linked = _linked(scene, start)
            if linked is None:
                linked = _further_on(scene, start) if name == "job_title" else None
            if linked is None:
                continue
            value = cut_post(scene, scene.text[linked:])
            if name == "job_title" and not fits_title(scene, value, found[0]):
                continue
            if name == "affiliation" and not fits_employer(scene, value):
                continue
            if name == "country":
                value = country_code(value) or ""
            if value:
                yield max(start, found.end()), name, value


def _owned(scene: Scene, label: str, named: bool) -> bool:
    """Whether the field named is a person's: titles and functions are also those of texts and meetings."""
    if scene.texts or scene.has("position.new_resolution"):
        return False
    if not named and _heads(scene, label):
        return True
    return named or bool(
        scene.says_i
        or any(p.contacts for p in scene.people)
        or scene.has("contact.pronoun")
        or scene.context.words.pattern("contact.own_label").fullmatch(label)
    )


def _heads(scene: Scene, label: str) -> bool:
    """`Title: Head of Unit now.`: the label begins the sentence, and a post stands behind its colon."""
    text = scene.text.lstrip(" -*•")
    rest = text[len(label) :].lstrip()
    return text.startswith(label) and rest[:1] in (":", "：") and names_post(rest[1:])


def _further_on(scene: Scene, start: int) -> int | None:
    """`job title Principal Researcher`, `my title is not up to date, please put: Chief Director`."""
    rest = scene.text[start:]
    bare = rest.lstrip(" ,،，")
    caseless = bare[:1].isalpha() and bare[:1].lower() == bare[:1].upper()
    if (bare[:1].isupper() or caseless) and names_post(bare):
        return len(scene.text) - len(bare)
    colon = re.search(r"[:：]\s", QUOTED.sub(lambda m: " " * len(m[0]), rest))
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
    colon = re.compile(r"\s*[:：=→]\s*|\s[-–—]\s").match(scene.text, start)
    if colon:
        start = colon.end()
        link = scene.context.words.pattern("contact.link").match(scene.text, start)
        return link.end() if link else start
    gap = re.compile(r"\s*").match(scene.text, start)
    link = scene.context.words.pattern("contact.link").match(scene.text, gap.end() if gap else start)
    return link.end() if link else None


def _stated(scene: Scene, context: Context, before: Scene | None) -> Iterator[tuple[int, str, str]]:
    """`Since April I am Deputy Director`: a verb, then words that begin like a post."""
    words = scene.context.words
    lead = scene.sentence.lead
    said = f" {folded(f'{before.text} {scene.text}' if before is not None else scene.text)} "
    changed = (
        words.has("contact.post_change", scene.text)
        or words.has("contact.appoints", scene.text)
        or (scene.has("contact.title_label") and scene.has("contact.wrong"))
        or (before is not None and before.has("contact.title_label") and before.has("contact.wrong"))
        or (before is not None and words.has("contact.promotion", before.text))
        or (lead and words.has("contact.announce", lead))
        or any(c.job_title and f" {folded(c.job_title)} " in said for c in context.own_contacts)
    )
    changed = changed or bool(scene.silenced)  # `I am not an engineer but chief engineer`
    if not changed or scene.texts or not has_subject(scene, lead):
        return
    names = ("appoints", "post_verb", "subject_i") if context.language == "ru" else ("appoints", "post_verb")
    verbs = [m for n in names for m in words.pattern(f"contact.{n}").finditer(scene.text)]
    for found in verbs:
        end = next(  # `عُيّن السيد X مديراً`, `назначен г-н X начальником`: the name stands between
            (p.end for p in scene.people if p.contact and 0 <= p.start - found.end() <= 1), found.end()
        )
        rest = scene.text[end:]
        if not names_post(rest) or denied_beside(scene, found.start(), found.end()):
            continue
        value = cut_post(scene, rest)
        if _SIGNS.search(value):  # `刘晓华任主任委员，高绍和任副主任委员`: several appointments
            return
        if value and fits_title(scene, value, "") and not words.pattern("contact.group_office").match(value):
            yield end, "job_title", value
            return

"""A person's name corrected: `the family name is spelled Kavaleva`, `is now called Ms Nikolaou`.

A single word takes the place of the word on file it resembles; of the last one where the message speaks of
the family name and the country writes that one last. Anything else is a question.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.names import units
from mailbot.reading.person import extended
from mailbot.reading.plausible import refusal
from mailbot.reading.prose.scene import Scene

FAMILY_FIRST = {"CN", "KR", "JP", "VN", "HU", "TW", "KH"}
SPELT = 75  # per cent, of a word in a sentence about spelling and the word on file
ALIKE = 60  # per cent, of a word corrected and the word on file
_WORD = r"[^\W\d_a-zа-яё][\w'’-]*\.?"
_NAME = re.compile(
    rf"[\s:：\"“«'„]*(?P<name>{_WORD}(?:\s+(?:{_WORD}|de|van|von|bin|al|el|ben|da|dos)){{0,4}})"
)

# `en nombre de la CITEL`: for whom one speaks, and no name
_ON_BEHALF = re.compile(
    r"\b(?:en\s(?:su\s)?nombre\s(?:de|del|y)|au\snom\sd|in\sthe\sname\sof|от\sимени|под\sназванием)\b"
    r"|以[^，。]{1,12}名义",
    re.I,
)


def respelled(
    scene: Scene, context: Context, about: tuple[Contact | None, str], before: Scene | None = None
) -> list[Result]:
    """The corrected name of an own contact, if the sentence gives one."""
    contact = about[0]
    if contact is None or contact.organization != context.organization or scene.past:
        return []
    told = scene.says_i or scene.own_people() or scene.has("contact.pronoun") or _of_names(scene, before)
    told = told and not _of_meeting(scene) and not _of_somebody(scene, contact, before)
    links = list(context.words.pattern("contact.name_link").finditer(scene.text)) if told else []
    if told and before is not None and before.has("contact.family_name"):
        links += list(context.words.pattern("contact.reads_now").finditer(scene.text))
    for found in links:
        written = _written(scene.text[found.end() :], context)
        if not written or set(units(written)) <= set(units(contact.name)):
            continue
        if refusal("contact", "name", written, context):
            continue  # `Use`, which only opens the next sentence
        if scene.has("contact.other_name"):
            return []  # `name in the passport`
        written = _in_script_of(contact, written, scene)
        family = any(s.has("contact.family_name") for s in (scene, *([before] if before else ())))
        name = _corrected(contact, written, family)
        if name is None:
            return [
                Doubt(f"{contact.name}: is the name now {written}?", (scene.text,), "body", "prose", "name")
            ]
        return [
            Finding(
                "contact", "update", contact.name, contact.id, None, {"name": name},
                (scene.text,), "body", 0.92, "prose", "name",
            )
        ]  # fmt: skip
    longer = next((p.name for p in scene.people if extended(p, [contact])), None)
    if longer is not None and told:
        return [
            Finding(
                "contact", "update", contact.name, contact.id, None, {"name": longer},
                (scene.text,), "body", 0.9, "prose", "longer name",
            )
        ]  # fmt: skip
    name = _spelled(scene, contact) if _of_names(scene, before) else None
    if name is None:
        return []
    return [
        Finding(
            "contact", "update", contact.name, contact.id, None, {"name": name},
            (scene.text,), "body", 0.9, "prose", "spelling",
        )
    ]  # fmt: skip


def _in_script_of(contact: Contact, written: str, scene: Scene) -> str:
    """The name as the file writes it, where that stands in brackets: `Новик (Alesya Novik)`."""
    if written.isascii() or not units(contact.name)[0].isascii():
        return written
    from rapidfuzz.fuzz import ratio

    for word in re.findall(r"(?<![\w@.-])[A-Z][a-z’'-]{2,}(?![\w@])", scene.text):
        if any(ratio(units(word)[0], unit) >= ALIKE for unit in units(contact.name)):
            return str(word)
    for found in re.finditer(r"[(（]\s*([A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,3})\s*[)）]", scene.text):
        if set(units(found[1])) & set(units(contact.name)):
            return found[1]
    return written


def _of_meeting(scene: Scene) -> bool:
    """Whether a meeting or a text is given another name."""
    return bool(scene.texts) or (scene.has("meeting.noun") and not scene.own_people() and not scene.says_i)


def _of_names(scene: Scene, before: Scene | None) -> bool:
    """Whether the sentence, or the one before, speaks of how a name is written or of a new one."""
    said = any(s.has_in("contact.name_topic", _ON_BEHALF.sub(" ", s.text)) for s in (scene, before) if s)
    sure = scene.has("contact.spelling") or scene.has("contact.family_name")
    return said and (sure or not scene.has("contact.add"))


def _spelled(scene: Scene, contact: Contact) -> str | None:
    """The name in the sentence that is nearly the one on file, or shares a word with it."""
    from rapidfuzz.fuzz import ratio

    have = units(contact.name)
    for person in scene.people:
        known = set(units(person.name)) & set(have)
        if person.is_new and " " in person.name and known and not _marked_old(scene, person.start):
            return person.name
    for found in re.finditer(rf"(?<![\w@.-]){_WORD}(?![\w@])", scene.text):
        word = re.sub(r"['’]s$", "", found[0].rstrip("."))
        unit = next(iter(units(word)), "")
        if len(unit) < 4 or unit in have or _marked_old(scene, found.start()):
            continue
        near = [n for n, w in enumerate(have) if len(w) > 3 and ratio(unit, w) >= SPELT]
        alike = len(near) == 1 or bool(near and unit[0] == have[near[0]][0])
        if alike and word.isascii() == contact.name.isascii():
            pieces = contact.name.split()
            return " ".join([*pieces[: near[0]], word, *pieces[near[0] + 1 :]])
    return None


def _marked_old(scene: Scene, place: int) -> bool:
    before = " ".join(scene.text[max(0, place - 24) : place].split()[-2:])
    return scene.has_in("contact.old_before", before) or scene.has_in("modality.negation", before)


def _written(text: str, context: Context) -> str | None:
    found = _NAME.match(text)
    if found is None:
        return None
    opened = re.match(r"[\s:：]*[\"“«„]", text)
    if opened and not re.match(r"\s*[.,]?[\"”»“]", text[found.end() :]):
        return None  # `it should be called "Joint meeting of ..."`
    words = found["name"].split()
    bare = {
        w.rstrip(".") for written in context.words.table("contact.honorific_as").values() for w in written
    }
    while words and words[0].rstrip(".") in bare:
        words = words[1:]
    if words and len(words[-1]) > 2:
        words[-1] = words[-1].rstrip(".")
    stop = context.words.pattern("contact.name_stop")
    return None if not words or any(stop.fullmatch(w) for w in words) else " ".join(words)


def _corrected(contact: Contact, written: str, family: bool) -> str | None:
    from rapidfuzz.fuzz import ratio

    have, new = contact.name.split(), written.split()
    if len(new) > 1:
        close = any(ratio(a, b) >= ALIKE for a in units(written) for b in units(contact.name))
        return written if close else None
    score, place = max((ratio(units(new[0])[0], (units(w) or ("",))[0]), n) for n, w in enumerate(have))
    if score >= ALIKE:
        return " ".join([*have[:place], written, *have[place + 1 :]])
    if family and contact.country not in FAMILY_FIRST and len(have) > 1:
        return " ".join([*have[:-1], written])
    return None


def _of_somebody(scene: Scene, contact: Contact, before: Scene | None) -> bool:
    """`Her name is Ann Lee.` of somebody who was not named: never the writer, who would say "my"."""
    if contact != scene.context.contact or scene.says_i or scene.own_people():
        return False
    if before is not None and contact in before.own_people():
        return False
    kinds = ("subject_pronoun", "possessive")
    return any(scene.has(f"contact.{kind}.{each}") for kind in kinds for each in ("Mr", "Ms"))

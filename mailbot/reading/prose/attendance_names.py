"""Names in scripts without capitals that no honorific marks, in what is said of attendance.

Arabic: two words in a row that sound like the first and the family name of one contact. Chinese: a family
name and one or two signs, with an address, the end of a line or a verb of attendance behind.
"""

from __future__ import annotations

import re
from itertools import pairwise

from mailbot.reading.names import declined, units
from mailbot.reading.people import Person
from mailbot.reading.pinyin import is_family
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

_ARABIC = re.compile(r"[\u0621-\u064a\u064b-\u0652]{2,}")
_ARABIC_WORD = r"[\u0621-\u064a\u064b-\u0652]{2,}"
# `م. دينا فوزي`: a title in one letter before a name of two or three words
_TITLED = re.compile(
    rf"(?<![\w])(?<!\d )[\u0645\u062f\u0623]\.\s?({_ARABIC_WORD}(?:\s(?:عبد|بن|أبو|آل))?\s{_ARABIC_WORD})"
    rf"(?=\s*(?:[–—(,،-]|$)|\s(?:ف|لن|قد|و|س)\w)"
)
_TITLED_HAN = re.compile(r"([\u3400-\u9fff])(?:女士|先生|小姐|博士|教授)")
_HAN = r"[\u3400-\u9fff]"
_NEW_HAN = re.compile(
    rf"(?:(?<=^)|(?<=[由请派让托、，与及和：])|(?<=委托)|(?<=同事)|(?<=代表)|(?<=的)(?={_HAN}{{2,3}}\s*[（(]\s*[\w.+-]+@))({_HAN}{{2,3}}?)"
    rf"(?=\s*[（(]\s*[\w.+-]+@|\s{{2,}}|\t|\s*$|[，、]{_HAN}{{2,3}}(?:[，、和]|$)|代(?:我|本人|为|其|他|她|替)|(?:将|会|也|都)?(?:出席|参加|参会|上线|列席)|、|和{_HAN}{{2,3}})"
)


def unmarked(scene: Scene, found: list[Person]) -> list[Person]:
    """Persons of the sentence beside those found already."""
    text = scene.text
    if re.search(_HAN, text):
        more = _chinese(scene)
    elif _ARABIC.search(text):
        more = _arabic(scene)
    else:
        return []
    return [m for m in more if not any(m.start < p.end and p.start < m.end for p in found)]


def _chinese(scene: Scene) -> list[Person]:
    out = []
    for match in _NEW_HAN.finditer(scene.text):
        name = match[1]
        if is_family(name[0]) and not scene.context.words.pattern("attendance.no_name").search(name):
            out.append(Person(match.start(1), match.end(1), name, name))
    for match in _TITLED_HAN.finditer(scene.text):  # `7月3日王女士来不了`: by the family name alone
        if is_family(match[1]) and not any(p.start < match.end() and match.start() < p.end for p in out):
            out.append(Person(match.start(), match.end(), match[0], match[0]))
    return out


def _arabic(scene: Scene) -> list[Person]:
    words = list(_ARABIC.finditer(scene.text))
    out = [Person(m.start(1), m.end(1), m[1], m[1]) for m in _TITLED.finditer(scene.text)]
    for left, right in pairwise(words):
        if scene.text[left.end() : right.start()].strip() or any(
            left.start() < p.end and p.start < right.end() for p in out
        ):
            continue
        for contact in scene.context.own_contacts:
            have = list(units(contact.name))
            first, last = left[0], right[0]
            spellings = {first, re.sub(r"^[ولب]", "", first)}
            if (
                len(have) >= 2
                and any(declined(f, folded(f), have[:1]) for f in spellings)
                and declined(last, folded(last), have[1:])
            ):
                end = right.end()
                out.append(
                    Person(left.start(), end, scene.text[left.start() : end], contact.name, None, (contact,))
                )
                break
    return out

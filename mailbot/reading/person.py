"""One mention of a person, and the contacts whose names hold the words written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mailbot.directory.records import Contact
from mailbot.mail.hanzi import HAN
from mailbot.reading.countries import code as country_code
from mailbot.reading.names import declined, latin, skeleton, units
from mailbot.reading.pinyin import family, fits
from mailbot.reading.values import folded

_PATRONYMIC = re.compile(
    r"[А-ЯЁ][а-яё]+(?:(?P<of_woman>(?:[ое]вн|ичн)(?:а|ы|е|у|ой|ою))|(?:[ое]в|ьм|ль|ит)ич(?:а|у|ем|ом|е)?)"
)
_ALIKE = 60  # of 100
_PLACE = re.compile(
    r"\s(?:of|from|in|at|de|du|d['’]|en|au|из|от|в)\s?(?:the\s|la\s)?((?:[A-ZÀ-ÞА-Я][\w&-]*\s?){1,4})"
)
INITIAL = re.compile(r"[^\W\d_]\.")


@dataclass(frozen=True)
class Person:
    """A mention at [start:end]. ``contacts`` empty: a new name. ``name`` is as written, without honorific."""

    start: int
    end: int
    raw: str
    name: str
    honorific: str | None = None
    contacts: tuple[Contact, ...] = ()

    @property
    def contact(self) -> Contact | None:
        return self.contacts[0] if len(self.contacts) == 1 else None

    @property
    def is_new(self) -> bool:
        return not self.contacts


def extended(person: Person, contacts: Iterable[Contact]) -> Contact | None:
    """Whose name the new one is with more to it: `Ada Verne-Moss` for Ada Verne."""
    if not person.is_new or " " not in person.name:
        return None
    have = set(units(person.name)) | {u for w in re.split(r"[\s-]", person.name) for u in units(w)}
    found = [c for c in contacts if " " in c.name and set(units(c.name)) < have]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of a name on file, and all forms in which one of them may be written."""
    have = units(name)
    return have, frozenset((*have, *folded(name).split()))


def matching(written: list[str], honorific: str | None, pool: Iterable[Contact]) -> list[Contact]:
    """Contacts whose name holds every written word (initials match by letter)."""
    if "عبد" in written[:-1]:
        written = re.sub(r"(?<!\S)عبد ", "عبد\u00a0", " ".join(written)).split(" ")  # one name: Abdullah
    spelt = [(word, folded(latin(word.casefold())).replace(" ", "")) for word in written]
    if not any(len(bare) > 1 and not INITIAL.fullmatch(word) for word, bare in spelt):
        return []
    contacts = tuple(pool)
    names = tuple(c.name for c in contacts)
    kept: frozenset[int] = frozenset(range(len(names)))
    for word, bare in spelt:
        kept &= _holders(names, word, bare)
    found = [contacts[n] for n in sorted(kept)]
    if len(found) > 1 and honorific:
        of_kind = [c for c in found if c.honorific is None or _gender(c.honorific) == _gender(honorific)]
        found = of_kind or found
    return found


def by_patronymic(written: list[str], pool: Iterable[Contact]) -> list[Contact]:
    """`Елена Викторовна`, whom the file has without her father's name; its ending tells man or woman."""
    fathers = [m for word in written[1:] if (m := _PATRONYMIC.fullmatch(word))]
    if len(fathers) != 1:
        return []
    bare = [word for word in written if word != fathers[0][0]]
    sex = "Ms" if fathers[0]["of_woman"] else "Mr"
    return [
        c for c in matching(bare, None, pool) if c.honorific is None or _gender(c.honorific) in (sex, "Dr")
    ]


@lru_cache(maxsize=8192)
def _holders(names: tuple[str, ...], word: str, bare: str) -> frozenset[int]:
    """The names that hold the word, by their places; the same words are looked for again and again."""
    return frozenset(n for n, name in enumerate(names) if _holds(name, word, bare))


def _holds(name: str, word: str, bare: str) -> bool:
    have, joined = _words(name)
    if len(bare) == 1 or INITIAL.fullmatch(word):
        return any(unit.startswith((bare, f"y{bare}")) for unit in have)  # `Е.` for Yekaterina
    if bare in joined:
        return True
    return not word.isascii() and (declined(word, bare, list(have)) or _sounds_like(word, name))


def _sounds_like(word: str, name: str) -> bool:
    """`张丽华` for Zhang Lihua."""
    return HAN.match(word) is not None and fits(word, units(name))


def _gender(honorific: str) -> str:
    return {"Mrs": "Ms", "Miss": "Ms"}.get(honorific, honorific)


def narrowed(contacts: list[Contact], behind: str) -> list[Contact]:
    """Of several contacts the one whose employer or country stands right behind the name: `Lee from the
    Agency`, `Okello of CA Kenya`.
    """
    if len(contacts) < 2:
        return contacts
    said = f" {folded(behind)} "
    named = [c for c in contacts if c.affiliation and f" {folded(c.affiliation)} " in said]
    if not named and (place := _PLACE.match(behind)):
        lands = {country_code(word) for word in (place[1], *place[1].split())} - {None}
        named = [c for c in contacts if c.country in lands]
    return named if len(named) == 1 else contacts


def alike(name: str, contact: Contact) -> bool:
    """Whether a name in another script can be the contact's: one word of it sounds like one of his."""
    from rapidfuzz.fuzz import ratio

    have = units(contact.name)
    if HAN.match(name):
        return any(unit in family(name[:1]) for unit in have)
    for word in name.split():
        arabic = re.match(r"[\u0600-\u06ff]", word) is not None
        spelt = skeleton(word) if arabic else "".join(units(word))
        known = [skeleton(unit) if arabic else unit for unit in have]
        if len(spelt) > 1 and any(ratio(spelt, unit) >= _ALIKE for unit in known):
            return True
    return False

"""One mention of a person, and the contacts whose names hold the words written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mailbot.directory.records import Contact
from mailbot.reading.names import declined, latin, units
from mailbot.reading.pinyin import HAN, fits
from mailbot.reading.values import folded

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


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of a name on file, and all forms in which one of them may be written."""
    have = units(name)
    return have, frozenset((*have, *folded(name).split()))


def matching(written: list[str], honorific: str | None, pool: Iterable[Contact]) -> list[Contact]:
    """Contacts whose name holds every written word (initials match by letter)."""
    spelt = [(word, folded(latin(word.casefold())).replace(" ", "")) for word in written]
    if not any(len(bare) > 1 and not INITIAL.fullmatch(word) for word, bare in spelt):
        return []
    found = [c for c in pool if all(_holds(c, word, bare) for word, bare in spelt)]
    if len(found) > 1 and honorific:
        of_kind = [c for c in found if c.honorific is None or _gender(c.honorific) == _gender(honorific)]
        found = of_kind or found
    return found


def _holds(contact: Contact, word: str, bare: str) -> bool:
    have, joined = _words(contact.name)
    if len(bare) == 1 or INITIAL.fullmatch(word):
        return any(unit.startswith((bare, f"y{bare}")) for unit in have)  # `Е.` for Yekaterina
    if bare in joined:
        return True
    return not word.isascii() and (declined(word, bare, list(have)) or _sounds_like(word, contact))


def _sounds_like(word: str, contact: Contact) -> bool:
    """`张丽华` for Zhang Lihua."""
    return HAN.match(word) is not None and fits(word, units(contact.name))


def _gender(honorific: str) -> str:
    return {"Mrs": "Ms", "Miss": "Ms"}.get(honorific, honorific)


def narrowed(contacts: list[Contact], behind: str) -> list[Contact]:
    """Of several contacts the one whose employer stands right behind the name: `Lee from the Agency`."""
    said = f" {folded(behind)} "
    named = [c for c in contacts if c.affiliation and f" {folded(c.affiliation)} " in said]
    return named if len(contacts) > 1 and len(named) == 1 else contacts

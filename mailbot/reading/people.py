"""Who is meant: mentions of contacts in a text, by name, initial, honorific, address or "I".

A mention carries every contact it could mean; one means resolved, several means a question. A name of
which only a part is on file ("John Smith" where the sheet has Peter Smith) is nobody on file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.directory.records import Contact
from mailbot.mail.phrases import Phrases
from mailbot.reading.context import Context
from mailbot.reading.names import declined, latin, units
from mailbot.reading.values import folded

_LETTER = r"[^\W\d_\u3400-\u9fff]"
_TOKEN = re.compile(rf"{_LETTER}+(?:['’.-]{_LETTER}+)*\.?|[\u3400-\u9fff]+")
PARTICLES = {"de", "da", "dos", "van", "von", "der", "bin", "al", "el", "di", "del", "la", "ben"}
_INITIAL = re.compile(r"[^\W\d_]\.")


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


def _honorific(word: str, words: Phrases) -> str | None:
    bare = word.rstrip(".").casefold()
    for value, written in words.table("contact.honorific_as").items():
        if bare in {w.rstrip(".").casefold() for w in written}:
            return value
    return None


def _is_name_word(token: str) -> bool:
    """A capitalized word; scripts without capitals have none, and names there are told by an honorific."""
    return token[:1].isupper()


def _is_caseless(token: str) -> bool:
    return token[:1].lower() == token[:1].upper()


def _pool(context: Context) -> tuple[Contact, ...]:
    """Own contacts first; the others only count where no own contact is meant."""
    own = context.own_contacts
    return own + tuple(c for c in context.directory.contacts if c.organization != context.organization)


def matching(written: list[str], honorific: str | None, pool: Iterable[Contact]) -> list[Contact]:
    """Contacts whose name holds every written word (initials match by letter)."""
    found = []
    for contact in pool:
        have = list(units(contact.name))
        joined = set(have) | set(folded(contact.name).split())
        ok = bool(written)
        full = 0
        for word in written:
            bare = folded(latin(word.casefold())).replace(" ", "")
            if _INITIAL.fullmatch(word) or len(bare) == 1:
                ok = ok and any(unit.startswith(bare) for unit in have)
            else:
                ok = ok and (bare in joined or declined(word, bare, have))
                full += 1
        if ok and full:
            found.append(contact)
    if len(found) > 1 and honorific:
        of_kind = [c for c in found if c.honorific is None or _gender(c.honorific) == _gender(honorific)]
        found = of_kind or found
    return found


def _gender(honorific: str) -> str:
    return {"Mrs": "Ms", "Miss": "Ms"}.get(honorific, honorific)


def people(text: str, context: Context) -> list[Person]:
    """Every person named in the text, known or new, from left to right."""
    words = context.words
    tokens = list(_TOKEN.finditer(text))
    known = {unit for c in context.directory.contacts for unit in (*units(c.name), *folded(c.name).split())}
    found: list[Person] = []
    index = 0
    while index < len(tokens):
        person, index = _at(text, tokens, index, known, context, words)
        if person is not None:
            found.append(person)
    found += _by_address(text, found, context)
    return sorted(found, key=lambda p: p.start)


def _stop(token: str, context: Context) -> bool:
    """Capitalized words that end a name: organization codes, committees, roles."""
    bare = token.rstrip(".")
    if any(bare == o.code for o in context.directory.organizations):
        return True
    words = context.words
    return bool(words.pattern("contact.name_stop").fullmatch(bare))


def _run(
    text: str, tokens: list[re.Match[str]], index: int, context: Context, after_honorific: bool
) -> list[re.Match[str]]:
    """The capitalized words that follow one another with only blanks between.

    After an honorific up to two words of a script without capitals (Arabic) are a name as well.
    """
    run: list[re.Match[str]] = []
    for token in tokens[index : index + 5]:
        if run and text[run[-1].end() : token.start()].strip(" \n\t"):
            break
        word = token[0]
        caseless = (
            _is_caseless(word) and after_honorific and len(run) < 2 and all(_is_caseless(t[0]) for t in run)
        )
        particle = word in PARTICLES and run
        if not particle and not caseless and (not _is_name_word(word) or _stop(word, context)):
            break
        run.append(token)
        if word.endswith(".") and not _INITIAL.fullmatch(word):
            break
    while run and run[-1][0] in PARTICLES:
        run.pop()
    return run


def _at(
    text: str, tokens: list[re.Match[str]], index: int, known: set[str], context: Context, words: Phrases
) -> tuple[Person | None, int]:
    token = tokens[index]
    honorific = _honorific(token[0], words)
    first = index + 1 if honorific else index
    if honorific and first >= len(tokens):
        return None, index + 1
    run = _run(text, tokens, first, context, honorific is not None)
    if not run or (honorific and text[token.end() : run[0].start()].strip(" .\n")):
        return None, index + 1
    if not honorific and not _known(run[0][0], known) and _sentence_word(text, run[0]):
        known_later = any(_known(t[0], known) for t in run[1:])
        if known_later or run[0][0].casefold() in {w.casefold() for w in words.words("language.stopwords")}:
            run, first = run[1:], first + 1
    if not run:
        return None, max(index + 1, first)
    written = [t[0] if _INITIAL.fullmatch(t[0]) else re.sub(r"['’]s$", "", t[0].rstrip(".")) for t in run]
    start = token.start() if honorific else run[0].start()
    end = run[-1].start() + len(written[-1])
    honorific = honorific or _suffix(text[end : end + 4], words)
    hits = [_known(word, known) for word in written]
    if any(hits):
        for pool in (context.own_contacts, _pool(context)):
            contacts = matching(written, honorific, pool)
            if contacts:
                return Person(
                    start, end, text[start:end], " ".join(written), honorific, tuple(contacts)
                ), first + len(run)
    if context.contact is not None and _is_sender(" ".join(written), context):
        return Person(
            start, end, text[start:end], " ".join(written), honorific, (context.contact,)
        ), first + len(run)
    if honorific or (len(written) >= 2 and not words.pattern("contact.name_stop").search(" ".join(written))):
        return Person(start, end, text[start:end], " ".join(written), honorific), first + len(run)
    return None, first + len(run)


def _suffix(text: str, words: Phrases) -> str | None:
    """An honorific that follows the name, as in Chinese: `Hemi Parata先生`."""
    for value, written in words.table("contact.honorific_as").items():
        if any(not w.isascii() and text.startswith(w) for w in written):
            return value
    return None


def _known(word: str, known: set[str]) -> bool:
    bare = folded(latin(word.casefold())).replace(" ", "")
    return bare in known or declined(word, bare, list(known))


def _sentence_word(text: str, token: re.Match[str]) -> bool:
    """A capitalized word at the start of a sentence, which need not be a name."""
    before = text[: token.start()].rstrip(" \n\t-–•*0123456789)(\"'“«")
    return not before or before[-1] in ".:!?;"


def _by_address(text: str, found: list[Person], context: Context) -> list[Person]:
    """Contacts who are named by their e-mail address alone."""
    out = []
    for contact in context.directory.contacts:
        if not contact.email:
            continue
        place = text.lower().find(contact.email.lower())
        if place >= 0 and not any(contact in p.contacts for p in found):
            end = place + len(contact.email)
            out.append(Person(place, end, text[place:end], contact.name, None, (contact,)))
    return out


def _is_sender(name: str, context: Context) -> bool:
    """Whether it is the name the sender signs with, in whatever script."""
    return bool(name) and folded(name) == folded(context.sender_name)


def find(reference: str, context: Context) -> tuple[Contact, ...]:
    """The contacts a bare reference can mean: a name, a name with honorific, an address."""
    reference = reference.strip().strip(".,;:")
    for contact in context.directory.contacts:
        if contact.email and contact.email.lower() == reference.lower():
            return (contact,)
    if _is_sender(reference, context) and context.contact is not None:
        return (context.contact,)
    parts = reference.split()
    honorific = _honorific(parts[0], context.words) if len(parts) > 1 else None
    parts = parts[1:] if honorific else parts
    for pool in (context.own_contacts, _pool(context)):
        found = matching([p.strip(",()") for p in parts], honorific, pool)
        if found:
            return tuple(found)
    return ()

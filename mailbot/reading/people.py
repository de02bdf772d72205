"""Who is meant: mentions of contacts in a text, by name, initial, honorific, address or "I".

A mention carries every contact it could mean; one means resolved, several means a question. A name of
which only a part is on file ("John Smith" where the sheet has Peter Smith) is nobody on file.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mailbot.directory.records import Contact
from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import Phrases, every_language, phrases
from mailbot.reading.context import Context
from mailbot.reading.countries import code as country_code
from mailbot.reading.mentions import both_scripts, in_arabic, in_characters
from mailbot.reading.names import declined, latin, units
from mailbot.reading.person import INITIAL, Person, by_patronymic, matching, narrowed
from mailbot.reading.posted import by_post
from mailbot.reading.values import folded

__all__ = ["Person", "find", "matching", "people"]
_LETTER = r"[^\W\d_\u3400-\u9fff]"
_TOKEN = re.compile(rf"{_LETTER}+(?:['’.-]{_LETTER}+)*\.?|[\u3400-\u9fff]+")
PARTICLES = {"de", "da", "dos", "van", "von", "der", "bin", "al", "el", "di", "del", "la", "ben"}
_OF = {"بن", "بنت", "ابن", "أبو", "عبد", "آل"}
_ARABIC = re.compile(r"[\u0621-\u064a]")
_OF_POST = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]+\s(?:for|of|of the|de|de la|del|des|pour|para)$")


@cache
def _honorifics(words: Phrases) -> dict[str, str]:
    """Every way to write an honorific -> the form the file has it in."""
    forms: dict[str, str] = {}
    for value, written in words.table("contact.honorific_as").items():
        for word in written:
            forms.setdefault(word.rstrip(".").casefold(), value)
    return forms


def _honorific(word: str, words: Phrases) -> str | None:
    return _honorifics(words).get(word.rstrip(".").casefold())


def _is_name_word(token: str) -> bool:
    """A capitalized word; scripts without capitals have none, and names there are told by an honorific."""
    return token[:1].isupper()


def _is_caseless(token: str) -> bool:
    return token[:1].lower() == token[:1].upper()


@lru_cache(maxsize=64)
def _units(names: tuple[str, ...]) -> frozenset[str]:
    """The words of all names on file, in every form."""
    return frozenset(unit for name in names for unit in (*units(name), *folded(name).split()))


def people(text: str, context: Context) -> list[Person]:
    """Every person named in the text, known or new, from left to right."""
    words = context.words
    tokens = list(_TOKEN.finditer(text))
    known = _units(tuple(c.name for c in context.directory.contacts))
    found: list[Person] = []
    index = 0
    while index < len(tokens):
        person, index = _at(text, tokens, index, known, context, words)
        if person is not None:
            found.append(person)
    if HAN.search(text):
        found = in_characters(text, found, context)
    if _ARABIC.search(text):
        found = in_arabic(text, found, context)
    found = both_scripts(text, found, context)
    found += _by_address(text, found, context)
    return sorted(found, key=lambda p: p.start)


def _stop(token: str, context: Context) -> bool:
    """Capitalized words that end a name: organization codes, committees, roles."""
    bare = token.rstrip(".")
    if any(bare == o.code for o in context.directory.organizations):
        return True
    if context.words.pattern("contact.name_stop").fullmatch(bare):
        return True
    foreign = context.language in ("ru", "ar", "zh") and bare.isascii() and len(bare) > 2
    return foreign and phrases("en").pattern("contact.name_stop").fullmatch(bare) is not None


def _run(
    text: str, tokens: list[re.Match[str]], index: int, context: Context, after_honorific: bool
) -> list[re.Match[str]]:
    """Capitalized words with only blanks between; after an honorific two of a script without capitals."""
    run: list[re.Match[str]] = []
    for token in tokens[index : index + 5]:
        if run and text[run[-1].end() : token.start()].strip(" \n"):
            break
        word = token[0]
        if run and len(word.rstrip(".")) > 1 and _honorific(word, context.words):
            break  # `Drop Ms X`
        names = [t for t in run if t[0] not in _OF]  # `ريم بن يوسف` are two
        caseless = (
            _is_caseless(word) and after_honorific and len(names) < 2 and all(_is_caseless(t[0]) for t in run)
        )
        if caseless and run and _stop(word, context):
            break  # `السيدة X هي ...`
        article = word == "la" and run and run[-1][0] != "de" and not after_honorific
        particle = word in PARTICLES and run and not article  # `Asumí la Subsecretaría`
        initial = INITIAL.fullmatch(word) is not None and _is_name_word(word)
        if not (particle or caseless or initial) and (not _is_name_word(word) or _stop(word, context)):
            break
        run.append(token)
        if word.endswith(("'s", "’s")):
            break  # `Ms X's PhD`
        if word.endswith(".") and not INITIAL.fullmatch(word):
            break
    while run and run[-1][0] in PARTICLES:
        run.pop()
    return run


def _at(
    text: str,
    tokens: list[re.Match[str]],
    index: int,
    known: frozenset[str],
    context: Context,
    words: Phrases,
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
    written = [t[0] if INITIAL.fullmatch(t[0]) else re.sub(r"['’]s$", "", t[0].rstrip(".")) for t in run]
    start = token.start() if honorific else run[0].start()
    end = run[-1].start() + len(written[-1])
    honorific = honorific or _suffix(text[end : end + 4], words)
    hits = [_known(word, known) for word in written]
    if any(hits):
        for pool in (context.own_contacts, context.everybody):
            found = matching(written, honorific, pool) or by_patronymic(written, pool)
            meant = narrowed(found, text[end : end + 60])
            contacts = by_post(meant, text, start, context)
            if contacts:
                return Person(
                    start, end, text[start:end], " ".join(written), honorific, tuple(contacts)
                ), first + len(run)
    if context.contact is not None and _is_sender(" ".join(written), context):
        return Person(
            start, end, text[start:end], " ".join(written), honorific, (context.contact,)
        ), first + len(run)
    if honorific or (
        len(written) >= 2
        and not words.pattern("contact.name_stop").search(" ".join(w for w in written if len(w) > 2))
        and not _no_name(text, start, end, " ".join(written))
    ):
        return Person(start, end, text[start:end], " ".join(written), honorific), first + len(run)
    return None, first + len(run)


def _no_name(text: str, start: int, end: int, written: str) -> bool:
    """Capitalized words that are something else: a country, a quotation, the field of a post (`Director for
    Standardization Strategy`), the beginning of a body's name (`Polish Digital Authority`).
    """
    body = every_language().pattern("contact.employer_word")
    goes_on = text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()
    if body.match(written) or (goes_on and body.match(text, end + 1)):
        return True
    before = text[max(0, start - 40) : start].rstrip()
    if before[-1:] in ('"', "“", "«", "„", "‘") or country_code(written) or _body_of(written):
        return True
    words = every_language()
    if words.pattern("contact.post_word").match(written) or words.pattern("contact.state").match(written):
        return True  # `Министерство связи Республики Беларусь`
    of_body = words.has("contact.post_word", before) or words.has("contact.employer_word", before)
    return of_body and _OF_POST.search(before) is not None


def _body_of(written: str) -> bool:
    """An abbreviation and its country, which is a body: `SUTEL de Costa Rica`, `ARCEP Togo`."""
    first, _, rest = written.partition(" ")
    rest = re.sub(r"^(?:de|del|da|do|of)\s", "", rest)
    return len(first) >= 3 and first.isupper() and country_code(rest) is not None


def _suffix(text: str, words: Phrases) -> str | None:
    """An honorific that follows the name, as in Chinese: `Hemi Parata先生`."""
    for value, written in words.table("contact.honorific_as").items():
        if any(not w.isascii() and text.startswith(w) for w in written):
            return value
    return None


def _known(word: str, known: frozenset[str]) -> bool:
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
    for contact in context.directory.contacts if "@" in reference else ():
        if contact.email and contact.email.lower() == reference.lower():
            return (contact,)
    if _is_sender(reference, context) and context.contact is not None:
        return (context.contact,)
    parts = reference.split()
    honorific = _honorific(parts[0], context.words) if len(parts) > 1 else None
    parts = parts[1:] if honorific else parts
    for pool in (context.own_contacts, context.everybody):
        found = matching([p.strip(",()") for p in parts], honorific, pool)
        if found:
            return tuple(found)
    return ()

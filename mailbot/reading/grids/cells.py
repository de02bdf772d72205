"""What a cell of a known column says, in the contract's form, in whichever language the table is written."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from itertools import takewhile
from typing import get_args

from mailbot.directory.records import Action, MeetingStatus, Mode, PositionStatus, Role
from mailbot.mail.phrases import phrases
from mailbot.reading import countries, normal, people
from mailbot.reading.context import Context
from mailbot.reading.entries import NOTHING
from mailbot.reading.values import ascii_digits, clean, email, phone

CLOSED: dict[tuple[str, str], tuple[str, ...]] = {
    ("contact", "role"): get_args(Role),
    ("position", "action"): get_args(Action),
    ("position", "status"): get_args(PositionStatus),
    ("meeting", "mode"): get_args(Mode),
    ("meeting", "status"): get_args(MeetingStatus),
}
_DEPUTY = {"alternate", "coordinator"}
MAX_WORDS = 300  # characters of a cell that holds one value
_LONG = ("summary", "job_title", "affiliation", "url", "place")
_ARABIC_PAIR = re.compile(r"([\u0621-\u0652]+) (?!ال)([\u0621-\u0652]+)")
_CHINESE = re.compile(r"[\u3400-\u9fff]{2}")
# a number a spreadsheet has shortened has lost its digits
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?\s?E\s?\+\s?\d+", re.I)


class Unreadable(Exception):
    """The cell does not say what its column promises."""


def is_nothing(text: str) -> bool:
    return clean(text).casefold() in NOTHING


def is_same(text: str, context: Context) -> bool:
    """Whether the cell only says that nothing changes: `unchanged`, `as in TD917`."""
    text = clean(text).strip(" .")
    short = 0 < len(text) <= 40 and len(text.split()) <= 5
    return short and any(one.words.pattern("sheet.same").fullmatch(text) for one in spoken(context))


def spoken(context: Context) -> tuple[Context, ...]:
    """The table's language, then English, in which values are often left."""
    return (context,) if context.language == "en" else (context, replace(context, language="en"))


def choice(target: str, field: str, text: str, context: Context) -> str | None:
    """A word of a closed list; a negated one is none ("not yet agreed")."""
    text = clean(text)
    languages = tuple(one.language for one in spoken(context))
    if not 0 < len(text) <= MAX_WORDS:
        return None
    found = _choice(target, field, text, languages)
    if found is None and (noun := _ARABIC_PAIR.fullmatch(text)):  # with the article, as in a letter
        found = _choice(target, field, f"{noun[1]} ال{noun[2]}", languages)
    return found


@lru_cache(maxsize=4096)
def _choice(target: str, field: str, text: str, languages: tuple[str, ...]) -> str | None:
    allowed = set(CLOSED[target, field])
    plain = text.casefold().replace(" ", "_").replace("-", "_")
    if code := next((value for value in allowed if value.casefold() == plain), None):
        return code
    for language in languages:
        words = phrases(language)
        exact: set[str] = set()
        within: set[str] = set()
        for table in (f"sheet.{target}_{field}", f"{target}.{field}"):
            for value, pattern in words.patterns(table).items():
                exact |= {value} if pattern.fullmatch(text) else set()
                within |= {value} if pattern.search(text) else set()
        negated = field != "action" and words.pattern("modality.negation").search(text)
        for found in (exact, set() if negated else within):
            if len(found & allowed) == 1:
                return (found & allowed).pop()
        if not negated and field == "mode" and {"virtual", "physical"} <= within:
            return "hybrid"  # `mixed (on site and remotely)`
        if not negated and within & allowed == _DEPUTY and len(text.split()) == 2:
            return "alternate"  # `alternate coordinator`
    return None


def is_word(target: str, field: str, text: str, context: Context) -> bool:
    """Whether the cell is a word of the closed list alone: `Coordinator`, not `Tour Coordinator`."""
    text = clean(text)
    if not 0 < len(text) <= MAX_WORDS:
        return False
    allowed = CLOSED[target, field]
    if text.casefold().replace(" ", "_").replace("-", "_") in {value.casefold() for value in allowed}:
        return True
    return any(
        value in allowed and pattern.fullmatch(text)
        for one in spoken(context)
        for table in (f"sheet.{target}_{field}", f"{target}.{field}")
        for value, pattern in one.words.patterns(table).items()
    )


def committee(text: str, context: Context) -> str | None:
    """`COM3`, `3`, `Commission 3`; `all`, `3 and 4` and what else stands for all of them."""
    text = clean(text)
    if len(text) > MAX_WORDS:
        return None
    codes = {re.sub(r"\D", "", c.code): c.code for c in context.directory.committees}
    numbers = set(re.findall(r"\d+", ascii_digits(text)))
    if len(codes) > 1 and numbers == set(codes):
        return "all"
    for one in spoken(context):
        if one.words.pattern("sheet.all").fullmatch(text):
            return "all"
        if found := normal.committee(text, one):
            return found
    digits = re.fullmatch(r"\D{0,20}?(\d+)\D{0,12}", ascii_digits(text))
    return codes.get(digits[1]) if digits else None


@cache
def _honorifics(language: str) -> dict[str, str]:
    """Every way to write an honorific in the language -> the form the file has it in."""
    table = phrases(language).table("contact.honorific_as")
    return {w.rstrip(".").casefold(): value for value, written in table.items() for w in written}


def honorific(text: str, context: Context) -> str | None:
    """`Mme`, `г-жа`: the form the file has it in."""
    plain = clean(text).rstrip(".").casefold()
    return next((v for one in spoken(context) if (v := _honorifics(one.language).get(plain))), None)


def name(text: str, context: Context) -> tuple[str | None, str]:
    """(honorific, name) of a cell: `Mme Ada VERNE`, `VERNE, Ada`, `Ada Verne先生`."""
    text = clean(re.split(r"\n|(?<=\S)\s?\(", text.strip()[:MAX_WORDS], maxsplit=1)[0])
    text = re.sub(r"^(?:H\.?E\.?|S\.E\.)\s+", "", text)
    first, _, rest = text.partition(" ")
    title = honorific(first, context) if rest else None
    text = rest if title else text
    if not title and _CHINESE.fullmatch(text[-2:]) and (title := honorific(text[-2:], context)):
        text = text[:-2].strip()
    family, comma, given = text.partition(",")
    if comma and given.strip() and "," not in given:
        text = f"{given.strip()} {family.strip()}"
    return title, _lowered(text)


def _lowered(text: str) -> str:
    """`VERNE` as `Verne`: capitals are a way to mark the family name, not part of it."""

    def plain(word: str) -> str:
        letters = word.replace("-", "")
        if len(letters) < 3 or not letters.isalpha() or not letters.isupper():
            return word
        return "-".join(part.capitalize() for part in word.split("-"))

    return " ".join(plain(word) for word in text.split())


def given_first(text: str) -> str:
    """`VERNE Ada` as `Ada Verne`; what is not a family name in capitals before others stays as it is."""
    words = text.split()

    def is_capitals(word: str) -> bool:
        letters = re.sub(r"[-'’]", "", word)
        return len(letters) > 1 and letters.isalpha() and letters.isupper()

    family = list(takewhile(is_capitals, words))
    given = words[len(family) :]
    if not family or not given or any(is_capitals(w) or not w[:1].isupper() for w in given):
        return text
    plain = ["-".join(part.capitalize() for part in word.split("-")) for word in family]
    return " ".join([*given, *plain])


def value(target: str, field: str, text: str, context: Context, country: str | None) -> str | None:
    """The cell's value. Raises `Unreadable` where the column has a form and the cell has not."""
    text = clean(text)
    if len(text) > MAX_WORDS and field not in _LONG:
        raise Unreadable(f"{text[:100]}…")
    found: str | None = text
    if (target, field) in CLOSED:
        found = choice(target, field, text, context)
    elif field == "committee":
        found = committee(text, context)
    elif field == "email":
        found = email(text)
    elif field == "phone":
        found = None if _SHORTENED.search(text) else phone(_first_number(text), country)
    elif field == "country":
        found = countries.code(text) or ""
    elif field == "language":
        found = text.lower() if re.fullmatch(r"[A-Za-z]{2}", text) else ""
    elif field == "honorific":
        found = honorific(text, context) or ""
    if found is None:
        raise Unreadable(text)
    return found or None


def _first_number(text: str) -> str:
    """Of `+1 202 370 4711; +1 ...` or `... / ...` the first; extensions are left out."""
    text = re.split(r"(?i)\s?(?:ext\.?|poste|доб\.?|int\.|转|x)\s?\d{1,5}$", text)[0]
    pieces = re.split(r"[;,]|\s/\s|/\s?(?=\+)", text)
    return next((p for p in pieces if len(re.sub(r"\D", "", ascii_digits(p))) >= 6), text)


def coordinator(text: str, context: Context) -> str:
    """The id of the one contact of the organization that the cell names."""
    own = context.directory.contacts_of(context.organization or "")
    on_file = [c for c in own if c.id == text]
    _, bare = name(text, context)
    for reference in (text, bare):
        found = on_file or [c for c in people.find(reference, context) if c in own]
        if len(found) == 1:
            return found[0].id
    address = email(text)
    found = [c for c in own if address and (c.email or "").lower() == address.lower()]
    if len(found) != 1:
        raise Unreadable(text)
    return found[0].id

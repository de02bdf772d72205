"""Which field a heading names, in any of the six languages.

The words are the form's field names (`contact.field` ...) and those that only tables use (`sheet.*`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mailbot.directory.exports.tabular import KEY_HEADING
from mailbot.mail.patterns import compiled
from mailbot.mail.phrases import phrases
from mailbot.reading.values import clean, folded

MAX_HEADING = 80  # characters
# columns that only tables have; looked for after the fields, since `Status` may be a field
_OF_TABLES = {
    "contact": ("given", "family", "organization", "remark"),
    "position": ("organization", "remark"),
    "meeting": ("organization", "remark"),
}


@cache
def _words(target: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Field and the words for it, in the order in which they are tried."""
    words = phrases(language)
    subject = [("title", words.pattern("sheet.subject"))] if target == "position" else []
    fields = [(field, words.pattern(f"{target}.field.{field}")) for field in words.table(f"{target}.field")]
    columns = [(field, words.pattern(f"sheet.{field}")) for field in _OF_TABLES[target]]
    return (*subject, *fields, *columns)


@cache
def _any_word(target: str, language: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """All words for all fields, and their names: most cells are none of them, which one look tells."""
    words = phrases(language)
    names = [f"{target}.field.{field}" for field in words.table(f"{target}.field")]
    names += ["sheet.subject", *(f"sheet.{field}" for field in _OF_TABLES[target])]
    every = compiled([word for name in names for word in words.words(name)], language == "zh")
    return every, frozenset(field for field, _ in _words(target, language))


def _field(target: str, text: str, language: str) -> str | None:
    plain = text.rstrip(" :.*")
    bare = folded(plain).replace(" ", "_")
    every, names = _any_word(target, language)
    if bare not in names and every.fullmatch(plain) is None:
        return None
    found = (
        field for field, pattern in _words(target, language) if field == bare or pattern.fullmatch(plain)
    )
    return next(found, None)


@lru_cache(maxsize=8192)
def field_of(target: str, text: str, languages: tuple[str, ...]) -> str | None:
    """The field a heading names: as a whole, else by one of its halves."""
    if not text or len(text) > MAX_HEADING:
        return None
    if clean(text).casefold() == KEY_HEADING:
        return "key"
    pieces = [text, re.sub(r"\([^()]*\)|（[^（）]*）", " ", text)]
    pieces += [p for p in re.split(r"[/|\n;,()（）、]|\s[-–—]\s|(?<=\w)\.\s(?=\w)", text) if p.strip()]
    if target == "meeting":  # `Venue and form`
        pieces += re.split(r"\s(?:and|et|y|и|&)\s", text)
    for piece in dict.fromkeys(clean(p) for p in pieces):
        for language in languages:
            if piece and (field := _field(target, piece, language)):
                return field
    return None

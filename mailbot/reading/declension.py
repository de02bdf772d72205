"""Russian names of new people and posts in the nominative: `назначаем Виталия Сушкевича` -> Виталий Сушкевич.

Whether it is a man or a woman decides, since `Петрова` is hers as it stands and his in the genitive: the form
of the honorific tells, else the first name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mailbot.mail.phrases import phrases

_CYRILLIC = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")
# ending of an oblique case -> of the nominative; the first that fits holds
_HIS_SURNAME = (
    ("ского", "ский"),
    ("цкого", "цкий"),
    ("скому", "ский"),
    ("цкому", "цкий"),
    ("ским", "ский"),
    ("цким", "цкий"),
    ("овым", "ов"),
    ("евым", "ев"),
    ("ёвым", "ёв"),
    ("иным", "ин"),
    ("ыным", "ын"),
    ("ова", "ов"),
    ("ева", "ев"),
    ("ёва", "ёв"),
    ("ина", "ин"),
    ("ына", "ын"),
    ("ову", "ов"),
    ("еву", "ев"),
    ("ёву", "ёв"),
    ("ину", "ин"),
    ("ого", "ый"),
    ("ому", "ый"),
    ("ичем", "ич"),
    ("ком", "к"),
    ("ом", ""),
    ("ем", ""),
    ("а", ""),
    ("у", ""),
)
_HER_SURNAME = (
    ("скую", "ская"),
    ("цкую", "цкая"),
    ("ской", "ская"),
    ("цкой", "цкая"),
    ("ую", "ая"),
    ("овой", "ова"),
    ("евой", "ева"),
    ("ёвой", "ёва"),
    ("иной", "ина"),
    ("ову", "ова"),
    ("еву", "ева"),
    ("ёву", "ёва"),
    ("ину", "ина"),
    ("ыну", "ына"),
)
_HIS_NAME = (
    ("ием", "ий"),
    ("ия", "ий"),
    ("ию", "ий"),
    ("еем", "ей"),
    ("ея", "ей"),
    ("ею", "ей"),
    ("аем", "ай"),
    ("ая", "ай"),
    ("аю", "ай"),
    ("авлом", "авел"),
    ("авла", "авел"),
    ("авлу", "авел"),
    ("рем", "рь"),
    ("ря", "рь"),
    ("рю", "рь"),
    ("иком", "ик"),
    ("ом", ""),
    ("ем", ""),
    ("а", ""),
    ("у", ""),
    ("ой", "а"),
    ("ы", "а"),
    ("и", "а"),
    ("ю", "я"),
    ("ей", "я"),
)
_HER_NAME = (
    ("ией", "ия"),
    ("ию", "ия"),
    ("ью", "ь"),
    ("ой", "а"),
    ("ей", "я"),
    ("у", "а"),
    ("ю", "я"),
    ("ии", "ия"),
    ("ы", "а"),
    ("и", "я"),
    ("и", "а"),
    ("и", "ь"),
    ("е", "а"),
    ("е", "я"),
)


def nominative(name: str, honorific: str | None) -> str:
    """The name in its basic form; as it is where nothing tells how it is declined."""
    words = name.split()
    initials = re.fullmatch(r"((?:[А-ЯЁ]\.\s?){1,2})([А-ЯЁ][а-яё-]+)(?:ову|еву|ину|ёву)", name)
    if initials and honorific != "Ms":  # `Д. Орлову`: no other case of a man's or a woman's name ends so
        return name[:-1]
    if not 2 <= len(words) <= 3 or not all(_CYRILLIC.fullmatch(w) for w in words):
        return name
    table = phrases("ru").table("contact.first_name")
    his = {w.casefold() for w in table.get("Mr", ())}
    hers = {w.casefold() for w in table.get("Ms", ())}
    first = words[0]
    if honorific != "Mr":
        base = _base(first, _HER_NAME, hers)
        if base is not None or honorific == "Ms":
            shown = base or _ended(first, _HER_NAME[:7]) or first
            return " ".join([shown, *(_ended(w, _HER_SURNAME) or w for w in words[1:])])
    base = _base(first, _HIS_NAME, his)
    if base == first or (base is None and honorific is None):
        return name  # it stands in the nominative, or nothing is known of it
    family = [_ended(w, _HIS_SURNAME) or w for w in words[1:]]
    sure = 12 if family == words[1:] else 20  # `г-на Бахрома Алиева`: both stand in the same case
    return " ".join([base or _ended(first, _HIS_NAME[:sure]) or first, *family])


def _base(word: str, endings: tuple[tuple[str, str], ...], known: set[str]) -> str | None:
    """The basic form, if it is a known first name."""
    if word.casefold() in known:
        return word
    forms = (word[: -len(old)] + new for old, new in endings if word.endswith(old))
    return next((form for form in forms if form.casefold() in known), None)


def _ended(word: str, endings: tuple[tuple[str, str], ...]) -> str | None:
    found = next(((old, new) for old, new in endings if word.endswith(old)), None)
    return word[: -len(found[0])] + found[1] if found and len(word) - len(found[0]) >= 3 else None


_OBLIQUE_NOUN = (("ом", ""), ("ем", "ь"), ("ём", "ь"), ("а", ""), ("я", "ь"))
_OBLIQUE_ADJECTIVE = (
    ("ным", "ный"), ("вым", "вый"), ("ого", "ый"), ("шим", "ший"), ("щим", "щий"), ("его", "ий"),
    ("ким", "кий"),
)  # fmt: skip


@lru_cache(maxsize=1)
def _posts() -> frozenset[str]:
    return frozenset(w.casefold() for w in phrases("ru").words("contact.post_word") if w.isalpha())


_ACCUSATIVE = re.compile("(?:\u0627\u064b|\u064b\u0627|\u064b)$")


def basic_post(post: str) -> str:
    """A Russian post in the nominative: `назначен главным специалистом отдела` -> главный специалист отдела.

    The words up to the noun that names the post; without such a noun the post stays as it is.
    """
    words = post.split()
    if words and _ACCUSATIVE.search(words[0]):  # Arabic: `مديراً عاماً للتقييس`
        return " ".join(_ACCUSATIVE.sub("", word) for word in words)
    head = {"заведующему": "заведующий", "заведующим": "заведующий", "заведующей": "заведующая"}
    if words and (base := head.get(words[0].casefold())):
        return " ".join([base, *words[1:]])
    for number, word in enumerate(words[:3]):
        noun = next((n for n in _forms(word, _OBLIQUE_NOUN) if n.casefold() in _posts()), None)
        if noun is not None:
            adjectives = [next(_forms(w, _OBLIQUE_ADJECTIVE), w) for w in words[:number]]
            return " ".join([*adjectives, noun, *words[number + 1 :]])
        if word.casefold() in _posts() and not word.casefold().endswith(("ый", "ий")):
            return post
    return post


def _forms(word: str, endings: tuple[tuple[str, str], ...]) -> Iterator[str]:
    return (word[: -len(old)] + new for old, new in endings if word.casefold().endswith(old))

"""Whose stage it is by the grammar: `the link to Resolution 22 is dead`, `the group adopted its agenda`.

A stage belongs to the noun that it is said of: the subject of a passive, the object of an active verb. Only a
noun for a text (proposal, row, amendments), or for those who decide on one, passes it on to the text. Told in
languages whose nouns have an article before them.
"""

from __future__ import annotations

import re

from mailbot.reading.context import Context

_WORD = r"[^\W\d_][\w'’-]*"
_LANGUAGES: dict[str, tuple[str, str, str, bool]] = {
    # articles, words that end the noun phrase, auxiliaries of the passive, whether the noun stands last in it
    "en": (
        r"(?:the|our|my|his|her|their|its|your|an?|this|that|these|those)\s+",
        r"(?:on|of|for|to|about|in|at|from|with|regarding|concerning|between|by|is|are|was|were|has|have|had|which|that)",
        r"(?:is|are|was|were|been|be|being|got|gets)\s+(?:(?:\w+ly|now|already|also|then|since|thus)\s+){0,2}",
        True,
    ),
    "fr": (
        r"(?:l['’]|d['’]|(?:le|la|les|notre|nos|mon|ma|mes|une?|des|ce|cet|cette|ces|votre|vos|leurs?|sa|son|ses)\s+)",
        r"(?:sur|de|du|des|d['’]\w*|à|au|aux|pour|par|en|dans|qui|que|est|sont|a|ont|relati\w+|concernant)",
        r"(?:est|sont|été|fut|était|étaient)\s+(?:(?:\w+ment|désormais|déjà|donc|aussi|enfin|bien)\s+){0,2}",
        False,
    ),
    "es": (
        r"(?:el|la|los|las|nuestr[oa]s?|mis?|su|sus|una?|unos|unas|est[ea]s?|es[ea]s?)\s+",
        r"(?:sobre|de|del|a|al|para|por|en|con|que|es|son|fue|fueron|ha|han|quedó|está|relativ\w+)",
        r"(?:es|son|está|están|fue|fueron|sido|quedó|quedaron|queda|quedan)\s+(?:(?:\w+mente|ya|también|finalmente)\s+){0,2}",
        False,
    ),
}
_NUMBERED = re.compile(r"[(（][^()（）]*\d[^()（）]*[)）]\s*$")
_LEAD = (
    r"(?:then|also|now|yesterday|today|meanwhile|however|so|therefore|finally|ensuite|enfin|hier|ayer|hoy)"
)
_PRONOUN = r"(?:it|they|this|that|both|all|elle|elles|il|ils|cela|ella|ellas|esta|esto|ambas|ambos)"
_BREAK = re.compile(r"[.,;:!?()]\s*|\s[–—-]\s|\b(?:and|but|so|that|et|mais|que|y|pero)\s", re.I)


def of_other_heads(text: str, stages: list[tuple[int, int]], context: Context) -> list[tuple[int, int]]:
    """The stages that are said of something else than a text."""
    if context.language == "ru":
        return [(start, stop) for start, stop in stages if _russian(text, start, stop, context)]
    known = _LANGUAGES.get(context.language)
    if known is None:
        return []
    article, end, passive, last = known
    out: list[tuple[int, int]] = []
    for start, stop in stages:
        ahead = re.search(rf"(?<!\w){passive}$", text[:start], re.I)
        if ahead is not None or re.match(passive, text[start:stop], re.I):
            noun = _subject(text[:stop], ahead.start() if ahead else start, article, end)
            said = noun.split()[-1:] if last else [noun]
        else:
            noun = _object(text[stop:], article, end)
            said = [noun]
        if noun and not _passes(said[0], context):
            out.append((start, stop))
    return out


_ABOUT = re.compile(r"\s*(?P<noun>(?:[^\W\d_]+\s){0,4}?[^\W\d_]+)\s(?:по|о|об|к|на|для|относительно)\s", re.I)
_SMALL = {"также", "теперь", "далее", "сейчас", "кроме", "того", "пока", "если", "наконец"}
_FROM = re.compile(r"\s*от\s(?P<noun>[^\W\d_]+(?:\s[^\W\d_]+){0,2})")


def _russian(text: str, start: int, stop: int, context: Context) -> bool:
    """`Справка по Резолюции 18 направлена`, `отказались от поездки`: what is sent or given up is no text."""
    begin = max((m.end() for m in _BREAK.finditer(text, 0, start)), default=0)
    phrase = _ABOUT.match(text[begin:start])
    noun = " ".join(w for w in phrase["noun"].split() if len(w) > 3 and w not in _SMALL) if phrase else ""
    if noun and not context.words.has("position.text_head", noun):
        return True
    behind = text[stop - 3 if text[:stop].endswith(" от") else stop :]
    given_up = _FROM.match(behind)
    return given_up is not None and not context.words.has("position.text_head", given_up["noun"])


def _subject(text: str, place: int, article: str, end: str) -> str:
    """The noun phrase with which the clause of a passive begins."""
    breaks = [m.end() for m in _BREAK.finditer(text, 0, place)]
    found = re.match(
        rf"(?:{_LEAD}\s+)?{article}(?P<noun>(?:{_WORD}\s+){{0,4}}?{_WORD})\s+{end}\b",
        text[breaks[-1] if breaks else 0 :],
        re.I,
    )
    if found and _NUMBERED.search(text[:place]):
        return ""  # "the mandate of TSAG (22) was adopted"
    if found and re.search(rf"\b{_PRONOUN}\s+$", text[:place], re.I):
        return ""  # "after the discussion on it, it was agreed"
    return found["noun"] if found else ""


def _object(text: str, article: str, end: str) -> str:
    """The noun phrase right behind a verb."""
    found = re.match(rf"\s+{article}(?P<noun>{_WORD}(?:\s+{_WORD}){{0,3}})", text, re.I)
    return re.split(rf"\s(?:{end})\b", found["noun"], flags=re.I)[0] if found else ""


def _passes(noun: str, context: Context) -> bool:
    words = context.words
    return any(
        words.has(name, noun) for name in ("text.noun", "position.text_head", "position.value_summary")
    )

"""A member speaks for itself: `Ghana proposes to modify Resolution 40` is no proposal of the region.

A clause says what a country does where it begins with the country, or with its administration or delegation,
and nothing in it speaks for the region.
"""

from __future__ import annotations

import re
from functools import cache

from mailbot.reading import countries
from mailbot.reading.context import Context
from mailbot.reading.prose.position_values import speaks_for_us
from mailbot.reading.prose.window import Window
from mailbot.reading.values import folded

_CUT = re.compile(r"[,;:.،؛，；：。]\s?|\s[–—-]\s")
_WORD = re.compile(r"[\w'’-]+")
_ENDING = "аяоеийыьюуём"  # of Russian names, which are declined
_ELIDED = re.compile(r"[LlDd]['’]")
_BEHIND = 60  # characters between a country and what it wants
_LONGEST = 4  # words of a country's name
_FEWEST = 4  # letters of a name that is told from what it begins with


def told_by_member(window: Window, context: Context) -> bool:
    """Whether a country opens the clause that names the texts, or a sentence that goes on about them."""
    text = window.whole.text if window.whole else window.scene.text
    if not context.words.has("position.proposes", text):
        return False
    raw = window.keys[0].raw
    place = max(text.find(raw), 0) if not window.carried else 0
    begins = [max([0, *(m.end() for m in _CUT.finditer(text, 0, place))])]
    behind = _CUT.match(text, place + len(raw)) if not window.carried else None  # `Resolution 40: Ghana ...`
    begins += [behind.end()] if behind else []
    return any(_opens(text[at:], context) for at in begins) and not speaks_for_us(text, context)


def _opens(clause: str, context: Context) -> bool:
    """Whether the clause begins with a country or what stands before one, and with what it wants."""
    proposes, rest = context.words.pattern("position.proposes"), clause.lstrip()
    first = proposes.match(rest) if context.language == "ar" else None  # `تقترح مصر تعديل ...`
    rest = _led(rest[first.end() :] if first else rest, context)
    end = _named(rest, context)
    return end > 0 and (first is not None or proposes.search(rest, end, end + _BEHIND) is not None)


def _led(rest: str, context: Context) -> str:
    """Without `the delegation of the Republic of`."""
    lead = context.words.pattern("position.member_lead")
    rest = rest.lstrip(" ,")
    while (found := lead.match(rest)) or (found := _ELIDED.match(rest)):
        rest = rest[found.end() :].lstrip(" ,")
    return rest


def _named(rest: str, context: Context) -> int:
    """Where the country's name ends with which the words begin; 0 where they begin with none."""
    if context.language == "zh":
        return next((n for n in range(8, 1, -1) if rest[:n] in _plain()), 0)
    found = list(_WORD.finditer(rest[:80]))[:_LONGEST]
    for last in reversed(found):
        name = folded(rest[: last.end()].replace(".", ""))
        if name in _known() or (len(name) >= _FEWEST and name.rstrip(_ENDING) in _stems()):
            return last.end()
    return 0


@cache
def _known() -> frozenset[str]:
    return frozenset(countries.every_name())


@cache
def _plain() -> frozenset[str]:
    return frozenset(name for name in countries.every_name() if re.match(r"[\u3400-\u9fff]", name))


@cache
def _stems() -> frozenset[str]:
    """Russian names without their endings: `Беларуси`, `Казахстана`."""
    russian = (name for name in countries.every_name() if re.match(r"[а-яё]", name))
    return frozenset(name.rstrip(_ENDING) for name in russian if len(name) >= _FEWEST)

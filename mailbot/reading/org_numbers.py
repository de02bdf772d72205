"""A number beside an organization's name is its proposal: `APT's 78`, `RCC/29`, `CEPT on 29`.

Told by the directory: only where that organization has a position on the Resolution of this number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from mailbot.reading.context import Context
from mailbot.reading.numbers import TextRef, canonical

_NUMBER = (  # one number, no list and no date
    r"(?P<number>\d{1,3})(?![\w°º%]|[.,:/-]\d|\s?[-–,;/&+]\s?\d|\s(?:and|et|y|e|и|to|à|a)\s\d)"
)


@cache
def _pattern(codes: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, codes))
    return re.compile(
        rf"(?<![\w-])(?P<code>{names})(?:['’]s|s['’])?\s?[/:]?\s?(?:on\s|no\.?\s|№\s?)?{_NUMBER}"
    )


def beside_organizations(text: str, context: Context, found: Sequence[TextRef]) -> list[TextRef]:
    """The Resolutions named so, where nothing else names a text at that place."""
    codes = tuple(sorted(o.code for o in context.directory.organizations))
    if not codes or not any(code in text for code in codes):
        return []
    out: list[TextRef] = []
    for match in _pattern(codes).finditer(text):
        key, known = canonical("Resolution", int(match["number"]), context.directory)
        start, end = match.span("number")
        held = known and context.directory.get("position", f"{match['code']}/{key}") is not None
        counted = context.words.pattern("text.counted").match(text[end:].lstrip()) is not None
        if held and not counted and not any(f.start < end and start < f.end for f in found):
            out.append(TextRef(start, end, key, match["number"]))
    return out

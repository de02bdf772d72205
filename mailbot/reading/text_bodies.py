"""Whose Resolution a number is: of another conference, a council, an authority, or of an assembly.

`Resolution 71 (Rev. Busan, 2014)`, `Resolution 35 of the Plenipotentiary Conference` and
`Resolución 2 de 2009` are none of the programme's, whatever their numbers.
"""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.numbers import TextRef

# what joins a number to the body whose Resolution it is: `35 of the ...`, `35 (Rev. Dubai, 2018) of the ...`
_OF_BODY = re.compile(
    r"\s*(?:\([^()]{3,30}\)\s*)?(?:of|de|del|du)?\s*(?:the|la|le|les|el)?\s?(?:ITU|UIT|МСЭ)?"
    r"\s?(?:Conferenc\w+ de|Conférence de|World|)\s*",
    re.I,
)
# `71 (Rev. Busan, 2014)`, `第71号决议(2014年,釜山,修订版)`: the years in which another conference of ITU
# revised its Resolutions, and no assembly on standardization met
_ELSEWHERE_YEAR = "1989|1994|1995|1998|2002|2003|2006|2007|2010|2014|2015|2017|2018|2019|2023"
_REVISED = re.compile(
    r"\s?(?:号?\s?决议\s?)?[(（]\s?(?:[^()（）\d,،，]{3,30}[,،，]\s?"
    rf"(?:{_ELSEWHERE_YEAR})(?!\d)|(?:{_ELSEWHERE_YEAR})年\s?[,，]"
    r"|(?![^()（）]*(?:Gen|Gén|Gin|Жен|جنيف))[^()（）\d,،，]{3,30}[,،，]\s?2022(?!\d)|2022年\s?[,，](?!\s?日内瓦))"
)
# `Resolution 5 (EC-VII)`, `Resolution 95 (Rev.WRC-07)`, `COM/CITEL.RES.81`: bodies with codes of their own
_CODED = re.compile(
    r"\s?[(（](?:Rev\.?\s?)?(?:[A-Z]{1,6}-)?(?:[IVXLC]{2,8}(?:-\d\d)?|(?:WRC|PP|WTDC|RA|CMR|CMDT|ВКР|ВКРЭ|ПК)-?\d\d)[)）]"
)
# `Resolución 2 de 2009`: the act of an authority, numbered within its year, in which no assembly met
_OF_YEAR = re.compile(
    r"\s(?:of|de|del|du)\s(?!2000|2004|2008|2012|2016)"
    r"(?:19\d\d|20[0-1]\d|2021|2023)(?!\d)(?!\s(?:of|de la|du))"
)
_CODE_BEFORE = re.compile(r"([A-Z]{2,})[./]$")
_LONG = 6  # numbers of a list
_BODY_S = re.compile(r"\s?(?:Conference|大会|会议|conférence|)(?:'s|的|)\s?", re.I)


def without_elsewhere(text: str, context: Context, found: list[TextRef]) -> list[TextRef]:
    """`Resolution 35 of the Plenipotentiary Conference` is none of the programme's, whatever its number."""
    bodies = [m.span() for m in context.words.pattern("text.elsewhere_body").finditer(text)] if found else []
    return [
        ref
        for ref in found
        if not any(pattern.match(text, ref.end) for pattern in (_REVISED, _CODED, _OF_YEAR))
        and not _is_coded(text[max(0, ref.start - 12) : ref.start], context)
        and not any(ref.end <= a and _OF_BODY.fullmatch(text[ref.end : a]) for a, _ in bodies)
        and not any(b <= ref.start and _BODY_S.fullmatch(text[b : ref.start]) for _, b in bodies)
        and not _is_strange(ref, found)
    ]


def _is_coded(before: str, context: Context) -> bool:
    """Whether a code stands before it that is none of ours, as it is in `ATU/Resolution 65`."""
    found = _CODE_BEFORE.search(before)
    return found is not None and found[1] not in {o.code for o in context.directory.organizations}


def _is_strange(ref: TextRef, found: list[TextRef]) -> bool:
    """`Resolutions 2, 8, 9, 17, 23, 30, 37`: of a long list most numbers are unknown, so another body's."""
    listed = [each for each in found if (each.start, each.end) == (ref.start, ref.end)]
    return len(listed) >= _LONG and sum(not each.known for each in listed) * 2 > len(listed)

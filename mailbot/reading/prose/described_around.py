"""What stands around a new person's name besides what follows it directly.

The body before the name (`my colleague of SUBTEL, Ms X`, `中国信息通信研究院的X女士`), "also of Y" behind
it, a country in brackets behind the body, the post in brackets behind the name.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from mailbot.mail.phrases import every_language
from mailbot.reading.countries import at_end
from mailbot.reading.people import Person
from mailbot.reading.prose.post_words import names_post
from mailbot.reading.prose.scene import Scene

_BODY = r"(?P<body>[A-ZÀ-Þ][\w&-]*(?:\s(?:[A-ZÀ-Þ][\w&-]*|of|de|del|and|y|et)){0,6})"
_BEFORE = re.compile(
    rf"(?:colleague|collègue|colega|expert|experte|experto|experta)\w*\s(?:of|from|at|de|du|del|d[e'’]\s?l[a'’])\s?(?:the\s)?{_BODY}"
    r",?\s(?:la|el|le|the)?\s?$"
)
SEAT = re.compile(r"['’]s?\s(?:\w+\s)?(?:seat|place|post|position|role|duties|tasks|functions?|file)\b")
_ALSO = re.compile(
    rf",?\s(?:also|likewise|también|aussi|également)\s(?:of|from|at|de(?:l)?|du)\s(?:the\s|la\s|l['’])?{_BODY}"
)
_OFFERS = re.compile(
    r"(?:^|[.;:,]\s)(?P<body>[A-Z]{3,}[A-Za-z-]*)\s(?:(?:has|have|a|ha)\s)?"
    r"(?:offer|nominat|designat|propos|put forward|second|desig|désign|nombr|nomm|ofrec)\w*"
)
_TITLED = re.compile(r"(?<!\w)(?P<article>la|el)\s(?:Lic|Ing|Abg|Arq|Econ|Mtra|Mtro)\.?\s$", re.I)
_HAN_BODY = re.compile(
    r"(?:^|[，。、：；由请]|来自|任命|推荐|提名|委派)(?P<body>[\u3400-\u9fff]{4,20})的\s?$"
)
_IN_COUNTRY = re.compile(r"^[^()]{0,60}[\w’'.]\s?\((?P<country>[^()@\d]{4,40})\)")


def around(before: str, behind: str, codes: Collection[str] = ()) -> dict[str, str]:
    """Field -> value, of the text before the name in its sentence and of that behind it.

    ``codes`` are those of the organizations, which offer people of other bodies.
    """
    out = _in_brackets(behind)
    led = _BEFORE.search(before) or _ALSO.match(behind)
    if led:
        land = at_end(led["body"])
        whole = land is not None and len(land[1].split()) == len(led["body"].split())
        out.update({"country": land[0]} if land and whole else {"affiliation": led["body"]})
    offers = None if led else _OFFERS.search(before)
    if offers and offers["body"] not in codes:
        out["affiliation"] = offers["body"]
    if titled := _TITLED.search(before):
        out["honorific"] = "Ms" if titled["article"].casefold() == "la" else "Mr"
    signs = _HAN_BODY.search(before)
    if signs and every_language().has("contact.employer_word", signs["body"]):
        out["affiliation"] = signs["body"]
    where = _IN_COUNTRY.match(behind)
    named = at_end(where["country"]) if where else None
    if where and named and len(named[1].split()) == len(where["country"].split()):
        out["country"] = named[0]
    return out


def _in_brackets(rest: str) -> dict[str, str]:
    """`(x@y, tel. +84 ..., Deputy Director)`: the post among what stands in the brackets behind a name."""
    inner = re.match(r"\s?[(（]([^()（）]{3,200})[)）]", rest)
    pieces = [piece.strip() for piece in re.split(r"[,;،，；]\s?", inner[1])] if inner else []
    posts = [p for p in pieces if names_post(p) and len(p.split()) <= 8 and not re.search(r"@|\d{3}", p)]
    return {"job_title": posts[0]} if len(posts) == 1 and len(pieces) > 1 else {}


def by_given(scene: Scene, person: Person) -> list[Person]:
    """The new person by the given name alone: `Piotr's coordinates: ...`."""
    given, _, family = person.name.partition(" ")
    found = re.search(rf"\b{re.escape(given)}\b", scene.text) if family and len(given) > 2 else None
    taken = any(found and p.start <= found.start() < p.end for p in scene.people)
    return [Person(*found.span(), found[0], person.name)] if found and not taken else []

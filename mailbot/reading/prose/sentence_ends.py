"""Where a sentence ends: `Ms Stone and I. Mr Berg is on leave` has the pronoun, `I. Petrov` an initial."""

from __future__ import annotations

import re

MAX_LENGTH = 2000  # characters of a sentence
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:Mr|Ms|Mrs|Dr|Prof|Ing|Eng|Res|Rés|Rec|Rev|No|Nos|Com|Sr|Sra|Mme|Mlle|M|Dña|e\.g|i\.e|etc|cf|vs|ext|tel|Tel|approx|tél|Tél|téléc|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|г|гг|тел|эл|моб|доб|рез|Рез|[Пп]ересм|Suppl?|P\.O|B\.P|C\.P|А\.я|St|Art|art|núm|nº|n|p|pp|Av|(?:[^\W\d_]\.-)?[^\W\d_])\.$"
)
_ADDRESS = re.compile(r"[\w.+-]+@\w")  # begins a sentence in small letters: `... is closed. x@y is right`
_END = re.compile(r";(?=\s)|[.!?…]+[\"”»')]*(?=\s+|$)|[。！？；]+[”』」]*")

_MYSELF = re.compile(r"(?:\b(?:and|or|than|both|plus)|[,&+])\sI\.$")
# what begins a sentence of its own behind "X and I.": two names, a title, or no name at all
_AFRESH = re.compile(
    r"[^\W\d_a-z][\w'’-]+(?:\s[^\W\d_a-z][\w'’-]+|\s?[:–—]|\s-\s)|(?:Mr|Ms|Mrs|Dr)\b"
    r"|(?:The|We|Our|My|He|She|They|Both|On|In|As|For|From|At|Please|This|That|It|No|All|If|But|Neither)\b"
)


def ends_with_me(before: str, following: str) -> bool:
    """Whether `I.` is the writer, and not the first letter of the name that follows."""
    return _MYSELF.search(before) is not None and (not following or _AFRESH.match(following) is not None)


def is_abbreviated(before: str) -> bool:
    """Whether the text ends in a word like `Res.`, whose full stop ends no sentence."""
    return _ABBREVIATION.search(before) is not None


def in_brackets(before: str, following: str) -> bool:
    """`Mr X (x@y.example ; +216 70 011 260)`: the brackets are still open."""
    opened = before.rfind("(") > before.rfind(")")
    return opened and 0 <= following.find(")") < 80 and "(" not in following[: following.find(")")]


def in_aside(before: str, following: str) -> bool:
    """`Anna (no relation!) asks me ...`, `he - at last! - is back`: the sentence goes on."""
    aside = before.rfind("(") > before.rfind(")", 0, -1) or following[:2] in ("- ", "– ", "— ")
    return aside and following.lstrip("-–— ")[:1].islower()


def cut(text: str) -> list[str]:
    """The sentences of a line."""
    if len(text) > MAX_LENGTH:
        at = text.rfind(" ", MAX_LENGTH // 2, MAX_LENGTH)
        at = at if at > 0 else MAX_LENGTH
        return [*cut(text[:at]), *cut(text[at:])]
    out: list[str] = []
    start = 0
    hasty = text.lstrip()[:1].islower()  # somebody who begins his sentences with small letters
    for found in _END.finditer(text):
        before = text[start : found.end()]
        following = text[found.end() :].lstrip()
        goes_on = following[:1].islower() and not hasty and not _ADDRESS.match(following)
        brief = _ABBREVIATION.search(before.rstrip("\"”»')")) and not ends_with_me(before, following)
        if found[0][0] == "." and (brief or goes_on):
            continue
        if found[0][0] in "!?…" and in_aside(before, following):
            continue
        if found[0][0] == ";" and in_brackets(before, following):
            continue
        numbered = re.search(r"(?<![-–—:,] )\b(?:no|nos|num|núm)\.$", before, re.I)  # "4 February - no."
        if numbered and following[:1] in "0123456789+(":
            continue  # `new no. 010 6820 5599`
        if found[0][0] == "." and re.fullmatch(r"\s*\(?\w{1,2}\.", before):
            continue  # the number of a list item
        out.append(before.strip())
        start = found.end()
    rest = text[start:].strip()
    return [s for s in [*out, rest] if s]

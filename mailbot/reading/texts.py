"""Which Resolution or Recommendation is meant: by number, list, range or title.

`Res. 20, 29 and 60`, `Resolutions 43-45`, `Recommendation A.7`, `第50号决议`, `Резолюция 29`, `القرار 44`,
or the title. A text that is not in the directory is found too, with ``known`` False: it becomes a
question.
"""

from __future__ import annotations

import re
from functools import cache

from mailbot.directory.snapshot import Directory
from mailbot.reading import numbers, topics
from mailbot.reading.context import Context
from mailbot.reading.number_words import numbered
from mailbot.reading.numbers import TextRef, canonical, listed
from mailbot.reading.org_numbers import beside_organizations
from mailbot.reading.ranges import is_range, narrowed
from mailbot.reading.text_bodies import without_elsewhere
from mailbot.reading.values import ascii_digits, folded

__all__ = ["TextRef", "canonical", "find", "mentions"]

# how a Resolution is called in the six languages; structure more than vocabulary, so it stands here
_RESOLUTION = (
    r"(?:WTSA\s?)?(?:Resolutions?|Res\.?|Résolutions?|Rés\.?|Resoluci[óo]n(?:es)?|Резолюци\w*"
    r"|Рез\.|(?:ل|ب|و)?(?:ال|ل)?قرار(?:ات|ين|ان)?|决议)"
)
_JOIN = (
    r"(?:\s?(?:,|;|/|&|\+|and|et|y|e|и|و|、|和|及|以及|as well as|ainsi que|así como|а"
    r" также)\s?)+(?:(?:Resolution|Res\.?|No\.?|№|n[°º])\s?)?"
)
_LIST = re.compile(
    rf"{_RESOLUTION}\s?(?P<list>(?:No\.?|№|n[°º]|رقم|nos?\.?)?\s?\d{{1,3}}(?!\d|\s?[月日年])"
    rf"(?:(?:{_JOIN}|\s?[-–]\s?|\s(?:to|through|thru|à|a|al|по|إلى|حتى)\s)\d{{1,3}}(?!\d|\s?(?:January|February|March|April|May|June|July|August|September|October|November|December)))*)",
    re.I,
)
_HEAD = re.compile(rf"(?<!\w){_RESOLUTION}(?=\s[^\W\d_])", re.I)
_CHINESE = re.compile(
    r"(?:第\s?|(?<![\d.年月:-])(?!\d{1,2}\s?[、.．]\s?第))(?P<list>\d{1,3}(?:\s?号?\s?(?:、|和|及|，|,|至|到|[-–])\s?第?\s?\d{1,3})*)\s?号\s?决议"
    r"|决议\s?[（(]\s?第?\s?(?P<number>\d{1,3})\s?号?\s?[）)]"
)
_A_SERIES = re.compile(
    r"(?<![^\W\u3400-\u9fff])(?<!\.)(?:(?:Recommendations?|Rec\.?|Recommandations?|Recomendaci[óo]n(?:es)?|Рекомендаци\w*|(?:ال)?توصية|建议书)\s?)?"
    r"(?:(?:ITU-T|UIT-T|МСЭ-Т)\s?)?[AА]\.\s?(?P<number>\d{1,3})(?![\d])",
)
_A_BARE = re.compile(r"(?<![\w.-])[AА][- ]?(?P<number>\d{1,2})(?![\w.-]|\.\d)")  # A8, of texts on file only
_SUPPLEMENT = re.compile(
    r"(?:A[\s-]?series )?(?:Supplement|Suppl?\.)\s?(?:A\.)?(?:Suppl?\.)?\s?(?P<number>\d{1,2})", re.I
)


@cache
def _titles(texts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((folded(title), key) for key, title in texts)


def mentions(text: str, context: Context, lead: str = "") -> list[TextRef]:
    """Every text named, from left to right; each number of a list is a mention of its own with the
    list's span. ``lead`` is the line above a list, which may tell whose texts its bare numbers are.
    """
    plain = ascii_digits(text)
    directory = context.directory
    found: list[TextRef] = []

    def add(start: int, end: int, kind: str, number: int) -> None:
        key, known = canonical(kind, number, directory)
        if not any(f.start < end and start < f.end and f.id == key for f in found):
            found.append(TextRef(start, end, key, text[start:end], known))

    for pattern in (_LIST, _CHINESE):
        told = 0
        for match in pattern.finditer(plain):
            many = listed(match.groupdict().get("number") or match["list"])
            end = match.end()
            if match.start() < told:
                continue  # named as an exception
            if is_range(match[0]):
                many, end = narrowed(plain, match, many, context)
                told = end
            for number in many:
                add(match.start(), end, "Resolution", number)
    if not found:
        for start, end, written in numbered(plain, _HEAD, context):
            for number in written:
                add(start, end, "Resolution", number)
    for match in _A_SERIES.finditer(plain):
        add(match.start(), match.end(), "A.", int(match["number"]))
    for match in _A_BARE.finditer(plain):
        if canonical("A.", int(match["number"]), directory)[1]:
            add(match.start(), match.end(), "A.", int(match["number"]))
    found += _supplements(plain, text, directory)
    found += beside_organizations(plain, context, found)
    found += numbers.bare(plain, context, found, lead)
    found += _by_title(text, context, found)
    found += _new_on_file(text, context)
    found += _by_topic(text, context, found)
    found += [] if found else _new_of_others(text, context)
    found = without_elsewhere(text, context, found)
    return sorted(found, key=lambda f: (f.start, f.end))


def _by_topic(text: str, context: Context, found: list[TextRef]) -> list[TextRef]:
    """Texts named by their subject, where no number or title beside it says the same."""
    taken = {f.id for f in found}
    return [
        TextRef(t.start, t.end, t.id, text[t.start : t.end])
        for t in topics.topics(text, context)
        if t.id not in taken and not any(_beside(text, f, t) for f in found) and not _of_new(text, t, context)
    ]


def _of_new(text: str, topic: topics.Topic, context: Context) -> bool:
    """`the preparation of a new Resolution` is not the Resolution on preparations, nor is what stands in
    quotes behind `a new Resolution, to be called`.
    """
    before = text[: topic.start]
    opened = max(before.rfind(sign) for sign in '"“«„「《')
    quoted = opened >= 0 and not re.search(r"[”»」》]", before[opened:])
    if quoted and context.words.has("position.new_resolution", before[:opened]):
        return True
    new = context.words.pattern("position.new_resolution").search(text, topic.start, topic.end + 60)
    return new is not None and len(text[topic.end : new.start()].split()) <= 3


def _beside(text: str, ref: TextRef, topic: topics.Topic) -> bool:
    """Whether the subject only explains a text named beside it: `Resolution 60 on numbering resources`."""
    if ref.start <= topic.end + 3 and topic.start <= ref.end + 3:
        return True
    between = text[ref.end : topic.start] if ref.end <= topic.start else "."
    return len(between.split()) <= 4 and len(between) <= 40 and not re.search(r"[.,;:!?。，；：،]", between)


def _supplements(plain: str, text: str, directory: Directory) -> list[TextRef]:
    out = []
    for match in _SUPPLEMENT.finditer(plain):
        number = int(match["number"])
        pattern = re.compile(rf"\bSuppl?(?:ement)?\.?\s?{number}\b", re.I)
        hits = [t.id for t in directory.texts if pattern.search(t.id)]
        key = hits[0] if len(hits) == 1 else f"Supplement {number}"
        out.append(
            TextRef(match.start(), match.end(), key, text[match.start() : match.end()], len(hits) == 1)
        )
    return out


def _by_title(text: str, context: Context, found: list[TextRef]) -> list[TextRef]:
    """Texts named by their title: quoted, or of at least three words in a row."""
    hay = folded(text)
    out = []
    for title, key in _titles(context.directory.titles):
        if title not in hay or any(f.id == key for f in found):
            continue
        words = title.split()
        place = re.search(r"\W+".join(map(re.escape, words)), _fold_keep(text))
        if place is None or (
            len(words) < 3 and text[place.start() - 1 : place.start()] not in {'"', "“", "«"}
        ):
            continue
        out.append(TextRef(place.start(), place.end(), key, text[place.start() : place.end()]))
    return out


def _fold_keep(text: str) -> str:
    """Case and diacritics folded letter by letter, so that places stay."""
    import unicodedata

    return "".join((unicodedata.normalize("NFKD", c)[0].casefold() or c)[:1] for c in text)


def _new_on_file(text: str, context: Context) -> list[TextRef]:
    """Proposed new Resolutions of the sender's organization, by their title."""
    hay = folded(text)
    out = []
    for position in context.directory.positions:
        if position.text.startswith("New:") and position.organization == context.organization:
            title = position.text[4:].strip()
            if len(title) > 8 and folded(title) in hay:
                place = _fold_keep(text).find(_fold_keep(title))
                start = max(place, 0)
                out.append(TextRef(start, start + len(title), position.text, title))
    return out


def _new_of_others(text: str, context: Context) -> list[TextRef]:
    """`the Arab proposal on a new Resolution`: the only new one of the organizations named there."""
    match = context.words.pattern("position.new_resolution").search(text)
    if match is None:
        return []
    theirs = [
        p
        for p in context.directory.positions
        if p.text.startswith("New:")
        and p.organization != context.organization
        and (p.organization in text or context.words.has(f"organization.{p.organization}", text))
    ]
    if len(theirs) != 1:
        return []
    return [TextRef(match.start(), match.end(), theirs[0].text, match[0])]


def find(reference: str, context: Context) -> TextRef | None:
    """The one text a cell or a field names, else None: `Resolution 20`, `Res 20`, `20`, `A.7`, a title."""
    reference = ascii_digits(reference.strip().strip(".,;:*"))
    if re.fullmatch(r"\d{1,3}", reference):
        key, known = canonical("Resolution", int(reference), context.directory)
        return TextRef(0, len(reference), key, reference, known)
    if re.match(r"New\s?:", reference, re.I):
        return TextRef(0, len(reference), "New: " + reference.split(":", 1)[1].strip(), reference)
    found = mentions(reference, context)
    keys = {f.id for f in found}
    if len(keys) == 1:
        return found[0]
    whole = [t.id for t in context.directory.texts if folded(t.title) == folded(reference)]
    return TextRef(0, len(reference), whole[0], reference) if len(whole) == 1 else None

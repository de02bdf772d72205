"""Which Resolutions of a range are meant: `72 to 76 (72, 73, 75 and 76)`, `72-76 except 74`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.context import Context

_RANGE = re.compile(r"\d\s?(?:[-–]|to|through|thru|à|a|al|по|إلى|حتى|号?至|号?到)\s?第?\d")
_BRACKET = re.compile(r"\s?[(（](?P<inside>[^()（）]{2,90})[)）]")
_NUMBER = re.compile(r"\d{1,3}(?!\d)(?:\s?号决议|\s?号)?")
_NOUN = re.compile(
    r"(?:(?:No|Nos)\.|№|n[°º]|第|la|las|les|the|Resolutions?|Résolutions?|Resoluci\w+|Резолюци\w*|القرار\w*)(?=\W|\d)"
)
_AND = re.compile(r"[\s,;&/،、，]*(?:(?:and|et|y|e|или|и|or)\s|和|及|و)?")
_TAIL = re.compile(r"(?:only|are meant|seulement|solo|только|فقط)?\W*")
_ENDS = re.compile(r"\s*(?:[).]|$)")
_LEAD = 60  # signs of a bracket before its numbers
_FEW = 70  # signs behind a range in which an exception is told


def is_range(listing: str) -> bool:
    """Whether numbers are told by the first and the last of them."""
    return _RANGE.search(listing) is not None


def narrowed(
    text: str, said: re.Match[str], numbers: Sequence[int], context: Context
) -> tuple[list[int], int]:
    """The numbers that are meant, and where the words on them end; all where nothing narrows them."""
    end, every = said.end(), list(numbers)
    bracket = _BRACKET.match(text, end)
    if bracket is not None:
        left = _within(bracket["inside"], every, context)
        return (left, bracket.end()) if left else (every, end)
    behind = text[end : end + _FEW]
    stop = re.search(r"[.;:。；：]", behind)
    clause = behind[: stop.start()] if stop else behind
    found = context.words.pattern("text.except").search(clause)
    if found is None:
        return every, end
    lead = clause[: found.start()].strip(" ,،，")
    named, stopped = _listing(clause, found.end())
    if named and not lead:
        if not _ENDS.match(clause, stopped):
            return every, end  # "except 74, which we want to suppress" says something of it
        return _without(every, named), end + stopped
    before, _ = _listing(lead, 0)
    if before:
        return _without(every, before), end + found.end()  # "72-76, 74 excepted"
    last = re.search(r"[,،，]\s?(\d{1,3})\s?号?$", said[0])
    if last is not None and not lead:
        return _without(every, [int(last[1])]), end + found.end()  # the same, read as one list
    return every, end


def _within(inside: str, numbers: list[int], context: Context) -> list[int]:
    """What a bracket behind the range leaves of it; nothing where it tells something else."""
    first = re.search(r"\d", inside)
    if first is None or first.start() > _LEAD:
        return []
    named, end = _listing(inside, first.start())
    if context.words.has("text.except", inside):
        return _without(numbers, named)
    if _TAIL.fullmatch(inside[end:].lstrip()) is None:
        return []
    return named if len(named) > 1 and set(named) <= set(numbers) else []


def _listing(text: str, start: int) -> tuple[list[int], int]:
    """The numbers that follow one another from there on, and where they end."""
    found: list[int] = []
    place = end = start
    while True:
        place = _past_nouns(text, place)
        number = _NUMBER.match(text, place)
        if number is None:
            return found, end
        found.append(int(re.sub(r"\D", "", number[0])))
        end = number.end()
        joint = _AND.match(text, end)
        place = joint.end() if joint else end


def _past_nouns(text: str, place: int) -> int:
    """Where the number itself begins: `the Resolution 74`, `la 74`, `第74`."""
    for _ in range(3):
        place += len(text[place:]) - len(text[place:].lstrip())
        noun = _NOUN.match(text, place)
        if noun is None:
            break
        place = noun.end()
    return place


def _without(numbers: Sequence[int], spared: Sequence[int]) -> list[int]:
    return [n for n in numbers if n not in spared] if set(spared) <= set(numbers) else list(numbers)

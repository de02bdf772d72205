"""What each text is about, as people call it instead of its number: `the spam Resolution`, `по спаму`.

The words are those of the published titles (`config/phrases/subjects.toml`). A subject names its text where
it stands with a word for a text ("the proposal on ...", "... Resolution"), opens a clause ("On roaming,
we ..."), heads a line, or is quoted; elsewhere it is only what somebody talks about.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mailbot.mail.patterns import compiled
from mailbot.mail.phrases import refuse_nested
from mailbot.reading.context import Context
from mailbot.resources import PHRASES

_STOP = re.compile(r"[.!?;:。！？；：](?=\s|$|[\u3400-\u9fff])|[,，،]\s?|\s[–—-]\s|[(（]")
_HEADS = re.compile(r"[^.!?;:,。，；()]{0,60}(?:\([^()]{1,40}\)\s*)?(?:[:：=→]|\s[–—-]\s|->)")
_QUOTE = '"“«„「《'
_AND = re.compile(
    r"[\s,;/&、，]*(?:and|et|y|e|и|و|和|及|以及)?[\s,]*"
    r"(?:the|la|les|el|los|las|l['’]|le passage à l['’]|on|of|de|du|о|об)?\s*",
    re.I,
)
_NEAR = 6  # words between what joins a subject and the subject


@dataclass(frozen=True)
class Subject:
    """The subject of one text at [start:end]."""

    start: int
    end: int
    id: str


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    text = (PHRASES / "subjects.toml").read_text(encoding="utf-8")
    refuse_nested(text, "subjects")
    content: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(text)
    return content


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """(any subject at all, the subjects of each text)."""
    spoken = {key: words.get(language, []) for key, words in _table().items()}
    anything = compiled((w for words in spoken.values() for w in words), language == "zh")
    each = tuple((key, compiled(words, language == "zh")) for key, words in spoken.items() if words)
    return anything, each


def spoken_of(text: str, language: str) -> list[Subject]:
    """Every subject in the text, the longest where two overlap, from left to right."""
    anything, each = _patterns(language)
    if anything.search(text) is None:
        return []
    found = [Subject(m.start(), m.end(), key) for key, pattern in each for m in pattern.finditer(text)]
    found.sort(key=lambda s: (s.start - s.end, s.start))
    kept: list[Subject] = []
    for subject in found:
        if not any(s.start < subject.end and subject.start < s.end for s in kept):
            kept.append(subject)
    return sorted(kept, key=lambda s: s.start)


def subjects(text: str, context: Context) -> list[Subject]:
    """The texts of the programme that are named by their subjects."""
    named: list[Subject] = []
    chain: Subject | None = None  # the last that names a text, for "cybersecurity and spam"
    for subject in spoken_of(text, context.language):
        joined = chain is not None and _AND.fullmatch(text[chain.end : subject.start]) is not None
        if not joined and not _refers(text, subject, context):
            continue
        chain = subject
        if context.directory.get("text", subject.id) and subject.id not in [n.id for n in named]:
            named.append(subject)
    return named


def _refers(text: str, subject: Subject, context: Context) -> bool:
    words = context.words
    before = text[: subject.start]
    stops = list(_STOP.finditer(before))
    clause = before[stops[-1].end() if stops else 0 :]
    if words.has("position.new_resolution", clause):
        return False
    after = text[subject.end : subject.end + 60]
    if _noun_follows(after, context):
        return True
    if before.rstrip()[-1:] and before.rstrip()[-1] in _QUOTE:
        return words.has("text.noun", text) or not before.strip(_QUOTE + " ")
    if not clause.strip(" -–—*•") and (not stops or stops[-1][0].strip() not in (",", "，", "،")):
        return _HEADS.match(after) is not None
    joins = [m for m in words.pattern("text.about").finditer(clause) if _close(clause[m.end() :])]
    if not joins:
        return False
    first, last = joins[0], joins[-1]
    opening = clause[: first.start()].strip(" -–—*•,")
    if (not opening or words.pattern("text.opener").fullmatch(opening)) and len(first[0]) > 1:
        return not words.has("text.elsewhere", clause[first.end() :])
    noun = words.pattern("text.noun").search(clause[: last.end()])
    return noun is not None and not words.has("text.elsewhere", clause[noun.end() :])


def _close(between: str) -> bool:
    return len(between.split()) <= _NEAR and len(between) <= 60


def _noun_follows(after: str, context: Context) -> bool:
    found = context.words.pattern("text.noun_after").search(after)
    return found is not None and not after[: found.start()].strip(' "”»的')

"""Committees and single meetings by name, as far as a title or the words for inter-regional meetings tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from itertools import pairwise

from mailbot.directory.records import Event
from mailbot.mail.hanzi import either
from mailbot.mail.phrases import every_language, phrases
from mailbot.reading.context import Context
from mailbot.reading.values import folded

_LIST = r"\.?\s?(?:no\.?\s?|№\s?)?(\d{1,2}(?:\s?(?:,|and|&|y|et|и|و|和|、|/)\s?\d{1,2}(?!\d))*)(?!\d|[:.]\d)"


def committees(text: str, context: Context) -> set[str]:
    """Codes of the committees named: `COM3`, `Committees 3 and 4`, `第3委员会`."""
    return {code for code, _, _ in _committees(text, context)}


def _committees(text: str, context: Context) -> tuple[tuple[str, int, int], ...]:
    return _spans(text, context.language, tuple(c.code for c in context.directory.committees))


@lru_cache(maxsize=512)
def _spans(text: str, language: str, known: tuple[str, ...]) -> tuple[tuple[str, int, int], ...]:
    words = phrases(language)
    found = [
        (code, *m.span())
        for code, pattern in words.patterns("contact.committee").items()
        for m in pattern.finditer(text)
        if code in known
    ]
    lowered = text.lower()  # most words are in no sentence: their expressions are not even compiled
    named = [c for c in known if c.lower() in lowered]
    found += [(c, *m.span()) for c in named for m in re.finditer(rf"(?<!\w){re.escape(c)}(?!\d)", text, re.I)]
    by_number = {re.sub(r"\D", "", code).lstrip("0"): code for code in known}
    for word in words.words("attendance.committee_word"):
        if word[0] < "\u3000" and word.rstrip("*").lower() not in lowered:
            continue
        stem = either(re.escape(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "")
        for m in re.finditer(rf"(?<![^\W\u3400-\u9fff]){stem}{_LIST}|第?\s?(\d{{1,2}})\s?{stem}", text, re.I):
            found += [(by_number[n], *m.span()) for n in re.findall(r"\d+", m[0]) if n in by_number]
    figures = [(s, e) for _, s, e in found if re.search(r"\d", text[s:e])]
    return tuple(  # in "the third Committee 4 call" the ordinal is the call's
        (code, start, end)
        for code, start, end in found
        if (start, end) in figures or not any(s < end and start < e for s, e in figures)
    )


def without_names(text: str, context: Context, spans: Iterable[tuple[int, int]]) -> str:
    """The text without dates, committees and inter-regional meetings, whose numbers are no calls'."""
    places = [*spans, *((s, e) for _, s, e in _committees(text, context))]
    regional = context.words.pattern("attendance.inter_regional")
    places += [(_with_ordinal(text, m.start()), m.end()) for m in regional.finditer(text)]
    for table in ("attendance.weekday", "attendance.weekly"):
        for day in context.words.patterns(table).values():
            places += [m.span() for m in day.finditer(text) if len(m[0].split()) <= 2]
    for start, end in places:
        text = text[:start] + "_" * (end - start) + text[end:]
    return text


def _with_ordinal(text: str, start: int) -> int:
    """Where a mention begins, its ordinal included."""
    return max(0, start - 10) if _ordinal(text[max(0, start - 24) : start]) else start


def _ordinal(text: str) -> int | None:
    words = every_language()
    hits = {int(n) for n, pattern in words.patterns("ordinal").items() if pattern.search(text)}
    return hits.pop() if len(hits) == 1 else None


def single(text: str, context: Context, days: Collection[date]) -> list[str]:
    """Ids of meetings, not calls, that the text names."""
    singles = [e for e in context.directory.events if not e.is_series]
    plain, lowered = folded(text), text.lower()
    found = [
        e.id
        for e in singles
        if folded(e.title) in plain
        or (e.id in lowered and re.search(rf"(?<!\w){re.escape(e.id)}(?!\w)", lowered))
    ]
    calls = tuple(e.title for e in context.directory.events if e.is_series)
    regional = tuple(m.title for m in context.directory.meetings)
    for event in singles:
        others = tuple(e.title for e in singles if e.id != event.id)
        if event.id not in found and _pairs(event.title, calls + regional + others) & _bigrams(plain):
            found.append(event.id)
    return found or _inter_regional(text, singles, context, days)


def _bigrams(plain: str) -> set[tuple[str, str]]:
    words = plain.split()
    return set(pairwise(words))


@lru_cache(maxsize=64)
def _pairs(title: str, others: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Two words in a row that only this title has; none of a title that is the inter-regional meeting's."""
    if every_language().pattern("attendance.inter_regional").search(title):
        return frozenset()
    taken = set().union(*(_bigrams(folded(other)) for other in others)) if others else set()
    return frozenset(p for p in _bigrams(folded(title)) - taken if all(len(w) > 2 for w in p))


def _inter_regional(text: str, singles: list[Event], context: Context, days: Collection[date]) -> list[str]:
    """`the third inter-regional meeting`: by ordinal, else the only one that is still to come."""
    pattern = context.words.pattern("attendance.inter_regional")
    mention = next((m for m in pattern.finditer(text) if not _is_call(text, m.end(), context)), None)
    if mention is None:
        return []
    kind = every_language().pattern("attendance.inter_regional")
    meetings = [e for e in singles if kind.search(e.title)] or singles
    behind = 8 if context.language == "ar" else 0  # `الاجتماع الأقاليمي الأول`
    number = _ordinal(text[max(0, mention.start() - 24) : mention.end() + behind])
    if number is not None:
        return [e.id for e in meetings if _number(e) == number]
    if days:
        return [e.id for e in meetings if e.starts and e.starts.date() in days]
    ahead = [e for e in meetings if e.starts and e.starts.date() >= context.today]
    if len(ahead) > 1 and context.words.pattern("attendance.next").search(text):
        ahead = ahead[:1]
    return [ahead[0].id] if len(ahead) == 1 else []


def _is_call(text: str, end: int, context: Context) -> bool:
    """`the inter-regional calls` are none."""
    return context.words.pattern("attendance.call").match(text[end:].lstrip()) is not None


def _number(event: Event) -> int | None:
    tail = re.search(r"(\d+)$", event.id)
    return _ordinal(event.title) or (int(tail[1]) if tail else None)

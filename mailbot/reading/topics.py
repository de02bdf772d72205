"""Texts named by what they are about: `our proposal on cybersecurity`, `Open source - to modify`.

Every content word of the phrase has to stand in the title of one text (of a proposed new Resolution too).
Where several titles fit, the one text on which the sender's organization has a position counts; else none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from mailbot.mail.phrases import phrases
from mailbot.reading.context import Context
from mailbot.reading.subjects import subjects
from mailbot.reading.values import folded

_WORD = re.compile(r"[^\W_][\w'’.-]*[^\W_]|[^\W_]")
_HEAD = re.compile(r"\s*(?P<head>[^:：–—|,;()\d]{4,90}?)\s*(?:[:：]|\s[-–—]+\s|\s\()")
_STOP = re.compile(r"[.,;:!?()\"“”«»|]|\s[-–—]\s")
MAX_WORDS = 12


@dataclass(frozen=True)
class Topic:
    """A text named by its subject at [start:end]."""

    start: int
    end: int
    id: str


@cache
def _empty() -> frozenset[str]:
    """Words of titles and phrases that tell nothing."""
    return frozenset(phrases("en").words("text.topic_empty"))


@lru_cache(maxsize=8)
def _catalogue(texts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """(id, content words, acronyms) of every title."""
    out = []
    for key, title in texts:
        words = folded(title).split()
        content = frozenset(w for w in words if w not in _empty() and len(w) > 1)
        out.append((key, content, frozenset(_acronyms([w for w in words if w != "s"]))))
    return tuple(out)


def _acronyms(words: list[str]) -> Iterator[str]:
    """Initials of two to four words in a row, with and without the small ones: `ai`, `iot`, `emf`."""
    for listed in (words, [w for w in words if w not in {"of", "and", "the", "for", "in", "to"}]):
        for size in (2, 3, 4):
            for start in range(len(listed) - size + 1):
                if all(listed[start + k] not in {"itu", "t"} for k in range(size)):
                    yield "".join(w[0] for w in listed[start : start + size])


def topics(text: str, context: Context) -> list[Topic]:
    """The texts whose subjects stand behind `proposal on`, before `Resolution`, or at the head of a line."""
    words = context.words
    found = [Topic(s.start, s.end, s.id) for s in subjects(text, context)]
    head = _HEAD.match(text)
    if head and _says_more(text[head.end("head") :], context):
        found += [
            t
            for t in _whole(head["head"], head.start("head"), context)
            if _own(t.id, context)
            or len(list(_content(head["head"].split()))) > 1
            or _is_title(t.id, head["head"], context)
        ]
    for cue in words.pattern("text.topic_cue").finditer(text):
        fresh = words.pattern("position.new_word").search(text[max(0, cue.start() - 24) : cue.end()])
        found += [t for t in _behind(text, cue.end(), context) if not fresh or t.id.startswith("New:")]
    for noun in words.pattern("text.topic_noun").finditer(text):
        lead = list(re.finditer(r"\b(?:the|our|this|its)\s", text[: noun.start()], re.I))
        if (
            lead
            and 0 < len(text[lead[-1].end() : noun.start()].split()) <= 4
            and not _of_body(text[lead[-1].start() : noun.end()], context)
        ):
            found += _whole(text[lead[-1].end() : noun.start()], lead[-1].end(), context)
    out: list[Topic] = []
    for topic in found:
        if not any(t.id == topic.id or (t.start < topic.end and topic.start < t.end) for t in out):
            out.append(topic)
    return out


def _of_body(phrase: str, context: Context) -> bool:
    """`the African proposal`, `the Council text`: whose it is, and not what it is about."""
    names = (f"organization.{one.code}" for one in context.directory.organizations)
    return any(context.words.has(name, phrase) for name in (*names, "text.elsewhere_body"))


def _says_more(rest: str, context: Context) -> bool:
    """Whether an action or a status follows the head of a line."""
    words = context.words
    patterns = (*words.patterns("position.action").values(), *words.patterns("position.status").values())
    return any(p.search(rest) for p in patterns) or words.has("position.withdraw", rest)


def _whole(phrase: str, start: int, context: Context) -> list[Topic]:
    """The phrase as a whole names one text."""
    phrase = _english(phrase, context)
    tokens = [m[0] for m in _WORD.finditer(phrase)]
    hits, said = _narrowed(tokens, context)
    chosen = _chosen(hits, said, context) if said and len(said) == len(list(_content(tokens))) else None
    return [Topic(start, start + len(phrase), chosen)] if chosen else []


def _behind(text: str, start: int, context: Context) -> list[Topic]:
    """The subject that begins at ``start``: as many words as fit a title, up to a stop or a verb."""
    rest = text[start : start + 200]
    stop = _STOP.search(rest)
    ended = context.words.pattern("text.topic_end").search(rest)
    ends = [m.start() for m in (stop, ended) if m]
    phrase = _english(rest[: min(ends)] if ends else rest, context)
    tokens = [m[0] for m in _WORD.finditer(phrase)][:MAX_WORDS]
    hits, said = _narrowed(tokens, context)
    if not said:
        return []
    translated = phrase != rest[: len(phrase)] and context.language != "en"
    complete = translated or len(said) == len(list(_content(tokens)))
    chosen = _chosen(hits, said, context)
    if chosen is None or (not complete and (len(hits) > 1 or not _own(chosen, context))):
        return []
    return [Topic(start, min([start + len(rest), *(start + e for e in ends)]), chosen)]


def _content(tokens: Iterable[str]) -> Iterator[str]:
    for token in tokens:
        for word in folded(token).split():
            if word not in _empty() and not (word.isascii() and len(word) < 2):
                yield word


def _narrowed(tokens: list[str], context: Context) -> tuple[list[str], list[str]]:
    """(the texts whose titles have all of the words, the words up to the first that no title has)."""
    own, foreign = _listed(context)
    hits, said = _fitting(tokens, own)
    if not foreign or len(said) == len(list(_content(tokens))):
        return hits, said
    others = _fitting(tokens, foreign)
    return others if len(others[1]) > len(said) else (hits, said)


def _listed(context: Context) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(the texts and the sender's own new Resolutions, other organizations' new ones), with their titles."""
    listed = [(t.id, t.title) for t in context.directory.texts]
    new = [p for p in context.directory.positions if p.text.startswith("New:")]
    own = [p.text for p in new if p.organization == context.organization]
    listed += [(text, text[4:].strip()) for text in own]
    foreign = [(p.text, p.text[4:].strip()) for p in new if p.text not in own]
    return listed, foreign


def _fitting(tokens: list[str], listed: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    hits = list(_catalogue(tuple(listed)))
    upper = {folded(t) for t in tokens if t.isupper() and len(t) > 1}
    said: list[str] = []
    for word in _content(tokens):
        fits = [h for h in hits if any(_alike(word, w) for w in h[1]) or (word in upper and word in h[2])]
        if not fits:
            break
        fits = [h for h in fits if word in h[1] or word in h[2]] or fits
        hits, said = fits, [*said, word]
    return [h[0] for h in hits] if said else [], said


def _alike(word: str, other: str) -> bool:
    """The same word in another form: `accessible` and `accessibility`."""
    if word == other:
        return True
    least = min(len(word), len(other))
    common = next((k for k in range(least) if word[k] != other[k]), least)
    return least >= 5 and common >= max(5, least - 2)


def _own(key: str, context: Context) -> bool:
    return context.directory.get("position", f"{context.organization}/{key}") is not None


def _is_title(key: str, phrase: str, context: Context) -> bool:
    return any(t.id == key and folded(t.title) == folded(phrase) for t in context.directory.texts)


def _chosen(hits: list[str], said: list[str], context: Context) -> str | None:
    """The one text meant; of several the one that is named in full, else the one of the sender's own."""
    if len(hits) == 1:
        return hits[0]
    own = [key for key in hits if _own(key, context)]
    full = [
        key
        for key, words, _ in _catalogue(tuple((t.id, t.title) for t in context.directory.texts))
        if key in hits and len(words) == len(set(said))
    ]
    if len(full) == 1:
        return full[0]
    return own[0] if len(own) == 1 and len(hits) <= 4 else None


def _english(phrase: str, context: Context) -> str:
    """Subjects of other languages by the English words of the titles."""
    for name, pattern in context.words.patterns("text.topic").items():
        phrase = pattern.sub(f" {name.replace('_', ' ')} ", phrase)
    return phrase

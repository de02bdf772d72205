"""What sounds like a stage and is none: what was sent to somebody else, a proposal that is only mentioned.

What reached ITU is submitted; what went to members or a ministry is not. `It is now a common proposal` tells
the stage, `our common proposal was discussed` does not.
"""

from __future__ import annotations

import re
import unicodedata

from mailbot.reading.context import Context

_STOP = re.compile(r"[.,;:!?،؛。，；：()]")
_CLAUSE = re.compile(r"[,;:!?،؛。，；：]|\.\s+(?=[A-ZА-Я])(?!.{0,2}\d)")
_ARTICLE = re.compile(
    r"(?:the|our|its|their|all|a|an|la|le|les|l['’]|nos|notre|los|las|el|nuestr[oa]s?|tod[oa]s|всем|наш\w*)\s?",
    re.I,
)


def sent_elsewhere(text: str, start: int, context: Context) -> bool:
    """Whether the words from ``start`` on name somebody other than ITU as the one who got it."""
    words = context.words
    stop = _STOP.search(text, start)
    clause = text[start : stop.start() if stop else len(text)]
    if words.has("position.receiver", clause):
        return False
    for mark in words.pattern("position.to_whom").finditer(clause):
        rest = clause[mark.end() :].lstrip()
        article = _ARTICLE.match(rest)
        if words.pattern("position.not_receiver").match(rest[article.end() :] if article else rest):
            return True
    return False


_MEANT = re.compile(
    r"(?:\b(?:the|our|its|their|this|that|la|notre|cette|sa|nuestra|su|esta|наше|нашего|нашему|его)\s+"
    r"(?:[^\W\d_]+\s+)?)$|(?:^|[.;:،,]\s*)(?:ال\w+\s)?$",
    re.I,
)
_AS = re.compile(r"(?:为|成|作|当作|形成|定为|列为)\s*(?:了\s*)?(?:[^，。；]{0,6})$")


def is_mention(text: str, start: int, context: Context) -> bool:
    """Whether the words for a common proposal only name it: with an article, or as the sentence's subject."""
    before = text[:start]
    if context.language == "zh":
        return _AS.search(before) is None
    if context.language == "ru":
        behind = re.match(r"\S+\s\S+\s(?:РСС\s)?(?:по|о|об|в отношении)\s", text[start:])
        return behind is not None and not context.words.has("position.arrives", before[-24:])
    return _MEANT.search(before) is not None


def reached_itu(text: str, context: Context) -> list[int]:
    """Where something was sent that went to ITU, however many words stand between."""
    words = context.words
    out: list[int] = []
    for sent in words.pattern("position.sent").finditer(text):
        if unicodedata.combining(text[sent.start() - 1 : sent.start()] or " ") or sent[0].startswith("س"):
            continue  # Arabic puts its future before the verb
        rest = _CLAUSE.split(text[sent.end() :])[0]
        for mark in words.pattern("position.to_whom").finditer(rest):
            behind = rest[mark.end() :].lstrip()
            article = _ARTICLE.match(behind)
            if words.pattern("position.itu").match(behind[article.end() :] if article else behind):
                out.append(sent.start())
                break
    return out

"""Whether a letter that asks for no change says that everything is correct.

By phrases, and by build: nothing beside a word for a fault ("nobody proposed an amendment", "расхождений не
обнаружено"), or what was sent beside a word for being right ("the rows match our records"). What is still
being checked confirms nothing, nor does a receipt.
"""

from __future__ import annotations

import re

from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import Phrases, every_language
from mailbot.mail.reply import Reply
from mailbot.reading.context import Context
from mailbot.reading.prose.requests import opens_as_question
from mailbot.reading.prose.scene import Scene, scenes
from mailbot.reading.prose.sentences import sentences

_CLAUSE = re.compile(r"[,;:，；：،]\s?|\s[–—-]\s|(?<=\w)[.!。！](?=\s|$)")
_WORDS_BETWEEN = 6
_SIGNS_BETWEEN = 8


def confirms(reply: Reply, context: Context) -> bool:
    """Some sentence confirms, and none of them asks or supposes; a receipt confirms nothing."""
    words = context.words
    receipt = words.pattern("modality.receipt")
    found = scenes(sentences(reply, context), context)
    if any(s.has("confirmation.awaited") and not s.supposed for s in found):
        return False  # `it looks fine, but two administrations have not answered yet`
    plans = any(_is_planned(s) for s in found)
    for before, scene in zip([None, *found], found, strict=False):
        text = words.pattern("confirmation.for_now").sub(" ", receipt.sub(" ", scene.text))
        text = _without(text, "confirmation.wishes", words)  # `all fine here, a good start to you all`
        doubted = words.has("modality.doubt", text) and not words.has("modality.unfounded", text)
        if scene.asks or opens_as_question(scene.text, scene) or doubted or _of_other_matters(text, words):
            continue
        # `everything else is right`: something is not, and nobody has read it
        text = _without(text, "confirmation.rest", words)
        if scene.texts and _is_planned(scene):  # "one of them would even prefer no change on A.1"
            continue
        for_now = plans and words.has(
            "confirmation.meanwhile", text
        )  # "nothing is to be changed before that"
        if words.has("modality.confirm", text) and not (for_now or words.has("confirmation.unsure", text)):
            return True
        if plans or words.has("confirmation.pending", text):
            continue
        named = bool(scene.texts) or _goes_on(scene, before)  # `both my details and Resolution 7 are right`
        if any(_confirms(clause, words, named) for clause in _CLAUSE.split(text)):
            return True
    return False


def _of_other_matters(text: str, words: Phrases) -> bool:
    """`We confirm the hotel`, `no comments on the agenda`: nothing is said of the tables."""
    return words.has("confirmation.elsewhere", text) and not words.has("confirmation.records", text)


def _goes_on(scene: Scene, before: Scene | None) -> bool:
    """`I looked over our rows. They stand as they should.`"""
    if before is None or before.sentence.paragraph != scene.sentence.paragraph:
        return False
    head = scene.context.words.pattern("confirmation.they").match(scene.text)
    return head is not None and before.has("confirmation.records") and not before.asks


def _is_planned(scene: Scene) -> bool:
    """Whether a change of something on file is only thought of; what was given up is over."""
    if not scene.supposed or not (scene.texts or scene.has("meeting.noun")):
        return False
    return not (scene.past or scene.has("modality.refuted"))


def _without(text: str, name: str, words: Phrases) -> str:
    """The text without its clauses that hold one of these phrases."""
    if not words.has(name, text):
        return text
    return "; ".join(clause for clause in _CLAUSE.split(text) if not words.has(name, clause))


def _confirms(clause: str, words: Phrases, named: bool = False) -> bool:
    if every_language().pattern("confirmation.alone").fullmatch(clause.strip(" .!。！")):  # too short to tell
        return True
    nothing = [m.span() for m in words.pattern("confirmation.nothing").finditer(clause)]
    faults = [m.span() for m in words.pattern("confirmation.fault").finditer(clause)]
    if any(_near(clause, no, fault) for no in nothing for fault in faults):
        return True
    if nothing:
        return False
    return (named or words.has("confirmation.data", clause)) and words.has("confirmation.sound", clause)


def _near(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether few words stand between two places that do not overlap."""
    first, last = sorted((one, other))
    if last[0] < first[1]:
        return False
    gap = text[first[1] : last[0]]
    if HAN.search(text):
        return one < other and len(gap) <= _SIGNS_BETWEEN  # Chinese puts its "no" first
    return len(gap.split()) <= _WORDS_BETWEEN

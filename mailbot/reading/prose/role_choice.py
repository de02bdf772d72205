"""Which of the roles or committees named in a stretch of a sentence are given to somebody."""

from __future__ import annotations

import re

from mailbot.mail.phrases import Phrases
from mailbot.reading.prose.no_duties import is_debated, without_mentioned

_NAME = re.compile(r",?\s(?:(?:Mr|Ms|Mrs|Dr|M|Mme|Sr|Sra|г-н|г-жа)\.?\s)?[A-ZÀ-ÞА-ЯЁ]\w")
_OPENS = re.compile(
    r"[,;،，]\s?(?:(?:and|et|y|и|while|but|mais)\s)?(?:(?:the|our|le|la|el|notre|nuestr[oa])\s)?$"
)
_HOLDS = re.compile(r"[\w-]+(?:\s[\w-]+)?\s(?:is|are|will|est|sera|es|será|является|будет)\b")
_OF_ANOTHER = re.compile(r"(?-i:[A-ZÀ-ÞА-ЯЁ])\w+,\s(?:who|que|quien|qui|который|которая)\s")


def chosen(
    lead: str, window: str, named: list[tuple[str, int]], on_file: str, words: Phrases, goes_on: bool = False
) -> list[str]:
    """The values other than the one on file that a verb of duty, or next to nothing, gives to the person.

    The verb may stand first: `انتقل السيد X من اللجنة 3 إلى اللجنة 4`.
    """
    out = []
    first = words.has("contact.duty_verb", " ".join(lead.split()[-2:])) or _moved(window, named, words)
    for value, place in named:
        between = window[:place]
        told = goes_on or not words.has("contact.mentioned_post", between)
        near = told and _is_near(between, window, words)
        governed = first or words.has("contact.duty_verb", without_mentioned(between, words)) or near
        if words.has("modality.past", between) or _OF_ANOTHER.search(between):
            continue  # `used to be our coordinator`, `and Marko, who is our coordinator`
        if words.has("contact.reported_duty", between) and not words.has("contact.post_adverb", between):
            continue  # `Mr X presented Committee 4 matters`
        if _OPENS.search(between) and _HOLDS.match(window[place:]):
            continue  # `she is reached under ..., and the alternate is ...`
        if value != on_file and governed and value not in out and not is_debated(window, place, words):
            out.append(value)
    return out


def _moved(window: str, named: list[tuple[str, int]], words: Phrases) -> bool:
    """`shifted from Committee 4 to Committee 3`: both are there, whatever the verb between."""
    if len(named) != 1:
        return False
    marks = list(words.pattern("contact.old_committee").finditer(window[: named[0][1]]))
    between = window[marks[-1].end() : named[0][1]] if marks else ""
    left = any(p.search(between) for p in words.patterns("contact.committee").values())
    return left and len(between.split()) <= 5 and words.has("contact.to_word", between)


def _is_near(between: str, window: str, words: Phrases) -> bool:
    """Whether hardly a word stands between: `Koné (now COM4)`, but not `Koné presented Committee 4`."""
    said = re.findall(r"[^\W\d_]+", between)
    if len(said) > 2 or re.search(r"[\u0600-\u06ff\u3400-\u9fff]", between):
        return len(said) <= 2
    if any(words.has(f"contact.{n}", window) for n in ("role_now", "onward", "from_day")):
        return True
    small = ("contact.post_adverb", "contact.duty_noun")
    return all(len(w) <= 4 or any(words.has(n, w) for n in small) for w in said)


def is_helper(text: str, start: int, end: int, words: Phrases) -> bool:
    """`from Ms X to her deputy Piotr Y`: what he is to her so far, right before his name."""
    before = " ".join([*text[:start].split()[-1:], *text[start:end].split()[:-1]])
    return _NAME.match(text, end) is not None and words.has("contact.whose_helper", before)

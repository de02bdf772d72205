"""Yes, no or tentative: what a clause answers, and how a sentence falls into clauses of one answer each."""

from __future__ import annotations

import re
from itertools import pairwise

from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import Phrases

SHORT = 9
MOST_PIECES = 24
_MOST_LABELLED = 80  # signs
MOST_JOINTS = 12  # nobody answers more often in one stretch
SHORT_SIGNS = 14  # Chinese sets no blanks
_SIGH = 30  # letters
_SAYS = r"(?:да|нет|yes|no|oui|non|sí|si|ok|okay|maybe|perhaps|нет|نعم|لا)\b"
_HARD = re.compile(
    rf"[;；]\s?|(?<!\d),\s(?!\d)|(?<=\d),\s(?!\d{{1,2}}(?!\d))|，(?!\s?\d)|،\s?(?!\d)|\s[–—-]\s(?!{_SAYS})(?=\S+\s\S+\s\S+)"
    r"|\s(?=و(?:س[أيتن]|لن |سوف |أما |لكن)\w*)"  # an Arabic "and" is written together with the verb behind it
)
_LABEL = re.compile(r"[:：]\s|\s[–—-]\s")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_BEFORE_NUMBER = re.compile(r"[,，،]\s?(?=\d)")


def answer(text: str, words: Phrases) -> str | None:
    """The answer of one clause; None where it gives none."""
    bare = words.pattern("attendance.no_sense").sub(" ", text)
    short = len(bare.split()) <= SHORT and len(bare) <= (SHORT_SIGNS if HAN.search(bare) else 80)

    def says(name: str) -> bool:
        return words.pattern(f"attendance.{name}").search(bare) is not None

    if words.has("attendance.yes_double", text) or _is_label(bare, words):
        return "yes"
    if says("past") and not says("ahead"):
        return None
    if words.has("attendance.partly", text) and not words.has("attendance.excuse", text):
        return "yes"  # "she must leave at three"
    if says("tentative_firm"):
        return "tentative"
    if says("unknown"):
        return None
    if says("tentative") or (len(bare.split()) <= 4 and bare.rstrip().endswith(("?", "？", "؟"))):
        return "tentative"
    if words.has("attendance.hypothetical", words.pattern("attendance.note_that").sub(" ", bare)):
        return None
    if says("no"):
        return "no" if says("verb") or short or not weakly(bare, words) else None
    if says("yes") or (says("verb") and says("ahead")):
        return "yes"
    if says("away"):
        return "no"
    if (says("register") and not says("permanent")) or (short and says("yes_short")):
        return "yes"
    return None


def _is_label(text: str, words: Phrases) -> bool:
    """`Coming: Ada Verne and ...`, `Ada Verne - attending`: a word that answers where it stands alone."""
    label, colon, _ = text[:_MOST_LABELLED].replace("：", ":").partition(":")
    if colon and words.pattern("attendance.label_yes").fullmatch(label.strip()):
        return True
    if len(text) > _MOST_LABELLED:
        return False
    tail = _LABEL.split(text.strip(" .;,!:：。；，"))[-1].strip(" .;,!()")
    return words.pattern("attendance.label_yes").fullmatch(tail) is not None


def answer_but(text: str, words: Phrases) -> str | None:
    """The answer of a clause that excepts something: `I can do 21 and 28 January, but not 4 February`."""
    found = words.pattern("attendance.except").search(text)
    return (answer(text[: found.start()], words) if found else None) or answer(text, words)


def weakly(text: str, words: Phrases) -> bool:
    """Whether nothing but a bare "not" says no."""
    weak = words.pattern("attendance.weak_no")
    return all(weak.fullmatch(m[0]) for m in words.pattern("attendance.no").finditer(text))


def without_reason(text: str, words: Phrases) -> str:
    """The clause without the reason given for its answer, where the rest still answers."""
    mine = [m.span() for m in words.pattern("attendance.only_person").finditer(text)]
    causes = words.pattern("attendance.reason").finditer(text)
    causes = (m for m in causes if not text[m.end() :].lstrip()[:1].isdigit())  # "since 2 February"
    found = next((m for m in causes if not any(s <= m.start() < e for s, e in mine if e > m.end())), None)
    if found is None:
        return text
    kept = text[: found.start()] + " " * (len(text) - found.start())
    return kept if answer(kept, words) else text


def pieces(text: str, words: Phrases) -> list[tuple[int, int]]:
    """Where a sentence can fall apart: at commas and "but", and at "and" between two answers."""
    cuts = {m.end() for m in _HARD.finditer(text)}
    spared = [m.span() for m in words.pattern("attendance.except").finditer(text)]
    cuts |= {
        m.start()
        for m in words.pattern("attendance.but").finditer(text)
        if not any(s <= m.start() < e for s, e in spared) and len(text[m.end() :].split()) > 1
    }
    asides = [m.span() for m in _ASIDE.finditer(text)]
    cuts = {cut for cut in cuts if not any(s < cut < e for s, e in asides)}
    cuts |= {m.start() for m in words.pattern("attendance.except").finditer(text) if m[0][-1] in ":："}
    stops = sorted({0, len(text), *cuts})
    out: list[tuple[int, int]] = []
    for start, end in pairwise(stops):
        out += _between_answers(text, start, end, words)
    return _without_sighs([(s, e) for s, e in out if text[s:e].strip(" ,;")], text, words)[:MOST_PIECES]


def _without_sighs(stretches: list[tuple[int, int]], text: str, words: Phrases) -> list[tuple[int, int]]:
    """`the second, alas, I miss`, `я, к сожалению, в отъезде`: what says nothing belongs to what follows."""
    out: list[tuple[int, int]] = []
    sigh: int | None = None
    for start, end in stretches:
        bare = text[start:end].strip(" ,;，；،")
        if out and len(bare) <= _SIGH and words.pattern("attendance.please").fullmatch(bare):
            sigh = out.pop()[0]  # "cancel, please, my participation"
            continue
        lone = any(words.pattern(f"attendance.{name}").fullmatch(bare) for name in ("alas", "only_person"))
        if end < len(text) and len(bare) <= _SIGH and lone:
            sigh = start if sigh is None else sigh
            continue
        out.append((start if sigh is None else sigh, end))
        sigh = None
    return out if sigh is None else [*out, (sigh, len(text))]


def _between_answers(text: str, start: int, end: int, words: Phrases) -> list[tuple[int, int]]:
    """The stretch, cut at "and" or a comma before a number if both sides answer: `5 July yes, 12 July no`."""
    joints = [m.span() for m in words.pattern("attendance.and").finditer(text, start, end)]
    joints += [m.span() for m in _BEFORE_NUMBER.finditer(text, start, end)]
    out: list[tuple[int, int]] = []
    for left, right in sorted(joints)[:MOST_JOINTS]:
        behind = text[right:end]
        listed = text[:left].rstrip()[-1:].isdigit() and behind.lstrip()[:1].isdigit()
        if listed and "," not in text[left:right]:
            continue  # "the calls of 19 and 26 January only"
        out_of = words.pattern("attendance.except").search(behind)
        behind = behind[: out_of.start()] if out_of else behind
        if left > start and answer(text[start:left], words) and answer(behind, words):
            out.append((start, left))
            start = right
    return [*out, (start, end)]

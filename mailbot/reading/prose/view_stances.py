"""Which words of a sentence tell an opinion, which one, and whose."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.prose.scene import Scene

_GIVEN = re.compile(
    r"(?:support|backing|endorsement|approval|opposition|objections?|soutien|appui|apoyo|respaldo)"
    r"\s+(?:of|from|by|de|du|del|de la|de l['’])\s*(?:the\s|la\s|le\s)?",
    re.I,
)


def stances(
    scene: Scene, context: Context, remarks: bool = True, turns: bool = True
) -> list[tuple[int, str]]:
    """(place, stance) of every word of opinion; "support" inside "cannot support" is none of its own, and
    "no objection" is support. ``remarks``: a remark behind an undecided view counts instead of it.
    """
    words = context.words
    taken: list[tuple[int, int]] = [
        m.span() for name in ("lift", "reported") for m in words.pattern(f"view.{name}").finditer(scene.text)
    ]
    withdrawn = words.pattern("position.withdraw").finditer(scene.text) if scene.others else ()
    taken += [
        m.span()
        for m in withdrawn  # `take back its text`; `no longer supports it` is a stance all the same
        if words.has("view.support", m[0]) and not words.has("modality.negation", m[0])
    ]
    hits: list[tuple[int, str]] = []
    for name, stance in (
        ("none", "none"), ("accepting", "support"), ("wish", "comment"), ("oppose", "oppose"),
        ("support", "support"), ("comment", "comment"),
    ):  # fmt: skip
        for match in words.pattern(f"view.{name}").finditer(scene.text):
            if any(start < match.end() and match.start() < end + 2 for start, end in taken):
                continue
            taken.append(match.span())
            turned = name == "support" and _negated(scene.text, match.start(), context)
            hits.append((match.start(), "oppose" if turned else stance))
    hits.sort()
    hits = _announced(scene.text, _before_proviso(scene.text, hits, context), context)
    hits = _without_sympathy(scene.text, hits, context)
    if remarks and (remark := _but_remarks(scene.text, hits, context)) is not None:
        return [(remark, "comment")]
    hits += _one_word(scene.text, context) if not hits else []
    firm = [hit for hit in hits if hit[1] != "comment"]
    if turns and len({ref.start for ref in scene.texts}) < 2:
        firm = _behind_but(scene.text, firm, context)
    if turns and firm and hits[-1][1] == "none" and len(scene.texts) == 1:
        return hits[-1:]  # "not against it, we have yet to form a view"
    return _latest(scene.text, firm, context) or hits[:1]


def _announced(text: str, hits: list[tuple[int, str]], context: Context) -> list[tuple[int, str]]:
    """`our comment on it: the text should be aligned with ...`: what is announced is what it is."""
    colon = re.search(r"[:：]\s", text)
    before = [hit for hit in hits if colon and hit[0] < colon.start()]
    if colon is None or not before or any(name != "comment" for _, name in before):
        return hits
    return before if context.words.has("view.remark_noun", text[: colon.start()]) else hits


def _before_proviso(text: str, hits: list[tuple[int, str]], context: Context) -> list[tuple[int, str]]:
    """`no objection, provided that ...`: what is asked for in return is no other stance."""
    for found in context.words.pattern("view.proviso").finditer(text):
        if any(place < found.start() and name in ("support", "oppose") for place, name in hits):
            return [hit for hit in hits if hit[0] < found.start()]
    return hits


def _without_sympathy(text: str, hits: list[tuple[int, str]], context: Context) -> list[tuple[int, str]]:
    """`shares the concerns behind it and supports it`: beside a firm word the concerns tell nothing."""
    shared = {m.start() for m in context.words.pattern("view.shares").finditer(text)}
    if not shared or not any(name in ("support", "oppose") for place, name in hits if place not in shared):
        return hits
    return [hit for hit in hits if hit[0] not in shared]


def _behind_but(text: str, hits: list[tuple[int, str]], context: Context) -> list[tuple[int, str]]:
    """`shares the aim but cannot accept the text`: of one proposal what follows the "but" holds."""
    if len({name for _, name in hits}) < 2:
        return hits
    turns = [m.start() for m in context.words.pattern("position.but").finditer(text, hits[0][0])]
    later = [hit for hit in hits if turns and hit[0] > turns[-1]]
    return later or hits


def _one_word(text: str, context: Context) -> list[tuple[int, str]]:
    """`CEPT, Resolution 44: for`: a list that gives each view in a word."""
    tail = re.search(r"(?:[:：=]|\s[–—-])\s*([^:：]{1,20}?)\s*[.;。；]?\s*$", text)
    for name, stance in (("in_favour", "support"), ("in_opposition", "oppose")):
        if tail is not None and context.words.pattern(f"view.{name}").fullmatch(tail[1]):
            return [(tail.start(1), stance)]
    return []


def _latest(text: str, hits: list[tuple[int, str]], context: Context) -> list[tuple[int, str]]:
    """`we used to oppose it, but now support it`: what was thought before does not count."""
    words = context.words
    if len({name for _, name in hits}) < 2:
        return hits
    before = text[: hits[0][0]]
    if not (words.has("view.formerly", before) or words.has("modality.past", before)):
        return hits
    turns = [
        m.start() for n in ("now", "but") for m in words.pattern(f"position.{n}").finditer(text, hits[0][0])
    ]
    later = [hit for hit in hits if turns and hit[0] >= min(turns)]
    return later or hits


def _but_remarks(text: str, hits: list[tuple[int, str]], context: Context) -> int | None:
    """Where a remark begins behind `we neither support nor oppose it, but would note that ...`."""
    undecided = [place for place, name in hits if name == "none"]
    if not undecided or any(name in ("support", "oppose") for _, name in hits):
        return None
    words = context.words
    for turn in words.pattern("position.but").finditer(text, undecided[0]):
        if words.has("view.comment", text[turn.end() :]) or words.has("view.commenting", text[turn.end() :]):
            return turn.end()
    for stop in re.finditer(r"[,;，；،؛]", text[undecided[0] :]):
        if words.has("view.obliged", text[undecided[0] + stop.end() :]):
            return undecided[0] + stop.end()  # "no position yet, the text should say who ..."
    return None


def _negated(text: str, place: int, context: Context) -> bool:
    """Whether the word is denied: `is not ready to support`; "not only" denies nothing."""
    before = text[max(0, place - 36) : place]
    before = before[max(before.rfind(sign) for sign in (",", ";", ".", "，", "،", "；", "。")) + 1 :]
    if context.words.pattern("attendance.no_sense").search(before):
        return False
    denials = (context.words.pattern(name) for name in ("modality.negation", "view.unable"))
    return any(
        not re.search(r"\band\b|\bbut\b", before[m.end() :]) for d in denials for m in d.finditer(before)
    )


def of_another(scene: Scene, place: int, context: Context) -> str | None:
    """The organization whose view it is where that is not the sender's: `APT opposes the CEPT proposal`."""
    before = [(e, c) for _, e, c in scene.organizations if e <= place]
    if not before or any(c == context.organization for _, c in before):
        return None
    end, code = before[-1]
    said = context.words.pattern("view.says").sub(" ", scene.text[end:place])
    told = context.words.pattern("view.told").match(said.lstrip()) is not None  # "CEPT told us that they ..."
    between = context.words.pattern("view.told").sub(" ", said).split()
    ours = context.words.has("contact.we", scene.text[:place]) or context.words.has(
        "view.that_too", scene.text
    )
    if len(between) > 3 or (ours and not told) or any(not w.isalpha() for w in between):
        return None
    start = next(s for s, e, _ in scene.organizations if e == end)
    lead = scene.text[:start].split()[-1:]
    named_as_owner = context.words.pattern("view.proposed").search(" ".join(between)) or lead in (
        ["of"], ["by"], ["from"], ["the"], ["de"], ["la"], ["du"], ["del"]
    )  # fmt: skip
    if named_as_owner or scene.organizations[-1][2] == code:
        return None
    return code


def remarks_of_another(scene: Scene, place: int, context: Context) -> bool:
    """`APT would like to modify it`: what looks like a remark is what the other wants."""
    before = [(e, c) for _, e, c in scene.organizations if e <= place]
    if not before or before[-1][1] == context.organization:
        return False
    gap = scene.text[before[-1][0] : place]
    return len(gap.split()) <= 1 and len(gap) <= 10


def supposed_before(scene: Scene, place: int, context: Context) -> bool:
    """Whether the stance itself is supposed ("we may support"); a reason given after it may well be, and so
    may what the other organization intends.
    """
    words = context.words
    text = scene.text
    if not scene.has("position.condition"):
        text = words.pattern("view.mild").sub(lambda m: " " * len(m[0]), text)
    before = text[:place]
    if context.language == "ar":
        before += scene.text[place : place + 1]  # `قد نؤيد`: the particle goes with the person of the verb
    for found in words.pattern("view.proposed").finditer(before):
        theirs = any(
            s - 16 < found.end() and found.start() < e + 16
            for s, e, code in scene.organizations
            if code != context.organization
        )
        if theirs:
            before = before[: found.start()] + " " * len(found[0]) + before[found.end() :]
    before = words.pattern("view.says").sub(" ", words.pattern("modality.polite.words").sub(" ", before))
    return words.pattern("modality.hypothesis").search(before) is not None


def given_by_another(scene: Scene, place: int, context: Context) -> bool:
    """`the support of CITEL was welcomed`, `it has the backing of RCC`: whose it is stands behind it."""
    for start, _, code in scene.organizations:
        between = scene.text[place:start] if place < start else ""
        if code != context.organization and between and _GIVEN.fullmatch(between):
            return True
    return False

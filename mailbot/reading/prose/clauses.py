"""What is left of a sentence that denies something and then says what holds: `not hybrid but virtual`."""

from __future__ import annotations

import re

from mailbot.reading.context import Context

_BREAK = re.compile(r"[,;:()，；：،]|\s[–—-]\s|\b(?:and|et|y|и)\s")


def stated(text: str, context: Context) -> str | None:
    """The text without its denied clauses; None if nothing is left that stands on its own.

    A clause after a denied one counts only if it turns away from it ("but", "instead", "we now ..."):
    in "it is not true that we adopted, endorsed or withdrew it" everything is denied.
    """
    words = context.words
    denial = words.pattern("modality.denial")
    text = words.pattern("modality.no_row").sub(" ", text) if denial.search(text) else text
    if not denial.search(text):
        return text
    if words.has("position.falsely", text):
        return None
    turns = [m.start() for m in words.pattern("position.turn").finditer(text)]
    if context.organization:
        turns += [m.start() for m in re.finditer(rf"\b{re.escape(context.organization)}\b", text)]
    breaks = [m.end() for m in _BREAK.finditer(text)]
    cuts = sorted({t for t in turns if t > 0 and _opens(text, t, breaks, words.pattern("position.but"))})
    cuts = sorted({*cuts, *_lesser(text, breaks, context), *_reasons(text, breaks, context)})
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    denied = [number for number, piece in enumerate(pieces) if denial.search(piece)]
    kept = [
        piece
        for number, piece in enumerate(pieces)
        if number not in denied and (number > denied[0] or _is_firm(piece, context))
    ]
    return " ".join(piece.strip() for piece in kept) if kept and len(pieces) > 1 else None


def _lesser(text: str, breaks: list[int], context: Context) -> list[int]:
    """Where a clause begins that says what holds instead: `not agreed, the members only took it as draft`."""
    words = context.words
    ends = [*breaks[1:], len(text)] if breaks else []
    stages = words.patterns("position.status").values()
    denial = words.pattern("modality.denial")
    return [
        begin
        for begin, end in zip(breaks, ends, strict=True)
        if (words.has("position.only", text[begin:end]) and any(p.search(text, begin, end) for p in stages))
        or (
            text[:begin].rstrip()[-1:] not in (",", "،", "，", "(", ")")
            and words.has("position.withdraw", text[begin:end])
            and denial.search(text[begin:end]) is None
        )  # "we do not press for it any longer and withdraw it"
    ]


def _reasons(text: str, breaks: list[int], context: Context) -> list[int]:
    """Where the reason of a withdrawal begins: `we have pulled our text, there was not enough backing`."""
    words = context.words
    denial = words.pattern("modality.denial").search(text)
    place = max((b for b in breaks if denial and b <= denial.start()), default=0)
    if not place or words.has("modality.refuted", text[place:]):
        return []
    return [place] if words.has("position.withdraw", text[:place]) else []


def _is_firm(piece: str, context: Context) -> bool:
    """Whether what stands before a denial holds all the same: `agreed, but it has not been submitted yet`."""
    if context.words.has("position.withdraw", piece):
        return True
    return any(pattern.search(piece) for pattern in context.words.patterns("position.status").values())


def _opens(text: str, place: int, breaks: list[int], but: re.Pattern[str]) -> bool:
    """Whether a new clause begins at the word: after a comma, or with "but" itself."""
    if but.match(text, place):
        return True
    return any(not text[b:place].strip() for b in breaks if b <= place)


# where a clause ends: signs, and words that open a new one
_CLAUSE = re.compile(
    r"[,;:()،；，：。]|\s[–—-]\s|\b(?:that|que|qui|что|который|которая|which|أن|but|mais|pero|но|а)\b"
)


def clause(text: str, place: int) -> tuple[int, int]:
    """Where the clause around the place begins and ends."""
    breaks = [m.end() for m in _CLAUSE.finditer(text)]
    begin = max((b for b in breaks if b <= place), default=0)
    return begin, min((b for b in breaks if b > place), default=len(text))

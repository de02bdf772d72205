"""One line of an officer's answer: `ok 1 3, no 2: reason`, `1 ok`, `release 3: I have called him`. Pure.

A line says its verbs first (`ok 1 3 no 2`) or its numbers first (`1 3 ok, 2 no`), not both ways at once. What
stands behind a colon is the reason, to the end of the line; a reason in which a further verdict seems to
stand is not taken, for nobody can tell which of the two was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailbot.commands.verdict_words import VERBS, Token, Unknown, Verb, level, tokens

MAX_LINE = 1000
_MOST_NUMBERS = 1000
_PARTS = re.compile(r"[,;.\n\u3001\u3002\u060c\u061b，；]")
_SPACERS = ("sign", "join")


@dataclass(frozen=True)
class Clause:
    """A verb with what it is about: ``numbers``, or empty for all (``bare``: no number and no `all` said).
    ``reason`` is what stands behind the colon, empty where a colon has nothing behind it."""

    verb: Verb
    numbers: tuple[int, ...] = ()
    reason: str | None = None


class NotALine(ValueError):
    """The line is no verdict; the text is one of `verdicts.WHY`."""


def clauses(line: str) -> tuple[Clause, ...]:
    """The verdicts of a line, empty where it says thanks and nothing else. Raises NotALine."""
    if len(line) > MAX_LINE:
        raise NotALine("long")
    try:
        found = tokens(line)
    except Unknown:
        raise NotALine("question" if "?" in level(line) or "؟" in line else "unknown") from None
    reason = line[found[-1].end :].strip() if found and _opens_reason(found) else None
    words = [each for each in found if each.kind not in _SPACERS]
    if reason is not None:
        words = words[:-1]
    said = [each for each in words if each.kind != "thanks"]
    if not said and reason is None:
        return ()
    made = _grouped(_without_fillers(said))
    _refuse_polite_refusal(made, words, said)
    return _with_reason(made, reason)


def _opens_reason(found: Sequence[Token]) -> bool:
    return found[-1].kind == "colon" and any(each.kind in VERBS for each in found)


def _without_fillers(said: Sequence[Token]) -> list[Token]:
    """Without `for`, `to`, `please`: they stand between a verb and its numbers, not between two numbers,
    where `to` or `the` would say something else."""
    kept: list[Token] = []
    loose = False
    for each in said:
        if each.kind == "filler":
            if each.first and (each is said[-1] or (kept and kept[-1].kind == "number")):
                raise NotALine("unknown")  # `ok 1 to`: the rest is missing
            loose = bool(kept) and kept[-1].kind == "number"
            continue
        if loose and each.kind in ("number", "all"):
            raise NotALine("unknown")
        loose = False
        kept.append(each)
    if not kept:
        raise NotALine("unknown")
    return kept


def _grouped(said: Sequence[Token]) -> list[Clause]:
    """Verb first, or numbers first; a colon before the verb or the numbers is passed over."""
    groups: list[tuple[list[Token], Verb]] = []
    numbers: list[Token] = []
    first = next((each.kind for each in said if each.kind != "colon"), "")
    previous = ""
    if first in VERBS:
        verb: Verb | None = None
        for each in said:
            if each.kind in VERBS:
                if verb is not None:
                    groups.append((numbers, verb))
                verb, numbers = _verb(each), []
            elif each.kind != "colon":
                numbers.append(each)
            elif previous not in VERBS:
                raise NotALine("unknown")
            previous = each.kind
        assert verb is not None
        groups.append((numbers, verb))
    else:
        for each in said:
            if each.kind in VERBS:
                if not numbers:
                    raise NotALine("unknown")
                groups.append((numbers, _verb(each)))
                numbers = []
            elif each.kind != "colon":
                numbers.append(each)
            previous = each.kind
        if numbers or not groups or previous == "colon":
            raise NotALine("unknown")
    return [Clause(verb, tuple(_expanded(about))) for about, verb in groups]


def _verb(token: Token) -> Verb:
    return next(verb for verb in VERBS if verb == token.kind)


def _expanded(about: Sequence[Token]) -> Iterator[int]:
    """The numbers; none where it says `all`."""
    if any(each.kind == "all" for each in about):
        if len(about) > 1:
            raise NotALine("unknown")
        return
    for each in about:
        if each.first > each.last or each.last - each.first > _MOST_NUMBERS:
            raise NotALine("range")
        yield from range(each.first, each.last + 1)


def _refuse_polite_refusal(made: Sequence[Clause], words: Sequence[Token], said: Sequence[Token]) -> None:
    """`No, thank you` may answer anything."""
    if len(words) > len(said) and any(each.verb == "reject" and not each.numbers for each in made):
        raise NotALine("unknown")


def _with_reason(made: list[Clause], reason: str | None) -> tuple[Clause, ...]:
    if reason is None:
        return tuple(made)
    if made[-1].verb == "approve":
        raise NotALine("unknown")
    refuse_hidden_verdict(reason, made[-1].verb)
    return (*made[:-1], Clause(made[-1].verb, made[-1].numbers, reason))


def refuse_hidden_verdict(text: str, own: Verb | None = None) -> None:
    """Raises NotALine(mixed) where a part of free text reads as a verdict of its own: with a number, or with
    another verb than ``own``."""
    for part in _PARTS.split(text):
        try:
            found = clauses(part) if part.strip() else ()
        except NotALine:
            continue
        if any(each.numbers or each.verb != own for each in found):
            raise NotALine("mixed")

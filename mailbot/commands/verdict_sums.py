"""What an officer said, line by line → one verdict a number, or nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mailbot.commands.verdict_edits import Asked, Edit
from mailbot.commands.verdict_lines import Clause
from mailbot.commands.verdict_model import UNCERTAIN, Said, Stuck, Verdict


def combined(
    said: Sequence[Said], edits: Sequence[Edit], quoted: Sequence[Edit], asked: Sequence[Asked]
) -> Iterator[Verdict]:
    """One verdict a number, in their order."""
    if not said and not edits:
        raise Stuck("", "nothing")
    by_number = {each.number: each for each in asked}
    verdicts: dict[int, Said] = {}
    bare = [each for each in said if not each.clause.numbers and each.under is None]
    for each in said:
        if each in bare:
            continue
        for number in each.clause.numbers or (each.under if each.under is not None else UNCERTAIN,):
            _place(verdicts, by_number, number, each)
    corrected = _corrections(edits)
    _spread(verdicts, bare, asked, corrected)
    for number in corrected:
        _place(verdicts, by_number, number, Said("", Clause("approve")), corrected=True)
    for one in quoted:
        at = verdicts.get(one.number)
        if at is None or at.clause.verb not in ("approve", "release"):
            raise Stuck(f"> {by_number[one.number].fields[one.field].label}: {one.value}", "quote")
        if corrected.setdefault(one.number, {}).setdefault(one.field, one.value) != one.value:
            raise Stuck(one.value, "contradiction")
    for number, found in sorted(verdicts.items()):
        _check(by_number[number], found)
        clause = found.clause
        yield Verdict(number, clause.verb, clause.reason or None, corrected.get(number, {}))


def _place(
    verdicts: dict[int, Said], known: Mapping[int, Asked], number: int, said: Said, *, corrected: bool = False
) -> None:  # fmt: skip
    if number == UNCERTAIN:
        raise Stuck(said.line, "which")
    if number not in known:
        raise Stuck(said.line, "range")
    before = verdicts.get(number)
    if before is None:
        verdicts[number] = said
    elif corrected and before.clause.verb in ("approve", "release"):
        return
    elif before.clause.verb != said.clause.verb or before.clause.reason != said.clause.reason:
        raise Stuck(said.line or before.line, "contradiction")


def _corrections(edits: Iterable[Edit]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for one in edits:
        if found.setdefault(one.number, {}).setdefault(one.field, one.value) != one.value:
            raise Stuck(one.value, "contradiction")
    return found


def _spread(
    verdicts: dict[int, Said], bare: Sequence[Said], asked: Sequence[Asked], corrected: Mapping[int, object]
) -> None:
    """A word without a number: for everything that is not held; where all is held, `no` and `release` are
    for all of it."""
    if not bare:
        return
    first = bare[0]
    if any(each.clause.verb != first.clause.verb for each in bare[1:]):
        raise Stuck(first.line, "contradiction")
    if sum(each.clause.reason is not None for each in bare) > 1:
        raise Stuck(bare[-1].line, "contradiction")
    verb = first.clause.verb
    said = next((each for each in bare if each.clause.reason is not None), first)
    if verb != "approve" and corrected:
        raise Stuck(first.line, "contradiction")
    free = [each.number for each in asked if not each.held]
    if verb == "release" or not free:
        if verb == "approve" and not any(s.clause.verb == "release" for s in verdicts.values()):
            raise Stuck(first.line, "held")
        if len(asked) > 1 and verb == "release":
            raise Stuck(first.line, "which")
        free = [each.number for each in asked] if verb != "approve" else []
    for number in free:
        if number not in verdicts:
            verdicts[number] = said
        elif verdicts[number].clause.verb != verb:
            raise Stuck(first.line, "contradiction")


def _check(asked: Asked, said: Said) -> None:
    verb, reason = said.clause.verb, said.clause.reason
    if asked.held and verb == "approve":
        raise Stuck(said.line, "held")
    if verb == "release" and not asked.held:
        raise Stuck(said.line, "not_held")
    if (verb == "release" and not reason) or reason == "":
        raise Stuck(said.line, "reason")

"""The sentences of sending rules, in words a secretary understands. Pure.

rule   = when [phase] ["," HH:MM] "," "to" whom          (no time of day where hours are counted)
when   = "the day" ("before" | "after") what
       | number {("," | "and") number} ("hour" | "day" | "week")["s"] ("before" | "after") what
       | "every" [number "weeks on"] weekday
what   = "each call" | "each inter-regional meeting" | "the event of a circular letter"
       | "each unanswered question of freshness" | "each paper's deadline" | "each undecided request"
phase  = "while the preparation lasts" | "before the calls begin" | "while the calls last"
       | "after the calls have ended" | ["from" DATE] ["until" DATE]
whom   = role {("," | "and") role} ["of its committee" | "of each organization"] ["who want it"]
       | "who has not answered"
role   = "focal points" | "coordinators" | "alternates" | "officers"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from mailbot.directory.records import Role

What = Literal["call", "circular", "question", "deadline", "request"]
PhaseName = Literal["preparation", "before calls", "calls", "after calls"]

WHATS: dict[str, What] = {
    "each call": "call",
    "each inter-regional meeting": "circular",
    "the event of a circular letter": "circular",
    "each unanswered question of freshness": "question",
    "each paper's deadline": "deadline",
    "each undecided request": "request",
}
PHASES: dict[str, PhaseName] = {
    "while the preparation lasts": "preparation",
    "before the calls begin": "before calls",
    "while the calls last": "calls",
    "after the calls have ended": "after calls",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ROLES: dict[str, Role] = {
    "focal points": "focal_point",
    "coordinators": "coordinator",
    "alternates": "alternate",
}
OFFICERS, UNANSWERED = "officers", "who has not answered"
_NUMBERS = re.compile(r"(\d{1,3}(?:(?:\s*,\s*|\s+and\s+)\d{1,3})*)\s+(hours?|days?|weeks?)")
_WEEKLY = re.compile(r"every (?:(\d{1,2}) weeks on )?(\w+)")
_DATES = re.compile(r" (?:from (\S+))?(?: ?until (\S+))?$")


class Wrong(ValueError):
    """Part of a rule cannot be read; the text says what was expected."""


@dataclass(frozen=True)
class Phase:
    """When a rule holds: a phase of the programme by name, or local days, both included; None is open."""

    name: PhaseName | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Whom:
    """``own_committee`` keeps to contacts whose committee is `all` or the event's; with ``each_organization``
    there is one occasion for each; ``opt_in`` keeps to people who have asked for it."""

    roles: tuple[Role, ...] = ()
    officers: bool = False
    own_committee: bool = False
    each_organization: bool = False
    opt_in: bool = False
    unanswered: bool = False


@dataclass(frozen=True)
class When:
    """``days`` (or ``hours``) before or ``after`` ``what``, largest first; or ``every`` so many weeks on a
    ``weekday`` (0 is Monday), and then ``what`` is None."""

    what: What | None = None
    days: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    after: bool = False
    every: int = 0
    weekday: int = 0


@dataclass(frozen=True)
class Sentence:
    """A rule that has been read. ``at`` is local time; None where hours are counted."""

    when: When
    at: time | None
    phase: Phase | None
    whom: Whom


def read(text: str) -> Sentence:
    """Raises Wrong that says which part cannot be read and what was expected there."""
    words = " ".join(text.split())
    head, found, whom = words.partition(", to ")
    if not found:
        head, found, whom = words.partition(",to ")
    if not found:
        raise Wrong(f'expected "..., HH:MM, to <roles>", as in {EXAMPLE!r}, got {words!r}')
    parts = re.fullmatch(r"(.+?)(?:, ?(\d{1,2}:\d{2}))?", head)
    assert parts is not None  # a head is not empty: the text has no space at its ends
    said, clock = parts.groups()
    said, phase = _phase(said)
    when = _weekly(said) if said.startswith("every ") else _around(said)
    if when.hours and clock:
        raise Wrong(f'expected no time of day where hours are counted, got "{clock}"')
    if not when.hours and not clock:
        raise Wrong(f'expected ", HH:MM" before ", to", as in {EXAMPLE!r}, got {head!r}')
    return Sentence(when, _clock(clock) if clock else None, phase, _whom(whom))


EXAMPLE = "5 days before each call, 09:00, to focal points"


def _weekly(text: str) -> When:
    found = _WEEKLY.fullmatch(text)
    if not found or found[2].capitalize() not in WEEKDAYS:
        raise Wrong(f'expected "every Monday" or "every 4 weeks on Tuesday", got {text!r}')
    every = int(found[1] or 1)
    if not 1 <= every <= 52:
        raise Wrong(f"expected a number of weeks from 1 to 52, got {text!r}")
    return When(every=every, weekday=WEEKDAYS.index(found[2].capitalize()))


def _around(text: str) -> When:
    parts = re.fullmatch(r"(.+?) (before|after) (.+)", text)
    if not parts:
        raise Wrong(f'expected "... before ..." or "every <weekday>", as in {EXAMPLE!r}, got {text!r}')
    many, side, what = parts.groups()
    if what not in WHATS:
        raise Wrong(f"expected one of {quoted(WHATS)} after {side!r}, got {what!r}")
    days, hours = _distance(many)
    return When(WHATS[what], days, hours, after=side == "after")


def _distance(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(days, hours), one of them empty."""
    if text == "the day":
        return (1,), ()
    found = _NUMBERS.fullmatch(text)
    if not found:
        raise Wrong(f'expected "the day", "5 days", "21 and 4 days", "2 weeks" or "1 hour", got {text!r}')
    unit = found[2].rstrip("s")
    numbers = [int(number) * (7 if unit == "week" else 1) for number in re.findall(r"\d+", found[1])]
    most = 48 if unit == "hour" else 366
    if len(set(numbers)) != len(numbers) or not all(0 < number <= most for number in numbers):
        raise Wrong(f"expected different numbers of {unit}s from 1 to {most}, got {text!r}")
    chosen = tuple(sorted(numbers, reverse=True))
    return ((), chosen) if unit == "hour" else (chosen, ())


def _phase(text: str) -> tuple[str, Phase | None]:
    """The words before the phase, and the phase."""
    for words, name in PHASES.items():
        if text.endswith(f" {words}"):
            return text.removesuffix(f" {words}"), Phase(name)
    if " while " in text:
        raise Wrong(f"expected one of {quoted(PHASES)}, got {text.partition(' while ')[2]!r}")
    dates = _DATES.search(text)
    if dates is None or not any(dates.groups()):
        return text, None
    first, last = (day(each) if each else None for each in dates.groups())
    if first and last and last < first:
        raise Wrong(f"expected the first day before the last, got {dates[0].strip()!r}")
    return text[: dates.start()], Phase(None, first, last)


def day(text: str) -> date:
    """`2021-01-18`. Raises Wrong."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(f"expected a date like 2021-01-18, got {text!r}") from None


def _clock(text: str) -> time:
    hours, _, minutes = text.partition(":")
    if int(hours) > 23 or int(minutes) > 59:
        raise Wrong(f"expected a time from 00:00 to 23:59, got {text!r}")
    return time(int(hours), int(minutes))


def _whom(text: str) -> Whom:
    if text == UNANSWERED:
        return Whom(unanswered=True)
    rest, opt_in = _without(text, " who want it")
    rest, own = _without(rest, " of its committee")
    rest, each = _without(rest, " of each organization")
    names = re.split(r", and |, | and ", rest)
    known: Mapping[str, Role | None] = {**_ROLES, OFFICERS: None}
    wrong = [name for name in names if name not in known]
    if wrong:
        raise Wrong(f"expected roles among {quoted(known)}, got {wrong[0]!r}")
    roles = tuple(dict.fromkeys(_ROLES[name] for name in names if name in _ROLES))
    return Whom(roles, OFFICERS in names, own, each, opt_in)


def _without(text: str, ending: str) -> tuple[str, bool]:
    return text.removesuffix(ending), text.endswith(ending)


def quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)

"""The sending rules: one line each, in words a secretary understands, read from `config/schedule.toml`.

    rule    = when "before" what "," HH:MM "," "to" role {("," | "and") role} ["of its committee"]
    when    = "the day" | number {("," | "and") number} ("day" | "days" | "week" | "weeks")
    what    = "each call" | "the event of a circular letter"
    role    = "focal points" | "coordinators" | "alternates"

A file with any wrong line is refused as a whole: UsageError names each line and what was expected there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Literal

from mailbot.directory.records import Role
from mailbot.errors import Problem, UsageError
from mailbot.resources import CONFIG

What = Literal["call", "circular"]
SHIPPED = CONFIG / "schedule.toml"
KINDS = ("call-notice", "call-reminder", "circular-reminder")

_WHAT: dict[str, What] = {"each call": "call", "the event of a circular letter": "circular"}
_ROLES: dict[str, Role] = {
    "focal points": "focal_point",
    "coordinators": "coordinator",
    "alternates": "alternate",
}
_WHEN = re.compile(r"(\d{1,3}(?:(?:\s*,\s*|\s+and\s+)\d{1,3})*)\s+(days?|weeks?)")


@dataclass(frozen=True)
class Rule:
    """When a kind of mail goes out, and to whom.

    ``days`` are whole days before the event's local date, largest first; ``at`` is the programme's local
    time; ``own_committee`` keeps to contacts whose committee is `all` or the event's.
    """

    kind: str
    what: What
    days: tuple[int, ...]
    at: time
    roles: tuple[Role, ...]
    own_committee: bool


class _Wrong(ValueError):
    """Part of a rule cannot be read; the text says what was expected."""


def parse_rule(kind: str, text: str) -> Rule:
    """The rule in ``text``. Raises ValueError that says which part is wrong and what was expected."""
    words = " ".join(text.split())
    when, found, rest = words.partition(" before ")
    if not found:
        raise _Wrong(f'expected "... before ...", as in "5 days before each call", got {words!r}')
    parts = re.fullmatch(r"(.+?), ?(\d{1,2}:\d{2}), ?to (.+)", rest)
    if not parts:
        raise _Wrong(f'expected "<event>, HH:MM, to <roles>" after "before", got {rest!r}')
    what, clock, whom = parts.groups()
    if what not in _WHAT:
        raise _Wrong(f"expected one of {_quoted(_WHAT)}, got {what!r}")
    roles = whom.removesuffix(" of its committee")
    return Rule(kind, _WHAT[what], _days(when), _clock(clock), _roles(roles), own_committee=roles != whom)


def load_rules(path: Path | None = None) -> tuple[Rule, ...]:
    """The rules of a file, None for the shipped one. Raises UsageError with every wrong line."""
    path = path or SHIPPED
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except OSError as exc:
        raise UsageError(f"{path}: cannot be read: {exc.strerror}; see schedule.file") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise UsageError(f"{path}: not valid TOML: {exc}") from exc
    problems: list[Problem] = []
    unknown = sorted(set(content) - {"rules"})
    problems += [Problem(_line(text, key), key, "no such section; write [rules]") for key in unknown]
    entries = content.get("rules", {})
    if not isinstance(entries, dict):
        problems.append(Problem(_line(text, "rules"), "rules", "expected a section: [rules]"))
        entries = {}
    rules: list[Rule] = []
    for kind, value in entries.items():
        try:
            rules.append(_entry(kind, value))
        except _Wrong as exc:
            problems.append(Problem(_line(text, kind), kind, str(exc)))
    if problems:
        raise UsageError(f"{path}: " + "; ".join(map(str, sorted(problems))))
    return tuple(rules)


def _entry(kind: str, value: object) -> Rule:
    if kind not in KINDS:
        raise _Wrong(f"no such occasion; expected one of {_quoted(KINDS)}")
    if not isinstance(value, str):
        raise _Wrong("expected a rule in quotes")
    return parse_rule(kind, value)


def _days(text: str) -> tuple[int, ...]:
    if text == "the day":
        return (1,)
    found = _WHEN.fullmatch(text)
    if not found:
        raise _Wrong(
            f'expected "the day", "5 days", "21 and 4 days" or "2 weeks" before "before", got {text!r}'
        )
    unit = 7 if found[2].startswith("week") else 1
    days = [int(number) * unit for number in re.findall(r"\d+", found[1])]
    if len(set(days)) != len(days) or not all(0 < day <= 366 for day in days):
        raise _Wrong(f"expected different numbers of days from 1 to 366, got {text!r}")
    return tuple(sorted(days, reverse=True))


def _clock(text: str) -> time:
    hours, _, minutes = text.partition(":")
    if int(hours) > 23 or int(minutes) > 59:
        raise _Wrong(f"expected a time from 00:00 to 23:59, got {text!r}")
    return time(int(hours), int(minutes))


def _roles(text: str) -> tuple[Role, ...]:
    names = re.split(r", and |, | and ", text)
    wrong = [name for name in names if name not in _ROLES]
    if wrong:
        raise _Wrong(f"expected roles among {_quoted(_ROLES)}, got {wrong[0]!r}")
    return tuple(dict.fromkeys(_ROLES[name] for name in names))


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _line(text: str, key: str) -> int:
    """The 1-based line where the key or section is written, 0 where it cannot be found."""
    pattern = re.compile(rf"""\s*(?:\[\s*)?["']?{re.escape(key)}["']?\s*[=\]]""")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 0)

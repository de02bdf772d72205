"""The sending rules: one line each, in words a secretary understands, read from `config/schedule.toml`.

The words are those of `rule_words`. Besides `[rules]` the file may have `[phases]`, which says when a phase
of the programme begins and ends where the programme's own dates do not (`preparation = "from 2020-09-18
until 2022-03-09"`). A file with any wrong line is refused as a whole: UsageError names each line and what was
expected there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any

from mailbot.directory.lists import DIGEST, REMINDERS
from mailbot.directory.records import Role
from mailbot.errors import Problem, UsageError
from mailbot.outbound import rule_words
from mailbot.outbound.rule_words import Phase, PhaseName, What, When, Whom, Wrong, quoted
from mailbot.resources import CONFIG

SHIPPED = CONFIG / "schedule.toml"
KINDS = ("invitation", "circular-reminder", "call-notice", "call-reminder", "hour-reminder")  # about events
ASKING = ("freshness", "freshness-again")  # to one organization about its own entries
SILENCE, DIGEST_KIND, DEADLINE = "freshness-silence", "digest", "deadline"
REMINDER = "approval-reminder"
OCCASIONS = (*KINDS, DIGEST_KIND, *ASKING, SILENCE, DEADLINE, REMINDER)
OPT_IN = {"hour-reminder": REMINDERS, DIGEST_KIND: DIGEST}  # what people ask for, and by which list
_PHASES: dict[str, PhaseName] = {"preparation": "preparation", "calls": "calls"}
_BEFORE: tuple[What | None, ...] = ("call", "circular")
_ABOUT: dict[str, tuple[What | None, ...]] = {  # None: weekly
    **dict.fromkeys(KINDS, _BEFORE),
    DIGEST_KIND: (None,),
    "freshness": (None,),
    "freshness-again": ("question",),
    SILENCE: ("question",),
    DEADLINE: ("deadline",),
    REMINDER: ("request",),
}
_AFTER: tuple[What | None, ...] = ("question", "request")


@dataclass(frozen=True)
class Rule:
    """When a kind of mail goes out, and to whom. ``at`` is the programme's local time, midnight where the
    rule counts hours; ``phase`` is None for a rule that always holds."""

    kind: str
    when: When
    at: time
    whom: Whom
    phase: Phase | None = None

    @property
    def what(self) -> What | None:
        return self.when.what

    @property
    def days(self) -> tuple[int, ...]:
        """Whole days before (or after) the event's local date, largest first."""
        return self.when.days

    @property
    def roles(self) -> tuple[Role, ...]:
        return self.whom.roles

    @property
    def own_committee(self) -> bool:
        return self.whom.own_committee


def parse_rule(kind: str, text: str) -> Rule:
    """The rule in ``text``. Raises ValueError that says which part is wrong and what was expected."""
    said = rule_words.read(text)
    rule = Rule(kind, said.when, said.at or time(0), said.whom, said.phase)
    for refuse in (_refuse_when, _refuse_whom):
        refuse(rule)
    return rule


def _refuse_when(rule: Rule) -> None:
    """Raises Wrong for a time that makes no sense for the kind."""
    kind, when = rule.kind, rule.when
    wanted = _ABOUT[kind]
    if when.what not in wanted:
        shown = [words for words, what in rule_words.WHATS.items() if what in wanted] or ["every Monday"]
        raise Wrong(f"{kind}: expected {' or '.join(quoted([each]) for each in shown)}")
    if when.after and when.what not in _AFTER:
        raise Wrong(f'{kind} comes before its event: expected "... before ...", got "after"')
    if when.what in _AFTER and not when.after:
        raise Wrong(f'{kind} comes after its {when.what}: expected "1 week after ...", got "before"')
    if when.hours and when.what not in _BEFORE:
        raise Wrong(f"{kind}: expected days or weeks, got hours")


def _refuse_whom(rule: Rule) -> None:
    """Raises Wrong for people who cannot be meant."""
    kind, whom = rule.kind, rule.whom
    if whom.each_organization != (kind in ASKING):
        raise Wrong(
            f'{kind}: expected roles {"with" if kind in ASKING else "without"} "of each organization"'
        )
    if whom.unanswered != (kind == DEADLINE):
        expected = f'"to {rule_words.UNANSWERED}"' if kind == DEADLINE else "roles"
        raise Wrong(f"{kind}: expected {expected}")
    if whom.own_committee and rule.what not in _BEFORE:
        raise Wrong(f'{kind} is about no committee: expected roles without "of its committee"')
    if whom.opt_in and kind not in OPT_IN:
        raise Wrong(f"nobody can ask for {kind}; people can for {quoted(OPT_IN)}")
    if kind in (SILENCE, REMINDER) and (whom.roles or not whom.officers):
        raise Wrong(f'{kind}: expected "to officers"')


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
    unknown = sorted(set(content) - {"rules", "phases"})
    problems += [Problem(_line(text, key), key, "no such section; write [rules]") for key in unknown]
    rules = _each(text, content, "rules", _entry, problems)
    phases = _each(text, content, "phases", _phase, problems)
    if problems:
        raise UsageError(f"{path}: " + "; ".join(map(str, sorted(problems))))
    return tuple(_dated(rule, phases) for rule in rules.values())


def _each(
    text: str,
    content: Mapping[str, Any],
    section: str,
    read: Callable[[str, object], Any],
    problems: list[Problem],
) -> dict[str, Any]:
    """What ``read`` makes of each line of a section; adds what is wrong to ``problems``."""
    entries = content.get(section, {})
    if not isinstance(entries, dict):
        problems.append(Problem(_line(text, section), section, f"expected a section: [{section}]"))
        return {}
    found: dict[str, Any] = {}
    for key, value in entries.items():
        try:
            found[key] = read(key, value)
        except Wrong as exc:
            problems.append(Problem(_line(text, key), key, str(exc)))
    return found


def _entry(kind: str, value: object) -> Rule:
    if kind not in OCCASIONS:
        raise Wrong(f"no such occasion; expected one of {quoted(OCCASIONS)}")
    if not isinstance(value, str):
        raise Wrong("expected a rule in quotes")
    return parse_rule(kind, value)


def _phase(name: str, value: object) -> Phase:
    if name not in _PHASES:
        raise Wrong(f"no such phase; expected one of {quoted(_PHASES)}")
    found = re.fullmatch(r"from (\S+) until (\S+)", value) if isinstance(value, str) else None
    if not found:
        raise Wrong('expected "from 2020-09-18 until 2022-03-09"')
    first, last = map(rule_words.day, found.groups())
    if last < first:
        raise Wrong(f"expected the first day before the last, got {value!r}")
    return Phase(_PHASES[name], first, last)


def _dated(rule: Rule, phases: Mapping[str, Phase]) -> Rule:
    """The rule with the dates that the file gives its phase."""
    name = rule.phase.name if rule.phase else None
    if name is None or (whole := phases.get("preparation" if name == "preparation" else "calls")) is None:
        return rule
    return replace(rule, phase=Phase(name, whole.first, whole.last))


def _line(text: str, key: str) -> int:
    """The 1-based line where the key or section is written, 0 where it cannot be found."""
    pattern = re.compile(rf"""\s*(?:\[\s*)?["']?{re.escape(key)}["']?\s*[=\]]""")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 0)

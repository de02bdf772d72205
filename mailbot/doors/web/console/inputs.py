"""Which control a field of a record is entered with: a choice, a day, a line, a text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from mailbot.directory.programme.load import ALL_COMMITTEES
from mailbot.directory.records import KINDS
from mailbot.directory.snapshot import Directory
from mailbot.directory.words import field_name
from mailbot.doors.web.console.words import choice
from mailbot.review.entering import enterable
from mailbot.wording import Wording

Control = Literal["select", "date", "line", "text", "email", "tel", "url"]
PROSE = frozenset({"summary", "comment"})
_LINES: dict[str, Control] = {"email": "email", "phone": "tel", "url": "url"}
_LONGEST = {"text": 10_000}
_CODES = frozenset({"phone", "email", "url", "country", "language", "timezone", "document"})


@dataclass(frozen=True)
class Input:
    """One field of a form. ``choices`` are (value, words); ``is_code`` what is written from left to right in
    every language."""

    name: str
    label: str
    control: Control
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    is_code: bool = False
    hint: str = ""
    problem: str = ""

    @property
    def longest(self) -> int:
        return _LONGEST.get(self.control, 500)


def inputs(
    target: str,
    op: str,
    fields: Sequence[str],
    given: Mapping[str, Any],
    directory: Directory,
    say: Wording,
    *,
    organization: str | None = None,
    problems: Mapping[str, str] | None = None,
) -> tuple[Input, ...]:
    """The controls of ``fields`` with what is ``given``. Raises InputRefused for a kind that cannot be
    entered."""
    known = [name for name in enterable(target, op) if name in fields]
    return tuple(_input(target, name, given, directory, say, organization, problems or {}) for name in known)


def _input(
    target: str, name: str, given: Mapping[str, Any], directory: Directory, say: Wording,
    organization: str | None, problems: Mapping[str, str],
) -> Input:  # fmt: skip
    model = KINDS[target].model_fields[name]
    value = "" if given.get(name) is None else str(given[name])
    literal, is_date = _literal(model.annotation), date in _members(model.annotation)
    choices = tuple(_choices(name, literal, directory, say, organization))
    control: Control = (
        "select" if choices else "date" if is_date else "text" if name in PROSE else _LINES.get(name, "line")
    )
    if choices and value and value not in dict(choices):
        choices = ((value, value), *choices)
    return Input(name, field_name(name, say), control, value, choices, model.is_required(), name in _CODES,
                 problem=problems.get(name, ""))  # fmt: skip


def _choices(
    name: str, literal: Sequence[str], directory: Directory, say: Wording, organization: str | None
) -> Iterator[tuple[str, str]]:
    if literal:
        yield from ((value, choice(name, value, say)) for value in literal)
    elif name == "committee":
        yield from ((each.code, each.code) for each in directory.committees)
        yield ALL_COMMITTEES, choice("committee", ALL_COMMITTEES, say)
    elif name in ("organization", "about"):
        yield from ((each.code, each.code) for each in directory.organizations)
    elif name == "coordinator":
        people = [each for each in directory.contacts if organization in (None, each.organization)]
        yield from ((each.id, f"{each.name} ({each.id})") for each in people)
    elif name == "event":
        yield from ((each.id, each.title) for each in directory.events)


def _literal(annotation: Any) -> tuple[str, ...]:
    """The values of an enumeration, of an optional one, too."""
    for member in _members(annotation):
        if get_origin(member) is Literal:
            return tuple(get_args(member))
    return ()


def _members(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Literal or not get_args(annotation):
        return (annotation,)
    found: list[Any] = []
    for each in get_args(annotation):
        if each is not NoneType:
            found += _members(each)
    return tuple(found)

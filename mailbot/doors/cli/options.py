"""Options and arguments that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.errors import InputRefused, UsageError

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Officer = Annotated[
    str | None, typer.Option("--officer", help="Who does it; else the user of this terminal.")
]


def number(text: str, what: str, command: str) -> int:
    """A number as ``command`` lists it. Raises InputRefused, naming ``what`` it should be of."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise InputRefused(f"{text!r} is no {what}'s number; see: mailbot {command}")
    return int(text)


def numbers(only: str | None) -> tuple[int, ...]:
    """The numbers of `--only 1,3`. Raises UsageError."""
    if only is None:
        return ()
    parts = only.replace(",", " ").split()
    if not parts or not all(part.isascii() and part.isdigit() and len(part) < 12 for part in parts):
        raise UsageError(f"--only {only}: write the numbers of changes, like 1,3")
    return tuple(int(part) for part in parts)

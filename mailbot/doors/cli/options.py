"""Options and arguments that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.errors import InputRefused

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Officer = Annotated[
    str | None, typer.Option("--officer", help="Who does it; else the user of this terminal.")
]


def number(text: str, what: str, command: str) -> int:
    """A number as ``command`` lists it. Raises InputRefused, naming ``what`` it should be of."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise InputRefused(f"{text!r} is no {what}'s number; see: mailbot {command}")
    return int(text)

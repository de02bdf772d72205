"""What the commands share: the wired context, the terminal, the officer's name."""

from __future__ import annotations

import getpass
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from mailbot.wiring import Wiring

if TYPE_CHECKING:
    from rich.console import Console


def wiring(context: typer.Context) -> Wiring:
    """The context's wiring."""
    found: Wiring = context.find_root().obj
    return found


def console() -> Console:
    """Standard output for people; width follows the terminal or COLUMNS, else it is 100."""
    from rich.console import Console

    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(highlight=False, width=None if known else 100)


def print_json(value: Any) -> None:
    """One line of JSON on standard output, as the contract wants it."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def whoami() -> str:
    """Who works at this terminal, as the revisions shall name him."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):  # no such user in a bare container
        return "operator (command line)"

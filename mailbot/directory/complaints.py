"""What is wrong with a value, in the words of somebody who can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from pydantic_core import ErrorDetails

from mailbot.directory.records import Record


def complaint(error: ErrorDetails, model: type[Record]) -> str:
    """Pydantic's message about a field of ``model`` in the words of somebody who enters it."""
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        names = [info.alias or name for name, info in model.model_fields.items()]
        return f"unknown key {str(error['loc'][-1])!r}{nearest(str(error['loc'][-1]), names)}"
    if kind == "missing":
        return "is required"
    if kind == "literal_error":
        return f"{given!r} is none of {error['ctx']['expected']}"
    if kind == "string_type":
        return f"{given!r} is no text" if given is not None else "is required"
    if kind == "string_pattern_mismatch":
        return f"{given!r} has not the right form"
    if kind.startswith(("datetime", "date", "time")):
        return f"{given!r} is no date or time; write 2021-02-28, 2021-02-28T12:30 or 12:30"
    return error["msg"].removeprefix("Value error, ")


def nearest(word: str, known: Iterable[str]) -> str:
    """What ends a message about an unknown word: the one that was meant, or all that are known."""
    known = list(known)
    close = difflib.get_close_matches(word, known, 1)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}"

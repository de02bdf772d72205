"""The one place that reads the time. Doors make a clock, read it once a tick and pass `now` down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from zoneinfo import available_timezones

from mailbot.errors import UsageError


@dataclass
class Clock:
    """`now` for everything that is decided; frozen for previews and rehearsals.

    ``frozen`` is an aware datetime, or None for the running time. ``wall`` never freezes: it is for
    leases and time-outs, which are about processes and not about the programme.
    """

    frozen: datetime | None = None

    def now(self) -> datetime:
        return self.frozen or datetime.now(UTC)

    @staticmethod
    def wall() -> datetime:
        return datetime.now(UTC)


@cache
def known_zones() -> frozenset[str]:
    """The names of all time zones; looking them up reads a directory tree."""
    return frozenset(available_timezones())


def aware(moment: datetime) -> datetime:
    """The moment itself; a naive one is a programming error, caught on entry."""
    if moment.tzinfo is None:
        raise ValueError("a datetime without a time zone was passed as `now`")
    return moment


def parse_moment(text: str) -> datetime:
    """`2021-01-12T08:00`, or with an offset; naive where none is given. Raises UsageError."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--now: {text!r} is no date and time; write 2021-01-12T08:00") from None

"""What can go wrong, and what the caller should do about it.

    MailbotError
    ├── Retry               the same call may succeed later: a server is away, a 4xx answer
    ├── AskPerson           kept as it is, until somebody looks: a mail nobody can read, a conflict
    │   ├── Conflict        the directory is no longer what the change was made against
    │   └── IllegalMove     a state does not allow what was asked
    ├── GiveUp              will never succeed: a 5xx answer, an address that cannot be written to
    ├── InputRefused        what was handed in is wrong, as a whole (exit status 1)
    └── UsageError          wrong call or configuration (exit status 2)

A door turns each into one clear line on stderr, or into a state with a reason; nothing else catches them
by their base class. The message names the place and the remedy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class MailbotError(Exception):
    """Base of all errors that mailbot raises on purpose."""


class Retry(MailbotError):
    """The same call may succeed later."""


class AskPerson(MailbotError):
    """Nothing is lost; a person has to decide."""


class Conflict(AskPerson):
    """The directory is no longer what the change was made against."""


class IllegalMove(AskPerson):
    """The thing is in a state that does not allow what was asked."""


class GiveUp(MailbotError):
    """Trying again is useless."""


class UsageError(MailbotError):
    """The call or the configuration is wrong."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a file: where, and what to do.

    ``line`` is 1-based, 0 where no line can be named; ``path`` is like ``contacts[3].email``.
    """

    line: int
    path: str
    text: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.path}: {self.text}" if self.path else f"{place}{self.text}"


class InputRefused(MailbotError):
    """What was handed in is refused as a whole; ``problems`` lists every reason."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

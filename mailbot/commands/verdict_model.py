"""What the reading of an officer's answer is made of. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mailbot.commands.verdict_lines import Clause
from mailbot.commands.verdict_words import Verb

WHY = (
    "unknown", "question", "contradiction", "range", "held", "not_held", "reason", "which", "old", "value",
    "mixed", "quote", "signature", "long", "nothing",
)  # fmt: skip


UNCERTAIN = -1


@dataclass(frozen=True)
class Verdict:
    """What becomes of one number. ``values`` are corrections: field → as the officer wrote it."""

    number: int
    verb: Verb
    reason: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Trouble:
    """A line that keeps the answer from counting; ``why`` is one of `WHY`."""

    line: str
    why: str


@dataclass(frozen=True)
class Judgement:
    """Either verdicts, by number, or troubles."""

    verdicts: tuple[Verdict, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True)
class Said:
    """A clause with its line; ``under`` is the number below whose lines it stands, `UNCERTAIN` where that
    may be one of several."""

    line: str
    clause: Clause
    under: int | None = None


class Stuck(Exception):
    """Raised with the line and one of `WHY`."""

    def __init__(self, line: str, why: str) -> None:
        super().__init__(why)
        self.trouble = Trouble(line.strip()[:200], why)

"""What the parts of this room hand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Standing = Literal["contact", "officer", "colleague"]
MAX_LINES = 20
MAX_UNKNOWN = 3
FORMATS = ("xlsx", "csv", "ics", "vcf", "yaml", "json", "docx", "pdf")  # named by people; some come later
OFFICERS_ONLY = ("approve", "reject", "undo", "release", "hold")


@dataclass(frozen=True)
class Line:
    """One line of a command mail. ``verb`` is None where it is not understood; ``language`` is whose word it
    was, ``en`` where nothing tells."""

    text: str
    verb: str | None = None
    arguments: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class Asker:
    """Who sent the commands. A contact and an officer may change what is their own; a colleague, known by the
    domain of the organization alone, may ask. ``organizations`` are codes."""

    address: str
    standing: Standing
    organizations: tuple[str, ...] = ()
    language: str | None = None

    @property
    def is_person(self) -> bool:
        """Whether the address itself is on file, and not only its domain."""
        return self.standing != "colleague"


@dataclass(frozen=True)
class Done:
    """A line with what came of it. ``outcome`` names a text of `templates/mail/command-answer/*.toml`, into
    which ``values`` are put."""

    line: Line
    outcome: str
    values: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "line": self.line.text, "verb": self.line.verb, "arguments": list(self.line.arguments),
            "language": self.line.language, "outcome": self.outcome, "values": dict(self.values),
        }  # fmt: skip

    @classmethod
    def from_json(cls, form: Mapping[str, Any]) -> Done:
        line = Line(form["line"], form["verb"], tuple(form["arguments"]), form["language"])
        return cls(line, form["outcome"], form["values"])

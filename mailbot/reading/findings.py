"""What readers hand over: a Finding (a change the message seems to ask for) or a Doubt (a question).

A finding names its record as the message does, or by its key where the reader compared rows; `resolve`
turns it into a change on one record, or into a question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from mailbot.mail.message import Message, Part
from mailbot.mail.reply import Reply
from mailbot.reading.context import Context

# `set` is an update where the record exists, else an add: "Resolution 50: MOD"
FindingOp = Literal["add", "update", "remove", "set"]


# rules of doubts that `resolve` settles by what else the message says
TO_DO = "to do"  # something is asked to be done; it falls where anything was read
RESTATED = "restated"  # a message sent on; it falls where the letter itself says what is to be entered


@dataclass(frozen=True)
class Finding:
    """One record, and what the message says of it.

    ``subject`` is the reference as written ("Mr Asante", "Resolution 98", "the Nairobi meeting") and
    ``key`` the record's id where the reader knows it. ``values`` holds field -> value, raw or already in
    the form of the contract, None for "delete"; ``organization`` None means the sender's own.
    ``unquestioned`` findings that change nothing vanish silently, which is the rule for repeated values.
    ``seen`` has what the sender had before his eyes for these fields, where what he sent tells.
    """

    target: str
    op: FindingOp
    subject: str = ""
    key: str | None = None
    organization: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    source: str = "body"
    confidence: float = 0.9
    reader: str = ""
    rule: str = ""
    seen: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Doubt:
    """Something a person has to settle; becomes a Question."""

    text: str
    evidence: tuple[str, ...] = ()
    source: str = "body"
    reader: str = ""
    rule: str = ""


Result: TypeAlias = Finding | Doubt


@dataclass(frozen=True)
class Material:
    """What a reader may look at: the message, its body taken apart, the parts left to read."""

    message: Message
    reply: Reply
    parts: tuple[Part, ...] = ()


class Reader(Protocol):
    """One source of findings. A reader is a function; its name appears in findings and explanations."""

    def __call__(self, material: Material, context: Context, /) -> list[Result]: ...


@dataclass(frozen=True)
class Dropped:
    """A candidate that was not taken, and why; for `--explain`."""

    text: str
    reason: str

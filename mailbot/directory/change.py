"""What a message asks for: changes to single records, and questions where it is not clear.

The JSON forms are those of the contract, section 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Value: TypeAlias = Any  # a JSON value in the form of the contract, section 1; None is "no value"
Op = Literal["add", "update", "remove"]


@dataclass(frozen=True)
class FieldChange:
    """One field: what was on file when the message was read, and what it shall be.

    ``seen`` is what the sender had before his eyes when he wrote, where mailbot knows it (it keeps what it
    sent); ``has_seen`` tells an unknown value from a seen empty one.
    """

    old: Value
    new: Value
    seen: Value = None
    has_seen: bool = False

    def to_json(self) -> dict[str, Value]:
        form = {"old": self.old, "new": self.new}
        return {**form, "seen": self.seen} if self.has_seen else form

    @classmethod
    def from_json(cls, form: Mapping[str, Value]) -> FieldChange:
        return cls(form.get("old"), form.get("new"), form.get("seen"), "seen" in form)


@dataclass(frozen=True)
class Change:
    """A change of one record. ``id`` is None for an add; an add's fields have old None."""

    target: str
    op: Op
    id: str | None
    organization: str | None
    fields: Mapping[str, FieldChange] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    source: str = "body"
    confidence: float = 1.0

    def to_json(self) -> dict[str, Any]:
        return {
            "target": self.target,
            "op": self.op,
            "id": self.id,
            "organization": self.organization,
            "fields": {name: value.to_json() for name, value in self.fields.items()},
            "evidence": list(self.evidence),
            "source": self.source,
            "confidence": round(self.confidence, 2),
        }

    @classmethod
    def from_json(cls, form: Mapping[str, Any]) -> Change:
        return cls(
            form["target"],
            form["op"],
            form.get("id"),
            form.get("organization"),
            {name: FieldChange.from_json(value) for name, value in (form.get("fields") or {}).items()},
            tuple(form.get("evidence") or ()),
            form.get("source") or "body",
            float(form.get("confidence", 1.0)),
        )


@dataclass(frozen=True)
class Question:
    """Something a person has to settle; ``evidence`` is verbatim from the message.

    ``owner`` is the code of the organization whose entry the message speaks of where the sender speaks for
    another: then it is a suggestion to that organization. ``answers`` is the officer's question to the sender
    that came back answered in words nobody but a person can read.
    """

    text: str
    evidence: tuple[str, ...] = ()
    source: str = "body"
    owner: str | None = None
    answers: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "evidence": list(self.evidence)}

    def kept_form(self) -> dict[str, Any]:
        """As a change set keeps it and officers see it."""
        more: dict[str, Any] = {"suggestion_to": self.owner} if self.owner else {}
        return {**self.to_json(), **more, **({"answers": self.answers} if self.answers else {})}

    @classmethod
    def from_json(cls, form: Mapping[str, Any]) -> Question:
        return cls(
            form["text"], tuple(form.get("evidence") or ()),
            owner=form.get("suggestion_to"), answers=form.get("answers"),
        )  # fmt: skip

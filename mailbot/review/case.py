"""A change set as officers see it: what it asks for, who says so, what became of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mailbot.directory.change import Change, Question
from mailbot.mail import addresses
from mailbot.review.changes import Merged


@dataclass(frozen=True)
class Item:
    """One change of a case, with where it stands now.

    ``original`` is what the reader proposed, where ``amended_by`` changed it; what an officer found in the
    mail has ``added_by``. ``seconded_by`` is the first of two who approve it. ``record`` is what was entered.
    """

    number: int
    change: Change
    state: str
    reason: str | None = None
    conflicts: tuple[Merged, ...] = ()
    original: Change | None = None
    amended_by: str | None = None
    amended_at: datetime | None = None
    added_by: str | None = None
    seconded_by: str | None = None
    seconded_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    record: str | None = None

    @property
    def waits_for_second(self) -> bool:
        """Whether one officer has approved it and another must."""
        return self.state == "pending" and self.seconded_by is not None

    def to_json(self) -> dict[str, Any]:
        """The change as the contract has it, and the rest where there is some."""
        made: dict[str, Any] = {**self.change.to_json(), "number": self.number, "state": self.state}
        if self.conflicts:
            made["conflicts"] = [str(each) for each in self.conflicts]
        if self.original is not None:
            made["original"] = self.original.to_json()
        for name in ("reason", "amended_by", "added_by", "seconded_by", "decided_by", "record"):
            if (value := getattr(self, name)) is not None:
                made[name] = value
        for name in ("amended_at", "seconded_at", "decided_at"):
            if (moment := getattr(self, name)) is not None:
                made[name] = moment.isoformat()
        return made


@dataclass(frozen=True)
class Exchange:
    """A question that an officer put to the sender, and what came back: a mail, its new text, and the change
    set that it opened."""

    id: int
    at: datetime
    officer: str
    text: str
    numbers: tuple[int, ...] = ()
    answered_by: int | None = None
    answered_at: datetime | None = None
    answer: str | None = None
    change_set: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Every field; moments in ISO 8601."""
        made = {name: getattr(self, name) for name in ("id", "officer", "text", "answer", "change_set")}
        made |= {"at": self.at.isoformat(), "numbers": list(self.numbers), "mail": self.answered_by}
        return {**made, "answered_at": self.answered_at.isoformat() if self.answered_at else None}


@dataclass(frozen=True)
class Case:
    """A change set with everything an officer needs to decide it.

    ``follows`` is the case that this mail comes back to, ``thread`` what its sender was asked about this one.
    ``version`` grows whenever an officer has to look again.
    """

    id: str
    state: str
    message_id: str | None
    sender: str | None
    organization: str | None
    classification: str
    authenticity: str
    held_because: str | None
    subject: str
    items: tuple[Item, ...]
    questions: tuple[Question, ...] = ()
    interpretation: dict[str, Any] = field(default_factory=dict)
    follows: str | None = None
    thread: tuple[Exchange, ...] = ()
    version: int = 1
    created_at: datetime | None = None
    mail_id: int | None = None

    @property
    def waiting(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.state == "pending")

    @property
    def is_open(self) -> bool:
        """Whether there is something to decide."""
        return bool(self.waiting) or (not self.items and self.state in ("pending", "held"))

    @property
    def confidence(self) -> float | None:
        """How sure the reader is of what waits: of several changes the least. None where it proposed none."""
        return min((item.change.confidence for item in self.waiting), default=None)

    @property
    def proof(self) -> tuple[str, ...]:
        """What the verdict on the sender rests on, in words."""
        return tuple(map(str, self.interpretation.get("proof") or ()))

    @property
    def sender_shown(self) -> str | None:
        """The sender's address with nothing in it that looks like another's."""
        return addresses.shown(self.sender) if self.sender else None

    @property
    def suggestions(self) -> tuple[Question, ...]:
        """What the sender says of other organizations' entries; for their owners to decide."""
        return tuple(question for question in self.questions if question.owner)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What a person has to settle: neither a suggestion nor an answer to what we asked."""
        return tuple(each for each in self.questions if not each.owner and each.answers is None)

    @property
    def replies(self) -> tuple[Question, ...]:
        """What the sender answered to officers' questions in words that no reader could make a change of."""
        return tuple(question for question in self.questions if question.answers is not None)

    def to_json(self) -> dict[str, Any]:
        """The contract's object of `review list --json`, and the rest an officer sees."""
        return {
            "id": self.id,
            "message_id": self.message_id,
            "from": self.sender,
            "organization": self.organization,
            "state": self.state,
            "changes": [item.to_json() for item in self.items],
            "questions": [question.kept_form() for question in self.questions],
            "classification": self.classification,
            "authenticity": self.authenticity,
            "proof": list(self.proof),
            "held_because": self.held_because,
            "subject": self.subject,
            "follows": self.follows,
            "asked": [exchange.to_json() for exchange in self.thread],
            "version": self.version,
            "created_at": self.created_at.isoformat() if self.created_at else None,
        }

"""The queue of change sets, as commands, mails and pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.apply import current
from mailbot.directory.change import Change, Question
from mailbot.errors import InputRefused
from mailbot.mail import addresses
from mailbot.review.changes import Merged, conflicts
from mailbot.store.tables import ChangeRow, ChangeSetRow, MailRow

OPEN_STATES = ("pending", "held", "partly")


@dataclass(frozen=True)
class Item:
    """One change of a case, with where it stands now."""

    number: int
    change: Change
    state: str
    reason: str | None = None
    conflicts: tuple[Merged, ...] = ()


@dataclass(frozen=True)
class Case:
    """A change set with everything an officer needs to decide it."""

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

    @property
    def waiting(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.state == "pending")

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
        """The other questions."""
        return tuple(question for question in self.questions if not question.owner)

    def to_json(self) -> dict[str, Any]:
        """The contract's object of `review list --json`, and the rest an officer sees."""
        return {
            "id": self.id,
            "message_id": self.message_id,
            "from": self.sender,
            "organization": self.organization,
            "state": self.state,
            "changes": [
                {**item.change.to_json(), "number": item.number, "state": item.state}
                | ({"conflicts": [str(each) for each in item.conflicts]} if item.conflicts else {})
                for item in self.items
            ],
            "questions": [question.kept_form() for question in self.questions],
            "classification": self.classification,
            "authenticity": self.authenticity,
            "proof": list(self.proof),
            "held_because": self.held_because,
            "subject": self.subject,
        }


def open_cases(session: Session) -> list[Case]:
    """The cases that wait for a decision, oldest first."""
    rows = session.scalars(
        select(ChangeSetRow).where(ChangeSetRow.state.in_(OPEN_STATES)).order_by(ChangeSetRow.id)
    )
    cases = [case_of(session, row) for row in rows]
    return [case for case in cases if case.waiting or not case.items]


def get_case(session: Session, set_id: int) -> Case:
    """One case. Raises InputRefused where there is none."""
    row = session.get(ChangeSetRow, set_id)
    if row is None:
        raise InputRefused(f"there is no change set {set_id}; see: mailbot review list")
    return case_of(session, row)


def case_of(session: Session, row: ChangeSetRow) -> Case:
    """The case of a change set's row, compared with the directory as it is now."""
    changes: Sequence[ChangeRow] = session.scalars(
        select(ChangeRow).where(ChangeRow.change_set_id == row.id).order_by(ChangeRow.number)
    ).all()
    interpretation = session.scalar(select(MailRow.interpretation).where(MailRow.id == row.mail_id)) or {}
    return Case(
        str(row.id), row.state, row.message_id, row.sender, row.organization, row.classification,
        row.authenticity, row.held_because, str(interpretation.get("subject") or ""),
        tuple(_item(session, change) for change in changes),
        tuple(Question.from_json(form) for form in row.questions),
        interpretation,
    )  # fmt: skip


def _item(session: Session, row: ChangeRow) -> Item:
    change = Change.from_json(row.change)
    found: tuple[Merged, ...] = ()
    if row.state == "pending" and change.op == "update" and change.id:
        found = conflicts(change, current(session, change.target, change.id))
    return Item(row.number, change, row.state, row.reason, found)

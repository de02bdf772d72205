"""Who has answered a paper, who was reminded, who is silent, against its deadline. Reads only.

An answer is a letter that names a mail of the paper (`inbound.answering` notes it). An organization speaks as
one: when one of its people has answered, none of them is silent. Days are the programme's.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.outbound.papers import lifecycle
from mailbot.store.tables import OccasionRow, OutboxRow, PaperAnswerRow, PaperRow

Standing = Literal["answered", "reminded", "silent", "not reached", "copy"]
DEADLINE = "deadline"  # the occasion that reminds of a paper's deadline
_BY_EVENT = {"circular-letter": ("circular-reminder",)}  # other mails about the event that remind of it, too
_LOST = ("failed", "skipped")


@dataclass(frozen=True)
class Addressee:
    """One person. ``delivery`` is the mail's state; ``late``: answered after the deadline; who got a `copy`
    need not answer."""

    address: str
    organization: str | None
    delivery: str
    standing: Standing
    answered_at: datetime | None = None
    late: bool = False
    reminded_at: datetime | None = None
    why: str | None = None


@dataclass(frozen=True)
class Answers:
    """A sent paper's addressees, and how many organizations have answered of how many."""

    deadline: date | None
    addressees: tuple[Addressee, ...]

    @property
    def organizations(self) -> tuple[str, ...]:
        asked = (each for each in self.addressees if each.standing != "copy")
        return tuple(dict.fromkeys(each.organization for each in asked if each.organization))

    @property
    def answered(self) -> tuple[str, ...]:
        """The organizations one of whose people has answered."""
        heard = (each.organization for each in self.addressees if each.answered_at and each.organization)
        return tuple(dict.fromkeys(heard))

    @property
    def silent(self) -> tuple[str, ...]:
        """The addresses to remind: people reached, of organizations that have not answered."""
        return tuple(each.address for each in self.addressees if each.standing in ("silent", "reminded"))

    def to_json(self) -> dict[str, Any]:
        return {
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "organizations": len(self.organizations),
            "answered": list(self.answered),
            "silent": [code for code in self.organizations if code not in self.answered],
            "addressees": [
                {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(each).items()}
                for each in self.addressees
            ],
        }


def name(paper_id: int) -> str:
    """What names a paper in the ledger's keys of its reminders: `paper-7`."""
    return f"paper-{paper_id}"


def answers(session: Session, row: PaperRow, zone: ZoneInfo) -> Answers:
    """How a sent paper stands; of another one there is nobody yet."""
    mails = lifecycle.mails(session, row)
    heard = _heard(session, row)
    reminded = _reminded(session, row)
    spoken = {mail.organization for mail, out in mails if out.id in heard and mail.organization}
    made = []
    for mail, out in mails:
        at = heard.get(out.id)
        state: Standing = "reminded" if out.recipient.casefold() in reminded else "silent"
        if at is not None or (mail.organization in spoken and not mail.copy):
            state = "answered"
        elif out.state in _LOST:
            state = "not reached"
        elif mail.copy:
            state = "copy"
        made.append(
            Addressee(
                out.recipient, mail.organization, out.state, state, at,
                late=bool(at and row.deadline and at.astimezone(zone).date() > row.deadline),
                reminded_at=reminded.get(out.recipient.casefold()),
                why=out.last_answer if out.state in _LOST else None,
            )
        )  # fmt: skip
    return Answers(row.deadline, tuple(made))


def _heard(session: Session, row: PaperRow) -> dict[int, datetime]:
    """The first answer to each of the paper's mails."""
    query = select(PaperAnswerRow.outbox_id, PaperAnswerRow.at).where(PaperAnswerRow.paper_id == row.id)
    found: dict[int, datetime] = {}
    for outbox_id, at in session.execute(query.order_by(PaperAnswerRow.at)):
        found.setdefault(outbox_id, at)
    return found


def _reminded(session: Session, row: PaperRow) -> dict[str, datetime]:
    """When each address was last reminded."""
    if row.sent_at is None:
        return {}
    of_deadline = (
        select(OutboxRow.recipient, OutboxRow.created_at)
        .join(OccasionRow, OccasionRow.id == OutboxRow.occasion_id)
        .where(OccasionRow.kind == DEADLINE, OccasionRow.key.startswith(f"{name(row.id)}@"))
    )
    of_event = select(OutboxRow.recipient, OutboxRow.created_at).where(
        OutboxRow.kind.in_(_BY_EVENT.get(row.kind, ())), OutboxRow.event == row.event,
        OutboxRow.created_at >= row.sent_at,
    )  # fmt: skip
    queries = [of_deadline, of_event] if row.event else [of_deadline]
    found: dict[str, datetime] = {}
    for query in queries:
        for recipient, at in session.execute(
            query.where(OutboxRow.state.not_in(_LOST)).order_by(OutboxRow.id)
        ):
            found[recipient.casefold()] = max(at, found.get(recipient.casefold(), at))
    return found

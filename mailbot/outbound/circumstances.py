"""What decides, besides programme and rules, which occasions there are and to whom: read from the database.

`plan`, `status` and the planner use this one answer, so that what is announced and what is sent agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.directory import freshness
from mailbot.directory.choices import NONE, Choices, load_choices
from mailbot.directory.snapshot import Directory
from mailbot.outbound.ledger import first_import
from mailbot.outbound.membership import is_wanted, whom
from mailbot.outbound.occasion import NOTHING_KNOWN, Addressee, Deadline, Known, Occasion, Undecided
from mailbot.outbound.papers.answers import name
from mailbot.outbound.recipients import Selection
from mailbot.outbound.rules import Rule
from mailbot.outbound.schedule import occasions
from mailbot.review import requests
from mailbot.store.tables import OutboxRow, PaperAnswerRow, PaperMailRow, PaperRow

_LOST = ("failed", "skipped")  # who was not reached is not asked again


@dataclass(frozen=True)
class Circumstances:
    """People's own choices, TSB's officers, what organizations have answered, the deadlines of papers, what
    officers have not decided."""

    choices: Choices = NONE
    officers: tuple[str, ...] = ()
    known: Known = NOTHING_KNOWN

    def whom(self, occasion: Occasion, directory: Directory) -> Selection:
        return whom(occasion, directory, self.choices, self.officers)


def load_circumstances(session: Session, officers: Sequence[str] = ()) -> Circumstances:
    """As they are now. ``officers`` are the addresses of `review.approvers`."""
    known = Known(
        freshness.answers(session), tuple(deadlines(session)), first_import(session),
        tuple(undecided(session)),
    )  # fmt: skip
    return Circumstances(load_choices(session), tuple(dict.fromkeys(officers)), known)


def undecided(session: Session) -> Iterator[Undecided]:
    """The requests to the approvers of which something is open, oldest first."""
    for key, asked_at, sets in requests.undecided(session):
        yield Undecided(key, asked_at, sets)


def deadlines(session: Session) -> Iterator[Deadline]:
    """The papers that were sent and ask for an answer. Who answers does so for his organization."""
    rows = select(PaperRow).where(PaperRow.sent_at.is_not(None), PaperRow.deadline.is_not(None))
    for paper in session.scalars(rows.order_by(PaperRow.id)):
        assert paper.sent_at is not None
        assert paper.deadline is not None
        yield Deadline(
            name(paper.id), paper.title, paper.deadline, paper.sent_at,
            tuple(_addressees(session, paper.id)),
        )  # fmt: skip


def _addressees(session: Session, paper: int) -> Iterator[Addressee]:
    """Who was reached and should answer; who got a copy need not, but may speak for his organization."""
    sent = session.execute(
        select(OutboxRow, PaperMailRow)
        .join(PaperMailRow, PaperMailRow.outbox_id == OutboxRow.id)
        .where(PaperMailRow.paper_id == paper, OutboxRow.state.not_in(_LOST))
        .order_by(OutboxRow.id)
    ).all()
    came = session.execute(
        select(PaperAnswerRow.outbox_id, func.min(PaperAnswerRow.at))
        .where(PaperAnswerRow.paper_id == paper)
        .group_by(PaperAnswerRow.outbox_id)
    )
    group = {out.id: mail.organization or out.recipient for out, mail in sent}
    first: dict[str, datetime] = {}
    for number, at in came:
        if number in group:
            first[group[number]] = min(at, first.get(group[number], at))
    for out, mail in sent:
        if not mail.copy:
            yield Addressee(out.recipient, out.message_id, out.subject, first.get(group[out.id]))


def upcoming(
    directory: Directory, rules: Sequence[Rule], first: date, last: date, circumstances: Circumstances
) -> tuple[tuple[Occasion, Selection], ...]:
    """Every occasion whose local date lies in [first, last], with its recipients; in order."""
    found = occasions(directory, rules, first, last, circumstances.known)
    chosen = ((each, circumstances.whom(each, directory)) for each in found)
    return tuple((occasion, people) for occasion, people in chosen if is_wanted(occasion, people))

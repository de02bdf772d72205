"""The queue in the order in which it should be decided. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.load import has_programme, load
from mailbot.directory.snapshot import Directory
from mailbot.review.case import Case
from mailbot.review.queue import open_cases
from mailbot.review.rivals import Rival, rivals_among
from mailbot.review.urgency import Urgency, urgency
from mailbot.store.tables import PaperAnswerRow, PaperRow


@dataclass(frozen=True)
class Waiting:
    """A case in the queue. ``rivals`` are other waiting proposals that want something else of the same
    record, by the number of the change they stand against."""

    case: Case
    urgency: Urgency
    rivals: dict[int, tuple[Rival, ...]]

    @property
    def conflicts(self) -> int:
        """How many of its changes are contradicted, by what is on file or by another proposal."""
        return sum(bool(item.conflicts or self.rivals.get(item.number)) for item in self.case.waiting)

    def to_json(self) -> dict[str, Any]:
        """The case's object with `urgency`, `confidence` and `rivals`."""
        against = {str(number): [each.to_json() for each in found] for number, found in self.rivals.items()}
        return {
            **self.case.to_json(), "urgency": self.urgency.to_json(), "confidence": self.case.confidence,
            "rivals": against,
        }  # fmt: skip


def ranked(session: Session, now: datetime, directory: Directory | None = None) -> list[Waiting]:
    """Every open case, the most urgent first; of equally urgent ones the oldest first. ``directory`` is that
    of now, where it is at hand."""
    if directory is None:
        if not has_programme(session):
            return []  # mails wait to be read
        directory = load(session)
    cases = open_cases(session, directory)
    against = rivals_among(cases)
    deadlines = deadlines_of(session, [case.mail_id for case in cases if case.mail_id is not None])
    found = [
        Waiting(
            case,
            urgency(case, directory, aware(now), deadlines.get(case.mail_id or 0, ())),
            {item.number: there for item in case.waiting if (there := against.get((case.id, item.number)))},
        )
        for case in cases
    ]
    return sorted(found, key=lambda each: (each.urgency.rank, int(each.case.id)))


def deadlines_of(session: Session, mail_ids: Collection[int]) -> dict[int, list[tuple[str, date]]]:
    """(title, last day for answers) of the papers that each of these mails answers."""
    wanted = (
        select(PaperAnswerRow.mail_id, PaperRow.title, PaperRow.deadline)
        .join(PaperRow, PaperRow.id == PaperAnswerRow.paper_id)
        .where(PaperAnswerRow.mail_id.in_(mail_ids), PaperRow.deadline.is_not(None))
    )
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for mail_id, title, day in session.execute(wanted):
        if day is not None:
            found[mail_id].append((title, day))
    return found

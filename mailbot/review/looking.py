"""One case with all that stands around it, as pages and commands show it. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.load import load
from mailbot.review.case import Case
from mailbot.review.queue import related
from mailbot.review.ranking import deadlines_of
from mailbot.review.rivals import Later, Rival, later, rivals
from mailbot.review.urgency import Urgency, urgency


@dataclass(frozen=True)
class Look:
    """``family`` are the other cases of the same exchange, oldest first; ``rivals`` and ``later`` are by the
    change's number."""

    case: Case
    urgency: Urgency
    rivals: dict[int, tuple[Rival, ...]]
    later: dict[int, tuple[Later, ...]]
    family: tuple[Case, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The case's object with `urgency`, `confidence`, `rivals`, `later` and `related`."""

        def by_number(found: dict[int, tuple[Any, ...]]) -> dict[str, list[Any]]:
            return {
                str(number): [each.to_json() for each in those] for number, those in found.items() if those
            }

        return {
            **self.case.to_json(), "urgency": self.urgency.to_json(), "confidence": self.case.confidence,
            "rivals": by_number(self.rivals), "later": by_number(self.later),
            "related": [case.id for case in self.family],
        }  # fmt: skip


def look(session: Session, set_id: int, now: datetime) -> Look:
    """One case. Raises InputRefused where there is none."""
    family = related(session, set_id)
    case = next(each for each in family if each.id == str(set_id))
    deadlines = deadlines_of(session, [case.mail_id] if case.mail_id is not None else [])
    found = urgency(case, load(session), aware(now), deadlines.get(case.mail_id or 0, ()))
    others = tuple(each for each in family if each.id != case.id)
    return Look(case, found, rivals(session, case), later(session, case), others)

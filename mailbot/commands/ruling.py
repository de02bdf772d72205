"""Carrying out what an officer answered: corrections, then decisions, all of it or nothing.

Failure semantics: in the caller's transaction; the request, then its change sets are locked first, so that of
two answers at once one finds the right spent or the set moved. What `Refused` is raised for leaves nothing
behind. A change that does not fit the directory any more stays as it is and is told; that refuses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.commands.verdict_model import Verdict
from mailbot.errors import IllegalMove, InputRefused
from mailbot.review import requests
from mailbot.review.amending import amend
from mailbot.review.decisions import Decision, Outcome, decide
from mailbot.review.requests import Place
from mailbot.review.rules import Rules
from mailbot.store.tables import ApprovalRequestRow, DecisionRow, OccasionRow

_ORDER = ("reject", "release", "approve")  # what is held stays so until the last of it is released


class Refused(Exception):
    """Nothing is decided. ``why`` is a key of the texts of the reply, ``line`` what it is about."""

    def __init__(self, why: str, line: str = "") -> None:
        super().__init__(why)
        self.why, self.line = why, line


@dataclass
class Ruled:
    """What became of one number. ``outcome``: `approved`, `rejected`, `first` (another officer must approve
    it too), `left` (``note`` says why), `hold`; ``values`` are the corrections, as they were entered."""

    number: int
    place: Place
    verb: str
    outcome: str = "hold"
    note: str | None = None
    values: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number, "heading": self.place.heading, "verb": self.verb, "note": self.note,
            "outcome": self.outcome, "values": self.values, "set": self.place.set,
        }  # fmt: skip


def carry_out(
    session: Session, request: ApprovalRequestRow, verdicts: Sequence[Verdict], now: datetime, rules: Rules
) -> list[Ruled]:
    """Decide as ``request.approver`` what he answered. Raises Refused (`moved`, `value`, `closed`)."""
    places = requests.places(request)
    ruled = [Ruled(each.number, places[each.number - 1], each.verb) for each in verdicts]
    touched = [each for each in ruled if each.verb != "hold"]
    if requests.moved(session, [each.place for each in touched]):
        raise Refused("moved")
    before = session.scalar(select(func.max(DecisionRow.id))) or 0
    try:
        with session.begin_nested():
            for verdict, each in zip(verdicts, ruled, strict=True):
                _correct(session, request, verdict, each, now)
            for group, decision in _decisions(verdicts, ruled, request.approver):
                outcome = decide(session, group[0].place.set, decision, now, rules)
                _note(group, outcome)
            _one_answer_a_set(session, {each.place.set for each in touched}, before, now)
    except InputRefused as exc:
        raise Refused("value", str(exc)) from exc
    except IllegalMove as exc:
        raise Refused("closed", str(exc)) from exc
    return ruled


def _correct(
    session: Session, request: ApprovalRequestRow, verdict: Verdict, ruled: Ruled, now: datetime
) -> None:
    if not verdict.values:
        return
    place = ruled.place
    if place.number is None:
        raise InputRefused(f"{verdict.number}: there is no value to correct")
    amend(session, place.set, place.number, verdict.values, request.approver, now, door="mail")
    ruled.values = dict(verdict.values)


def _decisions(
    verdicts: Iterable[Verdict], ruled: Iterable[Ruled], officer: str
) -> list[tuple[list[Ruled], Decision]]:
    """One decision for all that is said alike of one set; refusals of a held set before its release."""
    alike: dict[tuple[int, int, str | None], list[Ruled]] = {}
    for verdict, each in zip(verdicts, ruled, strict=True):
        if verdict.verb != "hold":
            key = (each.place.set, _ORDER.index(verdict.verb), verdict.reason)
            alike.setdefault(key, []).append(each)
    made = []
    for (_, order, reason), group in sorted(alike.items(), key=lambda each: (*each[0][:2], each[0][2] or "")):
        only = tuple(each.place.number for each in group if each.place.number is not None)
        if _ORDER[order] == "reject":
            decision = Decision("reject", officer, only, reason=reason)
        else:
            decision = Decision("approve", officer, only, release=reason)
        made.append((group, decision))
    return made


def _note(group: Sequence[Ruled], outcome: Outcome) -> None:
    for each in group:
        number = each.place.number
        if number in outcome.left:
            each.outcome, each.note = "left", outcome.left[number]
        elif number in outcome.seconded:
            each.outcome = "first"
        else:
            each.outcome = "rejected" if each.verb == "reject" else "approved"


def _one_answer_a_set(session: Session, sets: Collection[int], before: int, now: datetime) -> None:
    """The sender is told once what became of his mail: by the last of the decisions on it."""
    wanted = select(DecisionRow.change_set_id, DecisionRow.id).where(
        DecisionRow.id > before, DecisionRow.change_set_id.in_(sets), DecisionRow.verb != "second"
    )
    made = session.execute(wanted.order_by(DecisionRow.id)).all()
    last = {set_id: decision for set_id, decision in made}  # noqa: C416 - a Row is no pair
    others = [f"decision-{decision}" for set_id, decision in made if decision != last[set_id]]
    due = select(OccasionRow).where(OccasionRow.kind == "answer", OccasionRow.key.in_(others))
    for row in session.scalars(due):
        row.state, row.settled_at = "skipped", now
        row.reason = "told with the decision that the same mail made on the rest"

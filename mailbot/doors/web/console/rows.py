"""The rows of the queue: what each case says in a line or two, and which of them are wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailbot.directory.snapshot import Directory
from mailbot.doors.web.console.proposal import Brief, doubts, in_brief
from mailbot.doors.web.console.words import KINDS, hurry
from mailbot.review.case import Case
from mailbot.review.queue import OPEN_STATES
from mailbot.review.ranking import Waiting
from mailbot.review.rules import same_officer
from mailbot.review.urgency import Urgency
from mailbot.wording import N_, Wording

MOST_LINES = 4  # changes of a case that its row tells
ONLY = {
    "second": N_("need my second approval"), "held": N_("are held"),
    "partly": N_("are partly decided"), "conflicts": N_("have conflicts"),
    "questions": N_("have questions"), "doubts": N_("need a closer look"), "plain": N_("need no closer look"),
}  # fmt: skip
ORDERS = {"urgency": N_("by urgency"), "organization": N_("by organization")}
NOBODY = "-"  # the filter's word for senders of no organization


@dataclass(frozen=True)
class Row:
    """One case of the queue. ``doubts`` are why it is not approved among several; ``hurry`` why it is
    urgent."""

    case: Case
    urgency: Urgency
    hurry: str
    lines: tuple[Brief, ...]
    more: int
    conflicts: int
    doubts: tuple[str, ...]
    needs_mine: bool
    waits_for_second: bool

    @property
    def can_be_selected(self) -> bool:
        return self.case.state != "held"

    @property
    def questions(self) -> int:
        return len(self.case.open_questions) + len(self.case.replies)


@dataclass(frozen=True)
class Filters:
    """What of the queue is wanted; empty: all of it."""

    organization: str = ""
    kind: str = ""
    state: str = ""
    only: str = ""
    order: str = "urgency"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """From an address; what it does not know counts as not asked."""
        known = {"kind": KINDS, "state": OPEN_STATES, "only": ONLY, "order": ORDERS}
        asked = {name: query[name] for name, values in known.items() if query.get(name) in values}
        return cls(organization=query.get("organization", "")[:100], **asked)

    @property
    def are_set(self) -> bool:
        return bool(self.organization or self.kind or self.state or self.only)

    def wants(self, row: Row) -> bool:
        case = row.case
        code = case.organization or NOBODY
        return (
            self.organization in ("", code)
            and self.state in ("", case.state)
            and (not self.kind or any(item.change.target == self.kind for item in case.waiting))
            and (not self.only or _has(row, self.only))
        )


def _has(row: Row, what: str) -> bool:
    return {
        "second": row.needs_mine, "held": row.case.state == "held", "partly": row.case.state == "partly",
        "conflicts": row.conflicts > 0,
        "questions": row.questions > 0, "doubts": bool(row.doubts), "plain": not row.doubts,
    }[what]  # fmt: skip


def rows_of(found: Sequence[Waiting], directory: Directory, say: Wording, me: str) -> list[Row]:
    """The queue's rows in its order."""
    return [_row(each, directory, say, me) for each in found]


def _row(found: Waiting, directory: Directory, say: Wording, me: str) -> Row:
    case = found.case
    reasons = [
        doubt for item in case.waiting for doubt in doubts(case, item, found.rivals.get(item.number, ()))
    ]
    seconded = [item.seconded_by for item in case.waiting if item.seconded_by]
    first = next(iter(found.urgency.reasons), None)
    return Row(
        case, found.urgency, hurry(first, say) if first else "",
        tuple(in_brief(item, directory, say) for item in case.waiting[:MOST_LINES]),
        max(0, len(case.waiting) - MOST_LINES), found.conflicts, tuple(dict.fromkeys(reasons)),
        any(not same_officer(name, me) for name in seconded), bool(seconded),
    )  # fmt: skip


def in_order(rows: list[Row], order: str) -> list[Row]:
    """As ranked, or by organization with the ranking kept within each."""
    if order != "organization":
        return rows
    return sorted(rows, key=lambda row: (row.case.organization is None, row.case.organization or ""))

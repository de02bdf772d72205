"""Reading a kept mail again, with a newer mailbot or a mended programme, without touching decisions.

Failure semantics: each mail is one transaction, so a reading that is cut off leaves every mail either as it
was or wholly read anew. What an officer has decided stays as it is: the mail is read against the directory as
it would be without this mail's own changes, and what has been decided already is left out. Undecided changes
give way to the new reading; what is new beside decided ones becomes a further change set of the same mail.
What an officer entered by hand stays too: his amendments, and the changes that he added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mailbot import __version__
from mailbot.clock import aware
from mailbot.directory.change import Change
from mailbot.directory.load import load
from mailbot.errors import IllegalMove, InputRefused
from mailbot.inbound import approving, asked, cases, commanding
from mailbot.inbound.desk import Desk
from mailbot.inbound.earlier import SetOfMail, beside, key, sets_of
from mailbot.inbound.hindsight import without_decisions
from mailbot.inbound.intake import outcome
from mailbot.inbound.interpret import Interpretation
from mailbot.inbound.proof.model import checked_before
from mailbot.inbound.proof.resolver import Resolver
from mailbot.inbound.thread import Ours
from mailbot.review.changes import state_of
from mailbot.settings import Settings
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import MailActionRow, MailRow, OccasionRow


@dataclass
class Difference:
    """What a new reading changes. ``was``, ``now``: classifications; ``proof``: verdicts on the sender."""

    mail_id: int
    was: str
    now: str
    proof: tuple[str, str]
    came: list[Change] = field(default_factory=list)
    went: list[Change] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    change_sets: list[int] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        same = self.was == self.now and self.proof[0] == self.proof[1]
        return same and not (self.came or self.went or self.asked or self.settled)

    def to_json(self) -> dict[str, Any]:
        return {
            "mail": self.mail_id, "was": self.was, "now": self.now, "proof": list(self.proof),
            "came": [change.to_json() for change in self.came],
            "went": [change.to_json() for change in self.went],
            "asked": self.asked, "settled": self.settled, "change_sets": self.change_sets,
        }  # fmt: skip


def chosen(session: Session, ids: Sequence[int], since: datetime | None) -> list[int]:
    """The mails to read again: those named, else all that were read (and came since then), oldest first.

    Raises InputRefused for a mail that is not there, IllegalMove for one that was not read.
    """
    if not ids:
        wanted = select(MailRow.id).where(MailRow.state == "read").order_by(MailRow.id)
        return list(session.scalars(wanted.where(MailRow.arrived_at >= since) if since else wanted))
    states = {mail_id: state for mail_id, state in session.execute(  # noqa: C416 - a Row is no pair
        select(MailRow.id, MailRow.state).where(MailRow.id.in_(ids)))}  # fmt: skip
    for mail_id in ids:
        if mail_id not in states:
            raise InputRefused(f"there is no mail {mail_id}")
        if states[mail_id] != "read":
            hint = "; see: mailbot quarantine retry" if states[mail_id] == "quarantined" else ""
            raise IllegalMove(f"mail {mail_id} is {states[mail_id]}; there is no reading to redo{hint}")
    return list(dict.fromkeys(ids))


def reread(
    store: Store,
    settings: Settings,
    ids: Sequence[int],
    officer: str,
    now: datetime,
    *,
    dry_run: bool = False,
    resolver: Resolver | None = None,
) -> Iterator[Difference]:
    """Read each mail again; yields what that changed (with ``dry_run``: would change), in the order given.

    What its DKIM signatures came to before holds, for keys do not last; ``resolver`` is asked for those that
    could not be checked. Raises Unreadable for a mail that breaches a bound by now; those before it are done.
    """
    aware(now)
    desk = Desk(store, settings, resolver)
    for mail_id in ids:
        with store.begin() as session:
            row = session.get_one(MailRow, mail_id)
            arrived, before = row.arrived_at, row.interpretation or {}
            raw = contents.read(session, mail_id)
            directory = without_decisions(session, mail_id, load(session))
        opened = desk.opened(raw, directory, arrived, checked_before(before.get("signatures")))
        found = desk.read(opened, directory)
        with store.begin() as session:
            difference = _compared(session, mail_id, found, desk.ours, officer, now)
            if dry_run:
                session.rollback()
                difference.change_sets.clear()
        yield difference


def _compared(
    session: Session, mail_id: int, found: Interpretation, ours: Ours, officer: str, now: datetime
) -> Difference:
    """Compare with what is there and carry it out in the caller's transaction."""
    sets = sets_of(session, mail_id)
    before = session.scalar(select(MailRow.interpretation).where(MailRow.id == mail_id)) or {}
    proof = str(before.get("authenticity")), found.authenticity.verdict
    difference = Difference(mail_id, str(before.get("classification")), found.classification, proof)
    decided = [change for s in sets for change in s.decided]
    wanted = [rest for change in found.changes if (rest := beside(change, decided)) is not None]
    waiting = [Change.from_json(c.change) for s in sets for c in s.waiting if s.row.state != "replaced"]
    difference.came = [c for c in wanted if key(c) not in {key(o) for o in waiting}]
    difference.went = [c for c in waiting if key(c) not in {key(o) for o in wanted}]
    questions = cases.questions_of(session, mail_id, found)
    questions += commanding.questions(session, mail_id, found)
    follows, replied = asked.settle(session, mail_id, found, questions, ours)
    questions += replied
    new, old = [q["text"] for q in questions], [q["text"] for s in sets for q in s.row.questions]
    difference.asked = [text for text in new if text not in old]
    difference.settled = [
        q["text"] for s in sets if s.is_undecided for q in s.row.questions if q["text"] not in new
    ]
    if difference.is_empty:
        session.execute(update(MailRow).where(MailRow.id == mail_id).values(reader_version=__version__))
        return difference
    _carry_out(session, sets, replace(found, changes=tuple(wanted)), questions, difference, follows, now)
    session.execute(update(MailRow).where(MailRow.id == mail_id).values(**outcome(found)))
    detail = {**difference.to_json(), "version": __version__}
    session.add(MailActionRow(mail_id=mail_id, at=now, officer=officer, verb="reread", detail=detail))
    return difference


def _carry_out(
    session: Session, sets: list[SetOfMail], found: Interpretation, questions: list[dict[str, Any]],
    difference: Difference, follows: int | None, now: datetime,
) -> None:  # fmt: skip
    """Undecided sets give way: the newest is rewritten. Without one, what is new becomes a further set."""
    undecided = next((s for s in reversed(sets) if s.is_undecided), None)
    kept = _withdraw(session, [s for s in sets if s.row.state == "partly"], difference)
    found = replace(found, changes=tuple(c for c in found.changes if key(c) not in kept))
    if undecided is not None:
        others = {q["text"] for s in sets if s is not undecided for q in s.row.questions}
        questions = [q for q in questions if q["text"] not in others]
        _rewrite(session, undecided, found, questions, now)
        difference.change_sets.append(undecided.row.id)
        return
    if sets:
        questions = [q for q in questions if q["text"] in difference.asked]
        if not found.changes and not questions:
            return
    if not sets and approving.settled(session, difference.mail_id):
        return  # an answer to an approval request, with which all was done that it asks for
    if cases.asks_for_a_case(found, questions):
        reading = max((s.row.reading for s in sets), default=0) + 1
        mail_id = difference.mail_id
        if (made := cases.open_case(session, mail_id, found, questions, now, reading, follows)) is not None:
            difference.change_sets.append(made)


def _withdraw(session: Session, partly: list[SetOfMail], difference: Difference) -> set[object]:
    """Take out of half-decided sets what is no longer found; returns the keys of what goes on waiting."""
    went = {key(change) for change in difference.went}
    kept: set[object] = set()
    for each in partly:
        gone = [c for c in each.waiting if key(Change.from_json(c.change)) in went]
        kept |= {key(Change.from_json(c.change)) for c in each.waiting if c not in gone}
        for change in gone:
            session.delete(change)
        if gone:
            each.row.state = state_of(c.state for c in each.changes if c not in gone)
            each.row.version += 1
            difference.change_sets.append(each.row.id)
    return kept


def _rewrite(
    session: Session, old: SetOfMail, found: Interpretation, questions: list[dict[str, Any]], now: datetime
) -> None:
    row, kept = old.row, [change for change in old.changes if change not in old.waiting]
    for change in old.waiting:
        session.delete(change)
    session.flush()
    cases.add_changes(session, row.id, found, max((change.number for change in kept), default=0))
    held = cases.why_held(session, found)
    row.version += 1
    row.classification, row.authenticity = found.classification, found.authenticity.verdict
    row.organization, row.questions, row.held_because = found.organization, questions, held
    if not kept and not cases.asks_for_a_case(found, questions):
        row.state = "replaced"
        return
    states = [change.state for change in kept] + ["pending"] * len(found.changes)
    row.state = state_of(states or ["pending"], held=held is not None)
    due = select(OccasionRow.id).where(
        OccasionRow.key.in_([f"change-set-{row.id}", f"version-{row.version - 1}-of-change-set-{row.id}"]),
        OccasionRow.kind == "approval-request", OccasionRow.state == "due",
    )  # fmt: skip
    if session.scalar(due) is None:  # the officers were asked about the old reading
        key = f"version-{row.version}-of-change-set-{row.id}"
        session.add(OccasionRow(kind="approval-request", key=key, due_at=now, state="due"))

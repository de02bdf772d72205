"""The scheduled half of a planning tick: due occasions → mails in the outbox, a few at a time.

An occasion enters the ledger as `due`; its mails follow in small transactions, and when the last is queued it
is `done`. A crash in between loses nothing and repeats nothing: the next tick goes on with the recipients
that are missing. Two workers at the same occasion meet at the unique keys; the second one leaves it
to the first. What can no longer be finished (the event has begun, was moved or cancelled) is skipped, and so
is what has nothing to say (nothing changed, everybody answered), with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mailbot.directory.load import load
from mailbot.directory.snapshot import Directory
from mailbot.outbound import ledger, outbox
from mailbot.outbound.cases.approvals import Terms
from mailbot.outbound.circumstances import Circumstances, load_circumstances
from mailbot.outbound.composers import Composer, Planning, composer
from mailbot.outbound.composing import Identity, Mail
from mailbot.outbound.ledger import Planned
from mailbot.outbound.membership import is_wanted
from mailbot.outbound.recipients import Recipient, Selection
from mailbot.outbound.rules import KINDS, OCCASIONS, Rule
from mailbot.outbound.schedule import Due, Occasion, due
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow, OutboxRow

BATCH = 10  # mails composed and queued in one transaction
_MOVED, _NOT_DUE = "the event was moved, cancelled or removed", "it is not due any more"


def plan_scheduled(
    store: Store,
    rules: Sequence[Rule],
    identity: Identity,
    now: datetime,
    planned: Planned,
    officers: Sequence[str] = (),
    terms: Terms = Terms(),  # noqa: B008 - a frozen value
) -> None:
    """Queue what the rules make due at ``now``; record what they do not send, with the reason. ``officers``
    are TSB's addresses, for rules that name them; ``terms`` how they answer approval requests."""
    with store.begin() as session:
        begun = ledger.begun(session, OCCASIONS)  # before the directory: what another begins later is his
        directory = load(session)
        around = load_circumstances(session, officers)
        settled = ledger.settled(session, OCCASIONS)
    since = around.known.since
    found = due(directory, rules, settled, now, since, around.known) if since else Due()
    chosen = {each: around.whom(each, directory) for each in (*found.send, *(s.occasion for s in found.skip))}
    found = Due(
        tuple(each for each in found.send if is_wanted(each, chosen[each])),
        tuple(skip for skip in found.skip if is_wanted(skip.occasion, chosen[skip.occasion])),
    )
    _end_unfinished(store, begun, found, now, planned)
    _skip(store, found, now, planned)
    for occasion in found.send:
        try:
            _Announcing(
                store, directory, identity, occasion, chosen[occasion], around, now, planned, terms
            ).run()
        except IntegrityError:
            planned.elsewhere += 1


def _end_unfinished(store: Store, begun: Sequence[int], found: Due, now: datetime, planned: Planned) -> None:
    """Settle what was begun and is not due any more. ``found`` is newer than ``begun``."""
    reasons = {(skip.occasion.kind, skip.occasion.key): skip.reason for skip in found.skip}
    going_on = {(occasion.kind, occasion.key) for occasion in found.send}
    if not begun:
        return
    with store.begin() as session:
        rows = select(OccasionRow).where(
            OccasionRow.id.in_(begun),
            OccasionRow.state == "due",
            OccasionRow.due_at <= now,  # what an officer sent to some of them early still lies ahead
        )
        for row in session.scalars(rows.with_for_update(skip_locked=True)):
            if (row.kind, row.key) not in going_on:
                moved = row.kind in KINDS
                reason = reasons.get((row.kind, row.key), _MOVED if moved else _NOT_DUE)
                ledger.settle(row, now, skipped=f"not finished: {reason}")
                planned.skipped.append(f"{row.kind} {row.key}: {reason}")


def _skip(store: Store, found: Due, now: datetime, planned: Planned) -> None:
    for skip in found.skip:
        occasion = skip.occasion
        try:
            with store.begin() as session:
                if ledger.find(session, occasion.kind, occasion.key) is not None:
                    planned.elsewhere += 1
                    continue
                ledger.record(session, occasion.kind, occasion.key, occasion.at, now, skipped=skip.reason)
            planned.skipped.append(f"{occasion.kind} {occasion.event or occasion.key}: {skip.reason}")
        except IntegrityError:
            planned.elsewhere += 1


@dataclass
class _Announcing:
    """One occasion on its way into the outbox."""

    store: Store
    directory: Directory
    identity: Identity
    occasion: Occasion
    chosen: Selection
    around: Circumstances
    now: datetime
    planned: Planned
    terms: Terms
    _made: int = 0

    def run(self) -> None:
        """Raises IntegrityError where another worker is at it."""
        begun = self._begin()
        if begun is None:
            self.planned.elsewhere += 1
            return
        occasion_id, there = begun
        unreached = [each.reason for each in self.chosen.unreached]
        waiting = [person for person in self.chosen.recipients if person.address not in there]
        made = self._composer()
        if isinstance(made, str):
            unreached, waiting = [made], []
        else:
            for people in _batches(waiting):
                self._queue(occasion_id, self._compose(made, people, unreached))
        reached = len(there) + self._made
        self._settle(occasion_id, unreached, nobody=not reached)

    def _composer(self) -> Composer | str:
        with self.store.begin() as session:
            given = Planning(session, self.directory, self.identity, self.around.known, self.now, self.terms)
            return composer(self.occasion, given)

    def _begin(self) -> tuple[int, frozenset[str]] | None:
        """The ledger entry and who has his mail already; None where it is settled."""
        occasion = self.occasion
        with self.store.begin() as session:
            row = ledger.find(session, occasion.kind, occasion.key)
            if row is None:
                row = OccasionRow(kind=occasion.kind, key=occasion.key, due_at=occasion.at, state="due")
                session.add(row)
                session.flush()
            if row.state != "due":
                return None
            queued = session.scalars(select(OutboxRow.recipient).where(OutboxRow.occasion_id == row.id))
            return row.id, frozenset(queued)

    def _compose(self, made: Composer, people: Sequence[Recipient], unreached: list[str]) -> list[Mail]:
        mails = []
        for person in people:
            try:
                mails.append(made(person))
            except ValueError as exc:
                unreached.append(f"{person.name or person.address}: {exc}")
        return mails

    def _queue(self, occasion_id: int, mails: list[Mail]) -> None:
        occasion = self.occasion
        with self.store.begin() as session:
            row = session.get_one(OccasionRow, occasion_id)
            outbox.put(
                session, mails, occasion.kind, self.now,
                occasion=row, event=occasion.event, expires_at=occasion.starts,
            )  # fmt: skip
        self.planned.queued += len(mails)
        self._made += len(mails)

    def _settle(self, occasion_id: int, unreached: list[str], *, nobody: bool) -> None:
        occasion, note = self.occasion, "; ".join(unreached) or None
        with self.store.begin() as session:
            row = session.get_one(OccasionRow, occasion_id, with_for_update=True)
            if row.state != "due":
                self.planned.elsewhere += 1
                return
            if nobody:
                ledger.settle(row, self.now, skipped=note or "nobody to write to")
                self.planned.skipped.append(f"{occasion.kind} {occasion.event or occasion.key}: {row.reason}")
            else:
                ledger.settle(row, self.now, note=note)
                self.planned.done.append(f"{occasion.kind} {occasion.event or occasion.key}")


def _batches(people: Sequence[Recipient]) -> Iterator[Sequence[Recipient]]:
    for start in range(0, len(people), BATCH):
        yield people[start : start + BATCH]

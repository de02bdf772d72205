"""Approval requests: what one approver was asked in one mail, and his right to answer it by mail, once.

The right is the approver's alone: it is proven by an address signed for him (`tokens`, purpose `a`) or by the
mail's Message-ID, which nobody can guess. It ends when it is used, when it expires, and for every change set
that has moved since (another version): then he has not seen what he would decide. All of it happens in the
caller's transaction; a request is locked before it is used, so that of two answers one has an effect.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, exists, func, or_, select
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.store.tables import ApprovalRequestRow, ChangeRow, ChangeSetRow, OccasionRow
from mailbot.tokens import Signer, Token

KIND = "approval-request"
MOST_NAMED = 50


@dataclass(frozen=True)
class Place:
    """What one number of a request stands for: change ``number`` of a set at ``version`` (None: the set
    itself, which holds nothing but questions), and what the approver read there. ``fields`` maps each field
    to its name in the mail and its old and new value in words, empty where there is none."""

    set: int
    version: int
    number: int | None
    heading: str
    fields: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    held: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "set": self.set, "version": self.version, "number": self.number, "heading": self.heading,
            "fields": {name: list(value) for name, value in self.fields.items()}, "held": self.held,
        }  # fmt: skip

    @classmethod
    def from_json(cls, form: Mapping[str, Any]) -> Place:
        fields = {name: (label, old, new) for name, (label, old, new) in form["fields"].items()}
        return cls(form["set"], form["version"], form["number"], form["heading"], fields, form["held"])


def make(
    session: Session,
    approver: str,
    message_id: str,
    places: Sequence[Place],
    now: datetime,
    days: int,
    occasion_id: int | None = None,
) -> ApprovalRequestRow:
    """Record the request of the mail ``message_id`` to ``approver``; it can be answered for ``days``."""
    row = ApprovalRequestRow(
        occasion_id=occasion_id, approver=approver, message_id=message_id,
        changes=[place.to_json() for place in places],
        made_at=aware(now), expires_at=now + timedelta(days=days),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def places(row: ApprovalRequestRow) -> tuple[Place, ...]:
    """What its numbers stand for, from 1."""
    return tuple(Place.from_json(form) for form in row.changes)


def sets(row: ApprovalRequestRow) -> tuple[int, ...]:
    """The change sets it is about, in the mail's order."""
    return tuple(dict.fromkeys(place.set for place in places(row)))


def of_token(session: Session, signer: Signer, token: Token) -> ApprovalRequestRow | None:
    """The request that the token was given out for; None for one that somebody made up."""
    if token.purpose != "a":
        return None
    row = session.get(ApprovalRequestRow, token.mail)
    return row if row is not None and signer.proves(token, row.approver) else None


def of_mail(session: Session, message_ids: Iterable[str]) -> ApprovalRequestRow | None:
    """The request whose mail is the first of those that are named."""
    named = list(dict.fromkeys(message_ids))[:MOST_NAMED]
    rows = session.scalars(select(ApprovalRequestRow).where(ApprovalRequestRow.message_id.in_(named)))
    found = {row.message_id: row for row in rows}
    return next((found[name] for name in named if name in found), None)


def locked(session: Session, request_id: int) -> ApprovalRequestRow:
    """The request as it is now, which nobody else uses until this transaction ends."""
    wanted = select(ApprovalRequestRow).where(ApprovalRequestRow.id == request_id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def moved(session: Session, wanted: Iterable[Place]) -> tuple[int, ...]:
    """The sets that are no longer of the version that was asked about; all of them are locked, lowest first,
    so that two answers never wait for each other."""
    versions: dict[int, set[int]] = {}
    for place in wanted:
        versions.setdefault(place.set, set()).add(place.version)
    found = []
    for set_id in sorted(versions):
        row = select(ChangeSetRow).where(ChangeSetRow.id == set_id).with_for_update()
        now = session.scalar(row.execution_options(populate_existing=True))
        if now is None or versions[set_id] != {now.version}:
            found.append(set_id)
    return tuple(found)


def use(row: ApprovalRequestRow, mail_id: int, now: datetime) -> None:
    """Spend the right."""
    row.used_at, row.used_by = aware(now), mail_id


def asked_about(session: Session, set_ids: Collection[int]) -> dict[str, set[int]]:
    """Who was asked by mail about which of these sets; addresses casefolded."""
    found: dict[str, set[int]] = {}
    for row in _about(session, set_ids):
        found.setdefault(row.approver.casefold(), set()).update(set(sets(row)) & set(set_ids))
    return found


def about(session: Session, approver: str, set_ids: Collection[int]) -> list[ApprovalRequestRow]:
    """The requests to one approver that are about any of these sets, oldest first."""
    return [row for row in _about(session, set_ids) if row.approver.casefold() == approver.casefold()]


def _about(session: Session, set_ids: Collection[int]) -> Iterator[ApprovalRequestRow]:
    made = select(ApprovalRequestRow).where(ApprovalRequestRow.made_at >= _begun(set_ids))
    for row in session.scalars(made.order_by(ApprovalRequestRow.id)):
        if set(sets(row)) & set(set_ids):
            yield row


def undecided(session: Session) -> list[tuple[str, datetime, tuple[int, ...]]]:
    """Each request to the approvers of which something is open: the ledger's key of it, when it was made, and
    the open sets. A set that they were asked about again belongs to the last of its requests; what one of
    them was sent in answer to his own mail counts for none."""
    its = ChangeRow.change_set_id == ChangeSetRow.id
    waits = or_(exists().where(its, ChangeRow.state == "pending"), ~exists().where(its))
    rows = select(ChangeSetRow.id).where(ChangeSetRow.state.in_(("pending", "held", "partly")), waits)
    waiting = set(session.scalars(rows))
    last: dict[int, tuple[str, datetime]] = {}
    if waiting:
        asked = select(ApprovalRequestRow, OccasionRow.key).join(
            OccasionRow, OccasionRow.id == ApprovalRequestRow.occasion_id
        )
        asked = asked.where(OccasionRow.kind == KIND, ApprovalRequestRow.made_at >= _begun(waiting))
        for row, key in session.execute(asked.order_by(ApprovalRequestRow.id)):
            last |= dict.fromkeys(waiting & set(sets(row)), (key, row.made_at))
    found: dict[tuple[str, datetime], list[int]] = {}
    for set_id in sorted(last):
        found.setdefault(last[set_id], []).append(set_id)
    return sorted((key, at, tuple(numbers)) for (key, at), numbers in found.items())


def _begun(set_ids: Collection[int]) -> ScalarSelect[datetime]:
    """When the first of the sets was opened: nobody was asked about them before."""
    opened = select(func.min(ChangeSetRow.created_at)).where(ChangeSetRow.id.in_(set_ids))
    return opened.scalar_subquery()

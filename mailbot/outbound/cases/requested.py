"""Planning approval requests: the change sets that came in → mails to the officers in the outbox.

Each mail is queued together with the record of what it asks (`review.requests`): the approver's right to
answer it exists if and only if the mail does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from mailbot.directory.load import load
from mailbot.directory.snapshot import Directory
from mailbot.outbound import ledger, outbox
from mailbot.outbound.cases import approvals
from mailbot.outbound.cases.approvals import Asking, Terms
from mailbot.outbound.composing import Identity, Mail
from mailbot.outbound.ledger import Planned
from mailbot.review import requests
from mailbot.review.case import Case
from mailbot.review.queue import get_case
from mailbot.review.rules import same_officer
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow

MAX_CASES = 30  # change sets in one approval request


@dataclass(frozen=True)
class Office:
    """Who decides by mail, and how."""

    approvers: tuple[str, ...]
    identity: Identity
    terms: Terms


def plan_approval_requests(store: Store, office: Office, now: datetime, planned: Planned) -> None:
    """Ask every approver about all that came in, a transaction a mail."""
    while _approval_request(store, office, now, planned):
        pass


def _approval_request(store: Store, office: Office, now: datetime, planned: Planned) -> bool:
    """One mail to each approver about everything that came in; whether there may be more to ask."""
    with store.begin() as session:
        rows = ledger.open_occasions(session, approvals.KIND, now)
        if not rows:
            return False
        if not office.approvers:
            planned.waiting = f"{len(rows)} change sets wait; nobody is asked: set review.approvers"
            return False
        asked: list[tuple[OccasionRow, Case]] = []
        for row in rows[:MAX_CASES]:
            case = get_case(session, ledger.number(row))
            if case.is_open:
                asked.append((row, case))
            else:
                ledger.settle(row, now, skipped=f"already {case.state}")
                planned.skipped.append(f"{row.kind} {row.key}: already {case.state}")
        if asked:
            _ask(session, asked, office, now, planned)
        return len(rows) > MAX_CASES


def _ask(
    session: Session, asked: list[tuple[OccasionRow, Case]], office: Office, now: datetime, planned: Planned
) -> None:
    directory = load(session)
    key = "+".join(row.key for row, _ in asked)
    cases = [case for _, case in asked]
    notes = []
    for approver in dict.fromkeys(office.approvers):
        try:
            queue(session, approver, cases, directory, office, key, now, asked[0][0])
        except ValueError as exc:
            notes.append(str(exc))
        else:
            planned.queued += 1
    for row, _ in asked:
        ledger.settle(row, now, note="; ".join(notes) or None)
        planned.done.append(f"{row.kind} {row.key}")


def queue(
    session: Session, approver: str, cases: Sequence[Case], directory: Directory, office: Office, key: str,
    now: datetime, occasion: OccasionRow, kind: str = approvals.KIND,
) -> None:  # fmt: skip
    """Queue the request to one approver, with his right to answer it. Raises ValueError for a bad address."""
    asked = ask(approver, cases, directory, office, now)
    if asked is None:
        return
    mail = approvals.approval_request(asked, directory, office.identity, approver, key, now, kind=kind)
    outbox.put(session, [granted(session, mail, asked, office, now, occasion)], kind, now, occasion=occasion)


def ask(
    approver: str, cases: Sequence[Case], directory: Directory, office: Office, now: datetime
) -> Asking | None:
    """What there is to ask an approver, in his words; None where all of it is decided, or approved by him."""
    say = approvals.wording_of(approver, directory, office.identity)
    his = [mine for case in cases if (mine := _left_to(approver, case)) is not None]
    return approvals.asking(his, directory, say, office.terms, office.identity.site, now)


def _left_to(approver: str, case: Case) -> Case | None:
    """The case without what he has approved as the first of two."""
    left = [
        item
        for item in case.items
        if not (item.waits_for_second and same_officer(item.seconded_by or "", approver))
    ]
    return None if case.items and not left else replace(case, items=tuple(left))


def granted(
    session: Session, mail: Mail, asked: Asking, office: Office, now: datetime,
    occasion: OccasionRow | None = None,
) -> Mail:  # fmt: skip
    """The mail with its reader's right to answer it, recorded in the caller's transaction. ``occasion`` is
    that by which all approvers are asked, None for what one of them is sent besides."""
    row = requests.make(
        session, mail.recipient.address, mail.message_id, asked.places, now, office.terms.days,
        occasion.id if occasion else None,
    )  # fmt: skip
    return approvals.answerable(mail, row.id, office.identity, office.terms)

"""Planning what approvers are told without being asked: what another decided, and who tried to decide.

What was decided since the last planning is one mail a person, to those who had been asked about it. Whose
request has not left yet is not told: the request is dropped where nothing of it is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.load import load
from mailbot.outbound import ledger, outbox
from mailbot.outbound.cases import approvals, notices
from mailbot.outbound.cases.notices import Attempt, Made
from mailbot.outbound.cases.requested import Office, ask, granted
from mailbot.outbound.ledger import Planned
from mailbot.outbound.rules import REMINDER
from mailbot.review import requests
from mailbot.review.case import Case
from mailbot.review.queue import get_case
from mailbot.review.rules import same_officer
from mailbot.store.session import Store
from mailbot.store.tables import (
    ApprovalMailRow,
    DecisionRow,
    MailRow,
    OccasionRow,
    OutboxRow,
)

_LOOK_BACK = timedelta(days=7)
_REQUESTS = (approvals.KIND, REMINDER)


def plan_notices(store: Store, office: Office, now: datetime, planned: Planned) -> None:
    """Tell the approvers what was decided and attempted; a transaction each."""
    with store.begin() as session:
        rows = ledger.open_occasions(session, notices.DECIDED, now)
        if rows:
            _tell_decided(session, rows, office, now, planned)
    with store.begin() as session:
        rows = ledger.open_occasions(session, notices.ATTEMPT, now)
        if rows:
            _tell_attempts(session, rows, office, now, planned)


def _tell_decided(
    session: Session, rows: Sequence[OccasionRow], office: Office, now: datetime, planned: Planned
) -> None:
    made = [_made(session, ledger.number(row)) for row in rows]
    asked = requests.asked_about(session, {int(each.case.id) for each in made})
    directory, told = load(session), False
    key = f"decisions-{ledger.number(rows[0])}-{ledger.number(rows[-1])}"
    for approver in dict.fromkeys(office.approvers):
        heard = _heard(session, approver, asked.get(approver.casefold(), set()))
        his = [
            each for each in made if int(each.case.id) in heard and not same_officer(each.officer, approver)
        ]
        if not his:
            continue
        try:
            asked_anew = ask(approver, _moved(session, approver, his), directory, office, now)
            mail = notices.decided(his, asked_anew, approver, directory, office.identity, key, now)
            if asked_anew is not None:
                mail = granted(session, mail, asked_anew, office, now)
        except ValueError:
            continue  # the address cannot be written; the request said so already
        outbox.put(session, [mail], notices.DECIDED, now, occasion=rows[0])
        planned.queued += 1
        told = True
    for row in rows:
        ledger.settle(row, now, skipped=None if told else "nobody else was asked about it")
        if told:
            planned.done.append(f"{row.kind} {row.key}")


def _moved(session: Session, approver: str, made: Sequence[Made]) -> list[Case]:
    """The cases of which something is open that the approver's last request shows as it no longer is."""
    cases = {int(each.case.id): each.case for each in made if each.case.is_open}
    shown = {
        place.set: place.version
        for row in requests.about(session, approver, cases)
        for place in requests.places(row)
    }
    return [case for set_id, case in sorted(cases.items()) if shown.get(set_id) != case.version]


def _made(session: Session, decision_id: int) -> Made:
    row = session.get_one(DecisionRow, decision_id)
    case = get_case(session, row.change_set_id)
    return Made(row.officer, row.verb, case, tuple(row.numbers), row.reason)


def _heard(session: Session, approver: str, sets: set[int]) -> set[int]:
    """The sets that the approver has a request about in his hands. One that still waits in the outbox is
    dropped where nothing of it is open any more."""
    heard: set[int] = set()
    for row in requests.about(session, approver, sets):
        found = select(OutboxRow).where(OutboxRow.message_id == row.message_id, OutboxRow.kind.in_(_REQUESTS))
        mail = session.scalar(found.with_for_update().execution_options(populate_existing=True))
        asked = requests.sets(row)
        if mail is not None and mail.state == "queued" and not any(
            get_case(session, each).is_open for each in asked
        ):  # fmt: skip
            outbox.skipped(mail, "decided by another officer before it was sent")
        elif mail is None or mail.state != "skipped":
            heard |= sets & set(asked)
    return heard


def _tell_attempts(
    session: Session, rows: Sequence[OccasionRow], office: Office, now: datetime, planned: Planned
) -> None:
    last = select(OccasionRow.settled_at).where(
        OccasionRow.kind == notices.ATTEMPT, OccasionRow.state == "done"
    )
    told = session.scalar(last.order_by(OccasionRow.settled_at.desc()).limit(1))
    since = max(told, now - _LOOK_BACK) if told else now - _LOOK_BACK
    found = [_attempt(session, row) for row in session.scalars(
        select(ApprovalMailRow).where(ApprovalMailRow.state == "attempt", ApprovalMailRow.at > since)
        .order_by(ApprovalMailRow.at))]  # fmt: skip
    directory = load(session)
    for approver in dict.fromkeys(office.approvers):
        try:
            mail = notices.attempted(found, approver, directory, office.identity, rows[0].key, now)
        except ValueError:
            continue
        outbox.put(session, [mail], notices.ATTEMPT, now, occasion=rows[0])
        planned.queued += 1
    for row in rows:
        ledger.settle(row, now)
        planned.done.append(f"{row.kind} {row.key}")


def _attempt(session: Session, row: ApprovalMailRow) -> Attempt:
    read = session.scalar(select(MailRow.interpretation).where(MailRow.id == row.mail_id)) or {}
    zone = load(session).zone
    return Attempt(
        row.sender or "-", row.reason or "", row.at.astimezone(zone), str(read.get("subject") or "")
    )

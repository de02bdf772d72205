"""Planning the replies to officers who answered a request: the record → one mail each in the outbox.

Whoever says the same of the same change sets again on a day, and did not make sense the first time, is a
machine or will look at what he got: he is told once, and nobody more than `MOST_A_DAY` times.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.directory.load import load
from mailbot.errors import AskPerson
from mailbot.mail.message import Message, parse
from mailbot.outbound import ledger
from mailbot.outbound.cases import replies
from mailbot.outbound.cases.approvals import Asking
from mailbot.outbound.cases.replies import Told
from mailbot.outbound.cases.requested import Office, ask, granted
from mailbot.outbound.ledger import Planned
from mailbot.outbound.one_by_one import Made, queue_each
from mailbot.review import requests
from mailbot.review.queue import get_case
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import ApprovalMailRow, ApprovalRequestRow, OccasionRow

MOST_A_DAY = 20
_DAY = timedelta(days=1)
_OPENS_NOTHING = ("unproven",)  # another request would be answered in the same way


def plan_approval_answers(store: Store, office: Office, now: datetime, planned: Planned) -> None:
    """Reply to every officer's answer that is due, a transaction a mail."""
    queue_each(store, replies.KIND, lambda session, row: _reply(session, row, office, now), now, planned)


def _reply(session: Session, occasion: OccasionRow, office: Office, now: datetime) -> Made:
    """One reply; why there is none otherwise. Raises ValueError for an address that cannot be written."""
    row = session.get_one(ApprovalMailRow, ledger.number(occasion))
    if reason := _silent_because(session, row, office):
        return reason
    told = Told(row.sender, row.state, row.reason, row.lines, _message(session, row.mail_id))
    directory = load(session)
    asked = _still_open(session, row, office, now)
    mail = replies.approval_answer(told, asked, directory, office.identity, occasion.key, now)
    return [mail if asked is None else granted(session, mail, asked, office, now)]


def _silent_because(session: Session, row: ApprovalMailRow, office: Office) -> str | None:
    if row.sender not in {each.casefold() for each in office.approvers}:
        return f"{row.sender} is no approver any more"
    if row.state != "refused":
        return None
    before = select(func.count()).select_from(ApprovalMailRow).where(
        ApprovalMailRow.sender == row.sender, ApprovalMailRow.state == "refused",
        ApprovalMailRow.at > row.at - _DAY, ApprovalMailRow.mail_id < row.mail_id,
    )  # fmt: skip
    if session.scalar(before.where(ApprovalMailRow.words == row.words)):
        return f"{row.sender} had an answer to the same words within a day"
    if (session.scalar(before) or 0) >= MOST_A_DAY:
        return f"{row.sender} had {MOST_A_DAY} answers within a day"
    return None


def _message(session: Session, mail_id: int) -> Message | None:
    try:
        return parse(contents.read(session, mail_id))
    except AskPerson:  # dropped or beyond our bounds by now
        return None


def _still_open(session: Session, row: ApprovalMailRow, office: Office, now: datetime) -> Asking | None:
    """What the officer was asked and is not decided; None too where his request can still be answered."""
    if row.request_id is None or row.state == "deferred" or row.reason in _OPENS_NOTHING:
        return None
    request = session.get_one(ApprovalRequestRow, row.request_id)
    cases = [get_case(session, set_id) for set_id in requests.sets(request)]
    return ask(row.sender, cases, load(session), office, now)

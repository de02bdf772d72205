"""Planning what senders are told and asked: decisions and officers' questions → mails in the outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.load import load
from mailbot.errors import AskPerson
from mailbot.mail.message import Message, parse
from mailbot.outbound import ledger
from mailbot.outbound.cases import answers, questions
from mailbot.outbound.composing import Identity
from mailbot.outbound.ledger import Planned
from mailbot.outbound.one_by_one import Made, queue_each
from mailbot.review import silence
from mailbot.review.queue import Case, get_case
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import AskRow, ChangeSetRow, DecisionRow, OccasionRow


def plan_answers(store: Store, identity: Identity, now: datetime, planned: Planned) -> None:
    """Answer every decision that owes an answer, a transaction a mail."""

    def made(session: Session, row: OccasionRow) -> Made:
        decision = session.get_one(DecisionRow, ledger.number(row))
        if _told_later(session, decision):
            return "told with a later decision"
        case, message = _case(session, decision.change_set_id)
        if reason := answers.silent_because(case, message, identity):
            return reason
        refused = decision.reason if decision.verb == "reject" else None
        return [answers.answer(case, message, load(session), identity, row.key, now, refused)]

    queue_each(store, answers.KIND, made, now, planned)


def plan_questions(store: Store, identity: Identity, now: datetime, planned: Planned) -> None:
    """Put every question of an officer to the sender of its case, a transaction a mail."""

    def made(session: Session, row: OccasionRow) -> Made:
        ask = session.get_one(AskRow, ledger.number(row))
        case, message = _case(session, ask.change_set_id)
        if reason := silence.silent_because(
            case.sender, case.authenticity, case.classification, message, identity.address
        ):
            return reason
        asked = next(each for each in case.thread if each.id == ask.id)
        return [questions.question(case, asked, message, load(session), identity, row.key, now)]

    queue_each(store, questions.KIND, made, now, planned)


def _told_later(session: Session, decision: DecisionRow) -> bool:
    """Whether the answer to a later decision on the same set is due, too: it says how all of it stands."""
    later = session.scalars(
        select(DecisionRow.id).where(
            DecisionRow.change_set_id == decision.change_set_id, DecisionRow.id > decision.id
        )
    )
    keys = [f"decision-{each}" for each in later]
    due = select(OccasionRow.id).where(
        OccasionRow.kind == answers.KIND, OccasionRow.key.in_(keys), OccasionRow.state == "due"
    )
    return bool(keys) and session.scalar(due.limit(1)) is not None


def _case(session: Session, set_id: int) -> tuple[Case, Message | None]:
    case = get_case(session, set_id)
    mail_id = session.get_one(ChangeSetRow, set_id).mail_id
    try:
        return case, parse(contents.read(session, mail_id))
    except AskPerson:  # a mail beyond our bounds: nothing to refer to
        return case, None

"""Planning tick: what is due → composed mails in the outbox, settled in the ledger.

- Scheduled occasions (`outbound.scheduled`) are queued a few mails at a time; after a crash the next tick
  goes on where it ended.
- Any number of workers may plan at once: unique keys let one of them win, the others find it done.
- Occasions that the database holds (approval requests, answers, command answers) are locked, composed and
  settled in one transaction each.
- A mail that cannot be composed for one person (a bad address) does not stop the others; it is noted in the
  ledger. A template that does not work stops the tick with UsageError, and nothing is settled.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.load import has_programme, load
from mailbot.errors import AskPerson
from mailbot.mail.message import Message, parse
from mailbot.outbound import answers, approvals, ledger, outbox
from mailbot.outbound.call_changes import plan_call_changes
from mailbot.outbound.commanded import answer_commands
from mailbot.outbound.composing import Identity
from mailbot.outbound.ledger import Planned
from mailbot.outbound.postings import plan_postings
from mailbot.outbound.rules import load_rules
from mailbot.outbound.scheduled import plan_scheduled
from mailbot.review.queue import Case, get_case
from mailbot.settings import Settings
from mailbot.store import contents
from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.store.tables import ChangeSetRow, DecisionRow, OccasionRow
from mailbot.tokens import Signer
from mailbot.wording import Wordings

__all__ = ["Planned", "identity_of", "plan"]

MAX_CASES = 30  # change sets in one approval request


def plan(store: Store, settings: Settings, now: datetime) -> Planned:
    """Queue every mail that is due at ``now``. Idempotent. Does nothing before the first import."""
    aware(now)
    planned = Planned()
    with store.begin() as session:
        if not has_programme(session):
            return planned
    identity = identity_of(settings, signer(store, settings))
    rules, officers = load_rules(settings.schedule.file), settings.review.approvers
    plan_scheduled(store, rules, identity, now, planned, officers)
    plan_call_changes(store, identity, now, planned)
    while _approval_request(store, settings, identity, now, planned):
        pass
    while _answer(store, identity, now, planned):
        pass
    answer_commands(store, identity, now, planned)
    plan_postings(store, settings.review.approvers, identity, now, planned)
    return planned


def identity_of(settings: Settings, signs: Signer | None = None) -> Identity:
    """Who the mails are from; without a signer only for what is looked at and not sent."""
    wordings = Wordings(settings.translations.folder)
    return Identity(settings.identity.address, settings.identity.name, signs, wordings)


def _approval_request(
    store: Store, settings: Settings, identity: Identity, now: datetime, planned: Planned
) -> bool:
    """One mail to each approver about everything that came in; whether there may be more to ask."""
    with store.begin() as session:
        rows = ledger.open_occasions(session, approvals.KIND, now)
        if not rows:
            return False
        approvers = dict.fromkeys(settings.review.approvers)
        if not approvers:
            planned.waiting = f"{len(rows)} change sets wait; nobody is asked: set review.approvers"
            return False
        asked: list[tuple[OccasionRow, Case]] = []
        for row in rows[:MAX_CASES]:
            case = get_case(session, ledger.number(row))
            if case.waiting or (not case.items and case.state in ("pending", "held")):
                asked.append((row, case))
            else:
                ledger.settle(row, now, skipped=f"already {case.state}")
                planned.skipped.append(f"{row.kind} {row.key}: already {case.state}")
        if asked:
            _ask(session, asked, tuple(approvers), identity, now, planned)
        return len(rows) > MAX_CASES


def _ask(
    session: Session,
    asked: list[tuple[OccasionRow, Case]],
    approvers: tuple[str, ...],
    identity: Identity,
    now: datetime,
    planned: Planned,
) -> None:
    directory = load(session)
    key = "+".join(row.key for row, _ in asked)
    cases = [case for _, case in asked]
    mails, notes = [], []
    for approver in approvers:
        try:
            mails.append(approvals.approval_request(cases, directory, identity, approver, key, now))
        except ValueError as exc:
            notes.append(str(exc))
    outbox.put(session, mails, approvals.KIND, now, occasion=asked[0][0])
    for row, _ in asked:
        ledger.settle(row, now, note="; ".join(notes) or None)
        planned.done.append(f"{row.kind} {row.key}")
    planned.queued += len(mails)


def _answer(store: Store, identity: Identity, now: datetime, planned: Planned) -> bool:
    """The answer to one decision; whether there may be more."""
    with store.begin() as session:
        row = next(iter(ledger.open_occasions(session, answers.KIND, now)), None)
        if row is None:
            return False
        case, message = _decided(session, row)
        reason = answers.silent_because(case, message, identity)
        if reason is None:
            try:
                mail = answers.answer(case, message, load(session), identity, row.key, now)
            except ValueError as exc:
                reason = str(exc)
            else:
                outbox.put(session, [mail], answers.KIND, now, occasion=row)
                ledger.settle(row, now)
                planned.queued += 1
                planned.done.append(f"{row.kind} {row.key}")
        if reason is not None:
            ledger.settle(row, now, skipped=reason)
            planned.skipped.append(f"{row.kind} {row.key}: {reason}")
        return True


def _decided(session: Session, row: OccasionRow) -> tuple[Case, Message | None]:
    decision = session.get_one(DecisionRow, ledger.number(row))
    case = get_case(session, decision.change_set_id)
    mail_id = session.get_one(ChangeSetRow, decision.change_set_id).mail_id
    try:
        return case, parse(contents.read(session, mail_id))
    except AskPerson:  # a mail beyond our bounds: nothing to refer to
        return case, None

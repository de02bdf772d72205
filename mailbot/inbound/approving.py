"""Answers to approval requests: whose counts, and what is recorded of the others.

An answer counts if it comes from exactly the approver who was asked, who still is one and is proven to be;
if it bears what only he was given; and if its new words, in whichever form the mail has them, say one thing.
All of it happens in the transaction that settles the mail, once however often it is read. An officer is told
why his answer did not count (`approval-answer`); a stranger, and whoever is not proven, is not: the approvers
are (`approval-attempt`), once a day.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mailbot.accounts import people
from mailbot.commands import ruling
from mailbot.commands.ruling import Refused
from mailbot.directory.load import timezone
from mailbot.inbound import approval_words
from mailbot.inbound.desk import Desk
from mailbot.inbound.interpret import Interpretation
from mailbot.mail.addresses import mailbox, shown
from mailbot.mail.automata import machine_made
from mailbot.mail.message import Message
from mailbot.review import requests
from mailbot.store import audit
from mailbot.store.tables import ApprovalMailRow, ApprovalRequestRow, MailRow, OccasionRow

ANSWER, ATTEMPT = "approval-answer", "approval-attempt"


@dataclass
class _Answer:
    """One answer on its way. ``request`` is what it is proven to answer."""

    session: Session
    mail_id: int
    found: Interpretation
    desk: Desk
    now: datetime
    request: ApprovalRequestRow | None = None
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def message(self) -> Message:
        return self.found.message

    @property
    def sender(self) -> str:
        return (self.message.from_address or "").casefold()


def settle(session: Session, mail_id: int, found: Interpretation, desk: Desk, now: datetime) -> bool:
    """Take a mail as an answer to an approval request; whether it is one, and asks for nothing else."""
    if settled(session, mail_id):
        return True
    message = found.message
    if found.kind.kind in ("bounce", "auto-reply") or machine_made(message):
        return False
    answer = _Answer(session, mail_id, found, desk, now)
    tokens = desk.ours.tokens(message, "a")
    if not _is_answer(answer, bool(tokens)):
        return False
    proven = {row.id: row for token in tokens if (row := requests.of_token(session, desk.ours.signer, token))}
    if not tokens and not desk.settings.identity.subaddressing:
        named = requests.of_mail(session, [*message.in_reply_to, *message.references])
        proven = {named.id: named} if named else {}
    answer.request = next(iter(proven.values())) if len(proven) == 1 else None
    if (why := _who_may_not(answer)) is not None:
        if not approval_words.says_a_verdict(
            found, requests.places(answer.request) if answer.request else ()
        ):
            return False  # a letter, whatever address it came to
        _attempted(answer, why)
        return not found.changes
    try:
        _refuse_unfit(answer, len(proven))
        _rule(answer)
    except Refused as exc:
        _refused(answer, exc)
    return True


def settled(session: Session, mail_id: int) -> bool:
    """Whether the mail was taken as an answer to an approval request before, or as an attempt at one."""
    return session.get(ApprovalMailRow, mail_id) is not None


def _is_answer(answer: _Answer, addressed: bool) -> bool:
    """Whether the mail came to an approver's signed address, or names the mail of a request."""
    if addressed:
        return True
    named = requests.of_mail(answer.session, [*answer.message.in_reply_to, *answer.message.references])
    return named is not None and (
        answer.sender == named.approver.casefold() or not answer.desk.settings.identity.subaddressing
    )


def _who_may_not(answer: _Answer) -> str | None:
    """Why nobody is told what comes of it, None where an officer is."""
    if answer.sender not in _officers(answer.desk):
        return "no officer"
    account = people.by_address(answer.session, answer.sender or "")
    if account is not None and (account.state != "active" or account.role != "officer"):
        return "the account of that address is disabled, or no officer's"
    if answer.found.authenticity.verdict == "failed":
        return "the sender failed authentication"
    if answer.found.authenticity.verdict != "authenticated" and answer.request is None:
        return "the sender is not authenticated"
    return None


def _officers(desk: Desk) -> frozenset[str]:
    return frozenset(each.casefold() for each in desk.settings.review.approvers)


def _refuse_unfit(answer: _Answer, proven: int) -> None:
    """Raises Refused where the answer cannot count, whatever it says."""
    message = answer.message
    if answer.found.authenticity.verdict != "authenticated" or not _is_from_himself(answer):
        raise Refused("unproven")
    if answer.request is None:
        named = requests.of_mail(answer.session, [*message.in_reply_to, *message.references])
        answer.request = named if named is not None and named.approver.casefold() == answer.sender else None
        raise Refused("several" if proven else "token")
    request = answer.request = requests.locked(answer.session, answer.request.id)
    if request.approver.casefold() != answer.sender:
        raise Refused("not_yours")
    if request.used_at is not None:
        raise Refused("used")
    arrived = answer.session.scalar(select(MailRow.arrived_at).where(MailRow.id == answer.mail_id))
    if (arrived or answer.now) > request.expires_at:
        raise Refused("expired")
    if approval_words.is_forward(message):
        raise Refused("forwarded")


def _is_from_himself(answer: _Answer) -> bool:
    """Whether he stands in From; a forwarder's word for it, however well trusted, does not decide."""
    named = mailbox(next(iter(answer.message.all_headers("from")), "")).address
    return named is not None and named.casefold() == answer.sender


def _rule(answer: _Answer) -> None:
    """Decide what it says. Raises Refused."""
    request = answer.request
    assert request is not None
    said = approval_words.judged(answer.found, requests.places(request))
    ruled = ruling.carry_out(answer.session, request, said, answer.now, answer.desk.rules)
    answer.lines = [each.to_json() for each in ruled]
    done = any(each.outcome in ("approved", "rejected", "first") for each in ruled)
    if done:
        requests.use(request, answer.mail_id, answer.now)
    _keep(answer, "decided" if done or any(each.verb != "hold" for each in ruled) else "deferred")
    _tell(answer)


def _refused(answer: _Answer, why: Refused) -> None:
    answer.lines = [{"line": why.line}] if why.line else []
    _keep(answer, "refused", why.why)
    detail = {"mail": answer.mail_id, "why": why.why, "line": why.line}
    what = f"approval request {answer.request.id}" if answer.request else "approval request"
    audit.note(answer.session, answer.now, answer.sender, "mail", "approval refused", what, detail)
    _tell(answer)


def _attempted(answer: _Answer, why: str) -> None:
    """Somebody tries to approve who may not, or may not be who he says: the approvers hear of it."""
    _keep(answer, "attempt", why)
    what = f"approval request {answer.request.id}" if answer.request else "approval request"
    sender = shown(answer.sender) if answer.sender else "nobody"
    audit.note(answer.session, answer.now, sender, "mail", "approval attempted", what,
               {"mail": answer.mail_id, "why": why})  # fmt: skip
    day = answer.now.astimezone(ZoneInfo(timezone(answer.session) or "UTC")).date()
    known = select(OccasionRow.id).where(OccasionRow.kind == ATTEMPT, OccasionRow.key == f"{day}")
    if answer.session.scalar(known) is None:
        with suppress(IntegrityError), answer.session.begin_nested():  # another worker has it at this moment
            answer.session.add(OccasionRow(kind=ATTEMPT, key=f"{day}", due_at=answer.now, state="due"))


def _keep(answer: _Answer, state: str, reason: str | None = None) -> None:
    answer.session.add(ApprovalMailRow(
        mail_id=answer.mail_id, request_id=answer.request.id if answer.request else None,
        sender=answer.sender, at=answer.now, state=state, reason=reason, lines=answer.lines,
        words=_words(answer),
    ))  # fmt: skip


def _words(answer: _Answer) -> str:
    """A digest of what is said about which sets."""
    about = requests.sets(answer.request) if answer.request else ()
    said = " ".join(answer.found.reply.new_text.casefold().split())
    return hashlib.sha256(f"{sorted(about)}\0{said}".encode()).hexdigest()


def _tell(answer: _Answer) -> None:
    answer.session.add(OccasionRow(kind=ANSWER, key=f"mail-{answer.mail_id}", due_at=answer.now, state="due"))
    answer.session.flush()

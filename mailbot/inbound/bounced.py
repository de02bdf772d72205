"""A bounce tied to the mail of ours that came back, and what it does to the address it was sent to.

A bounce counts if it came to the signed return path of a mail of ours; else only if the Message-ID of the
returned mail is one we sent and the address that failed is the one we sent it to, and a return path with the
recipient in it (VERP) may stand in where the report names nobody. Anything else could be forged: it is kept
and shown, and changes nothing. A bounce is counted once, however often its mail is read. All of it happens
in the caller's transaction.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory import reachability
from mailbot.inbound.kind import BounceReport, FailedRecipient
from mailbot.mail.message import Message
from mailbot.store.tables import BounceRow, OutboxRow

_VERP = re.compile(r"[^@+]*\+(?P<local>[^@]+)=(?P<domain>[^@=]+)@[^@]+")


def note_bounce(
    session: Session,
    mail_id: int,
    message: Message,
    report: BounceReport,
    now: datetime,
    by_token: OutboxRow | None = None,
) -> None:
    """Keep every recipient of the report; let those that are tied change the state of their address.

    ``by_token`` is the mail whose signed return path the bounce came to: it is about this mail, whatever the
    report names (an alias, the address behind a forwarding).
    """
    sent = by_token or _returned(session, report.returned_message_id)
    recipients = report.recipients or _by_return_path(message)
    if by_token is not None:
        recipients = _of_the_mail(recipients, by_token.recipient)
    for each in recipients:
        address = each.address.casefold()
        if session.scalar(
            select(BounceRow.id).where(BounceRow.mail_id == mail_id, BounceRow.address == address)
        ):
            continue
        untied = None if by_token is not None else _why_untied(sent, address, report)
        session.add(BounceRow(
            mail_id=mail_id, outbox_id=sent.id if sent and untied is None else None,
            address=address, action=each.action,
            status=each.status, permanent=each.permanent, diagnostic=each.diagnostic, untied=untied, at=now,
        ))  # fmt: skip
        session.flush()
        if untied is None:
            _apply(session, each, now)


def note_life(session: Session, address: str | None, reason: str, now: datetime) -> None:
    """A mail of this person came: the address works."""
    if address is not None:
        reachability.alive(session, address, reason, now)


def _returned(session: Session, message_id: str | None) -> OutboxRow | None:
    if message_id is None:
        return None
    return session.scalar(select(OutboxRow).where(OutboxRow.message_id == message_id))


def _why_untied(sent: OutboxRow | None, address: str, report: BounceReport) -> str | None:
    """Why the failure of this address counts for nothing, None where it counts."""
    if report.returned_message_id is None:
        return "the bounce does not say which mail came back"
    if sent is None:
        return f"the returned mail {report.returned_message_id[:200]} is none of ours"
    if sent.sent_at is None and sent.state != "sending":
        return "the returned mail was never sent"
    if sent.recipient.casefold() != address:
        return f"the returned mail was sent to {sent.recipient}"
    return None


def _of_the_mail(recipients: tuple[FailedRecipient, ...], sent_to: str) -> tuple[FailedRecipient, ...]:
    """What became of the one recipient of a mail; failed where nothing is said."""
    own = tuple(each for each in recipients if each.address.casefold() == sent_to.casefold())
    told = own or tuple(replace(each, address=sent_to) for each in recipients[:1])
    return told or (FailedRecipient(sent_to),)


def _by_return_path(message: Message) -> tuple[FailedRecipient, ...]:
    """Whom a variable return path names (`bounces+user=example.org@...`), as a failure of unknown cause."""
    for address in message.to:
        if found := _VERP.fullmatch(address):
            return (FailedRecipient(f"{found['local']}@{found['domain']}"),)
    return ()


def _apply(session: Session, each: FailedRecipient, now: datetime) -> None:
    reason = " ".join(part for part in (each.status or "", each.diagnostic) if part) or each.action
    if each.action == "failed":
        reachability.failed(session, each.address, reason, now, permanent=each.permanent)
    elif each.action == "delayed":
        reachability.delayed(session, each.address, reason, now)
    elif each.action == "delivered":
        reachability.alive(session, each.address, "a mail to it was reported delivered", now)

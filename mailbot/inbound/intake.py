"""Kept mail → change sets: one mail, start to end.

Failure semantics: interpreting is pure and happens outside any transaction; what comes of it (the reading,
the change set, the occasion that tells the officers) is one transaction that begins by claiming the mail
(kept → read), so of two workers one wins and the other's work is dropped. A mail that cannot be read is tried
three times and then quarantined with the reason; the queue goes on meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mailbot import __version__
from mailbot.clock import aware
from mailbot.directory.load import load
from mailbot.directory.records import KINDS, Record
from mailbot.errors import AskPerson
from mailbot.inbound.interpret import Interpretation, interpret
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import (
    ChangeRow,
    ChangeSetRow,
    MailRow,
    OccasionRow,
    OutboxRow,
    RevisionRow,
)

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 3
_WITHOUT_CASE = ("bounce", "auto-reply", "command", "confirmation")


@dataclass(frozen=True)
class Read:
    """What became of one mail. ``outcome`` is its classification, or duplicate, or quarantined."""

    mail_id: int
    message_id: str | None
    sender: str | None
    outcome: str
    changes: int = 0
    questions: int = 0
    change_set: int | None = None


def read_kept(store: Store, settings: Settings, now: datetime) -> Iterator[Read]:
    """Read all kept mails, oldest first; yields each when it is committed.

    Raises UsageError while no programme is imported: the mails wait.
    """
    aware(now)
    mail_id: int | None = 0
    while True:
        with store.begin() as session:
            waiting = select(MailRow.id).where(MailRow.state == "kept", MailRow.id > mail_id)
            mail_id = session.scalar(waiting.order_by(MailRow.id).limit(1))
        if mail_id is None:
            return
        if (read := _read_one(store, settings, mail_id, now)) is not None:
            yield read


def _read_one(store: Store, settings: Settings, mail_id: int, now: datetime) -> Read | None:
    with store.begin() as session:
        row = session.get_one(MailRow, mail_id)
        directory = load(session)
        if (settled := _needs_no_reading(session, row)) is not None:
            row.state = settled
            return Read(row.id, row.message_id, None, settled)
        shown = _shown_to_sender(session, row)
    try:
        found = interpret(row.raw, directory, settings.trust.authserv_ids, shown)
    except AskPerson as exc:
        return _give_up(store, mail_id, str(exc), final=True)
    except Exception as exc:  # a reader's defect must not stop the queue; the mail is kept and named
        log.exception("mail %s could not be read", mail_id)
        return _give_up(store, mail_id, f"{type(exc).__name__}: {exc}", final=False)
    with store.begin() as session:
        return _commit(session, mail_id, found, now)


def _commit(session: Session, mail_id: int, found: Interpretation, now: datetime) -> Read | None:
    claim = update(MailRow).where(MailRow.id == mail_id, MailRow.state == "kept")
    values = {
        "state": "read",
        "interpretation": _kept_form(found),
        "reader_version": __version__,
        "error": None,
    }
    if session.execute(claim.values(values)).rowcount == 0:  # type: ignore[attr-defined]  # an UPDATE has one
        return None  # another worker was faster
    questions = [*found.to_json()["questions"], *_same_id_other_content(session, mail_id)]
    set_id = None
    if found.changes or questions or found.classification not in _WITHOUT_CASE:
        set_id = _open_case(session, mail_id, found, questions, now)
    message = found.message
    return Read(mail_id, message.message_id, message.from_address, found.classification,
                len(found.changes), len(questions), set_id)  # fmt: skip


def _kept_form(found: Interpretation) -> dict[str, Any]:
    """The contract's object, and what officers see besides."""
    return {
        **found.to_json(),
        "subject": found.message.subject,
        "name": found.message.from_name,
        "proof": list(found.authenticity.reasons),
        "flaws": list(found.message.flaws),
    }


def _open_case(
    session: Session, mail_id: int, found: Interpretation, questions: list[Any], now: datetime
) -> int:
    held = _why_held(session, found)
    case = ChangeSetRow(
        mail_id=mail_id, message_id=found.message.message_id, sender=found.message.from_address,
        organization=found.organization, classification=found.classification,
        authenticity=found.authenticity.verdict, state="held" if held else "pending",
        held_because=held, questions=questions, created_at=now,
    )  # fmt: skip
    session.add(case)
    session.flush()
    for number, change in enumerate(found.changes, 1):
        session.add(ChangeRow(change_set_id=case.id, number=number, change=change.to_json(), state="pending"))
    session.add(OccasionRow(kind="approval-request", key=f"change-set-{case.id}", due_at=now, state="due"))
    return case.id


def _why_held(session: Session, found: Interpretation) -> str | None:
    """Why an officer must release this mail by name before anything of it counts, or None."""
    if found.authenticity.verdict == "failed":
        return "the sender failed authentication: " + "; ".join(found.authenticity.reasons)
    if found.sender.contact is None and _was_removed(session, found.message.from_address):
        return f"{found.message.from_address} was removed from the contact sheet"
    return None


def _was_removed(session: Session, address: str | None) -> bool:
    """Whether the address belonged to a contact who is no longer on the sheet."""
    gone = select(RevisionRow.fields).where(RevisionRow.target == "contact", RevisionRow.op == "remove")
    held = {str((fields.get("email") or {}).get("old")).lower() for fields in session.scalars(gone)}
    return address is not None and address.lower() in held


def _needs_no_reading(session: Session, row: MailRow) -> str | None:
    """`duplicate`: the same words of the same sender came before; `own`: a mail of ours came back."""
    earlier = select(MailRow.id).where(MailRow.fingerprint == row.fingerprint, MailRow.id < row.id)
    if row.fingerprint is not None and session.scalar(earlier.limit(1)) is not None:
        return "duplicate"
    ours = select(OutboxRow.id).where(OutboxRow.message_id == row.message_id)
    return "own" if row.message_id is not None and session.scalar(ours) is not None else None


def _same_id_other_content(session: Session, mail_id: int) -> list[dict[str, Any]]:
    row = session.get_one(MailRow, mail_id)
    if row.message_id is None:
        return []
    other = session.scalar(
        select(MailRow.id).where(
            MailRow.message_id == row.message_id, MailRow.fingerprint != row.fingerprint, MailRow.id != row.id
        )
    )
    text = f"Another mail ({other}) has the same Message-ID and other content; is one of them forged?"
    return [] if other is None else [{"text": text, "evidence": [row.message_id]}]


def _shown_to_sender(session: Session, row: MailRow) -> Mapping[tuple[str, str], Record] | None:
    """The records as they stood in the mail that this one answers, where mailbot sent it."""
    from mailbot.mail.message import parse

    try:
        message = parse(row.raw)
    except AskPerson:
        return None  # interpret says so properly
    named = list(dict.fromkeys([*message.in_reply_to, *reversed(message.references)]))[:50]
    if not named:
        return None
    rows = {sent.message_id: sent for sent in
            session.scalars(select(OutboxRow).where(OutboxRow.message_id.in_(named)))}  # fmt: skip
    sent = next((rows[name] for name in named if name in rows and rows[name].shown), None)
    if sent is None:
        return None
    return {
        (each["kind"], each["key"]): KINDS[each["kind"]].model_validate(each["values"]) for each in sent.shown
    }


def _give_up(store: Store, mail_id: int, error: str, *, final: bool) -> Read | None:
    with store.begin() as session:
        row = session.get_one(MailRow, mail_id)
        if row.state != "kept":
            return None
        row.attempts += 1
        row.error = error[:2000]
        if not final and row.attempts < MAX_ATTEMPTS:
            return None
        row.state = "quarantined"
        return Read(mail_id, row.message_id, None, "quarantined")

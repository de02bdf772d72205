"""Kept mail → change sets: one mail, start to end.

Failure semantics: interpreting is pure and happens outside any transaction; what comes of it (the reading,
the change set, the occasion that tells the officers) is one transaction that begins by claiming the mail
(kept → read), so of two workers one wins and the other's work is dropped. A mail that costs too much is
quarantined at once, one that a defect keeps from being read is tried three times and then quarantined with
the reason; the queue goes on meanwhile. A mail is parsed once, the directory loaded when it has changed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mailbot import __version__
from mailbot.clock import aware
from mailbot.directory.load import load, revision
from mailbot.directory.snapshot import Directory
from mailbot.errors import MailbotError
from mailbot.inbound import bounced, cases, commanding, quarantine, thread
from mailbot.inbound.authenticity import Signature, Trusted
from mailbot.inbound.interpret import Interpretation, interpret_message
from mailbot.inbound.proof.resolver import Resolver
from mailbot.inbound.proof.verdict import needs_signatures
from mailbot.inbound.thread import Ours
from mailbot.mail.bounds import Unreadable
from mailbot.mail.message import Message, parse
from mailbot.settings import Settings
from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.store.tables import MailRow, OutboxRow

log = logging.getLogger(__name__)


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


class Desk:
    """What reading a mail needs besides the mail. The directory is loaded anew only when it has changed."""

    def __init__(self, store: Store, settings: Settings, resolver: Resolver | None) -> None:
        self.store, self.settings, self.resolver = store, settings, resolver
        self.trust = Trusted.of(settings.trust)
        self.ours = Ours(settings.identity.address, signer(store, settings))
        self._revision: tuple[int, int] | None = None
        self._directory: Directory | None = None

    def directory(self, session: Session) -> Directory:
        now = revision(session)
        if self._directory is None or now != self._revision:
            self._directory, self._revision = load(session), now
        return self._directory

    def interpreted(
        self, raw: bytes, directory: Directory, arrived: datetime, kept: Sequence[Signature] | None = None
    ) -> Interpretation:
        """The mail's reading. ``kept``: what its signatures came to before, for keys do not last.

        Raises Unreadable for a mail that breaches a bound.
        """
        message = parse(raw)
        signatures = kept if kept is not None else self._signatures(message, arrived)
        with self.store.begin() as session:
            shown = thread.shown_to_sender(session, self.ours, message)
        return interpret_message(message, directory, self.trust, shown, signatures)

    def _signatures(self, message: Message, arrived: datetime) -> Sequence[Signature] | None:
        if self.resolver is None or not needs_signatures(message, self.trust):
            return None
        from mailbot.inbound.proof.signatures import check

        return check(message, self.resolver, arrived)


def read_kept(
    store: Store, settings: Settings, now: datetime, resolver: Resolver | None = None
) -> Iterator[Read]:
    """Read all kept mails, oldest first; yields each when it is committed.

    ``resolver`` is asked for the keys of DKIM signatures; without one they are not checked. Raises UsageError
    while no programme is imported: the mails wait.
    """
    aware(now)
    desk = Desk(store, settings, resolver)
    after = 0
    while (mail_id := _next(store, after)) is not None:
        if (read := _read_one(desk, mail_id, now)) is not None:
            yield read
        after = mail_id


def _next(store: Store, after: int) -> int | None:
    with store.begin() as session:
        waiting = select(MailRow.id).where(MailRow.state == "kept", MailRow.id > after)
        return session.scalar(waiting.order_by(MailRow.id).limit(1))


def _read_one(desk: Desk, mail_id: int, now: datetime) -> Read | None:
    store = desk.store
    with store.begin() as session:
        row = session.get_one(MailRow, mail_id)
        directory = desk.directory(session)
        if (settled := _needs_no_reading(session, row)) is not None:
            row.state = settled
            return Read(row.id, row.message_id, None, settled)
        raw, looked_at, arrived = row.raw, row.reason, row.arrived_at
        session.expunge(row)
    del row
    stopped: Unreadable | None = None
    defect = ""
    try:
        found = desk.interpreted(raw, directory, arrived)
        quarantine.refuse_breach(found, looked_at)
        with store.begin() as session:
            return _commit(session, mail_id, found, desk, now)
    except Unreadable as exc:
        stopped = exc.with_traceback(None)
    except (SQLAlchemyError, MailbotError):
        raise  # the database's trouble is no mail's
    except Exception as exc:  # a reader's defect must not stop the queue; the mail is kept and named
        log.exception("mail %s could not be read", mail_id)
        defect = f"{type(exc).__name__}: {exc}"
    del raw  # and with the traceback all that was made of it, before the database needs memory for it
    with store.begin() as session:
        if stopped is not None:
            return _given_up(quarantine.stop(session, mail_id, stopped))
        return _given_up(quarantine.failed(session, mail_id, defect))


def _given_up(row: MailRow | None) -> Read | None:
    return None if row is None else Read(row.id, row.message_id, None, "quarantined")


def _commit(session: Session, mail_id: int, found: Interpretation, desk: Desk, now: datetime) -> Read | None:
    claim = update(MailRow).where(MailRow.id == mail_id, MailRow.state == "kept")
    if session.execute(claim.values(state="read", **outcome(found))).rowcount == 0:  # type: ignore[attr-defined]  # an UPDATE has one
        return None  # another worker was faster
    _note_address(session, mail_id, found, desk.ours, now)
    officers = desk.settings.review.approvers
    commanding.obey(session, mail_id, found, desk.directory(session), officers, now)
    questions = cases.questions_of(session, mail_id, found)
    questions += commanding.questions(session, mail_id, found)
    set_id = None
    if cases.asks_for_a_case(found, questions):
        set_id = cases.open_case(session, mail_id, found, questions, now)
    message = found.message
    return Read(mail_id, message.message_id, message.from_address, found.classification,
                len(found.changes), len(questions), set_id)  # fmt: skip


def outcome(found: Interpretation) -> dict[str, Any]:
    """What a mail's row keeps of its reading."""
    return {
        "interpretation": _kept_form(found),
        "said": cases.said(found),
        "reader_version": __version__,
        "error": None,
    }


def _note_address(session: Session, mail_id: int, found: Interpretation, ours: Ours, now: datetime) -> None:
    """What the mail tells of an address: a bounce that it fails, a letter of its owner that it works."""
    if found.kind.bounce is not None:
        sent = thread.returned(session, ours, found.message)
        bounced.note_bounce(session, mail_id, found.message, found.kind.bounce, now, sent)
    elif found.authenticity.verdict != "failed" and found.classification != "auto-reply":
        bounced.note_life(session, found.message.from_address, "a mail from it came", now)


def _kept_form(found: Interpretation) -> dict[str, Any]:
    """The contract's object, and what officers see besides."""
    return {
        **found.to_json(),
        "subject": found.message.subject,
        "name": found.message.from_name,
        "proof": list(found.authenticity.reasons),
        "signatures": None if found.signatures is None else [each.to_json() for each in found.signatures],
        "flaws": list(found.message.flaws),
    }


def _needs_no_reading(session: Session, row: MailRow) -> str | None:
    """`duplicate`: the same words of the same sender came before; `own`: a mail of ours came back."""
    earlier = select(MailRow.id).where(MailRow.fingerprint == row.fingerprint, MailRow.id < row.id)
    if row.fingerprint is not None and session.scalar(earlier.limit(1)) is not None:
        return "duplicate"
    ours = select(OutboxRow.id).where(OutboxRow.message_id == row.message_id)
    return "own" if row.message_id is not None and session.scalar(ours) is not None else None

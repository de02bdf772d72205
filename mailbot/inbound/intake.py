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
from mailbot.commands import leaving
from mailbot.directory.snapshot import Directory
from mailbot.errors import MailbotError
from mailbot.inbound import (
    answering,
    approving,
    asked,
    bounced,
    cases,
    commanding,
    confirming,
    postings,
    quarantine,
    thread,
)  # fmt: skip
from mailbot.inbound.desk import Desk
from mailbot.inbound.interpret import Interpretation
from mailbot.inbound.proof.resolver import Resolver
from mailbot.inbound.thread import Ours
from mailbot.mail.bounds import Reason, Unreadable
from mailbot.review import automatic
from mailbot.settings import Settings
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import MailRow, OutboxRow

log = logging.getLogger(__name__)
_AT_ONCE = 100


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
    while waiting := _waiting(store, after):
        for mail_id in waiting:
            if (read := _read_one(desk, mail_id, now)) is not None:
                yield read
        after = waiting[-1]


def _waiting(store: Store, after: int) -> Sequence[int]:
    """The next mails to read; another worker may be faster with some of them."""
    with store.begin() as session:
        kept = select(MailRow.id).where(MailRow.state == "kept", MailRow.id > after)
        return session.scalars(kept.order_by(MailRow.id).limit(_AT_ONCE)).all()


def _read_one(desk: Desk, mail_id: int, now: datetime) -> Read | None:
    store = desk.store
    with store.begin() as session:
        row = session.get_one(MailRow, mail_id)
        directory = desk.directory(session)
        if row.state != "kept":
            return None
        if (settled := _needs_no_reading(session, row)) is not None:
            row.state = settled
            return Read(row.id, row.message_id, None, settled)
        raw = contents.read(session, mail_id)
    stopped: Unreadable | None = None
    defect = ""
    try:
        found = _interpreted(desk, row, raw, directory, now)
        with store.begin() as session:
            return _commit(session, mail_id, found, desk, now) if found else _own(session, mail_id)
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


def _interpreted(
    desk: Desk, row: MailRow, raw: bytes, directory: Directory, now: datetime
) -> Interpretation | None:
    """The reading of a mail; None for one of ours. Raises Unreadable for a breach, and for a letter of a
    storm, which is known by its words: it is not read."""
    opened = desk.opened(raw, directory, row.arrived_at)
    if opened.kind.kind != "bounce" and thread.came_back(desk.ours, opened.message):
        return None
    if opened.kind.kind == "letter" and row.reason != Reason.STORM:
        with desk.store.begin() as session:
            cases.refuse_storm(session, opened.message.from_address, cases.said(opened), now)
    found = desk.read(opened, directory)
    quarantine.refuse_breach(found, row.reason)
    return found


def _own(session: Session, mail_id: int) -> Read:
    """A mail of ours that somebody sent on to us as it was."""
    row = session.get_one(MailRow, mail_id, with_for_update=True)
    row.state = "own" if row.state == "kept" else row.state
    return Read(row.id, row.message_id, None, "own")


def _given_up(row: MailRow | None) -> Read | None:
    return None if row is None else Read(row.id, row.message_id, None, "quarantined")


def _commit(session: Session, mail_id: int, found: Interpretation, desk: Desk, now: datetime) -> Read | None:
    claim = update(MailRow).where(MailRow.id == mail_id, MailRow.state == "kept")
    if session.execute(claim.values(state="read", **outcome(found))).rowcount == 0:  # type: ignore[attr-defined]  # an UPDATE has one
        return None  # another worker was faster
    _note_address(session, mail_id, found, desk.ours, now)
    if approving.settle(session, mail_id, found, desk, now):
        return Read(mail_id, found.message.message_id, found.message.from_address, "approval")
    confirming.note_answer(session, mail_id, found, desk.directory(session), desk.ours, now)
    answering.note(session, mail_id, found, desk.ours, now)
    if found.classification == "command":
        officers, public = desk.settings.review.approvers, desk.settings.web.publish
        commanding.obey(session, mail_id, found, desk.directory(session), officers, now, public)
    if _is_posting(session, mail_id, found, desk, now):
        return Read(mail_id, found.message.message_id, found.message.from_address, "posting")
    left = _leave_by_token(session, mail_id, found, desk.ours, now)
    questions = cases.questions_of(session, mail_id, found)
    questions += [] if left else commanding.questions(session, mail_id, found)
    follows, replied = asked.settle(session, mail_id, found, questions, desk.ours)
    questions += replied
    set_id = None
    if cases.asks_for_a_case(found, questions):
        set_id = cases.open_case(session, mail_id, found, questions, now, follows=follows)
        if set_id is not None:
            automatic.decide_alone(session, set_id, desk.rules, now)
    message = found.message
    return Read(mail_id, message.message_id, message.from_address, found.classification,
                len(found.changes), len(questions), set_id)  # fmt: skip


def _is_posting(session: Session, mail_id: int, found: Interpretation, desk: Desk, now: datetime) -> bool:
    """Take in what is written to a list; whether it is written to nobody else."""
    own, officers = desk.settings.identity.address, desk.settings.review.approvers
    wanted = postings.accept(session, mail_id, found, desk.directory(session), own, officers, now)
    return bool(wanted) and postings.only_to_lists(found.message, own)


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


def _leave_by_token(session: Session, mail_id: int, found: Interpretation, ours: Ours, now: datetime) -> bool:
    """Take a reader off the list whose signed address this mail came to (List-Unsubscribe): the token was
    given to him, so it counts from whichever address and program the mail comes. Whether there was one."""
    allowed = [leaving.of_token(session, ours.signer, token) for token in ours.tokens(found.message, "u")]
    named = [each for each in allowed if each is not None]
    for each in named:
        leaving.leave(session, each, now, mail_id)
    return bool(named)


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

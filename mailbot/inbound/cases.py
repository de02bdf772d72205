"""What a read mail becomes: a change set, held where it must be, and bounded in number.

All of it happens in the caller's transaction. A storm (a loop, a broken program) opens at most `MAX_REPEATED`
cases a day for the same words of the same sender, numbers aside, and `MAX_A_DAY` for anything he sends; what
comes beyond raises `Unreadable` with the reason `storm`, and the mail waits in quarantine.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.inbound.interpret import Interpretation, Opened
from mailbot.mail.bounds import MAX_TEXT, Reason, Unreadable
from mailbot.store.tables import ChangeRow, ChangeSetRow, MailRow, OccasionRow, RevisionRow

MAX_REPEATED = 10
MAX_A_DAY = 1_000
WITHOUT_CASE = ("bounce", "auto-reply", "command", "confirmation")
AUTOMATIC = ("bounce", "auto-reply")


def asks_for_a_case(found: Interpretation, questions: list[Any]) -> bool:
    """Whether somebody has to decide or to look."""
    return bool(found.changes or questions) or found.classification not in WITHOUT_CASE


def open_case(
    session: Session,
    mail_id: int,
    found: Interpretation,
    questions: list[Any],
    now: datetime,
    reading: int = 1,
    follows: int | None = None,
) -> int | None:
    """Open a change set and tell the officers; returns its id, None where the same question waits already.

    ``follows`` is the case that the mail comes back to. Raises Unreadable(storm).
    """
    if reading == 1:
        if found.classification in AUTOMATIC and _is_asked(session, found.message.from_address, questions):
            return None
        if session.scalar(select(MailRow.reason).where(MailRow.id == mail_id)) != Reason.STORM:
            refuse_storm(session, found.message.from_address, said(found), now)
    held = why_held(session, found)
    case = ChangeSetRow(
        mail_id=mail_id, reading=reading, follows=follows, message_id=found.message.message_id,
        sender=found.message.from_address, organization=found.organization,
        classification=found.classification, authenticity=found.authenticity.verdict,
        state="held" if held else "pending", held_because=held, questions=questions, created_at=now,
    )  # fmt: skip
    session.add(case)
    session.flush()
    add_changes(session, case.id, found)
    session.add(OccasionRow(kind="approval-request", key=f"change-set-{case.id}", due_at=now, state="due"))
    return case.id


def add_changes(session: Session, set_id: int, found: Interpretation, after: int = 0) -> None:
    """The changes as proposals of the set, numbered from the one that follows ``after``."""
    for number, change in enumerate(found.changes, after + 1):
        session.add(ChangeRow(change_set_id=set_id, number=number, change=change.to_json(), state="pending"))


def questions_of(session: Session, mail_id: int, found: Interpretation) -> list[dict[str, Any]]:
    """The reading's questions, and those that only the other mails or the mail's size raise."""
    questions = [question.kept_form() for question in found.questions]
    questions += _same_id_other_content(session, mail_id)
    if "body cut" in found.message.flaws and found.classification not in AUTOMATIC:
        text = f"Only the first {MAX_TEXT} characters of this mail were read; please look at the rest."
        questions.append({"text": text, "evidence": [found.message.subject or "-"]})
    return questions


def why_held(session: Session, found: Interpretation) -> str | None:
    """Why an officer must release this mail by name before anything of it counts, or None."""
    if found.authenticity.held:
        what = "failed authentication" if found.authenticity.verdict == "failed" else "is not authenticated"
        return f"the sender {what}: " + "; ".join(found.authenticity.reasons)
    if found.sender.contact is None and _was_removed(session, found.message.from_address):
        return f"{found.message.from_address} was removed from the contact sheet"
    return None


def _was_removed(session: Session, address: str | None) -> bool:
    """Whether the address belonged to a contact who is no longer on the sheet."""
    gone = select(RevisionRow.fields).where(RevisionRow.target == "contact", RevisionRow.op == "remove")
    held = {str((fields.get("email") or {}).get("old")).lower() for fields in session.scalars(gone)}
    return address is not None and address.lower() in held


def _same_id_other_content(session: Session, mail_id: int) -> list[dict[str, Any]]:
    row = session.execute(select(MailRow.message_id, MailRow.fingerprint).where(MailRow.id == mail_id)).one()
    if row.message_id is None:
        return []
    other = session.scalar(
        select(MailRow.id)
        .where(
            MailRow.message_id == row.message_id,
            MailRow.fingerprint != row.fingerprint,
            MailRow.id != mail_id,
        )
        .order_by(MailRow.id)
        .limit(1)
    )
    text = f"Another mail ({other}) has the same Message-ID and other content; is one of them forged?"
    return [] if other is None else [{"text": text, "evidence": [row.message_id]}]


def _is_asked(session: Session, sender: str | None, questions: list[Any]) -> bool:
    """Whether an undecided case of the sender asks the same."""
    texts = [question["text"] for question in questions]
    waiting = select(ChangeSetRow.questions).where(
        ChangeSetRow.sender == sender, ChangeSetRow.state.in_(("pending", "held"))
    )
    recent = session.scalars(waiting.order_by(ChangeSetRow.id.desc()).limit(MAX_REPEATED))
    return any([each["text"] for each in asked] == texts for asked in recent)


def said(found: Interpretation | Opened) -> str:
    """A digest of who says what; mails of a loop have the same, for only numbers and marks differ in them."""
    message = found.message
    subject = message.subject.rpartition(":")[2]
    words = re.sub(r"[\W\d_]+", " ", f"{subject} {found.reply.new_text}").casefold()
    return hashlib.sha256(f"{message.from_address}\0{words}".encode()).hexdigest()


def refuse_storm(session: Session, sender: str | None, words: str, now: datetime) -> None:
    """Raises Unreadable(storm) where this sender has opened too many cases today, or too many with these
    ``words`` (as `said` has them)."""
    today = select(ChangeSetRow.id).where(
        ChangeSetRow.created_at > now - timedelta(days=1), ChangeSetRow.sender == sender
    )
    same = today.join(MailRow, MailRow.id == ChangeSetRow.mail_id).where(MailRow.said == words)
    for wanted, limit, what in ((same, MAX_REPEATED, "the same words "), (today, MAX_A_DAY, "")):
        if session.scalar(select(func.count()).select_from(wanted.limit(limit).subquery())) == limit:
            raise Unreadable(Reason.STORM, f"{sender or 'nobody'} has sent {what}{limit} times in one day")

"""Mail that is not read: kept with a typed reason until an officer looks.

A mail stopped for its cost comes here at once; one whose reading fails is tried three times while the queue
goes on. `retry` puts a mail back: it keeps its reason, and is not stopped for the same again where it can be
read without what was too much (an attachment, the tail of an address list, a storm). `drop` takes the bytes
away for good; their digest, the reason and the officer's name stay, and the same bytes are not taken in
again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.errors import IllegalMove, InputRefused
from mailbot.inbound.interpret import Interpretation
from mailbot.mail.bounds import Reason, Unreadable
from mailbot.mail.decoding import words
from mailbot.mail.mime import header_block
from mailbot.reading.findings import Doubt
from mailbot.store import contents
from mailbot.store.tables import MailActionRow, MailRow
from mailbot.text import visible

MAX_TRIES = 3
REMEDY = {
    Reason.TOO_LARGE: "look at the file itself; reading it is not worth the memory",
    Reason.TOO_DEEP: "no mail program writes this; drop it unless you know the sender",
    Reason.TOO_MANY_PARTS: "no mail program writes this; drop it unless you know the sender",
    Reason.TOO_MANY_ADDRESSES: "retry reads it with the first addresses only",
    Reason.HEADERS: "no mail program writes this; drop it unless you know the sender",
    Reason.EXPANSION: "retry reads the mail without that attachment",
    Reason.STORM: "retry reads it all the same",
    Reason.READER_FAILED: "a defect of mailbot; retry after an update",
    Reason.FROM_MAILBOX: "look at it in the mailbox itself",
}
_SHOWN_HEADERS = ("from", "to", "cc", "subject", "date", "message-id", "return-path", "content-type")
_LINES, _WIDTH = 15, 200


@dataclass(frozen=True)
class Quarantined:
    """One mail that waits for an officer; in `headers` and `lines` what cannot be seen is made visible."""

    id: int
    reason: str
    why: str
    remedy: str
    source: str
    arrived_at: datetime
    size: int
    tries: int
    digest: str
    headers: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    def to_json(self) -> dict[str, Any]:
        """Without the first lines and all headers; `show` adds them."""
        return {
            "id": self.id, "reason": self.reason, "why": self.why, "remedy": self.remedy,
            "from": self.header("from"), "subject": self.header("subject"), "source": self.source,
            "arrived_at": self.arrived_at.isoformat(), "size": self.size, "tries": self.tries,
            "digest": self.digest,
        }  # fmt: skip


def refuse_breach(found: Interpretation, looked_at: str | None) -> None:
    """Raises Unreadable where a mail could be read in part only, having too much of something.

    ``looked_at`` is the reason for which an officer has put it back: that is let pass.
    """
    if looked_at != Reason.TOO_MANY_ADDRESSES and any(f.endswith("too-many") for f in found.message.flaws):
        raise Unreadable(Reason.TOO_MANY_ADDRESSES, "more addresses than anybody writes to")
    for result in found.results if looked_at != Reason.EXPANSION else ():
        if isinstance(result, Doubt) and result.rule == Reason.EXPANSION:
            raise Unreadable(Reason.EXPANSION, result.text)


def stop(session: Session, mail_id: int, error: Unreadable) -> MailRow | None:
    """Into quarantine, for good reason. None where another worker has settled the mail."""
    row = _settling(session, mail_id)
    if row.state != "kept":
        return None
    row.state, row.reason, row.error = "quarantined", error.reason.value, str(error)[:2000]
    row.attempts += 1
    return row


def failed(session: Session, mail_id: int, error: str) -> MailRow | None:
    """A reading failed for a defect: quarantined after `MAX_TRIES`; None while it is to be tried again."""
    row = _settling(session, mail_id)
    if row.state != "kept":
        return None
    row.attempts += 1
    row.error = error[:2000]
    if row.attempts < MAX_TRIES:
        return None
    row.state, row.reason = "quarantined", Reason.READER_FAILED.value
    return row


def listed(session: Session, limit: int | None = None) -> list[Quarantined]:
    """The mails in quarantine, oldest first."""
    waiting = select(MailRow.id).where(MailRow.state == "quarantined").order_by(MailRow.id).limit(limit)
    return [_of(session, mail_id) for mail_id in session.scalars(waiting).all()]


def get(session: Session, mail_id: int) -> Quarantined:
    """One of them. Raises InputRefused where there is no such mail, IllegalMove where it is elsewhere."""
    _row(session, mail_id)
    return _of(session, mail_id)


def retry(session: Session, mail_id: int, officer: str, now: datetime) -> None:
    """Back among the kept; the next reading takes it. Raises as `get` does."""
    row = _row(session, mail_id)
    if not contents.size(session, mail_id) and row.reason in (Reason.FROM_MAILBOX, Reason.TOO_LARGE):
        raise IllegalMove(f"mail {mail_id} never came out of its mailbox; look at it there, or drop it")
    row.state, row.attempts = "kept", 0
    _note(session, mail_id, officer, "retry", None, now)


def drop(session: Session, mail_id: int, officer: str, reason: str, now: datetime) -> None:
    """Away with the bytes. Raises as `get` does, and InputRefused without a reason."""
    if not reason.strip():
        raise InputRefused("--reason is empty: it is kept with the mail's digest")
    row = _row(session, mail_id)
    size = contents.size(session, mail_id)
    row.state = "dropped"
    contents.drop(session, mail_id)
    _note(session, mail_id, officer, "drop", reason, now, {"digest": row.digest, "size": size})


def _note(
    session: Session, mail_id: int, officer: str, verb: str, reason: str | None, now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    session.add(
        MailActionRow(
            mail_id=mail_id, at=aware(now), officer=officer, verb=verb, reason=reason, detail=detail
        )
    )


def _locked(session: Session, mail_id: int) -> MailRow | None:
    return session.scalar(select(MailRow).where(MailRow.id == mail_id).with_for_update())


def _settling(session: Session, mail_id: int) -> MailRow:
    row = _locked(session, mail_id)
    assert row is not None, "the intake names mails it has kept"
    return row


def _row(session: Session, mail_id: int) -> MailRow:
    row = _locked(session, mail_id)
    if row is None:
        raise InputRefused(f"there is no mail {mail_id}; see: mailbot quarantine list")
    if row.state != "quarantined":
        raise IllegalMove(f"mail {mail_id} is {row.state}, not in quarantine")
    return row


def _of(session: Session, mail_id: int) -> Quarantined:
    """Only the head of the mail is fetched: what is here may be large."""
    wanted = select(
        MailRow.reason, MailRow.error, MailRow.source, MailRow.arrived_at, MailRow.attempts, MailRow.digest,
    )  # fmt: skip
    row = session.execute(wanted.where(MailRow.id == mail_id)).one()
    reason = row.reason or Reason.READER_FAILED.value
    headers, lines = _glance(contents.head(session, mail_id))
    return Quarantined(
        mail_id, reason, row.error or "", REMEDY[Reason(reason)], row.source, row.arrived_at,
        contents.size(session, mail_id), row.attempts, row.digest, headers, lines,
    )  # fmt: skip


def _glance(head: bytes) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The fields that matter and the first lines of the body, from the first bytes; nothing is decoded."""
    try:
        fields, body = header_block(head)
    except Unreadable:
        fields, body = (), head
    shown = tuple(
        (name, visible(words(value)[: _WIDTH * 2]))
        for name, value in fields
        if name.lower() in _SHOWN_HEADERS
    )[:20]
    text = body[: _LINES * _WIDTH * 4].decode("utf-8", "replace")
    lines = [
        visible(line[:_WIDTH].replace("\t", " ")) for line in re.split(r"\r\n|\r|\n", text) if line.strip()
    ]
    return shown, tuple(lines[:_LINES])

"""Mailbox → database: the bytes first.

Failure semantics: each message is one transaction that holds its bytes, its place in the mailbox and the
cursor; only after that commit the mailbox is told that the message is handled. A crash before the commit
leaves everything to be done again, a crash after it leaves only the flag or the move, which the next poll
makes good. The unique keys on (mailbox, generation, uid) and on the bytes' digest decide who was first, so a
second worker, a restart, a replaced folder (another UIDVALIDITY) take nothing in twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from threading import Event

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.inbound.mailbox import Cursor, Item, Mailbox, MessageGone, MessageTooLarge, MessageUnreadable
from mailbot.mail.bounds import MAX_HEADER, Reason
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import MailboxItemRow, MailboxRow, MailRow

_HEADER_END = re.compile(rb"\r?\n\r?\n")
_WRITTEN = re.compile(rb"(?im)^(message-id|from|date|subject)[ \t]*:((?:.*)(?:\r?\n[ \t].*)*)")
_AT_ONCE = 50  # items
_PIECE = 1024 * 1024


@dataclass
class Kept:
    """What a poll brought: new mails by database id, copies of mails already there, items not readable."""

    new: list[int] = field(default_factory=list)
    known: int = 0
    refused: int = 0
    notes: list[str] = field(default_factory=list)


def keep_new(store: Store, mailbox: Mailbox, now: datetime, stop: Event | None = None) -> Kept:
    """Take in what is new in an open mailbox, until `stop` is set.

    Raises what the mailbox raises (Retry, MailboxRefused); what was taken in before is safe.
    """
    aware(now)
    kept = Kept()
    with store.begin() as session:
        cursor = _cursor(session, mailbox.name)
    for item in _unknown(store, mailbox.name, mailbox.new_since(cursor)):
        _keep_item(store, mailbox, item, now, kept)
        if stop is not None and stop.is_set():
            break
    with store.begin() as session:  # also where there was nothing new
        session.execute(update(MailboxRow).where(MailboxRow.mailbox == mailbox.name).values(polled_at=now))
    _dispose(store, mailbox, kept)
    return kept


def keep_bytes(session: Session, raw: bytes, source: str, now: datetime) -> tuple[int, bool]:
    """Keep one message in the caller's transaction; returns its id and whether it is new."""
    digest = hashlib.sha256(raw).hexdigest()
    existing = session.scalar(select(MailRow.id).where(MailRow.digest == digest))
    if existing is not None:
        return existing, False
    row = MailRow(digest=digest, source=source, arrived_at=now, **_identity(raw))
    session.add(row)
    session.flush()
    contents.keep(session, row.id, raw)
    return row.id, True


def _keep_item(store: Store, mailbox: Mailbox, item: Item, now: datetime, kept: Kept) -> None:
    raw, error, reason = b"", None, Reason.FROM_MAILBOX
    try:
        raw = mailbox.fetch(item)
    except MessageGone:
        return
    except MessageUnreadable as exc:
        error = str(exc)
        reason = Reason.TOO_LARGE if isinstance(exc, MessageTooLarge) else reason
    try:
        with store.begin() as session:
            if error is None:
                mail_id, new = keep_bytes(session, raw, mailbox.name, now)
            else:
                mail_id, new = _keep_refused(session, mailbox.name, item, reason, error, now), False
                kept.refused += 1
            session.add(
                MailboxItemRow(mailbox=mailbox.name, generation=item.generation, uid=item.uid,
                               mail_id=mail_id, error=error)
            )  # fmt: skip
            _advance(session, mailbox.name, item, now)
    except IntegrityError:
        kept.known += 1  # another worker was faster
        return
    if new:
        kept.new.append(mail_id)
    elif error is None:
        kept.known += 1


def _keep_refused(session: Session, name: str, item: Item, reason: Reason, error: str, now: datetime) -> int:
    """A message that was not read still is a record, so that a person sees it."""
    place = f"{name} {item.generation} {item.uid}"
    row = MailRow(digest=hashlib.sha256(place.encode()).hexdigest(), source=name, arrived_at=now,
                  state="quarantined", reason=reason.value, error=error)  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def _identity(raw: bytes) -> dict[str, str | None]:
    """Message-ID, and a digest of what the sender wrote: the same mail delivered twice differs only in
    trace headers (RFC 5322 section 3.6.7), so those stay out."""
    end = _HEADER_END.search(raw, 0, MAX_HEADER)
    head = raw[: min(end.start() if end else len(raw), 65536)]
    written = {name.lower(): b" ".join(value.split()) for name, value in _WRITTEN.findall(head)}
    digest = hashlib.sha256()
    for name in (b"message-id", b"from", b"date", b"subject"):
        digest.update(written.get(name, b"") + b"\0")
    for piece in _body_pieces(raw, end.end() if end else len(raw)):
        digest.update(piece)
    message_id = written.get(b"message-id", b"").decode("utf-8", "replace").replace("\x00", "")[:998] or None
    return {"message_id": message_id, "fingerprint": digest.hexdigest()}


def _body_pieces(raw: bytes, begin: int) -> Iterator[bytes]:
    """The body with LF line ends and without white space at its end, bit by bit: it may be large."""
    stop = len(raw)
    while stop > begin and not (tail := raw[max(begin, stop - _PIECE) : stop].rstrip()):
        stop = max(begin, stop - _PIECE)
    stop = max(begin, stop - _PIECE) + len(tail) if stop > begin else stop
    while begin < stop:
        end = min(begin + _PIECE, stop)
        while end < stop and raw[end - 1] == 13:  # the LF of a CR belongs to it
            end += 1
        yield raw[begin:end].replace(b"\r\n", b"\n")
        begin = end


def _cursor(session: Session, name: str) -> Cursor | None:
    row = session.get(MailboxRow, name)
    return Cursor(row.generation, row.cursor) if row else None


def _unknown(store: Store, name: str, items: Iterator[Item]) -> Iterator[Item]:
    """Those that are not committed yet, in their order; asked of the database some at a time."""
    while some := list(islice(items, _AT_ONCE)):
        row = MailboxItemRow
        committed = select(row.generation, row.uid).where(
            row.mailbox == name, row.uid.in_([item.uid for item in some])
        )
        with store.begin() as session:
            known = {tuple(each) for each in session.execute(committed)}
        yield from (item for item in some if (item.generation, item.uid) not in known)


def _advance(session: Session, name: str, item: Item, now: datetime) -> None:
    place = {"generation": item.generation, "cursor": item.uid, "polled_at": now}
    moved = session.execute(update(MailboxRow).where(MailboxRow.mailbox == name).values(place))
    if moved.rowcount == 0:  # type: ignore[attr-defined]  # an UPDATE has one
        session.add(MailboxRow(mailbox=name, **place))


def _dispose(store: Store, mailbox: Mailbox, kept: Kept) -> None:
    """Flag or move what is committed; also what an earlier poll left after a crash."""
    generation = mailbox.open().generation
    where = (
        MailboxItemRow.mailbox == mailbox.name,
        MailboxItemRow.generation == generation,
        MailboxItemRow.disposed.is_(False),
    )
    with store.begin() as session:
        uids = list(session.scalars(select(MailboxItemRow.uid).where(*where)))
    for start in range(0, len(uids), _AT_ONCE):
        batch = uids[start : start + _AT_ONCE]
        result = mailbox.dispose([Item(generation, uid, 0) for uid in batch])
        if not result.complete and result.reason not in kept.notes:
            kept.notes.append(result.reason)
        with store.begin() as session:
            session.execute(
                update(MailboxItemRow).where(*where, MailboxItemRow.uid.in_(batch)).values(disposed=True)
            )

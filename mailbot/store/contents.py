"""The bytes of a mail, kept in pieces beside its row.

A mail may have 50 MB. In one value it would be copied whole by the driver and by the database at every step,
and again whenever anything of its row is changed; in pieces nobody ever holds more than the mail itself and
one piece. Everything happens in the caller's transaction, so a mail has all of its pieces or none.
"""

from __future__ import annotations

import gc
from io import BytesIO

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from mailbot.store.tables import MailPieceRow

PIECE = 256 * 1024  # bytes


def keep(session: Session, mail_id: int, raw: bytes) -> None:
    """Write the bytes of a mail that has none yet."""
    for number, begin in enumerate(range(0, len(raw), PIECE)):
        piece = raw[begin : begin + PIECE]
        session.execute(insert(MailPieceRow).values(mail_id=mail_id, number=number, content=piece))


def read(session: Session, mail_id: int) -> bytes:
    """All bytes of a mail; none for a mail that never came out of its mailbox, or was dropped."""
    first = head(session, mail_id)
    if len(first) < PIECE:
        return first
    gc.collect()  # what earlier mails left in cycles is free before a large one needs memory
    whole = BytesIO()
    whole.seek(size(session, mail_id) - 1)  # room for all of it at once: growing would copy
    whole.write(b"\0")
    whole.seek(0)
    number, piece = 0, first
    while piece:
        whole.write(piece)
        number += 1
        piece = _piece(session, mail_id, number)
    return whole.getvalue()


def head(session: Session, mail_id: int) -> bytes:
    """The first `PIECE` bytes."""
    return _piece(session, mail_id, 0)


def size(session: Session, mail_id: int) -> int:
    """How many bytes there are."""
    total = select(func.sum(func.length(MailPieceRow.content))).where(MailPieceRow.mail_id == mail_id)
    return int(session.scalar(total) or 0)


def drop(session: Session, mail_id: int) -> None:
    """Delete the bytes for good."""
    session.execute(delete(MailPieceRow).where(MailPieceRow.mail_id == mail_id))


def _piece(session: Session, mail_id: int, number: int) -> bytes:
    wanted = select(MailPieceRow.content).where(MailPieceRow.mail_id == mail_id)
    return bytes(session.scalar(wanted.where(MailPieceRow.number == number)) or b"")

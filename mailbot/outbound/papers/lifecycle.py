"""A paper's life in the database: drafted, previewed, confirmed by whom, sent, kept forever.

Everything happens in the caller's transaction. A draft that says something else than before is a new version,
and what was confirmed of an older one counts no more. A paper that was sent cannot be drafted again, nor its
files or mails be removed. Whoever makes an illegal move gets IllegalMove, whoever confirms wrongly
InputRefused, and nothing has happened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.errors import IllegalMove, InputRefused
from mailbot.outbound.mime import Attachment
from mailbot.outbound.papers.making import Paper, Wish
from mailbot.store.tables import (
    OccasionRow,
    OutboxRow,
    PaperConfirmationRow,
    PaperFileRow,
    PaperMailRow,
    PaperRow,
    PaperVersionRow,
)

MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"previewed", "confirmed", "dropped"}),
    "previewed": frozenset({"draft", "confirmed", "dropped"}),
    "confirmed": frozenset({"draft", "sent", "dropped"}),
    "sent": frozenset(),
    "dropped": frozenset({"draft"}),
}
OPEN = ("draft", "previewed", "confirmed")
ANNEX, LISTED, FORM = "annex", "listed", "paper"


def move(row: PaperRow, state: str, now: datetime) -> None:
    """Raises IllegalMove where the paper's state does not lead there."""
    if state not in MOVES[row.state]:
        raise IllegalMove(f"{named(row)} is {row.state}; it cannot become {state}")
    row.state, row.changed_at = state, aware(now)


def named(row: PaperRow) -> str:
    """`liaison LS 42`."""
    return f"{row.kind} {row.key}".strip()


def find(session: Session, kind: str, key: str, *, lock: bool = False) -> PaperRow | None:
    query = select(PaperRow).where(PaperRow.kind == kind, PaperRow.key == key)
    return session.scalar(query.with_for_update() if lock else query)


def get(session: Session, paper_id: int) -> PaperRow:
    """Raises InputRefused where there is no such paper."""
    row = session.get(PaperRow, paper_id)
    if row is None:
        raise InputRefused(f"there is no paper {paper_id}; see: mailbot papers list")
    return row


def listed(session: Session, states: Iterable[str] | None = None) -> Sequence[PaperRow]:
    """All papers, or those in these states, oldest first."""
    query = select(PaperRow).order_by(PaperRow.id)
    return session.scalars(query.where(PaperRow.state.in_(list(states))) if states else query).all()


def wished(session: Session, row: PaperRow) -> Wish:
    """What the officer wanted of the newest version."""
    kept = session.get_one(PaperVersionRow, (row.id, row.version)).wish
    files = select(PaperFileRow).where(
        PaperFileRow.paper_id == row.id, PaperFileRow.version == row.version, PaperFileRow.role == ANNEX
    )
    annexes = [
        Attachment(f.name, f.content, f.content_type)
        for f in session.scalars(files.order_by(PaperFileRow.id))
    ]
    day = kept.get("deadline")
    return Wish(
        kept.get("number"), kept.get("subject"), kept.get("reference"), kept.get("body") or {},
        date.fromisoformat(day) if day else None, tuple(kept.get("to") or ()), tuple(annexes),
        tuple(kept.get("copies") or ()),
    )  # fmt: skip


def keep(
    session: Session, paper: Paper, title: str, officer: str, now: datetime, formerly: str | None = None
) -> PaperRow:
    """The paper's row as of this draft; ``formerly`` is the key it may have had before it got its number.

    Raises InputRefused for a paper that was sent.
    """
    row = find(session, paper.kind, paper.key, lock=True)
    if row is None and formerly is not None and formerly != paper.key:
        row = find(session, paper.kind, formerly, lock=True)
        row = row if row is not None and row.state in OPEN else None
    if row is None:
        row = PaperRow(
            kind=paper.kind, key=paper.key, title=title, event=paper.event, state="draft", version=1,
            deadline=paper.wish.deadline, created_at=aware(now), changed_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        _version(session, row, paper, officer, now)
        return row
    if row.state == "sent":
        raise InputRefused(already_sent(row))
    if row.state == "dropped":
        move(row, "draft", now)
    known = session.get_one(PaperVersionRow, (row.id, row.version))
    if known.digest != paper.digest:
        if row.state != "draft":
            move(row, "draft", now)
        row.version += 1
        _version(session, row, paper, officer, now)
    row.key, row.title, row.event, row.deadline = paper.key, title, paper.event, paper.wish.deadline
    return row


def already_sent(row: PaperRow) -> str:
    when = f" on {row.sent_at:%d %B %Y, %H:%M} UTC" if row.sent_at else ""
    return f"{row.kind} was sent already{when}; a further one needs its own --number"


def previewed(row: PaperRow, now: datetime) -> None:
    """Somebody has looked at it as it is."""
    if row.state == "draft":
        move(row, "previewed", now)


def confirm(session: Session, row: PaperRow, officer: str, needed: int, now: datetime) -> list[str]:
    """Note that an officer stands for this version; returns the different officers who do, whom the caller
    compares with the ``needed`` number. Raises InputRefused where the same one would count twice."""
    officer = " ".join(officer.split()).casefold()
    so_far = confirmed_by(session, row)
    if officer in so_far:
        if len(so_far) < needed:
            raise InputRefused(
                f"{officer} has confirmed {named(row)} already; another officer has to confirm it, too"
            )
    else:
        session.add(
            PaperConfirmationRow(paper_id=row.id, version=row.version, officer=officer, at=aware(now))
        )
        session.flush()
        so_far = [*so_far, officer]
    if row.state != "confirmed":
        move(row, "confirmed", now)
    return so_far


def confirmed_by(session: Session, row: PaperRow) -> list[str]:
    """Who stands for the newest version, in order."""
    query = select(PaperConfirmationRow.officer).where(
        PaperConfirmationRow.paper_id == row.id, PaperConfirmationRow.version == row.version
    )
    return list(session.scalars(query.order_by(PaperConfirmationRow.at, PaperConfirmationRow.officer)))


def sent(
    session: Session,
    row: PaperRow,
    occasion: OccasionRow,
    mails: Sequence[tuple[OutboxRow, str | None, bool]],
    forms: Sequence[tuple[str, Attachment]],
    files: Sequence[Attachment],
    now: datetime,
) -> None:
    """The mails are in the outbox: keep what went out. ``mails`` are (row, organization, whether a
    copy), ``forms`` the paper's own files by language, ``files`` the listed documents."""
    move(row, "sent", now)
    row.sent_at, row.occasion_id = now, occasion.id
    session.add_all(
        PaperMailRow(outbox_id=mail.id, paper_id=row.id, organization=organization, copy=copy)
        for mail, organization, copy in mails
    )
    session.add_all(_file(row, FORM, each, language) for language, each in forms)
    session.add_all(_file(row, LISTED, each) for each in files)
    session.flush()


def drop(row: PaperRow, now: datetime) -> None:
    """It is not to be sent after all; drafting it again takes it up again."""
    move(row, "dropped", now)


def files(session: Session, row: PaperRow) -> Sequence[PaperFileRow]:
    """The files of the newest version."""
    query = select(PaperFileRow).where(PaperFileRow.paper_id == row.id, PaperFileRow.version == row.version)
    return session.scalars(query.order_by(PaperFileRow.id)).all()


def mails(session: Session, row: PaperRow) -> Sequence[tuple[PaperMailRow, OutboxRow]]:
    """The mails that carried it, in order."""
    query = select(PaperMailRow, OutboxRow).join(OutboxRow, OutboxRow.id == PaperMailRow.outbox_id)
    found = session.execute(query.where(PaperMailRow.paper_id == row.id).order_by(OutboxRow.id))
    return [(mail, out) for mail, out in found]


def _version(session: Session, row: PaperRow, paper: Paper, officer: str, now: datetime) -> None:
    wish = paper.wish
    kept: dict[str, Any] = {
        "number": wish.number, "subject": wish.subject, "reference": wish.reference, "body": dict(wish.body),
        "deadline": wish.deadline.isoformat() if wish.deadline else None, "to": list(wish.to),
        "copies": list(wish.copies),
    }  # fmt: skip
    session.add(PaperVersionRow(paper_id=row.id, number=row.version, at=aware(now), officer=officer,
                                digest=paper.digest, wish=kept))  # fmt: skip
    session.add_all(_file(row, ANNEX, each) for each in wish.annexes)
    session.flush()


def _file(row: PaperRow, role: str, file: Attachment, language: str = "") -> PaperFileRow:
    return PaperFileRow(
        paper_id=row.id, version=row.version, role=role, language=language, name=file.filename,
        content_type=file.content_type, digest=hashlib.sha256(file.content).hexdigest(), content=file.content,
    )  # fmt: skip

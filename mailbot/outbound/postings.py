"""Mails to a list on their way out: asked about, sent once an officer confirms, or refused with a reason.

Confirming queues one mail a member in the transaction that makes the posting `sent`; the ledger's key lets it
happen once. Who has left the list is not among its members; dead addresses are skipped at delivery.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory import lists
from mailbot.directory.choices import load_choices
from mailbot.directory.load import load
from mailbot.directory.snapshot import Directory
from mailbot.errors import IllegalMove, InputRefused
from mailbot.mail.message import parse
from mailbot.outbound import ledger, once, outbox
from mailbot.outbound import posting_mails as mails
from mailbot.outbound.composing import Identity
from mailbot.outbound.ledger import Planned
from mailbot.outbound.one_by_one import Made, queue_each
from mailbot.outbound.posting_mails import Posting
from mailbot.outbound.recipients import by_address
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow, PostingRow

OPEN = ("draft", "held")


def waiting(session: Session) -> list[PostingRow]:
    """The mails to lists that no officer has decided about, oldest first."""
    rows = select(PostingRow).where(PostingRow.state.in_(OPEN)).order_by(PostingRow.id)
    return list(session.scalars(rows))


def get(session: Session, posting_id: int, directory: Directory) -> Posting:
    """One of them. Raises InputRefused where there is none, AskPerson where its mail is gone by now."""
    row = session.get(PostingRow, posting_id)
    if row is None:
        raise InputRefused(f"there is no mail {posting_id} to a list; see: mailbot lists postings")
    message = parse(contents.read(session, row.mail_id))
    members = lists.members(directory, load_choices(session), row.list_)
    return Posting(row.id, row.list_, row.state, message, len(members), row.reason)


def confirm(session: Session, posting_id: int, officer: str, identity: Identity, now: datetime) -> int:
    """Send it in the caller's transaction; returns to how many. Raises IllegalMove, InputRefused."""
    directory, choices = load(session), load_choices(session)
    row = _decided(session, posting_id, "sent", officer, now)
    what = get(session, posting_id, directory)
    if what.too_large:
        raise InputRefused(
            f"the attachments have more than {mails.MAX_ATTACHED // 1_000_000} MB; "
            "send a link to them instead"
        )
    composed, unreached = [], []
    for address in lists.members(directory, choices, row.list_):
        try:
            person = by_address(address, directory, choices.language(address))
            composed.append(mails.posting(what, person, directory, identity, now))
        except ValueError as exc:
            unreached.append(str(exc))
    if not composed:
        raise InputRefused(f"nobody is on {row.list_}")
    occasion = ledger.record(session, mails.POSTING, what.key, now, now, note="; ".join(unreached) or None)
    outbox.put(session, composed, mails.POSTING, now, occasion=occasion)
    _tell_author(session, row, now)
    return len(composed)


def refuse(session: Session, posting_id: int, officer: str, reason: str, now: datetime) -> None:
    """Not sent; its author is told why. Raises IllegalMove, InputRefused."""
    row = _decided(session, posting_id, "refused", officer, now)
    row.reason = reason
    _tell_author(session, row, now)


def _decided(session: Session, posting_id: int, state: str, officer: str, now: datetime) -> PostingRow:
    row = session.scalar(select(PostingRow).where(PostingRow.id == posting_id).with_for_update())
    if row is None:
        raise InputRefused(f"there is no mail {posting_id} to a list; see: mailbot lists postings")
    if row.state not in OPEN:
        raise IllegalMove(f"mail {posting_id} to {row.list_} is {row.state} already")
    row.state, row.decided_by, row.decided_at = state, officer, aware(now)
    return row


def _tell_author(session: Session, row: PostingRow, now: datetime) -> None:
    session.add(OccasionRow(kind=mails.ANSWER, key=f"posting-{row.id}", due_at=now, state="due"))


def plan_postings(
    store: Store, officers: Sequence[str], identity: Identity, now: datetime, planned: Planned
) -> None:
    """Queue what officers are asked and authors are told. Each occasion is one transaction."""
    if officers:  # without them the requests wait
        queue_each(
            store, mails.REQUEST, lambda s, row: _request(s, row, officers, identity, now), now, planned
        )
    queue_each(store, mails.ANSWER, lambda s, row: _answer(s, row, identity, now), now, planned)


def _request(
    session: Session, row: OccasionRow, officers: Sequence[str], identity: Identity, now: datetime
) -> Made:
    directory = load(session)
    what = get(session, ledger.number(row), directory)
    if what.state not in OPEN:
        return f"already {what.state}"
    author = (what.message.from_address or "").casefold()
    asked = [o for o in officers if what.state == "held" or o.casefold() == author] or list(officers)
    return [mails.request(what, officer, directory, identity, now) for officer in dict.fromkeys(asked)]


def _answer(session: Session, row: OccasionRow, identity: Identity, now: datetime) -> Made:
    directory = load(session)
    what = get(session, ledger.number(row), directory)
    if reason := _silent_because(session, what, row, directory, now):
        return reason
    address = what.message.from_address or ""
    person = by_address(address, directory, load_choices(session).language(address))
    return [mails.answer(what, person, directory, identity, now)]


def _silent_because(
    session: Session, what: Posting, row: OccasionRow, directory: Directory, now: datetime
) -> str | None:
    """An officer's decision is always told; the refusal of a stranger is an automatic answer."""
    address = what.message.from_address
    if address is None:
        return "the mail names no sender"
    posting = session.get_one(PostingRow, what.id)
    if posting.decided_by is not None:
        return None
    day = now.astimezone(ZoneInfo(directory.programme.timezone)).date()
    return once.claim(session, address, what.message, f"posting {what.list_name}", day, row.id)

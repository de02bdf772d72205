"""Mails composed by hand: drafted, previewed, tested, and sent once confirmed.

A confirmed draft enters ledger and outbox in one transaction, under the same key as the schedule would use:
what was sent by hand is not sent again by rule, and the other way round (InputRefused). A paper's life is
kept in the same transactions (`papers.lifecycle`). Nothing is delivered here; the worker does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.choices import load_choices
from mailbot.directory.load import load
from mailbot.directory.snapshot import Directory
from mailbot.errors import InputRefused, UsageError
from mailbot.outbound import ledger, outbox, paper_drafts
from mailbot.outbound.announcements import announce, announcement
from mailbot.outbound.composing import Mail
from mailbot.outbound.membership import whom
from mailbot.outbound.paper_drafts import PaperDraft, composed_instead
from mailbot.outbound.paper_options import event_of
from mailbot.outbound.papers import lifecycle
from mailbot.outbound.papers.making import Wish
from mailbot.outbound.planner import identity_of
from mailbot.outbound.recent_views import recent_views
from mailbot.outbound.rules import KINDS, load_rules
from mailbot.outbound.schedule import Occasion, occasions_of
from mailbot.settings import Settings
from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow, OutboxRow

DRAFTS = (*paper_drafts.KINDS, *KINDS)
OPERATOR = "operator"


@dataclass(frozen=True)
class Draft:
    """What would be sent to whom. ``missing`` holds it back; ``to_test`` composes it for another address.

    Of a paper, ``mails`` are without its docx and PDF, which `complete` adds.
    """

    kind: str
    key: str
    mails: tuple[Mail, ...]
    unreached: tuple[str, ...]
    missing: tuple[str, ...]
    to_test: Callable[[str], Mail]
    occasion: Occasion | None = None
    sheet: PaperDraft | None = None
    is_part: bool = False

    def complete(self) -> tuple[Mail, ...]:
        """The mails as they are sent."""
        return self.sheet.complete() if self.sheet else self.mails


def draft(
    store: Store,
    settings: Settings,
    kind: str,
    now: datetime,
    *,
    event: str | None = None,
    number: str | None = None,
    folder: Path | None = None,
    wish: Wish | None = None,
) -> Draft:
    """Compose a kind by name. What ``wish`` leaves open of a paper is as in its last draft.

    Raises UsageError for an unknown kind or a missing event.
    """
    aware(now)
    if kind not in DRAFTS:
        raise UsageError(f"there is no mail called {kind}; see: mailbot send --list")
    identity = identity_of(settings, signer(store, settings))
    if kind in paper_drafts.KINDS:
        wish = replace(wish or Wish(), number=number or (wish.number if wish else None))
        sheet = paper_drafts.drafted(
            store, settings, identity, kind, now, event=event, wish=wish, folder=folder or Path.cwd()
        )
        return Draft(kind, sheet.paper.key, sheet.mails, sheet.unreached, sheet.paper.missing, sheet.to_test,
                     sheet=sheet)  # fmt: skip
    with store.begin() as session:
        directory = load(session)
        sequence = ledger.sequences(session, directory)
        choices = load_choices(session)
        recent = recent_views(session, directory, event)
    occasion = _occasion(directory, settings, kind, event, now)
    chosen = whom(occasion, directory, choices, settings.review.approvers)
    made = announce(occasion, directory, identity, now, sequence, chosen, recent)

    def to_test(address: str) -> Mail:
        trial = replace(occasion, key=f"{occasion.key}/test {now.isoformat()}")
        someone = composed_instead(tuple(mail.recipient for mail in made.mails), address)
        return announcement(trial, directory, identity, someone, now, sequence(str(event)), recent)

    return Draft(kind, occasion.key, made.mails, made.unreached, (), to_test, occasion)


def _occasion(
    directory: Directory, settings: Settings, kind: str, event: str | None, now: datetime
) -> Occasion:
    """The occasion of the kind's rule that comes next for the event, else its last one."""
    call = event_of(directory, kind, event)
    if not call.takes_place:
        raise InputRefused(f"{event} was {call.status}")
    if call.starts <= now:
        raise InputRefused(f"{event} has begun")
    rules = [rule for rule in load_rules(settings.schedule.file) if rule.kind == kind]
    found = [each for rule in rules for each in occasions_of(call, rule, directory.zone)]
    if not found:
        raise UsageError(f"no rule sends {kind} for {event}; see config/schedule.toml")
    return next((each for each in found if each.at >= now), found[-1])


def keep(store: Store, chosen: Draft, now: datetime, officer: str = OPERATOR, *, seen: bool = False) -> None:
    """Keep a paper as it is drafted; ``seen``: somebody has looked at it. Other mails are kept when sent."""
    if chosen.sheet is None:
        return
    with _one_at_a_time(chosen.kind), store.begin() as session:
        row = chosen.sheet.keep(session, officer, now)
        if seen:
            lifecycle.previewed(row, now)


def send_test(store: Store, chosen: Draft, address: str, now: datetime, officer: str = OPERATOR) -> Mail:
    """Queue one copy to ``address``. Raises InputRefused for an address that cannot be written."""
    try:
        mail = chosen.to_test(address)
    except ValueError as exc:
        raise InputRefused(str(exc)) from exc
    keep(store, chosen, now, officer, seen=True)
    with store.begin() as session:
        outbox.put(session, [mail], "test", now)
    return mail


def confirm(store: Store, chosen: Draft, now: datetime, officer: str = OPERATOR) -> int:
    """Queue the draft for everybody; returns how many mails, 0 where another officer has to confirm it, too.

    Raises InputRefused where it may not go out.
    """
    if chosen.missing:
        raise InputRefused(f"{chosen.kind} cannot be sent yet; TSB to add: " + ", ".join(chosen.missing))
    if not chosen.mails:
        raise InputRefused("nobody would get this mail: " + ("; ".join(chosen.unreached) or "no recipients"))
    mails = chosen.complete()  # outside the transaction: files take time
    with _one_at_a_time(chosen.kind), store.begin() as session:
        if chosen.sheet is None:
            return len(_queue(session, chosen, mails, now)[1])
        row = chosen.sheet.keep(session, officer, now)
        if not chosen.sheet.confirmed(session, row, officer, now):
            return 0
        occasion, rows = _queue(session, chosen, mails, now)
        chosen.sheet.sent(session, row, occasion, list(zip(rows, mails, strict=True)), now)
    return len(mails)


def narrowed(chosen: Draft, only: Sequence[str]) -> Draft:
    """The same draft for these of its recipients: they have it now, the others get it by its rule, or when it
    is confirmed for all. Raises InputRefused for who is none of them."""
    known = {mail.recipient.address.casefold(): mail for mail in chosen.mails}
    if strangers := [each for each in only if each.casefold() not in known]:
        raise InputRefused(f"{', '.join(strangers)}: none of the recipients of this {chosen.kind}")
    mails = tuple(known[each] for each in dict.fromkeys(map(str.casefold, only)))
    return replace(chosen, mails=mails, unreached=(), is_part=True)


def _queue(
    session: Session, chosen: Draft, mails: tuple[Mail, ...], now: datetime
) -> tuple[OccasionRow, list[OutboxRow]]:
    """Ledger and outbox. Raises InputRefused where it was sent already."""
    note = "; ".join(chosen.unreached) or None
    occasion, event, starts = chosen.occasion, None, None
    if occasion is not None:
        event, starts = occasion.event, occasion.starts
    elif chosen.sheet is not None and chosen.sheet.before is not None:
        event, starts = chosen.sheet.before.id, chosen.sheet.before.starts
    row = ledger.find(session, chosen.kind, chosen.key)
    there: set[str] = set()
    if row is None:
        row = ledger.record(session, chosen.kind, chosen.key, now, now, note=note)
    elif row.state == "due":  # some have it already
        there = set(session.scalars(select(OutboxRow.recipient).where(OutboxRow.occasion_id == row.id)))
        ledger.settle(row, now, note=note)
    elif row.state == "skipped":
        ledger.settle(row, now, note=note)
    else:
        when = f" on {row.settled_at:%d %B %Y, %H:%M} UTC" if row.settled_at else ""
        raise InputRefused(f"{chosen.kind} was sent already{when}")
    if chosen.is_part and occasion is not None:
        row.state, row.due_at, row.settled_at = "due", occasion.at, None
    mails = tuple(mail for mail in mails if mail.recipient.address not in there)
    if not mails:
        raise InputRefused(f"{chosen.kind} was sent already to all of these")
    return row, outbox.put(session, mails, chosen.kind, now, occasion=row, event=event, expires_at=starts)


@contextmanager
def _one_at_a_time(kind: str) -> Iterator[None]:
    """What somebody else does at this moment wins, by the database's keys. Raises InputRefused."""
    try:
        yield
    except IntegrityError as exc:
        raise InputRefused(f"{kind} was queued by somebody else at this moment") from exc

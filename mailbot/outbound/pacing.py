"""When and how fast mails leave: the pause, the limits of a minute, the recipients' quiet hours.

Everything works in the transaction that claims mails. The limits hold for all workers of a database together:
whoever claims under a limit locks the one row of `sending` first, and counts what is being handed over or was
within the last 60 seconds of the wall clock, answered or not. Quiet hours go by the programme's `now`, in the
recipient's time zone, else the programme's.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.outbound.mime import ascii_address
from mailbot.store.tables import OutboxRow, SendingRow

NAME = "outbox"
WINDOW = timedelta(seconds=60)


@dataclass(frozen=True)
class Pace:
    """How many mails a minute may be handed over, in all and to one domain, 0 for any number; and between
    which local times mails that can wait do wait."""

    per_minute: int = 0
    per_domain: int = 0
    quiet: tuple[time, time] | None = None

    @property
    def is_limited(self) -> bool:
        return bool(self.per_minute or self.per_domain)


UNLIMITED = Pace()


@dataclass
class Room:
    """What may still be handed over in this minute; ``left`` is None where it is any number."""

    left: int | None = None
    per_domain: int = 0
    used: Counter[str] = field(default_factory=Counter)

    @property
    def full(self) -> list[str]:
        """The domains that get no more."""
        return [name for name, count in self.used.items() if self.per_domain and count >= self.per_domain]

    def take(self, domain: str) -> bool:
        """Use up one; False where there is no room."""
        if self.left == 0 or (self.per_domain and self.used[domain] >= self.per_domain):
            return False
        self.left = None if self.left is None else self.left - 1
        self.used[domain] += 1
        return True


def room(session: Session, pace: Pace, wall: datetime) -> Room:
    """The room there is, held until the caller's transaction ends: nobody else takes from it meanwhile."""
    if not pace.is_limited:
        return Room()
    session.execute(select(SendingRow).where(SendingRow.name == NAME).with_for_update())
    handed = or_(
        OutboxRow.handed_at > aware(wall) - WINDOW,
        and_(OutboxRow.state == "sending", OutboxRow.lease_until >= wall),
    )
    rows = session.execute(select(OutboxRow.domain, func.count()).where(handed).group_by(OutboxRow.domain))
    used = Counter({domain: count for domain, count in rows})  # noqa: C416 - a Row is no pair to the checker
    left = max(0, pace.per_minute - used.total()) if pace.per_minute else None
    return Room(left, pace.per_domain, used)


def domain_of(address: str) -> str:
    """The recipient's domain, always written the same; what cannot be written to counts as it stands."""
    with suppress(ValueError):
        address = ascii_address(address)
    return address.rpartition("@")[2].casefold()


def quiet_until(row: OutboxRow, pace: Pace, programme_zone: str, now: datetime) -> datetime | None:
    """Until when the mail waits for its recipient's day; None: it may go now.

    What answers somebody does not wait, nor what would be too late then.
    """
    if pace.quiet is None or not row.waits:
        return None
    end = end_of_quiet(now, _zone(row.zone or programme_zone), *pace.quiet)
    if end is None or (row.expires_at is not None and end >= row.expires_at):
        return None
    return end


def end_of_quiet(now: datetime, zone: ZoneInfo, begins: time, ends: time) -> datetime | None:
    """The end of the quiet hours in which ``now`` lies there; None where it does not. They may go over
    midnight."""
    local = aware(now).astimezone(zone)
    clock = local.time()
    if begins < ends:
        inside, day = begins <= clock < ends, local.date()
    else:
        inside = clock >= begins or clock < ends
        day = local.date() + timedelta(days=1) if clock >= begins else local.date()
    return datetime.combine(day, ends, tzinfo=zone).astimezone(now.tzinfo) if inside else None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def pausing(session: Session) -> SendingRow | None:
    """The switch where sending is paused, None where it is not."""
    row = session.get(SendingRow, NAME)
    return row if row is not None and row.paused_at is not None else None


def pause(session: Session, who: str, reason: str | None, now: datetime) -> bool:
    """Hand nothing over from now on; False where it is paused already, by whom and why stays."""
    row = _switch(session)
    if row.paused_at is not None:
        return False
    row.paused_at, row.paused_by, row.reason = aware(now), who, reason
    return True


def resume(session: Session) -> bool:
    """Hand over again; False where nothing was paused."""
    row = _switch(session)
    was = row.paused_at is not None
    row.paused_at = row.paused_by = row.reason = None
    return was


def _switch(session: Session) -> SendingRow:
    row = session.get(SendingRow, NAME, with_for_update=True)
    if row is None:
        row = SendingRow(name=NAME)
        session.add(row)
    return row


def told(row: SendingRow) -> str:
    """`paused since 2021-01-12 08:00 UTC by ada: the server moves`."""
    since = f"{row.paused_at:%Y-%m-%d %H:%M} UTC" if row.paused_at else ""
    return f"paused since {since} by {row.paused_by}" + (f": {row.reason}" if row.reason else "")


def why_waiting(session: Session, pace: Pace, now: datetime, wall: datetime) -> str | None:
    """Why mails that are due are not handed over at the moment; None where none is."""
    due = select(func.count()).where(OutboxRow.state == "queued", OutboxRow.not_before <= aware(now))
    count = session.scalar(due) or 0
    if not count:
        return None
    if (switch := pausing(session)) is not None:
        return f"{count} wait: sending is {told(switch)}; see: mailbot resume"
    there = room(session, pace, wall)
    if there.left == 0:
        return f"{count} wait: {pace.per_minute} a minute (smtp.per_minute)"
    return (
        f"{count} wait: {pace.per_domain} a minute and domain (smtp.per_domain_per_minute)"
        if there.full
        else None
    )

"""What is due when: rules + programme + ledger + `now` → occasions. Pure; nothing is read or written.

An occasion's ledger key names the event and the start it announces (`com3-calls-2@2021-01-26T11:30Z`). A
moved call is thus announced anew where its notice is still due, and what was queued for the old time is
known to be stale; an unmoved one is announced once whatever becomes of the rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.clock import aware
from mailbot.directory.events import Occurrence
from mailbot.directory.records import Role
from mailbot.directory.snapshot import Directory
from mailbot.outbound.rules import Rule

GRACE = timedelta(hours=48)
_SATURDAY = 5


@dataclass(frozen=True)
class Occasion:
    """A mail to be sent to a group at one moment, because of one event.

    ``at`` is in the programme's zone; ``starts`` is when the event begins, ``committee`` the one whose
    contacts are written to, None for all; ``days`` how long before the event its rule puts it.
    """

    kind: str
    key: str
    event: str
    at: datetime
    starts: datetime
    committee: str | None
    roles: tuple[Role, ...]
    days: int


@dataclass(frozen=True)
class Skip:
    """An occasion that is not sent, and why."""

    occasion: Occasion
    reason: str


@dataclass(frozen=True)
class Due:
    """What a worker has to do now: send some, record others as skipped."""

    send: tuple[Occasion, ...] = ()
    skip: tuple[Skip, ...] = ()


def ledger_key(call: Occurrence, days: int | None = None) -> str:
    """`irm-2@2021-01-08T11:30Z`; with ``days`` for rules that write more than once: `.../21d`."""
    start = call.starts.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return f"{call.id}@{start}" + (f"/{days}d" if days is not None else "")


def occasions_of(call: Occurrence, rule: Rule, zone: ZoneInfo) -> Iterator[Occasion]:
    """The occasions one rule makes of one event; none where it does not apply or nothing takes place."""
    if not call.takes_place or call.is_call != (rule.what == "call"):
        return
    local = call.starts.astimezone(zone)
    for days in rule.days:
        day = local.date() - timedelta(days=days)
        day -= timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
        yield Occasion(
            kind=rule.kind,
            key=ledger_key(call, days if len(rule.days) > 1 else None),
            event=call.id,
            at=datetime.combine(day, rule.at, zone),
            starts=local,
            committee=call.committee if rule.own_committee else None,
            roles=rule.roles,
            days=days,
        )


def occasions(
    directory: Directory, rules: Sequence[Rule], first_day: date, last_day: date
) -> tuple[Occasion, ...]:
    """All occasions whose local date lies in [first_day, last_day], whatever has been sent; in order."""
    return tuple(o for o in _all(directory, rules) if first_day <= o.at.date() <= last_day)


def due(
    directory: Directory,
    rules: Sequence[Rule],
    settled: Collection[tuple[str, str]],
    now: datetime,
    since: datetime,
) -> Due:
    """What to send at ``now`` and what to record as skipped.

    ``settled`` holds the ledger's (kind, key) pairs; ``since`` is the programme's first import: what was due
    before it was other people's work. A missed occasion is sent within 48 hours and before its event begins.
    """
    send: list[Occasion] = []
    skip: list[Skip] = []
    for occasion in _all(directory, rules):
        if (occasion.kind, occasion.key) in settled or occasion.at > aware(now):
            continue
        reason = _too_late(occasion, now, since)
        if reason:
            skip.append(Skip(occasion, reason))
        else:
            send.append(occasion)
    return Due(tuple(send), tuple(skip))


def _too_late(occasion: Occasion, now: datetime, since: datetime) -> str | None:
    at = occasion.at.astimezone(UTC)
    if at < aware(since):
        return "was due before the programme's first import"
    if occasion.starts <= now:
        return "the event has begun"
    if now - at > GRACE:
        return f"missed by more than {GRACE.total_seconds() / 3600:.0f} hours"
    return None


def _all(directory: Directory, rules: Sequence[Rule]) -> list[Occasion]:
    found = [
        o for call in directory.calls for rule in rules for o in occasions_of(call, rule, directory.zone)
    ]
    return sorted(found, key=lambda o: (o.at.astimezone(UTC), o.starts.astimezone(UTC), o.kind, o.event))

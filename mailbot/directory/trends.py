"""The degree of consensus over time: of all texts together and of each, at chosen days.

Nothing is kept for it: the table is replayed (`directory.replay`) and assessed as it was. A day counts with
all that had come by its end in the programme's time zone. Reads only; works in the caller's transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.consensus import Memory, assess_all
from mailbot.directory.replay import snapshots
from mailbot.store.tables import RevisionRow

MOST = 40  # days; what lies between two of them is told by the later one
_KINDS = ("organization", "committee", "text", "position", "view")


@dataclass(frozen=True)
class Point:
    """One text at the end of a day; ``number`` as in `consensus.Assessment`."""

    day: date
    degree: str
    number: int | None


@dataclass(frozen=True)
class Trend:
    """``days`` in order; ``counts`` of each are class → number of texts; ``texts`` begin when they do."""

    days: tuple[date, ...]
    counts: tuple[Mapping[str, int], ...]
    texts: Mapping[str, tuple[Point, ...]]


def trend(session: Session, now: datetime, zone: ZoneInfo, most: int = MOST) -> Trend:
    """The days on which the table changed, at most ``most`` of them evenly chosen with the first and the
    last, and today."""
    today = now.astimezone(zone).date()
    moved = {at.astimezone(zone).date() for at in session.scalars(
        select(RevisionRow.at).where(RevisionRow.target.in_(_KINDS), RevisionRow.at <= now))}  # fmt: skip
    days = [*_chosen(sorted(moved - {today}), most - 1), today]
    return series(session, days, now, zone)


def series(session: Session, days: Sequence[date], now: datetime, zone: ZoneInfo) -> Trend:
    """The same at these days, in order; one that is not over counts as it is ``now``."""
    ends = [min(now, datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(microseconds=1))
            for day in days]  # fmt: skip
    kept: list[date] = []
    counts: list[Mapping[str, int]] = []
    texts: dict[str, list[Point]] = {}
    memory: Memory = {}
    for day, (_, directory) in zip(days, snapshots(session, ends, _KINDS), strict=True):
        if directory is None:
            continue
        found = assess_all(directory, memory=memory)
        kept.append(day)
        counts.append(Counter(str(each.degree) for each in found.values()))
        for text, each in found.items():
            texts.setdefault(text, []).append(Point(day, each.degree, each.number))
    return Trend(tuple(kept), tuple(counts), {text: tuple(points) for text, points in texts.items()})


def _chosen(days: list[date], most: int) -> list[date]:
    if len(days) <= most:
        return days
    return [days[round(step * (len(days) - 1) / (most - 1))] for step in range(most)]


def turns(points: Iterable[Point]) -> tuple[Point, ...]:
    """Only the points at which something changed, and the last."""
    found: list[Point] = []
    for point in points:
        if not found or (point.degree, point.number) != (found[-1].degree, found[-1].number):
            found.append(point)
    return tuple(found)

"""The geometry of the small charts: steps over days, in the units of an SVG's `viewBox`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.directory.degree import DEGREES
from mailbot.directory.trends import Point, Trend

WIDTH, HEIGHT = 440, 170
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 10, 26


@dataclass(frozen=True)
class Mark:
    """A place on an axis with its name."""

    at: float
    name: str


@dataclass(frozen=True)
class Chart:
    """``lines`` are (class, path data); ``days`` and ``levels`` name the axes."""

    lines: tuple[tuple[str, str], ...]
    days: tuple[Mark, ...]
    levels: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def of_text(points: Sequence[Point]) -> Chart | None:
    """The number of one text over time; a new line in each stretch that has one. None without two days."""
    if len({point.day for point in points}) < 2:
        return None
    across = _across([point.day for point in points])
    lines: list[str] = []
    stretch = ""
    for point in points:
        if point.number is None:
            stretch = _ended(stretch, across[point.day], lines)
            continue
        x, y = across[point.day], _up(point.number, 100)
        stretch += f"H{x}V{y}" if stretch else f"M{x} {y}"
    _ended(stretch, across[points[-1].day], lines)
    levels = tuple(Mark(_up(value, 100), str(value)) for value in (0, 50, 100))
    return Chart(tuple(("number", path) for path in lines), _ends(across), levels)


def _ended(stretch: str, x: float, lines: list[str]) -> str:
    if stretch:
        lines.append(f"{stretch}H{x}")
    return ""


def of_all(trend: Trend) -> Chart | None:
    """How many texts are in each class that there is something to agree on, over time."""
    if len(trend.days) < 2:
        return None
    across = _across(trend.days)
    shown = [degree for degree in DEGREES if degree != "no_proposal"]
    most = max((counts.get(degree, 0) for counts in trend.counts for degree in shown), default=0) or 1
    lines = tuple((degree, _steps(trend, degree, across, most)) for degree in shown)
    levels = tuple(Mark(_up(value, most), str(value)) for value in sorted({0, most // 2, most}))
    return Chart(lines, _ends(across), levels)


def _steps(trend: Trend, degree: str, across: Mapping[date, float], most: int) -> str:
    made = ""
    for day, counts in zip(trend.days, trend.counts, strict=True):
        x, y = across[day], _up(counts.get(degree, 0), most)
        made += f"H{x}V{y}" if made else f"M{x} {y}"
    return made


def _across(days: Sequence[date]) -> dict[date, float]:
    first, last = days[0], days[-1]
    span = max(1, (last - first).days)
    room = WIDTH - LEFT - RIGHT
    return {day: round(LEFT + room * (day - first).days / span, 1) for day in days}


def _up(value: int, most: int) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most), 1)


def _ends(across: Mapping[date, float]) -> tuple[Mark, ...]:
    days = list(across)
    return tuple(Mark(across[day], day.isoformat()) for day in (days[0], days[-1]))

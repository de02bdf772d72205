"""The geometry of the small charts."""

from __future__ import annotations

from datetime import date, timedelta

from mailbot.directory.trends import Point, Trend
from mailbot.doors.web.public.table_chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, of_all, of_text

DAY = date(2021, 1, 1)
TOP_Y, ZERO_Y = float(TOP), float(HEIGHT - BOTTOM)


def points(*numbers: int | None) -> list[Point]:
    return [Point(DAY + timedelta(days=at), "near_agreement" if number is not None else "no_proposal", number)
            for at, number in enumerate(numbers)]  # fmt: skip


def test_a_line_of_steps_from_the_first_day_to_the_last() -> None:
    chart = of_text(points(0, 50, 100))
    assert chart is not None
    middle, end = LEFT + (WIDTH - LEFT - RIGHT) / 2, float(WIDTH - RIGHT)
    half = (TOP_Y + ZERO_Y) / 2
    assert chart.lines == (("number", f"M{float(LEFT)} {ZERO_Y}H{middle}V{half}H{end}V{TOP_Y}H{end}"),)
    assert [mark.name for mark in chart.days] == ["2021-01-01", "2021-01-03"]


def test_without_a_number_there_is_no_line() -> None:
    chart = of_text(points(None, 80, None, 60, None))
    assert chart is not None
    assert len(chart.lines) == 2
    empty = of_text(points(None, None))
    assert empty is not None
    assert empty.lines == ()


def test_one_day_makes_no_chart() -> None:
    assert of_text(points(50)) is None
    assert of_text([]) is None
    assert of_all(Trend((DAY,), ({"common_ground": 1},), {})) is None


def test_all_classes_share_one_scale() -> None:
    counts = ({"common_ground": 0, "needs_discussion": 4, "no_proposal": 90}, {"common_ground": 4})
    chart = of_all(Trend((DAY, DAY + timedelta(days=9)), counts, {}))
    assert chart is not None
    lines = dict(chart.lines)
    assert set(lines) == {"common_ground", "near_agreement", "needs_discussion", "one_region"}
    assert lines["common_ground"].endswith(f"V{TOP_Y}")
    assert lines["needs_discussion"].startswith(f"M{float(LEFT)} {TOP_Y}")
    assert [mark.name for mark in chart.levels] == ["0", "2", "4"]
    nothing = of_all(Trend((DAY, DAY + timedelta(days=1)), ({"no_proposal": 3}, {"no_proposal": 3}), {}))
    assert nothing is not None
    assert [mark.name for mark in nothing.levels] == ["0", "1"]

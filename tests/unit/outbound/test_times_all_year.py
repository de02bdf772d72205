"""What a mail says of a call at 12:30 in Geneva, for readers whose clocks change on other days, or never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailbot.outbound.times import clock_span, spans

GENEVA = ZoneInfo("Europe/Zurich")


@pytest.mark.parametrize(
    ("day", "geneva", "utc", "zone", "own"),
    [
        # Geneva changes on 28 March and 31 October 2021, New York on 14 March and 7 November
        ("2021-03-25", "CET", "11:30-14:30", "America/New_York", "Thursday 25 March 2021, 07:30-10:30 UTC-4"),
        ("2021-03-30", "CEST", "10:30-13:30", "America/New_York", "Tuesday 30 March 2021, 06:30-09:30 UTC-4"),
        ("2021-11-02", "CET", "11:30-14:30", "America/New_York", "Tuesday 2 November 2021, 07:30-10:30 UTC-4"),
        ("2021-11-09", "CET", "11:30-14:30", "America/New_York", "Tuesday 9 November 2021, 06:30-09:30 UTC-5"),
        # the southern hemisphere the other way round: Sydney on 4 April and 3 October
        ("2021-03-30", "CEST", "10:30-13:30", "Australia/Sydney",
         "Tuesday 30 March 2021, 21:30 - Wednesday 31 March 2021, 00:30 UTC+11"),
        ("2021-04-06", "CEST", "10:30-13:30", "Australia/Sydney", "Tuesday 6 April 2021, 20:30-23:30 UTC+10"),
        ("2021-10-26", "CEST", "10:30-13:30", "Australia/Sydney",
         "Tuesday 26 October 2021, 21:30 - Wednesday 27 October 2021, 00:30 UTC+11"),
        ("2021-04-06", "CEST", "10:30-13:30", "America/Santiago", "Tuesday 6 April 2021, 06:30-09:30 UTC-4"),
        ("2021-03-30", "CEST", "10:30-13:30", "America/Santiago", "Tuesday 30 March 2021, 07:30-10:30 UTC-3"),
        # by half an hour; during Ramadan; by 45 minutes; never
        ("2021-03-30", "CEST", "10:30-13:30", "Australia/Lord_Howe",
         "Tuesday 30 March 2021, 21:30 - Wednesday 31 March 2021, 00:30 UTC+11"),
        ("2021-04-06", "CEST", "10:30-13:30", "Australia/Lord_Howe",
         "Tuesday 6 April 2021, 21:00 - Wednesday 7 April 2021, 00:00 UTC+10:30"),
        ("2021-04-20", "CEST", "10:30-13:30", "Africa/Casablanca", "Tuesday 20 April 2021, 10:30-13:30 UTC+0"),
        ("2021-05-18", "CEST", "10:30-13:30", "Africa/Casablanca", "Tuesday 18 May 2021, 11:30-14:30 UTC+1"),
        ("2021-03-25", "CET", "11:30-14:30", "Asia/Kathmandu", "Thursday 25 March 2021, 17:15-20:15 UTC+5:45"),
        ("2021-07-06", "CEST", "10:30-13:30", "America/Sao_Paulo", "Tuesday 6 July 2021, 07:30-10:30 UTC-3"),
    ],
)  # fmt: skip
def test_three_clocks_all_year(day: str, geneva: str, utc: str, zone: str, own: str) -> None:
    starts = datetime.fromisoformat(f"{day}T12:30").replace(tzinfo=GENEVA)
    first, second, third = spans(starts, starts + timedelta(hours=3), GENEVA, ZoneInfo(zone))
    assert first.text.endswith(f", 12:30-15:30 {geneva}")
    assert second.text.endswith(f", {utc} UTC")
    assert third.text == own


def test_a_call_over_the_night_on_which_the_clocks_change() -> None:
    zone = ZoneInfo("Europe/Zurich")
    starts = datetime(2021, 10, 31, 0, 30, tzinfo=UTC)
    assert clock_span(starts, starts + timedelta(hours=1), zone) == "02:30 CEST - 02:30"
    assert clock_span(starts - timedelta(hours=5), starts + timedelta(hours=1), zone) == (
        "21:30 CEST - Sunday 31 October 2021, 02:30"
    )

"""Whom: roles, committees, one mail a person; and the recipient's own time zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailbot.directory.records import Contact
from mailbot.directory.snapshot import Directory
from mailbot.outbound.recipients import TEAM, select
from mailbot.outbound.times import spans
from mailbot.outbound.zones import own_zone

GENEVA = ZoneInfo("Europe/Zurich")


def contact(**values: Any) -> Contact:
    form = {
        "id": "x-1",
        "organization": "CEPT",
        "role": "focal_point",
        "committee": "all",
        "name": "Ada Verne",
    }
    return Contact.model_validate(form | values)


def test_focal_points_and_the_committees_coordinators_and_nobody_else(shipped: Directory) -> None:
    chosen = {r.address for r in select(shipped, TEAM, "COM3").recipients}
    wanted = {
        c.email
        for c in shipped.contacts
        if c.role in ("focal_point", "coordinator") and c.committee in ("all", "COM3")
    }
    assert chosen == wanted
    assert len(chosen) == 12


def test_focal_points_only(shipped: Directory) -> None:
    assert len(select(shipped, ("focal_point",)).recipients) == 6


def test_one_mail_a_person_and_a_reason_for_who_has_no_address(shipped: Directory) -> None:
    people = (
        contact(id="a", email="ada@cept.example"),
        contact(id="b", email="Ada@CEPT.example", role="coordinator", committee="COM3"),
        contact(id="c", name="Bo Li"),
    )
    chosen = select(replace(shipped, contacts=people, _indexes={}), TEAM, "COM3")
    assert [r.address for r in chosen.recipients] == ["ada@cept.example"]
    assert [u.reason for u in chosen.unreached] == ["Bo Li (CEPT): no e-mail address"]


@pytest.mark.parametrize(
    ("values", "zone"),
    [
        ({"timezone": "Asia/Tokyo", "phone": "+33142345678", "country": "FR"}, "Asia/Tokyo"),
        ({"phone": "+6625550142"}, "Asia/Bangkok"),
        ({"phone": "+61299999999", "country": "AU"}, "Australia/Sydney"),
        ({"phone": "+375172550142", "country": "BY"}, "Europe/Minsk"),
        ({"phone": "+18005551234", "country": "US"}, "America/New_York"),
        ({"country": "KE"}, "Africa/Nairobi"),
        ({"country": "BR"}, "America/Sao_Paulo"),
        ({}, None),
        ({"phone": "+9999999999"}, None),
    ],
)
def test_the_recipients_own_zone(values: dict[str, str], zone: str | None) -> None:
    found = own_zone(contact(**values))
    assert (found.key if found else None) == zone


def test_times_in_geneva_utc_and_at_home_with_the_day_in_each() -> None:
    starts = datetime(2021, 1, 19, 12, 30, tzinfo=GENEVA)
    ends = datetime(2021, 1, 19, 15, 30, tzinfo=GENEVA)
    sydney = spans(starts, ends, GENEVA, ZoneInfo("Australia/Sydney"))
    assert [(s.zone, s.text) for s in sydney] == [
        ("Geneva", "Tuesday 19 January 2021, 12:30-15:30 CET"),
        ("UTC", "Tuesday 19 January 2021, 11:30-14:30 UTC"),
        ("Sydney", "Tuesday 19 January 2021, 22:30 - Wednesday 20 January 2021, 01:30 UTC+11"),
    ]
    assert [s.zone for s in spans(starts, ends, GENEVA, None)] == ["Geneva", "UTC"]
    assert [s.zone for s in spans(starts, ends, GENEVA, GENEVA)] == ["Geneva", "UTC"]


def test_summer_time_is_called_cest() -> None:
    starts = datetime(2020, 9, 18, 12, 30, tzinfo=GENEVA)
    geneva, utc = spans(starts, starts.replace(hour=15), GENEVA, None)
    assert geneva.text == "Friday 18 September 2020, 12:30-15:00 CEST".replace("15:00", "15:30")
    assert utc.text == "Friday 18 September 2020, 10:30-13:30 UTC"

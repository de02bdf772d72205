"""iTIP requests: what is in them, what must not get in, and when SEQUENCE rises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from mailbot.directory.events import Occurrence, uid
from mailbot.directory.records import values
from mailbot.directory.snapshot import Directory
from mailbot.outbound.invitations import cancellation, history, request, sequence, vtimezone

NOW = datetime(2021, 1, 14, 8, tzinfo=UTC)
GENEVA = ZoneInfo("Europe/Zurich")


@pytest.fixture
def call(shipped: Directory) -> Occurrence:
    found = shipped.call("com3-calls-1")
    assert found is not None
    return found


def made(call: Occurrence, **changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "uid": uid("wtsa20", call.id, "itu.example"), "sequence": 0,
        "organizer": ("tsb-irc@itu.example", "TSB"), "attendee": ("ada@cept.example", "Ms Ada Verne"),
        "zone": GENEVA, "summary": call.title, "description": "Agenda", "place": "Online; the link follows",
        "now": NOW,
    }  # fmt: skip
    return request(call, **(arguments | changes))


def test_one_event_one_attendee_no_recurrence(call: Occurrence) -> None:
    raw = made(call)
    calendar = Calendar.from_ical(raw)
    assert calendar["METHOD"] == "REQUEST"
    (event,) = calendar.events
    assert event["UID"] == "com3-calls-1.wtsa20@itu.example"
    assert "RRULE" not in event
    assert not isinstance(event["ATTENDEE"], list)
    assert event["ATTENDEE"] == "mailto:ada@cept.example"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event["ATTENDEE"].params["CN"] == "Ms Ada Verne"
    assert event["ORGANIZER"] == "mailto:tsb-irc@itu.example"
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTAMP"].dt == NOW
    assert event.start == call.starts
    assert event.end == call.ends
    assert event["DTSTART"].params["TZID"] == "Europe/Zurich"
    assert not event.errors


def test_another_parser_reads_the_same(call: Occurrence) -> None:
    raw = made(call).decode("utf-8")
    event = vobject.readOne(raw).vevent
    assert event.uid.value == "com3-calls-1.wtsa20@itu.example"
    assert event.dtstart.value == call.starts
    assert event.dtend.value == call.ends
    assert event.sequence.value == "0"
    assert event.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    cancelled = vobject.readOne(cancellation(made(call), 1, NOW).decode("utf-8"))
    assert cancelled.method.value == "CANCEL"
    assert (cancelled.vevent.status.value, cancelled.vevent.sequence.value) == ("CANCELLED", "1")


def test_lines_are_crlf_and_no_longer_than_75_octets(call: Occurrence) -> None:
    raw = made(replace(call, title="Réunion " * 40))
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("evil", ["x\r\nATTENDEE:mailto:evil@x.example", "x\nEND:VEVENT", "x\rBEGIN:VALARM"])
def test_no_property_gets_in_from_data(call: Occurrence, evil: str) -> None:
    raw = made(
        replace(call, title=evil, url="https://x.example/" + evil), description=evil,
        attendee=("ada@cept.example", evil),
    )  # fmt: skip
    (event,) = Calendar.from_ical(raw).events
    assert event["ATTENDEE"] == "mailto:ada@cept.example"
    assert [each.name for each in event.subcomponents] == ["VALARM"]
    assert raw.count(b"\r\nEND:VEVENT\r\n") == 1


def test_a_name_with_quotes_colons_and_braces_stays_one_parameter(call: Occurrence) -> None:
    (event,) = Calendar.from_ical(made(call, attendee=("a@b.example", 'A "B"; C: D, {{7*7}}'))).events
    assert event["ATTENDEE"].params["CN"] == "A 'B'; C: D, {{7*7}}"
    assert event["ATTENDEE"] == "mailto:a@b.example"


def test_a_link_is_location_url_and_conference(call: Occurrence) -> None:
    (event,) = Calendar.from_ical(made(replace(call, url="https://meet.example/a;b?c=1,2"))).events
    assert event["URL"] == event["LOCATION"] == event["CONFERENCE"] == "https://meet.example/a;b?c=1,2"


@pytest.mark.parametrize(
    "zone", ["Europe/Zurich", "America/New_York", "Africa/Nairobi", "Australia/Lord_Howe"]
)
def test_the_zone_component_gives_the_same_moments_as_the_zone(zone: str) -> None:
    here = ZoneInfo(zone)
    component = vtimezone(here, datetime(2021, 1, 19, 11, 30, tzinfo=UTC)).to_tz()
    for hours in range(0, 24 * 365, 7):
        moment = datetime(2020, 6, 1, tzinfo=UTC) + timedelta(hours=hours)
        local = moment.astimezone(here)
        naive = local.replace(tzinfo=None)
        if naive.replace(tzinfo=here, fold=0).utcoffset() == naive.replace(tzinfo=here, fold=1).utcoffset():
            assert naive.replace(tzinfo=component).utcoffset() == local.utcoffset(), local


def test_sequence_counts_time_place_and_status_of_this_call_only(shipped: Directory) -> None:
    event = next(e for e in shipped.events if e.id == "com3-calls")
    first = values(event)
    moved = first | {"changes": [{"call": 2, "starts": "2021-01-27T12:30", "ends": None, "status": None}]}
    titled = moved | {"title": "Another title"}
    linked = titled | {"url": "https://meet.example/com3"}
    revisions = [  # newest first, as the planner fetches them
        {"url": {"old": None, "new": linked["url"]}},
        {"title": {"old": first["title"], "new": titled["title"]}},
        {"changes": {"old": [], "new": moved["changes"]}},
    ]
    pairs = history(linked, revisions)
    assert pairs == [(first, moved), (moved, titled), (titled, linked)]
    assert sequence("com3-calls-2", pairs, shipped.zone) == 2
    assert sequence("com3-calls-1", pairs, shipped.zone) == 1
    assert sequence("com3-calls-9", pairs, shipped.zone) == 0

"""Calendar invitations: one VEVENT and UID a call, the recipient its only attendee (RFC 5545, 5546, 6047).

Pure. Times carry the programme's zone with its VTIMEZONE: a client then shows "12:30 Geneva" beside the
reader's own time, and a change of the rules of summer time moves the call with Geneva, as it should. The
sequence number counts the changes of this call's time, place or status since the event was entered, so that
an agenda alone resets nobody's answer (RFC 5546, section 2.1.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import (
    Alarm,
    Calendar,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDatetime,
    vText,
    vUri,
    vUTCOffset,
)
from icalendar import Event as VEvent

from mailbot.clock import aware
from mailbot.directory.events import Occurrence, occurrences
from mailbot.directory.records import Event
from mailbot.outbound.mime import ascii_address, one_line

_PRODID = "-//mailbot//Inter-regional coordination//EN"
_STATUS = {"tentative": "TENTATIVE", "postponed": "CANCELLED", "cancelled": "CANCELLED"}
_AROUND = timedelta(days=400)
_ALARM = timedelta(minutes=15)

Values = Mapping[str, Any]


def request(
    call: Occurrence,
    *,
    uid: str,
    sequence: int,
    organizer: tuple[str, str],
    attendee: tuple[str, str],
    zone: ZoneInfo,
    summary: str,
    description: str,
    place: str,
    now: datetime,
) -> bytes:
    """The invitation as iCalendar text, CRLF line ends.

    ``organizer`` and ``attendee`` are (address, name); ``summary``, ``description`` and ``place`` (said where
    the call has no link yet) are in the attendee's language; ``now`` becomes DTSTAMP. Raises ValueError for
    an address that cannot be written.
    """
    event = VEvent()
    event.add("uid", one_line(uid))
    event.add("dtstamp", aware(now))
    event.add("dtstart", call.starts.astimezone(zone))
    event.add("dtend", call.ends.astimezone(zone))
    event.add("sequence", sequence)
    event.add("status", _STATUS.get(call.status or "", "CONFIRMED"))
    event.add("summary", one_line(summary))
    event.add("description", description)
    if call.url:
        event.add("location", one_line(call.url))
        event.add("url", vUri(one_line(call.url)))
        conference = vUri(one_line(call.url))
        conference.params["VALUE"] = "URI"
        conference.params["FEATURE"] = ["AUDIO", "VIDEO"]
        event.add("conference", conference, encode=False)
    else:
        event.add("location", one_line(place))
    event.add("organizer", _person(*organizer), encode=False)
    guest = _person(*attendee)
    guest.params.update(
        {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    )
    event.add("attendee", guest, encode=False)
    event.add("transp", "OPAQUE")
    event.add_component(_alarm(summary))

    calendar = Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "REQUEST")
    calendar.add_component(vtimezone(zone, call.starts))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


@dataclass(frozen=True)
class Held:
    """What an invitation says that somebody has."""

    summary: str
    starts: datetime
    ends: datetime
    sequence: int


def is_request(calendar: bytes) -> bool:
    """Whether the iCalendar text invites."""
    return b"METHOD:REQUEST" in calendar


def held(invitation: bytes) -> Held:
    """The one event of an invitation made here."""
    event = _event_of(Calendar.from_ical(invitation))
    return Held(str(event["SUMMARY"]), event["DTSTART"].dt, event["DTEND"].dt, int(event.get("SEQUENCE", 0)))


def cancellation(invitation: bytes, sequence: int, now: datetime) -> bytes:
    """The CANCEL of an invitation, as the same attendee got it (RFC 5546, section 3.2.5)."""
    calendar = Calendar.from_ical(invitation)
    calendar["METHOD"] = vText("CANCEL")
    event = _event_of(calendar)
    for name in ("DTSTAMP", "SEQUENCE", "STATUS"):
        del event[name]
    event.add("dtstamp", aware(now))
    event.add("sequence", sequence)
    event.add("status", "CANCELLED")
    event.subcomponents = [each for each in event.subcomponents if each.name != "VALARM"]
    return bytes(calendar.to_ical())


def _event_of(calendar: Any) -> Any:
    (event,) = calendar.walk("VEVENT")
    return event


def _alarm(summary: str) -> Alarm:
    """A reminder a quarter of an hour before, which the attendee's calendar may leave out."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(summary))
    alarm.add("trigger", -_ALARM)
    return alarm


def _person(address: str, name: str) -> vCalAddress:
    person = vCalAddress("mailto:" + one_line(ascii_address(address)))
    person.params["CN"] = vText(one_line(name or address).replace('"', "'"))
    return person


def vtimezone(zone: ZoneInfo, moment: datetime) -> Timezone:
    """The zone's rules around ``moment``: what holds then, since when, and what comes next."""
    component = Timezone()
    component.add("tzid", zone.key)
    first, last = moment - _AROUND, moment + _AROUND
    component.add_component(_observance(first.astimezone(zone), first.astimezone(zone)))
    for change in _transitions(zone, first, last):
        before = (change - timedelta(seconds=1)).astimezone(zone)
        component.add_component(_observance(before, change.astimezone(zone)))
    return component


@lru_cache(maxsize=64)
def _transitions(zone: ZoneInfo, first: datetime, last: datetime) -> tuple[datetime, ...]:
    """The moments, to the minute, at which the zone's distance from UTC changes."""
    found: list[datetime] = []
    step = timedelta(days=1)
    utc = ZoneInfo("UTC")
    day = first.astimezone(utc).replace(hour=0, minute=0, second=0, microsecond=0)
    while day < last:
        if day.astimezone(zone).utcoffset() != (day + step).astimezone(zone).utcoffset():
            low, high = 0, 24 * 60
            while high - low > 1:
                middle = (low + high) // 2
                same = (day + timedelta(minutes=middle)).astimezone(zone).utcoffset() == day.astimezone(
                    zone
                ).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(day + timedelta(minutes=high))
        day += step
    return tuple(found)


def _observance(before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from ``after`` on. DTSTART is local time by the clock that ``before`` still shows."""
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    offset_before, offset_after = before.utcoffset(), after.utcoffset()
    assert offset_before is not None
    assert offset_after is not None
    onset = (after.astimezone(ZoneInfo("UTC")) + offset_before).replace(tzinfo=None, microsecond=0)
    part.add("dtstart", vDatetime(onset), encode=False)
    part.add("tzoffsetfrom", vUTCOffset(offset_before), encode=False)
    part.add("tzoffsetto", vUTCOffset(offset_after), encode=False)
    part.add("tzname", after.tzname() or "")
    return part


def history(
    current: Values, revisions: Sequence[Mapping[str, Mapping[str, Any]]]
) -> list[tuple[Values, Values]]:
    """The event's values (before, after) each update, from its values now and the fields of its updates.

    ``revisions`` come newest first, each field with `old` and `new`, as the directory keeps them.
    """
    pairs: list[tuple[Values, Values]] = []
    after = dict(current)
    for fields in revisions:
        before = {**after, **{name: value.get("old") for name, value in fields.items()}}
        pairs.append((before, after))
        after = before
    return pairs[::-1]


def sequence(call: str, changes: Iterable[tuple[Values, Values]], zone: ZoneInfo) -> int:
    """How often this call's time, place or status changed: the SEQUENCE of its next invitation."""
    return sum(1 for old, new in changes if _substance(call, old, zone) != _substance(call, new, zone))


def _substance(call: str, event: Values, zone: ZoneInfo) -> tuple[Any, ...] | None:
    for each in occurrences(Event.model_validate(event), zone):
        if each.id == call:
            return each.starts, each.ends, each.url, each.status
    return None

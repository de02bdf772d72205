"""The calendar as iCalendar (RFC 5545): regional meetings as whole days, ITU-T's events with their times."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from mailbot.directory.events import Occurrence, uid
from mailbot.directory.records import Meeting
from mailbot.directory.snapshot import Directory

STATUS = {
    "confirmed": "CONFIRMED",
    "tentative": "TENTATIVE",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}


def calendar(directory: Directory, now: datetime, *, domain: str, meetings_only: bool = False) -> bytes:
    """All meetings and calls; `now` is the DTSTAMP. UIDs are the invitations' own, so nothing shows twice."""
    found = Calendar()
    found.add("prodid", "-//mailbot//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", directory.programme.title)
    for meeting in directory.meetings:
        found.add_component(_meeting(directory, meeting, now, domain))
    for call in () if meetings_only else directory.calls:
        found.add_component(_call(directory, call, now, domain))
    found.add_missing_timezones()
    content: bytes = found.to_ical()
    return content


def _meeting(directory: Directory, meeting: Meeting, now: datetime, domain: str) -> Event:
    event = Event()
    event.add("uid", uid(directory.programme.id, meeting.id, domain))
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts)
    event.add("dtend", meeting.ends + timedelta(days=1))  # exclusive, RFC 5545 section 3.6.1
    event.add("summary", f"{meeting.organization}: {meeting.title}")
    event.add("status", STATUS[meeting.status or "tentative"])
    if place := meeting.place or ("virtual" if meeting.mode == "virtual" else None):
        event.add("location", place)
    if meeting.url:
        event.add("url", meeting.url)
    return event


def _call(directory: Directory, call: Occurrence, now: datetime, domain: str) -> Event:
    event = Event()
    event.add("uid", uid(directory.programme.id, call.id, domain))
    event.add("dtstamp", now)
    event.add("dtstart", call.starts.astimezone(directory.zone))
    event.add("dtend", call.ends.astimezone(directory.zone))
    event.add("summary", call.title)
    event.add("status", STATUS[call.status or "confirmed"])
    if call.url:
        event.add("url", call.url)
    return event

"""iCalendar parts (RFC 5545, 5546): a REPLY to our invitation, a region's own meeting published or cancelled.

DTEND of an all-day event is exclusive. Our UID under another METHOD than REPLY, or an ORGANIZER outside the
sender's organization, is a question (threat 39). At most `MAX_EVENTS` are looked at and recurrences are
never expanded.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from mailbot.directory.records import Meeting
from mailbot.mail.message import Part
from mailbot.reading.context import Context
from mailbot.reading.entries import own_meeting
from mailbot.reading.findings import Doubt, Finding, Material, Result
from mailbot.reading.language import detect
from mailbot.reading.ordinals import ordinals
from mailbot.reading.values import clean, folded

READER = "calendar"
MAX_EVENTS = 20
MAX_SIZE = 2_000_000
_ANSWERS = {"ACCEPTED": "yes", "DECLINED": "no", "TENTATIVE": "tentative"}


def read(part: Part, material: Material, context: Context) -> list[Result]:
    from icalendar import Calendar

    del material
    source = f"attachment:{part.filename}" if part.filename else "body"
    if len(part.content) > MAX_SIZE:
        return [Doubt("The calendar file is too large to be read.", (), source, READER)]
    text = part.text.replace("\0", "")
    # Google and others fold CN with a blank too many; icalendar unfolds as RFC 5545 section 3.1 says
    calendar = Calendar.from_ical(text.encode("utf-8"))
    method = str(calendar.get("METHOD") or part.method or "PUBLISH").upper()
    results: list[Result] = []
    for event in calendar.walk("VEVENT")[:MAX_EVENTS]:
        results += (
            _reply(event, context, source) if method == "REPLY" else _own(event, method, context, source)
        )
    return results


def _text(event: Any, name: str) -> str:
    value = event.get(name)
    return clean(str(value)) if value is not None else ""


def _call_id(event: Any, context: Context) -> str | None:
    """The event or call that our UID names: `<id>.<programme>@...`."""
    local = _text(event, "UID").partition("@")[0]
    ids = [c.id for c in context.directory.calls] + [e.id for e in context.directory.events]
    programme = context.directory.programme.id
    for call in sorted(ids, key=len, reverse=True):
        if local == call or local == f"{call}.{programme}":
            return call
    return None


def _answered_call(event: Any, context: Context) -> str | None:
    """The event a REPLY answers: our UID, of a series the call that RECURRENCE-ID names, else what begins at
    that very moment under that title.
    """
    directory = context.directory
    known = _call_id(event, context)
    recurrence = getattr(event.get("RECURRENCE-ID"), "dt", None)
    start = getattr(event.get("DTSTART"), "dt", None)
    if known is not None:
        calls = [c for c in directory.calls if c.is_call and c.event_id == known]
        same = [
            c.id for c in calls if recurrence is not None and _begins(c.starts, recurrence, directory.zone)
        ]
        return same[0] if len(same) == 1 else known
    title = folded(_text(event, "SUMMARY"))
    same = [
        c.id
        for c in directory.calls
        if isinstance(start, datetime)
        and _begins(c.starts, start, directory.zone)
        and folded(c.title) in title
    ]
    return same[0] if len(same) == 1 else None


def _begins(starts: datetime, moment: date, zone: tzinfo) -> bool:
    if not isinstance(moment, datetime):
        return starts.astimezone(zone).date() == moment
    return starts == (moment if moment.tzinfo else moment.replace(tzinfo=zone))


def _reply(event: Any, context: Context, source: str) -> list[Result]:
    call = _answered_call(event, context)
    evidence = tuple(line for line in (_text(event, "SUMMARY"),) if line)
    if call is None:
        return [
            Doubt(
                f"A calendar answer to an unknown invitation: {_text(event, 'SUMMARY')}",
                evidence,
                source,
                READER,
            )
        ]
    attendees = event.get("ATTENDEE") or []
    results: list[Result] = []
    for attendee in (attendees if isinstance(attendees, list) else [attendees])[:50]:
        address = re.sub(r"(?i)^mailto:", "", str(attendee)).strip()
        answer = _ANSWERS.get(str(attendee.params.get("PARTSTAT", "")).upper())
        if answer is None:
            continue
        contact = next(
            (c for c in context.own_contacts if c.email and c.email.lower() == address.lower()), None
        )
        if contact is None and address.lower() != (context.sender_address or "").lower():
            results.append(
                Doubt(f"{address} answers for {call} without having been invited.", evidence, source, READER)
            )
            continue
        name = (
            contact.name
            if contact
            else clean(str(attendee.params.get("CN", ""))) or context.sender_name or address
        )
        values = {"event": call, "name": name, "email": address, "attending": answer}
        shown = (f"PARTSTAT={attendee.params.get('PARTSTAT')}", *evidence)
        results.append(
            Finding("participation", "add", name, None, None, values, shown, source, 0.98, READER, "reply")
        )
    return results


def _days(event: Any) -> tuple[date, date] | None:
    start = event.get("DTSTART")
    if start is None:
        return None
    first = start.dt
    end = event.get("DTEND")
    last = end.dt if end is not None else first + event.get("DURATION").dt if event.get("DURATION") else first
    if not isinstance(first, datetime):
        last = last - timedelta(days=1) if end is not None and last > first else last
        return first, last
    ends = last.date() if isinstance(last, datetime) else last
    return first.date(), max(first.date(), ends)


def _own(event: Any, method: str, context: Context, source: str) -> list[Result]:
    title, days = _text(event, "SUMMARY"), _days(event)
    evidence = tuple(v for v in (f"SUMMARY:{title}", _text(event, "LOCATION")) if v)
    if _call_id(event, context) is not None:
        return [
            Doubt(f"A calendar entry under our own UID, not as an answer: {title}", evidence, source, READER)
        ]
    organizer = re.sub(r"(?i)^mailto:", "", _text(event, "ORGANIZER"))
    if organizer and not _is_own(organizer, context):
        return [
            Doubt(
                f"{title}: the organizer {organizer} is not of {context.organization}.",
                evidence,
                source,
                READER,
            )
        ]
    meeting = own_meeting(title, context) or _by_days(title, days, context)
    meeting = meeting or _translated(title, days, _text(event, "LOCATION"), context)
    cancelled = method == "CANCEL" or _text(event, "STATUS").upper() == "CANCELLED"
    if cancelled:
        if meeting is None:
            return [Doubt(f"{title} is cancelled, but is not in the calendar.", evidence, source, READER)]
        return [
            Finding(
                "meeting",
                "update",
                title,
                meeting.id,
                None,
                {"status": "cancelled"},
                evidence,
                source,
                0.97,
                READER,
                "cancel",
            )
        ]
    if days is None:
        return [Doubt(f"{title}: a calendar entry without a date.", evidence, source, READER)]
    values: dict[str, Any] = {"starts": days[0].isoformat(), "ends": days[1].isoformat()}
    values |= _where(event, meeting, context)
    if meeting is not None:
        return [
            Finding(
                "meeting", "update", title, meeting.id, None, values, evidence, source, 0.95, READER, "entry"
            )
        ]
    status = _text(event, "STATUS").lower()
    values |= {"status": status} if status in ("confirmed", "tentative") else {}
    return [
        Finding(
            "meeting",
            "add",
            title,
            None,
            None,
            {"title": title, **values},
            evidence,
            source,
            0.93,
            READER,
            "entry",
        )
    ]


def _where(event: Any, meeting: Meeting | None, context: Context) -> dict[str, Any]:
    place = _text(event, "LOCATION")
    if not place:
        return {}
    if context.words.pattern("meeting.mode.virtual").search(place) or re.search(
        r"(?i)zoom|teams|webex|https?://", place
    ):
        return {"mode": "virtual"}
    if (
        meeting
        and meeting.place
        and (folded(place) in folded(meeting.place) or folded(meeting.place) in folded(place))
    ):
        return {}
    return {"place": place}


def _is_own(address: str, context: Context) -> bool:
    lowered = address.lower()
    if lowered == (context.sender_address or "").lower() or any(
        (c.email or "").lower() == lowered for c in context.own_contacts
    ):
        return True
    domain = lowered.rpartition("@")[2]
    domains = [d.lower() for d in context.own.domains] if context.own else []
    return any(domain == d or domain.endswith("." + d) for d in domains)


def _by_days(title: str, days: tuple[date, date] | None, context: Context) -> Meeting | None:
    """The own meeting on these very days, if it shares a word of its title with the entry."""
    if days is None:
        return None
    same = [
        m for m in context.directory.meetings
        if m.organization == context.organization and (m.starts, m.ends) == days
        and len(set(folded(title).split()) & set(folded(m.title).split())) >= 2
    ]  # fmt: skip
    return same[0] if len(same) == 1 else None


def _translated(title: str, days: tuple[date, date] | None, place: str, context: Context) -> Meeting | None:
    """The own meeting of that number, its title on file in another language, moved by a month at most and
    at the same place.
    """
    numbers = ordinals(title, context)
    if days is None or not numbers or not place:
        return None
    same = [
        m for m in context.directory.meetings
        if m.organization == context.organization and ordinals(m.title, context) == numbers
        and detect(m.title) != detect(title) and m.status != "cancelled"
        and m.place and folded(place) == folded(m.place) and abs(m.starts - days[0]) <= timedelta(days=31)
    ]  # fmt: skip
    return same[0] if len(same) == 1 else None

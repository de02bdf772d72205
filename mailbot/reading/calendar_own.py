"""A region's own meeting in an iCalendar file: published, moved or cancelled."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from mailbot.directory.records import Meeting
from mailbot.mail.phrases import every_language
from mailbot.reading.calendar_reply import call_id, text_of
from mailbot.reading.context import Context
from mailbot.reading.entries import own_meeting
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.grids.meeting_titles import by_words
from mailbot.reading.language import detect
from mailbot.reading.ordinals import ordinals
from mailbot.reading.values import folded

READER = "calendar"


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


def _title(event: Any) -> str:
    """The summary, without what a mail client puts before it: `Cancelled: ...`."""
    title = text_of(event, "SUMMARY")
    before, colon, rest = title.partition(":")
    marks = every_language().patterns("calendar.prefix").values()
    return (
        rest.strip() if colon and rest.strip() and any(p.fullmatch(before.strip()) for p in marks) else title
    )


def own(event: Any, method: str, context: Context, source: str) -> list[Result]:
    title, days = _title(event), _days(event)
    evidence = tuple(v for v in (f"SUMMARY:{title}", text_of(event, "LOCATION")) if v)
    if call_id(event, context) is not None:
        return [
            Doubt(f"A calendar entry under our own UID, not as an answer: {title}", evidence, source, READER)
        ]
    organizer = re.sub(r"(?i)^mailto:", "", text_of(event, "ORGANIZER"))
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
    meeting = meeting or _translated(title, days, text_of(event, "LOCATION"), context)
    if meeting is None and detect(title) == context.language:
        found = by_words(title, context, days and days[0])
        # of a title in another language `_translated` is as sure as can be
        meeting = found if found is not None and detect(found.title) == detect(title) else None
    cancelled = method == "CANCEL" or text_of(event, "STATUS").upper() == "CANCELLED"
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
    status = text_of(event, "STATUS").lower()
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
    place = text_of(event, "LOCATION")
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
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    same = [m for m in own if (m.starts, m.ends) == days and _may_be(title, m, context)]
    return same[0] if len(same) == 1 else None


def _may_be(title: str, meeting: Meeting, context: Context) -> bool:
    """Whether two titles do not speak of two meetings: words or the number in common, or another language."""
    numbers, have = ordinals(title, context), ordinals(meeting.title, context)
    if numbers and have:
        return numbers == have
    shared = set(folded(title).split()) & set(folded(meeting.title).split())
    return len(shared) >= 2 or detect(title) != detect(meeting.title)


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

"""A calendar REPLY: who answers which of our invitations, and how (RFC 5546, section 3.2.3)."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from typing import Any

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.values import clean, folded

READER = "calendar"
_ANSWERS = {"ACCEPTED": "yes", "DECLINED": "no", "TENTATIVE": "tentative"}


def text_of(event: Any, name: str) -> str:
    value = event.get(name)
    return clean(str(value)) if value is not None else ""


def call_id(event: Any, context: Context) -> str | None:
    """The event or call that our UID names: `<id>.<programme>@...`."""
    local = text_of(event, "UID").partition("@")[0]
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
    known = call_id(event, context)
    recurrence = getattr(event.get("RECURRENCE-ID"), "dt", None)
    start = getattr(event.get("DTSTART"), "dt", None)
    if known is not None:
        calls = [c for c in directory.calls if c.is_call and c.event_id == known]
        same = [
            c.id for c in calls if recurrence is not None and _begins(c.starts, recurrence, directory.zone)
        ]
        return same[0] if len(same) == 1 else known
    title = folded(text_of(event, "SUMMARY"))
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


def reply(event: Any, context: Context, source: str) -> list[Result]:
    call = _answered_call(event, context)
    evidence = tuple(line for line in (text_of(event, "SUMMARY"),) if line)
    if call is None:
        return [
            Doubt(
                f"A calendar answer to an unknown invitation: {text_of(event, 'SUMMARY')}",
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

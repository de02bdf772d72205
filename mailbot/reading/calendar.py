"""iCalendar parts (RFC 5545, 5546): a REPLY to our invitation, a region's own meeting published or cancelled.

DTEND of an all-day event is exclusive. Our UID under another METHOD than REPLY, or an ORGANIZER outside the
sender's organization, is a question (threat 39). At most `MAX_EVENTS` are looked at and recurrences are
never expanded.
"""

from __future__ import annotations

from mailbot.mail.message import Part
from mailbot.reading.calendar_own import own
from mailbot.reading.calendar_reply import reply
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Material, Result

READER = "calendar"
MAX_EVENTS = 20
MAX_SIZE = 2_000_000
BROKEN = "The calendar file is no valid calendar; please look at it."


def read(part: Part, material: Material, context: Context) -> list[Result]:
    from icalendar import Calendar

    del material
    source = f"attachment:{part.filename}" if part.filename else "body"
    if len(part.content) > MAX_SIZE:
        return [Doubt("The calendar file is too large to be read.", (), source, READER)]
    text = part.text.replace("\0", "")
    # Google and others fold CN with a blank too many; icalendar unfolds as RFC 5545 section 3.1 says
    try:
        calendar = Calendar.from_ical(text.encode("utf-8"))
    except ValueError:
        return [Doubt(BROKEN, (part.filename or part.content_type,), source, READER)]
    method = str(calendar.get("METHOD") or part.method or "PUBLISH").upper()
    results: list[Result] = []
    for event in calendar.walk("VEVENT")[:MAX_EVENTS]:
        results += reply(event, context, source) if method == "REPLY" else own(event, method, context, source)
    return results

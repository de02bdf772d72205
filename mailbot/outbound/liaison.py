"""TSAG's liaison statement to the regional organizations. Pure but for reading the attachments.

Its text is `templates/papers/liaison.md`; facts (addresses, titles, dates) come from the directory, so the
statement of another preparation says what is true there. Each organization's people get its own rows, to
correct in the reply. What is missing, like the URL of a document or the file of an attachment, stands in the
text as `[[TSB to add: ...]]`; such a draft can be previewed and tested, and not be sent: `missing` names what
to add.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mailbot.directory.events import Occurrence
from mailbot.directory.records import Document
from mailbot.directory.sheet import LAYOUTS, rows
from mailbot.directory.snapshot import Directory
from mailbot.outbound.composing import Identity, Mail
from mailbot.outbound.mime import Attachment
from mailbot.outbound.papers.making import Letterhead, Listed, Paper, Wish, attached
from mailbot.outbound.papers.markdown import placeholder
from mailbot.outbound.recipients import TEAM, Recipient, Unreached, unique
from mailbot.outbound.times import clock_span, day, label, period
from mailbot.wording import N_, Wording

KIND = "liaison"
REPORT, TABLE, PAGE = "TD831", "TD852", "IRC-PAGE"
DEFAULT_NUMBER = "LS"
_WEEKLY = (
    N_("Mondays"), N_("Tuesdays"), N_("Wednesdays"), N_("Thursdays"), N_("Fridays"), N_("Saturdays"),
    N_("Sundays"),
)  # fmt: skip
_COMMITTEE = N_("Committee {number}")
TITLES = {"contact": N_("Contact sheet of {code}"), "position": N_("Mapping table of {code}"),
          "meeting": N_("Calendar of {code}")}  # fmt: skip


@dataclass(frozen=True)
class Series:
    """Weekly calls in words: `Tuesdays`, `12:30-15:30 CET`, what they treat, from when to when, how many."""

    weekday: str
    clock: str
    committee: str
    period: str
    count: int


def prepare(
    directory: Directory,
    now: datetime,
    folder: Path,
    number: str | None = None,
    *,
    wish: Wish | None = None,
    letterhead: Letterhead | None = None,
) -> Paper:
    """The statement as of ``now``. Relative paths of documents start from ``folder``."""
    wish = wish or Wish(number)
    report = directory.get("document", REPORT)
    listed = Listed(
        report.title if isinstance(report, Document) else REPORT,
        REPORT,
        _attachment(report if isinstance(report, Document) else None, folder),
    )
    return Paper(
        KIND, key(wish.number), wish, directory, now,
        facts=lambda say: _facts(directory, now, say),
        letterhead=letterhead or Letterhead(),
        listed=() if wish.body else (listed,),
    )  # fmt: skip


def key(number: str | None) -> str:
    """The statement's key in the ledger: its number."""
    return " ".join((number or DEFAULT_NUMBER).split())


def recipients(directory: Directory) -> tuple[tuple[Recipient, ...], tuple[Unreached, ...]]:
    """Every focal point and coordinator of an organization, and those without an address."""
    known = {each.code for each in directory.organizations}
    chosen = unique(c for c in directory.contacts if c.role in TEAM and c.organization in known)
    return chosen.recipients, chosen.unreached


def letter(
    statement: Paper,
    directory: Directory,
    identity: Identity,
    recipient: Recipient,
    now: datetime,
    trial: str = "",
    *,
    complete: bool = False,
) -> Mail:
    """The statement to one person, with the organization's rows. Raises ValueError for a bad address.

    ``complete`` adds it as docx and PDF.
    """
    del now  # the statement's own
    organization = recipient.organization or directory.organizations[0].code
    own = rows(directory, organization)
    shown = tuple(
        record
        for kind, lines in own.items()
        for record in (directory.get(kind, line.key) for line in lines)
        if record is not None
    )
    more = {
        "organization": directory.get("organization", organization),
        "own": own,
        "layouts": LAYOUTS,
        "titles": TITLES,
    }
    return statement.mail(recipient, identity, trial=trial, complete=complete, more=more, shown=shown)


def _facts(directory: Directory, now: datetime, say: Wording) -> dict[str, Any]:
    events = [call for call in directory.calls if not call.is_call and call.takes_place]
    past = [call for call in events if call.ends <= now]
    return {
        "page_url": _url(directory, PAGE),
        "table_id": TABLE,
        "table_url": _url(directory, TABLE),
        "past": _event(directory, past[-1], say) if past else None,
        "meetings": [_event(directory, call, say) for call in events if call.ends > now],
        "series": tuple(_series(directory, now, say)),
    }


def _url(directory: Directory, name: str) -> str:
    document = directory.get("document", name)
    known = document.url if isinstance(document, Document) else None
    return known or placeholder(f"URL of {name}")


def _attachment(document: Document | None, folder: Path) -> Attachment | None:
    if document is None or document.path is None:
        return None
    return attached(folder / document.path)


def _event(directory: Directory, call: Occurrence, say: Wording) -> dict[str, str]:
    starts = call.starts.astimezone(directory.zone)
    clock = f"{clock_span(call.starts, call.ends, directory.zone, say.language)} {label(starts)}"
    return {"title": say.data(call.title), "day": day(starts, say.language), "clock": clock}


def _series(directory: Directory, now: datetime, say: Wording) -> Iterator[Series]:
    for event in directory.events:
        calls = [c for c in directory.calls if c.event_id == event.id and c.takes_place and c.ends > now]
        if event.is_series and calls:
            first = calls[0].starts.astimezone(directory.zone)
            clock = f"{clock_span(calls[0].starts, calls[0].ends, directory.zone)} {label(first)}"
            yield Series(
                say(_WEEKLY[first.weekday()]), clock, committee_words(event.committee, say),
                _calls_period(directory, say), len(calls),
            )  # fmt: skip


def committee_words(code: str, say: Wording) -> str:
    """`Committee 3` for COM3, else the code itself."""
    number = code.removeprefix("COM")
    is_numbered = number.isdigit() and number != code
    return say(_COMMITTEE).replace("{number}", number) if is_numbered else code


def _calls_period(directory: Directory, say: Wording) -> str:
    series: Sequence[Any] = [e for e in directory.events if e.is_series and e.from_ and e.until]
    if not series:
        return ""
    return period(min(e.from_ for e in series), max(e.until for e in series), say.language)

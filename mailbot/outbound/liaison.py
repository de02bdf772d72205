"""TSAG's liaison statement to the regional organizations. Pure but for reading the attachments.

Facts (addresses, titles, dates) come from the directory, so the statement of another preparation says what is
true there. Each organization's people get its own rows, to correct in the reply. What is missing,
like the URL of a document or the file of an attachment, stands in the text as `[[TSB to add: ...]]`; such a
draft can be previewed and tested, and not be sent: `missing` names what to add.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mailbot.directory.events import Occurrence
from mailbot.directory.records import Document
from mailbot.directory.sheet import LAYOUTS, TITLES, period, rows
from mailbot.directory.snapshot import Directory
from mailbot.outbound.announcements import committee_label
from mailbot.outbound.composing import Identity, Mail, compose
from mailbot.outbound.mime import Attachment
from mailbot.outbound.recipients import TEAM, Recipient, Unreached, unique
from mailbot.outbound.times import clock_span, day, label

KIND = "liaison"
REPORT, TABLE, PAGE = "TD831", "TD852", "IRC-PAGE"
DEFAULT_NUMBER = "LS"


@dataclass(frozen=True)
class Series:
    """Weekly calls in words: `Tuesdays`, `12:30-15:30 CET`, what they treat."""

    weekday: str
    clock: str
    committee: str
    count: int


@dataclass(frozen=True)
class Liaison:
    """The statement, ready for each recipient. ``missing`` names every open placeholder."""

    facts: dict[str, Any]
    attachments: tuple[Attachment, ...]
    missing: tuple[str, ...]


def prepare(directory: Directory, now: datetime, folder: Path, number: str | None = None) -> Liaison:
    """The statement as of ``now``. Relative paths of documents start from ``folder``."""
    missing: list[str] = []
    documents = {each.id: each for each in directory.documents}

    def url(name: str) -> str:
        document = documents.get(name)
        if document is not None and document.url:
            return document.url
        missing.append(f"URL of {name}")
        return f"[[TSB to add: URL of {name}]]"

    attachment = _attachment(documents.get(REPORT), folder)
    if attachment is None:
        missing.append(f"file of {REPORT}")
    events = [call for call in directory.calls if not call.is_call and call.takes_place]
    past = [call for call in events if call.ends <= now]
    facts = {
        "number": number,
        "report": documents.get(REPORT),
        "attachment": attachment.filename if attachment else f"[[TSB to add: file of {REPORT}]]",
        "page_url": url(PAGE),
        "table_id": TABLE,
        "table_url": url(TABLE),
        "past": _event(directory, past[-1]) if past else None,
        "meetings": [_event(directory, call) for call in events if call.ends > now],
        "series": tuple(_series(directory, now)),
        "calls_period": _calls_period(directory),
        "layouts": LAYOUTS,
        "titles": TITLES,
    }
    return Liaison(facts, (attachment,) if attachment else (), tuple(missing))


def key(number: str | None) -> str:
    """The statement's key in the ledger: its number."""
    return " ".join((number or DEFAULT_NUMBER).split())


def recipients(directory: Directory) -> tuple[tuple[Recipient, ...], tuple[Unreached, ...]]:
    """Every focal point and coordinator of an organization, and those without an address."""
    known = {each.code for each in directory.organizations}
    chosen = unique(c for c in directory.contacts if c.role in TEAM and c.organization in known)
    return chosen.recipients, chosen.unreached


def letter(
    liaison: Liaison,
    directory: Directory,
    identity: Identity,
    recipient: Recipient,
    now: datetime,
    trial: str = "",
) -> Mail:
    """The statement to one person, with the organization's rows. Raises ValueError for a bad address.

    ``trial`` sets a test apart: it gets a Message-ID of its own.
    """
    organization = recipient.organization or directory.organizations[0].code
    own = rows(directory, organization)
    shown = tuple(
        record
        for kind, lines in own.items()
        for record in (directory.get(kind, line.key) for line in lines)
        if record is not None
    )
    facts = liaison.facts | {
        "organization": directory.get("organization", organization),
        "own": own,
    }
    return compose(
        KIND, key(liaison.facts["number"]) + trial, facts,
        directory=directory, identity=identity, recipient=recipient, now=now,
        attachments=liaison.attachments, shown=shown,
    )  # fmt: skip


def _attachment(document: Document | None, folder: Path) -> Attachment | None:
    if document is None or document.path is None:
        return None
    path = folder / document.path
    try:
        content = path.read_bytes()
    except OSError:
        return None
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Attachment(path.name, content, kind)


def _event(directory: Directory, call: Occurrence) -> dict[str, str]:
    starts = call.starts.astimezone(directory.zone)
    clock = f"{clock_span(call.starts, call.ends, directory.zone)} {label(starts)}"
    return {"title": call.title, "day": day(starts), "clock": clock}


def _series(directory: Directory, now: datetime) -> Iterator[Series]:
    for event in directory.events:
        calls = [c for c in directory.calls if c.event_id == event.id and c.takes_place and c.ends > now]
        if event.is_series and calls:
            first = calls[0].starts.astimezone(directory.zone)
            clock = f"{clock_span(calls[0].starts, calls[0].ends, directory.zone)} {label(first)}"
            weekday = day(first).partition(" ")[0] + "s"
            yield Series(weekday, clock, committee_label(event.committee), len(calls))


def _calls_period(directory: Directory) -> str:
    series: Sequence[Any] = [e for e in directory.events if e.is_series and e.from_ and e.until]
    if not series:
        return ""
    return period(min(e.from_ for e in series), max(e.until for e in series))

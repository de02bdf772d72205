"""The mail that asks an officer to decide: every change set that came in, in one mail, to be answered. Pure.

Occasion and template folder: `approval-request`; what waits too long comes again as `approval-reminder`. The
changes are numbered through the mail, from 1: these numbers are what an answer names (`commands.verdicts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from mailbot.directory.snapshot import Directory
from mailbot.outbound.cases.lines import FieldLine, change_line
from mailbot.outbound.cases.lines import shown as in_words
from mailbot.outbound.composing import Identity, Mail, compose, wording_for
from mailbot.outbound.heads import with_reply_to
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.wrapping import visible
from mailbot.review import requests
from mailbot.review.case import Case, Item
from mailbot.review.requests import Place
from mailbot.wording import N_, Wording

KIND = requests.KIND
UNSURE = 0.8  # below this the reader's confidence is shown
_LOOK = N_("Nothing to enter; something to look at")
_LOCAL_LIMIT = 64  # octets of a local part (RFC 5321 section 4.5.3.1.1)


@dataclass(frozen=True)
class Terms:
    """How a request can be answered: for how many days, and at an address of its own (``subaddressing``) or
    by its Message-ID alone."""

    days: int = 7
    subaddressing: bool = True


@dataclass(frozen=True)
class Entry:
    """One number of the mail: a change (``item``), or what a case without changes asks. ``fields`` are names
    and values in words; ``seen`` what the sender had been sent where that differs, as (name, value)."""

    number: int
    item: Item | None
    heading: str
    title: str
    fields: tuple[FieldLine, ...] = ()
    seen: tuple[tuple[str, str | None], ...] = ()
    confidence: int | None = None  # percent, where it is low


@dataclass(frozen=True)
class CaseEntries:
    case: Case
    entries: tuple[Entry, ...]
    link: str | None = None


@dataclass(frozen=True)
class Asking:
    """What one approver is asked: for the templates (``cases``), and for the record (``places``)."""

    cases: tuple[CaseEntries, ...]
    places: tuple[Place, ...]
    until: datetime

    @property
    def numbers(self) -> int:
        return len(self.places)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for case in self.cases for entry in case.entries)

    @property
    def held(self) -> tuple[int, ...]:
        """The numbers that `ok` does not cover."""
        return tuple(number for number, place in enumerate(self.places, 1) if place.held)

    @property
    def example(self) -> Entry | None:
        """A change with a value that could be corrected, to show how."""
        return next((entry for entry in self.entries if entry.fields), None)


def asking(
    cases: Sequence[Case], directory: Directory, say: Wording, terms: Terms, site: str, now: datetime
) -> Asking | None:
    """What there is to ask about the cases; None where all of it is decided. ``site`` is the address of our
    pages, empty where they have none."""
    made: list[CaseEntries] = []
    places: list[Place] = []
    for case in cases:
        if not case.is_open:
            continue
        entries = [_entry(len(places) + n, item, directory, say) for n, item in enumerate(case.waiting, 1)]
        entries = entries or [_question(len(places) + 1, case, say)]
        places += [_place(case, entry) for entry in entries]
        link = f"{site}/console/cases/{case.id}" if site else None
        made.append(CaseEntries(case, tuple(entries), link))
    until = (now + timedelta(days=terms.days)).astimezone(directory.zone)
    return Asking(tuple(made), tuple(places), until) if made else None


def _entry(number: int, item: Item, directory: Directory, say: Wording) -> Entry:
    line = change_line(item.change, directory, say)
    named = zip(item.change.fields.values(), line.fields, strict=False)
    seen = [(field.name, in_words(value.seen)) for value, field in named
            if value.has_seen and value.seen != value.old]  # fmt: skip
    sure = item.change.confidence
    percent = round(sure * 100) if sure < UNSURE else None
    return Entry(number, item, line.heading, line.title, line.fields, tuple(seen), percent)


def _question(number: int, case: Case, say: Wording) -> Entry:
    return Entry(number, None, say(_LOOK), case.sender_shown or "")


def _place(case: Case, entry: Entry) -> Place:
    item = entry.item
    fields: Mapping[str, tuple[str, str, str]] = {}
    if item is not None:
        fields = {
            name: (visible(field.name), visible(field.old or ""), visible(field.new or ""))
            for name, field in zip(item.change.fields, entry.fields, strict=False)
        }
    number = item.number if item else None
    return Place(int(case.id), case.version, number, visible(entry.heading), fields, case.state == "held")


def approval_request(
    asked: Asking,
    directory: Directory,
    identity: Identity,
    approver: str,
    key: str,
    now: datetime,
    *,
    kind: str = KIND,
) -> Mail:
    """The mail to one approver. Raises ValueError for a bad address."""
    return compose(
        kind, key, {"asked": asked, **subject_facts(asked)},
        directory=directory, identity=identity, recipient=Recipient(approver), now=now, listed=False,
    )  # fmt: skip


def subject_facts(asked: Asking) -> dict[str, Any]:
    """Of what the subject speaks: the first change, and how many there are."""
    first, case = asked.entries[0], asked.cases[0].case
    fields = ", ".join(field.name for field in first.fields[:3]) if first.item else ""
    updates = first.item is not None and first.item.change.op == "update"
    return {
        "who": case.organization or case.sender_shown, "title": first.title or first.heading,
        "what": fields if updates else "", "heading": first.heading, "count": asked.numbers,
        "all_held": len(asked.held) == asked.numbers,
    }  # fmt: skip


def answerable(mail: Mail, request_id: int, identity: Identity, terms: Terms) -> Mail:
    """The mail with the signed address to which its reader answers; as it is where we have none."""
    if not terms.subaddressing or identity.signer is None:
        return mail
    address = identity.signer.address("a", request_id, mail.recipient.address, identity.address)
    if len(address.rpartition("@")[0].encode()) > _LOCAL_LIMIT:
        return mail
    return replace(mail, content=with_reply_to(mail.content, address, identity.name))


def wording_of(approver: str, directory: Directory, identity: Identity) -> Wording:
    """In which words an approver is asked."""
    return wording_for(Recipient(approver), directory, identity)

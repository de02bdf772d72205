"""What a reader may know: who wrote, when, and what the directory says. Frozen; readers change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from mailbot.directory.records import Contact, Organization, Record
from mailbot.directory.snapshot import Directory
from mailbot.mail.phrases import Phrases, phrases


@dataclass(frozen=True)
class Context:
    """The circumstances of one message.

    ``organization`` is a code of the directory, or None for a stranger; ``contact`` the sender's own record,
    if any. ``shown`` maps (kind, key) to the record as that person was last sent it, None where unknown.
    """

    directory: Directory
    organization: str | None
    contact: Contact | None
    sender_address: str | None
    sender_name: str
    sent_at: datetime | None
    language: str = "en"
    shown: Mapping[tuple[str, str], Record] | None = None
    subject: str = ""

    @cached_property
    def words(self) -> Phrases:
        return phrases(self.language)

    @cached_property
    def today(self) -> date:
        """The day the message was written; without one, the first day of the programme's calendar."""
        if self.sent_at is not None:
            return self.sent_at.date()
        days = [meeting.starts for meeting in self.directory.meetings]
        return min(days, default=date(2000, 1, 1))

    @property
    def own(self) -> Organization | None:
        return organization(self.directory, self.organization)

    @cached_property
    def own_contacts(self) -> tuple[Contact, ...]:
        return self.directory.contacts_of(self.organization) if self.organization else ()

    @cached_property
    def everybody(self) -> tuple[Contact, ...]:
        """Own contacts first, then those of the others."""
        others = (c for c in self.directory.contacts if c.organization != self.organization)
        return (*self.own_contacts, *others)

    @cached_property
    def kept(self) -> dict[tuple[object, ...], Any]:
        """What was worked out of this message and will be asked for again, by who asks and for what."""
        return {}

    def seen(self, kind: str, key: str) -> Record | None:
        """The record as the sender had it before his eyes, where mailbot knows."""
        return self.shown.get((kind, key)) if self.shown is not None else None


def organization(directory: Directory, code: str | None) -> Organization | None:
    return next((o for o in directory.organizations if o.code == code), None)

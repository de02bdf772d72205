"""The directory at one moment, as a frozen value: what the pure rooms work on.

It comes from the database (`directory.load`) or from a programme file (`directory.programme`), and it is
what exports write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from mailbot.directory.events import Occurrence, occurrences
from mailbot.directory.records import (
    KINDS,
    Committee,
    Contact,
    Document,
    Event,
    Meeting,
    Organization,
    Participation,
    Position,
    Programme,
    Record,
    Text,
    View,
)

DEFAULT_COMMITTEES = (
    Committee(code="COM3", name="Working methods of ITU-T"),
    Committee(code="COM4", name="ITU-T work programme and organization"),
)


def _index(records: Iterable[Record]) -> dict[str, Record]:
    return {record.key: record for record in records}


@dataclass(frozen=True)
class Directory:
    """All records of one programme, each kind in the order of the file."""

    programme: Programme
    committees: tuple[Committee, ...] = DEFAULT_COMMITTEES
    organizations: tuple[Organization, ...] = ()
    contacts: tuple[Contact, ...] = ()
    texts: tuple[Text, ...] = ()
    positions: tuple[Position, ...] = ()
    views: tuple[View, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    events: tuple[Event, ...] = ()
    documents: tuple[Document, ...] = ()
    participations: tuple[Participation, ...] = ()
    _indexes: dict[str, dict[str, Record]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.programme.timezone)

    def of_kind(self, kind: str) -> tuple[Record, ...]:
        """The records of a change's target, e.g. `contact`."""
        records: tuple[Record, ...] = getattr(self, KINDS[kind].section)
        return records

    def by_key(self, kind: str) -> Mapping[str, Record]:
        """The records of a kind by their id; built once."""
        if kind not in self._indexes:
            self._indexes[kind] = _index(self.of_kind(kind))
        return self._indexes[kind]

    def get(self, kind: str, key: str | None) -> Record | None:
        return self.by_key(kind).get(key) if key is not None else None

    @cached_property
    def titles(self) -> tuple[tuple[str, str], ...]:
        """(id, title) of every text."""
        return tuple((text.id, text.title) for text in self.texts)

    @cached_property
    def calls(self) -> tuple[Occurrence, ...]:
        """Every event and every call of every series, in order of time; cancelled ones too."""
        found = [call for event in self.events for call in occurrences(event, self.zone)]
        return tuple(sorted(found, key=lambda call: (call.starts, call.id)))

    def call(self, event_id: str) -> Occurrence | None:
        return next((call for call in self.calls if call.id == event_id), None)

    @cached_property
    def _addresses(self) -> Mapping[str, Contact]:
        """The contacts by casefolded address; of two with the same one the first."""
        return {c.email.casefold(): c for c in reversed(self.contacts) if c.email}

    def contact_at(self, address: str) -> Contact | None:
        """The contact with this e-mail address, however it is written."""
        return self._addresses.get(address.casefold())

    def contacts_of(self, organization: str) -> tuple[Contact, ...]:
        return tuple(contact for contact in self.contacts if contact.organization == organization)

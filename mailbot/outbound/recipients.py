"""Whom an occasion is sent to: roles and committees → one mail a person. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from mailbot.directory.records import Contact
from mailbot.directory.snapshot import Directory
from mailbot.outbound.zones import own_zone

TEAM = ("focal_point", "coordinator")


@dataclass(frozen=True)
class Recipient:
    """One person, one address. ``name`` is empty for an address without a contact (an officer, a sender)."""

    address: str
    name: str = ""
    zone: ZoneInfo | None = None
    language: str | None = None
    organization: str | None = None

    def speaking(self, language: str | None) -> Recipient:
        """The same person, with the language he asked for; None: as before."""
        return replace(self, language=language) if language else self


@dataclass(frozen=True)
class Unreached:
    """A contact who gets no mail, and why."""

    contact: Contact
    reason: str


@dataclass(frozen=True)
class Selection:
    """Who gets a mail, in the directory's order, and who does not."""

    recipients: tuple[Recipient, ...]
    unreached: tuple[Unreached, ...] = ()


def as_recipient(contact: Contact) -> Recipient:
    """The contact as addressee. Raises ValueError for one without an address."""
    if not contact.email:
        raise ValueError(f"{contact.id} has no e-mail address")
    name = " ".join(part for part in (contact.honorific, contact.name) if part)
    return Recipient(contact.email, name, own_zone(contact), contact.language, contact.organization)


def by_address(address: str, directory: Directory, language: str | None) -> Recipient:
    """The contact of this address, else the address alone; with the ``language`` asked for, if any."""
    known = directory.contact_at(address)
    return (as_recipient(known) if known else Recipient(address)).speaking(language)


def select(directory: Directory, roles: Collection[str], committee: str | None = None) -> Selection:
    """Contacts with one of ``roles`` whose committee is `all` or ``committee`` (None: whatever it is).

    An address on two contacts, however written, is one person: the first contact's name is used.
    """
    wanted = (c for c in directory.contacts if c.role in roles)
    return unique(c for c in wanted if committee is None or c.committee in ("all", committee))


def unique(contacts: Iterable[Contact]) -> Selection:
    """One recipient an address; contacts without one are named with the reason."""
    chosen: dict[str, Recipient] = {}
    unreached: list[Unreached] = []
    for contact in contacts:
        if not contact.email:
            unreached.append(
                Unreached(contact, f"{contact.name} ({contact.organization}): no e-mail address")
            )
        elif contact.email.casefold() not in chosen:
            chosen[contact.email.casefold()] = as_recipient(contact)
    return Selection(tuple(chosen.values()), tuple(unreached))

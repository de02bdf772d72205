"""The mailing lists of a programme: who is on them follows from the contact sheet. Pure.

`irm-all` is for events of all Committees, `irm-com3`, `irm-com4` ... for those of one, `irm-cept` ... for
what is written to one organization about its own entries (the liaison statement). Focal points and
coordinators are on the lists of their Committee and organization; what a person has decided otherwise is in
`directory.choices`.

`reminders` (an hour before each call) and `digest` (what changed this week) are on nobody's sheet: whoever is
known may ask for them, and what they bring depends on who asks.
"""

from __future__ import annotations

from mailbot.directory.chosen import Choices
from mailbot.directory.records import Contact
from mailbot.directory.snapshot import Directory

PREFIX = "irm-"
EVERYBODY = "irm-all"
REMINDERS, DIGEST = "reminders", "digest"
ASKED_FOR = (REMINDERS, DIGEST)
TEAM = ("focal_point", "coordinator")


def of_committee(committee: str | None) -> str:
    """The list of a Committee's events; None and `all` are everybody's."""
    return EVERYBODY if committee in (None, "all") else f"{PREFIX}{committee}".lower()


def of_organization(code: str) -> str:
    return f"{PREFIX}{code}".lower()


def names(directory: Directory, organizations: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """All lists, in order; with ``organizations`` only theirs beside the common ones."""
    codes = [each.code for each in directory.organizations]
    wanted = codes if organizations is None else [code for code in codes if code in organizations]
    common = [EVERYBODY, *(of_committee(each.code) for each in directory.committees)]
    return tuple(dict.fromkeys([*common, *map(of_organization, wanted)]))


def offered(directory: Directory, organizations: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """All that one may subscribe to: the lists, and what is sent only to who asks for it."""
    return (*names(directory, organizations), *ASKED_FOR)


def on_sheet(directory: Directory, address: str) -> frozenset[str]:
    """The lists on which the contact sheet puts this address."""
    return frozenset(name for contact in directory.contacts if _has(contact, address)
                     for name in _of_contact(directory, contact))  # fmt: skip


def members(directory: Directory, choices: Choices, name: str) -> tuple[str, ...]:
    """Who gets what is sent to a list: those whom the contact sheet puts on it and those who joined, without
    those who left; addresses in that order."""
    sheet = [c.email for c in directory.contacts if c.email and name in _of_contact(directory, c)]
    wanted = {address.casefold(): address for address in reversed((*sheet, *choices.joined.get(name, ())))}
    return tuple(address for folded, address in reversed(wanted.items()) if not choices.why_not(folded, name))


def _of_contact(directory: Directory, contact: Contact) -> list[str]:
    if contact.role not in TEAM:
        return []
    everywhere = contact.committee == "all"
    own = [each.code for each in directory.committees if everywhere or each.code == contact.committee]
    return [EVERYBODY, *map(of_committee, own), of_organization(contact.organization)]


def _has(contact: Contact, address: str) -> bool:
    return contact.email is not None and contact.email.casefold() == address.casefold()

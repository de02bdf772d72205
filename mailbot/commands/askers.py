"""Who may give commands: by exact address a contact or an officer, by the domain a colleague. Pure."""

from __future__ import annotations

from collections.abc import Collection

from mailbot.commands.model import Asker
from mailbot.directory.snapshot import Directory


def asker_of(
    address: str | None, organization: str | None, directory: Directory, officers: Collection[str]
) -> Asker | None:
    """The asker, None for a stranger. ``organization`` is what the address's domain says."""
    if address is None:
        return None
    folded = address.casefold()
    own = [c for c in directory.contacts if c.email and c.email.casefold() == folded]
    codes = organizations_of(directory, address)
    language = next((c.language for c in own if c.language), None)
    languages = {each.code: each.language for each in directory.organizations}
    if folded in {officer.casefold() for officer in officers}:
        return Asker(address, "officer", codes, language)
    if own:
        return Asker(address, "contact", codes, language or languages.get(codes[0]))
    if organization is not None:
        return Asker(address, "colleague", (organization,), languages.get(organization))
    return None


def organizations_of(directory: Directory, address: str) -> tuple[str, ...]:
    """The organizations for which the address is on the contact sheet."""
    folded = address.casefold()
    found = [c.organization for c in directory.contacts if c.email and c.email.casefold() == folded]
    return tuple(dict.fromkeys(found))

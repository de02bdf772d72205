"""Is what we have on file still right? Asked of each organization, again of its alternates, told to officers.

Occasions and template folders: `freshness`, `freshness-again`, `freshness-silence`. Pure. The rows stand in
the mail as in the liaison statement (`directory.sheet`), to be corrected in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.directory import lists
from mailbot.directory.consent import Consents, consent_of
from mailbot.directory.records import Organization
from mailbot.directory.sheet import LAYOUTS, rows
from mailbot.directory.snapshot import Directory
from mailbot.directory.words import field_name
from mailbot.outbound.composing import Identity, Mail, compose, wording_for
from mailbot.outbound.liaison import TITLES
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.schedule import Occasion

NOBODY: Consents = {}


@dataclass(frozen=True)
class Silent:
    """An organization that has not answered: when it was asked, and when it last answered (None: never)."""

    organization: Organization
    asked: datetime
    answered: datetime | None


def freshness(
    occasion: Occasion,
    directory: Directory,
    identity: Identity,
    recipient: Recipient,
    now: datetime,
    consents: Consents = NOBODY,
) -> Mail:
    """The question, with the organization's rows. Raises ValueError for a bad address."""
    return _asking(occasion, directory, identity, recipient, now, consents)


def freshness_again(
    occasion: Occasion,
    directory: Directory,
    identity: Identity,
    recipient: Recipient,
    now: datetime,
    consents: Consents = NOBODY,
) -> Mail:
    """The same to who stands in for those who have not answered."""
    return _asking(occasion, directory, identity, recipient, now, consents)


def _asking(
    occasion: Occasion,
    directory: Directory,
    identity: Identity,
    recipient: Recipient,
    now: datetime,
    consents: Consents,
) -> Mail:
    code = str(occasion.organization)
    own = rows(directory, code)
    found = (directory.get(kind, line.key) for kind, lines in own.items() for line in lines)
    said = {"own": own, "public": public(directory, identity, recipient, consents)}
    return compose(
        occasion.kind, occasion.key, {**facts(occasion, directory), **said},
        directory=directory, identity=identity, recipient=recipient, now=now,
        shown=tuple(record for record in found if record is not None),
        mailing_list=lists.of_organization(code),
    )  # fmt: skip


def freshness_silence(
    occasion: Occasion,
    silent: Sequence[Silent],
    directory: Directory,
    identity: Identity,
    recipient: Recipient,
    now: datetime,
) -> Mail:
    """Who has not answered, for TSB's officers."""
    return compose(
        occasion.kind, occasion.key, {**facts(occasion, directory), "silent": silent},
        directory=directory, identity=identity, recipient=recipient, now=now, listed=False,
    )  # fmt: skip


def public(
    directory: Directory, identity: Identity, recipient: Recipient, consents: Consents
) -> list[str] | None:
    """What everybody may read of the reader, in his words; None where he has no entry that is shown."""
    contact = directory.contact_at(recipient.address)
    found = consent_of(contact.id, consents, identity.publishes) if contact else None
    if found is None or not found.listed:
        return None
    say = wording_for(recipient, directory, identity)
    return [field_name(name, say) for name in ("name", "organization", "role", "committee", *found.public)]


def facts(occasion: Occasion, directory: Directory) -> dict[str, Any]:
    """What the templates need besides rows and names; the subject needs nothing else."""
    asked = (occasion.asked or occasion.at).astimezone(directory.zone)
    organization = directory.get("organization", occasion.organization)
    return {
        "organization": organization, "asked": asked, "layouts": LAYOUTS, "titles": TITLES,
        "committees": [each.code for each in directory.committees],
    }  # fmt: skip

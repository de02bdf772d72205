"""`publish` and `hide` by mail: what everybody may read of the person who writes, and of nobody else.

    publish email phone     these too            hide phone        this no longer
    publish everything                           publish nothing   name, organization, role, Committee only
    publish me              on the public sheet  hide me           not even the name
    publish                 what is public now

Works in the caller's transaction. Who stands on the sheet several times decides for all of his entries.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from mailbot.commands.model import Asker, Done, Line
from mailbot.directory.consent import PUBLISHABLE, Consent, choose, consent_of, load_consents
from mailbot.directory.snapshot import Directory

VERBS = ("publish", "hide")
ALL, NONE, PERSON = "everything", "nothing", "me"


def publish(
    session: Session,
    mail_id: int,
    line: Line,
    asker: Asker,
    directory: Directory,
    default: Collection[str],
    now: datetime,
) -> Done:
    """Carry one line out. ``default`` are the fields that the site publishes of who has not chosen."""
    address = asker.address.casefold()
    own = [each for each in directory.contacts if each.email and each.email.casefold() == address]
    if not own:
        return Done(line, "people_only")
    consents = load_consents(session)
    found = consent_of(own[0].id, consents, default)
    if line.arguments or line.verb == "hide":
        found = wanted(line, found)
        for each in own:
            choose(
                session, each.id, found.fields, listed=found.listed, by=asker.address, door="mail", now=now,
                mail_id=mail_id,
            )  # fmt: skip
    if not found.listed:
        return Done(line, "unlisted")
    if not found.public:
        return Done(line, "public_nothing")
    return Done(line, "public", {"fields": " ".join(found.public)})


def wanted(line: Line, before: Consent) -> Consent:
    """What the line makes of the consent. A field that is published lists its owner again."""
    words = set(line.arguments)
    fields = frozenset(words & set(PUBLISHABLE))
    if line.verb == "publish":
        if ALL in words:
            return replace(before, fields=frozenset(PUBLISHABLE), listed=True)
        if NONE in words:
            return replace(before, fields=frozenset())
        return replace(before, fields=before.fields | fields, listed=True)
    if PERSON in words:
        return replace(before, listed=False)
    return replace(before, fields=frozenset() if ALL in words or not words else before.fields - fields)

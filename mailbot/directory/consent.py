"""What of a contact everybody may read, as the person has agreed; and the directory reduced to it.

Name, organization, role and Committee are public; of the other fields those in the person's consent are, else
those that the site publishes (`web.publish`). Who does not want to be listed is left out as a whole. The
consent is the person's and not the post's: it ends where another person takes the entry over. Functions with
a session work in the caller's transaction; the others are pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias, get_args

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.records import Contact, Position
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from mailbot.settings_web import Publishable
from mailbot.store import audit
from mailbot.store.tables import ConsentRow, ContactRow, RevisionRow

PUBLISHABLE: tuple[str, ...] = get_args(Publishable)
# how we write to somebody is nobody else's business, whatever he published
_NEVER = ("language", "timezone")


@dataclass(frozen=True)
class Consent:
    """What one person has agreed to. ``fields`` are among `PUBLISHABLE`; who is not ``listed`` publishes
    nothing, whatever they say."""

    fields: frozenset[str]
    listed: bool = True
    since: datetime | None = None
    by: str = ""

    @property
    def public(self) -> tuple[str, ...]:
        """The fields that everybody may read, in the order of the contact sheet."""
        return tuple(name for name in PUBLISHABLE if self.listed and name in self.fields)


Consents: TypeAlias = Mapping[str, Consent]  # by the contact's id


def consent_of(contact: str, consents: Consents, default: Collection[str]) -> Consent:
    """The contact's own consent, else the site's rule."""
    return consents.get(contact) or Consent(frozenset(default))


def published(directory: Directory, consents: Consents, default: Collection[str]) -> Directory:
    """The directory as everybody may read it: contacts with their public fields only, no attendances. A
    position keeps its coordinator unless he is not listed."""
    contacts = tuple(
        reduced(contact, found)
        for contact in directory.contacts
        if (found := consent_of(contact.id, consents, default)).listed
    )
    hidden = {contact.id for contact in directory.contacts} - {contact.id for contact in contacts}
    positions = tuple(_without(position, hidden) for position in directory.positions)
    return replace(directory, contacts=contacts, positions=positions, participations=(), _indexes={})


def reduced(contact: Contact, consent: Consent) -> Contact:
    """The contact with what is public of it; the others of `PUBLISHABLE` are None."""
    away = [*(name for name in PUBLISHABLE if name not in consent.public), *_NEVER]
    return contact.model_copy(update=dict.fromkeys(away))


def _without(position: Position, hidden: Collection[str]) -> Position:
    return position.model_copy(update={"coordinator": None}) if position.coordinator in hidden else position


def load_consents(session: Session) -> dict[str, Consent]:
    """What each contact has chosen himself."""
    rows = session.scalars(select(ConsentRow).order_by(ConsentRow.contact))
    return {row.contact: Consent(frozenset(row.fields), row.listed, row.since, row.by) for row in rows}


def choose(
    session: Session,
    contact: str,
    fields: Iterable[str],
    *,
    listed: bool = True,
    by: str,
    door: audit.Door,
    now: datetime,
    mail_id: int | None = None,
) -> Consent:
    """From now on exactly these fields are public. ``by`` is who says so, ``door`` how it came. Raises
    UsageError for a field that is none of `PUBLISHABLE`, and for an id that is not on the contact sheet."""
    wanted = frozenset(fields)
    if wrong := sorted(wanted - set(PUBLISHABLE)):
        raise UsageError(f"{wrong[0]} is no field to publish; there are {', '.join(PUBLISHABLE)}")
    _known(session, contact)
    ordered = [name for name in PUBLISHABLE if name in wanted]
    fresh = ConsentRow(
        contact=contact, fields=ordered, listed=listed, since=aware(now), by=by, mail_id=mail_id
    )
    row = session.get(ConsentRow, contact, with_for_update=True)
    if row is None:
        try:
            with session.begin_nested():
                session.add(fresh)
            row = fresh
        except IntegrityError:  # another worker was faster
            row = session.get_one(ConsentRow, contact, with_for_update=True)
    row.fields, row.listed, row.since, row.by, row.mail_id = ordered, listed, aware(now), by, mail_id
    detail = {"fields": ordered, "listed": listed, **({"mail": mail_id} if mail_id else {})}
    audit.note(session, aware(now), by, door, "consent", contact, detail)
    session.flush()
    return Consent(wanted, listed, aware(now), by)


def clear(session: Session, contact: str, *, by: str, door: audit.Door, now: datetime) -> bool:
    """Back to the site's rule; False where the contact had not chosen. Raises UsageError as `choose`."""
    row = session.get(ConsentRow, contact, with_for_update=True)
    if row is None:
        _known(session, contact)
        return False
    session.delete(row)
    audit.note(session, aware(now), by, door, "consent cleared", contact)
    session.flush()
    return True


def _known(session: Session, contact: str) -> None:
    if session.get(ContactRow, contact) is None:
        raise UsageError(f"there is no contact {contact} on the contact sheet")


def person_changed(
    session: Session, contact: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    """The entry was changed or added: what its former holder agreed to does not bind another person. Somebody
    is another where both name and address are; an entry that is added again is compared with the one that
    was removed. ``before`` is None for an add."""
    row = session.get(ConsentRow, contact)
    if row is None:
        return
    former = before if before is not None else _removed(session, contact)
    if former is None or all(former.get(name) != after.get(name) for name in ("name", "email")):
        session.delete(row)
        session.flush()


def _removed(session: Session, contact: str) -> dict[str, Any] | None:
    """The values with which the entry was last removed."""
    fields = session.scalar(
        select(RevisionRow.fields)
        .where(RevisionRow.target == "contact", RevisionRow.record == contact, RevisionRow.op == "remove")
        .order_by(RevisionRow.id.desc())
        .limit(1)
    )
    return {name: values["old"] for name, values in fields.items()} if fields else None

"""What people have decided for themselves: lists they joined or left, and the language of our mails.

No change of the directory: the contact sheet stays as its organization wants it. Only a command of the person
writes here. Every function works in the caller's transaction; addresses are compared without case.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.chosen import NONE as NONE
from mailbot.directory.chosen import Choices as Choices
from mailbot.store.tables import ContactRow, PreferenceRow, RevisionRow, SubscriptionRow

Row = TypeVar("Row", SubscriptionRow, PreferenceRow)


def load_choices(session: Session) -> Choices:
    """All choices. Who is no longer on the contact sheet under an address no longer gets the lists he joined
    with it."""
    former = _former(session)
    rows = list(session.scalars(select(SubscriptionRow).order_by(SubscriptionRow.since)))
    joined: dict[str, list[str]] = {}
    for row in rows:
        if row.state == "in" and row.address not in former:
            joined.setdefault(row.list_, []).append(row.address)
    preferred = session.scalars(select(PreferenceRow))
    return Choices(
        {name: tuple(addresses) for name, addresses in joined.items()},
        {(row.address, row.list_): row.since for row in rows if row.state == "out"},
        {row.address: row.language for row in preferred},
        {(row.address, row.list_): row.since for row in rows if row.state == "in"},
    )


def _former(session: Session) -> set[str]:
    """The addresses that contacts had and have no longer."""
    made = select(RevisionRow.fields).where(RevisionRow.target == "contact", RevisionRow.op != "add")
    emails = [fields["email"]["old"] for fields in session.scalars(made) if "email" in fields]
    now = {email.casefold() for email in session.scalars(select(ContactRow.email)) if email}
    return {email.casefold() for email in emails if email} - now


def left_by(session: Session, addresses: Iterable[str]) -> Choices:
    """Of the choices only what these addresses have left: what delivery has to know."""
    wanted = {address.casefold() for address in addresses}
    rows = session.scalars(
        select(SubscriptionRow).where(SubscriptionRow.address.in_(wanted), SubscriptionRow.state == "out")
    )
    return Choices(left={(row.address, row.list_): row.since for row in rows})


def language_of(session: Session, address: str) -> str | None:
    """The language this person has asked for."""
    row = session.get(PreferenceRow, address.casefold())
    return row.language if row else None


def subscribe(session: Session, address: str, name: str, now: datetime, mail_id: int | None) -> None:
    """From now on the list is sent to this address, whatever the contact sheet says."""
    _set(session, address, name, "in", now, mail_id)


def unsubscribe(session: Session, address: str, name: str, now: datetime, mail_id: int | None) -> None:
    """From now on the list is not sent to this address, whatever the contact sheet says."""
    _set(session, address, name, "out", now, mail_id)


def _set(session: Session, address: str, name: str, state: str, now: datetime, mail_id: int | None) -> None:
    fresh = SubscriptionRow(address=address.casefold(), list_=name, state=state, since=aware(now),
                            mail_id=mail_id)  # fmt: skip
    row = _there(session, fresh, (fresh.address, fresh.list_))
    row.state, row.since, row.mail_id = state, now, mail_id


def prefer(session: Session, address: str, language: str, now: datetime, mail_id: int | None) -> None:
    """The language of our mails to this address; ISO 639-1."""
    fresh = PreferenceRow(address=address.casefold(), language=language, since=aware(now), mail_id=mail_id)
    row = _there(session, fresh, fresh.address)
    row.language, row.since, row.mail_id = language, now, mail_id


def _there(session: Session, fresh: Row, key: object) -> Row:
    """The row under this key, locked: the one in the database, else ``fresh``, whoever else adds it now."""
    kind = type(fresh)
    row = session.get(kind, key, with_for_update=True)
    if row is None:
        try:
            with session.begin_nested():
                session.add(fresh)
        except IntegrityError:  # another worker was faster
            return session.get_one(kind, key, with_for_update=True)
        return fresh
    return row

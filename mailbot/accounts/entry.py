"""Signing in, with a password or with what the identity provider says of somebody.

Failure semantics: an attempt is counted and committed before the password is looked at. Whatever is wrong
(no such address, no password set, disabled, another password) takes as long and gives the same answer, so
that nobody learns who has an account. A session is begun only in the transaction that finds the account
still as it was when the password was compared. The session that the browser had before is ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.accounts import attempts, passwords, sessions
from mailbot.accounts.attempts import OF_ADDRESS, OF_CLIENT
from mailbot.accounts.people import By, account_of, by_address, folded, locked
from mailbot.accounts.pruning import prune
from mailbot.errors import AskPerson, InputRefused
from mailbot.settings_web import Web
from mailbot.store import audit
from mailbot.store.session import Store
from mailbot.store.tables import AccountRow
from mailbot.wording import N_

WRONG = N_("The address or the password is not right.")
WRONG_NOW = N_("Your present password is not right.")
NO_ACCOUNT = N_(
    "You are known there, but have no account here. Ask an officer for one with that very address."
)
DISABLED = N_("Your account here is disabled. Ask an officer to enable it.")
ANOTHER = N_(
    "Your account here belongs to another identity at this provider. Ask an officer to disable and enable "
    "it, which forgets that one, and sign in again."
)


class NotAdmitted(AskPerson):
    """The provider has proven who it is; the message, a text of the catalogues, says what is missing here."""


@dataclass(frozen=True)
class Knock:
    """Who asks to be let in: from which address, with which session's cookie so far. ``now`` is what records
    say, ``wall`` the time that waiting and sessions run by."""

    client: str
    had: str
    now: datetime
    wall: datetime


@dataclass(frozen=True)
class Person:
    """Whom the identity provider has proven: ``address`` is verified there."""

    issuer: str
    subject: str
    address: str


def by_password(store: Store, web: Web, knock: Knock, address: str, password: str) -> str:
    """The token of a new session. Raises InputRefused, always the same, or TooOften."""
    asked = ((OF_ADDRESS, folded(address)), (OF_CLIENT, knock.client))
    with store.begin() as session:
        prune(session, knock.wall)
        attempts.claim(session, knock.wall, *asked)
    known = _hash_of(store, address)
    is_right = passwords.is_right(password, known)
    renewed = passwords.hashed(password) if is_right and known and passwords.is_outdated(known) else None
    token = None
    with store.begin() as session:
        row = locked(session, address)
        if is_right and row is not None and row.state == "active" and row.password == known:
            attempts.forgive(session, *asked[0], all_of_them=True)
            attempts.forgive(session, *asked[1])
            row.password = renewed or row.password
            token = _let_in(session, web, knock, row, "password")
        else:
            _note_refusal(session, knock, row.address if row else None)
    if token is None:
        raise InputRefused(WRONG)
    return token


def by_provider(store: Store, web: Web, knock: Knock, person: Person) -> str:
    """The token of a new session of the account with the person's address, which is bound to this identity
    when it is first used. Raises NotAdmitted, with what to do."""
    refused = None
    with store.begin() as session:
        row = locked(session, person.address)
        bound = session.scalar(
            select(AccountRow.id).where(
                AccountRow.issuer == person.issuer, AccountRow.subject == person.subject
            )
        )
        if row is None:
            refused = NO_ACCOUNT
        elif row.state != "active":
            refused = DISABLED
        elif (row.subject is not None or bound is not None) and bound != row.id:
            refused = ANOTHER
        if row is not None and refused is None:
            if row.subject is None:
                By(row.address, "web", knock.now).note(
                    session, "identity bound", row.address, issuer=person.issuer
                )
            row.issuer, row.subject = person.issuer, person.subject
            return _let_in(session, web, knock, row, "provider")
        _note_refusal(session, knock, row.address if row else None)
    raise NotAdmitted(refused or NO_ACCOUNT)


def check_present_password(store: Store, address: str, password: str, wall: datetime) -> None:
    """Before somebody who is signed in changes his password. Raises InputRefused or TooOften."""
    with store.begin() as session:
        attempts.claim(session, wall, (OF_ADDRESS, address))
    if not passwords.is_right(password, _hash_of(store, address)):
        raise InputRefused(WRONG_NOW)
    with store.begin() as session:
        attempts.forgive(session, OF_ADDRESS, address, all_of_them=True)


def sign_out(store: Store, token: str, address: str | None, now: datetime) -> None:
    """The session of this cookie is over; ``address`` is whose it was, None where it had died before."""
    with store.begin() as session:
        sessions.end(session, token)
        if address is not None:
            By(address, "web", now).note(session, "signed out", address)


def _hash_of(store: Store, address: str) -> str | None:
    with store.read() as session:
        row = by_address(session, address)
        return row.password if row is not None and row.state == "active" else None


def _let_in(session: Session, web: Web, knock: Knock, row: AccountRow, way: str) -> str:
    if knock.had:
        sessions.end(session, knock.had)
    By(row.address, "web", knock.now).note(session, "signed in", row.address, by=way, client=knock.client)
    return sessions.begin(session, account_of(row), knock.wall, web)


def _note_refusal(session: Session, knock: Knock, address: str | None) -> None:
    """Written whoever it was, for it takes time; an address that has no account is not repeated, for it may
    be a password in the wrong field."""
    what = f"account {address}" if address else "no account"
    audit.note(session, knock.now, "somebody", "web", "sign-in refused", what, {"client": knock.client})

"""Accounts: made, listed, changed. Every change is one line of the audit log, in the caller's transaction,
and moves the account's `generation`, which ends its sessions. What is refused is told in texts of the
catalogues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.accounts import passwords
from mailbot.accounts.model import Account, Role
from mailbot.errors import InputRefused
from mailbot.store import audit
from mailbot.store.tables import ROLES, AccountRow
from mailbot.wording import N_

_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[^\s@<>\"(),:;\\\[\]]{1,190}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST_NAME = 120
UNKNOWN = N_("There is no account with this address.")
TAKEN = N_("There is an account with this address already.")
NO_ADDRESS = N_("This is no e-mail address; write it like ada.verne@itu.example.")
NO_NAME = N_("A name has 1 to 120 characters, on one line.")
NO_ROLE = N_("There is no such role; take officer, editor or viewer.")


@dataclass(frozen=True)
class By:
    """Who does it, through which door, and when: what the audit log says of a change."""

    actor: str
    door: audit.Door
    now: datetime

    def note(self, session: Session, verb: str, address: str, **detail: object) -> None:
        audit.note(session, self.now, self.actor, self.door, verb, f"account {address}", detail or None)


def account_of(row: AccountRow) -> Account:
    """What the rest of the program knows of the row: neither hash nor generation."""
    return Account(row.id, row.address, row.name, cast(Role, row.role), row.language)


def listed(session: Session) -> list[AccountRow]:
    """All accounts, by address."""
    return list(session.scalars(select(AccountRow).order_by(AccountRow.address)))


def by_address(session: Session, address: str) -> AccountRow | None:
    return session.scalar(select(AccountRow).where(AccountRow.address == folded(address)))


def locked(session: Session, address: str) -> AccountRow | None:
    """The account, which nobody else changes until the transaction ends."""
    return session.scalar(select(AccountRow).where(AccountRow.address == folded(address)).with_for_update())


def get(session: Session, address: str) -> AccountRow:
    """As `locked`. Raises InputRefused where there is none."""
    row = locked(session, address)
    if row is None:
        raise InputRefused(UNKNOWN)
    return row


def add(
    session: Session, address: str, role: str, by: By, *, name: str = "", password: str | None = None
) -> Account:
    """A new account. Without a password its owner can only sign in with the identity provider. Raises
    InputRefused: no address, no such role, there already, a password that is not to be had."""
    known, called = _checked_address(address), _checked_name(name or address.partition("@")[0])
    if by_address(session, known) is not None:
        raise InputRefused(TAKEN)
    _checked_role(role)
    if password is not None:
        passwords.check(password, (known, called))
    kept = passwords.hashed(password) if password is not None else None
    row = AccountRow(address=known, name=called, role=role, password=kept, created_at=by.now)
    session.add(row)
    session.flush()
    by.note(session, "account added", known, role=role, password=kept is not None)
    return account_of(row)


def set_role(session: Session, address: str, role: str, by: By) -> None:
    row = get(session, address)
    by.note(session, "role changed", row.address, old=row.role, new=_checked_role(role))
    row.role = role
    row.generation += 1


def set_name(session: Session, address: str, name: str, by: By) -> None:
    row = get(session, address)
    by.note(session, "name changed", row.address, old=row.name, new=_checked_name(name))
    row.name = _checked_name(name)
    row.generation += 1


def set_password(session: Session, address: str, password: str | None, by: By) -> None:
    """Another password, or none: then only the identity provider lets him in."""
    row = get(session, address)
    if password is not None:
        passwords.check(password, (row.address, row.name))
    row.password = passwords.hashed(password) if password is not None else None
    row.generation += 1
    by.note(session, "password changed" if password is not None else "password removed", row.address)


def set_language(session: Session, address: str, language: str | None) -> None:
    """The language of his pages; None: the browser's. His sessions live on."""
    get(session, address).language = language


def disable(session: Session, address: str, by: By) -> None:
    """He cannot sign in any more, and is signed out. His identity at the provider is forgotten, so that who
    comes back, or gets the address after him, is bound anew."""
    row = get(session, address)
    row.state, row.issuer, row.subject = "disabled", None, None
    row.generation += 1
    by.note(session, "account disabled", row.address)


def enable(session: Session, address: str, by: By) -> None:
    row = get(session, address)
    row.state = "active"
    row.generation += 1
    by.note(session, "account enabled", row.address)


def folded(address: str) -> str:
    return address.strip().casefold()


def _checked_address(address: str) -> str:
    known = folded(address)
    if not _ADDRESS.fullmatch(known) or _CONTROL.search(known):
        raise InputRefused(NO_ADDRESS)
    return known


def _checked_name(name: str) -> str:
    called = " ".join(name.split())
    if not called or len(called) > _LONGEST_NAME or _CONTROL.search(called):
        raise InputRefused(NO_NAME)
    return called


def _checked_role(role: str) -> str:
    if role not in ROLES:
        raise InputRefused(NO_ROLE)
    return role

"""Leaving a list by the token of a mail: by link (RFC 8058), or by mail to its signed address (RFC 2369).

The token names a mail of ours and was given to its reader only; so it counts whoever sends it, and for this
reader and this list alone. Works in the caller's transaction; doing it twice is doing it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mailbot.directory import choices
from mailbot.store.tables import OutboxRow, SubscriptionRow
from mailbot.tokens import Signer, Token


@dataclass(frozen=True)
class Leave:
    """Who may leave which list with this token. ``since`` is when he left it, None if he has not."""

    address: str
    mailing_list: str
    since: datetime | None

    @property
    def has_left(self) -> bool:
        return self.since is not None


def of_token(session: Session, signer: Signer, token: Token | None) -> Leave | None:
    """What the token allows; None for one that we did not give out, or not for this."""
    if token is None or token.purpose != "u":
        return None
    row = session.get(OutboxRow, token.mail)
    if row is None or row.list_ is None or not signer.proves(token, row.recipient):
        return None
    chosen = session.get(SubscriptionRow, (row.recipient.casefold(), row.list_))
    return Leave(row.recipient, row.list_, chosen.since if chosen and chosen.state == "out" else None)


def leave(session: Session, found: Leave, now: datetime, mail_id: int | None = None) -> bool:
    """Leave; False where he has left already."""
    if found.has_left:
        return False
    choices.unsubscribe(session, found.address, found.mailing_list, now, mail_id)
    return True

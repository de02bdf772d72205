"""A recipient whom our own server refused: his address fares as with a bounce (docs/operating.md).

Everything happens in the caller's transaction, the one that marks the mail as failed. What the server says of
us rather than of him (relaying denied, authentication required: 5.7.x, 530, 535, 538) is no failure of his
address: such a server would in a week make every address a dead one.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.orm import Session

from mailbot.directory import reachability
from mailbot.mail.permanence import is_permanent, reply_in, status_in
from mailbot.store.tables import BounceRow, OutboxRow

_OF_US = (530, 534, 535, 538)  # RFC 4954 section 6
_OUR_RIGHT = re.compile(r"relay(?:ing)?\b|authenticat", re.I)


def note_refusal(session: Session, row: OutboxRow, answer: str, now: datetime) -> None:
    """Let the address of a mail that was refused with this ``answer`` (`550 5.1.1 ...`) change its state."""
    status = status_in(answer)
    if reply_in(answer) in _OF_US or (status or "").startswith("5.7.") or _OUR_RIGHT.search(answer):
        return
    address, permanent = row.recipient.casefold(), is_permanent("failed", status, answer)
    session.add(BounceRow(
        mail_id=None, outbox_id=row.id, address=address, action="failed", status=status,
        permanent=permanent, diagnostic=answer[:500], untied=None, at=now,
    ))  # fmt: skip
    session.flush()
    reachability.failed(session, address, answer, now, permanent=permanent)

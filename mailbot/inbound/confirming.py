"""What a letter says of the rows its sender was shown: that they are right, or at least that he answered.

It happens in the transaction that settles the mail. Held mails, automatic ones and strangers' confirm
nothing; nor does a letter confirm a row that reads otherwise by now than the sender was shown it, or one of
another organization.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from mailbot.directory import freshness
from mailbot.directory.records import values
from mailbot.directory.sheet import ASKING, LAYOUTS
from mailbot.directory.snapshot import Directory
from mailbot.inbound import cases, thread
from mailbot.inbound.interpret import Interpretation
from mailbot.inbound.thread import Ours
from mailbot.store.tables import OutboxRow


def note_answer(
    session: Session, mail_id: int, found: Interpretation, directory: Directory, ours: Ours, now: datetime
) -> None:
    """Keep what a mail says of the sender's own entries; ``directory`` is that of now."""
    sender, organization = found.message.from_address, found.organization
    confirms = found.classification == "confirmation"
    if sender is None or organization is None or found.kind.kind != "letter":
        return
    if not confirms and not (found.message.in_reply_to or found.message.references):
        return
    if cases.why_held(session, found):
        return
    sent = thread.answered(session, ours, found.message)
    if confirms:
        count = freshness.confirm(session, _own_rows(sent, organization, directory), sender, now, mail_id)
        freshness.answered(session, mail_id, organization, sender, now, count)
    elif any(row.kind in ASKING for row in sent):
        freshness.answered(session, mail_id, organization, sender, now, 0)


def _own_rows(
    sent: Sequence[OutboxRow], organization: str, directory: Directory
) -> Iterator[tuple[str, str]]:
    """(target, id) of the organization's rows in the mail that is answered, as far as they still read so."""
    for each in next((row.shown for row in sent if row.shown), []):
        record = directory.get(each["kind"], each["key"]) if each["kind"] in LAYOUTS else None
        own = getattr(record, "organization", None) == organization
        if record is not None and own and values(record) == each["values"]:
            yield record.kind, record.key

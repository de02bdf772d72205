"""What the approvers were asked and have not decided comes again, as a request that can be answered.

Occasion and template folder: `approval-reminder`. Each gets what is still open to him, with a right of his
own to answer it, recorded in the caller's transaction; planned again after a crash, the same mail has the
same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.snapshot import Directory
from mailbot.outbound.cases import approvals
from mailbot.outbound.cases.approvals import Asking, Terms
from mailbot.outbound.cases.requested import Office, ask
from mailbot.outbound.composing import Identity, Mail, compose
from mailbot.outbound.occasion import Occasion
from mailbot.outbound.recipients import Recipient
from mailbot.review import requests
from mailbot.review.queue import get_case
from mailbot.store.tables import ApprovalRequestRow, OccasionRow


@dataclass(frozen=True)
class Reminding:
    """From which database and directory, by whom, and on which terms, at ``now``."""

    session: Session
    directory: Directory
    identity: Identity
    terms: Terms
    now: datetime


def approval_reminder(occasion: Occasion, given: Reminding) -> dict[str, Mail]:
    """The reminders, by the addresses (casefolded) of those who were asked and can still decide."""
    assert occasion.undecided is not None
    asked = (
        select(ApprovalRequestRow)
        .join(OccasionRow, OccasionRow.id == ApprovalRequestRow.occasion_id)
        .where(OccasionRow.kind == requests.KIND, OccasionRow.key == occasion.undecided.key)
    )
    found: dict[str, Mail] = {}
    for row in given.session.scalars(asked.order_by(ApprovalRequestRow.id)):
        if (mail := _again(occasion, row, given)) is not None:
            found[row.approver.casefold()] = mail
    return found


def _again(occasion: Occasion, row: ApprovalRequestRow, given: Reminding) -> Mail | None:
    """The request once more, as far as it is open to him; None where nothing is."""
    assert occasion.undecided is not None
    cases = [get_case(given.session, set_id) for set_id in occasion.undecided.sets]
    office = Office((row.approver,), given.identity, given.terms)
    asked = ask(row.approver, cases, given.directory, office, given.now)
    if asked is None:
        return None
    sent = (row.message_id, row.made_at)
    mail = reminder(occasion, asked, sent, row.approver, given.directory, given.identity, given.now)
    known = requests.of_mail(given.session, [mail.message_id])
    if known is not None and requests.places(known) != asked.places:
        return None  # planned before, and something has moved since
    right = known or requests.make(
        given.session, row.approver, mail.message_id, asked.places, given.now, given.terms.days
    )
    return approvals.answerable(mail, right.id, given.identity, given.terms)


def reminder(
    occasion: Occasion, asked: Asking, sent: tuple[str, datetime], approver: str, directory: Directory,
    identity: Identity, now: datetime,
) -> Mail:  # fmt: skip
    """The reminder to one approver, below the request that was ``sent`` (Message-ID, moment). Pure. Raises
    ValueError for a bad address."""
    return compose(
        occasion.kind, occasion.key,
        {"asked": asked, "days": occasion.days, "sent": sent[1].astimezone(directory.zone)},
        directory=directory, identity=identity, recipient=Recipient(approver), now=now,
        listed=False, answers=(sent[0], ()),
    )  # fmt: skip

"""`call-update` and `call-cancelled`: what who holds an invitation is told when the call changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.directory.events import Occurrence, uid
from mailbot.directory.snapshot import Directory
from mailbot.outbound import invitations
from mailbot.outbound.announcements import LINK_FOLLOWS, description, facts_of, in_series
from mailbot.outbound.composing import Identity, Mail, compose, wording_for
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.times import label, span, spans
from mailbot.wording import Wording


@dataclass(frozen=True)
class Change:
    """One change of one call. ``call`` is as it is now, None where it is no longer in the programme."""

    kind: str
    key: str
    event: str
    call: Occurrence | None
    sequence: int


@dataclass(frozen=True)
class Holder:
    """Somebody who was invited: by which mail, and with which iCalendar text."""

    recipient: Recipient
    message_id: str
    invitation: bytes
    mailing_list: str | None = None


def call_update(
    change: Change, holder: Holder, directory: Directory, identity: Identity, now: datetime
) -> Mail:
    """The new time, place or link, with an invitation that replaces the one the person holds."""
    call, person = change.call, holder.recipient
    assert call is not None
    say = wording_for(person, directory, identity)
    facts = facts_of(directory, call, say) | _before(holder, directory, say) | {
        "times": spans(call.starts, call.ends, directory.zone, person.zone, say),
    }  # fmt: skip
    invitation = invitations.request(
        call,
        uid=uid(directory.programme.id, call.id, identity.domain),
        sequence=change.sequence,
        organizer=(identity.address, identity.name),
        attendee=(person.address, person.name),
        zone=directory.zone,
        summary=say.data(call.title),
        description=description(directory, call, say),
        place=say(LINK_FOLLOWS),
        now=now,
    )
    return _mail(change, holder, facts, invitation, directory, identity, now)


def call_cancelled(
    change: Change, holder: Holder, directory: Directory, identity: Identity, now: datetime
) -> Mail:
    """What does not take place, with the cancellation of the invitation the person holds."""
    say = wording_for(holder.recipient, directory, identity)
    known = invitations.held(holder.invitation)
    facts = _before(holder, directory, say) | {
        "summary": known.summary,
        "call": change.call,
        "calls_in_series": in_series(directory, change.call) if change.call else 0,
        "postponed": change.call is not None and change.call.status == "postponed",
        "times": spans(known.starts, known.ends, directory.zone, holder.recipient.zone, say),
    }
    sequence = change.sequence if change.call else known.sequence + 1
    cancellation = invitations.cancellation(holder.invitation, sequence, now)
    return _mail(change, holder, facts, cancellation, directory, identity, now)


def _before(holder: Holder, directory: Directory, say: Wording) -> dict[str, Any]:
    """When the person expects the call, in the programme's time; and the same for the subject."""
    known = invitations.held(holder.invitation)
    local = known.starts.astimezone(directory.zone)
    return {"before": f"{span(known.starts, known.ends, directory.zone, say.language)} {label(local)}"}


def _mail(
    change: Change,
    holder: Holder,
    facts: dict[str, Any],
    calendar: bytes,
    directory: Directory,
    identity: Identity,
    now: datetime,
) -> Mail:
    return compose(
        change.kind, change.key, facts,
        directory=directory, identity=identity, recipient=holder.recipient, now=now,
        calendar=calendar, answers=(holder.message_id, ()), mailing_list=holder.mailing_list,
    )  # fmt: skip

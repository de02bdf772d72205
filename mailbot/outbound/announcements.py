"""The mails about an event: call notice, call reminder, circular-letter reminder, with the invitation. Pure.

One name end to end: the occasion's kind is its template folder.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.directory import lists
from mailbot.directory.events import Occurrence, uid
from mailbot.directory.records import Record
from mailbot.directory.snapshot import Directory
from mailbot.outbound import invitations
from mailbot.outbound.agenda import Agenda, agenda
from mailbot.outbound.composing import Identity, Mail, compose, render, wording_for
from mailbot.outbound.recipients import Recipient, Selection, select
from mailbot.outbound.schedule import Occasion
from mailbot.outbound.times import label, span, spans
from mailbot.outbound.words import ACTIONS, STATUSES
from mailbot.wording import N_, Wording

SequenceOf = Callable[[str], int]
JOIN = N_("Join")
NO_AGENDA = Agenda()
LINK_FOLLOWS = N_("Online; the link to join follows.")


@dataclass(frozen=True)
class Announcements:
    """The mails of one occasion, and who gets none and why."""

    mails: tuple[Mail, ...]
    unreached: tuple[str, ...]


def announce(
    occasion: Occasion,
    directory: Directory,
    identity: Identity,
    now: datetime,
    sequence: SequenceOf,
    chosen: Selection | None = None,
    recent: Collection[str] = (),
) -> Announcements:
    """All mails of an occasion; ``sequence`` gives the invitation's number for an event id, ``chosen`` are
    the recipients, without it those whom the rule names, ``recent`` the ids of the views since the last call.

    Raises KeyError for an event the directory does not hold.
    """
    chosen = chosen or select(directory, occasion.roles, occasion.committee)
    mails: list[Mail] = []
    unreached = [each.reason for each in chosen.unreached]
    for recipient in chosen.recipients:
        try:
            mails.append(
                announcement(
                    occasion, directory, identity, recipient, now, sequence(str(occasion.event)), recent
                )
            )
        except ValueError as exc:
            unreached.append(f"{recipient.name}: {exc}")
    return Announcements(tuple(mails), tuple(unreached))


def announcement(
    occasion: Occasion,
    directory: Directory,
    identity: Identity,
    recipient: Recipient,
    now: datetime,
    sequence: int,
    recent: Collection[str] = (),
) -> Mail:
    """The mail to one person, with the invitation, in the person's language."""
    call = _call(directory, occasion.event)
    draft = _agenda(occasion.kind, directory, call, recent)
    say = wording_for(recipient, directory, identity)
    facts = facts_of(directory, call, say, draft) | {
        "times": spans(call.starts, call.ends, directory.zone, recipient.zone, say),
        "days_left": (
            call.starts.astimezone(directory.zone).date() - now.astimezone(directory.zone).date()
        ).days,
    }
    invitation = invitations.request(
        call,
        uid=uid(directory.programme.id, call.id, identity.domain),
        sequence=sequence,
        organizer=(identity.address, identity.name),
        attendee=(recipient.address, recipient.name),
        zone=directory.zone,
        summary=say.data(call.title),
        description=description(directory, call, say, draft),
        place=say(LINK_FOLLOWS),
        now=now,
    )
    shown: tuple[Record, ...] = draft.positions
    return compose(
        occasion.kind, occasion.key, facts,
        directory=directory, identity=identity, recipient=recipient, now=now,
        calendar=invitation, shown=shown, mailing_list=occasion.opt_in or lists.of_committee(call.committee),
    )  # fmt: skip


def subject(occasion: Occasion, directory: Directory, identity: Identity) -> str:
    """The subject of an occasion's mails in the programme's first language, for the plan."""
    call = _call(directory, occasion.event)
    someone = Recipient(identity.address)
    say = wording_for(someone, directory, identity)
    facts = facts_of(directory, call, say) | {
        "times": spans(call.starts, call.ends, directory.zone, None, say),
        "days_left": occasion.days,
        "recipient": someone,
        "programme": directory.programme,
        "identity": identity,
        "now": occasion.at,
    }
    return render(occasion.kind, facts, say).subject


def _call(directory: Directory, event: str | None) -> Occurrence:
    call = directory.call(event) if event is not None else None
    if call is None:
        raise KeyError(event)
    return call


def _agenda(kind: str, directory: Directory, call: Occurrence, recent: Collection[str]) -> Agenda:
    return agenda(directory, call.committee, recent) if kind == "call-notice" else Agenda()


def facts_of(
    directory: Directory, call: Occurrence, say: Wording, draft: Agenda = NO_AGENDA
) -> dict[str, Any]:
    """What templates about a call need."""
    committees = {each.code: each for each in directory.committees}
    local = call.starts.astimezone(directory.zone)
    return {
        "call": call,
        "calls_in_series": in_series(directory, call),
        "committee": committees.get(call.committee),
        "when": f"{span(call.starts, call.ends, directory.zone, say.language)} {label(local)}",
        "agenda": draft,
        "actions": ACTIONS,
        "statuses": STATUSES,
    }


def in_series(directory: Directory, call: Occurrence) -> int:
    """How many calls the call's series has."""
    return sum(1 for each in directory.calls if each.event_id == call.event_id)


def description(directory: Directory, call: Occurrence, say: Wording, draft: Agenda = NO_AGENDA) -> str:
    """What a calendar shows beside the call: when it is, how to join, and the agenda."""
    lines = [say.data(call.title)]
    lines += [f"{at.zone}: {at.text}" for at in spans(call.starts, call.ends, directory.zone, None, say)]
    lines += ["", f"{say(JOIN)}: {call.url}" if call.url else say(LINK_FOLLOWS)]
    for section in draft.sections:
        lines += ["", f"{say(section.title)}:"]
        for item in section.items:
            spoken = ", ".join(f"{p.organization} {p.action or '?'}" for p in item.positions)
            lines.append(f"- {item.text}: {spoken}")
    return "\n".join(lines)

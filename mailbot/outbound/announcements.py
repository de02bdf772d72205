"""The mails about an event: call notice, call reminder, circular-letter reminder, with the invitation. Pure.

One name end to end: the occasion's kind is its template folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.directory.events import Occurrence, uid
from mailbot.directory.records import Document, Record
from mailbot.directory.snapshot import Directory
from mailbot.outbound import invitations
from mailbot.outbound.agenda import ACTIONS, Agenda, agenda
from mailbot.outbound.composing import Identity, Mail, compose, render
from mailbot.outbound.recipients import Recipient, Selection, select
from mailbot.outbound.schedule import Occasion
from mailbot.outbound.times import label, span, spans, zone_name

SequenceOf = Callable[[str], int]


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
) -> Announcements:
    """All mails of an occasion; ``sequence`` gives the invitation's number for an event id, ``chosen`` are
    the recipients, without it those whom the rule names.

    Raises KeyError for an event the directory does not hold.
    """
    chosen = chosen or select(directory, occasion.roles, occasion.committee)
    mails: list[Mail] = []
    unreached = [each.reason for each in chosen.unreached]
    for recipient in chosen.recipients:
        try:
            mails.append(
                announcement(occasion, directory, identity, recipient, now, sequence(occasion.event))
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
) -> Mail:
    """The mail to one person, with the invitation."""
    call = _call(directory, occasion.event)
    draft = _agenda(occasion.kind, directory, call)
    facts = _facts(directory, call, draft) | {
        "times": spans(call.starts, call.ends, directory.zone, recipient.zone),
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
        description=_description(directory, call, draft),
        now=now,
    )
    shown: tuple[Record, ...] = draft.positions
    return compose(
        occasion.kind, occasion.key, facts,
        directory=directory, identity=identity, recipient=recipient, now=now,
        calendar=invitation, shown=shown,
    )  # fmt: skip


def subject(occasion: Occasion, directory: Directory, identity: Identity) -> str:
    """The subject of an occasion's mails in the programme's first language, for the plan."""
    call = _call(directory, occasion.event)
    someone = Recipient(identity.address)
    facts = _facts(directory, call, Agenda()) | {
        "times": spans(call.starts, call.ends, directory.zone, None),
        "days_left": occasion.days,
        "recipient": someone,
        "programme": directory.programme,
        "identity": identity,
        "now": occasion.at,
    }
    return render(occasion.kind, facts).subject


def _call(directory: Directory, event: str) -> Occurrence:
    call = directory.call(event)
    if call is None:
        raise KeyError(event)
    return call


def _agenda(kind: str, directory: Directory, call: Occurrence) -> Agenda:
    return agenda(directory, call.committee) if kind == "call-notice" else Agenda()


def _facts(directory: Directory, call: Occurrence, draft: Agenda) -> dict[str, Any]:
    committees = {each.code: each for each in directory.committees}
    local = call.starts.astimezone(directory.zone)
    series = [each for each in directory.calls if each.event_id == call.event_id]
    return {
        "call": call,
        "title_within": call.title[0].lower() + call.title[1:] if call.title[1:2].islower() else call.title,
        "calls_in_series": len(series),
        "committee": committees.get(call.committee),
        "committee_label": committee_label(call.committee),
        "local": local,
        "when": f"{span(call.starts, call.ends, directory.zone)} {label(local)}",
        "zone_name": zone_name(directory.zone),
        "agenda": draft,
        "actions": ACTIONS,
        "documents": tuple(d for d in directory.documents if isinstance(d, Document) and d.url),
    }


def committee_label(code: str) -> str:
    """`Committee 3` for COM3, else the code itself."""
    number = code.removeprefix("COM")
    return f"Committee {number}" if number.isdigit() and number != code else code


def _description(directory: Directory, call: Occurrence, draft: Agenda) -> str:
    lines = [call.title]
    lines += [f"{each.zone}: {each.text}" for each in spans(call.starts, call.ends, directory.zone, None)]
    lines += ["", f"Join: {call.url}" if call.url else "The link to join follows."]
    for section in draft.sections:
        lines += ["", f"{section.title}:"]
        for item in section.items:
            spoken = ", ".join(f"{p.organization} {p.action or '?'}" for p in item.positions)
            lines.append(f"- {item.text}: {spoken}")
    return "\n".join(lines)

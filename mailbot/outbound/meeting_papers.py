"""The papers about a meeting or call: circular letter, agenda, report cover; facts and addressees. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from mailbot.directory import lists
from mailbot.directory.events import Occurrence
from mailbot.directory.records import Committee, Position
from mailbot.directory.snapshot import Directory
from mailbot.outbound.agenda import Agenda, agenda
from mailbot.outbound.liaison import committee_words
from mailbot.outbound.papers.making import Letterhead, Listed, Paper, Wish
from mailbot.outbound.recipients import TEAM, Selection, select
from mailbot.outbound.times import label, span, spans
from mailbot.outbound.words import ACTIONS, STATUSES, view_words
from mailbot.wording import N_, Wording

CIRCULAR, AGENDA, REPORT = "circular-letter", "agenda", "meeting-report"
KINDS = (CIRCULAR, AGENDA, REPORT)
NEEDS_EVENT = (AGENDA, REPORT)
BEFORE = (CIRCULAR, AGENDA)  # of no use once the meeting has begun
_ATTENDING = {"yes": N_("yes"), "no": N_("no"), "tentative": N_("tentative")}
_UNKNOWN = N_("not yet known")
_REPORT = N_("The report")


def prepare(
    kind: str,
    call: Occurrence | None,
    directory: Directory,
    now: datetime,
    wish: Wish,
    letterhead: Letterhead,
    recent: Collection[str] = (),
) -> Paper:
    """The paper as of ``now``; ``recent`` are the ids of the views since the last call."""
    draft = agenda(directory, call.committee if call else "all", recent)
    listed = [Listed(_REPORT, "the report", None)] if kind == REPORT and not wish.annexes else []
    return Paper(
        kind, key(kind, call, wish), wish, directory, now,
        facts=lambda say: facts(directory, call, draft, say),
        letterhead=letterhead,
        listed=tuple(listed),
        event=call.id if call else None,
    )  # fmt: skip


def key(kind: str, call: Occurrence | None, wish: Wish) -> str:
    """What names the paper in the ledger: a circular letter's number, else the meeting and, of a further
    paper about it, its number."""
    parts = [wish.number] if kind == CIRCULAR and wish.number else [call.id if call else "", wish.number]
    return " ".join(" ".join(part for part in parts if part).split())


def recipients(call: Occurrence | None, directory: Directory) -> Selection:
    """Focal points and coordinators, of a call those of its Committee."""
    return select(directory, TEAM, call.committee if call and call.committee != "all" else None)


def mailing_list(call: Occurrence | None) -> str:
    """The list that a paper about this meeting belongs to."""
    return lists.of_committee(call.committee if call else None)


def facts(directory: Directory, call: Occurrence | None, draft: Agenda, say: Wording) -> dict[str, Any]:
    """What the sources say of the meeting and the mapping table, in one language."""
    counts = {"differ": 0, "open": 0, "near": 0}
    for item in draft.items:
        counts[item.group] += 1
    return {
        "event": _event(directory, call, say) if call else None,
        "counts": counts,
        "sections": [
            {
                "title": say(section.title),
                "texts": [
                    {
                        "label": say(item.label), "title": item.title,
                        "positions": [_position(each, say) for each in item.positions],
                        "views": [view_words(view, say) for view in item.views],
                    }
                    for item in section.items
                ],
            }
            for section in draft.sections
        ],
        "recent": [{"text": each.text, "view": view_words(each, say)} for each in draft.recent],
        "participants": [
            {"organization": each.organization, "name": each.name,
             "attending": say(_ATTENDING[each.attending]) if each.attending else "–"}
            for each in directory.participations
            if call and each.event in (call.id, call.event_id)
        ],
    }  # fmt: skip


def _position(position: Position, say: Wording) -> dict[str, str | None]:
    action = say(ACTIONS[position.action]) if position.action else say(_UNKNOWN)
    status = f" ({say(STATUSES[position.status])})" if position.status else ""
    return {
        "organization": position.organization,
        "proposal": action + status,
        "summary": position.summary,
    }


def _event(directory: Directory, call: Occurrence, say: Wording) -> dict[str, Any]:
    committee = directory.get("committee", call.committee)
    named = f": {say.data(committee.name)}" if isinstance(committee, Committee) else ""
    local = call.starts.astimezone(directory.zone)
    number = f" ({call.number})" if call.number else ""
    return {
        "title": say.data(call.title) + number,
        "when": f"{span(call.starts, call.ends, directory.zone, say.language)} {label(local)}",
        "times": spans(call.starts, call.ends, directory.zone, None, say),
        "committee": committee_words(call.committee, say) + named if call.committee != "all" else "",
        "url": call.url,
    }

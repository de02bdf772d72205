"""`/calendar`: the regional meetings and ITU-T's own, as a month and as a list; each entry's own page.

    /calendar?month=2021-02&organization=CEPT&committee=COM3
    /calendar/meeting/cept-m1    /calendar/event/com3-calls-2

The feeds that calendar programs subscribe to are `feeds`' at `/calendar/....ics`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from mailbot.directory.diary import Entry, concerning, diary, month_to_show, months, weeks
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.public.moments import left_to_right, month_name, weekdays, when
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.outbound.times import Span, spans
from mailbot.outbound.words import MODES, STATUSES

_MONTH = re.compile(r"((?:19|20|21)\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what the programme does not know is left out."""

    organization: str | None
    committee: str | None
    month: tuple[int, int] | None

    @classmethod
    def of(cls, query: Mapping[str, str], directory: Directory) -> Asked:
        organization = query.get("organization") or None
        committee = query.get("committee") or None
        written = _MONTH.fullmatch(query.get("month", ""))
        return cls(
            organization if directory.get("organization", organization) else None,
            committee if directory.get("committee", committee) else None,
            (int(written[1]), int(written[2])) if written else None,
        )


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/calendar")

    @made.api_route("", methods=["GET", "HEAD"])
    def calendar(request: Request) -> Response:
        """The month, and the list of everything."""
        visitor = site.visitor(request)
        headers, unchanged = site.unchanged(request, visitor)
        if unchanged is not None:
            return unchanged
        facts = _calendar(site.directory(), visitor, Asked.of(request.query_params, site.directory()))
        return site.page(request, "public/calendar", visitor, headers=headers, **facts)

    @made.api_route("/{kind}/{key}", methods=["GET", "HEAD"])
    def entry(request: Request, kind: str, key: str) -> Response:
        """One meeting, event or call."""
        visitor = site.visitor(request)
        headers, unchanged = site.unchanged(request, visitor)
        if unchanged is not None:
            return unchanged
        facts = _entry(site.directory(), visitor, kind, key)
        return site.page(request, "public/entry", visitor, headers=headers, **facts)

    return made


def _calendar(directory: Directory, visitor: Visitor, asked: Asked) -> dict[str, Any]:
    today = visitor.now.astimezone(directory.zone).date()
    everything = diary(directory)
    entries = concerning(everything, organization=asked.organization, committee=asked.committee)
    year, month = asked.month or month_to_show(entries, today)
    language = visitor.say.language
    known = [each for each in months(entries) if each != (year, month)]
    return {
        "asked": asked, "today": today, "entries": {entry.id: entry for entry in everything},
        "month": month, "month_name": month_name(year, month, language), "weekdays": weekdays(language),
        "weeks": [[(day, _on(entries, day)) for day in week] for week in weeks(year, month)],
        "before": next((_link(each) for each in reversed(known) if each < (year, month)), None),
        "after": next((_link(each) for each in known if each > (year, month)), None),
        "coming": _by_month([entry for entry in entries if entry.last >= today], visitor, directory),
        "past": _by_month([entry for entry in entries if entry.last < today], visitor, directory),
        "organizations": directory.organizations, "committees": directory.committees,
        "modes": MODES, "statuses": STATUSES,
    }  # fmt: skip


def _on(entries: Sequence[Entry], day: date) -> list[Entry]:
    return [entry for entry in entries if entry.covers(day)]


def _link(step: tuple[int, int]) -> str:
    return f"{step[0]:04d}-{step[1]:02d}"


def _by_month(
    entries: Sequence[Entry], visitor: Visitor, directory: Directory
) -> list[tuple[str, list[tuple[Entry, str]]]]:
    """[(`January 2021`, [(entry, when in words)])]"""
    language = visitor.say.language
    return [
        (month_name(*step, language), [(entry, when(entry, directory.zone, language)) for entry in group])
        for step, group in groupby(entries, key=lambda entry: (entry.first.year, entry.first.month))
    ]


def _entry(directory: Directory, visitor: Visitor, kind: str, key: str) -> dict[str, Any]:
    known = {entry.id: entry for entry in diary(directory)}
    found = known.get(key)
    if found is None or found.kind != kind:
        raise HTTPException(404, "there is no such meeting")
    times = _times(found, directory, visitor)
    call = directory.call(key)
    of = (key, call.event_id) if call else (key,)
    return {
        "entry": found, "when": when(found, directory.zone, visitor.say.language), "times": times,
        "overlaps": [(known[each], when(known[each], directory.zone, visitor.say.language))
                     for each in found.overlaps],
        "of_calls": sum(each.event_id == call.event_id for each in directory.calls) if call else 0,
        "participations": [each for each in directory.participations if each.event in of]
        if visitor.may("see") else [],
        "organization": directory.get("organization", found.organization),
        "modes": MODES, "statuses": STATUSES,
    }  # fmt: skip


def _times(entry: Entry, directory: Directory, visitor: Visitor) -> list[Span]:
    """In the programme's time and in UTC; of a regional meeting, which has days only, nothing."""
    if not (entry.starts and entry.ends):
        return []
    lines = spans(entry.starts, entry.ends, directory.zone, None, visitor.say)
    return [left_to_right(line, visitor.say.language) for line in lines]

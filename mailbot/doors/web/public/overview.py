"""`/`: the inter-regional coordination page: what is next, what there is to read, what changed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mailbot.directory.consensus import texts_of
from mailbot.directory.diary import Entry, diary
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.public.changes import changes
from mailbot.doors.web.public.library import Sent, downloadable, sent_papers
from mailbot.doors.web.public.moments import when
from mailbot.doors.web.public.shown import shown
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.outbound.words import MODES, PAPERS, STATUSES

_NEXT_CALLS, _NEXT_MEETINGS, _PAPERS = 4, 4, 12


def router(site: Site) -> APIRouter:
    made = APIRouter()

    @made.api_route("/", methods=["GET", "HEAD"])
    def overview(request: Request) -> Response:
        """What is next, and where everything is."""
        visitor = site.visitor(request)
        public = shown(site)
        with site.wiring.store.read() as session:
            papers = sent_papers(session)
        hour = visitor.now.replace(minute=0, second=0, microsecond=0)  # what is over leaves the page
        rests_on = (hour, public.version, [paper.id for paper in papers])
        headers, unchanged = site.unchanged(request, visitor, *rests_on)
        if unchanged is not None:
            return unchanged
        with site.wiring.store.read() as session:
            lately = changes(session, public, visitor.now, visitor.say)
        facts = _next(site.directory(), visitor) | _to_read(site, papers) | {"lately": lately}
        return site.page(request, "public/overview", visitor, headers=headers, **facts)

    return made


def _next(directory: Directory, visitor: Visitor) -> dict[str, Any]:
    today = visitor.now.astimezone(directory.zone).date()
    entries = diary(directory)

    def ahead(entry: Entry) -> bool:
        return entry.takes_place and (entry.ends > visitor.now if entry.ends else entry.last >= today)

    def told(found: list[Entry]) -> list[tuple[Entry, str]]:
        return [(entry, when(entry, directory.zone, visitor.say.language)) for entry in found]

    coming = [entry for entry in entries if ahead(entry)]
    own = [entry for entry in coming if entry.kind == "event"]
    regional = [entry for entry in coming if entry.kind == "meeting"]
    return {
        "first": told(own[:1]), "own": told(own[1 : 1 + _NEXT_CALLS]),
        "regional": told(regional[:_NEXT_MEETINGS]),
        "entries": {entry.id: entry for entry in entries}, "modes": MODES, "statuses": STATUSES,
    }  # fmt: skip


def _to_read(site: Site, papers: list[Sent]) -> dict[str, Any]:
    directory, folder = site.directory(), site.wiring.folder
    return {
        "documents": [(each, downloadable(each, folder)) for each in directory.documents],
        "papers": papers[:_PAPERS], "paper_names": PAPERS, "organizations": directory.organizations,
        "counts": {"texts": len(texts_of(directory)), "positions": len(directory.positions),
                   "contacts": len(directory.contacts), "meetings": len(directory.meetings)},
    }  # fmt: skip

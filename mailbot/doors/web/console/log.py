"""`/console/log`: all that was decided and done, by whom, the newest first; all of it as CSV or JSON.
`/console/records/KIND?id=KEY`: the history of an entry, cell by cell."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response, StreamingResponse

from mailbot.directory.history import entries, origins
from mailbot.directory.records import KINDS
from mailbot.directory.words import field_name
from mailbot.doors.trail_lines import csv_lines, json_lines
from mailbot.doors.web.console.desk import officer, page
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.outbound.cases.lines import shown
from mailbot.store import audit
from mailbot.store.trail import Line, trail
from mailbot.wording import N_

MOST = 300
DAYS = 30  # what the page looks back, where no day is given
RECORDS = {
    "decision": N_("decisions"), "revision": N_("changes of the directory"), "audit": N_("everything else"),
    "mail action": N_("mails by hand"), "confirmation": N_("confirmed papers"),
}  # fmt: skip
OPS = {"add": N_("entered"), "update": N_("changed"), "remove": N_("removed")}
NO_RECORD = N_("There is no such entry, and there never was.")


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console")

    @made.api_route("/log", methods=["GET", "HEAD"])
    def log(request: Request) -> Response:
        """The newest lines that are asked for."""
        visitor, query = site.require(request, "see"), request.query_params
        since = _day(query.get("since", ""), site) or visitor.now - timedelta(days=DAYS)
        words, record = query.get("q", "")[:200].casefold().split(), query.get("record", "")
        with site.wiring.store.read() as session:
            found = (line for line in trail(session, since) if record in ("", line.record))
            lines = deque((line for line in found if _has(line, words)), MOST)
        return page(
            site, request, visitor, "log", lines=list(reversed(lines)), records=RECORDS, record=record,
            asked=query.get("q", "")[:200], since=since.astimezone(site.directory().zone).date(), most=MOST,
        )  # fmt: skip

    @made.get("/log.csv")
    def as_csv(request: Request) -> Response:
        """All of it, RFC 4180."""
        return _export(site, request, csv_lines, "text/csv; charset=utf-8", "mailbot-log.csv")

    @made.get("/log.json")
    def as_json(request: Request) -> Response:
        """All of it, one object a line."""
        return _export(site, request, json_lines, "application/x-ndjson", "mailbot-log.json")

    @made.api_route("/records/{kind}", methods=["GET", "HEAD"])
    def record(request: Request, kind: str) -> Response:
        """One entry: each value with who said it, in which mail, and who approved it; then all that was."""
        visitor, key = site.require(request, "see"), request.query_params.get("id", "")
        if kind not in KINDS:
            raise HTTPException(404, NO_RECORD)
        with site.wiring.store.read() as session:
            history = entries(session, kind, key)
        if not history:
            raise HTTPException(404, NO_RECORD)
        cells = {name: origin for name, origin in origins(history).items() if shown(origin.value) is not None}
        return page(
            site, request, visitor, "record", kind=kind, key=key, cells=cells, history=history[::-1], ops=OPS,
            shown=shown, label=lambda name: field_name(name, visitor.say),
        )  # fmt: skip

    return made


def _has(line: Line, words: list[str]) -> bool:
    if not words:
        return True
    text = f"{line.actor} {line.verb} {line.what} {dict(line.detail)}".casefold()
    return all(word in text for word in words)


def _day(text: str, site: Site) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), site.directory().zone)
    except ValueError:
        return None


def _export(
    site: Site, request: Request, written: Callable[[Iterable[Line]], Iterator[str]], kind: str, name: str
) -> Response:
    """Streamed in one view of the database; that somebody took it is noted, too."""
    visitor: Visitor = site.require(request, "see")
    since = _day(request.query_params.get("since", ""), site)
    with site.wiring.store.begin() as session:
        audit.note(session, visitor.now, officer(visitor), "web", "exported", "the log", {"file": name})

    def lines() -> Iterator[str]:
        with site.wiring.store.read() as session:
            yield from written(trail(session, since))

    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines(), media_type=kind, headers=headers)

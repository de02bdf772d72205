"""`/console/quarantine`: mails that were not read, with the reason; put back, or dropped for good."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mailbot.doors.web.console.desk import Number, officer, page
from mailbot.doors.web.forms import Posted, posted
from mailbot.doors.web.links import Links
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import AskPerson, InputRefused
from mailbot.inbound import quarantine
from mailbot.wording import N_

MOST = 100
REASONS = {
    "too-large": N_("too large"), "too-deep": N_("nested too deep"), "too-many-parts": N_("too many parts"),
    "too-many-addresses": N_("too many addresses"), "headers": N_("too many or too long header fields"),
    "expansion": N_("an attachment that grows beyond bounds when it is opened"),
    "storm": N_("too many mails of this sender in one day"),
    "reader-failed": N_("could not be read for a defect of the program"),
    "unreadable-from-mailbox": N_("could not be fetched from the mailbox"),
}  # fmt: skip
DONE = {"retry": N_("Put back; it is read at the next turn."), "drop": N_("Dropped.")}
NO_REASON = N_("Say why it is dropped: the reason is kept.")


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console/quarantine")
    decides = posted(site, "decide")

    @made.api_route("", methods=["GET", "HEAD"])
    def listed(request: Request) -> Response:
        """The mails, oldest first."""
        return _list(site, request, site.require(request, "see"))

    @made.post("/{number}/retry")
    def retry(request: Request, number: Number, sent: Posted = decides) -> Response:
        """Back among those to be read."""
        try:
            with site.wiring.store.begin() as session:
                quarantine.retry(session, number, officer(sent.visitor), sent.visitor.now)
        except (AskPerson, InputRefused) as exc:
            return _list(site, request, sent.visitor, str(exc))
        return _back(request, sent.visitor, "retry")

    @made.post("/{number}/drop")
    def drop(request: Request, number: Number, sent: Posted = decides) -> Response:
        """Away with its bytes; the digest and the reason stay."""
        reason = sent.form.get("reason", most=1000)
        if not reason:
            return _list(site, request, sent.visitor, NO_REASON)
        try:
            with site.wiring.store.begin() as session:
                quarantine.drop(session, number, officer(sent.visitor), reason, sent.visitor.now)
        except (AskPerson, InputRefused) as exc:
            return _list(site, request, sent.visitor, str(exc))
        return _back(request, sent.visitor, "drop")

    return made


def _back(request: Request, visitor: Visitor, verb: str) -> Response:
    place = Links(request, visitor)("console/quarantine", done=verb)
    return Response(status_code=303, headers={"Location": place})


def _list(site: Site, request: Request, visitor: Visitor, problem: str = "") -> Response:
    with site.wiring.store.read() as session:
        found = quarantine.listed(session, MOST)
    return page(
        site, request, visitor, "quarantine", status=422 if problem else 200, mails=found, problem=problem,
        reasons=REASONS, done=DONE.get(request.query_params.get("done", "")),
    )  # fmt: skip

"""`/console/outbox`: what was sent to whom, what failed and why; sent again, or taken out while it waits.
`/console/papers`: the papers and who has answered them."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from mailbot.doors.web.console.desk import Number, officer, page
from mailbot.doors.web.console.mail_view import attachments_of, headers_of, readable
from mailbot.doors.web.forms import Posted, posted
from mailbot.doors.web.links import Links
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import AskPerson, InputRefused
from mailbot.mail.message import parse
from mailbot.outbound import log
from mailbot.outbound.pacing import pausing, told
from mailbot.outbound.papers import lifecycle
from mailbot.outbound.papers.answers import answers
from mailbot.outbound.planner import identity_of
from mailbot.store import audit
from mailbot.store.keys import signer
from mailbot.store.tables import OutboxRow
from mailbot.wording import N_

MOST = 200
STATES = {
    "queued": N_("waits to be sent"), "sending": N_("is being sent"), "sent": N_("sent"),
    "failed": N_("could not be delivered"), "skipped": N_("not sent"),
}  # fmt: skip
LOOKS = {"sent": "good", "failed": "bad", "skipped": "warn", "queued": "info", "sending": "info"}
PAPER_STATES = {
    "draft": N_("draft"), "previewed": N_("looked at"), "confirmed": N_("confirmed"), "sent": N_("sent"),
    "dropped": N_("dropped"),
}  # fmt: skip
DONE = {"resend": N_("It goes out once more."), "drop": N_("Taken out; it is not sent.")}
NO_MAIL = N_("There is no such mail in the outbox.")
NO_REASON = N_("Say why it is not to be sent: the reason is kept.")


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console")
    decides = posted(site, "decide")

    @made.api_route("/outbox", methods=["GET", "HEAD"])
    def outbox(request: Request) -> Response:
        """The mails, newest first."""
        visitor, query = site.require(request, "see"), request.query_params
        state, to = query.get("state", ""), query.get("to", "")[:200].strip()
        with site.wiring.store.read() as session:
            rows = log.listed(session, state=state if state in STATES else None, to=to or None, limit=MOST)
            paused = pausing(session)
            why = told(paused) if paused is not None else None
        return page(
            site, request, visitor, "outbox", rows=rows, states=STATES, looks=LOOKS, state=state, to=to,
            most=MOST, paused=why,
        )  # fmt: skip

    @made.api_route("/outbox/{number}", methods=["GET", "HEAD"])
    def mail(request: Request, number: Number) -> Response:
        """One of them as it was composed."""
        return _mail(site, request, site.require(request, "see"), number)

    @made.post("/outbox/{number}/resend")
    def resend(request: Request, number: Number, sent: Posted = decides) -> Response:
        """Once more, to the same reader."""
        return _act(site, request, sent, number, "resend")

    @made.post("/outbox/{number}/drop")
    def drop(request: Request, number: Number, sent: Posted = decides) -> Response:
        """Take a waiting mail out."""
        return _act(site, request, sent, number, "drop")

    @made.api_route("/papers", methods=["GET", "HEAD"])
    def papers(request: Request) -> Response:
        """The papers, newest first."""
        visitor, zone = site.require(request, "see"), site.directory().zone
        with site.wiring.store.read() as session:
            rows = list(reversed(lifecycle.listed(session)))[:MOST]
            found = [(row, answers(session, row, zone) if row.state == "sent" else None) for row in rows]
        return page(site, request, visitor, "papers", papers=found, states=PAPER_STATES)

    return made


def _row(session: Session, number: int) -> OutboxRow:
    row = session.get(OutboxRow, number)
    if row is None:
        raise HTTPException(404, NO_MAIL)
    return row


def _mail(site: Site, request: Request, visitor: Visitor, number: int, problem: str = "") -> Response:
    with site.wiring.store.read() as session:
        row = _row(session, number)
    message = parse(row.content)
    return page(
        site, request, visitor, "outbox_mail", status=409 if problem else 200, row=row, states=STATES,
        looks=LOOKS, heads=headers_of(message), text=readable(message.text),
        attachments=attachments_of(message), problem=problem, settled=log.SETTLED,
        done=DONE.get(request.query_params.get("done", "")),
    )  # fmt: skip


def _act(site: Site, request: Request, sent: Posted, number: int, verb: str) -> Response:
    """Failure semantics: the mail and the line in the audit log are one transaction."""
    visitor, reason = sent.visitor, sent.form.get("reason", most=1000)
    if verb == "drop" and not reason:
        return _mail(site, request, visitor, number, NO_REASON)
    settings, store = site.wiring.settings, site.wiring.store
    identity = identity_of(settings, signer(store, settings))
    shown = number
    try:
        with store.begin() as session:
            _row(session, number)
            if verb == "resend":
                shown = log.resend(session, number, identity, visitor.now).id
                what = {"as": shown}
            else:
                log.drop(session, number, officer(visitor), reason)
                what = {}
            detail = {**what, **({"reason": reason} if reason else {})}
            named = f"outbox mail {number}"
            audit.note(session, visitor.now, officer(visitor), "web", f"outbox {verb}", named, detail)
    except (AskPerson, InputRefused) as exc:
        return _mail(site, request, visitor, number, str(exc))
    place = Links(request, visitor)(f"console/outbox/{shown}", done=verb)
    return Response(status_code=303, headers={"Location": place})

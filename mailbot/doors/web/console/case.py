"""`/console/cases/ID`: one case with everything an officer needs to decide it.

Every form on the page carries the set's version; where that has moved meanwhile, nothing is done, and the
page is shown anew with what happened since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from mailbot.doors.web.console import words
from mailbot.doors.web.console.desk import NO_CASE, Number, language_of_sender, officer, page
from mailbot.doors.web.console.events_of_case import events_of
from mailbot.doors.web.console.mail_view import view_of
from mailbot.doors.web.console.proposal import confirmation, doubts, proposals
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import InputRefused
from mailbot.review.asking import cannot_ask
from mailbot.review.looking import Look, look
from mailbot.review.ranking import ranked
from mailbot.review.rules import same_officer
from mailbot.wording import N_

REASONS = (
    N_("Your organization's focal point has told us otherwise; please settle it among you and write again."),
    N_("Only the organization itself can change this entry."),
    N_("It is not clear to us what should change; please write again with the old and the new value."),
    N_("The deadline for changes has passed."),
    N_("The entry is correct as it is."),
)
DONE = {
    "approve": N_("Approved."), "reject": N_("Rejected."), "undo": N_("Taken back."),
    "second": N_("Your approval is noted; a second officer must approve it, too."),
    "amend": N_("Amended; it still waits for a decision."), "ask": N_("The question goes to the sender."),
    "add": N_("Added; it waits for a decision as any other."),
}  # fmt: skip


@dataclass(frozen=True)
class Neighbours:
    """The cases before and after this one in the queue, and how many wait."""

    before: str | None = None
    after: str | None = None
    place: int | None = None
    count: int = 0


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console/cases")

    @made.api_route("/{number}", methods=["GET", "HEAD"])
    def case(request: Request, number: Number) -> Response:
        """The case; `?done=approve&of=7` says what was done with case 7 just now."""
        visitor = site.require(request, "see")
        return show(site, request, visitor, number)

    return made


def show(
    site: Site, request: Request, visitor: Visitor, number: int, *, status: int = 200, problem: str = "",
    problems: dict[int, str] | None = None, since: int | None = None,
) -> Response:  # fmt: skip
    """The page. ``problem`` says why nothing was done, ``problems`` why single changes still wait; ``since``
    is how many events its reader had seen."""
    directory = site.directory()
    with site.wiring.store.read() as session:
        found = looked_at(session, number, visitor.now)
        facts = _facts(site, session, visitor, found)
    spoken = language_of_sender(site, found.case)
    case, hurries = found.case, found.urgency.reasons
    seen = len(facts["events"]) if since is None else since
    return page(
        site, request, visitor, "case", status=status, case=case, words=words,
        spoken=spoken, reasons=[spoken(each) for each in REASONS],
        authority=words.authority(case, directory, visitor.say), done=done_in(request, number),
        urgency=found.urgency, hurry=words.hurry(hurries[0], visitor.say) if hurries else "",
        problem=problem, problems=problems or {}, news=facts["events"][seen:], same_officer=same_officer,
        me=officer(visitor), **facts,
    )  # fmt: skip


def looked_at(session: Session, number: int, now: datetime) -> Look:
    """The case with what stands around it, or a page that says that there is none (404)."""
    try:
        return look(session, number, now)
    except InputRefused:
        raise HTTPException(404, NO_CASE) from None


def _facts(site: Site, session: Session, visitor: Visitor, found: Look) -> dict[str, Any]:
    case, against, directory = found.case, found.rivals, site.directory()
    own = site.wiring.settings.identity.address
    return {
        "mail": view_of(session, case),
        "proposals": proposals(case, directory, visitor.say, against, found.later),
        "confirm_all": confirmation(case, case.waiting, against),
        "all_doubts": [doubt for item in case.waiting for doubt in doubts(case, item, against[item.number])],
        "events": events_of(session, case),
        "near": neighbours(session, visitor, case.id),
        "family": found.family,
        "silent": cannot_ask(session, int(case.id), own) if visitor.may("edit") else None,
    }


def neighbours(session: Session, visitor: Visitor, number: str) -> Neighbours:
    """Where a case stands in the queue; one that is decided stands before its first."""
    queue = [each.case.id for each in ranked(session, visitor.now)]
    if number not in queue:
        return Neighbours(None, queue[0] if queue else None, None, len(queue))
    at = queue.index(number)
    return Neighbours(
        queue[at - 1] if at else None, queue[at + 1] if at + 1 < len(queue) else None, at + 1, len(queue)
    )


def done_in(request: Request, number: int | None = None) -> dict[str, Any] | None:
    """What the address says was done, in words of ours; nothing of it is taken on trust but the number."""
    verb, of = request.query_params.get("done", ""), request.query_params.get("of", str(number or ""))
    if verb not in DONE or not (of.isascii() and of.isdigit() and len(of) < 10):
        return None
    return {"text": DONE[verb], "verb": verb, "of": int(of), "is_other": int(of) != number}

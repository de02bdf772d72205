"""`/console/cases/ID/ask`: a question to the sender, from a template or in own words; its answer comes back
into the case."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mailbot.doors.web.console.deciding import numbers_in
from mailbot.doors.web.console.desk import Number, case_at, language_of_sender, officer, page
from mailbot.doors.web.forms import Posted, posted
from mailbot.doors.web.links import Links
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import AskPerson, InputRefused
from mailbot.outbound.cases.lines import change_line
from mailbot.review.asking import MAX_TEXT, ask, cannot_ask
from mailbot.wording import N_

QUESTIONS = (
    N_("Which entry do you mean? Please give us the name or the title as it stands in our records."),
    N_("What exactly should the new value be? Please write it out in full."),
    N_("From which date on does this hold?"),
    N_("Does your organization's focal point agree with this change?"),
    N_("Who takes over the role and the Committee, with which e-mail address and phone number?"),
    N_("We could not read the attachment. Could you send it as text, or as a Word or Excel file?"),
)


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console/cases")
    edits = posted(site, "edit")

    @made.api_route("/{number}/ask", methods=["GET", "HEAD"])
    def form(request: Request, number: Number) -> Response:
        """The question's form; `?change=2` says what it is about."""
        visitor = site.require(request, "edit")
        about = request.query_params.get("change", "")
        chosen = (int(about),) if about.isascii() and about.isdigit() and len(about) < 6 else ()
        return _form(site, request, visitor, number, chosen)

    @made.post("/{number}/ask")
    def send(request: Request, number: Number, sent: Posted = edits) -> Response:
        """Put the question."""
        visitor, form = sent
        text, chosen = form.get("text", most=MAX_TEXT + 1000), numbers_in(form)
        own = site.wiring.settings.identity.address
        try:
            with site.wiring.store.begin() as session:
                case_at(session, number)
                ask(session, number, text, officer(visitor), visitor.now, chosen, own=own, door="web")
        except (AskPerson, InputRefused) as exc:
            return _form(site, request, visitor, number, chosen, text, str(exc))
        place = Links(request, visitor)(f"console/cases/{number}", done="ask")
        return Response(status_code=303, headers={"Location": place})

    return made


def _form(
    site: Site, request: Request, visitor: Visitor, number: int, chosen: tuple[int, ...], text: str = "",
    problem: str = "",
) -> Response:  # fmt: skip
    directory = site.directory()
    with site.wiring.store.read() as session:
        case = case_at(session, number)
        silent = cannot_ask(session, number, site.wiring.settings.identity.address)
    say = language_of_sender(site, case)
    lines = [(item, change_line(item.change, directory, visitor.say)) for item in case.items]
    return page(
        site, request, visitor, "ask", status=422 if problem else 200, case=case, lines=lines, chosen=chosen,
        text=text, problem=problem, silent=silent, most=MAX_TEXT, questions=[say(each) for each in QUESTIONS],
        spoken=say,
    )  # fmt: skip

"""What is posted from a case's page: approve, reject, undo.

Approving what is contradicted, removed, not sure or not proven takes a second, explicit confirmation in the
same form (`confirm`); a held case is released with a reason. A decision is made on the version that its form
was shown with. Who sends a form twice finds that it is done, and nothing is done again.
"""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from mailbot.doors.web.console.case import neighbours, show
from mailbot.doors.web.console.desk import Number, case_at, officer, rules
from mailbot.doors.web.console.proposal import confirmation
from mailbot.doors.web.forms import Form, Posted, posted
from mailbot.doors.web.links import Links
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import AskPerson, InputRefused
from mailbot.review.case import Case
from mailbot.review.decisions import Decision, Outcome, Verb, decide
from mailbot.review.rivals import rivals
from mailbot.wording import N_

CHANGED = N_("Nothing was done: the case has changed since you opened it. Look at it as it is now.")
CONFIRM = N_("Nothing was done: confirm first that you have looked at what is pointed out.")
NO_REASON = N_("Nothing was done: say why. The sender will read it.")
NO_RELEASE = N_("Nothing was done: the case is held; say why you let it pass.")
VERBS: dict[str, Verb] = {"approve": "approve", "reject": "reject", "undo": "undo"}
MOST_REASON = 2000


class Refused(Exception):
    """The form is not complete; the message is a text of the catalogues."""


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console/cases")
    decides = posted(site, "decide")

    @made.post("/{number}/decide")
    def decide_(request: Request, number: Number, sent: Posted = decides) -> Response:
        """Carry it out; then on to the next case, or back to this one where something of it still waits."""
        visitor, form = sent
        known = count_in(form, "known")
        with site.wiring.store.read() as session:
            after = neighbours(session, visitor, str(number)).after
        try:
            with site.wiring.store.begin() as session:
                case = case_at(session, number)
                decision = _decision(session, case, visitor, form)
                outcome = decide(session, number, decision, visitor.now, rules(site))
        except Refused as exc:
            return show(site, request, visitor, number, status=422, problem=str(exc), since=known)
        except (AskPerson, InputRefused) as exc:
            return refused(site, request, visitor, number, form, str(exc))
        if outcome.left:
            return show(site, request, visitor, number, status=409, problems=outcome.left)
        return _onward(site, request, visitor, number, decision.verb, outcome, after)

    return made


def refused(site: Site, request: Request, visitor: Visitor, number: int, form: Form, why: str) -> Response:
    """Nothing was done: the page anew, with what happened since the form was shown."""
    with site.wiring.store.read() as session:
        is_newer = case_at(session, number).version != count_in(form, "version")
    problem = CHANGED if is_newer else why
    return show(site, request, visitor, number, status=409, problem=problem, since=count_in(form, "known"))


def count_in(form: Form, name: str) -> int:
    """A hidden number; a form without it is none of ours (422)."""
    value = form.get(name, most=20)
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise HTTPException(422)
    return int(value)


def numbers_in(form: Form) -> tuple[int, ...]:
    values = form.all("change", most=20)
    if not all(value.isascii() and value.isdigit() and len(value) < 10 for value in values):
        raise HTTPException(422)
    return tuple(dict.fromkeys(map(int, values)))


def _decision(session: Session, case: Case, visitor: Visitor, form: Form) -> Decision:
    verb = VERBS.get(form.get("verb", most=20))
    if verb is None:
        raise HTTPException(422)
    only, version = numbers_in(form), count_in(form, "version")
    reason = form.get("reason", most=MOST_REASON) or None
    release = form.get("release", most=MOST_REASON) or None
    if verb == "reject" and reason is None:
        raise Refused(NO_REASON)
    if verb != "approve" or case.version != version:  # a case that moved is refused as a whole by `decide`
        return Decision(verb, officer(visitor), only, reason, version=version)
    if case.state == "held" and release is None:
        raise Refused(NO_RELEASE)
    concerned = [item for item in case.waiting if not only or item.number in only]
    against = rivals(session, case)
    must_confirm = confirmation(case, concerned, against)
    if must_confirm and form.get("confirm", most=40) != must_confirm:
        raise Refused(CONFIRM)
    overwrite = any(item.conflicts for item in concerned)
    return Decision(verb, officer(visitor), only, reason, release, overwrite, version)


def _onward(
    site: Site, request: Request, visitor: Visitor, number: int, verb: str, outcome: Outcome,
    after: str | None,
) -> Response:  # fmt: skip
    said = "second" if outcome.seconded and not outcome.done else verb
    with site.wiring.store.read() as session:
        stays = verb == "undo" or case_at(session, number).is_open
    to = Links(request, visitor)
    if stays and said != "second":
        place = to(f"console/cases/{number}", done=said)
    elif after is not None:
        place = to(f"console/cases/{after}", done=said, of=str(number))
    else:
        place = to("console", done=said, of=str(number))
    return Response(status_code=303, headers={"Location": place})

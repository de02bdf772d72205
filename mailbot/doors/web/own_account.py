"""`/account`: what somebody who is signed in changes of his own account.

POST /account/language   the language of his pages
POST /account/password   a new password, against the present one; all his sessions end, this one is begun anew
POST /account/sessions   all his other sessions end
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mailbot.accounts import entry, people, sessions
from mailbot.accounts.attempts import TooOften
from mailbot.accounts.model import Account
from mailbot.accounts.people import By
from mailbot.doors.web.forms import Form, Posted, posted
from mailbot.doors.web.links import root
from mailbot.doors.web.signing_in import in_words
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import InputRefused
from mailbot.wording import N_

_DIFFER = N_("The two new passwords differ. Type the same one twice.")


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/account")
    own = posted(site, "see")

    @made.api_route("", methods=["GET", "HEAD"], include_in_schema=False)
    def account(request: Request, done: str = "") -> Response:
        """The page."""
        return _page(site, request, site.require(request, "see"), done=done)

    @made.get("/{part}", include_in_schema=False)
    def back(request: Request) -> Response:
        """Whoever comes by the address of a form."""
        return site.go_to(request, "account")

    @made.post("/language", include_in_schema=False)
    def language(request: Request, sent: Posted = own) -> Response:
        """One of ours, or none: then the browser's."""
        wanted = sent.form.get("language", most=10)
        with site.wiring.store.begin() as session:
            address = _account(sent.visitor).address
            people.set_language(session, address, wanted if wanted in site.wordings.languages else None)
        # not in the language that the address names, which would hide the change
        return Response(status_code=303, headers={"Location": root(request) + "account?done=language"})

    @made.post("/password", include_in_schema=False)
    def password(request: Request, sent: Posted = own) -> Response:
        """A new one; whoever else is signed in as this account is so no longer."""
        account = _account(sent.visitor)
        try:
            token = _renewed(site, account, sent.form, sent.visitor)
        except InputRefused as exc:
            return _page(site, request, sent.visitor, 422, problem=sent.visitor.say(str(exc)))
        except TooOften as exc:
            problem = in_words(exc, sent.visitor)
            return _page(site, request, sent.visitor, 429, problem=problem, wait=exc.seconds)
        answer = site.go_to(request, "account?done=password")
        site.cookies.keep_session(answer, token)
        return answer

    @made.post("/sessions", include_in_schema=False)
    def end_others(request: Request, sent: Posted = own) -> Response:
        """Signed out everywhere but here."""
        account = _account(sent.visitor)
        with site.wiring.store.begin() as session:
            count = sessions.end_all(session, account)
            token = sessions.begin(session, account, site.wiring.clock.wall(), site.wiring.settings.web)
            by = By(account.address, "web", sent.visitor.now)
            by.note(session, "other sessions ended", account.address, ended=count - 1)
        answer = site.go_to(request, "account?done=sessions")
        site.cookies.keep_session(answer, token)
        return answer

    return made


def _renewed(site: Site, account: Account, form: Form, visitor: Visitor) -> str:
    """The token of the session that goes on. Raises InputRefused or TooOften."""
    wiring, new = site.wiring, form.verbatim("new")
    wall = wiring.clock.wall()
    if new != form.verbatim("again"):
        raise InputRefused(_DIFFER)
    entry.check_present_password(wiring.store, account.address, form.verbatim("present"), wall)
    with wiring.store.begin() as session:
        people.set_password(session, account.address, new, By(account.address, "web", visitor.now))
        sessions.end_all(session, account)
        session.flush()
        return sessions.begin(session, account, wall, wiring.settings.web)


def _account(visitor: Visitor) -> Account:
    assert visitor.account is not None
    return visitor.account


def _page(
    site: Site,
    request: Request,
    visitor: Visitor,
    status: int = 200,
    *,
    wait: int | None = None,
    **facts: Any,
) -> Response:
    account = _account(visitor)
    with site.wiring.store.read() as session:
        row = people.by_address(session, account.address)
        count = sessions.count(session, account, site.wiring.clock.wall(), site.wiring.settings.web)
    given = {"problem": "", "done": "", **facts}
    headers = {"Retry-After": str(wait)} if wait else None
    return site.page(
        request, "account/own", visitor, status=status, headers=headers, sessions=count,
        has_password=row is not None and row.password is not None,
        has_identity=row is not None and row.subject is not None, **given,
    )  # fmt: skip

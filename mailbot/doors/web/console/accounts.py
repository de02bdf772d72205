"""`/console/accounts`: who may sign in, and as what; officers manage it.

Nobody changes the role of his own account or disables it: so there is always one officer left. Passwords are
set for somebody else here; the own one is changed on `/account`.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from mailbot.accounts import people
from mailbot.accounts.people import By
from mailbot.doors.web.console.desk import officer, page
from mailbot.doors.web.forms import Form, Posted, posted
from mailbot.doors.web.links import Links
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import AskPerson, InputRefused
from mailbot.store.tables import ROLES
from mailbot.wording import N_

ROLE_WORDS = {
    "officer": N_("officer: decides, and manages accounts"),
    "editor": N_("editor: amends, adds and asks"), "viewer": N_("viewer: sees"),
}  # fmt: skip
DONE = {
    "add": N_("The account is made."), "role": N_("The role is changed, and the account signed out."),
    "disable": N_("The account is disabled, and signed out."), "enable": N_("The account is enabled."),
    "password": N_("The password is set, and the account signed out."),
}  # fmt: skip
NOT_ONESELF = N_("This cannot be done with your own account; another officer can do it.")


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console/accounts")
    manages = posted(site, "manage")

    @made.api_route("", methods=["GET", "HEAD"])
    def listed(request: Request) -> Response:
        """The accounts, by address."""
        return _list(site, request, site.require(request, "manage"))

    @made.post("")
    def change(request: Request, sent: Posted = manages) -> Response:
        """Make one, give it another role or password, disable or enable it."""
        visitor, form = sent
        verb = form.get("verb", most=20)
        try:
            with site.wiring.store.begin() as session:
                _change(session, visitor, form, verb)
        except (AskPerson, InputRefused) as exc:
            kept = (
                {name: form.get(name, most=300) for name in ("address", "name", "role")}
                if verb == "add"
                else {}
            )
            return _list(site, request, visitor, visitor.say(str(exc)), kept)
        place = Links(request, visitor)("console/accounts", done=verb)
        return Response(status_code=303, headers={"Location": place})

    return made


def _change(session: Session, visitor: Visitor, form: Form, verb: str) -> None:
    address = form.get("address", most=300)
    by = By(officer(visitor), "web", visitor.now)
    if verb == "add":
        password = form.verbatim("password") or None
        people.add(session, address, form.get("role", most=20), by, name=form.get("name", most=300),
                   password=password)  # fmt: skip
        return
    if people.folded(address) == officer(visitor):
        raise InputRefused(NOT_ONESELF)
    if verb == "role":
        people.set_role(session, address, form.get("role", most=20), by)
    elif verb == "disable":
        people.disable(session, address, by)
    elif verb == "enable":
        people.enable(session, address, by)
    elif verb == "password":
        people.set_password(session, address, form.verbatim("password") or None, by)
    else:
        raise InputRefused("verb: add, role, disable, enable or password")


def _list(
    site: Site, request: Request, visitor: Visitor, problem: str = "", given: Mapping[str, str] | None = None
) -> Response:
    with site.wiring.store.read() as session:
        rows = people.listed(session)
    return page(
        site, request, visitor, "accounts", status=422 if problem else 200, rows=rows, roles=ROLES,
        role_words=ROLE_WORDS, problem=problem, given=given or {}, me=officer(visitor),
        done=DONE.get(request.query_params.get("done", "")),
        by_provider=bool(site.wiring.settings.oidc.issuer),
    )  # fmt: skip

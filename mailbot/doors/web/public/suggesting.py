"""`/suggest`: a visitor's correction, in his own words. It becomes a mail that is held (`inbound.suggesting`)
and goes the way of every mail: read, put before TSB, answered when TSB has decided.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mailbot.accounts import attempts
from mailbot.accounts.sessions import new_token
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.cookies import client_of
from mailbot.doors.web.forms import Form, Posted, posted
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import InputRefused
from mailbot.inbound import suggesting
from mailbot.inbound.suggesting import MAX_NAME, MAX_TEXT, Suggestion
from mailbot.wording import N_

_WHERE = {"contacts": N_("Contact sheet"), "table": N_("Table of proposals"), "calendar": N_("Calendar")}
_FIELDS = ("name", "email", "text", "page")


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/suggest")
    anybody = posted(site)

    @made.api_route("", methods=["GET", "HEAD"])
    def form(request: Request) -> Response:
        """The form; `?page=contacts/cept-1` says what it is about."""
        visitor = site.visitor(request)
        page = request.query_params.get("page", "")[:300]
        return _form(site, request, visitor, dict.fromkeys(_FIELDS, "") | {"page": page})

    @made.post("")
    def send(request: Request, sent: Posted = anybody) -> Response:
        """Keep what the visitor wrote."""
        visitor, form = sent
        return _keep(site, request, visitor, form)

    return made


def _form(
    site: Site, request: Request, visitor: Visitor, given: dict[str, str], wrong: str = "", problem: str = ""
) -> Response:
    about = _about(site.directory(), given.get("page", ""))
    return site.form_page(
        request, "public/suggest", visitor, status=422 if wrong else 200, given=given, wrong=wrong,
        problem=problem, about=visitor.say.data(about) if about not in _WHERE.values() else
        visitor.say(about), most=MAX_TEXT, longest_name=MAX_NAME, done=False,
    )  # fmt: skip


def _keep(site: Site, request: Request, visitor: Visitor, form: Form) -> Response:
    wiring = site.wiring
    given = {name: form.get(name, most=20_000) for name in _FIELDS}
    about = _about(site.directory(), given["page"])
    try:
        made = Suggestion.of(given["name"], given["email"], given["text"], about)
    except InputRefused as exc:
        field, _, problem = str(exc).partition(": ")
        return _form(site, request, visitor, given, "email" if field == "address" else field, problem)
    with wiring.store.begin() as session:
        attempts.claim(
            session, wiring.clock.wall(), (attempts.SUGGESTIONS, client_of(request, wiring.settings))
        )
        suggesting.keep(session, made, wiring.settings.identity.address, new_token(), visitor.now)
    return site.page(request, "public/suggest", visitor, done=True, given=given)


def _about(directory: Directory, page: str) -> str:
    """What a page is about, in the directory's own words, for the subject of the mail."""
    place, _, rest = page.partition("/")
    kind, _, key = rest.partition("/") if place == "calendar" else ("contact", "", rest)
    record = directory.get(kind, key) if kind in ("contact", "meeting") else None
    call = directory.call(key) if kind == "event" else None
    if call is not None:
        return f"{call.title}, call {call.number}" if call.number else call.title
    if record is not None:
        what = getattr(record, "name", None) or getattr(record, "title", "")
        return f"{what} ({getattr(record, 'organization', '')})"
    return _WHERE.get(place, "")

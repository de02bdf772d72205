"""`/sign-in` and `/sign-out`: the way in and out of the console, with a password.

    GET  /sign-in?to=console/7  the form, and the button of the identity provider where one is configured
    POST /sign-in               303 to where one wanted to go, with a new session; else the form and why not
    POST /sign-out              303 to the overview; the session is over, whoever still has its cookie

The page that is asked for after signing in is one of our own, whatever `to` says (`links.safe_place`).
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from mailbot.accounts import entry
from mailbot.accounts.attempts import TooOften
from mailbot.accounts.entry import Knock
from mailbot.doors.web.cookies import client_of, may_sign_in
from mailbot.doors.web.forms import Posted, posted
from mailbot.doors.web.links import safe_place
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import InputRefused
from mailbot.wording import N_

HOME = "console"
INSECURE = N_(
    "Signing in needs https, or a browser on the very machine of the site: a password would be readable on "
    "its way. Set web.base_url to the site's https address."
)
_WAIT = N_("Too many attempts. Wait %(minutes)d min, then try again.")


def router(site: Site) -> APIRouter:
    made = APIRouter()
    anybody = posted(site)

    @made.api_route("/sign-in", methods=["GET", "HEAD"], include_in_schema=False)
    def form(request: Request, to: str = "") -> Response:
        """The form; who is signed in goes on at once."""
        visitor, place = site.visitor(request), safe_place(to, HOME)
        if visitor.account is not None:
            return site.go_to(request, place)
        return sign_in_page(site, request, visitor, to=place)

    @made.post("/sign-in", include_in_schema=False)
    def sign_in(request: Request, sent: Posted = anybody) -> Response:
        """With address and password."""
        visitor, fields = sent
        address, place = fields.get("address", most=320), safe_place(fields.get("to"), HOME)
        must_be_safe(site, request)
        wiring, web = site.wiring, site.wiring.settings.web
        try:
            token = entry.by_password(
                wiring.store, web, knock(site, request), address, fields.verbatim("password")
            )
        except InputRefused as exc:
            problem = visitor.say(str(exc))
            return sign_in_page(site, request, visitor, 422, to=place, problem=problem, known=address)
        except TooOften as exc:
            return too_often(site, request, visitor, exc, to=place, known=address)
        return welcome(site, request, token, place)

    @made.post("/sign-out", include_in_schema=False)
    def sign_out(request: Request, sent: Posted = anybody) -> Response:
        """End this session, and have the browser forget the pages it kept."""
        account, token = sent.visitor.account, site.cookies.session_token(request)
        if token:
            entry.sign_out(site.wiring.store, token, account.address if account else None, sent.visitor.now)
        answer = site.go_to(request, "")
        site.cookies.forget_session(answer)
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer

    return made


def sign_in_page(
    site: Site, request: Request, visitor: Visitor, status: int = 200, *, to: str = HOME, **facts: Any
) -> Response:
    """The form with the button of the provider. ``problem`` is why the last attempt failed, ``known`` the
    address that was typed, ``wait`` the seconds to wait."""
    given = {"problem": "", "known": "", **facts}
    wait = given.pop("wait", None)
    return site.form_page(
        request, "account/sign_in", visitor, status=status, to=to,
        provider=provider_label(site), insecure="" if may_sign_in(request, site.wiring.settings)
        else visitor.say(INSECURE), headers={"Retry-After": str(wait)} if wait else None, **given,
    )  # fmt: skip


def provider_label(site: Site) -> str:
    """What the button of the identity provider says; empty where there is none."""
    oidc, base = site.wiring.settings.oidc, site.wiring.settings.web.base_url
    if not oidc.issuer or not oidc.client_id or not base:
        return ""
    return oidc.label or oidc.issuer.partition("://")[2].partition("/")[0]


def too_often(site: Site, request: Request, visitor: Visitor, exc: TooOften, **facts: Any) -> Response:
    """429 (RFC 6585 section 4): the form, and how long to wait."""
    problem = in_words(exc, visitor)
    return sign_in_page(site, request, visitor, 429, problem=problem, wait=exc.seconds, **facts)


def in_words(exc: TooOften, visitor: Visitor) -> str:
    """How long to wait, in whole minutes."""
    return visitor.say(_WAIT) % {"minutes": -(-exc.seconds // 60)}


def must_be_safe(site: Site, request: Request) -> None:
    """Nobody signs in where others can read along."""
    if not may_sign_in(request, site.wiring.settings):
        raise HTTPException(403, INSECURE)


def knock(site: Site, request: Request) -> Knock:
    """Who is at the door."""
    clock, client = site.wiring.clock, client_of(request, site.wiring.settings)
    return Knock(client, site.cookies.session_token(request), clock.now(), clock.wall())


def welcome(site: Site, request: Request, token: str, place: str) -> Response:
    """To the page that was wanted, with the cookie of the new session; the form's cookie has served."""
    answer = site.go_to(request, place)
    site.cookies.keep_session(answer, token)
    site.cookies.forget_form(answer)
    return answer

"""`/sign-in/oidc` and `/sign-in/return`: the way in by the identity provider.

    POST /sign-in/oidc     a page that leads to the provider at once
    GET  /sign-in/return   where the provider sends the browser back to: 303 to where one wanted to go

The first is a page and no redirect: browsers hold what a form leads to against `form-action`, all the way
through the provider's own redirects, whose addresses nobody here knows.
"""

from __future__ import annotations

import logging

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from mailbot.accounts import attempts, entry, underway
from mailbot.accounts.attempts import TooOften
from mailbot.accounts.entry import NotAdmitted, Person
from mailbot.accounts.pruning import prune
from mailbot.accounts.underway import Underway
from mailbot.doors.web.cookies import client_of
from mailbot.doors.web.forms import Posted, posted
from mailbot.doors.web.links import safe_place
from mailbot.doors.web.signing_in import (
    HOME,
    knock,
    must_be_safe,
    provider_label,
    sign_in_page,
    too_often,
    welcome,
)
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import MailbotError
from mailbot.oauth import signing_in
from mailbot.oauth.provider import Provider
from mailbot.oauth.signing_in import Identity, NotProven
from mailbot.wording import N_

log = logging.getLogger(__name__)
AWAY = N_(
    "The identity provider cannot be used at the moment. Try again in a minute, or sign in with a password."
)
NOT_BEGUN = N_(
    "This sign-in was not begun in this browser, took too long, or has been used already. Begin again."
)
NO_PROVIDER = N_("This site has no identity provider. Sign in with a password.")


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/sign-in")
    anybody, provider = posted(site), Provider(site.wiring.settings.oidc)

    @made.post("/oidc", include_in_schema=False)
    def begin(request: Request, sent: Posted = anybody) -> Response:
        """Remember what is sent along, and go."""
        visitor, place = sent.visitor, safe_place(sent.form.get("to"), HOME)
        _must_have_provider(site, request)
        try:
            begun = _begun(site, request, provider, place)
        except TooOften as exc:
            return too_often(site, request, visitor, exc, to=place)
        except MailbotError as exc:
            log.warning("oidc: %s", exc)
            return _again(site, request, visitor, AWAY, place, 503)
        return site.page(request, "account/leaving", visitor, url=begun.url, provider=provider_label(site))

    @made.get("/oidc", include_in_schema=False)
    def back(request: Request) -> Response:
        """Whoever comes by the address of the form."""
        return site.go_to(request, "sign-in")

    @made.get("/return", include_in_schema=False)
    def finish(request: Request) -> Response:
        """Who it is; a HEAD, and a second GET, find nothing."""
        visitor = site.visitor(request)
        _must_have_provider(site, request)
        at_door, state = knock(site, request), request.query_params.get("state", "")
        browser = site.cookies.form_secret(request)
        with site.wiring.store.begin() as session:
            found = underway.take(session, state, browser, at_door.wall) if browser else None
        if found is None:
            return _again(site, request, visitor, NOT_BEGUN, HOME, 400)
        place = found.destination
        try:
            who = _identity(site, request, provider, found)
            person = Person(who.issuer, who.subject, who.address)
            token = entry.by_provider(site.wiring.store, site.wiring.settings.web, at_door, person)
        except NotProven as exc:
            log.warning("oidc: %s", exc.because)
            return _again(site, request, visitor, str(exc), place, 403)
        except NotAdmitted as exc:
            return _again(site, request, visitor, str(exc), place, 403)
        except MailbotError as exc:
            log.warning("oidc: %s", exc)
            return _again(site, request, visitor, AWAY, place, 503)
        return welcome(site, request, token, place)

    return made


def _begun(site: Site, request: Request, provider: Provider, place: str) -> signing_in.Begun:
    """Kept under the cookie that came with the form, which has been checked by now."""
    wall, browser = site.wiring.clock.wall(), site.cookies.form_secret(request)
    with site.wiring.store.begin() as session:
        prune(session, wall)
        attempts.claim(session, wall, (attempts.PROVIDER, client_of(request, site.wiring.settings)))
    begun = signing_in.begin(provider, _return_address(site))
    with site.wiring.store.begin() as session:
        kept = Underway(begun.nonce, begun.verifier, place)
        underway.keep(session, begun.state, browser, kept, wall)
    return begun


def _identity(site: Site, request: Request, provider: Provider, found: Underway) -> Identity:
    answer = dict(request.query_params)
    wall = site.wiring.clock.wall()
    return signing_in.finish(provider, found.nonce, found.verifier, _return_address(site), answer, wall)


def _return_address(site: Site) -> str:
    """What is registered at the provider for us."""
    return f"{site.wiring.settings.web.base_url}/sign-in/return"


def _must_have_provider(site: Site, request: Request) -> None:
    must_be_safe(site, request)
    if not provider_label(site):
        raise HTTPException(404, NO_PROVIDER)


def _again(site: Site, request: Request, visitor: Visitor, problem: str, place: str, status: int) -> Response:
    return sign_in_page(site, request, visitor, status, to=place, problem=visitor.say(problem))

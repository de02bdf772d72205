"""`/unsubscribe/TOKEN`: how a reader leaves a list, by one click of his mail program or of his own.

A GET or HEAD shows a page with a button and changes nothing, for scanners and previews follow every link of a
mail. Only a POST with `List-Unsubscribe=One-Click` acts (RFC 8058 section 3.1), at once: without cookie,
redirect or further question. The token is the proof; there is nothing to forge a request with but it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from mailbot.commands import leaving
from mailbot.commands.leaving import Leave
from mailbot.directory.choices import language_of
from mailbot.directory.load import load
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.site import Site
from mailbot.outbound.addressing import LEAVE, ONE_CLICK
from mailbot.outbound.composing import wording_for
from mailbot.outbound.planner import identity_of
from mailbot.outbound.recipients import by_address
from mailbot.store.keys import signer
from mailbot.tokens import read_text
from mailbot.wiring import Wiring
from mailbot.wording import Wording

_FIELD, _, _WORD = ONE_CLICK.partition("=")


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix=f"/{LEAVE}")

    @made.api_route("/{token}", methods=["GET", "HEAD"])
    def show(request: Request, token: str) -> Response:
        """The page with the button."""
        return _answer(site, request, token, act=False)

    @made.post("/{token}")
    async def leave(request: Request, token: str) -> Response:
        """Leave; a form without the field that RFC 8058 names does nothing."""
        try:
            async with request.form(max_files=0, max_fields=10) as form:
                act = form.get(_FIELD) == _WORD
        except HTTPException:  # no form that can be read
            act = False
        return await run_in_threadpool(_answer, site, request, token, act=act, posted=True)

    return made


def _answer(site: Site, request: Request, token: str, *, act: bool, posted: bool = False) -> Response:
    wiring, visitor = site.wiring, site.visitor(request)
    signs, now = signer(wiring.store, wiring.settings), visitor.now
    with wiring.store.begin() as session:
        directory = load(session)
        found = leaving.of_token(session, signs, read_text(token))
        if found is None:
            return site.page(request, "unknown", visitor, status=404)
        visitor = replace(
            visitor, say=_wording(wiring, found, directory, language_of(session, found.address))
        )
        facts: dict[str, Any] = {"list": found.mailing_list, "reader": found.address}
        facts |= {"field": _FIELD, "word": _WORD}
        if act:
            leaving.leave(session, found, now)
    if act or found.has_left:
        return site.page(request, "left", visitor, **facts)
    return site.page(request, "leave", visitor, status=400 if posted else 200, **facts)


def _wording(wiring: Wiring, found: Leave, directory: Directory, preferred: str | None) -> Wording:
    """The language in which we write to this person."""
    person = by_address(found.address, directory, preferred)
    return wording_for(person, directory, identity_of(wiring.settings))

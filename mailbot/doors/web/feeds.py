"""`/calendar/...`: the feeds that calendar programs subscribe to (`webcal`), at addresses that stay.

    /calendar/all.ics   /calendar/committee/COM3.ics   /calendar/organization/CEPT.ics

A feed is answered with 304 while it is what the program has (ETag, RFC 9110 section 8.8.3). The tag is weak:
it leaves DTSTAMP out, which says when the text was made and not that anything changed.
"""

from __future__ import annotations

import re

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from mailbot.directory.exports.feeds import feed
from mailbot.doors.web.tags import etag, has_tag
from mailbot.outbound.pacing import domain_of
from mailbot.wiring import Wiring

MEDIA_TYPE = "text/calendar; charset=utf-8"
CACHE = "public, max-age=900"
_STAMP = re.compile(rb"DTSTAMP[^\r\n]*\r?\n")


def router(wiring: Wiring) -> APIRouter:
    made = APIRouter(prefix="/calendar")

    @made.api_route("/all.ics", methods=["GET", "HEAD"])
    def everything(request: Request) -> Response:
        """All meetings and calls."""
        return _answer(request, wiring)

    @made.api_route("/committee/{code}.ics", methods=["GET", "HEAD"])
    def committee(request: Request, code: str) -> Response:
        """ITU-T's events that concern one Committee."""
        return _answer(request, wiring, committee=code)

    @made.api_route("/organization/{code}.ics", methods=["GET", "HEAD"])
    def organization(request: Request, code: str) -> Response:
        """One organization's meetings, and ITU-T's events."""
        return _answer(request, wiring, organization=code)

    return made


def _answer(
    request: Request, wiring: Wiring, *, committee: str | None = None, organization: str | None = None
) -> Response:
    domain = domain_of(wiring.settings.identity.address)
    content = feed(
        wiring.directory(), wiring.clock.now(), domain=domain, committee=committee, organization=organization
    )
    if content is None:
        raise HTTPException(404, "there is no such calendar")
    tag = etag(_STAMP.sub(b"", content))
    headers = {"ETag": tag, "Cache-Control": CACHE}
    if has_tag(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=MEDIA_TYPE, headers=headers)

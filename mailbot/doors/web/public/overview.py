"""`/`: the inter-regional coordination page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mailbot.doors.web.site import Site


def router(site: Site) -> APIRouter:
    made = APIRouter()

    @made.api_route("/", methods=["GET", "HEAD"])
    def overview(request: Request) -> Response:
        """What is next, and where everything is."""
        visitor = site.visitor(request)
        headers, unchanged = site.unchanged(request, visitor)
        if unchanged is not None:
            return unchanged
        upcoming = [call for call in site.directory().calls if call.ends >= visitor.now][:6]
        return site.page(request, "public/overview", visitor, headers=headers, upcoming=upcoming)

    return made

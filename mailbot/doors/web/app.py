"""The application: every router, the site they share, and the guard around all of it.

`create_app(wiring)` opens nothing; the database is opened by the first request that needs it.
"""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from mailbot import __version__
from mailbot.doors.web import feeds, health, leaving, static
from mailbot.doors.web.guard import Guard
from mailbot.doors.web.public import calendar, library, overview
from mailbot.doors.web.site import Site
from mailbot.errors import MailbotError
from mailbot.wiring import Wiring


def create_app(wiring: Wiring) -> FastAPI:
    """The site of this wiring."""
    app = FastAPI(
        title="mailbot", version=__version__, docs_url=None, redoc_url=None, openapi_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    site = Site.of(wiring)
    routers = (
        health.router(wiring), static.router(), leaving.router(site), feeds.router(wiring),
        overview.router(site), calendar.router(site), library.router(site),
    )  # fmt: skip
    for router in routers:
        app.include_router(router)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(MailbotError, _away)
    app.add_middleware(Guard, https=wiring.settings.web.base_url.startswith("https://"))
    return app


async def _refused(request: Request, exc: Exception) -> Response:
    """404, 405 and their like, in a word."""
    del request
    assert isinstance(exc, HTTPException)
    return PlainTextResponse(f"{exc.detail}\n", exc.status_code, headers=exc.headers)


async def _away(request: Request, exc: Exception) -> Response:
    """No programme yet, the database away: the operator's matter, which commands and logs explain."""
    del request, exc
    return PlainTextResponse("not available at the moment\n", 503, headers={"Retry-After": "60"})

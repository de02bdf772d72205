"""The application: every router, the pages they share, and the guard around all of it.

`create_app(wiring)` opens nothing; the database is opened by the first request that needs it.
"""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from mailbot.doors.web import feeds, health, leaving, style
from mailbot.doors.web.guard import Guard
from mailbot.doors.web.pages import Pages
from mailbot.wiring import Wiring


def create_app(wiring: Wiring) -> FastAPI:
    """The site of this wiring."""
    app = FastAPI(title="mailbot", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    pages = Pages.of(wiring)
    app.include_router(health.router(wiring))
    app.include_router(style.router())
    app.include_router(leaving.router(wiring, pages))
    app.include_router(feeds.router(wiring))
    app.add_exception_handler(HTTPException, _refused)
    app.add_middleware(Guard, https=wiring.settings.web.base_url.startswith("https://"))
    return app


async def _refused(request: Request, exc: Exception) -> Response:
    """404, 405 and their like, in a word."""
    del request
    assert isinstance(exc, HTTPException)
    return PlainTextResponse(f"{exc.detail}\n", exc.status_code, headers=exc.headers)

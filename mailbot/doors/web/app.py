"""The application: every router, the site they share, and the guard around all of it.

`create_app(wiring)` opens nothing; the database is opened by the first request that needs it.
"""

from __future__ import annotations

import threading

from fastapi import FastAPI

from mailbot import __version__
from mailbot.doors.web import by_provider, feeds, health, leaving, own_account, refusals, signing_in, static
from mailbot.doors.web.api.app import create_api
from mailbot.doors.web.console.routers import routers as console
from mailbot.doors.web.guard import Guard
from mailbot.doors.web.public import calendar, contacts, downloads, library, overview, suggesting, table
from mailbot.doors.web.site import Site
from mailbot.wiring import Wiring


def create_app(wiring: Wiring) -> FastAPI:
    """The site of this wiring."""
    app = FastAPI(
        title="mailbot", version=__version__, docs_url=None, redoc_url=None, openapi_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    app.state.ending = threading.Event()  # set it when the server is to stop: streams end then
    site = Site.of(wiring)
    routers = (
        health.router(wiring), static.router(), leaving.router(site), feeds.router(wiring),
        overview.router(site), calendar.router(site), library.router(site),
        suggesting.router(site), table.router(site), contacts.router(site), downloads.router(site),
        signing_in.router(site), by_provider.router(site), own_account.router(site),
        *console(site),
    )  # fmt: skip
    for router in routers:
        app.include_router(router)
    app.mount("/api/v1", create_api(site))
    refusals.install(app, site)
    app.add_middleware(Guard, base_url=wiring.settings.web.base_url)
    return app

"""All routers of the console, for the application."""

from __future__ import annotations

from fastapi import APIRouter

from mailbot.doors.web.console import (
    accounts,
    adding,
    amending,
    asking,
    case,
    deciding,
    events,
    log,
    mail_files,
    outbox,
    quarantine,
    queue,
)
from mailbot.doors.web.site import Site


def routers(site: Site) -> tuple[APIRouter, ...]:
    """In the order in which they are asked."""
    modules = (
        queue,
        events,
        mail_files,
        case,
        deciding,
        amending,
        asking,
        adding,
        quarantine,
        outbox,
        log,
        accounts,
    )
    return tuple(module.router(site) for module in modules)

"""What is answered instead of a page: not found, not allowed, too often, not available.

People get a page in their language that says what to do, htmx a notice to put into its page; below `/api`
it is `application/problem+json` (RFC 9457), and plain text where the address is that of a file or feed.
A reason given with HTTPException is a text of the catalogues, or is shown as it is.
"""

from __future__ import annotations

import logging
import re
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from jinja2 import TemplateError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from mailbot.accounts.attempts import TooOften
from mailbot.doors.web.site import Site
from mailbot.errors import AskPerson, Conflict, InputRefused, MailbotError
from mailbot.wording import N_

log = logging.getLogger(__name__)
_FILE = re.compile(r"/(?:static/.*|health|.*\.(?:ics|css|js|csv|xlsx|docx|pdf|json|vcf|ya?ml|txt|zip|eml))")
HEADINGS = {
    400: N_("This could not be understood"),
    401: N_("You are not signed in"),
    403: N_("This is not allowed"),
    404: N_("There is no such page"),
    405: N_("This page cannot be used like that"),
    409: N_("Something has changed meanwhile"),
    422: N_("This could not be understood"),
    429: N_("That was too often"),
    503: N_("Not available at the moment"),
}
_REASONS = {
    400: N_("Go back, correct what you entered, and try again."),
    401: N_("Sign in, and open the page again."),
    403: N_("Go back to the page you came from, or sign in with another account."),
    404: N_("The address may have been cut off on its way, or what it names has been removed."),
    405: N_("Open it from the page that leads to it."),
    409: N_("Open the page again to see how it is now."),
    422: N_("Go back, correct what you entered, and try again."),
    429: N_("Wait a little, and try again."),
    503: N_("Try again in a minute. If it stays like this, tell TSB."),
}
_OTHER = N_("Something is wrong with this request")


def install(app: FastAPI, site: Site) -> None:
    """Answers for everything that endpoints raise on purpose."""

    def refused(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, HTTPException)
        return answer(site, request, exc.status_code, str(exc.detail), dict(exc.headers or {}))

    def misread(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, RequestValidationError)
        said = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in exc.errors()[:5])
        return answer(site, request, 422, said if _is_api(request) else "")

    def ours(request: Request, exc: Exception) -> Response:
        if isinstance(exc, TooOften):
            return answer(site, request, 429, "", {"Retry-After": str(exc.seconds)})
        if isinstance(exc, InputRefused):
            return answer(site, request, 422, str(exc))
        if isinstance(exc, Conflict | AskPerson):
            return answer(site, request, 409, str(exc))
        log.warning("%s: %s", type(exc).__name__, exc)
        return answer(site, request, 503, "", {"Retry-After": "60"})

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, misread)
    app.add_exception_handler(MailbotError, ours)


def answer(
    site: Site, request: Request, status: int, reason: str = "", headers: dict[str, str] | None = None
) -> Response:
    """The refusal in the form that whoever asks can use. ``reason``: what to do, where that is known."""
    named = headers or {}
    if status < 400:
        return Response(status_code=status, headers=named)
    standard = HTTPStatus(status).phrase
    said = "" if reason == standard else reason
    if _is_api(request):
        problem = {"type": "about:blank", "title": standard, "status": status, "detail": said or standard}
        return JSONResponse(problem, status, headers=named, media_type="application/problem+json")
    if not _FILE.fullmatch(request.url.path):
        try:
            return _page(site, request, status, said, named)
        except (MailbotError, SQLAlchemyError, TemplateError):
            log.debug("the page of a refusal cannot be made", exc_info=True)
    fallback = "not available at the moment" if status == 503 else standard
    return PlainTextResponse(f"{said or fallback}\n", status, headers=named)


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _page(site: Site, request: Request, status: int, said: str, headers: dict[str, str]) -> Response:
    visitor = site.visitor(request)
    heading = visitor.say(HEADINGS.get(status, _OTHER))
    reason = visitor.say(said or _REASONS.get(status, ""))
    name = "refused_part" if "hx-request" in request.headers else "refused"
    return site.page(
        request, name, visitor, status=status, headers=headers, heading=heading, reason=reason, code=status
    )

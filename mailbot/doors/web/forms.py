"""What a POST must prove before it may change anything, and the form it brought.

    decides = posted(site, "decide")

    @made.post("/console/{case}/approve")
    def approve(request: Request, case: int, sent: Posted = decides) -> Response:
        visitor, form = sent
        numbers = form.all("number")

Asked is, in this order: that the browser does not name another site as the form's origin (Sec-Fetch-Site,
else Origin); the token, as field `csrf` or header `X-CSRF-Token`, which is bound to the session or, of
visitors who are not signed in, to the cookie that came with the form (`Site.form_page`); that the account may
do it. What fails is answered with 403 and a page that says what to do, an ended session with the way to the
sign-in page; nothing has been done then. The one-click address of RFC 8058 is not asked (`leaving`): its
token is its proof, and mail programs send nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from mailbot.accounts.model import Action
from mailbot.doors.web.cookies import is_token_of
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.wording import N_

log = logging.getLogger(__name__)

MOST_FIELDS = 500
FIELD, HEADER = "csrf", "x-csrf-token"

FOREIGN = N_("This form was sent from another site, so nothing was done. Open the page here and try again.")
STALE = N_("This form is no longer valid, so nothing was done. Open its page again, and send it from there.")
UNREADABLE = N_(
    "The form could not be read, so nothing was done. Open its page again, and send it from there."
)
TOO_LONG = N_("A field of the form is longer than this page allows, so nothing was done. Shorten it.")


@dataclass(frozen=True)
class Form:
    """The fields of a form, as text: line ends are LF, and there is no NUL, which no database keeps."""

    fields: tuple[tuple[str, str], ...]

    def get(self, name: str, default: str = "", *, most: int = 4000) -> str:
        """The first field of this name, without blanks around it; one of more than ``most`` characters is
        refused (422)."""
        return next(self._of(name, most), default)

    def all(self, name: str, *, most: int = 4000) -> list[str]:
        return list(self._of(name, most))

    def __contains__(self, name: object) -> bool:
        return any(name == each for each, _ in self.fields)

    def _of(self, name: str, most: int) -> Iterator[str]:
        for each, value in self.fields:
            if each == name:
                if len(value) > most:
                    raise HTTPException(422, TOO_LONG)
                yield value.strip()

    def verbatim(self, name: str) -> str:
        """The field with the blanks around it, for passwords."""
        return next((value for each, value in self.fields if each == name), "")


class Posted(NamedTuple):
    """Who sent the form, and what is in it."""

    visitor: Visitor
    form: Form


def posted(site: Site, action: Action | None = None) -> Any:
    """A dependency that gives `Posted`; without ``action`` anybody may send the form."""
    return Depends(_reader(site, action))


def _reader(site: Site, action: Action | None) -> Callable[[Request], Awaitable[Posted]]:
    async def read(request: Request) -> Posted:
        _of_this_site(site, request)
        form = await _form(request)
        return Posted(await run_in_threadpool(_proven, site, request, form, action), form)

    return read


async def _form(request: Request) -> Form:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("", "application/x-www-form-urlencoded", "multipart/form-data"):
        raise HTTPException(415, UNREADABLE)
    try:
        async with request.form(max_files=0, max_fields=MOST_FIELDS) as sent:
            fields = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
    except (HTTPException, UnicodeDecodeError):
        raise HTTPException(400, UNREADABLE) from None
    return Form(tuple((name, _tidy(value)) for name, value in fields))


def _tidy(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _of_this_site(site: Site, request: Request) -> None:
    """The browser's own word on where the form comes from; a client that says nothing has the token."""
    from_where = request.headers.get("sec-fetch-site", "").strip().lower()
    origin = request.headers.get("origin")
    if from_where:
        if from_where not in ("same-origin", "none"):
            raise _refused(request, FOREIGN)
    elif origin is not None:
        own = {
            request.headers.get("host", "").lower(),
            urlsplit(site.wiring.settings.web.base_url).netloc.lower(),
        }
        if _host(origin) not in own - {""}:
            raise _refused(request, FOREIGN)


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _proven(site: Site, request: Request, form: Form, action: Action | None) -> Visitor:
    cookies, visitor = site.cookies, site.visitor(request)
    token = request.headers.get(HEADER) or form.get(FIELD, most=1000)
    good = is_token_of(
        cookies.session_token(request), token
    )  # of a session that is over, too: it is our form
    if visitor.account is None:
        good = good or is_token_of(cookies.form_secret(request), token)
    if not good:
        raise _refused(request, STALE)
    return visitor if action is None else site.allowed(request, visitor, action)


def _refused(request: Request, reason: str) -> HTTPException:
    """Logged, for this may be an attack (ASVS 5.0, 16.3.3)."""
    origin = request.headers.get("sec-fetch-site") or request.headers.get("origin") or "-"
    log.warning("a form was refused: %.200a, origin %.100a: %s", request.url.path, origin, reason)
    return HTTPException(403, reason)

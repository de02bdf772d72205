"""What all routers share: the wiring, the directory as it is now, who asks, and the pages.

A page is rendered from `templates/web/<name>.html` in the same sandbox and with the same catalogues as the
mails. Its links are relative, for a proxy may have put the site below a path. What everybody may read has an
ETag (RFC 9110 section 8.8.3) made from what the page depends on, so that an unchanged page is not made again.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn
from urllib.parse import urlencode, urlsplit

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment
from sqlalchemy.exc import OperationalError

from mailbot import __version__
from mailbot.accounts import sessions
from mailbot.accounts.model import Account, Action
from mailbot.directory.load import load, revision
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.cookies import Cookies, form_token
from mailbot.doors.web.links import Here, Links, place_of_page, root
from mailbot.doors.web.tags import etag, has_tag
from mailbot.doors.web.visitor import Visitor, in_order
from mailbot.outbound.composing import environment
from mailbot.resources import TEMPLATES
from mailbot.wiring import Wiring
from mailbot.wording import N_, Wording, Wordings

log = logging.getLogger(__name__)

FOLDER = TEMPLATES / "web"
LANGUAGE_NAMES = {
    "en": "English", "fr": "Français", "es": "Español", "ru": "Русский", "ar": "العربية", "zh": "中文",
}  # fmt: skip
PUBLIC = "public, max-age=60"
NOT_ALLOWED: dict[Action, str] = {
    "see": N_("Your account may not see this page. An officer can give it another role."),
    "edit": N_("Your account may look at this, but not change it: that takes the role editor or officer."),
    "decide": N_("Your account may not decide: that takes the role officer."),
    "manage": N_("Your account may not do this: that takes the role officer."),
}


@dataclass
class Site:
    """One site; what it knows of the directory is read again when that has changed."""

    wiring: Wiring
    wordings: Wordings
    _known: tuple[tuple[int, int], Directory] | None = field(default=None, repr=False)
    _loading: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _templates: dict[str, Environment] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, wiring: Wiring) -> Site:
        return cls(wiring, Wordings(wiring.settings.translations.folder))

    def directory(self) -> Directory:
        """The directory as it is now. Raises UsageError where no programme has been imported yet."""
        return self.known()[1]

    def known(self) -> tuple[tuple[int, int], Directory]:
        """The directory and its revision, which differs whenever the directory does."""
        with self.wiring.store.read() as session:
            now = revision(session)
            found = self._known
            if found is None or found[0] != now:
                with self._loading:  # who waited here finds it loaded
                    found = self._known
                    if found is None or found[0] != now:
                        found = self._known = (now, load(session))
        return found

    @property
    def cookies(self) -> Cookies:
        return Cookies(self.wiring.settings.web.base_url.startswith("https://"))

    def visitor(self, request: Request) -> Visitor:
        """Who asks, and in which language: the one the address names (`?lang=fr`), else his account's, else
        the browser's, else the programme's first. Without the cookie the database is not asked who it is."""
        asked = request.query_params.get("lang", "")
        chosen = asked if asked in self.wordings.languages else None
        token = self.cookies.session_token(request)
        account = self._signed_in(token, _is_done(request)) if token else None
        accepted = in_order(request.headers.get("accept-language", ""))
        own = account.language if account else None
        say = self.wordings.of(chosen, own, *accepted, *self.directory().programme.languages[:1])
        now = self.wiring.clock.now()
        if account is None:
            return Visitor(say, now, None, chosen)
        return Visitor(say, now, account, chosen, form_token(token), sessions.digest(token)[:16])

    def _signed_in(self, token: str, is_done: bool) -> Account | None:
        """Whose session it is. Its hours run by the real clock, whatever the programme's says."""
        web, now, store = self.wiring.settings.web, self.wiring.clock.wall(), self.wiring.store
        with store.read() as session:
            found = sessions.find(session, token, now, web)
        if found is not None and found.stale and is_done:
            with suppress(OperationalError), store.begin() as session:  # whoever writes goes first
                sessions.touch(session, token, now)
        return found.account if found else None

    def require(self, request: Request, action: Action) -> Visitor:
        """The visitor, if his account may do this. Else the way to the sign-in page and back (303, of htmx
        `HX-Redirect`), or 403 where his role does not allow it."""
        return self.allowed(request, self.visitor(request), action)

    def allowed(self, request: Request, visitor: Visitor, action: Action) -> Visitor:
        """As `require`, of a visitor who is known already."""
        if visitor.account is None:
            self._to_sign_in(request, visitor)
        if not visitor.may(action):
            who, path = visitor.account, request.url.path
            log.warning("%s, %s, may not %s: %s %.200a", who.address, who.role, action, request.method, path)
            raise HTTPException(403, NOT_ALLOWED[action])
        return visitor

    def _to_sign_in(self, request: Request, visitor: Visitor) -> NoReturn:
        base = self.wiring.settings.web.base_url
        live = "hx-request" in request.headers
        if live or request.method not in ("GET", "HEAD"):
            back = place_of_page(request, base, "console")
        else:
            back = Here(request).place
        if live:  # htmx takes the address from the browser's page on, not from the one it asked for
            query = urlencode({"to": back, **({"lang": visitor.chosen} if visitor.chosen else {})})
            raise HTTPException(401, headers={"HX-Redirect": f"{urlsplit(base).path}/sign-in?{query}"})
        raise HTTPException(303, headers={"Location": Links(request, visitor)("sign-in", to=back)})

    def go_to(self, request: Request, place: str) -> Response:
        """303 to a place of ours (`safe_place`), after a form; in the language that its address names."""
        chosen = request.query_params.get("lang", "")
        path, _, query = place.partition("?")
        if chosen in self.wordings.languages and "lang=" not in query:
            place = f"{path}?{query}&lang={chosen}" if query else f"{path}?lang={chosen}"
        return Response(status_code=303, headers={"Location": root(request) + place})

    def form_page(
        self,
        request: Request,
        name: str,
        visitor: Visitor,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **facts: Any,
    ) -> HTMLResponse:
        """As `page`, with a form that visitors who are not signed in may send, too: the page brings the
        cookie that `visitor.csrf` is bound to then, and nobody keeps it."""
        if visitor.account is not None:
            return self.page(request, name, visitor, status=status, headers=headers, **facts)
        secret = self.cookies.form_secret(request) or sessions.new_token()
        visitor = replace(visitor, csrf=form_token(secret))
        made = self.page(request, name, visitor, status=status, headers=headers, **facts)
        self.cookies.keep_form(made, secret)
        return made

    def page(
        self,
        request: Request,
        name: str,
        visitor: Visitor,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **facts: Any,
    ) -> HTMLResponse:
        """`templates/web/<name>.html` with the facts, and with what every page gets: `visitor`, `programme`,
        `site`, `address`, `go` (an address of ours: `go("contacts", committee="COM3")`), `languages`,
        `here`."""
        identity = self.wiring.settings.identity
        text = self._environment(visitor.say).get_template(f"{name}.html").render(
            programme=self.directory().programme, address=identity.address, site=identity.name,
            visitor=visitor, languages=LANGUAGE_NAMES, here=Here(request), go=Links(request, visitor),
            **facts,
        )  # fmt: skip
        return HTMLResponse(
            text, status, headers={"Content-Language": visitor.say.language, **(headers or {})}
        )

    def _environment(self, say: Wording) -> Environment:
        """The templates in this language, compiled once."""
        if say is not self.wordings.of(say.language):  # words from elsewhere, of a mail's recipient
            return environment(FOLDER, say)
        if say.language not in self._templates:
            self._templates[say.language] = environment(FOLDER, say)
        return self._templates[say.language]

    def unchanged(
        self, request: Request, visitor: Visitor, *rests_on: object
    ) -> tuple[dict[str, str], Response | None]:
        """The headers of a page that everybody may read, and the 304 if the browser has it already.
        ``rests_on`` is what the page depends on besides the directory, its address, the language, who sees it
        and the day."""
        who = visitor.account.role if visitor.account else ""
        day = visitor.now.astimezone(self.directory().zone).date()
        parts = (__version__, self.known()[0], str(request.url), visitor.say.language, who, visitor.seal, day,
                 rests_on)  # fmt: skip
        tag = etag(*parts)
        private = "private, no-cache"
        headers = {
            "ETag": tag, "Vary": "Accept-Language, Cookie",
            "Cache-Control": private if visitor.account else PUBLIC,
        }  # fmt: skip
        if has_tag(request.headers.get("if-none-match", ""), tag):
            return headers, Response(status_code=304, headers=headers)
        return headers, None


def _is_done(request: Request) -> bool:
    """Whether somebody did something: what a page fetches by itself keeps no session alive."""
    by_script = request.headers.get("sec-fetch-mode", "navigate") != "navigate"
    return request.method == "POST" or not (by_script or "hx-request" in request.headers)

"""What all routers share: the wiring, the directory as it is now, who asks, and the pages.

A page is rendered from `templates/web/<name>.html` in the same sandbox and with the same catalogues as the
mails. Its links are relative, for a proxy may have put the site below a path. What everybody may read has an
ETag (RFC 9110 section 8.8.3) made from what the page depends on, so that an unchanged page is not made again.
"""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from mailbot import __version__
from mailbot.directory.load import load, revision
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.visitor import Visitor
from mailbot.outbound.composing import environment
from mailbot.resources import TEMPLATES
from mailbot.wiring import Wiring
from mailbot.wording import Wordings

FOLDER = TEMPLATES / "web"
LANGUAGE_NAMES = {
    "en": "English", "fr": "Français", "es": "Español", "ru": "Русский", "ar": "العربية", "zh": "中文",
}  # fmt: skip
_MOST_LANGUAGES = 10
PUBLIC = "public, max-age=60"


@dataclass
class Site:
    """One site; what it knows of the directory is read again when that has changed."""

    wiring: Wiring
    wordings: Wordings
    _known: tuple[tuple[int, int], Directory] | None = field(default=None, repr=False)
    _loading: threading.Lock = field(default_factory=threading.Lock, repr=False)

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
                with self._loading:
                    found = self._known = (now, load(session))
        return found

    def visitor(self, request: Request) -> Visitor:
        """Who asks, and in which language: the one the address names (`?lang=fr`), else his account's, else
        the browser's, else the programme's first."""
        asked = request.query_params.get("lang", "")
        chosen = asked if asked in self.wordings.languages else None
        accepted = _in_order(request.headers.get("accept-language", ""))
        say = self.wordings.of(chosen, *accepted, *self.directory().programme.languages[:1])
        return Visitor(say, self.wiring.clock.now(), None, chosen)

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
        text = environment(FOLDER, visitor.say).get_template(f"{name}.html").render(
            programme=self.directory().programme, address=identity.address, site=identity.name,
            visitor=visitor, languages=LANGUAGE_NAMES, here=_Here(request), go=_Links(request, visitor),
            **facts,
        )  # fmt: skip
        return HTMLResponse(
            text, status, headers={"Content-Language": visitor.say.language, **(headers or {})}
        )

    def unchanged(
        self, request: Request, visitor: Visitor, *rests_on: object
    ) -> tuple[dict[str, str], Response | None]:
        """The headers of a page that everybody may read, and the 304 if the browser has it already.
        ``rests_on`` is what the page depends on besides the directory, its address, the language, who sees it
        and the day."""
        who = visitor.account.role if visitor.account else ""
        day = visitor.now.astimezone(self.directory().zone).date()
        parts = (__version__, self.known()[0], str(request.url), visitor.say.language, who, day, rests_on)
        tag = f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
        private = "private, no-cache"
        headers = {
            "ETag": tag, "Vary": "Accept-Language, Cookie",
            "Cache-Control": private if visitor.account else PUBLIC,
        }  # fmt: skip
        if has_tag(request.headers.get("if-none-match", ""), tag):
            return headers, Response(status_code=304, headers=headers)
        return headers, None


@dataclass(frozen=True)
class _Here:
    """Where the page is: `path` from the site's beginning, and its query."""

    _request: Request = field(repr=False)

    @property
    def path(self) -> str:
        return self._request.url.path.lstrip("/")

    def to(self, **query: str | None) -> str:
        """This very page with other query parameters; None takes one away."""
        asked = {**self._request.query_params, **query}
        return "?" + urlencode({name: value for name, value in asked.items() if value is not None})


@dataclass(frozen=True)
class _Links:
    """An address of ours from this page on: relative, with the language that was chosen."""

    _request: Request = field(repr=False)
    _visitor: Visitor = field(repr=False)

    def __call__(self, path: str = "", **query: str | None) -> str:
        root = "../" * self._request.url.path.lstrip("/").count("/") or "./"
        asked = {"v": __version__} if path.startswith("static/") else {"lang": self._visitor.chosen, **query}
        text = urlencode({name: value for name, value in asked.items() if value is not None})
        return root + path.lstrip("/") + (f"?{text}" if text else "")


def has_tag(known: str, tag: str) -> bool:
    """Weak comparison (RFC 9110 section 8.8.3.2) with one of the tags that the client names."""
    opaque = tag.removeprefix("W/")
    return known.strip() == "*" or opaque in (each.strip().removeprefix("W/") for each in known.split(","))


def _in_order(accepted: str) -> list[str]:
    """The languages of an Accept-Language header (RFC 9110 section 12.5.4) by their weight, those of one
    weight in the header's order."""
    found: list[tuple[float, str]] = []
    for part in accepted[:500].split(",")[:_MOST_LANGUAGES]:
        match = re.fullmatch(r"\s*([A-Za-z]{2,3})(?:-[\w-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*", part)
        if match and float(match[2] or 1) > 0:
            found.append((-float(match[2] or 1), match[1].lower()))
    return [language for _, language in sorted(found, key=lambda each: each[0])]

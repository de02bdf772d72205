"""Addresses of our own: relative, for a proxy may have put the site below a path."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request

from mailbot import __version__
from mailbot.doors.web.visitor import Visitor

_LONGEST = 1000
_PLACE = re.compile(r"[A-Za-z0-9%_.~!$&'()*+,;=:@/-]*(\?[A-Za-z0-9%_.~!$&'()*+,;=:@/?-]*)?")


@dataclass(frozen=True)
class Here:
    """Where the page is: `path` from the site's beginning, and its query."""

    _request: Request = field(repr=False)

    @property
    def path(self) -> str:
        return self._request.url.path.lstrip("/")

    @property
    def place(self) -> str:
        """This very page, as `?to=` of the sign-in page names it."""
        query = self._request.url.query
        return quote(self.path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")

    def to(self, **query: str | None) -> str:
        """This very page with other query parameters; None takes one away."""
        asked = {**self._request.query_params, **query}
        return "?" + urlencode({name: value for name, value in asked.items() if value is not None})


@dataclass(frozen=True)
class Links:
    """An address of ours from this page on: relative, with the language that was chosen."""

    _request: Request = field(repr=False)
    _visitor: Visitor = field(repr=False)

    def __call__(self, path: str = "", **query: str | None) -> str:
        asked = {"v": __version__} if path.startswith("static/") else {"lang": self._visitor.chosen, **query}
        text = urlencode({name: value for name, value in asked.items() if value is not None})
        return root(self._request) + path.lstrip("/") + (f"?{text}" if text else "")


def root(request: Request) -> str:
    """From the page that is asked for to the site's beginning: `../../`, at least `./`. A slash that is part
    of a name (`%2F`) is no step: browsers see the address as it was written."""
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return "../" * raw.lstrip(b"/").count(b"/") or "./"


def safe_place(text: str, otherwise: str = "") -> str:
    """A place of the site, from its beginning, with query; ``otherwise`` for none, and for whatever might
    lead elsewhere: an address with host or scheme, a way out of our folder, a line end."""
    if not text or len(text) > _LONGEST or not _PLACE.fullmatch(text):
        return otherwise
    path = text.partition("?")[0]
    steps = path.replace("%2e", ".").replace("%2E", ".").split("/")
    leads_out = path.startswith("/") or any(step in (".", "..") for step in steps) or ":" in steps[0]
    return otherwise if leads_out else text


def place_of_page(request: Request, base_url: str, otherwise: str = "") -> str:
    """The page that a form or htmx asks from, as the browser names it."""
    named = request.headers.get("hx-current-url") or request.headers.get("referer") or ""
    try:
        parts = urlsplit(named)
    except ValueError:
        return otherwise
    path = parts.path.removeprefix(urlsplit(base_url).path).lstrip("/")
    return safe_place(path + (f"?{parts.query}" if parts.query else ""), otherwise)

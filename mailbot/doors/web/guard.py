"""What every answer has and every request is held to, in one place, whatever the router.

- The browser is told to load nothing from elsewhere, to run no script (the console: none but our own files),
  to guess no type, to tell no other site where one came from, and not to show us in a frame. A page that
  needs more says so with headers of its own, which are kept. Our own forms still name their origin, which
  `no-referrer` would take from them (Fetch standard, "append a request Origin header").
- A body of more than `MAX_BODY` octets is refused (413) before anybody reads it all.
- What nobody caught is logged and answered with 500 and no detail.
"""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger(__name__)

MAX_BODY = 64 * 1024
POLICY = "Content-Security-Policy"
PUBLIC = (
    "default-src 'none'; object-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
CONSOLE = f"{PUBLIC}; script-src 'self'; connect-src 'self'; frame-src 'self'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
LASTING = "max-age=31536000"  # a year of https only (RFC 6797), where the site is https
WHOLE_HOST = f"{LASTING}; includeSubDomains"  # where the site has its host to itself


class TooLarge(Exception):
    """The body is larger than anybody needs."""


class Guard:
    """ASGI middleware, the outermost; ``base_url`` is the address that the site is known by."""

    def __init__(self, app: ASGIApp, *, base_url: str = "") -> None:
        self.app = app
        self.headers = dict(HEADERS)
        address = urlsplit(base_url)
        if address.scheme == "https":
            self.headers["Strict-Transport-Security"] = LASTING if address.path else WHOLE_HOST

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def guarded(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                headers.setdefault(POLICY, policy_of(scope["path"]))
            await send(message)

        try:
            _refuse_announced(scope)
            await self.app(scope, _bounded(receive), guarded)
        except TooLarge:
            if not begun:
                await _plain(guarded, 413, "too large")
        except Exception:
            log.exception("%s %s failed", scope["method"], _without_token(scope["path"]))
            if begun:
                raise
            await _plain(guarded, 500, "something went wrong here")


def policy_of(path: str) -> str:
    """What the page at this address may load and do."""
    return CONSOLE if path.split("/")[1:2] == ["console"] else PUBLIC


def _refuse_announced(scope: Scope) -> None:
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if not announced.isdigit() or len(announced) > 9 or int(announced) > MAX_BODY:
        raise TooLarge


def _bounded(receive: Receive) -> Receive:
    """Gives the body on, at most `MAX_BODY` octets of it."""
    read = 0

    async def bounded() -> MutableMapping[str, Any]:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MAX_BODY:
            raise TooLarge
        return message

    return bounded


def _without_token(path: str) -> str:
    """A log is read by people whom a link was not given to."""
    return "/".join(path.split("/")[:2])


async def _plain(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode() + b"\n"})

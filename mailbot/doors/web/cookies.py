"""Our two cookies, and the tokens of forms, which are bound to them.

| cookie | holds | lives |
| --- | --- | --- |
| `__Host-mailbot` | the session of somebody who is signed in | as long as the browser, at most the session |
| `__Host-mailbot-form` | a secret of a visitor who opened a form; nothing is kept of it here | two hours |

Both are Secure, HttpOnly, SameSite=Lax, for this host alone and all its paths (RFC 6265bis section 4.1.3).
Where the site is served by plain http on a loopback address they are called `mailbot-session` and
`mailbot-form`, without Secure.

A form's token is HMAC-SHA256 with the cookie's secret as key: only who knows the cookie can make one, it is
good for this session alone, and checking it asks no database. It is masked anew for each page, so that a
compressed page does not give it away (BREACH).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from ipaddress import ip_address

from fastapi import Request
from fastapi.responses import Response

from mailbot.accounts.sessions import TOKEN
from mailbot.settings import Settings, is_loopback

FORM_SECONDS = 2 * 60 * 60
_SIZE = 32  # octets of a MAC and its mask
_PURPOSE = b"mailbot form"


@dataclass(frozen=True)
class Cookies:
    """The cookies of a site that is known by an https address, or not."""

    secure: bool

    @property
    def session(self) -> str:
        return "__Host-mailbot" if self.secure else "mailbot-session"

    @property
    def form(self) -> str:
        return "__Host-mailbot-form" if self.secure else "mailbot-form"

    def session_token(self, request: Request) -> str:
        """What the session cookie holds; empty where there is none that could be ours."""
        return _ours(request, self.session)

    def form_secret(self, request: Request) -> str:
        return _ours(request, self.form)

    def keep_session(self, response: Response, token: str) -> None:
        self._set(response, self.session, token)

    def keep_form(self, response: Response, secret: str) -> None:
        self._set(response, self.form, secret, FORM_SECONDS)

    def forget_session(self, response: Response) -> None:
        self._set(response, self.session, "", 0)

    def forget_form(self, response: Response) -> None:
        self._set(response, self.form, "", 0)

    def _set(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
        )


def form_token(secret: str) -> str:
    """A token for the forms of whoever has this cookie."""
    mask = secrets.token_bytes(_SIZE)
    return base64.urlsafe_b64encode(mask + _mixed(mask, _mac(secret))).rstrip(b"=").decode()


def is_token_of(secret: str, token: str) -> bool:
    """Whether this token was made for this cookie."""
    if not secret or len(token) != (2 * _SIZE * 8 + 5) // 6:
        return False
    try:
        raw = base64.b64decode(token + "==", altchars=b"-_", validate=True)
    except ValueError:
        return False
    return hmac.compare_digest(_mixed(raw[:_SIZE], raw[_SIZE:]), _mac(secret))


def may_sign_in(request: Request, settings: Settings) -> bool:
    """Whether a password may be typed here: the site is https, or plain http on this very machine. Behind a
    proxy, Host says nothing of where the browser is."""
    web = settings.web
    is_here = not web.behind_proxy and is_loopback(request.url.hostname or "")
    return web.base_url.startswith("https://") or is_here


def client_of(request: Request, settings: Settings) -> str:
    """Who asks, for counting: the address, of IPv6 its network of 64 bits. A proxy's word counts where
    `web.behind_proxy` says so: the last entry of X-Forwarded-For is the one that it wrote itself."""
    text = request.client.host if request.client else ""
    if settings.web.behind_proxy:
        forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
        text = forwarded.rpartition(",")[2].strip() or text
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(address.ipv4_mapped) if address.ipv4_mapped else address.exploded[:19] + "::/64"
    return str(address)


def _ours(request: Request, name: str) -> str:
    value = request.cookies.get(name, "")
    return value if TOKEN.fullmatch(value) else ""


def _mac(secret: str) -> bytes:
    return hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()


def _mixed(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))

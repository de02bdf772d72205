"""What an OpenID provider says of itself (Discovery 1.0, RFC 8414), its keys (RFC 7517), and asking it.

Failure semantics: every request is bounded in time and size and follows no redirect. No connection, a 5xx or
429 is Retry; whatever else is not as the standards have it is ProviderRefused, which names what to change.
The document and the keys are kept for an hour; a key that is not among them has them fetched again, once a
minute at most, for providers replace their keys. All is https; plain http is only spoken to this machine.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mailbot.errors import Retry, UsageError
from mailbot.settings_mail import is_loopback
from mailbot.settings_web import Oidc

WELL_KNOWN = "/.well-known/openid-configuration"
_KEPT = 3600.0  # seconds
_ASK_AGAIN = 60.0
_MOST = 1024 * 1024  # octets of an answer
_TIMEOUT = httpx.Timeout(5.0)


class ProviderRefused(UsageError):
    """The provider, or what `[oidc]` says of it, must be corrected."""


@dataclass(frozen=True)
class Document:
    """The provider's endpoints. ``names_itself``: its answers carry `iss` (RFC 9207)."""

    authorization: str
    token: str
    userinfo: str
    keys: str
    auth_methods: tuple[str, ...]
    names_itself: bool


@dataclass
class Provider:
    """The provider of `[oidc]`. May be used from any thread; nothing is asked before it is needed."""

    settings: Oidc
    _document: tuple[float, Document] | None = field(default=None, repr=False)
    _keys: tuple[float, KeySet] | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def document(self) -> Document:
        """What it says of itself. Raises Retry or ProviderRefused."""
        with self._lock:
            if self._document is None or time.monotonic() > self._document[0] + _KEPT:
                self._document = (time.monotonic(), self._read_document())
            return self._document[1]

    def signing_keys(self, *, anew: bool = False) -> KeySet:
        """The keys it signs with; ``anew``: those in hand were not enough."""
        url = self.document().keys
        with self._lock:
            age = _KEPT + 1 if self._keys is None else time.monotonic() - self._keys[0]
            if self._keys is None or age > (_ASK_AGAIN if anew else _KEPT):
                self._keys = (time.monotonic(), self._read_keys(url))
            return self._keys[1]

    def ask(
        self, method: str, url: str, *, bearer: str = "", form: Mapping[str, str] | None = None,
        proof: httpx.Auth | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """A JSON object from one of its endpoints, also where that is an error (RFC 6749 section 5.2)."""
        where = urlsplit(url).hostname or url
        headers = {"Accept": "application/json", **({"Authorization": f"Bearer {bearer}"} if bearer else {})}
        try:
            with (
                httpx.Client(verify=ssl.create_default_context(), timeout=_TIMEOUT) as client,
                client.stream(method, url, headers=headers, data=form, auth=proof) as answer,
            ):
                body = _bounded(answer, where)
                status, is_redirect = answer.status_code, answer.is_redirect
        except (httpx.HTTPError, OSError) as exc:
            raise Retry(f"{where}: {type(exc).__name__}: {str(exc)[:200]}") from None
        if status == 429 or status >= 500:
            raise Retry(f"{where}: answers {status}")
        try:
            said = json.loads(body)
        except ValueError:
            said = None
        if is_redirect or not isinstance(said, dict) or (status >= 400 and "error" not in said):
            raise ProviderRefused(f"{where}: answers {status} and no JSON object; check oidc.issuer")
        return said

    def _read_document(self) -> Document:
        issuer = self.settings.issuer
        said = self.ask("GET", _secure(issuer, "oidc.issuer").rstrip("/") + WELL_KNOWN)
        if said.get("issuer") != issuer:
            named = str(said.get("issuer"))[:200]
            raise ProviderRefused(f"{issuer}: the provider calls itself {named!r}; set oidc.issuer to that")
        methods = said.get("token_endpoint_auth_methods_supported")
        return Document(
            _endpoint(said, "authorization_endpoint"),
            _endpoint(said, "token_endpoint"),
            _endpoint(said, "userinfo_endpoint") if said.get("userinfo_endpoint") else "",
            _endpoint(said, "jwks_uri"),
            tuple(map(str, methods)) if isinstance(methods, list) else ("client_secret_basic",),
            said.get("authorization_response_iss_parameter_supported") is True,
        )

    def _read_keys(self, url: str) -> KeySet:
        said = self.ask("GET", url)
        try:
            return KeySet.import_key_set(said)  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError):
            raise ProviderRefused(f"{urlsplit(url).hostname}: holds no key that can be read") from None


def _endpoint(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise ProviderRefused(f"oidc.issuer: the provider names no {name}; it is no OpenID provider")
    return _secure(value, name)


def _secure(url: str, name: str) -> str:
    """The address, if nobody can listen on the way to it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # refuses what is no number
    except ValueError:
        host = ""
    if not host or any(char <= " " or char == "\\" for char in url):
        raise ProviderRefused(f"{name}: {url[:200]!r} is no address; write https://login.itu.example")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ProviderRefused(f"{name}: {url[:200]} is not https")
    return url


def _bounded(answer: httpx.Response, where: str) -> bytes:
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > _MOST:
            raise ProviderRefused(f"{where}: answers more than {_MOST} octets; check oidc.issuer")
    return bytes(body)

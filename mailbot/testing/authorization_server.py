"""An authorization server inside this process: real HTTP on a loopback port, tokens kept in memory.

    with AuthorizationServer("client", "secret", {"tsb-irc@itu.example": "first refresh token"}) as server:
        ...                      # POST server.token_url (RFC 6749), ask server.introspection_url (RFC 7662)

Client credentials and refresh tokens; the client proves itself by form or by header. `faults` makes it fail.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

_HOST = "127.0.0.1"
_MAX_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers to one token request instead of its own answer."""

    status: int
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    after: float = 0.0


@dataclass(slots=True)
class _Token:
    user: str
    until: float


class AuthorizationServer:
    """``refresh_tokens`` maps users to the refresh token each begins with; ``service`` is the user that
    client credentials speak for. With ``rotate``, a refresh token is good once, and one that is used again
    withdraws all that came of it, as RFC 9700 §4.14.2 advises. All attributes may be set at any time."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        refresh_tokens: Mapping[str, str] | None = None,
        *,
        service: str = "",
        rotate: bool = False,
        expires_in: float | None = 3600,
    ) -> None:
        self.client_id, self.client_secret = client_id, client_secret
        self.service, self.rotate, self.expires_in = service, rotate, expires_in
        self.token_bytes = 24
        self.extra: dict[str, Any] = {}  # further fields of a good answer
        self.forms: list[dict[str, str]] = []  # of the token requests so far
        self.faults: deque[Answer] = deque()
        self._lock = threading.Lock()
        self._refresh = {token: user for user, token in (refresh_tokens or {}).items()}
        self._used: set[str] = set()
        self._access: dict[str, _Token] = {}
        self._http: _Http | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._http = _Http((_HOST, 0), _Handler)
        self._http.authorization = self
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=[0.02], name="authorization-server", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._http is not None
        assert self._thread is not None
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def url(self) -> str:
        assert self._http is not None
        return f"http://{_HOST}:{self._http.server_address[1]}"

    @property
    def token_url(self) -> str:
        return f"{self.url}/token"

    @property
    def introspection_url(self) -> str:
        """Takes the token as a form field, as `?token=` and as bearer (RFC 7662 §2.1, RFC 6750 §2.1)."""
        return f"{self.url}/introspect"

    def user_of(self, access_token: str) -> str | None:
        """Whom a token speaks for; None once it is over or withdrawn."""
        with self._lock:
            held = self._access.get(access_token)
            return held.user if held is not None and held.until > time.time() else None

    def withdraw(self) -> None:
        """No access token given so far is good any more; refresh tokens are."""
        with self._lock:
            self._access.clear()

    def introspect(self, access_token: str) -> dict[str, Any]:
        user = self.user_of(access_token)
        return {"active": False} if user is None else {"active": True, "username": user, "email": user}

    def grant(self, form: dict[str, str], client: tuple[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer to a token request: status and JSON (RFC 6749 §5)."""
        with self._lock:
            if client[0] != self.client_id or not hmac.compare_digest(
                client[1].encode(), self.client_secret.encode()
            ):
                return 401, {"error": "invalid_client", "error_description": "unknown client or secret"}
            if form.get("grant_type") == "client_credentials":
                return (
                    (200, self._issue(self.service))
                    if self.service
                    else (400, {"error": "unauthorized_client"})
                )
            if form.get("grant_type") == "refresh_token":
                return self._by_refresh_token(form.get("refresh_token", ""))
            return 400, {"error": "unsupported_grant_type"}

    def _by_refresh_token(self, token: str) -> tuple[int, dict[str, Any]]:
        if token in self._used:
            self._refresh.clear()
        user = self._refresh.get(token)
        if user is None:
            return 400, {"error": "invalid_grant", "error_description": "this refresh token is not good"}
        answer = self._issue(user)
        if self.rotate:
            del self._refresh[token]
            self._used.add(token)
            answer["refresh_token"] = secrets.token_urlsafe(24)
            self._refresh[answer["refresh_token"]] = user
        return 200, answer

    def _issue(self, user: str) -> dict[str, Any]:
        token = secrets.token_urlsafe(self.token_bytes)
        self._access[token] = _Token(user, time.time() + (self.expires_in or 3600))
        life = {} if self.expires_in is None else {"expires_in": self.expires_in}
        return {"access_token": token, "token_type": "Bearer", **life, **self.extra}


class _Http(ThreadingHTTPServer):
    authorization: AuthorizationServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves before its answer is no error of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def authorization(self) -> AuthorizationServer:
        assert isinstance(self.server, _Http)
        return self.server.authorization

    def do_POST(self) -> None:
        form = self._form()
        if self.path == "/introspect":
            self._json(200, self.authorization.introspect(form.get("token", "") or self._bearer()))
        elif self.path == "/token":
            self._token(form)
        else:
            self._json(404, {})

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/introspect":
            asked = parse_qs(parts.query).get("token", [""])[0]
            self._json(200, self.authorization.introspect(asked or self._bearer()))
        else:
            self._json(404, {})

    def log_message(self, *_: object) -> None:
        """Silence: http.server would write each request to stderr."""

    def _token(self, form: dict[str, str]) -> None:
        self.authorization.forms.append(form)
        faults = self.authorization.faults
        if faults:
            fault = faults.popleft()
            time.sleep(fault.after)
            self._send(fault.status, fault.body, fault.headers)
            return
        self._json(*self.authorization.grant(form, self._client(form)))

    def _form(self) -> dict[str, str]:
        length = min(int(self.headers.get("Content-Length") or 0), _MAX_BODY)
        fields = parse_qs(self.rfile.read(length).decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[0] for name, values in fields.items()}

    def _client(self, form: dict[str, str]) -> tuple[str, str]:
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "basic":
            try:
                name, _, secret = base64.b64decode(value).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError):
                return "", ""
            return name, secret
        return form.get("client_id", ""), form.get("client_secret", "")

    def _bearer(self) -> str:
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        return value if kind.lower() == "bearer" else ""

    def _json(self, status: int, value: dict[str, Any]) -> None:
        self._send(status, json.dumps(value).encode(), {})

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Cache-Control": "no-store",
            **headers,
        }.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

"""The HTTP under a token request: httpx, bounded, without redirects, with the client's proof of itself.

Failure semantics: as httpx; an answer that is no token is raised at once: Retry where it means "later"
(429, 5xx), `Said` where the server names its reason, else TokenRefused.
"""

from __future__ import annotations

import ssl
from collections.abc import Generator
from contextlib import suppress

import httpx
from authlib.oauth2.auth import ClientAuth

from mailbot.errors import Retry
from mailbot.oauth import TokenRefused
from mailbot.settings_mail import OAuth


class Said(Exception):
    """The server's error (RFC 6749 §5.2), in its words: they may quote what they were asked."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(code)
        self.code, self.description = code, description


class FormAuth(httpx.Auth):
    """authlib's client authentication (RFC 6749 §2.3.1) on an httpx request; built with its parameters."""

    requires_request_body = True

    def __init__(self, **client: str) -> None:
        self._proof = ClientAuth(**client)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        headers = {name: value for name, value in request.headers.items() if name != "content-length"}
        url, headers, body = self._proof.prepare(
            request.method, str(request.url), headers, request.content.decode()
        )
        proven = httpx.Request(request.method, url, headers=headers, content=body.encode())
        proven.extensions = request.extensions
        yield proven


def session(settings: OAuth) -> httpx.Client:
    """A client that trusts the system's certificates, or only ``ca_file``; a proxy is taken from the
    environment, as other programs do."""
    try:
        context = ssl.create_default_context(cafile=settings.ca_file)
    except OSError as exc:
        raise TokenRefused(
            f"oauth.ca_file: {settings.ca_file} cannot be used: {exc.strerror or exc}"
        ) from None
    return httpx.Client(
        verify=context,
        timeout=settings.timeout,
        follow_redirects=False,
        event_hooks={"response": [_judged]},
    )


def _judged(response: httpx.Response) -> None:
    """Errors are told here: authlib refuses descriptions with line ends, as Microsoft's are."""
    if response.status_code == 429 or response.status_code >= 500:
        raise Retry(f"answers {response.status_code} {response.reason_phrase}")
    if response.is_redirect:
        raise TokenRefused("redirects; set oauth.token_url to where it leads")
    response.read()
    with suppress(ValueError):
        said = response.json()
        if isinstance(said, dict) and "error" in said:
            raise Said(str(said["error"]), str(said.get("error_description", "")))
    if response.is_error:
        raise TokenRefused(f"answers {response.status_code}; check oauth.token_url")

"""Signing in by OpenID Connect Core 1.0: code flow with PKCE (RFC 7636), state and nonce used once.

    begun = signing_in.begin(provider, redirect_uri)       send the browser to begun.url, keep the rest
    signing_in.finish(provider, begun, answer, now)        who it is, from the query that it comes back with

What comes back is believed when: the provider is the one asked (`iss`, RFC 9207); the ID token is signed with
one of its keys by an asymmetric method, is for us (`aud`, `azp`), is not over (`exp`), and answers this very
request (`nonce`); the address is verified there (`email_verified`), in the ID token or at the userinfo
endpoint of the same subject. Everything else is NotProven: a text of the catalogues for the person at the
browser, and ``because``, for the log. Neither holds codes, tokens or the secret.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError

from mailbot.errors import AskPerson
from mailbot.oauth.http import FormAuth
from mailbot.oauth.provider import Document, Provider
from mailbot.wording import N_

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
_LEEWAY = 60  # seconds by which clocks may differ
_LONGEST = 2000  # characters of a code, 255 of a subject (Core section 2)

DENIED = N_("The identity provider did not let you in. Try again there, or sign in with a password.")
UNPROVEN = N_(
    "What the identity provider said could not be verified, so you are not signed in. Try again; if it stays "
    "like this, ask the operator of this site to run: mailbot doctor"
)
UNVERIFIED = N_(
    "The identity provider has not verified your e-mail address. Have it verified there, and try again."
)
NO_ADDRESS = N_(
    "The identity provider does not tell us your e-mail address. Ask the operator of this site to check "
    "oidc.scope."
)


class NotProven(AskPerson):
    """Nobody is signed in. ``because`` says why to whoever reads the log."""

    def __init__(self, message: str, because: str) -> None:
        super().__init__(message)
        self.because = because


@dataclass(frozen=True)
class Begun:
    """A sign-in under way. ``url`` is where the browser goes; the rest is kept until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Somebody, proven: ``subject`` is his name for ever at ``issuer`` (Core section 5.7)."""

    issuer: str
    subject: str
    address: str


def begin(provider: Provider, redirect_uri: str) -> Begun:
    """A request for authentication (Core section 3.1.2.1). Raises Retry or ProviderRefused."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    asked = {
        "response_type": "code", "client_id": provider.settings.client_id, "redirect_uri": redirect_uri,
        "scope": provider.settings.scope, "state": state, "nonce": nonce,
        "code_challenge": create_s256_code_challenge(verifier), "code_challenge_method": "S256",
    }  # fmt: skip
    url = provider.document().authorization
    return Begun(url + ("&" if "?" in url else "?") + urlencode(asked), state, nonce, verifier)


def finish(
    provider: Provider, nonce: str, verifier: str, redirect_uri: str, answer: Mapping[str, str], now: datetime
) -> Identity:
    """Who came back with this query. Raises NotProven, Retry or ProviderRefused."""
    document = provider.document()
    issuer = provider.settings.issuer
    if answer.get("iss", issuer if not document.names_itself else "") != issuer:
        raise NotProven(UNPROVEN, "the answer is of another issuer")
    if "error" in answer:
        raise NotProven(DENIED, f"the provider says {answer['error'][:80]!a}")
    code = answer.get("code", "")
    if not code or len(code) > _LONGEST:
        raise NotProven(UNPROVEN, "the answer holds no code")
    granted = _exchange(provider, document, code, verifier, redirect_uri)
    claims = _proven(provider, granted.get("id_token"), nonce, now)
    if not claims.get("email") and document.userinfo:
        claims = {**claims, **_userinfo(provider, document, granted, str(claims["sub"]))}
    return Identity(issuer, str(claims["sub"]), _address(claims))


def _exchange(
    provider: Provider, document: Document, code: str, verifier: str, redirect_uri: str
) -> Mapping[str, Any]:
    """The code for tokens (Core section 3.1.3)."""
    own, secret = provider.settings, provider.settings.client_secret.get_secret_value()
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }  # fmt: skip
    method = "none"
    if secret:
        basic = "client_secret_basic" in document.auth_methods
        method = "client_secret_basic" if basic else "client_secret_post"
    proof = FormAuth(client_id=own.client_id, client_secret=secret, auth_method=method)
    granted = provider.ask("POST", document.token, form=form, proof=proof)
    if "error" in granted:
        raise NotProven(UNPROVEN, f"the token endpoint says {str(granted['error'])[:80]!a}")
    return granted


def _proven(provider: Provider, token: object, nonce: str, now: datetime) -> Mapping[str, Any]:
    """The claims of an ID token (Core section 3.1.3.7)."""
    if not isinstance(token, str):
        raise NotProven(UNPROVEN, "the token endpoint gave no ID token")
    client = provider.settings.client_id
    at = int(now.timestamp())
    try:
        claims = _decoded(provider, token)
        jwt.JWTClaimsRegistry(
            at, _LEEWAY,
            iss={"essential": True, "value": provider.settings.issuer}, sub={"essential": True},
            aud={"essential": True, "value": client}, exp={"essential": True}, iat={"essential": True},
        ).validate(claims)  # fmt: skip
    except (JoseError, ValueError, TypeError) as exc:
        reason = getattr(exc, "description", "") or getattr(exc, "error", "") or str(exc)
        raise NotProven(
            UNPROVEN, f"the ID token is refused: {type(exc).__name__}: {str(reason)[:120]}"
        ) from None
    audience, sent = claims["aud"], claims.get("nonce")
    for wrong, reason in (
        (not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), nonce.encode()), "nonce"),
        (isinstance(audience, list) and len(audience) > 1 and "azp" not in claims, "aud"),
        (claims.get("azp", client) != client, "azp"),
        (not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255, "sub"),
    ):
        if wrong:
            raise NotProven(UNPROVEN, f"the ID token is refused: {reason} is not ours")
    return claims


def _decoded(provider: Provider, token: str) -> dict[str, Any]:
    """The claims of a token with a good signature; of an unknown key after a second look at the keys."""
    try:
        return jwt.decode(token, provider.signing_keys(), algorithms=ALGORITHMS).claims
    except (JoseError, ValueError):
        return jwt.decode(token, provider.signing_keys(anew=True), algorithms=ALGORITHMS).claims


def _userinfo(
    provider: Provider, document: Document, granted: Mapping[str, Any], subject: str
) -> Mapping[str, Any]:
    """What the provider says of the same subject elsewhere (Core section 5.3): address and no more."""
    said = provider.ask("GET", document.userinfo, bearer=str(granted.get("access_token", "")))
    if "error" in said or said.get("sub") != subject:
        raise NotProven(UNPROVEN, "the userinfo endpoint answers for another subject")
    return {name: said[name] for name in ("email", "email_verified") if name in said}


def _address(claims: Mapping[str, Any]) -> str:
    address = claims.get("email")
    if not isinstance(address, str) or "@" not in address or len(address) > 254:
        raise NotProven(NO_ADDRESS, "no e-mail address among the claims")
    if claims.get("email_verified") not in (True, "true"):  # some providers write it as text
        raise NotProven(UNVERIFIED, "email_verified is not true")
    return address

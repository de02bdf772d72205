"""What a provider, or somebody in its name, may say that lets nobody in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.unit.doors.web.browser import Browser

from .servers.openid import OpenIdProvider, unsigned
from .signing_in_scene import Scene, refused


def hmac_with_the_public_key(claims: dict[str, Any], provider: OpenIdProvider) -> str:
    """What libraries fell for that took the published key for a shared secret."""
    head = unsigned(claims, {"alg": "HS256", "kid": "first"}).rstrip(".")
    mac = hmac.new(provider.key.as_pem(private=False), head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


NOW = int(time.time())
FORGED: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another nonce": lambda claims: {**claims, "nonce": "x" * 43},
    "no nonce": lambda claims: {name: value for name, value in claims.items() if name != "nonce"},
    "a nonce that is no text": lambda claims: {**claims, "nonce": ["x"]},
    "another aud": lambda claims: {**claims, "aud": ["someone-else"]},
    "two aud and no azp": lambda claims: {**claims, "aud": ["mailbot", "someone-else"]},
    "another azp": lambda claims: {**claims, "azp": "someone-else"},
    "another iss": lambda claims: {**claims, "iss": "https://evil.example"},
    "iss as a list": lambda claims: {**claims, "iss": [claims["iss"], "https://evil.example"]},
    "expired": lambda claims: {**claims, "exp": NOW - 3600, "iat": NOW - 7200},
    "no exp": lambda claims: {name: value for name, value in claims.items() if name != "exp"},
    "of tomorrow": lambda claims: {**claims, "iat": NOW + 86400, "exp": NOW + 90000},
    "not before tomorrow": lambda claims: {**claims, "nbf": NOW + 86400},
    "no sub": lambda claims: {name: value for name, value in claims.items() if name != "sub"},
    "a sub that is no text": lambda claims: {**claims, "sub": 17},
    "a very long sub": lambda claims: {**claims, "sub": "1" * 256},
    "not verified": lambda claims: {**claims, "email_verified": False},
    "verified by nobody": lambda claims: {
        name: value for name, value in claims.items() if name != "email_verified"
    },
    "verified with a word": lambda claims: {**claims, "email_verified": "yes"},
    "an address that is none": lambda claims: {**claims, "email": ["ada@itu.example"]},
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_token_that_is_not_ours_lets_nobody_in(scene: Scene, kind: str) -> None:
    scene.provider.forge = FORGED[kind]
    refused(scene, scene.sign_in(browser := Browser(scene.site)), browser)


@pytest.mark.parametrize(
    "kind", ["unsigned", "unsigned, as the key says", "another key", "public key as secret", "no token"]
)
def test_a_signature_that_is_none_lets_nobody_in(scene: Scene, kind: str) -> None:
    provider = scene.provider
    strange = OpenIdProvider("x", "y")
    strange.key = RSAKey.generate_key(2048, {"kid": "first"})

    def by_another(claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "first"}, claims, strange.key)

    provider.sign = {
        "unsigned": unsigned,
        "unsigned, as the key says": lambda claims: unsigned(claims, {"alg": "none", "kid": "first"}),
        "another key": by_another,
        "public key as secret": lambda claims: hmac_with_the_public_key(claims, provider),
        "no token": lambda claims: "",
    }[kind]
    refused(scene, scene.sign_in(browser := Browser(scene.site)), browser)

"""What is kept of a provider, and for how long."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from joserfc.jwk import RSAKey

from mailbot.errors import Retry
from mailbot.oauth.provider import Provider, ProviderRefused
from mailbot.settings import Oidc
from tests.flow.servers.openid import OpenIdProvider


@pytest.fixture
def server() -> Iterator[OpenIdProvider]:
    with OpenIdProvider("mailbot", "s3cret") as server:
        yield server


def of(server: OpenIdProvider) -> Provider:
    return Provider(Oidc(issuer=server.issuer, client_id="mailbot"))


def test_keys_are_fetched_again_when_one_is_missing(server: OpenIdProvider) -> None:
    provider = of(server)
    (first,) = provider.signing_keys()
    assert first.kid == "first"
    server.new_key(RSAKey.generate_key(2048, {"kid": "second"}), "RS256")
    assert [key.kid for key in provider.signing_keys(anew=True)] == ["first"]  # not more than once a minute
    assert provider._keys is not None
    provider._keys = (time.monotonic() - 61, provider._keys[1])
    assert [key.kid for key in provider.signing_keys()] == ["first"]
    assert [key.kid for key in provider.signing_keys(anew=True)] == ["first", "second"]
    assert server.asked.count("/keys") == 2


def test_after_an_hour_it_is_asked_again(server: OpenIdProvider) -> None:
    provider = of(server)
    before = provider.document()
    server.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert provider.document() is before
    provider._document = (time.monotonic() - 3601, before)
    assert provider.document().auth_methods == ("client_secret_post",)


@pytest.mark.parametrize(
    ("issuer", "says"),
    [("http://login.itu.example", "is not https"), ("login.itu.example", "is no address"),
     ("https://login.itu.example:x", "is no address"), ("https://a b/", "is no address")],
)  # fmt: skip
def test_an_issuer_that_cannot_be_trusted(issuer: str, says: str) -> None:
    with pytest.raises(ProviderRefused, match=says):
        Provider(Oidc(issuer=issuer, client_id="mailbot")).document()


def test_an_issuer_by_another_name(server: OpenIdProvider) -> None:
    with pytest.raises(ProviderRefused, match=f"calls itself '{server.issuer}'; set oidc.issuer to that"):
        Provider(Oidc(issuer=server.issuer + "/", client_id="mailbot")).document()


def test_nobody_there() -> None:
    with pytest.raises(Retry, match=r"127\.0\.0\.1: ConnectError"):
        Provider(Oidc(issuer="http://127.0.0.1:9", client_id="mailbot")).document()

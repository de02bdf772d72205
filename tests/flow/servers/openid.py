"""An OpenID provider of its own process thread: authlib's server classes over real HTTP, on a loopback port.

    with OpenIdProvider("mailbot", "s3cret") as provider:     provider.issuer
        provider.person = {"sub": "17", "email": "ada@itu.example", "email_verified": True}

Whoever comes to its authorization endpoint is that person. It asks for PKCE by S256, takes a code once, and
proves the client. ``forge`` rewrites a good ID token before it is given out.
"""

from __future__ import annotations

import base64
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from .openid_records import Client, Code

Forge = Callable[[dict[str, Any]], dict[str, Any]]
Answer = tuple[int, str, list[tuple[str, str]]]


@dataclass
class OpenIdProvider:
    """``claims_at``: where the address is told. ``answers``: what an endpoint says instead of its own answer,
    by its path. ``algorithm`` and ``key`` sign; the published keys are ``keys``."""

    client_id: str
    client_secret: str
    person: dict[str, Any] = field(default_factory=dict)
    host: str = "127.0.0.1"
    claims_at: str = "id_token"
    forge: Forge | None = None
    sign: Callable[[dict[str, Any]], str] | None = None
    refuse: str = ""
    document: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = Client(self.client_id, self.client_secret)
        self.key: RSAKey | ECKey = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.algorithm = "RS256"
        self.keys = [self.key]
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self._server: WSGIServer | None = None
        self._oauth = _Server(self)

    @property
    def issuer(self) -> str:
        assert self._server is not None
        return f"http://{self.host}:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._server = make_server("127.0.0.1", 0, self._wsgi, handler_class=_Quiet)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    def new_key(self, key: RSAKey | ECKey, algorithm: str) -> None:
        """Signs with this one from now on; it is published, and so is what was."""
        self.key, self.algorithm = key, algorithm
        self.keys.append(key)

    def _wsgi(self, environ: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
        path = environ["PATH_INFO"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        self.asked.append(path)
        status, text, headers = self.answers.get(path) or self._answer(path, environ, body)
        start(f"{status} x", headers)
        return [text.encode()]

    def _answer(self, path: str, environ: dict[str, Any], body: str) -> Answer:
        if path == "/.well-known/openid-configuration":
            return _json(200, {**self._described(), **self.document})
        if path == "/keys":
            return _json(200, KeySet(list(self.keys)).as_dict(private=False))  # type: ignore[arg-type]
        if path == "/userinfo":
            token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
            found = self.tokens.get(token)
            return _json(200, found) if found else _json(401, {"error": "invalid_token"})
        request = _request(environ, body)
        if path == "/authorize":
            return self._authorize(request)
        return self._oauth.create_token_response(request) if path == "/token" else _json(404, {})

    def _authorize(self, request: OAuth2Request) -> Answer:
        try:
            grant = self._oauth.get_consent_grant(request, end_user=self.person)
        except OAuth2Error as error:
            return _json(400, {"error": error.error, "error_description": error.description})
        user = None if self.refuse else self.person
        return self._oauth.create_authorization_response(request, grant_user=user, grant=grant)

    def _described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo", "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": [self.algorithm],
        }  # fmt: skip


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class _Server(AuthorizationServer):  # type: ignore[misc]
    """authlib's server, in terms of WSGI."""

    def __init__(self, provider: OpenIdProvider) -> None:
        super().__init__()
        self.provider = provider
        self.register_token_generator("default", self._token)
        self.register_grant(_grant(provider), [CodeChallenge(required=True), _Tokens(provider)])

    def query_client(self, client_id: str) -> Client | None:
        return self.provider.client if client_id == self.provider.client_id else None

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        self.provider.tokens[token["access_token"]] = dict(request.user)

    def create_oauth2_request(self, request: OAuth2Request) -> OAuth2Request:
        return request

    def handle_response(self, status: int, body: Any, headers: Any) -> Answer:
        text = body if isinstance(body, str) else json.dumps(body)
        return status, text, [(name, str(value)) for name, value in headers]

    def send_signal(self, name: str, *args: object, **more: object) -> None:
        """Nobody listens."""

    def _token(self, **asked: Any) -> dict[str, Any]:
        token = secrets.token_urlsafe(24)
        return {"token_type": "Bearer", "access_token": token, "expires_in": 300, "scope": asked["scope"]}


def _grant(provider: OpenIdProvider) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post", "none"]  # noqa: RUF012

        def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
            data = request.payload.data
            provider.codes[code] = Code(
                code, request.client.client_id, data["redirect_uri"], data["scope"], data["nonce"],
                data["code_challenge"], data["code_challenge_method"], dict(request.user),
            )  # fmt: skip

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> dict[str, Any]:
            return authorization_code.user

    return Grant


class _Tokens(OpenIDCode):  # type: ignore[misc]
    """ID tokens, good ones unless they are to be forged."""

    def __init__(self, provider: OpenIdProvider) -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        return False

    def resolve_client_private_key(self, client: Client) -> Any:
        return self.provider.key

    def get_client_algorithm(self, client: Client) -> str:
        return self.provider.algorithm

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": self.provider.algorithm, "kid": str(self.provider.key.kid)}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {"iss": self.provider.issuer, "aud": [client.client_id]}

    def generate_user_info(self, user: dict[str, Any], scope: str) -> dict[str, Any]:
        return user if self.provider.claims_at == "id_token" else {"sub": user["sub"]}

    def encode_id_token(self, token: dict[str, Any], request: OAuth2Request) -> str:
        good = str(super().encode_id_token(token, request))
        provider = self.provider
        if provider.forge is None and provider.sign is None:
            return good
        claims = jwt.decode(good, provider.key, algorithms=[provider.algorithm]).claims
        claims = provider.forge(claims) if provider.forge else claims
        if provider.sign is not None:
            return provider.sign(claims)
        return jwt.encode(self.get_encode_header(request.client), claims, provider.key, [provider.algorithm])


def unsigned(claims: dict[str, Any], header: dict[str, str] | None = None) -> str:
    """A token with `alg` none."""
    parts = (header or {"alg": "none", "typ": "JWT"}, claims)
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
        + "."
    )


def _request(environ: dict[str, Any], body: str) -> OAuth2Request:
    """As authlib wants it; it takes plain http for a mistake, which on a loopback address it is not."""
    query = environ.get("QUERY_STRING", "")
    headers = {"Authorization": environ["HTTP_AUTHORIZATION"]} if "HTTP_AUTHORIZATION" in environ else {}
    made = _Request(
        environ["REQUEST_METHOD"], f"https://127.0.0.1{environ['PATH_INFO']}?{query}", headers=headers
    )
    made.payload = BasicOAuth2Payload(dict(parse_qsl(query) + parse_qsl(body)))
    made.own_form = dict(parse_qsl(body))
    made.own_args = dict(parse_qsl(query))
    return made


class _Request(OAuth2Request):  # type: ignore[misc]
    own_form: dict[str, str]
    own_args: dict[str, str]

    @property
    def form(self) -> dict[str, str]:
        return self.own_form

    @property
    def args(self) -> dict[str, str]:
        return self.own_args


def _json(status: int, value: Any) -> Answer:
    return status, json.dumps(value), [("Content-Type", "application/json")]

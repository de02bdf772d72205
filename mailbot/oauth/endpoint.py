"""Asking the authorization server for an access token (RFC 6749 §4.4 and §6, RFC 7523 §2.1).

Failure semantics: one request, one answer, each of its steps bounded by `oauth.timeout`; nothing is stored
here. No connection, a 5xx, 429 or `temporarily_unavailable` is Retry. Every other refusal is TokenRefused,
with the key to change: repeating it would only lock the account. The secret, the refresh token and the
tokens appear in no error and no log: what the server says is shown without them, the request is not quoted.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from mailbot.errors import Retry
from mailbot.oauth import TokenRefused
from mailbot.settings_mail import OAuth

_UNKNOWN_LIFE = 300.0  # seconds a token is used whose life the server does not tell
_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LATER = {"temporarily_unavailable", "server_error", "slow_down"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_REMEDY = {
    "invalid_client": "check oauth.client_id and oauth.client_secret; a client secret that has expired is "
    "made anew at the provider",
    "invalid_grant": "what oauth.refresh_token or oauth.service_account_file holds is no longer accepted; "
    "obtain it anew",
    "unauthorized_client": "the provider does not let this application use this grant; check its permissions "
    "and the administrator's consent",
    "invalid_scope": "check oauth.scope",
}


@dataclass(frozen=True)
class Granted:
    """The server's answer (RFC 6749 §5.1), lives in seconds. ``refresh_token``: use this one from now on."""

    access_token: str
    seconds: float
    refresh_token: str | None = None
    refresh_seconds: float | None = None


def ask(settings: OAuth, refresh_token: str, subject: str) -> Granted:
    """One access token. ``subject`` is the mailbox that a service account speaks for (RFC 7523 §3)."""
    _complete(settings, refresh_token)
    from authlib.oauth2.client import OAuth2Client

    from mailbot.oauth.http import FormAuth, session

    secret = settings.client_secret.get_secret_value()
    url, scope = settings.effective_token_url, settings.effective_scope
    with session(settings) as http, _explained(url, secret, refresh_token):
        method = f"client_secret_{settings.client_auth}" if secret else "none"
        client = OAuth2Client(http, settings.client_id, secret, method)
        client.client_auth_class = FormAuth
        more = {"scope": scope} if scope else {}
        if settings.effective_grant == "refresh_token":
            answer = client.refresh_token(url, refresh_token=refresh_token, **more)
        elif settings.effective_grant == "service_account":
            assertion = _assertion(settings, subject)
            answer = client.fetch_token(url, grant_type=_JWT_BEARER, assertion=assertion)
        else:
            answer = client.fetch_token(url, grant_type="client_credentials", **more)
    return _granted(answer, url, refresh_token)


def place(url: str) -> str:
    """What errors and `status` call the authorization server."""
    return urlsplit(url).hostname or url


def _complete(settings: OAuth, refresh_token: str) -> None:
    grant = settings.effective_grant
    for missing, key in (
        (not settings.effective_token_url, "oauth.preset or oauth.token_url"),
        (grant != "service_account" and not settings.client_id, "oauth.client_id"),
        (grant == "client_credentials" and not settings.client_secret.get_secret_value(),
         "oauth.client_secret (better: MAILBOT_OAUTH__CLIENT_SECRET)"),
        (grant == "refresh_token" and not refresh_token,
         "oauth.refresh_token (better: MAILBOT_OAUTH__REFRESH_TOKEN)"),
        (grant == "service_account" and settings.service_account_file is None,
         "oauth.service_account_file"),
    ):  # fmt: skip
        if missing:
            raise TokenRefused(f'auth = "oauth2" with {grant} needs {key}; set it in mailbot.toml')


def _granted(answer: Mapping[str, Any], url: str, used: str) -> Granted:
    token, kind = answer.get("access_token"), str(answer.get("token_type", "Bearer"))
    if not isinstance(token, str) or not token or _CONTROL.search(token) or kind.lower() != "bearer":
        raise TokenRefused(f"{place(url)}: the answer holds no bearer token; check oauth.token_url")
    fresh = answer.get("refresh_token")
    return Granted(
        token,
        _seconds(answer.get("expires_in")) or _UNKNOWN_LIFE,
        fresh if isinstance(fresh, str) and fresh and fresh != used else None,
        _seconds(answer.get("refresh_token_expires_in")),
    )


def _seconds(value: object) -> float | None:
    """Some servers write numbers as text, some write nonsense."""
    try:
        seconds = float(str(value))
    except ValueError:
        return None
    return min(seconds, 10 * 365 * 86400.0) if seconds > 0 else None


def _assertion(settings: OAuth, subject: str) -> str:
    """The signed statement of a service account, as Google wants it: RS256, one hour."""
    from authlib.oauth2.rfc7523.assertion import sign_jwt_bearer_assertion
    from joserfc.errors import JoseError
    from joserfc.jwk import RSAKey  # authlib's own key classes are deprecated in favour of these

    path = settings.service_account_file
    assert path is not None
    try:
        account = json.loads(path.read_text(encoding="utf-8"))
        signed = sign_jwt_bearer_assertion(
            RSAKey.import_key(account["private_key"]),
            account["client_email"],
            settings.effective_token_url,
            subject or None,
            claims={"scope": settings.effective_scope},
            header={"kid": account["private_key_id"]},
            alg="RS256",
        )
        return str(signed)
    except OSError as exc:
        raise TokenRefused(f"oauth.service_account_file: {path} cannot be read: {exc.strerror}") from None
    except (ValueError, KeyError, TypeError, JoseError):
        raise TokenRefused(
            f"oauth.service_account_file: {path} is no key file; download the JSON key of the account anew"
        ) from None


@contextmanager
def _explained(url: str, *secrets: str) -> Iterator[None]:
    """The libraries' exceptions as ours, which neither show them nor quote a secret."""
    import httpx
    from authlib.common.errors import AuthlibBaseError

    from mailbot.oauth.http import Said

    where = place(url)
    failure: Retry | TokenRefused
    try:
        yield
    except Said as error:
        code, said = _cleaned(error.code, secrets), _cleaned(error.description, secrets)
        text = f"{where}: {code}" + (f" ({said})" if said else "")
        failure = (
            Retry(text) if code in _LATER else TokenRefused(f"{text}; {_REMEDY.get(code, 'check [oauth]')}")
        )
    except (Retry, TokenRefused) as error:
        failure = type(error)(f"{where}: {error}")
    except (httpx.HTTPError, OSError) as error:
        failure = _of_the_network(error, where)
    except (AuthlibBaseError, ValueError):  # no JSON object, or no form; the text may quote the request
        failure = TokenRefused(f"{where}: the answer is no token; check oauth.token_url and oauth.client_id")
    else:
        return
    raise failure


def _of_the_network(error: Exception, where: str) -> Retry | TokenRefused:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TokenRefused(
                f"{where}: the certificate is not accepted: {cause.verify_message}; correct oauth.token_url, "
                "or name the server's CA in oauth.ca_file"
            )
        cause = cause.__cause__ or cause.__context__
    return Retry(f"{where}: {_CONTROL.sub(' ', str(error))[:200] or type(error).__name__}")


def _cleaned(said: str, secrets: tuple[str, ...]) -> str:
    for secret in secrets:
        if secret:
            said = said.replace(secret, "***")
    return _CONTROL.sub(" ", said).strip()[:300]

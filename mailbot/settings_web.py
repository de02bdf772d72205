"""`[web]` and `[oidc]`: the site, what it publishes, and how TSB signs in."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from mailbot.settings_mail import Section

Publishable = Literal["email", "phone", "job_title", "affiliation", "country"]


class Web(Section):
    """``base_url`` is what the outside calls us, for links in mails; without a slash at the end. ``publish``
    are the fields of a contact that everybody may read where the contact has not chosen himself, besides
    name, organization, role and Committee; TSB sees all. A session ends ``session_hours`` after signing in
    and when nothing was done for ``idle_minutes``."""

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    base_url: str = ""
    publish: tuple[Publishable, ...] = ("job_title", "affiliation", "country")
    session_hours: int = Field(12, ge=1, le=168)
    idle_minutes: int = Field(60, ge=5, le=1440)
    behind_proxy: bool = False

    @field_validator("base_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?", value):
            raise ValueError("write https://irc.itu.example, without spaces or a query")
        return value.rstrip("/")


class Oidc(Section):
    """Signing in by OpenID Connect (Core 1.0, code flow with PKCE). Whoever signs in needs an account with
    the address that the provider has verified; the role is the account's."""

    issuer: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    scope: str = "openid email profile"
    label: str = ""

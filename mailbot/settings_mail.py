"""The sections of the configuration that reach out for mail: [imap], [smtp] and [oauth].

What can be known from the file alone is checked here, when it is loaded. Secrets may come from the
environment of one process only (the worker's), so a missing one is told by whoever needs it.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

Security = Literal["tls", "starttls", "none"]
Auth = Literal["password", "oauth2"]
Grant = Literal["client_credentials", "refresh_token", "service_account"]


class Section(BaseModel):
    """One `[section]`: unknown keys are refused, and nothing changes once it is loaded."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Server(Section):
    """What IMAP and SMTP have in common. ``auth``: by `password`, or by a token of [oauth]."""

    host: str = ""
    port: int = Field(0, ge=0, le=65535)
    security: Security = "tls"
    auth: Auth = "password"
    username: str = ""
    password: SecretStr = SecretStr("")
    ca_file: Path | None = None
    allow_insecure: bool = False
    timeout: float = Field(30, gt=0, le=600)

    @model_validator(mode="after")
    def _plain_only_on_loopback(self) -> Server:
        if self.host and self.security == "none" and not self.allow_insecure and not is_loopback(self.host):
            raise ValueError(
                f'security = "none" would send the password to {self.host} in the clear; '
                "use tls or starttls, or set allow_insecure = true"
            )
        return self


class Imap(Server):
    """``folders`` are all that are read; empty: ``folder`` alone."""

    folder: str = "INBOX"
    folders: tuple[str, ...] = ()
    after: Literal["flag", "move", "none"] = "flag"
    processed: str = "Processed"
    poll_seconds: float = Field(60, gt=0)

    @model_validator(mode="after")
    def _each_message_is_read_once(self) -> Imap:
        if len(set(self.all_folders)) < len(self.all_folders):
            raise ValueError("folders names a folder twice")
        if self.after == "move" and self.processed in self.all_folders:
            raise ValueError(f"processed: {self.processed!r} is read itself; mail would move in a circle")
        return self

    @property
    def all_folders(self) -> tuple[str, ...]:
        """The folders to read; the first is the one that is waited on."""
        return self.folders or (self.folder,)

    @property
    def effective_port(self) -> int:
        return self.port or (993 if self.security == "tls" else 143)


class Smtp(Server):
    """``per_minute`` and ``per_domain_per_minute`` bound what all workers together hand over; 0: no bound."""

    security: Security = "starttls"
    in_flight: int = Field(1, ge=1, le=50)
    per_minute: int = Field(0, ge=0)
    per_domain_per_minute: int = Field(0, ge=0)

    @property
    def effective_port(self) -> int:
        return self.port or {"tls": 465, "starttls": 587, "none": 25}[self.security]


@dataclass(frozen=True)
class Preset:
    """What a provider documents. ``{tenant}`` is filled in; a scope left out of a refresh stays as granted
    (RFC 6749 §6)."""

    token_url: str
    scope: str
    imap_host: str
    smtp_host: str
    grants: tuple[Grant, ...]


PRESETS = {
    "microsoft365": Preset(
        token_url="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",  # noqa: S106 - an address
        scope="https://outlook.office365.com/.default",
        imap_host="outlook.office365.com",
        smtp_host="smtp.office365.com",
        grants=("client_credentials", "refresh_token"),
    ),
    "google": Preset(
        token_url="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        scope="https://mail.google.com/",
        imap_host="imap.gmail.com",
        smtp_host="smtp.gmail.com",
        grants=("refresh_token", "service_account"),
    ),
}


class OAuth(Section):
    """Where tokens come from (RFC 6749): one client for IMAP and SMTP.

    ``secret_expires`` is the last day of ``client_secret``, as the provider showed it when it was made.
    """

    preset: Literal["", "microsoft365", "google"] = ""
    tenant: str = Field("", pattern=r"^[A-Za-z0-9.-]*$")
    token_url: str = ""
    scope: str = ""
    grant: Literal["", "client_credentials", "refresh_token", "service_account"] = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    secret_expires: date | None = None
    client_auth: Literal["post", "basic"] = "post"
    refresh_token: SecretStr = SecretStr("")
    service_account_file: Path | None = None
    ca_file: Path | None = None
    timeout: float = Field(30, gt=0, le=600)

    @field_validator("token_url")
    @classmethod
    def _secrets_travel_encrypted(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and not (
            parts.hostname
            and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname)))
        ):
            raise ValueError("must begin with https:// (http:// only for this very machine)")
        return value

    @model_validator(mode="after")
    def _what_the_preset_needs(self) -> OAuth:
        if self.preset == "microsoft365" and not self.tenant and not self.token_url:
            raise ValueError("tenant: microsoft365 needs the directory (tenant) ID")
        known = PRESETS.get(self.preset)
        if known and self.grant and self.grant not in known.grants:
            raise ValueError(f"grant: {self.preset} offers {' and '.join(known.grants)} for mail")
        return self

    @property
    def effective_grant(self) -> Grant:
        """As configured, else what the given credentials are good for."""
        if self.grant:
            return self.grant
        if self.service_account_file is not None:
            return "service_account"
        if self.refresh_token.get_secret_value() or self.preset == "google":
            return "refresh_token"
        return "client_credentials"

    @property
    def effective_token_url(self) -> str:
        known = PRESETS.get(self.preset)
        return self.token_url or (known.token_url.format(tenant=self.tenant) if known else "")

    @property
    def effective_scope(self) -> str:
        """Empty: none is asked for."""
        known = PRESETS.get(self.preset)
        if self.scope or known is None or self.effective_grant == "refresh_token":
            return self.scope
        return known.scope


def with_preset(imap: Imap, smtp: Smtp, oauth: OAuth) -> tuple[Imap, Smtp]:
    """The servers of the preset where [imap] and [smtp] log in by token and name no host of their own."""
    known = PRESETS.get(oauth.preset)
    if known is not None:
        if imap.auth == "oauth2" and not imap.host:
            imap = Imap.model_validate({**dict(imap), "host": known.imap_host})
        if smtp.auth == "oauth2" and not smtp.host:
            smtp = Smtp.model_validate({**dict(smtp), "host": known.smtp_host})
    return imap, smtp


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its very name; no name is looked up."""
    if host.lower() in {"localhost", "localhost.localdomain"}:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

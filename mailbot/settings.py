"""The configuration: `mailbot.toml`, each key also as environment variable `MAILBOT_IMAP__HOST` ...

The file is `--config`, else `./mailbot.toml`, else there is none and the defaults below hold. Relative
paths in it start from its folder. Lists in environment variables are JSON.
"""

from __future__ import annotations

import ipaddress
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from mailbot.errors import UsageError

Security = Literal["tls", "starttls", "none"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Server(_Section):
    host: str = ""
    port: int = Field(0, ge=0, le=65535)
    security: Security = "tls"
    username: str = ""
    password: SecretStr = SecretStr("")
    ca_file: Path | None = None
    allow_insecure: bool = False
    timeout: float = Field(30, gt=0, le=600)

    @model_validator(mode="after")
    def _plain_only_on_loopback(self) -> _Server:
        if self.host and self.security == "none" and not self.allow_insecure and not is_loopback(self.host):
            raise ValueError(
                f'security = "none" would send the password to {self.host} in the clear; '
                "use tls or starttls, or set allow_insecure = true"
            )
        return self


class Database(_Section):
    url: str = "sqlite:///var/mailbot.db"


class Identity(_Section):
    address: str = "tsb-irc@itu.example"
    name: str = "TSB inter-regional coordination"


class Imap(_Server):
    folder: str = "INBOX"
    after: Literal["flag", "move", "none"] = "flag"
    processed: str = "Processed"
    poll_seconds: float = Field(60, gt=0)

    @property
    def effective_port(self) -> int:
        return self.port or (993 if self.security == "tls" else 143)


class Smtp(_Server):
    security: Security = "starttls"
    in_flight: int = Field(1, ge=1, le=50)

    @property
    def effective_port(self) -> int:
        return self.port or {"tls": 465, "starttls": 587, "none": 25}[self.security]


class Review(_Section):
    approvers: tuple[str, ...] = ()
    auto: tuple[str, ...] = ()


class Web(_Section):
    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    base_url: str = ""


class Trust(_Section):
    authserv_ids: tuple[str, ...] = ()


class Schedule(_Section):
    """Where the sending rules are; None means the shipped `config/schedule.toml`."""

    file: Path | None = None


class Settings(BaseSettings):
    """Everything an operator can set. Build it with :func:`load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix="MAILBOT_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    database: Database = Database()
    identity: Identity = Identity()
    imap: Imap = Imap()
    smtp: Smtp = Smtp()
    review: Review = Review()
    web: Web = Web()
    trust: Trust = Trust()
    schedule: Schedule = Schedule()

    @model_validator(mode="after")
    def _example_site(self) -> Settings:
        """The defaults are one example site, its receiving server included. A site with an address of its own
        trusts nobody until it says whom: a default that trusted a name could be forged everywhere."""
        if "trust" not in self.model_fields_set and self.identity.address == Identity().address:
            object.__setattr__(self, "trust", Trust(authserv_ids=("mx.itu.example",)))
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its very name; no name is looked up."""
    if host.lower() in {"localhost", "localhost.localdomain"}:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load_settings(path: Path | None = None) -> Settings:
    """Settings from the file and the environment. Raises UsageError that names key and remedy."""
    if path is None and Path("mailbot.toml").is_file():
        path = Path("mailbot.toml")
    values: dict[str, Any] = {}
    where = "environment"
    if path is not None:
        where = str(path)
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as exc:
            raise UsageError(f"{path}: cannot be read: {exc.strerror}; see --config") from exc
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
            raise UsageError(f"{path}: not valid TOML: {exc}") from exc
    folder = path.resolve().parent if path is not None else Path.cwd()
    try:
        settings = Settings(**values)
    except ValidationError as exc:
        lines = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in exc.errors())
        raise UsageError(f"{where}: {lines}") from None
    return _anchored(settings, folder)


def _anchored(settings: Settings, folder: Path) -> Settings:
    """Relative paths start from the configuration's folder, whatever the working directory is."""
    url = settings.database.url
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith("sqlite:////") and url != "sqlite:///:memory:":
        database = settings.database.model_copy(update={"url": prefix + str(folder / url[len(prefix) :])})
        settings = settings.model_copy(update={"database": database})
    for section, key in (("imap", "ca_file"), ("smtp", "ca_file"), ("schedule", "file")):
        part = getattr(settings, section)
        value = getattr(part, key)
        if value is not None and not value.is_absolute():
            settings = settings.model_copy(update={section: part.model_copy(update={key: folder / value})})
    return settings

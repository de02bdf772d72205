"""The configuration: `mailbot.toml`, each key also as environment variable `MAILBOT_IMAP__HOST` ...

The file is `--config`, else `./mailbot.toml`, else there is none and the defaults below hold. Relative
paths in it start from its folder. Lists in environment variables are JSON.
"""

from __future__ import annotations

import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from mailbot.errors import UsageError
from mailbot.settings_dkim import Dkim
from mailbot.settings_environment import environment, over
from mailbot.settings_mail import Imap, OAuth, Section, Smtp, is_loopback, with_preset
from mailbot.settings_papers import Papers
from mailbot.settings_web import Oidc, Web

__all__ = ["Imap", "OAuth", "Settings", "Smtp", "is_loopback", "load_settings"]
_PATHS = (
    ("imap", "ca_file"),
    ("smtp", "ca_file"),
    ("oauth", "ca_file"),
    ("oauth", "service_account_file"),
    ("schedule", "file"),
    ("translations", "folder"),
)
_HOURS = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d")


class Database(Section):
    url: str = "sqlite:///var/mailbot.db"


class Identity(Section):
    """``subaddressing``: replies and bounces come to `tsb-irc+...@`. ``secret`` signs these addresses and the
    Message-IDs; empty: one is made and kept (`store.keys`)."""

    address: str = "tsb-irc@itu.example"
    name: str = "TSB inter-regional coordination"
    subaddressing: bool = True
    secret: SecretStr = SecretStr("")

    @field_validator("secret")
    @classmethod
    def _cannot_be_guessed(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < 32:
            raise ValueError("must have 32 characters or more; leave it empty to have one made")
        return value


class Review(Section):
    """``two_officers`` are the changes that two different officers must approve: `focal_point` (who is one,
    and how he is reached), a target (`position`), or a field (`meeting.starts`). A request by mail can be
    answered for ``request_days``."""

    approvers: tuple[str, ...] = ()
    auto: tuple[Literal["participation"], ...] = ()
    two_officers: tuple[str, ...] = ()
    request_days: int = Field(7, ge=1, le=90)


class Trust(Section):
    """Whom to believe about senders; docs/operating.md, Whom mailbot believes."""

    authserv_ids: tuple[str, ...] = ()
    without_authserv_id: bool = False
    forwarders: tuple[str, ...] = ()
    verify_dkim: bool = True
    dns_servers: tuple[str, ...] = ()
    hold_unverified: bool = False


class Schedule(Section):
    """Where the sending rules are; None means the shipped `config/schedule.toml`. In ``quiet_hours``
    ("21:00-07:00", the recipient's time) nothing is sent but answers; empty: at any hour."""

    file: Path | None = None
    quiet_hours: str = ""

    @field_validator("quiet_hours")
    @classmethod
    def _two_times(cls, value: str) -> str:
        if value and (not _HOURS.fullmatch(value) or len(set(value.split("-"))) < 2):
            raise ValueError('write "21:00-07:00": from when to when, in the recipient\'s time')
        return value

    @property
    def quiet(self) -> tuple[time, time] | None:
        """When the quiet hours begin and end."""
        begins, _, ends = self.quiet_hours.partition("-")
        return (time.fromisoformat(begins), time.fromisoformat(ends)) if ends else None


class Translations(Section):
    """The site's own catalogues, `<language>.po`, whose entries come before the shipped ones."""

    folder: Path | None = None


class Settings(BaseModel):
    """Everything an operator can set; the environment goes before what is given. Build it with
    :func:`load_settings`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    database: Database = Database()
    identity: Identity = Identity()
    imap: Imap = Imap()
    smtp: Smtp = Smtp()
    oauth: OAuth = OAuth()
    dkim: Dkim = Dkim()
    review: Review = Review()
    web: Web = Web()
    oidc: Oidc = Oidc()
    trust: Trust = Trust()
    schedule: Schedule = Schedule()
    papers: Papers = Papers()
    translations: Translations = Translations()

    @model_validator(mode="before")
    @classmethod
    def _environment_first(cls, given: Any) -> Any:
        return over(given, environment(cls.model_fields))

    @model_validator(mode="after")
    def _example_site(self) -> Settings:
        """The defaults are one example site, its receiving server included. A site with an address of its own
        trusts nobody until it says whom: a default that trusted a name could be forged everywhere."""
        if "trust" not in self.model_fields_set and self.identity.address == Identity().address:
            object.__setattr__(self, "trust", Trust(authserv_ids=("mx.itu.example",)))
        return self

    @model_validator(mode="after")
    def _servers_of_the_preset(self) -> Settings:
        imap, smtp = with_preset(self.imap, self.smtp, self.oauth)
        object.__setattr__(self, "imap", imap)
        object.__setattr__(self, "smtp", smtp)
        return self


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
    for section, key in _PATHS:
        part = getattr(settings, section)
        value = getattr(part, key)
        if value is not None and not value.is_absolute():
            settings = settings.model_copy(update={section: part.model_copy(update={key: folder / value})})
    return settings.model_copy(update={"dkim": settings.dkim.below(folder)})

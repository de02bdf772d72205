"""The section [dkim] of the configuration: with which keys our mails are signed."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator

from mailbot.settings_mail import Section

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"


class DkimKey(Section):
    """A private key's file, in PEM, and the selector under which its public half is published."""

    selector: str = Field(pattern=rf"^{_LABEL}(?:\.{_LABEL})*$")
    file: Path


class Dkim(Section):
    """``keys``: every mail is signed with each of them; none: mails are not signed here. ``domain`` is by
    default that of identity.address."""

    domain: str = Field("", pattern=rf"^(?:{_LABEL}(?:\.{_LABEL})*)?$")
    keys: tuple[DkimKey, ...] = ()

    @model_validator(mode="after")
    def _one_key_a_selector(self) -> Dkim:
        if len({key.selector.lower() for key in self.keys}) < len(self.keys):
            raise ValueError("keys: a selector is there twice; each key is published under its own")
        return self

    def below(self, folder: Path) -> Dkim:
        """The same, with relative files starting from ``folder``."""
        keys = tuple(key.model_copy(update={"file": folder / key.file}) for key in self.keys)
        return self.model_copy(update={"keys": keys})

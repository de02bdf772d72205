"""What the environment says of the configuration: `MAILBOT_IMAP__HOST=...`, lists in JSON.

pydantic-settings reads it. It takes longer to load than a mail to be read, so that it is only asked where
there is something to read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from pydantic.fields import FieldInfo

PREFIX = "MAILBOT_"


def environment(fields: Mapping[str, FieldInfo]) -> dict[str, Any]:
    """The values for a model with these fields, as far as they are told."""
    if not any(name.upper().startswith(PREFIX) for name in os.environ):
        return {}
    from pydantic import create_model
    from pydantic_settings import BaseSettings, EnvSettingsSource

    shape: Any = {name: (info.annotation, info) for name, info in fields.items()}
    model = create_model("Environment", __base__=BaseSettings, **shape)
    return EnvSettingsSource(model, env_prefix=PREFIX, env_nested_delimiter="__")()


def over(given: Any, told: Any) -> Any:
    """What is given with what is told instead, key by key."""
    if not isinstance(told, dict) or not isinstance(given, dict):
        return told
    return given | {key: over(given[key], value) if key in given else value for key, value in told.items()}

"""Whether a filter on the way has called it spam: a flag beside the kind; the mail is read and shown."""

from __future__ import annotations

import re

from mailbot.inbound.kind.signs import fields
from mailbot.mail.message import Message

SCL = 5  # Microsoft's spam confidence level from which on mail goes to the junk folder
_YES = re.compile(r"\s*(?:yes|true|spam)\b", re.I)
_FLAGS = (
    "x-spam-flag",
    "x-spam-status",
    "x-spam",
    "x-barracuda-spam-status",
    "x-rspamd-spam",
    "x-gmx-antispam-flag",
)


def marked(message: Message) -> str | None:
    """The field that says spam, or None."""
    for name in _FLAGS:
        for value in fields(message, name):
            if _YES.match(value):
                return f"{name}: {value[:60]}"
    for value in fields(message, "x-ms-exchange-organization-scl"):
        if re.fullmatch(r"\s*\d\s*", value) and int(value) >= SCL:
            return f"SCL {value.strip()}"
    for value in fields(message, "x-forefront-antispam-report"):
        found = re.search(r"\bSCL:(\d)\b", value)
        if found and int(found[1]) >= SCL:
            return f"SCL {found[1]}"
    for value in fields(message, "x-rspamd-action"):
        if value.strip().lower() in ("reject", "add header", "rewrite subject"):
            return f"X-Rspamd-Action: {value[:60]}"
    return None

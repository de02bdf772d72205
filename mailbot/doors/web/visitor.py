"""Who asks for a page, in which language, and the proof that his forms are ours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.accounts.model import Account, Action
from mailbot.wording import Wording

_MOST_LANGUAGES = 10


@dataclass(frozen=True)
class Visitor:
    """``account`` is None for everybody else. ``chosen`` is the language that the address names, which the
    page's links carry on. ``csrf`` is the token that his forms must send back, as field `csrf` or as header
    `X-CSRF-Token`; empty where there is no session (see `Site.form_page`). ``seal`` tells sessions apart:
    what a browser kept of another one is not shown again."""

    say: Wording
    now: datetime
    account: Account | None = None
    chosen: str | None = None
    csrf: str = field(default="", repr=False)
    seal: str = field(default="", repr=False)

    def may(self, action: Action) -> bool:
        return self.account is not None and self.account.may(action)


def in_order(accepted: str) -> list[str]:
    """The languages of an Accept-Language header (RFC 9110 section 12.5.4) by their weight, those of one
    weight in the header's order."""
    found: list[tuple[float, str]] = []
    for part in accepted[:500].split(",")[:_MOST_LANGUAGES]:
        match = re.fullmatch(r"\s*([A-Za-z]{2,3})(?:-[\w-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*", part)
        if match and float(match[2] or 1) > 0:
            found.append((-float(match[2] or 1), match[1].lower()))
    return [language for _, language in sorted(found, key=lambda each: each[0])]

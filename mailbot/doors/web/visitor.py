"""Who asks for a page, in which language, and the proof that his forms are ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mailbot.accounts.model import Account, Action
from mailbot.wording import Wording


@dataclass(frozen=True)
class Visitor:
    """``account`` is None for everybody else. ``chosen`` is the language that the address names, which the
    page's links carry on. ``csrf`` is the token that his forms must send back, empty where there is no
    session."""

    say: Wording
    now: datetime
    account: Account | None = None
    chosen: str | None = None
    csrf: str = field(default="", repr=False)

    def may(self, action: Action) -> bool:
        return self.account is not None and self.account.may(action)

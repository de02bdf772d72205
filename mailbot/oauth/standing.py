"""How the tokens stand: what `status` and `doctor` show, early enough to act on it. Asks no server."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from mailbot.oauth.tokens import Tokens
from mailbot.settings_mail import OAuth
from mailbot.store.tables import OAuthTokenRow

WARN_BEFORE = timedelta(days=30)


def standing(session: Session, tokens: list[Tokens], now: datetime) -> list[dict[str, Any]]:
    """One JSON object for each token in use: when what ends, what was refused last, what to do in time."""
    found = []
    for each in {one.name: one for one in tokens}.values():
        row = session.get(OAuthTokenRow, each.name)
        refresh_expires = row.refresh_expires_at if row else None
        found.append(
            {
                "name": each.name,
                "token_expires": _iso(row.expires_at if row else None),
                "refresh_token_expires": _iso(refresh_expires),
                "secret_expires": _iso(each.settings.secret_expires),
                "error": row.error if row else None,
                "warnings": warnings(each.settings, refresh_expires, now),
            }
        )
    return found


def warnings(settings: OAuth, refresh_expires: datetime | None, now: datetime) -> list[str]:
    """What ends within 30 days, or has ended, each with the remedy. The secret's last day is a whole day."""
    told = []
    if settings.secret_expires is not None:
        left = (settings.secret_expires - now.date()).days
        if left <= WARN_BEFORE.days:
            told.append(
                f"the client secret {_when(left, settings.secret_expires.isoformat())}; make a new one at "
                "the provider, then set oauth.client_secret and oauth.secret_expires"
            )
    if refresh_expires is not None and refresh_expires - now <= WARN_BEFORE:
        left = (refresh_expires.date() - now.date()).days
        told.append(
            f"the refresh token {_when(left, refresh_expires.date().isoformat())}; obtain a new one and set "
            "oauth.refresh_token"
        )
    return told


def _when(left: int, day: str) -> str:
    if left < 0:
        return f"expired on {day}"
    return f"expires on {day}, " + ("today" if left == 0 else f"in {left} day{'s' if left > 1 else ''}")


def _iso(moment: Any) -> str | None:
    return None if moment is None else str(moment.isoformat())

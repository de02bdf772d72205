"""The access token in use: kept in the database, renewed shortly before its end.

Failure semantics: any number of processes share one token. Whoever finds it at its end takes a lease, asks
the authorization server outside of any transaction, and commits the answer; the others wait for that a few
seconds, then say Retry. So a refresh token that the server replaces at each use (RFC 6749 §6) is never used
twice at once, which some servers take for theft. A new refresh token is committed before the access token
is used. A crash between the server's answer and that commit loses it; where the server has already
withdrawn the old one, a person must obtain another, and the next attempt says so. A refusal is remembered
for a minute, so that no tick hammers a server that has said no.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mailbot.clock import Clock
from mailbot.errors import MailbotError, Retry
from mailbot.oauth import TokenRefused
from mailbot.oauth.endpoint import Granted, ask, place
from mailbot.settings_mail import OAuth
from mailbot.store.session import Store
from mailbot.store.tables import OAuthTokenRow

_EARLY = timedelta(minutes=5)  # renewed this long before the end; a short life: after nine tenths of it
_PATIENCE = 10.0  # seconds to wait for another process that asks
_HOLD_OFF = 60.0  # seconds after a refusal before the server is asked again
_LOOK_AGAIN = 0.1


@dataclass
class Tokens:
    """Access tokens for the mailbox ``subject``. May be called from any thread; a call may take as long as
    `oauth.timeout` allows."""

    store: Store
    settings: OAuth
    subject: str = ""
    wall: Callable[[], datetime] = Clock.wall
    _asking: Lock = field(default_factory=Lock, repr=False)
    _refusal: tuple[float, TokenRefused] | None = None

    @property
    def name(self) -> str:
        """What `status` calls it; a service account has one token for each mailbox."""
        who = self.settings.client_id or "service account"
        subject = f"/{self.subject}" if self.settings.effective_grant == "service_account" else ""
        return f"{place(self.settings.effective_token_url)}/{who}{subject}"

    def current(self, refused: str = "") -> str:
        """A usable access token; never again the one given, which a mail server has refused.

        Raises Retry, or TokenRefused (a person must change the configuration).
        """
        with self._asking:
            if self._refusal is not None and time.monotonic() < self._refusal[0]:
                raise self._refusal[1]
            end = time.monotonic() + _PATIENCE
            while time.monotonic() < end:
                token, refresh_token = self._held(refused)
                if token is not None:
                    return token
                if refresh_token is not None:
                    return self._renewed(refresh_token)
                time.sleep(_LOOK_AGAIN)
        raise Retry(f"{self.name}: another process is asking for a token; it has not got one yet")

    def _held(self, refused: str) -> tuple[str | None, str | None]:
        """The token, or the refresh token (may be empty) for whom the lease was granted, or neither."""
        now = self.wall()
        try:
            with self.store.begin() as session:
                row = self._row(session)
                if row.access_token and row.access_token != refused and row.renew_at and row.renew_at > now:
                    return row.access_token, None
                if row.lease_until is not None and row.lease_until > now:
                    return None, None
                # Connecting, sending and reading may each take the whole time-out.
                row.lease_until = now + timedelta(seconds=3 * self.settings.timeout + 5)
                return None, row.refresh_token or self.settings.refresh_token.get_secret_value()
        except IntegrityError:  # another process has just made the row
            return None, None

    def _renewed(self, refresh_token: str) -> str:
        try:
            granted = ask(self.settings, refresh_token, self.subject)
        except BaseException as error:
            self._give_back(error)
            raise
        self._refusal = None
        with self.store.begin() as session:
            self._record(self._row(session), granted)
        return granted.access_token

    def _record(self, row: OAuthTokenRow, granted: Granted) -> None:
        now, life = self.wall(), timedelta(seconds=granted.seconds)
        row.access_token, row.granted_at, row.expires_at = granted.access_token, now, now + life
        row.renew_at = now + life - min(_EARLY, life / 10)
        row.lease_until, row.error = None, None
        if granted.refresh_token is not None:
            row.refresh_token, row.refresh_expires_at = granted.refresh_token, None
        if granted.refresh_seconds is not None:
            row.refresh_expires_at = now + timedelta(seconds=granted.refresh_seconds)

    def _give_back(self, error: BaseException) -> None:
        """The lease, with the reason for `status`."""
        if isinstance(error, TokenRefused):
            self._refusal = (time.monotonic() + _HOLD_OFF, error)
        with self.store.begin() as session:
            row = self._row(session)
            row.lease_until = None
            row.error = str(error) if isinstance(error, MailbotError) else type(error).__name__

    def _row(self, session: Session) -> OAuthTokenRow:
        """The row, locked; emptied where it was made for another configuration."""
        found = session.scalar(select(OAuthTokenRow).where(OAuthTokenRow.name == self.name).with_for_update())
        if found is None:
            found = OAuthTokenRow(name=self.name, config=self._config())
            session.add(found)
            session.flush()
        elif found.config != self._config():
            found.config = self._config()
            found.access_token = found.renew_at = found.expires_at = found.error = None
            found.refresh_token = found.refresh_expires_at = None
        return found

    def _config(self) -> str:
        """What a stored token depends on. The client's secret may be renewed without losing the token."""
        settings = self.settings
        parts = (
            settings.effective_token_url, settings.client_id, settings.effective_scope,
            settings.effective_grant, settings.refresh_token.get_secret_value(),
            str(settings.service_account_file or ""),
        )  # fmt: skip
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

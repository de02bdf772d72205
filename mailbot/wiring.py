"""Everything built from the settings, in one place. Nothing connects, and nothing heavy is imported, before
it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.clock import Clock
from mailbot.errors import UsageError
from mailbot.settings import Settings

if TYPE_CHECKING:
    from mailbot.directory.snapshot import Directory
    from mailbot.inbound.mailbox import Mailbox
    from mailbot.outbound.delivery import Transport
    from mailbot.store.session import Store


@dataclass
class Wiring:
    """What the doors work with. One per process."""

    settings: Settings
    moment: datetime | None = None  # what `--now` says; without an offset it is in the programme's zone
    verbose: bool = False
    folder: Path = field(default_factory=Path.cwd)  # where relative paths of the programme start

    @cached_property
    def store(self) -> Store:
        """The database, created and migrated on first use."""
        from mailbot.store.session import Store

        return Store(self.settings.database.url).prepare()

    @cached_property
    def clock(self) -> Clock:
        """The clock of this process: running, or frozen at `moment`."""
        if self.moment is None or self.moment.tzinfo is not None:
            return Clock(self.moment)
        return Clock(self.moment.replace(tzinfo=ZoneInfo(self._timezone())))

    def _timezone(self) -> str:
        from mailbot.directory.load import timezone

        with self.store.begin() as session:
            return timezone(session) or "Europe/Zurich"

    def directory(self) -> Directory:
        """The directory as it is now."""
        from mailbot.directory.load import load

        with self.store.begin() as session:
            return load(session)

    def mailbox(self) -> Mailbox:
        """The inbox of `[imap]`. Raises UsageError where none is configured."""
        if not self.settings.imap.host:
            raise UsageError("no inbox is configured; set imap.host in mailbot.toml")
        from mailbot.inbound.mailbox.imap import ImapMailbox

        return ImapMailbox(self.settings.imap)

    def transport(self) -> Transport:
        """The way out of `[smtp]`. Raises UsageError where none is configured."""
        if not self.settings.smtp.host:
            raise UsageError("no way to send mail is configured; set smtp.host in mailbot.toml")
        from mailbot.outbound.delivery.smtp import SmtpTransport

        return SmtpTransport(self.settings.smtp)

    def close(self) -> None:
        if "store" in self.__dict__:
            self.store.close()

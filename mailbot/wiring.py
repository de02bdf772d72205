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
    from mailbot.inbound.proof.resolver import Resolver
    from mailbot.oauth.tokens import Tokens
    from mailbot.outbound.addressing import Addressing
    from mailbot.outbound.delivery import Transport
    from mailbot.outbound.delivery.signing import DkimSigner
    from mailbot.outbound.pacing import Pace
    from mailbot.store.session import Store


@dataclass
class Wiring:
    """What the doors work with. One per process."""

    settings: Settings
    moment: datetime | None = None  # what `--now` says; without an offset it is in the programme's zone
    verbose: bool = False
    folder: Path = field(default_factory=Path.cwd)  # where relative paths of the programme start
    _tokens: dict[str, Tokens] = field(default_factory=dict, repr=False)

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

    def mailboxes(self) -> tuple[Mailbox, ...]:
        """The folders of `[imap]`, the one that is waited on first. Raises UsageError where there is none."""
        imap = self.settings.imap
        if not imap.host:
            raise UsageError("no inbox is configured; set imap.host in mailbot.toml")
        from mailbot.inbound.mailbox.imap import ImapMailbox

        tokens = self.tokens(imap.username).current if imap.auth == "oauth2" else None
        return tuple(ImapMailbox(imap, folder=folder, tokens=tokens) for folder in imap.all_folders)

    def transport(self) -> Transport:
        """The way out of `[smtp]`. Raises UsageError where none is configured."""
        smtp = self.settings.smtp
        if not smtp.host:
            raise UsageError("no way to send mail is configured; set smtp.host in mailbot.toml")
        from mailbot.outbound.delivery.smtp import SmtpTransport

        return SmtpTransport(smtp, self.tokens(smtp.username).current if smtp.auth == "oauth2" else None)

    @cached_property
    def resolver(self) -> Resolver | None:
        """Where the keys of DKIM signatures come from; None where the configuration wants none checked."""
        trust = self.settings.trust
        if not trust.verify_dkim:
            return None
        from mailbot.inbound.proof.resolver import Dns

        return Dns(trust.dns_servers)

    def addressing(self) -> Addressing:
        """Signed reply and return addresses, where the configuration has them, and the way out of a list."""
        from mailbot.outbound.addressing import Addressing
        from mailbot.outbound.planner import identity_of
        from mailbot.store.keys import signer

        return Addressing(
            identity_of(self.settings), signer(self.store, self.settings),
            subaddressing=self.settings.identity.subaddressing, base_url=self.settings.web.base_url,
        )  # fmt: skip

    @cached_property
    def pace(self) -> Pace:
        """How fast, and when, mails may leave."""
        from mailbot.outbound.pacing import Pace

        smtp = self.settings.smtp
        return Pace(smtp.per_minute, smtp.per_domain_per_minute, self.settings.schedule.quiet)

    @cached_property
    def signing(self) -> DkimSigner | None:
        """Who signs our mails, with keys from `[dkim]`; None where there are none. Raises UsageError."""
        dkim = self.settings.dkim
        if not dkim.keys:
            return None
        from mailbot.outbound.delivery.signing import DkimSigner, load_key

        return DkimSigner(self.dkim_domain, [load_key(key.selector, key.file) for key in dkim.keys])

    @property
    def dkim_domain(self) -> str:
        """The domain that signs, in ASCII."""
        from mailbot.outbound.pacing import domain_of

        return self.settings.dkim.domain.lower() or domain_of(self.settings.identity.address)

    def tokens(self, mailbox: str) -> Tokens:
        """Where the access tokens of [oauth] for this mailbox come from."""
        from mailbot.oauth.tokens import Tokens

        made = Tokens(self.store, self.settings.oauth, mailbox)
        return self._tokens.setdefault(made.name, made)

    @property
    def logins_by_token(self) -> list[str]:
        """The mailboxes that IMAP and SMTP log in to by token; none where both have passwords."""
        servers = (self.settings.imap, self.settings.smtp)
        return [each.username for each in servers if each.host and each.auth == "oauth2"]

    def tokens_in_use(self) -> list[Tokens]:
        """Where the tokens for these logins come from."""
        return [self.tokens(mailbox) for mailbox in self.logins_by_token]

    def close(self) -> None:
        if "store" in self.__dict__:
            self.store.close()

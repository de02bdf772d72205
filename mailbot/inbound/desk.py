"""What reading a mail needs besides the mail: the directory, whose word counts, what the sender was shown.

A mail is parsed once, and the directory loaded only when it has changed. Reads the database, writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from mailbot.directory.load import load, revision
from mailbot.directory.snapshot import Directory
from mailbot.inbound import thread
from mailbot.inbound.authenticity import Signature, Trusted
from mailbot.inbound.interpret import Interpretation, Opened, open_mail, read_opened
from mailbot.inbound.proof.resolver import Resolver
from mailbot.inbound.proof.verdict import needs_signatures
from mailbot.inbound.thread import Ours
from mailbot.mail.message import Message, parse
from mailbot.review.rules import Rules
from mailbot.settings import Settings
from mailbot.store.keys import signer
from mailbot.store.session import Store


class Desk:
    """One for many mails. Without a ``resolver`` no DKIM signatures are checked."""

    def __init__(self, store: Store, settings: Settings, resolver: Resolver | None) -> None:
        self.store, self.settings, self.resolver = store, settings, resolver
        self.trust, self.rules = Trusted.of(settings.trust), Rules.of(settings)
        self.ours = Ours(settings.identity.address, signer(store, settings))
        self._revision: tuple[int, int] | None = None
        self._directory: Directory | None = None

    def directory(self, session: Session) -> Directory:
        """The directory as it is now. Raises UsageError where no programme has been imported yet."""
        now = revision(session)
        if self._directory is None or now != self._revision:
            self._directory, self._revision = load(session), now
        return self._directory

    def opened(
        self, raw: bytes, directory: Directory, arrived: datetime, kept: Sequence[Signature] | None = None
    ) -> Opened:
        """Who wrote it, and what kind it is. ``kept``: what its signatures came to before, for keys do not
        last.

        Raises Unreadable for a mail that breaches a bound.
        """
        message = parse(raw)
        signatures = kept if kept is not None else self._signatures(message, arrived)
        return open_mail(message, directory, self.trust, signatures)

    def read(self, opened: Opened, directory: Directory) -> Interpretation:
        """What it comes to, compared with what its sender was sent."""
        shown = None
        if opened.kind.kind == "letter":
            with self.store.begin() as session:
                shown = thread.shown_to_sender(session, self.ours, opened.message)
        return read_opened(opened, directory, shown)

    def _signatures(self, message: Message, arrived: datetime) -> Sequence[Signature] | None:
        if self.resolver is None or not needs_signatures(message, self.trust):
            return None
        from mailbot.inbound.proof.signatures import check

        return check(message, self.resolver, arrived)

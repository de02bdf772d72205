"""The whole intake for one mail after another: kept, read, committed, in a database with a programme."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from mailbot.directory.importing import import_programme
from mailbot.directory.snapshot import Directory
from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import MailRow

BEGUN = datetime(2020, 12, 14, 11, tzinfo=UTC)
APART = timedelta(hours=3)  # so that many mails of few senders are no storm, which nobody would read


class WholeIntake(logging.Handler):
    """Call it with the bytes of a mail: what became of it. Raises AssertionError where a reader had a defect
    (the intake itself would go on, with a question to the officers) or where the mail is lost."""

    def __init__(self, folder: Path, directory: Directory) -> None:
        super().__init__(logging.ERROR)
        self.now = BEGUN
        self.settings = Settings(trust={"authserv_ids": ["mx.itu.example"]})  # type: ignore[arg-type]
        self.store = Store(f"sqlite:///{folder / 'intake.db'}").prepare()
        with self.store.begin() as session:
            import_programme(session, directory, actor="operator", file="state.yaml", now=BEGUN)
        self.defects: list[str] = []
        logging.getLogger("mailbot").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.defects.append(self.format(record))

    def close(self) -> None:
        logging.getLogger("mailbot").removeHandler(self)
        self.store.close()
        super().close()

    def __call__(self, raw: bytes) -> str:
        self.now += APART
        self.defects.clear()
        with self.store.begin() as session:
            mail_id, new = keep_bytes(session, raw, "mutation", self.now)
        if not new:
            return "known"
        read = list(read_kept(self.store, self.settings, self.now))
        assert not self.defects, self.defects[0]
        assert [each.mail_id for each in read] == [mail_id], "lost"
        if read[0].outcome != "quarantined":
            return read[0].outcome
        with self.store.begin() as session:
            return str(session.scalar(select(MailRow.reason).where(MailRow.id == mail_id)))

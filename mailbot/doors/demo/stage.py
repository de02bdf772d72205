"""The stage of the demo: a folder, an embedded mail server, a database, a clock that is stepped by hand.

Everything but the mail server is the real program: the same settings, the same commands, the same worker's
ticks, IMAP and SMTP over loopback.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mailbot.clock import Clock
from mailbot.directory.programme import dump, load_file
from mailbot.directory.records import Contact, Document
from mailbot.doors.ticks import Ticks
from mailbot.resources import SHIPPED_PROGRAMME
from mailbot.settings import load_settings
from mailbot.store.tables import OutboxRow
from mailbot.testing.mail_server import EmbeddedMail
from mailbot.wiring import Wiring

BOT, OFFICER, BORDER = "tsb-irc@itu.example", "officer@itu.example", "mx.itu.example"
GENEVA = ZoneInfo("Europe/Zurich")
_WIDTH = 96  # of a command's output, which the narrator indents


@contextlib.contextmanager
def _columns(width: int) -> Iterator[None]:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = str(width)
    try:
        yield
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before


class Stage:
    """Open it with `with`; every file it makes lies in `folder`; `run` is mailbot's command line."""

    def __init__(
        self, folder: Path, run: Callable[[list[str]], int], web_port: int | None = None, base_url: str = ""
    ) -> None:
        self.folder = folder
        self._run = run
        self._web_port = web_port  # where the site will be served; None: it will not
        self._base_url = base_url or f"http://127.0.0.1:{web_port}"
        self.sent_folder = folder / "sent"
        self.sent_folder.mkdir(parents=True)
        self.password = secrets.token_urlsafe(9)
        self.clock = Clock(datetime(2020, 12, 14, 8, 0, tzinfo=GENEVA))
        accounts = {BOT: self.password, OFFICER: self.password}
        self.mail = EmbeddedMail(accounts, self.sent_folder, now=self.clock.now)
        self.programme = folder / "programme.yaml"
        self.config = folder / "mailbot.toml"

    def __enter__(self) -> Self:
        self.mail.start()
        self._write_programme()
        self._write_config()
        self.wiring = Wiring(load_settings(self.config), folder=self.folder)
        self.wiring.clock = self.clock
        self.ticks = Ticks(self.wiring)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ticks.close()
        self.wiring.close()
        self.mail.stop()

    def _write_programme(self) -> None:
        """The shipped programme, with what TSB adds before sending: the report's file and the table's URL."""
        report = self.folder / "TSAG-TD831.txt"
        report.write_text(
            "TSAG-TD831\nReport of the inter-regional meeting for preparation of WTSA-20\n"
            "(e-meeting, 18 September 2020)\n\nThis file stands in for the report in the demo.\n"
        )
        shipped = load_file(SHIPPED_PROGRAMME)
        added = {
            "TD831": {"path": str(report)},
            "TD852": {"url": "https://www.itu.example/tsag/td852"},
        }
        documents = tuple(
            Document.model_validate({**d.model_dump(), **added.get(d.id, {})}) for d in shipped.documents
        )
        self.programme.write_text(dump(replace(shipped, documents=documents)), encoding="utf-8")

    def _write_config(self) -> None:
        server = f'host = "127.0.0.1"\nsecurity = "none"\nusername = "{BOT}"\npassword = "{self.password}"\n'
        self.config.write_text(
            '[database]\nurl = "sqlite:///mailbot.db"\n'
            f'[identity]\naddress = "{BOT}"\n'
            f"[imap]\nport = {self.mail.imap_port}\n{server}"
            f"[smtp]\nport = {self.mail.smtp_port}\n{server}"
            f'[review]\napprovers = ["{OFFICER}"]\n'
            f"{self._web()}[trust]\nauthserv_ids = {json.dumps([BORDER])}\n",
            encoding="utf-8",
        )

    def _web(self) -> str:
        port = self._web_port
        return f'[web]\nport = {port}\nbase_url = "{self._base_url}"\n' if port else ""

    def go_to(self, *moment: int) -> None:
        """Step the clock: year, month, day, hour, minute in Geneva."""
        self.clock.frozen = datetime(*moment, tzinfo=GENEVA)  # type: ignore[arg-type, misc]

    def contact(self, key: str) -> Contact:
        """A person of the contact sheet as it is now."""
        found = self.wiring.directory().get("contact", key)
        assert isinstance(found, Contact)
        return found

    def command(self, *arguments: str) -> str:
        """A mailbot command, run as on a terminal at the stage's time; its output."""
        out = io.StringIO()
        now = f"{self.clock.now():%Y-%m-%dT%H:%M}"
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), _columns(_WIDTH):
            self._run(["--config", str(self.config), "--now", now, *arguments])
        return out.getvalue().rstrip()

    def sent(self, kind: str | None = None) -> list[EmailMessage]:
        """What the server has accepted so far, in order; `kind` is the occasion the outbox names."""
        with self.wiring.store.begin() as session:
            wanted = select(OutboxRow.message_id).where(OutboxRow.kind == kind) if kind else None
            ids = None if wanted is None else set(session.scalars(wanted))
        parsed = [message_from_bytes(each.content, policy=policy.default) for each in self.mail.accepted]
        return [
            mail
            for mail in parsed
            if isinstance(mail, EmailMessage) and (ids is None or mail["Message-ID"] in ids)
        ]

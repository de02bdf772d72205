"""`mailbot demo`: the whole story on embedded parts."""

from __future__ import annotations

import signal
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mailbot.doors.demo.narrator import Narrator
    from mailbot.doors.demo.stage import Stage


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the servers running for a mail client.")
    ] = False,
) -> None:
    """Tell the whole story: no server, no configuration, no network."""
    from mailbot.doors.cli.console import console
    from mailbot.doors.cli.main import run
    from mailbot.doors.demo.narrator import Narrator
    from mailbot.doors.demo.stage import Stage
    from mailbot.doors.demo.story import Story

    tell = Narrator(console())
    folder = Path(tempfile.mkdtemp(prefix="mailbot-demo-"))
    with Stage(folder, run) as stage:
        Story(stage, tell).run()
        if keep:
            _stay(stage, tell)


def _stay(stage: Stage, tell: Narrator) -> None:
    from mailbot.doors.demo.stage import BOT, OFFICER

    mail = stage.mail
    tell.say("\nThe servers keep running, on this machine only and without TLS:")
    tell.say(f"IMAP 127.0.0.1 port {mail.imap_port}, SMTP 127.0.0.1 port {mail.smtp_port}.")
    tell.say(f"Log in as {BOT} or {OFFICER}, password {stage.password}. Ctrl-C ends it.")
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    stopped.wait()

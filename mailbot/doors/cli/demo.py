"""`mailbot demo`: the whole story on embedded parts."""

from __future__ import annotations

import signal
import sys
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
        bool, typer.Option("--keep", help="Leave the mail servers running for a mail client.")
    ] = False,
    serve: Annotated[
        bool | None,
        typer.Option("--serve/--no-serve", help="End by serving console and pages; as a rule in a terminal."),
    ] = None,
) -> None:
    """Tell the whole story: no server, no configuration, no network."""
    from mailbot.doors.cli.console import console
    from mailbot.doors.cli.main import run
    from mailbot.doors.demo.narrator import Narrator
    from mailbot.doors.demo.stage import Stage
    from mailbot.doors.demo.story import Story

    tell = Narrator(console())
    folder = Path(tempfile.mkdtemp(prefix="mailbot-demo-"))
    wanted = sys.stdin.isatty() and sys.stdout.isatty() if serve is None else serve
    port = _port() if wanted else None
    with Stage(folder, run, port) as stage:
        Story(stage, tell).run()
        if keep:
            _tell_servers(stage, tell)
        if keep or wanted:
            stopped = _until_stopped()
            _open(stage, tell, stopped) if wanted else stopped.wait()


def _port() -> int:
    from mailbot.doors.demo.house import free_port

    return free_port()


def _open(stage: Stage, tell: Narrator, stopped: threading.Event) -> None:
    from mailbot.doors.demo.house import OpenHouse

    with OpenHouse(stage, tell, stopped) as house:
        house.welcome()
        house.keep_open()


def _tell_servers(stage: Stage, tell: Narrator) -> None:
    from mailbot.doors.demo.stage import BOT, OFFICER

    mail = stage.mail
    tell.say("\nThe mail servers keep running, on this machine only and without TLS:")
    tell.say(f"IMAP 127.0.0.1 port {mail.imap_port}, SMTP 127.0.0.1 port {mail.smtp_port}.")
    tell.say(f"Log in as {BOT} or {OFFICER}, password {stage.password}. Ctrl-C ends it.")


def _until_stopped() -> threading.Event:
    """Set by Ctrl-C and SIGTERM."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    return stopped

"""`mailbot worker`: reads the inbox, plans what is due, delivers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Annotated

import typer

from mailbot.doors.cli.console import wiring
from mailbot.errors import MailbotError, UsageError
from mailbot.wiring import Wiring


def register(app: typer.Typer) -> None:
    app.command("worker")(worker)


def worker(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Do all that is due now and end.")] = False,
) -> None:
    """Read the inbox, plan what is due, deliver; until SIGTERM, or once."""
    wired = wiring(context)
    if not wired.settings.imap.host and not wired.settings.smtp.host:
        raise UsageError("neither an inbox nor a way to send is configured; set imap.host and smtp.host")
    level = logging.INFO if wired.verbose or not once else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("apscheduler", "alembic", "imapclient"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if once:
        _once(wired)
        return
    from mailbot.doors.worker import Worker

    Worker(wired).run()


def _once(wired: Wiring) -> None:
    """Every stage in order; one that fails is told and does not keep the later ones from their work."""
    from mailbot.doors.ticks import Ticks

    ticks = Ticks(wired)
    wired.directory()
    ticks.recover()
    stages: list[tuple[str, Callable[[], int]]] = [("read", ticks.read), ("planned", ticks.plan)]
    if wired.settings.imap.host:
        stages.insert(0, ("taken in", ticks.poll))
    if wired.settings.smtp.host:
        stages.append(("sent", ticks.deliver))
    done, failed = [], False
    for name, stage in stages:
        try:
            done.append(f"{stage()} {name}")
        except MailbotError as exc:
            typer.echo(f"mailbot: {exc}", err=True)
            failed = True
    ticks.close()
    typer.echo(", ".join(done))
    if failed:
        raise typer.Exit(1)

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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --once: name what would be sent; change nothing.")
    ] = False,
) -> None:
    """Read the inbox, plan what is due, deliver; until SIGTERM, or once."""
    wired = wiring(context)
    if dry_run:
        _rehearse(wired, once)
        return
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
    if ticks.waiting:
        typer.echo(ticks.waiting)
    if failed:
        raise typer.Exit(1)


def _rehearse(wired: Wiring, once: bool) -> None:
    from mailbot.doors.rehearsing import rehearse
    from mailbot.text import visible

    if not once:
        raise UsageError("--dry-run goes with --once: mailbot worker --once --dry-run")
    found = rehearse(wired)
    for each in found.sent:
        typer.echo(visible(f"would send  {each.kind}  {each.recipient}  {each.subject}"))
    for each in found.skipped:
        typer.echo(visible(f"would skip  {each.kind}  {each.recipient}  {each.last_answer}"))
    for each in found.put_off:
        until = each.not_before.strftime("%Y-%m-%d %H:%M UTC")
        typer.echo(visible(f"would wait  {each.kind}  {each.recipient}  until {until}, {each.last_answer}"))
    if found.waiting:
        typer.echo(found.waiting)
    typer.echo(f"{len(found.sent)} mails would be sent; nothing was sent or changed.")

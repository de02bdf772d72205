"""`mailbot pause` and `mailbot resume`: nothing is handed over meanwhile; intake and planning go on."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.doors.cli.console import whoami, wiring

Officer = Annotated[
    str | None, typer.Option("--officer", help="Who does it; else the user of this terminal.")
]


def register(app: typer.Typer) -> None:
    app.command("pause")(pause)
    app.command("resume")(resume)


def pause(
    context: typer.Context,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; shown in `status`.")] = None,
    officer: Officer = None,
) -> None:
    """Send no mail until `mailbot resume`, on any worker. Mail is taken in and planned all the same."""
    from mailbot.outbound import pacing

    wired = wiring(context)
    now = wired.clock.now()
    with wired.store.begin() as session:
        done = pacing.pause(session, officer or whoami(), reason, now)
        row = pacing.pausing(session)
        assert row is not None
        text = pacing.told(row)
    typer.echo(f"Sending is {text}." if done else f"Sending was already {text}.")


def resume(context: typer.Context) -> None:
    """Send again; what waited and is still of use goes out at the next delivery."""
    from mailbot.outbound import pacing

    with wiring(context).store.begin() as session:
        was = pacing.resume(session)
    typer.echo("Sending goes on." if was else "Sending was not paused.")

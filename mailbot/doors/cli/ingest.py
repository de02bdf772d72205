"""`mailbot ingest`: mail from files, as if it had come by IMAP."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.doors.cli.console import wiring
from mailbot.doors.cli.pipe import take_in
from mailbot.errors import MailbotError

if TYPE_CHECKING:
    from mailbot.inbound.keeping import Kept
    from mailbot.wiring import Wiring


def register(app: typer.Typer) -> None:
    app.command("ingest")(ingest)


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[str], typer.Argument(help=".eml file, folder of them, mbox, Maildir, or - for stdin")
    ],
) -> None:
    """Take mail in and read it. With `-` alone, the exit status is one that mail servers understand."""
    wired = wiring(context)
    wired.directory()  # without a programme nobody could be recognized: say so before anything is taken in
    if paths == ["-"]:
        raise typer.Exit(
            take_in(lambda: _keep(wired, "-"), lambda kept: _read(wired, len(kept.new), kept.known))
        )
    failed = False
    new = known = 0
    for path in paths:
        try:
            kept = _keep(wired, path)
        except MailbotError as exc:
            typer.echo(f"mailbot: {exc}", err=True)
            failed = True
            continue
        new, known = new + len(kept.new), known + kept.known
        failed = failed or kept.refused > 0
        for note in kept.notes:
            typer.echo(f"mailbot: {note}", err=True)
    counts = _read(wired, new, known)
    if failed or counts.get("quarantined"):
        raise typer.Exit(1)


def _read(wired: Wiring, new: int, known: int) -> dict[str, int]:
    """Reads what is kept and says what came of it; returns how many mails had each outcome."""
    from mailbot.inbound.intake import read_kept

    counts: dict[str, int] = {}
    with _progress(new) as advance:
        for read in read_kept(wired.store, wired.settings, wired.clock.now(), wired.resolver):
            counts[read.outcome] = counts.get(read.outcome, 0) + 1
            advance()
    already = f", {known} were there already" if known else ""
    detail = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    typer.echo(f"{new} taken in{already}" + (f": {detail}" if detail else ""))
    return counts


def _keep(wired: Wiring, path: str) -> Kept:
    from mailbot.inbound.keeping import keep_new
    from mailbot.inbound.mailbox.files import open_source

    with open_source(path, stdin=lambda: sys.stdin.buffer) as source:
        return keep_new(wired.store, source, wired.clock.now())


def _progress(total: int) -> Any:
    """A context manager giving a function that moves the bar by one; no bar where nobody watches."""
    if not sys.stderr.isatty() or total < 5:
        return nullcontext(lambda: None)
    from rich.console import Console
    from rich.progress import track

    steps = iter(track(range(total), "Reading", console=Console(stderr=True), transient=True))
    return nullcontext(lambda: next(steps, None))

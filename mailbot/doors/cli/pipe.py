"""`mailbot ingest -` at the end of an MTA's pipe (Postfix pipe(8), Exim, procmail, a .forward file).

Failure semantics: the exit status is one that MTAs know (sysexits.h). 0: the bytes are committed; from then
on the mail is mailbot's, and whatever goes wrong while it is read waits for the worker. 75 (EX_TEMPFAIL):
nothing was kept, for whatever reason: database away, configuration broken, no programme yet; the MTA keeps
the mail and comes again. 65 (EX_DATAERR): this mail is never taken, since it is too large; the MTA tells its
sender. A mail that comes twice is kept once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from mailbot.errors import MailbotError

if TYPE_CHECKING:
    from mailbot.inbound.keeping import Kept

EX_DATAERR, EX_TEMPFAIL = 65, 75
_KNOWN = (0, EX_DATAERR, EX_TEMPFAIL)


def is_pipe(arguments: Sequence[str]) -> bool:
    """Whether these are the arguments of `ingest -`, and of nothing else besides."""
    rest = [word for word in arguments if word == "-" or not word.startswith("-")]
    return "ingest" in rest and rest[rest.index("ingest") + 1 :] == ["-"]


def guarded(run: Callable[[], int]) -> int:
    """The exit status for the MTA, whatever happens: never one that would make it throw the mail away."""
    try:
        status = run()
    except Exception as exc:
        typer.echo(f"mailbot: {type(exc).__name__}: {' '.join(str(exc).split())[:300]}", err=True)
        return EX_TEMPFAIL
    return status if status in _KNOWN else EX_TEMPFAIL


def take_in(keep: Callable[[], Kept], read: Callable[[Kept], object]) -> int:
    """Keeps the mail, then reads it; returns the exit status. What is raised means that nothing was kept."""
    kept = keep()
    for note in kept.notes:
        typer.echo(f"mailbot: {note}", err=True)
    if kept.refused:
        typer.echo("mailbot: the mail is too large", err=True)
        return EX_DATAERR
    try:
        read(kept)
    except Exception as exc:
        reason = str(exc) if isinstance(exc, MailbotError) else f"{type(exc).__name__}: {exc}"
        typer.echo(f"mailbot: kept, to be read by the worker: {reason}", err=True)
    return 0

"""`mailbot quarantine`: the mails that could not be read, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.doors.cli.console import console, print_json, whoami, wiring
from mailbot.doors.cli.options import AsJson, Officer, number
from mailbot.errors import MailbotError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from mailbot.inbound.quarantine import Quarantined

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Mails, as `quarantine list` shows them.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Mails that could not be read: list, show, retry, drop.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("show")(show)
    group.command("retry")(retry)
    group.command("drop")(drop)
    app.add_typer(group, name="quarantine")


def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """The mails in quarantine, oldest first, each with the reason."""
    from mailbot.inbound.quarantine import listed

    with wiring(context).store.begin() as session:
        found = listed(session)
    if as_json:
        for each in found:
            print_json(each.to_json())
        return
    out = console()
    if not found:
        out.print("Nothing is in quarantine.")
    for each in found:
        sender, subject = _safe(each.header("from") or "nobody"), _safe(each.header("subject"))
        out.print(
            f"[bold]{each.id}[/]  [red]{each.reason}[/]  {each.arrived_at:%Y-%m-%d %H:%M}  {sender}  "
            f"{subject}",
            soft_wrap=True,
        )
        out.print(f"   {_safe(each.why)}; {each.remedy}", soft_wrap=True)


def show(
    context: typer.Context, mail_id: Annotated[str, typer.Argument(metavar="ID")], as_json: AsJson = False
) -> None:
    """One of them: the reason, the header fields that matter, the first lines as they came."""
    from mailbot.inbound.quarantine import get

    with wiring(context).store.begin() as session:
        found = get(session, mail_number(mail_id))
    if as_json:
        print_json(
            {**found.to_json(), "headers": [list(each) for each in found.headers], "lines": list(found.lines)}
        )
        return
    _print(found)


def _print(found: Quarantined) -> None:
    out = console()
    out.print(
        f"[bold]Mail {found.id}[/] · [red]{found.reason}[/] · {found.size} bytes · came {found.arrived_at}"
    )
    out.print(f"{_safe(found.why)}; {found.remedy}", soft_wrap=True)
    out.print(f"from {_safe(found.source)}, {found.tries} tries, SHA-256 {found.digest}\n")
    for name, value in found.headers:
        out.print(f"[bold]{_safe(name)}:[/] {_safe(value)}", soft_wrap=True)
    out.print()
    for line in found.lines:
        out.print(f"[dim]|[/] {_safe(line)}", soft_wrap=True)


def retry(context: typer.Context, ids: Ids, officer: Officer = None) -> None:
    """Put mails back to be read again, and read them now."""
    from mailbot.inbound.intake import read_kept
    from mailbot.inbound.quarantine import retry as put_back

    wired = wiring(context)
    now, who = wired.clock.now(), officer or whoami()
    done = _each(context, ids, lambda session, mail_id: put_back(session, mail_id, who, now))
    for read in read_kept(wired.store, wired.settings, now, wired.resolver):
        if read.mail_id in done:
            typer.echo(f"mail {read.mail_id}: {read.outcome}")
    if len(done) < len(ids):
        raise typer.Exit(1)


def drop(
    context: typer.Context,
    ids: Ids,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept with the mail's digest.")] = None,
    officer: Officer = None,
) -> None:
    """Delete mails for good; their digest, the reason and your name are kept."""
    from mailbot.inbound.quarantine import drop as take_away

    if not (reason or "").strip():
        raise UsageError("--reason is missing: it is kept with the mail's digest")
    now, who, why = wiring(context).clock.now(), officer or whoami(), str(reason)
    done = _each(context, ids, lambda session, mail_id: take_away(session, mail_id, who, why, now))
    for mail_id in done:
        typer.echo(f"mail {mail_id}: dropped")
    if len(done) < len(ids):
        raise typer.Exit(1)


def _each(context: typer.Context, ids: list[str], act: Callable[[Session, int], None]) -> list[int]:
    """Each mail is a transaction of its own; returns those that were done."""
    done: list[int] = []
    for text in ids:
        try:
            mail_id = mail_number(text)
            with wiring(context).store.begin() as session:
                act(session, mail_id)
        except MailbotError as exc:
            typer.echo(f"mailbot: {exc}", err=True)
            continue
        done.append(mail_id)
    return done


def mail_number(text: str) -> int:
    """Raises InputRefused for anything else."""
    return number(text, "mail", "quarantine list")


def _safe(text: str) -> str:
    """Data for a terminal: markup means nothing, what cannot be seen is made visible."""
    from rich.markup import escape

    from mailbot.text import visible

    return escape(visible(text))

"""`mailbot reread`: redo the reading of kept mails; decisions stay."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.doors.cli.console import console, print_json, whoami, wiring
from mailbot.doors.cli.options import Officer
from mailbot.doors.cli.quarantine import mail_number
from mailbot.errors import AskPerson, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from mailbot.inbound.rereading import Difference


def register(app: typer.Typer) -> None:
    app.command("reread")(reread)


def reread(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="Mails by number.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All mails that were read.")] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Those that came since.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a mail that differs.")] = False,
    officer: Officer = None,
) -> None:
    """Read mails again with this version. Undecided changes give way, decided ones stay."""
    from mailbot.inbound import rereading

    if sum((bool(ids), every, since is not None)) != 1:
        raise UsageError("name mails by their numbers, or give --all, or --since DATE")
    wired = wiring(context)
    now = wired.clock.now()
    with wired.store.begin() as session:
        wanted = rereading.chosen(session, [mail_number(text) for text in ids or ()], _moment(since, now))
    out, changed, failed = console(), 0, 0
    for mail_id in wanted:
        try:
            (found,) = rereading.reread(
                wired.store, wired.settings, [mail_id], officer or whoami(), now, dry_run=dry_run,
                resolver=wired.resolver,
            )  # fmt: skip
        except AskPerson as exc:
            typer.echo(f"mailbot: mail {mail_id} stays as it is: {exc}", err=True)
            failed += 1
            continue
        if not found.is_empty:
            changed += 1
            print_json(found.to_json()) if as_json else _print(out, found)
    if not as_json:
        would = "would change" if dry_run else "changed"
        typer.echo(f"{len(wanted)} read again, {changed} {would}")
    if failed:
        raise typer.Exit(1)


def _moment(since: str | None, now: datetime) -> datetime | None:
    if since is None:
        return None
    try:
        moment = datetime.fromisoformat(since)
    except ValueError as exc:
        raise UsageError(f"--since {since}: write a date like 2021-01-12") from exc
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _print(out: Console, found: Difference) -> None:
    from rich.markup import escape

    from mailbot.doors.cli.cases import brief
    from mailbot.text import visible

    sets = ", ".join(map(str, found.change_sets))
    pairs = ((found.was, found.now), found.proof)
    kind = ", ".join(now if now == was else f"{was} → {now}" for was, now in pairs)
    out.print(f"[bold]mail {found.mail_id}[/] · {kind}" + (f" · change set {sets}" if sets else ""))
    for mark, changes in (("[green]+[/]", found.came), ("[red]-[/]", found.went)):
        for change in changes:
            out.print(f"  {mark} {escape(visible(brief(change)))}")
    for mark, texts in (("[green]+[/] ?", found.asked), ("[red]-[/] ?", found.settled)):
        for text in texts:
            out.print(f"  {mark} {escape(visible(text))}")

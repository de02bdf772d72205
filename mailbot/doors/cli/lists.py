"""`mailbot lists`: who is on which mailing list, and the mails that were written to them."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.doors.cli.console import console, print_json, whoami, wiring
from mailbot.doors.cli.options import AsJson, Officer, number
from mailbot.errors import UsageError

Id = Annotated[str, typer.Argument(metavar="ID", help="As `lists postings` shows it.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Mailing lists: members, and mails written to them.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("show")(show)
    group.command("postings")(postings)
    group.command("send")(send)
    group.command("refuse")(refuse)
    app.add_typer(group, name="lists")


def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """The lists, each with how many members it has."""
    from mailbot.directory import lists
    from mailbot.directory.choices import load_choices
    from mailbot.directory.load import load

    with wiring(context).store.begin() as session:
        directory, choices = load(session), load_choices(session)
    found = {name: lists.members(directory, choices, name) for name in lists.names(directory)}
    if as_json:
        print_json({name: list(members) for name, members in found.items()})
        return
    for name, members in found.items():
        console().print(f"{name:<16} {len(members):>4}")


def show(context: typer.Context, name: Annotated[str, typer.Argument(metavar="LIST")]) -> None:
    """A list's members, one address a line."""
    from mailbot.directory import lists
    from mailbot.directory.choices import load_choices
    from mailbot.directory.load import load

    with wiring(context).store.begin() as session:
        directory, choices = load(session), load_choices(session)
    if name not in lists.names(directory):
        raise UsageError(f"there is no list {name}; there are {', '.join(lists.names(directory))}")
    for address in lists.members(directory, choices, name):
        typer.echo(address)


def postings(context: typer.Context, as_json: AsJson = False) -> None:
    """The mails to lists that wait for an officer, oldest first."""
    from mailbot.outbound.postings import waiting

    with wiring(context).store.begin() as session:
        rows = waiting(session)
    out = console()
    if not rows and not as_json:
        out.print("No mail to a list waits.")
    for row in rows:
        if as_json:
            print_json({"id": str(row.id), "list": row.list_, "from": row.sender, "subject": row.subject,
                        "state": row.state, "at": row.at.isoformat()})  # fmt: skip
        else:
            line = f"{row.id}  {row.list_}  {row.state}  {row.at:%Y-%m-%d %H:%M}  {row.sender}  {row.subject}"
            out.print(line, markup=False, soft_wrap=True)


def send(context: typer.Context, posting: Id, officer: Officer = None) -> None:
    """Send it to the list's members: one mail each."""
    from mailbot.outbound.planner import identity_of
    from mailbot.outbound.postings import confirm
    from mailbot.store.keys import signer

    wired = wiring(context)
    identity = identity_of(wired.settings, signer(wired.store, wired.settings))
    with wired.store.begin() as session:
        count = confirm(
            session,
            number(posting, "mail to a list", "lists postings"),
            officer or whoami(),
            identity,
            wired.clock.now(),
        )
    typer.echo(f"queued for {count} members")


def refuse(
    context: typer.Context,
    posting: Id,
    reason: Annotated[str, typer.Option("--reason", help="What the author shall be told.")],
    officer: Officer = None,
) -> None:
    """Do not send it; its author is told why."""
    from mailbot.outbound.postings import refuse as decide

    wired = wiring(context)
    with wired.store.begin() as session:
        decide(
            session,
            number(posting, "mail to a list", "lists postings"),
            officer or whoami(),
            reason,
            wired.clock.now(),
        )
    typer.echo("refused; the author will be told")

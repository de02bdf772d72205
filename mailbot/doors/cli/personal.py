"""`mailbot personal-data`: what is kept about an address, handed over or erased."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from mailbot.doors.cli.console import whoami, wiring
from mailbot.errors import InputRefused

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="The person's e-mail address.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="What is kept about a person: export, erase.", no_args_is_help=True)
    group.command("export")(export)
    group.command("erase")(erase)
    app.add_typer(group, name="personal-data")


def export(context: typer.Context, address: Address) -> None:
    """All that is kept about the address, as JSON; mails without their text."""
    from mailbot.directory.personal.telling import told

    _checked(address)
    with wiring(context).store.read() as session:
        found = told(session, address)
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def erase(
    context: typer.Context,
    address: Address,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept in the audit log.")],
    remove: Annotated[bool, typer.Option("--remove-contact", help="Off the contact sheet, too.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else it is only shown.")] = False,
) -> None:
    """Erase mails, values and words of the address for good; that it was done is kept."""
    from mailbot.directory.personal.erasing import erase as take_away

    _checked(address)
    wired = wiring(context)
    with wired.store.begin() as session:
        result = take_away(session, address, remove=remove, by=whoami(), reason=reason, now=wired.clock.now())
        if not yes:
            session.rollback()
    for what, number in result.done.items():
        typer.echo(f"{what}: {number}")
    for what in result.left:
        typer.echo(f"left: {what}")
    typer.echo("erased" if yes else "nothing was erased yet; add --yes")


def _checked(address: str) -> None:
    if address.count("@") != 1 or any(sign.isspace() for sign in address):
        raise InputRefused(f"{address!r} is no e-mail address")

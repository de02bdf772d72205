"""`mailbot account`: who may sign in to the console, and as what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.doors.cli.console import console, print_json, whoami, wiring
from mailbot.doors.cli.options import AsJson
from mailbot.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from mailbot.accounts.people import By
    from mailbot.store.tables import AccountRow
    from mailbot.wiring import Wiring

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="The e-mail address.")]
PasswordFile = Annotated[Path | None, typer.Option("--password-file", help="Its first line is the password.")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="The first line of standard input is the password.")
]
NoPassword = Annotated[
    bool, typer.Option("--no-password", help="Only the identity provider of [oidc] lets this account in.")
]
Role = Annotated[str, typer.Option("--role", help="officer, editor or viewer.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Accounts: who may sign in, and as what.", no_args_is_help=True)
    group.command("add")(add)
    group.command("list")(list_)
    group.command("role")(role)
    group.command("name")(name)
    group.command("password")(password)
    group.command("disable")(disable)
    group.command("enable")(enable)
    app.add_typer(group, name="account")


def add(
    context: typer.Context,
    address: Address,
    role: Role,
    name: Annotated[str, typer.Option("--name", help="As records and pages show it.")] = "",
    password_file: PasswordFile = None,
    password_stdin: PasswordStdin = False,
    no_password: NoPassword = False,
) -> None:
    """Make an account; asks for its password on a terminal."""
    from mailbot.accounts import people

    wired = wiring(context)
    given = _password(password_file, password_stdin, no_password)
    with wired.store.begin() as session:
        made = people.add(session, address, role, _by(wired), name=name, password=given)
    typer.echo(f"{made.address} may sign in as {made.role}")


def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """All accounts, by address."""
    from mailbot.accounts import people

    with wiring(context).store.read() as session:
        found = [_facts(row) for row in people.listed(session)]
    for each in found:
        if as_json:
            print_json(each)
    if not as_json:
        _print(found)


def role(
    context: typer.Context,
    address: Address,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="officer, editor or viewer.")],
) -> None:
    """Give an account another role; whoever is signed in by it must sign in again."""
    from mailbot.accounts import people

    wired = wiring(context)
    with wired.store.begin() as session:
        people.set_role(session, address, role, _by(wired))
    typer.echo(f"{people.folded(address)} is {role} from now on, and signed out everywhere")


def name(
    context: typer.Context,
    address: Address,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As records and pages show it.")],
) -> None:
    """Correct the name of an account."""
    from mailbot.accounts import people

    wired = wiring(context)
    with wired.store.begin() as session:
        people.set_name(session, address, name, _by(wired))
    typer.echo(f"{people.folded(address)} has another name, and is signed out everywhere")


def password(
    context: typer.Context,
    address: Address,
    password_file: PasswordFile = None,
    password_stdin: PasswordStdin = False,
    no_password: NoPassword = False,
) -> None:
    """Set another password, or none; whoever is signed in by it must sign in again."""
    from mailbot.accounts import people

    wired = wiring(context)
    with wired.store.read() as session:
        if people.by_address(session, address) is None:  # before somebody types a password for nothing
            raise InputRefused(people.UNKNOWN)
    given = _password(password_file, password_stdin, no_password)
    with wired.store.begin() as session:
        people.set_password(session, address, given, _by(wired))
    changed = "has another password" if given is not None else "has no password any more"
    typer.echo(f"{people.folded(address)} {changed}, and is signed out everywhere")


def disable(context: typer.Context, address: Address) -> None:
    """Let an account in no more; its sessions end, its identity at the provider is forgotten."""
    from mailbot.accounts import people

    wired = wiring(context)
    with wired.store.begin() as session:
        people.disable(session, address, _by(wired))
    typer.echo(f"{people.folded(address)} is disabled, and signed out everywhere")


def enable(context: typer.Context, address: Address) -> None:
    """Let a disabled account in again."""
    from mailbot.accounts import people

    wired = wiring(context)
    with wired.store.begin() as session:
        people.enable(session, address, _by(wired))
    typer.echo(f"{people.folded(address)} may sign in again")


def _by(wired: Wiring) -> By:
    from mailbot.accounts.people import By

    return By(whoami(), "command", wired.clock.now())


def _password(file: Path | None, stdin: bool, none: bool) -> str | None:
    """From where the options say, else typed twice. Raises UsageError."""
    if sum((file is not None, stdin, none)) > 1:
        raise UsageError("one of --password-file, --password-stdin and --no-password is enough")
    if none:
        return None
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as exc:
            raise UsageError(f"{file}: {getattr(exc, 'strerror', None) or 'it is no text'}") from exc
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError(
            "no terminal to ask for the password on; use --password-stdin, --password-file FILE, or "
            "--no-password for somebody who signs in with the identity provider"
        )
    typed: str = typer.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True)
    return typed


def _facts(row: AccountRow) -> dict[str, Any]:
    """What `list --json` says of an account; no secret is among it."""
    return {
        "address": row.address, "name": row.name, "role": row.role, "state": row.state,
        "password": row.password is not None, "provider": row.issuer, "language": row.language,
        "created_at": row.created_at.isoformat(),
    }  # fmt: skip


def _print(found: list[dict[str, Any]]) -> None:
    from rich.markup import escape
    from rich.table import Table

    from mailbot.text import visible

    if not found:
        typer.echo(
            "nobody may sign in yet; make the first account: mailbot account add ADDRESS --role officer"
        )
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("Address", "Name", "Role", "Signs in"):
        table.add_column(heading)
    for each in found:
        ways = [way for way, has in (("password", each["password"]), ("provider", each["provider"])) if has]
        how = "disabled" if each["state"] == "disabled" else " or ".join(ways) or "provider, not yet"
        table.add_row(*(escape(visible(text)) for text in (each["address"], each["name"], each["role"], how)))
    console().print(table)

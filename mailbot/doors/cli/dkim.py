"""`mailbot dkim`: keys for signing our mails, and the DNS records that let others check them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.doors.cli.console import wiring
from mailbot.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from mailbot.outbound.delivery.signing import Key

ALGORITHMS = ("rsa", "ed25519")


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="DKIM: make keys, show the DNS records to publish.", no_args_is_help=True)
    group.command("keygen")(keygen)
    group.command("record")(record)
    app.add_typer(group, name="dkim")


def keygen(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Option("--folder", help="Where the key files go; from mailbot.toml's folder.")
    ] = Path("dkim"),
    prefix: Annotated[str | None, typer.Option("--prefix", help="The selectors' first part.")] = None,
) -> None:
    """Make a key of RSA and one of Ed25519; print what goes into mailbot.toml and into DNS. Nothing that is
    there is overwritten."""
    from mailbot.outbound.delivery.signing import load_key, new_key
    from mailbot.settings_dkim import DkimKey

    wired = wiring(context)
    first = prefix or f"mailbot{wired.clock.now():%Y%m}"
    selectors = {name: f"{first}-{name}" for name in ALGORITHMS}
    files = {name: folder / f"{selector}.pem" for name, selector in selectors.items()}
    for name, path in files.items():
        try:
            DkimKey(selector=selectors[name], file=path)
        except ValueError:
            raise UsageError(f"--prefix {first}: letters, digits and hyphens only") from None
        if (wired.folder / path).exists():
            raise InputRefused(f"{path} is there already; name another --prefix")
    for name, path in files.items():
        _write(wired.folder / path, new_key(name))
    keys = [load_key(selectors[name], wired.folder / path) for name, path in files.items()]
    typer.echo("In mailbot.toml, with these files readable by mailbot only:\n\n[dkim]")
    typer.echo(f'domain = "{wired.dkim_domain}"\nkeys = [')
    for name, path in files.items():
        typer.echo(f'  {{selector = "{selectors[name]}", file = "{path}"}},')
    typer.echo("]\n\nIn DNS:\n")
    _records(keys, wired.dkim_domain)
    typer.echo("Then: mailbot doctor")


def record(context: typer.Context) -> None:
    """The DNS records of the keys that mailbot.toml names."""
    wired = wiring(context)
    if wired.signing is None:
        raise UsageError("no keys are configured; make some: mailbot dkim keygen")
    _records(wired.signing.keys, wired.signing.domain)


def _records(keys: Sequence[Key], domain: str) -> None:
    from mailbot.outbound.delivery.signing import zone_line

    for key in keys:
        typer.echo(zone_line(key, domain) + "\n")


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            out.write(content)
    except OSError as exc:
        raise UsageError(f"{path}: {exc.strerror}") from exc

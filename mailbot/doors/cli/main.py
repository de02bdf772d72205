"""The program `mailbot`: its global options, its commands, and what becomes of errors."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from mailbot import __version__
from mailbot.clock import parse_moment
from mailbot.doors.cli.pipe import guarded, is_pipe
from mailbot.errors import InputRefused, MailbotError, UsageError
from mailbot.settings import Settings, load_settings
from mailbot.wiring import Wiring

GROUPS = (
    "setup",
    "programme",
    "parse",
    "ingest",
    "review",
    "quarantine",
    "lists",
    "reread",
    "plan",
    "send",
    "papers",
    "outbox",
    "sending",
    "dkim",
    "translate",
    "worker",
    "accounts",
    "web",
    "status",
    "freshness",
    "history",
    "consent",
    "personal",
    "doctor",
    "demo",
)

_ALONE = "parse"  # asked for one mail at a time by other programs, it waits for no other command's modules
_WITHOUT_SETTINGS = ("init", "demo")  # they start from nothing, whatever lies in this folder


def _version(show: bool) -> None:
    if show:
        typer.echo(f"mailbot {__version__}")
        raise typer.Exit


def _options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option("--config", help="Configuration; else ./mailbot.toml")
    ] = None,
    now: Annotated[str | None, typer.Option("--now", help="Freeze the clock: 2021-01-12T08:00")] = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Tell more.")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    del version
    settings = Settings() if context.invoked_subcommand in _WITHOUT_SETTINGS else load_settings(config)
    moment = parse_moment(now) if now else None
    wiring = Wiring(settings, moment, verbose, config.resolve().parent if config else Path.cwd())
    context.obj = wiring
    context.call_on_close(wiring.close)


def build(groups: Sequence[str] = GROUPS) -> typer.Typer:
    """The program with all its commands; each group's module registers its own."""
    app = typer.Typer(
        name="mailbot",
        help="E-mail automation for secretariats that coordinate many organizations.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    for group in groups:
        importlib.import_module(f"mailbot.doors.cli.{group}").register(app)
    return app


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    return guarded(lambda: _run(given)) if is_pipe(given) else _run(given)


def _run(arguments: list[str]) -> int:
    try:
        build((_ALONE,) if arguments[:1] == [_ALONE] else GROUPS)(args=arguments)
    except SystemExit as exc:
        return exc.code if isinstance(exc.code, int) else int(bool(exc.code))
    except MailbotError as exc:
        return _tell(exc)
    return 0


def _tell(exc: MailbotError) -> int:
    typer.echo(f"mailbot: {exc}", err=True)
    if isinstance(exc, InputRefused):
        for problem in exc.problems:
            typer.echo(f"  {problem}", err=True)
    return 2 if isinstance(exc, UsageError) else 1


def main() -> None:
    sys.exit(run())

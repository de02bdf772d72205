"""`mailbot init`: a folder to start from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mailbot.errors import InputRefused
from mailbot.resources import CONFIG, SHIPPED_PROGRAMME


def register(app: typer.Typer) -> None:
    app.command("init")(init)


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to start; made if needed.")] = Path(),
) -> None:
    """Write mailbot.toml and programme.yaml to start from; never overwrites."""
    targets = {folder / "mailbot.toml": _settings_text(), folder / "programme.yaml": _programme_text()}
    if there := [path for path in targets if path.exists() or path.is_symlink()]:
        raise InputRefused(f"{there[0]} is there already; nothing was written. Choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in targets.items():
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as exc:
        raise InputRefused(f"{exc.filename}: cannot be written: {exc.strerror}") from exc
    for path in targets:
        typer.echo(f"wrote {path}")
    typer.echo(f"Next: fill in {folder / 'mailbot.toml'}, then run in that folder:")
    typer.echo("  mailbot import programme.yaml && mailbot doctor")


def _settings_text() -> str:
    text = (CONFIG / "mailbot.toml").read_text(encoding="utf-8")
    if not sys.stdin.isatty():
        return text
    for key, question in (
        ('address = "tsb-irc@itu.example"', "Address of the secretariat's mailbox"),
        ('approvers = ["officer@itu.example"]', "Address of the officer who approves"),
        ('host = "imap.itu.example"', "IMAP host"),
        ('host = "smtp.itu.example"', "SMTP host"),
    ):
        name, value = key.split(" = ", 1)
        bare = value.strip('[]"')
        given = typer.prompt(question, default=bare)
        text = text.replace(key, f"{name} = {value.replace(bare, given.replace(chr(34), ''))}", 1)
    return text


def _programme_text() -> str:
    return SHIPPED_PROGRAMME.read_text(encoding="utf-8")

"""`mailbot import` and `mailbot export`: the directory in and out of files."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.doors.cli.console import whoami, wiring
from mailbot.errors import InputRefused, UsageError
from mailbot.wiring import Wiring

if TYPE_CHECKING:
    from mailbot.directory.snapshot import Directory


def register(app: typer.Typer) -> None:
    app.command("import")(import_)
    app.command("export")(export)


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A programme file (YAML).")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite what mail has changed.")] = False,
) -> None:
    """Apply what the file changed since its last import."""
    from mailbot.directory.importing import import_programme
    from mailbot.directory.programme import load_file

    wired = wiring(context)
    wanted = load_file(file)
    if wired.moment is not None and wired.moment.tzinfo is None:
        wired.moment = wired.moment.replace(tzinfo=wanted.zone)
    with wired.store.begin() as session:
        result = import_programme(
            session, wanted, actor=whoami(), file=str(file), now=wired.clock.now(), force=force
        )
    if result.nothing and not result.refused:
        typer.echo(f"{file}: nothing has changed since the last import")
    else:
        typer.echo(f"{file}: {result.added} added, {result.changed} changed, {result.removed} removed")
    if result.refused:
        typer.echo("mailbot: not imported, because mail has changed it too (--force overwrites):", err=True)
        for refusal in result.refused:
            typer.echo(f"  {refusal}", err=True)
        raise typer.Exit(1)


def export(
    context: typer.Context,
    format_: Annotated[
        str, typer.Option("--format", help="yaml, json, csv, xlsx, docx, pdf, ics, vcf, html, roster")
    ],
    only: Annotated[str | None, typer.Option("--only", help="contacts, positions or meetings")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File; else standard output.")] = None,
    list_: Annotated[str | None, typer.Option("--list", help="roster: one list; else all of them.")] = None,
    style: Annotated[str, typer.Option("--style", help="roster: mailman or sympa")] = "mailman",
    language: Annotated[
        str | None, typer.Option("--language", help="docx, pdf, html: en, fr, es, ru, ar, zh")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="As it was then: 2021-01-10T12:00; not for rosters.")
    ] = None,
) -> None:
    """Write the directory out; `roster`: each mailing list's members, for a list server to sync from."""
    from mailbot.directory.exports import BINARY, FORMATS, export_directory
    from mailbot.wording import Wordings

    if format_ not in (*FORMATS, "roster"):
        raise UsageError(f"--format {format_}: known are {', '.join((*FORMATS, 'roster'))}")
    if only not in (None, "contacts", "positions", "meetings"):
        raise UsageError(f"--only {only}: write contacts, positions or meetings")
    wired = wiring(context)
    wordings = Wordings(wired.settings.translations.folder)
    if language is not None and language not in wordings.languages:
        raise UsageError(f"--language {language}: known are {', '.join(wordings.languages)}")
    domain = wired.settings.identity.address.rpartition("@")[2]
    if format_ == "roster":
        if as_of is not None:
            raise UsageError("--as-of goes without --format roster: lists are as their members want them now")
        content = _roster(wired, list_, style)
    else:
        directory = _as_of(wired, as_of) if as_of else wired.directory()
        content = export_directory(
            directory, format_, only, wired.clock.now(), domain=domain, say=wordings.of(language)
        )
    if output is None:
        if format_ in BINARY and sys.stdout.isatty():
            raise UsageError(f"a {format_} file is no text for a terminal; add -o FILE")
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    _write(output, content)
    typer.echo(f"wrote {output} ({len(content)} bytes)", err=True)


def _as_of(wired: Wiring, text: str) -> Directory:
    from mailbot.directory import replay
    from mailbot.doors.cli.history import moment

    zone = wired.directory().zone
    with wired.store.read() as session:
        return replay.as_of(session, moment(text, "--as-of", zone))


def _roster(wired: Wiring, name: str | None, style: str) -> bytes:
    from mailbot.directory.choices import load_choices
    from mailbot.directory.exports.roster import STYLES, roster

    if style not in STYLES:
        raise UsageError(f"--style {style}: write {' or '.join(STYLES)}")
    directory = wired.directory()
    with wired.store.begin() as session:
        return roster(directory, load_choices(session), name, style)


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it: a reader never sees half an export."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as exc:
        raise InputRefused(f"{path}: cannot be written: {exc.strerror}") from exc


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

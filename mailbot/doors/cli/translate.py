"""`mailbot translate`: what mailbot says in each language, out for translation and in again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mailbot.doors.cli.console import console, print_json, wiring
from mailbot.errors import InputRefused, Problem, UsageError
from mailbot.wiring import Wiring
from mailbot.wording import SOURCE, Wordings, read_catalogue


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="The texts in each language: status, export, import.", no_args_is_help=True)
    group.command("status")(status)
    group.command("export")(export)
    group.command("import")(import_)
    app.add_typer(group, name="translate")


def _titles(wired: Wiring) -> tuple[str, ...]:
    """The titles of the programme in the database; of the shipped one where there is none yet."""
    from mailbot.directory.load import has_programme, load
    from mailbot.directory.titles import shipped_titles, titles

    with wired.store.begin() as session:
        return titles(load(session)) if has_programme(session) else shipped_titles()


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    missing: Annotated[bool, typer.Option("--missing", help="Name every text that stays English.")] = False,
) -> None:
    """How many texts each language has, and which stay English."""
    from mailbot import translation

    wired = wiring(context)
    known, site = _titles(wired), wired.settings.translations.folder
    found = [translation.coverage(each, known, site) for each in Wordings(site).languages if each != SOURCE]
    if as_json:
        print_json({each.language: {"texts": each.texts, "missing": list(each.missing)} for each in found})
        return
    out = console()
    for each in found:
        lacks = f"{len(each.missing)} missing" if each.missing else "complete"
        out.print(f"{each.language}: {each.texts - len(each.missing)} of {each.texts} texts, {lacks}")
        for text in each.missing if missing else ():
            out.print(f"  {text}", markup=False)


def export(
    context: typer.Context,
    language: Annotated[str, typer.Argument(help="ISO 639-1: fr, es, ru, ar, zh, or a new one.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write here; else to stdout.")] = None,
) -> None:
    """Write a language's PO file, for Poedit, Weblate or an editor."""
    from mailbot import translation

    wired = wiring(context)
    try:
        catalogue = translation.filled(language, _titles(wired), wired.settings.translations.folder)
    except ValueError as exc:  # babel's UnknownLocaleError too
        raise UsageError(f"{language}: no such language; write its ISO 639-1 code") from exc
    content = translation.to_po(catalogue)
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The PO file a translator has sent back.")],
    language: Annotated[str | None, typer.Option(help="Else the file's name: fr.po")] = None,
) -> None:
    """Check a PO file and keep it in the folder of `translations.folder`; the next mail uses it."""
    from mailbot import translation

    folder = wiring(context).settings.translations.folder
    if folder is None:
        raise UsageError("translations.folder is not set: say in mailbot.toml where your catalogues are kept")
    code = language or file.stem
    catalogue = read_catalogue(file, code)
    wrong = translation.problems(catalogue)
    if wrong:
        raise InputRefused(
            f"{file}: not taken, nothing was changed", [Problem(0, file.name, each) for each in wrong]
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{code}.po").write_bytes(translation.to_po(catalogue))
    given = sum(1 for message in catalogue if message.id and message.string)
    typer.echo(f"{code}: {given} texts taken")

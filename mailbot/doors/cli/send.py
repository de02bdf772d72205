"""`mailbot send`: mails by hand. Without --confirm nothing is sent; it says what would go to whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.doors.cli.console import console, wiring
from mailbot.errors import UsageError

if TYPE_CHECKING:
    from mailbot.outbound.composing import Mail
    from mailbot.outbound.drafts import Draft

KINDS_HELP = {
    "liaison": "TSAG's liaison statement, with each organization's own rows to correct",
    "call-notice": "notice of a call with draft agenda and invitation; EVENT like com3-calls-1",
    "call-reminder": "reminder of a call with invitation; EVENT like com3-calls-1",
    "circular-reminder": "reminder of an inter-regional meeting; EVENT like irm-2",
}


def register(app: typer.Typer) -> None:
    app.command("send")(send)


def send(
    context: typer.Context,
    kind: Annotated[str | None, typer.Argument(help="Which mail; see --list.")] = None,
    event: Annotated[str | None, typer.Argument(help="For mails about an event: its id.")] = None,
    list_kinds: Annotated[bool, typer.Option("--list", help="Name every kind.")] = False,
    preview: Annotated[
        Path | None, typer.Option("--preview", metavar="FILE", help="Write one mail: .eml, .html or .txt")
    ] = None,
    test: Annotated[
        str | None, typer.Option("--test", metavar="ADDRESS", help="Send one copy there.")
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Send it to everybody.")] = False,
    number: Annotated[str | None, typer.Option("--number", help='A statement\'s number: "LS 42"')] = None,
) -> None:
    """Compose a mail now; preview it, test it, or send it with --confirm."""
    if list_kinds:
        for name, text in KINDS_HELP.items():
            typer.echo(f"{name:18} {text}")
        return
    if kind is None:
        raise UsageError("which mail? see: mailbot send --list")
    from mailbot.outbound import drafts

    wired = wiring(context)
    now = wired.clock.now()
    made = drafts.draft(
        wired.store, wired.settings, kind, now, event=event, number=number, folder=wired.folder
    )
    if confirm and not test:
        queued = drafts.confirm(wired.store, made, now)
        _tell(made)
        typer.echo(f"{queued} mails queued; the worker delivers them (mailbot worker --once).")
        return
    _tell(made)
    if preview:
        _write(preview, made)
    if test:
        drafts.send_test(wired.store, made, test, now)
        typer.echo(f"A copy to {test} is queued; the worker delivers it (mailbot worker --once).")
    typer.echo("Nothing was sent to the recipients; send with --confirm.")


def _tell(made: Draft) -> None:
    from rich.markup import escape

    from mailbot.text import visible

    out = console()
    if made.mails:
        out.print(f"[bold]{escape(visible(made.mails[0].subject))}[/bold]")
    out.print(f"To {len(made.mails)} people:")
    for mail in made.mails:
        out.print(f"  {escape(visible(mail.recipient.name))} <{escape(visible(mail.recipient.address))}>")
    for reason in made.unreached:
        out.print(f"  not reached: {escape(visible(reason))}")
    for what in made.missing:
        out.print(f"  missing: {escape(f'[[TSB to add: {what}]]')}")


def _write(path: Path, made: Draft) -> None:
    if not made.mails:
        raise UsageError("nobody would get this mail; there is nothing to preview")
    mail: Mail = made.mails[0]
    assert mail.rendered is not None
    content = {".html": mail.rendered.html.encode(), ".txt": mail.rendered.text.encode()}
    try:
        path.write_bytes(content.get(path.suffix.lower(), mail.content))
    except OSError as exc:
        raise UsageError(f"--preview {path}: {exc.strerror}") from exc
    typer.echo(f"Preview for {mail.recipient.name}: {path}")

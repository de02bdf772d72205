"""`mailbot send`: mails by hand. Without --confirm nothing is sent; it says what would go to whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.doors.cli.console import console, whoami, wiring
from mailbot.doors.cli.options import Officer
from mailbot.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.outbound.drafts import Draft
    from mailbot.outbound.papers.making import Wish

KINDS_HELP = {
    "liaison": "TSAG's liaison statement, with each organization's own rows to correct",
    "circular-letter": "TSB circular letter; EVENT, like irm-2, for one that announces a meeting",
    "agenda": "draft agenda of a call from the mapping table, as a paper; EVENT like com3-calls-1",
    "meeting-report": "cover of a meeting's report, with --annex the report; EVENT like irm-2",
    "call-notice": "notice of a call with draft agenda and invitation; EVENT like com3-calls-1",
    "call-reminder": "reminder of a call with invitation; EVENT like com3-calls-1",
    "circular-reminder": "reminder of an inter-regional meeting; EVENT like irm-2",
    "invitation": "invitation to an inter-regional meeting; EVENT like irm-2",
    "hour-reminder": "reminder for who has asked for it (subscribe reminders); EVENT like com3-calls-1",
}
PAPERS = ("liaison", "circular-letter", "agenda", "meeting-report")


def register(app: typer.Typer) -> None:
    app.command("send")(send)


def send(
    context: typer.Context,
    kind: Annotated[str | None, typer.Argument(help="Which mail; see --list.")] = None,
    event: Annotated[str | None, typer.Argument(help="For mails about an event: its id.")] = None,
    list_kinds: Annotated[bool, typer.Option("--list", help="Name every kind.")] = False,
    preview: Annotated[
        Path | None,
        typer.Option("--preview", metavar="FILE", help="Write one: .html, .txt, .eml; a paper .docx, .pdf"),
    ] = None,
    test: Annotated[
        str | None, typer.Option("--test", metavar="ADDRESS", help="Send one copy there.")
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Send it to everybody.")] = False,
    language: Annotated[str | None, typer.Option("--language", help="Of the preview: fr")] = None,
    number: Annotated[str | None, typer.Option("--number", help='A paper\'s number: "LS 42"')] = None,
    subject: Annotated[str | None, typer.Option("--subject", help="A paper's title.")] = None,
    reference: Annotated[
        str | None, typer.Option("--reference", help="A circular letter's reference.")
    ] = None,
    body: Annotated[
        Path | None, typer.Option("--body", help="A paper's own text in Markdown; letter.fr.md beside it")
    ] = None,
    deadline: Annotated[str | None, typer.Option("--deadline", help="Answers by: 2021-01-15")] = None,
    annex: Annotated[
        list[Path] | None, typer.Option("--annex", help="A file to go with a paper; several times.")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", help="An organization or address instead of all; repeat it.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="ADDRESS", help="Of its recipients only this one; repeat it."),
    ] = None,
    copy: Annotated[
        list[str] | None, typer.Option("--copy", help="Who gets a copy and need not answer; repeat it.")
    ] = None,
    officer: Officer = None,
) -> None:
    """Compose a mail now; preview it, test it, or send it with --confirm."""
    if list_kinds:
        for name, text in KINDS_HELP.items():
            typer.echo(f"{name:18} {text}")
        return
    if kind is None:
        raise UsageError("which mail? see: mailbot send --list")
    from mailbot.outbound import drafts

    given = (subject, reference, body, deadline, annex, to, copy)
    if kind not in PAPERS and any(given):
        raise UsageError(f"{kind} is no paper: it takes none of --subject, --body, --annex and the like")
    if kind in PAPERS and only:
        to, only = [*(to or []), *only], None  # a paper is sent once, to whom it is addressed
    wired, who = wiring(context), officer or whoami()
    now = wired.clock.now()
    made = drafts.draft(
        wired.store, wired.settings, kind, now, event=event, number=number, folder=wired.folder,
        wish=_wish(number, subject, reference, body, deadline, annex, to, copy),
    )  # fmt: skip
    if only:
        made = drafts.narrowed(made, only)
    if confirm and not test:
        queued = drafts.confirm(wired.store, made, now, who)
        _tell(made)
        if queued:
            typer.echo(f"{queued} mails queued; the worker delivers them (mailbot worker --once).")
        else:
            typer.echo(f"Confirmed by {who}; nothing is sent before a second officer confirms it.")
        return
    _tell(made)
    drafts.keep(wired.store, made, now, who)
    if preview:
        _write(preview, made, language, now)
        drafts.keep(wired.store, made, now, who, seen=True)
    if test:
        drafts.send_test(wired.store, made, test, now, who)
        typer.echo(f"A copy to {test} is queued; the worker delivers it (mailbot worker --once).")
    typer.echo("Nothing was sent to the recipients; send with --confirm.")


def _wish(
    number: str | None,
    subject: str | None,
    reference: str | None,
    body: Path | None,
    deadline: str | None,
    annexes: list[Path] | None,
    to: list[str] | None,
    copies: list[str] | None,
) -> Wish:
    from mailbot.outbound.paper_options import read_annexes, read_body
    from mailbot.outbound.papers.making import Wish

    try:
        day = date.fromisoformat(deadline) if deadline else None
    except ValueError as exc:
        raise UsageError(f"--deadline {deadline}: write a day, like 2021-01-15") from exc
    return Wish(
        number, subject, reference, read_body(body) if body else {}, day, tuple(to or ()),
        read_annexes(annexes or ()), tuple(copies or ()),
    )  # fmt: skip


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
    for note in made.sheet.paper.notes if made.sheet else ():
        typer.echo(f"mailbot: {note}", err=True)


def _write(path: Path, made: Draft, language: str | None, now: datetime) -> None:
    """What the first recipient gets; opens nothing."""
    if not made.mails:
        raise UsageError("nobody would get this mail; there is nothing to preview")
    content, name = _previewed(path.suffix.lower(), made, language, now)
    try:
        path.write_bytes(content)
    except OSError as exc:
        raise UsageError(f"--preview {path}: {exc.strerror}") from exc
    typer.echo(f"Preview for {name}: {path}")


def _previewed(suffix: str, made: Draft, language: str | None, now: datetime) -> tuple[bytes, str]:
    sheet = made.sheet
    if sheet is not None and suffix in (".docx", ".pdf"):
        document = sheet.in_words_of(language)
        if suffix == ".pdf":
            from mailbot.outbound.papers.pdf import pdf

            return pdf(document, now), made.mails[0].recipient.name
        from mailbot.outbound.papers.docx import docx

        return docx(document, sheet.identity.name, now), made.mails[0].recipient.name
    if suffix in (".docx", ".pdf"):
        raise UsageError(f"{made.kind} is no paper; preview it as .html, .txt or .eml")
    is_whole = suffix not in (".html", ".txt")
    mail = sheet.in_language(language, complete=is_whole) if sheet else made.mails[0]
    assert mail.rendered is not None
    shown = {".html": mail.rendered.html.encode(), ".txt": mail.rendered.text.encode()}
    return shown.get(suffix, mail.content), mail.recipient.name

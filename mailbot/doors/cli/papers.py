"""`mailbot papers`: what was drafted and sent, who confirmed it, who has answered, and the files as sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from mailbot.doors.cli.console import console, print_json, wiring
from mailbot.doors.cli.options import AsJson, number
from mailbot.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from mailbot.store.tables import PaperRow

Id = Annotated[str, typer.Argument(metavar="ID", help="A paper's number in `papers list`.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Papers: drafts, what was sent, who answered.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("show")(show)
    group.command("export")(export)
    group.command("drop")(drop)
    app.add_typer(group, name="papers")


def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """All papers with their states, oldest first."""
    from mailbot.outbound.papers import lifecycle

    with wiring(context).store.begin() as session:
        zone = _zone(session)
        found = [_brief(session, row, zone) for row in lifecycle.listed(session)]
    for each in found:
        if as_json:
            print_json(each)
        else:
            answered = f", {each['answered']} of {each['organizations']} answered" if each["sent_at"] else ""
            due = f", answers by {each['deadline']}" if each["deadline"] else ""
            typer.echo(f"{each['id']:>4}  {each['state']:<9}  {_plain(each['kind'] + ' ' + each['key'])}"
                       f"{answered}{due}")  # fmt: skip
    if not found and not as_json:
        typer.echo("no papers yet; see: mailbot send --list")


def show(context: typer.Context, paper_id: Id, as_json: AsJson = False) -> None:
    """One paper: versions, confirmations, files, addressees, answers."""
    from mailbot.outbound.papers import lifecycle

    with wiring(context).store.begin() as session:
        row = lifecycle.get(session, number(paper_id, "paper", "papers list"))
        found = _whole(session, row, _zone(session))
    if as_json:
        print_json(found)
    else:
        _print(found)


def export(
    context: typer.Context,
    paper_id: Id,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The folder; else paper-ID here.")
    ] = None,
) -> None:
    """Write a paper's files into a folder, byte for byte: docx, PDF, annexes, and the mails as sent."""
    from mailbot.outbound.papers import lifecycle
    from mailbot.outbound.papers.kept import parcel

    with wiring(context).store.begin() as session:
        row = lifecycle.get(session, number(paper_id, "paper", "papers list"))
        files = parcel(session, row)
    folder = output or Path(f"paper-{row.id}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files:
            (folder / name).write_bytes(content)
    except OSError as exc:
        raise UsageError(f"{exc.filename}: {exc.strerror}") from exc
    typer.echo(f"{len(files)} files of {lifecycle.named(row)} in {folder}")


def drop(context: typer.Context, paper_id: Id) -> None:
    """A draft is not to be sent after all; what was sent stays."""
    from mailbot.outbound.papers import lifecycle

    wired = wiring(context)
    now = wired.clock.now()
    with wired.store.begin() as session:
        row = lifecycle.get(session, number(paper_id, "paper", "papers list"))
        lifecycle.drop(row, now)
        typer.echo(f"{lifecycle.named(row)} is dropped; mailbot send takes it up again")


def _zone(session: Session) -> ZoneInfo:
    from mailbot.directory.load import timezone

    return ZoneInfo(timezone(session) or "UTC")


def _brief(session: Session, row: PaperRow, zone: ZoneInfo) -> dict[str, Any]:
    from mailbot.outbound.papers.answers import answers

    told = answers(session, row, zone)
    return {
        "id": row.id, "kind": row.kind, "key": row.key, "title": row.title, "event": row.event,
        "state": row.state, "version": row.version,
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "organizations": len(told.organizations), "answered": len(told.answered),
    }  # fmt: skip


def _whole(session: Session, row: PaperRow, zone: ZoneInfo) -> dict[str, Any]:
    from mailbot.outbound.papers import lifecycle
    from mailbot.outbound.papers.answers import answers

    return {
        **_brief(session, row, zone),
        "confirmed_by": lifecycle.confirmed_by(session, row),
        "files": [
            {"role": each.role, "name": each.name, "language": each.language or None,
             "bytes": len(each.content), "sha256": each.digest}
            for each in lifecycle.files(session, row)
        ],
        "answers": answers(session, row, zone).to_json(),
    }  # fmt: skip


def _print(found: dict[str, Any]) -> None:
    from rich.markup import escape

    out, told = console(), found["answers"]
    out.print(f"[bold]{escape(_plain(found['title']))}[/bold]")
    out.print(f"{found['kind']} {escape(_plain(found['key']))}, version {found['version']}: {found['state']}")
    if found["confirmed_by"]:
        out.print(f"confirmed by {escape(', '.join(found['confirmed_by']))}")
    if found["sent_at"]:
        out.print(f"sent {found['sent_at'][:16].replace('T', ' ')} UTC")
    for each in found["files"]:
        out.print(f"  {each['role']:<7} {escape(_plain(each['name']))} ({each['bytes']} bytes)")
    if not told["addressees"]:
        return
    due = f", answers by {told['deadline']}" if told["deadline"] else ""
    out.print(f"{len(told['answered'])} of {told['organizations']} organizations have answered{due}")
    for each in told["addressees"]:
        when = (each["answered_at"] or each["reminded_at"] or "")[:10]
        late = " (late)" if each["late"] else ""
        why = f": {each['why']}" if each["why"] else ""
        out.print(f"  {each['organization'] or '-':<7} {escape(_plain(each['address']))}  "
                  f"{each['standing']} {when}{late}{escape(why)}".rstrip())  # fmt: skip


def _plain(text: str) -> str:
    from mailbot.text import visible

    return visible(text)

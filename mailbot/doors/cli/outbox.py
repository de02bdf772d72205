"""`mailbot outbox`: the mails that were sent, wait or failed; and one of them sent again or dropped."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.doors.cli.console import console, print_json, whoami, wiring
from mailbot.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from mailbot.store.tables import OutboxRow

STATES = ("queued", "sending", "sent", "failed", "skipped")
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Number = Annotated[str, typer.Argument(metavar="ID", help="A mail, as `outbox list` shows it.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Mails that go out: list, show, resend, drop.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("show")(show)
    group.command("resend")(resend)
    group.command("drop")(drop)
    app.add_typer(group, name="outbox")


def list_(
    context: typer.Context,
    state: Annotated[str | None, typer.Option("--state", help=", ".join(STATES))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="call-notice, liaison ...")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="ADDRESS", help="To this address only.")] = None,
    most: Annotated[int, typer.Option("--limit", min=1, help="The newest ones.")] = 50,
    as_json: AsJson = False,
) -> None:
    """The mails, newest first, each with its state and the server's answer or the reason."""
    from mailbot.outbound.log import listed

    if state is not None and state not in STATES:
        raise UsageError(f"--state {state}: write one of {', '.join(STATES)}")
    with wiring(context).store.begin() as session:
        rows = listed(session, state=state, kind=kind, to=to, limit=most)
    if as_json:
        for row in rows:
            print_json(_json(row))
        return
    out = console()
    if not rows:
        out.print("Nothing is in the outbox.")
    for row in rows:
        when = row.sent_at or row.not_before
        again = f" (again, of {row.resends})" if row.resends else ""
        out.print(
            f"[bold]{row.id}[/]  {row.state}  {when:%Y-%m-%d %H:%M}  {_safe(row.kind)}{again}  "
            f"{_safe(row.recipient)}  {_safe(row.subject)}",
            soft_wrap=True,
        )
        if row.last_answer and row.state != "sent":
            out.print(f"   {_safe(row.last_answer)}", soft_wrap=True)


def show(
    context: typer.Context,
    mail_id: Number,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the mail there, as .eml.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """One mail: what became of it, its header, its text, its attachments."""
    from mailbot.outbound.log import get

    wired = wiring(context)
    with wired.store.begin() as session:
        row = get(session, _number(mail_id))
    content = wired.addressing().content(row)
    if output is not None:
        try:
            output.write_bytes(content)
        except OSError as exc:
            raise UsageError(f"--output {output}: {exc.strerror}") from exc
        typer.echo(f"Mail {row.id}, as it is handed over but for DKIM: {output}")
    elif as_json:
        print_json(_json(row))
    else:
        _print(row, content)


def resend(
    context: typer.Context,
    mail_id: Number,
    to: Annotated[
        str | None, typer.Option("--to", metavar="ADDRESS", help="To this address; else to the same.")
    ] = None,
) -> None:
    """Send one mail again, with its attachments: a new mail in the old one's thread."""
    from mailbot.outbound.log import resend as send_again
    from mailbot.outbound.planner import identity_of
    from mailbot.store.keys import signer

    wired = wiring(context)
    identity = identity_of(wired.settings, signer(wired.store, wired.settings))
    now = wired.clock.now()
    with wired.store.begin() as session:
        row = send_again(session, _number(mail_id), identity, now, to)
    typer.echo(
        f"Mail {row.id} to {row.recipient} is queued, again of {row.resends}; the worker delivers it "
        "(mailbot worker --once)."
    )


def drop(
    context: typer.Context,
    mail_id: Number,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the mail.")] = "no reason given",
    officer: Annotated[
        str | None, typer.Option("--officer", help="Who does it; else the user of this terminal.")
    ] = None,
) -> None:
    """Take a waiting mail out of the outbox; it stays in the log as skipped."""
    from mailbot.outbound.log import drop as take_out

    with wiring(context).store.begin() as session:
        row = take_out(session, _number(mail_id), officer or whoami(), reason)
    typer.echo(f"Mail {row.id} to {row.recipient} will not be sent.")


def _json(row: OutboxRow) -> dict[str, Any]:
    return {
        "id": row.id, "kind": row.kind, "to": row.recipient, "subject": row.subject, "state": row.state,
        "event": row.event, "list": row.list_, "message_id": row.message_id,
        "created_at": row.created_at.isoformat(), "not_before": row.not_before.isoformat(),
        "sent_at": row.sent_at.isoformat() if row.sent_at else None, "attempts": row.attempts,
        "answer": row.last_answer, "resends": row.resends,
    }  # fmt: skip


def _print(row: OutboxRow, content: bytes) -> None:
    out = console()
    out.print(f"[bold]Mail {row.id}[/] · {row.state} · {_safe(row.kind)} · {row.attempts} attempts")
    if row.last_answer:
        out.print(_safe(row.last_answer), soft_wrap=True)
    out.print()
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    for name, value in message.items():
        out.print(f"[bold]{_safe(name)}:[/] {_safe(' '.join(str(value).split()))}", soft_wrap=True)
    body = message.get_body(("plain",))
    out.print()
    for line in (body.get_content() if body is not None else "").splitlines():
        out.print(_safe(line), soft_wrap=True)
    for part in message.iter_attachments():
        size = len(part.get_payload(decode=True) or b"")
        out.print(f"[dim]attached:[/] {_safe(part.get_filename() or '?')}, {size} bytes", soft_wrap=True)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InputRefused(f"{text!r} is no mail's number; see: mailbot outbox list")
    return int(text)


def _safe(text: str) -> str:
    """Data for a terminal: markup means nothing, what cannot be seen is made visible."""
    from rich.markup import escape

    from mailbot.text import visible

    return escape(visible(text))

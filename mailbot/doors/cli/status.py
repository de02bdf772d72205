"""`mailbot status`: what waits, what was last done, what comes next, what failed."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mailbot.doors.cli.console import console, print_json, wiring


def register(app: typer.Typer) -> None:
    app.command("status")(status)


def status(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False
) -> None:
    """Queue depths, last poll, next occasions, failures."""
    from mailbot.doors.standing import standing

    found = standing(wiring(context))
    if as_json:
        print_json(found)
    else:
        _print(found)


def _print(found: dict[str, Any]) -> None:
    from rich.markup import escape

    out = console()
    for title, key in (("Mails in", "mails"), ("Change sets", "change_sets"), ("Mails out", "outbox")):
        counts = ", ".join(f"{number} {state}" for state, number in sorted(found[key].items()))
        out.print(f"{title + ':':<13}{counts or 'none'}")
    for box in found["mailboxes"]:
        out.print(f"{'Last poll:':<13}{escape(box['polled_at'])} {escape(box['name'])}")
    for worker in found["workers"][:5]:
        trouble = f"; {worker['last_error']}" if worker["last_error"] else ""
        out.print(f"{'Worker:':<13}{escape(worker['name'])} last seen {worker['seen_at']}{escape(trouble)}")
    out.print(f"{'Next:':<13}" + ("" if found["next"] else "nothing in the next 14 days"))
    for each in found["next"]:
        out.print(f"  {each['at'][:16].replace('T', ' ')}  {each['kind']}  {each['event'] or ''}")
    if found["failures"]:
        out.print("[red]Failures:[/]")
    for failure in found["failures"]:
        out.print(f"  {escape(failure['what'])}: {escape(str(failure['why']))}")

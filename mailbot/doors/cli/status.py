"""`mailbot status`: what waits, what was last done, what comes next, what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.doors.cli.console import console, print_json, wiring

if TYPE_CHECKING:
    from rich.console import Console


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
    if paused := found["paused"]:
        why = f": {paused['reason']}" if paused["reason"] else ""
        told = f"{paused['since'][:16].replace('T', ' ')} UTC by {paused['by']}{why}"
        out.print(f"{'Paused:':<13}[red]nothing is sent since {escape(told)}[/]; see: mailbot resume")
    if found["quarantine"]:
        counts = ", ".join(f"{number} {reason}" for reason, number in sorted(found["quarantine"].items()))
        out.print(f"{'Quarantine:':<13}{counts}; see: mailbot quarantine list")
    for box in found["mailboxes"]:
        out.print(f"{'Last poll:':<13}{escape(box['polled_at'])} {escape(box['name'])}")
    if ingested := found["ingested"]["files"]:
        last = found["ingested"]["last"]
        out.print(f"{'Ingested:':<13}{ingested} file{'s' if ingested > 1 else ''}, last {last}")
    for worker in found["workers"][:5]:
        trouble = f"; {worker['last_error']}" if worker["last_error"] else ""
        out.print(f"{'Worker:':<13}{escape(worker['name'])} last seen {worker['seen_at']}{escape(trouble)}")
    for each in found["tokens"]:
        _print_token(out, each)
    out.print(f"{'Next:':<13}" + ("" if found["next"] else "nothing in the next 14 days"))
    for each in found["next"]:
        out.print(f"  {each['at'][:16].replace('T', ' ')}  {each['kind']}  {each['event'] or ''}")
    if any(each["confirmed"] for each in found["freshness"]):
        rows = found["freshness"]
        said = [f"{each['organization']} {each['confirmed']} of {each['rows']}" for each in rows]
        out.print(f"{'Confirmed:':<13}{escape(', '.join(said))} rows; see: mailbot freshness")
    _print_papers(out, found["papers"])
    _print_addresses(out, found["addresses"])
    if found["failures"]:
        out.print("[red]Failures:[/]")
    for failure in found["failures"]:
        out.print(f"  {escape(failure['what'])}: {escape(str(failure['why']))}")


def _print_token(out: Console, token: dict[str, Any]) -> None:
    from rich.markup import escape

    until = [
        f"{what} until {token[key][:16].replace('T', ' ')}"
        for what, key in (
            ("token", "token_expires"),
            ("refresh token", "refresh_token_expires"),
            ("client secret", "secret_expires"),
        )
        if token[key]
    ]
    out.print(f"{'OAuth2:':<13}{escape(token['name'])}: {', '.join(until) or 'no token yet'}")
    for told in (*token["warnings"], *([token["error"]] if token["error"] else [])):
        out.print(f"  [red]{escape(told)}[/]")


def _print_papers(out: Console, found: list[dict[str, Any]]) -> None:
    """What is missing of papers that are not sent yet, and who is silent about those that were."""
    from rich.markup import escape

    from mailbot.text import visible

    for each in found:
        name = visible(f"{each['id'] or ''} {each['kind']} {each['key']}".strip())
        out.print(escape(f"{'Paper:':<13}{name}, {each['state']}"))
        for what in each.get("missing", ()):
            out.print(f"  missing: {escape(f'[[TSB to add: {what}]]')}")
        if each.get("silent"):
            out.print(escape(f"  no answer yet from {', '.join(each['silent'])}, due {each['deadline']}"))


def _print_addresses(out: Console, found: dict[str, Any]) -> None:
    """Addresses that fail, dead ones first, and bounces that could not be tied to a mail of ours."""
    from rich.markup import escape

    if not found["list"] and not found["untied"]:
        return
    out.print(f"{'Addresses:':<13}{found['dead']} dead, {found['soft']} soft")
    for each in found["list"]:
        since = each["since"][:10]
        out.print(
            f"  {escape(each['address'])} {each['state']} since {since}: {escape(each['reason'] or '')}"
        )
    for each in found["untied"][:5]:
        out.print(f"  bounce of {escape(each['address'])} not counted: {escape(each['why'])}")

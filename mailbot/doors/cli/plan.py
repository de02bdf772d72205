"""`mailbot plan`: what is sent when, to whom. Sends nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.doors.cli.console import console, print_json, wiring
from mailbot.errors import UsageError

if TYPE_CHECKING:
    from mailbot.directory.snapshot import Directory
    from mailbot.outbound.circumstances import Circumstances
    from mailbot.settings import Settings

_AHEAD = timedelta(days=28)


def register(app: typer.Typer) -> None:
    app.command("plan")(plan)


def plan(
    context: typer.Context,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; else today.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last day; else 4 weeks on.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False,
) -> None:
    """What is sent when, to whom, whatever has been sent already; sends nothing."""
    from mailbot.outbound.circumstances import load_circumstances

    wired = wiring(context)
    directory = wired.directory()
    with wired.store.begin() as session:
        circumstances = load_circumstances(session, wired.settings.review.approvers)
    today = wired.clock.now().astimezone(directory.zone).date()
    begin = _day("--from", first) or today
    end = _day("--to", last) or begin + _AHEAD
    if end < begin:
        raise UsageError(f"--to {end} lies before --from {begin}")
    entries = planned(directory, wired.settings, begin, end, circumstances)
    if as_json:
        print_json(entries)
    else:
        _table(entries, begin, end)


def planned(
    directory: Directory, settings: Settings, first: date, last: date, circumstances: Circumstances
) -> list[dict[str, Any]]:
    """The contract's objects: every occasion whose local date lies in [first, last]."""
    from mailbot.outbound.circumstances import upcoming
    from mailbot.outbound.composers import subject
    from mailbot.outbound.planner import identity_of
    from mailbot.outbound.rules import load_rules

    identity = identity_of(settings)
    return [
        {
            "at": occasion.at.isoformat(),
            "kind": occasion.kind,
            "subject": subject(occasion, directory, identity),
            "event": occasion.event,
            "recipients": sorted({person.address for person in chosen.recipients}),
        }
        for occasion, chosen in upcoming(
            directory, load_rules(settings.schedule.file), first, last, circumstances
        )
    ]


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option}: {text!r} is no date; write 2021-01-18") from None


def _table(entries: list[dict[str, Any]], first: date, last: date) -> None:
    from rich.markup import escape
    from rich.table import Table

    from mailbot.text import visible

    if not entries:
        console().print(f"Nothing is planned from {first} to {last}.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("When", "What", "Subject"):
        table.add_column(title, no_wrap=title != "Subject")
    table.add_column("To", justify="right")
    for entry in entries:
        at = datetime.fromisoformat(entry["at"])
        table.add_row(
            f"{at:%a %d %b %Y %H:%M}", entry["kind"],
            escape(visible(entry["subject"])), str(len(entry["recipients"])),
        )  # fmt: skip
    console().print(table)
    console().print(f"{len(entries)} occasions; recipients by name: --json")

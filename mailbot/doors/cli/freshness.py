"""`mailbot freshness`: when each organization was asked, when it answered, and since when each row holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.doors.cli.console import console, print_json, wiring
from mailbot.doors.cli.options import AsJson
from mailbot.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.directory.freshness import Confirmed, Standing
    from mailbot.directory.records import Record


def register(app: typer.Typer) -> None:
    app.command("freshness")(freshness)


def freshness(
    context: typer.Context,
    organization: Annotated[
        str | None, typer.Argument(help="Each row of this organization; else one line for each of them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """When each row of the sheet, table and calendar was last confirmed, and by whom."""
    from mailbot.directory.freshness import standings
    from mailbot.directory.load import load

    with wiring(context).store.begin() as session:
        found = standings(session, load(session))
    chosen = [each for each in found if organization in (None, each.organization)]
    if not chosen:
        known = ", ".join(each.organization for each in found)
        raise UsageError(f"there is no organization {organization}; there are {known}")
    if as_json:
        for each in chosen:
            print_json(_form(each))
    elif organization is None:
        _overview(chosen)
    else:
        _rows(chosen[0])


def _form(standing: Standing) -> dict[str, Any]:
    return {
        "organization": standing.organization,
        "asked": _iso(standing.asked),
        "answered": _iso(standing.answered),
        "rows": [
            {"target": record.kind, "id": record.key, "confirmed": _iso(found.at if found else None),
             "by": found.by if found else None, "changed": bool(found and not found.stood)}
            for record, found in standing.rows
        ],
    }  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "never"


def _overview(found: list[Standing]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Organization", "Asked", "Answered", "Confirmed", "All since"):
        table.add_column(title, no_wrap=True)
    for each in found:
        count = f"{each.confirmed} of {len(each.rows)} rows"
        since = _day(each.oldest) if each.oldest else "-"
        table.add_row(each.organization, _day(each.asked), _day(each.answered), count, since)
    console().print(table)
    console().print("Each row of an organization: mailbot freshness ORGANIZATION")


def _rows(standing: Standing) -> None:
    out = console()
    out.print(f"Asked {_day(standing.asked)}, answered {_day(standing.answered)}; oldest confirmation first:")
    for record, found in standing.rows:
        out.print(f"  {_said(found):<24} {_name(record)}", markup=False, soft_wrap=True)


def _said(found: Confirmed | None) -> str:
    if found is None:
        return "never confirmed"
    return f"{found.at:%Y-%m-%d} {'confirmed' if found.stood else 'changed'}"


def _name(record: Record) -> str:
    from mailbot.text import visible

    title = getattr(record, "name", None) or getattr(record, "title", None)
    return visible(f"{record.kind} {record.key}" + (f": {title}" if title else ""))

"""`mailbot history` and `mailbot audit`: where values come from, and what was done by whom."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from mailbot.doors.cli.console import console, print_json, wiring
from mailbot.doors.cli.options import AsJson
from mailbot.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from mailbot.directory.history import Entry, Origin


def register(app: typer.Typer) -> None:
    app.command("history")(history)
    app.command("audit")(audit)


def moment(text: str, option: str, zone: ZoneInfo) -> datetime:
    """`2021-01-10T12:00`, or a day for its first moment; of the programme where no offset is given. Raises
    UsageError that names the option."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option}: {text!r} is no date and time; write 2021-01-10T12:00") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def history(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="contact, position, view, meeting ...")],
    key: Annotated[str, typer.Argument(metavar="ID", help="As in the programme file: CEPT/Resolution 20.")],
    as_json: AsJson = False,
) -> None:
    """Everything that happened to a record: what, when, who said it, in which mail, who approved it."""
    from mailbot.directory.history import entries, origins
    from mailbot.directory.records import KINDS

    if kind not in KINDS:
        raise UsageError(f"{kind} is no kind of record; known are {', '.join(KINDS)}")
    with wiring(context).store.read() as session:
        found = entries(session, kind, key)
    if not found:
        raise InputRefused(f"there is and was no {kind} {key}; ids are as in: mailbot export --format yaml")
    standing = origins(found)
    if as_json:
        cells = {name: origin_form(origin) for name, origin in standing.items()}
        print_json({"target": kind, "id": key, "cells": cells, "history": [entry_form(e) for e in found]})
        return
    _print(f"{kind} {key}", found, standing)


def entry_form(entry: Entry) -> dict[str, Any]:
    """An entry as JSON; what it does not have is left out."""
    told = {
        "by": entry.by, "from": entry.sender, "organization": entry.organization, "mail": entry.mail_id,
        "message_id": entry.message_id, "excerpt": entry.excerpt, "change_set": entry.change_set,
        "amended_by": entry.amended_by, "added_by": entry.added_by, "import": entry.file,
        "undoes": entry.undoes,
    }  # fmt: skip
    return {
        "revision": entry.number, "at": entry.at.isoformat(), "op": entry.op,
        "fields": {name: {"old": old, "new": new} for name, (old, new) in entry.fields.items()},
        **{name: value for name, value in told.items() if value is not None},
    }  # fmt: skip


def origin_form(origin: Origin) -> dict[str, Any]:
    """Where a value comes from, as JSON: the revision is told in full in the history."""
    entry = origin.entry
    form = {
        "value": origin.value, "since": origin.since.isoformat(), "revision": entry.number, "by": entry.by,
        "from": entry.sender, "excerpt": entry.excerpt, "import": entry.file,
    }  # fmt: skip
    if origin.restored:
        form["restored_by"] = origin.restored.by
    return form


def _print(what: str, found: tuple[Entry, ...], standing: dict[str, Origin]) -> None:
    from rich.table import Table
    from rich.text import Text

    from mailbot.text import visible

    out = console()
    out.print(Text(what, style="bold"))
    table = Table("When (UTC)", "What", "Said by", "Approved or entered by", box=None, pad_edge=False)
    for entry in found:
        table.add_row(*(Text(cell) for cell in _row(entry)))
    out.print(table)
    if not standing:
        out.print(Text("It is no longer in the directory."))
        return
    cells = Table("Field", "Value", "Since (UTC)", "In the words", box=None, pad_edge=False)
    for name, origin in standing.items():
        if origin.value is not None:
            since = origin.since.strftime("%Y-%m-%d %H:%M")
            said = (name, str(origin.value), since, origin.entry.excerpt or "-")
            cells.add_row(*(Text(visible(cell)) for cell in said))
    out.print(cells)


def _row(entry: Entry) -> tuple[str, str, str, str]:
    from mailbot.text import visible

    if entry.op == "update":
        what = "; ".join(f"{n}: {_shown(old)} → {_shown(new)}" for n, (old, new) in entry.fields.items())
    else:
        what = {"add": "added", "remove": "removed"}[entry.op]
    if entry.undoes:
        what = f"taken back: {what}"
    said = entry.sender or (f"import of {entry.file}" if entry.file else "-")
    return entry.at.strftime("%Y-%m-%d %H:%M"), visible(what), visible(said), visible(entry.by)


def _shown(value: Any) -> str:
    return "-" if value is None else str(value)


def audit(
    context: typer.Context,
    since: Annotated[str | None, typer.Option("--since", help="From then on: 2021-01-10.")] = None,
    format_: Annotated[str, typer.Option("--format", help="json (one object a line) or csv")] = "json",
) -> None:
    """All that was decided and done, by whom: decisions, revisions, mails by hand, papers, the audit log."""
    from mailbot.doors.trail_lines import csv_lines, json_lines
    from mailbot.store.trail import trail

    if format_ not in ("json", "csv"):
        raise UsageError(f"--format {format_}: write json or csv")
    wired = wiring(context)
    begin = moment(since, "--since", wired.directory().zone) if since else None
    written = json_lines if format_ == "json" else csv_lines
    with wired.store.read() as session:
        for line in written(trail(session, begin)):
            sys.stdout.write(line)

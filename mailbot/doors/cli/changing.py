"""`mailbot review amend`, `add` and `ask`: what an officer does with a proposal besides deciding it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.doors.cli.console import print_json, whoami, wiring
from mailbot.doors.cli.options import AsJson, Officer, number, numbers
from mailbot.errors import UsageError

if TYPE_CHECKING:
    from mailbot.directory.change import Change, Op

SetId = Annotated[str, typer.Argument(metavar="ID", help="A change set, as `review list` shows it.")]
Values = Annotated[
    list[str] | None, typer.Argument(metavar="FIELD=VALUE...", help="phone=+41227305111; phone= empties it.")
]


def register(group: typer.Typer) -> None:
    """Add the commands to the group `review`."""
    group.command("amend")(amend)
    group.command("add")(add)
    group.command("ask")(ask)


def amend(
    context: typer.Context,
    set_id: SetId,
    change: Annotated[str, typer.Argument(metavar="N", help="The change's number.")],
    values: Values = None,
    drop: Annotated[list[str] | None, typer.Option("--drop", help="Leave this field as it is.")] = None,
    officer: Officer = None,
    as_json: AsJson = False,
) -> None:
    """Give a proposed change other values; the sender is told what was entered instead."""
    from mailbot.review.amending import amend as amended

    fields = _fields(values)
    if not fields and not drop:
        raise UsageError("name a field and its value, like phone=+41227305111, or --drop phone")
    wired, which = wiring(context), _set(set_id)
    now = wired.clock.now()
    with wired.store.begin() as session:
        place = number(change, "change", f"review show {which}")
        who = officer or whoami()
        amended(session, which, place, fields, who, now, drop=drop or ())
    _shown(context, which, as_json, f"change {place} of change set {which}: amended")


def add(
    context: typer.Context,
    set_id: SetId,
    target: Annotated[str, typer.Option("--target", help="contact, position, meeting, view, participation")],
    evidence: Annotated[list[str], typer.Option("--evidence", help="The words of the mail that say so.")],
    values: Values = None,
    record: Annotated[str | None, typer.Option("--id", help="The record; without it one is added.")] = None,
    organization: Annotated[
        str | None, typer.Option("--organization", help="Whose; else the sender's.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the record out.")] = False,
    officer: Officer = None,
    as_json: AsJson = False,
) -> None:
    """Add the change that the reader missed; it waits to be approved as the others do."""
    from mailbot.review.adding import add as added
    from mailbot.review.queue import get_case

    if remove and not record:
        raise UsageError("--remove goes with --id")
    wired, which, fields = wiring(context), _set(set_id), _fields(values)
    now = wired.clock.now()
    with wired.store.begin() as session:
        own = organization or get_case(session, which).organization
        change = _change(target, record, own, fields, evidence, remove=remove)
        made = added(session, which, change, officer or whoami(), now)
    _shown(context, which, as_json, f"change set {which}: change {made} added; it waits for its approval")


def ask(
    context: typer.Context,
    set_id: SetId,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The question; plain text.")],
    only: Annotated[str | None, typer.Option("--only", help="About single changes: 1,3")] = None,
    officer: Officer = None,
    as_json: AsJson = False,
) -> None:
    """Put a question to the sender; his answer comes back into the case."""
    from mailbot.review.asking import ask as asked

    wired, which = wiring(context), _set(set_id)
    own, now = wired.settings.identity.address, wired.clock.now()
    with wired.store.begin() as session:
        made = asked(session, which, text, officer or whoami(), now, numbers(only), own=own)
    _shown(context, which, as_json, f"change set {which}: question {made} goes to the sender")


def _set(text: str) -> int:
    return number(text, "change set", "review list")


def _fields(values: list[str] | None) -> dict[str, str]:
    fields: dict[str, str] = {}
    for each in values or ():
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise UsageError(f"{each!r}: write FIELD=VALUE, like phone=+41227305111")
        if name in fields:
            raise UsageError(f"{name} is given twice")
        fields[name] = value
    return fields


def _change(
    target: str, record: str | None, organization: str | None, fields: dict[str, str], evidence: list[str],
    *, remove: bool,
) -> Change:  # fmt: skip
    from mailbot.directory.change import Change, FieldChange

    new = {name: FieldChange(None, value or None) for name, value in fields.items()}
    op: Op = "remove" if remove else "update" if record else "add"
    return Change(target, op, record, organization, new, tuple(evidence))


def _shown(context: typer.Context, set_id: int, as_json: bool, said: str) -> None:
    """What was done; in JSON the case as it is now."""
    if not as_json:
        typer.echo(said)
        return
    from mailbot.review.queue import get_case

    with wiring(context).store.read() as session:
        print_json(get_case(session, set_id).to_json())

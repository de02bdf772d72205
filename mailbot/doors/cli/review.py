"""`mailbot review`: what waits for a decision, and deciding it. The rest of it: `changing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.doors.cli import changing
from mailbot.doors.cli.console import console, print_json, whoami, wiring
from mailbot.doors.cli.options import AsJson, Officer, number, numbers
from mailbot.errors import MailbotError, UsageError

if TYPE_CHECKING:
    from mailbot.review.decisions import Decision, Outcome

Ids = Annotated[
    list[str] | None, typer.Argument(metavar="ID...", help="Change sets, as `review list` shows them.")
]
Only = Annotated[str | None, typer.Option("--only", help="Numbers of single changes: 1,3")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why; the sender is told.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="The queue: list, show, approve, reject, undo, amend, add, ask.", no_args_is_help=True
    )
    group.command("list")(list_)
    group.command("show")(show)
    group.command("approve")(approve)
    group.command("reject")(reject)
    group.command("undo")(undo)
    changing.register(group)
    app.add_typer(group, name="review")


def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """The change sets that wait for a decision: the most urgent first, in JSON the oldest."""
    from mailbot.review.ranking import ranked

    wired = wiring(context)
    now = wired.clock.now()
    with wired.store.read() as session:
        found = ranked(session, now)
    if as_json:
        for each in sorted(found, key=lambda each: int(each.case.id)):
            print_json(each.to_json())
        return
    from mailbot.doors.cli.cases import print_list

    print_list(console(), found, now)


def show(
    context: typer.Context,
    set_id: Annotated[str, typer.Argument(metavar="ID")],
    as_json: AsJson = False,
) -> None:
    """One change set: old and new values, the sender's words, conflicts, questions, what was asked."""
    from mailbot.review.looking import look

    wired = wiring(context)
    now = wired.clock.now()
    with wired.store.read() as session:
        found = look(session, _number(set_id), now)
    if as_json:
        print_json({**found.to_json(), "new_text": found.case.interpretation.get("new_text")})
        return
    from mailbot.doors.cli.cases import print_look

    print_look(console(), found)


def approve(
    context: typer.Context,
    ids: Ids = None,
    every: Annotated[bool, typer.Option("--all", help="All that are pending; held ones never.")] = False,
    only: Only = None,
    release: Annotated[str | None, typer.Option("--release", help="Reason to let a held set pass.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Despite a conflict.")] = False,
    officer: Officer = None,
    as_json: AsJson = False,
) -> None:
    """Apply changes to the directory; the sender is told."""
    from mailbot.review.decisions import Decision

    decision = Decision("approve", officer or whoami(), numbers(only), None, release, overwrite)
    _decide_each(context, _chosen(context, ids, every, only), decision, as_json)


def reject(
    context: typer.Context,
    ids: Ids = None,
    only: Only = None,
    reason: Reason = None,
    officer: Officer = None,
    as_json: AsJson = False,
) -> None:
    """Leave the directory as it is; the sender is told, with the reason."""
    from mailbot.review.decisions import Decision

    if not reason:
        raise UsageError("--reason is missing: the sender will read why")
    decision = Decision("reject", officer or whoami(), numbers(only), reason)
    _decide_each(context, _chosen(context, ids, False, only), decision, as_json)


def undo(
    context: typer.Context,
    ids: Ids = None,
    only: Only = None,
    reason: Reason = None,
    officer: Officer = None,
    as_json: AsJson = False,
) -> None:
    """Take approved changes back by their inverse; the sender is told."""
    from mailbot.review.decisions import Decision

    decision = Decision("undo", officer or whoami(), numbers(only), reason)
    _decide_each(context, _chosen(context, ids, False, only), decision, as_json)


def _chosen(context: typer.Context, ids: list[str] | None, every: bool, only: str | None) -> list[int]:
    if every and (ids or only):
        raise UsageError("--all goes without IDs and without --only")
    if every:
        from mailbot.review.queue import open_cases

        with wiring(context).store.begin() as session:
            return [int(case.id) for case in open_cases(session) if case.state == "pending"]
    if not ids:
        raise UsageError("name one or more change sets; see: mailbot review list")
    return [_number(text) for text in ids]


def _number(text: str) -> int:
    return number(text, "change set", "review list")


def _decide_each(context: typer.Context, ids: list[int], decision: Decision, as_json: bool) -> None:
    """Each set is a transaction of its own: one that cannot be decided does not hold up the others."""
    from mailbot.review.decisions import decide
    from mailbot.review.rules import Rules

    wired = wiring(context)
    rules, now = Rules.of(wired.settings), wired.clock.now()
    failed = False
    for set_id in ids:
        try:
            with wired.store.begin() as session:
                outcome = decide(session, set_id, decision, now, rules)
        except MailbotError as exc:
            if as_json:
                print_json({"id": str(set_id), "error": str(exc)})
            typer.echo(f"mailbot: {exc}", err=True)
            failed = True
            continue
        failed = failed or bool(outcome.left)
        if as_json:
            print_json(outcome.to_json())
        else:
            _tell(outcome)
    if not ids and not as_json:
        typer.echo("nothing is pending")
    if failed:
        raise typer.Exit(1)


def _tell(outcome: Outcome) -> None:
    set_id = outcome.change_set
    typer.echo(f"change set {set_id}: {outcome.state}{_numbered(outcome.done)}")
    if outcome.seconded:
        typer.echo(f"change set {set_id}: approved by one officer{_numbered(outcome.seconded)}; "
                   "another officer has to approve it too")  # fmt: skip
    for left, why in outcome.left.items():
        remedy = "; --overwrite applies it" if left in outcome.conflicts else ""
        typer.echo(f"mailbot: change {left} of {set_id} waits: {why}{remedy}", err=True)


def _numbered(numbers: list[int]) -> str:
    if not numbers:
        return ""
    return f" (change{'s' if len(numbers) > 1 else ''} {', '.join(map(str, sorted(numbers)))})"

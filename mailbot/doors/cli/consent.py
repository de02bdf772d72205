"""`mailbot consent`: what of a contact everybody may read, and who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.doors.cli.console import console, print_json, whoami, wiring
from mailbot.doors.cli.options import AsJson

if TYPE_CHECKING:
    from mailbot.directory.consent import Consent

Id = Annotated[str, typer.Argument(metavar="CONTACT", help="The contact's id, such as cept-1.")]
By = Annotated[str | None, typer.Option("--by", help="Who says so; else the user of this terminal.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="What of a contact everybody may read: show, set, clear.", no_args_is_help=True)
    group.command("show")(show)
    group.command("set")(set_)
    group.command("clear")(clear)
    app.add_typer(group, name="consent")


def show(
    context: typer.Context,
    contact: Annotated[str | None, typer.Argument(metavar="CONTACT", help="Else every contact.")] = None,
    as_json: AsJson = False,
) -> None:
    """What is public of each contact: as he has chosen himself, else by `web.publish`."""
    from mailbot.directory.consent import consent_of, load_consents
    from mailbot.directory.load import load
    from mailbot.errors import UsageError

    wired = wiring(context)
    default = wired.settings.web.publish
    with wired.store.read() as session:
        directory, consents = load(session), load_consents(session)
    chosen = [each for each in directory.contacts if contact in (None, each.id)]
    if contact is not None and not chosen:
        raise UsageError(f"there is no contact {contact} on the contact sheet")
    out = console()
    for each in chosen:
        found = consent_of(each.id, consents, default)
        if as_json:
            print_json(_form(each.id, found))
            continue
        line = f"{each.id:<12} {each.name:<28} {_words(found)}"
        out.print(f"{line}  ({_ground(found)})", markup=False, soft_wrap=True)


def _form(contact: str, found: Consent) -> dict[str, Any]:
    since = found.since.isoformat() if found.since else None
    return {"contact": contact, "listed": found.listed, "fields": list(found.public), "since": since,
            "by": found.by or None}  # fmt: skip


def _words(found: Consent) -> str:
    if not found.listed:
        return "not listed"
    return ", ".join(found.public) or "name, organization, role and Committee only"


def _ground(found: Consent) -> str:
    return f"{found.by}, {found.since:%Y-%m-%d}" if found.since else "web.publish"


def set_(
    context: typer.Context,
    contact: Id,
    fields: Annotated[str, typer.Option("--fields", help="email,phone,job_title,affiliation,country")] = "",
    hide: Annotated[bool, typer.Option("--hide", help="Leave the contact out, even the name.")] = False,
    by: By = None,
) -> None:
    """These fields of the contact are public from now on, and no others."""
    from mailbot.directory.consent import choose

    wired = wiring(context)
    wanted = [name.strip() for name in fields.split(",") if name.strip()]
    with wired.store.begin() as session:
        found = choose(
            session, contact, wanted, listed=not hide, by=by or whoami(), door="command",
            now=wired.clock.now(),
        )  # fmt: skip
    typer.echo(f"{contact}: {_words(found)}")


def clear(context: typer.Context, contact: Id, by: By = None) -> None:
    """Back to what the site publishes (`web.publish`)."""
    from mailbot.directory.consent import clear as take_away

    wired = wiring(context)
    with wired.store.begin() as session:
        had = take_away(session, contact, by=by or whoami(), door="command", now=wired.clock.now())
    typer.echo(f"{contact}: {'as the site publishes' if had else 'nothing was set'}")

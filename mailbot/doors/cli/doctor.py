"""`mailbot doctor`: every part that must work, checked; each line says ok or what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mailbot.doors.cli.console import wiring
from mailbot.errors import MailbotError, Retry

if TYPE_CHECKING:
    from mailbot.inbound.mailbox import Mailbox
    from mailbot.wiring import Wiring


_REMEDY = {
    "database": "database.url and that the server runs",
    "oauth": "oauth.token_url and the network",
    "oidc": "oidc.issuer and the network",
    "inbox": "imap.host, imap.port, imap.security and the network",
    "dkim": "trust.dns_servers and the network",
    "way out": "smtp.host, smtp.port, smtp.security and the network",
}


class Missing(MailbotError):
    """A part is not configured; the message says what to set."""


def register(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(context: typer.Context) -> None:
    """Check configuration, database, programme, inbox, way out, templates and rules."""
    wired = wiring(context)
    healthy = True
    for name, check in _checks(wired):
        try:
            typer.echo(f"ok    {name}: {check()}")
        except MailbotError as exc:
            remedy = f"; check {_REMEDY[name]}" if isinstance(exc, Retry) and name in _REMEDY else ""
            typer.echo(f"FIX   {name}: {exc}{remedy}")
            healthy = False
    if not healthy:
        raise typer.Exit(1)


def _checks(wired: Wiring) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "config", lambda: _config(wired)
    yield "database", lambda: _database(wired)
    yield "signed addresses", lambda: _signing(wired)
    yield "programme", lambda: _programme(wired)
    yield "rules", lambda: _rules(wired)
    yield "templates", _templates
    yield "fonts", lambda: _fonts(wired)
    if wired.logins_by_token:
        yield "oauth", lambda: _oauth(wired)
    yield "inbox", lambda: _inbox(wired)
    yield "way out", lambda: _way_out(wired)
    yield "sending", lambda: _sending(wired)
    yield "dkim", lambda: _dkim(wired)
    yield "web", lambda: _web(wired)
    yield "accounts", lambda: _accounts(wired)
    if wired.settings.oidc.issuer:
        yield "oidc", lambda: _oidc(wired)


def _config(wired: Wiring) -> str:
    from mailbot.review.rules import Rules

    settings = wired.settings
    Rules.of(settings)
    if not settings.review.approvers:
        raise Missing("nobody is told what waits for a decision; set review.approvers")
    trust = settings.trust
    if not trust.authserv_ids and not trust.without_authserv_id and not trust.verify_dkim:
        raise Missing(
            "no receiving server's word is trusted, so every sender stays `unverified`; "
            "set trust.authserv_ids"
        )
    return f"mails are sent as {settings.identity.address}, {len(settings.review.approvers)} approver(s)"


def _database(wired: Wiring) -> str:
    from sqlalchemy import text

    with wired.store.begin() as session:
        session.execute(text("CREATE TEMPORARY TABLE doctor (x INTEGER)"))
        session.execute(text("DROP TABLE doctor"))
    return f"{wired.store.engine.dialect.name}, schema up to date, writable"


def _signing(wired: Wiring) -> str:
    """The key is there, and nobody else can read it."""
    from mailbot.store.keys import key_file, signer

    signer(wired.store, wired.settings)
    own = wired.settings.identity
    path = None if own.secret.get_secret_value() else key_file(wired.store)
    if path is not None and path.stat().st_mode & 0o077:
        raise Missing(f"{path} signs our addresses and others can read it; chmod 600 {path}")
    if not own.subaddressing:
        return "Message-IDs only (identity.subaddressing = false)"
    local, _, domain = own.address.rpartition("@")
    return f"replies come to {local}+r-...@{domain}; the mail server must deliver these to {own.address}"


def _programme(wired: Wiring) -> str:
    directory = wired.directory()
    counts = {name: len(getattr(directory, name)) for name in ("contacts", "positions", "meetings", "calls")}
    return f"{directory.programme.id}: " + ", ".join(f"{count} {name}" for name, count in counts.items())


def _rules(wired: Wiring) -> str:
    from mailbot.outbound.rules import load_rules

    return f"{len(load_rules(wired.settings.schedule.file))} sending rules"


def _templates() -> str:
    from mailbot.outbound.composing import check_templates
    from mailbot.outbound.papers.source import check_sources

    return f"{check_templates()} templates, {check_sources()} papers"


def _fonts(wired: Wiring) -> str:
    """The papers' languages can be printed: no PDF is made with a letter missing."""
    from mailbot.directory.load import has_programme
    from mailbot.outbound.papers.pdf import PACKAGES, unshown
    from mailbot.wording import LANGUAGES

    with wired.store.begin() as session:
        known = has_programme(session)
    languages = wired.directory().programme.languages if known else LANGUAGES
    without = unshown(tuple(languages))
    if without:
        raise Missing(
            f"papers in {', '.join(without)} go out without PDF, for no font shows their letters; "
            f"on Debian: apt-get install {PACKAGES.replace(' and ', ' ')}"
        )
    return f"papers can be printed in {', '.join(languages)}"


def _oauth(wired: Wiring) -> str:
    """A token for each login that uses one, and what ends within 30 days."""
    from mailbot.oauth.standing import standing

    tokens = wired.tokens_in_use()
    for each in tokens:
        each.current()
    with wired.store.begin() as session:
        found = standing(session, tokens, wired.clock.now())
    told = [warning for each in found for warning in each["warnings"]] + _open_to_others(wired)
    if told:
        raise Missing("; ".join(told))
    return ", ".join(f"{each['name']} gives tokens, this one until {each['token_expires']}" for each in found)


def _open_to_others(wired: Wiring) -> list[str]:
    """A database file made by an older mailbot, or copied, may be everybody's to read."""
    url = wired.store.engine.url
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return []
    path = Path(url.database)
    if path.stat().st_mode & 0o077 == 0:
        return []
    return [f"{path} holds tokens and others can read it; chmod 600 {path}*"]


def _inbox(wired: Wiring) -> str:
    return "; ".join(_folder(wired, mailbox) for mailbox in wired.mailboxes())


def _folder(wired: Wiring, mailbox: Mailbox) -> str:
    try:
        state = mailbox.open()
    finally:
        mailbox.close()
    told = "tells of new mail at once (IDLE)" if state.idle else "is polled (no IDLE)"
    if state.read_only and wired.settings.imap.after != "none":
        raise Missing(f'{mailbox.name} is read-only; give write access or set imap.after = "none"')
    return f"{mailbox.name} {told}"


def _way_out(wired: Wiring) -> str:
    transport = wired.transport()
    return asyncio.run(transport.check())


def _sending(wired: Wiring) -> str:
    """Not paused, and how fast and when mails leave."""
    from mailbot.outbound import pacing

    with wired.store.begin() as session:
        if (switch := pacing.pausing(session)) is not None:
            raise Missing(f"{pacing.told(switch)}; mailbot resume")
    smtp, hours = wired.settings.smtp, wired.settings.schedule.quiet_hours
    limits = [
        f"{limit} a minute{where}"
        for limit, where in ((smtp.per_minute, ""), (smtp.per_domain_per_minute, " and domain"))
        if limit
    ]
    return ", ".join([*(limits or ["at any rate"]), f"not from {hours}" if hours else "at any hour"])


def _dkim(wired: Wiring) -> str:
    from mailbot.doors.dkim_check import check

    if wired.signing is None:
        return "mails are not signed here (dkim.keys names none); see to it that your mail server signs them"
    return check(wired.settings, wired.signing, wired.resolver)


def _web(wired: Wiring) -> str:
    """Whether a reader can leave a list by one click."""
    base = wired.settings.web.base_url
    if not base:
        return "no web.base_url: mails name an address to leave their list by, and no link"
    if not base.startswith("https://"):
        return f"{base}: no link to leave a list by, which must be https (RFC 8058)"
    return f"lists are left by one click at {base}/unsubscribe/..., which `mailbot web` must answer"


def _accounts(wired: Wiring) -> str:
    from mailbot.doors.accounts_check import accounts

    with wired.store.read() as session:
        return accounts(session, wired.settings)


def _oidc(wired: Wiring) -> str:
    from mailbot.doors.accounts_check import provider

    return provider(wired.settings)

"""An occasion's template + facts → subject, text and HTML; then the bytes of one mail.

Templates lie in `templates/mail/<occasion>/{subject.txt,body.txt,body.html}` and are the only thing that is
evaluated: in a sandbox, with every name defined, data in HTML escaped. What comes from data is never a
template, so `{{7*7}}` in somebody's name stays these seven characters. Nothing else is read or written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailbot.clock import aware
from mailbot.directory import lists
from mailbot.directory.records import Organization, Record, values
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from mailbot.outbound.mime import Attachment, Letter, message_id, one_line, to_bytes
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.times import day
from mailbot.outbound.wrapping import breakable, padded, quoted, visible, wrapped
from mailbot.resources import TEMPLATES
from mailbot.tokens import Signer
from mailbot.wording import SHIPPED_WORDINGS, SOURCE, Wording, Wordings

MAILS = TEMPLATES / "mail"
PARTS = ("subject.txt", "body.txt", "body.html")


@dataclass(frozen=True)
class Identity:
    """Who the mails are from, and in whose words. ``signer`` makes Message-IDs that nobody can guess.
    ``publishes`` are the fields of a contact that everybody may read where he has not chosen himself,
    ``site`` is the address of our pages, empty where they have none."""

    address: str
    name: str
    signer: Signer | None = field(default=None, repr=False)
    wordings: Wordings = SHIPPED_WORDINGS
    publishes: tuple[str, ...] = ()
    site: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Mail:
    """One mail, ready for the outbox. ``shown``: the records it displays, as {kind, key, values}.

    ``mailing_list`` is the list it belongs to, which its reader can leave; ``answering``: somebody wrote and
    waits for it, so that it is sent at any hour.
    """

    recipient: Recipient
    subject: str
    message_id: str
    content: bytes
    shown: tuple[Mapping[str, Any], ...] = ()
    rendered: Rendered | None = None
    mailing_list: str | None = None
    answering: bool = False


@cache
def environment(folder: Path, say: Wording) -> ImmutableSandboxedEnvironment:
    """Templates of ``folder`` in one language; data in HTML is escaped."""
    made = sandbox(folder, say, autoescape=lambda name: bool(name and name.endswith(".html")))
    made.globals.update(language=say.language, direction=say.direction)
    made.filters.update(
        {"visible": visible, "quoted": quoted, "wrapped": wrapped, "breakable": breakable, "padded": padded}
    )
    return made


def sandbox(
    folder: Path,
    say: Wording,
    *,
    autoescape: bool | Callable[[str | None], bool],
    finalize: Callable[..., Any] | None = None,
) -> ImmutableSandboxedEnvironment:
    """What templates of mails and sources of papers have in common: nothing but what they are given, every
    name defined, one language. `{% trans %}` texts are looked up as one line each."""
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder), extensions=["jinja2.ext.i18n"], undefined=StrictUndefined,
        autoescape=autoescape, finalize=finalize, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(**say.gettext_callables, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update({"day": partial(_day, say.language), "said": say, "titled": say.data})
    return made


def _day(language: str, moment: date) -> str:
    return day(moment, language)


def render(
    occasion: str, facts: Mapping[str, Any], say: Wording | None = None, folder: Path = MAILS
) -> Rendered:
    """The three parts of a mail in the language of ``say``, English without.

    Raises UsageError that names the template where one is missing or wrong.
    """
    made = environment(folder, say or SHIPPED_WORDINGS.of(SOURCE))
    parts = []
    for name in PARTS:
        try:
            parts.append(made.get_template(f"{occasion}/{name}").render(facts))
        except TemplateError as exc:
            line = getattr(exc, "lineno", None)
            where = f"templates/mail/{occasion}/{name}" + (f", line {line}" if line else "")
            raise UsageError(f"{where}: {type(exc).__name__}: {exc}") from exc
    subject, body, html = parts
    return Rendered(one_line(" ".join(subject.split())), _tidy(body), html)


def subject_of(occasion: str, facts: Mapping[str, Any], say: Wording, folder: Path = MAILS) -> str:
    """The subject alone, for plans. Raises UsageError for a template that does not work."""
    try:
        subject = environment(folder, say).get_template(f"{occasion}/subject.txt").render(facts)
    except TemplateError as exc:
        raise UsageError(f"templates/mail/{occasion}/subject.txt: {type(exc).__name__}: {exc}") from exc
    return one_line(" ".join(subject.split()))


def check_templates(folder: Path = MAILS) -> int:
    """How many templates there are; every occasion has its three. Raises UsageError for what is wrong."""
    made = environment(folder, SHIPPED_WORDINGS.of(SOURCE))
    count = 0
    for occasion in sorted(p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("_")):
        for name in PARTS:
            try:
                made.get_template(f"{occasion}/{name}")
            except TemplateError as exc:
                raise UsageError(f"templates/mail/{occasion}/{name}: {type(exc).__name__}: {exc}") from exc
            count += 1
    return count


def _tidy(body: str) -> str:
    """No trailing spaces, at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in body.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def wording_for(recipient: Recipient, directory: Directory, identity: Identity) -> Wording:
    """The recipient's language, else the organization's, else the programme's first."""
    organization = directory.get("organization", recipient.organization)
    own = organization.language if isinstance(organization, Organization) else None
    return identity.wordings.of(recipient.language, own, *directory.programme.languages[:1])


def compose(
    occasion: str,
    key: str,
    facts: Mapping[str, Any],
    *,
    directory: Directory,
    identity: Identity,
    recipient: Recipient,
    now: datetime,
    calendar: bytes | None = None,
    attachments: tuple[Attachment, ...] = (),
    shown: tuple[Record, ...] = (),
    listed: bool = True,
    mailing_list: str | None = None,
    auto_submitted: str = "auto-generated",
    answers: tuple[str, tuple[str, ...]] | None = None,
) -> Mail:
    """One mail to one person. ``key`` is the occasion's in the ledger; with the recipient it fixes the
    Message-ID.

    ``mailing_list`` is the list that a ``listed`` mail belongs to; as a rule that of the recipient's
    organization, or everybody's. ``answers`` is (Message-ID, References) of the mail that is answered, or
    that this one follows. Templates get ``facts`` and besides
    `recipient`, `programme`, `identity` and `now` (in the programme's zone). Raises ValueError for an address
    that cannot be written, UsageError for a template that does not work.
    """
    programme = directory.programme
    base = {
        "recipient": recipient,
        "programme": programme,
        "identity": identity,
        "now": aware(now).astimezone(directory.zone),
    }
    rendered = render(occasion, {**base, **facts}, wording_for(recipient, directory, identity))
    identifier = message_id(
        identity.domain, occasion, programme.id, key, recipient.address.casefold(), signer=identity.signer
    )
    belongs_to = (mailing_list or _own_list(recipient)) if listed else None
    letter = Letter(
        sender=(identity.address, identity.name),
        recipient=(recipient.address, recipient.name),
        subject=rendered.subject,
        message_id=identifier,
        date=now,
        text=rendered.text,
        html=rendered.html,
        list_id=(programme.title, f"{belongs_to}.{programme.id}.{identity.domain}") if belongs_to else None,
        list_help=identity.address if belongs_to else None,
        auto_submitted=auto_submitted,
        in_reply_to=answers[0] if answers else None,
        references=answers[1] if answers else (),
        calendar=calendar,
        attachments=attachments,
    )
    seen = tuple({"kind": r.kind, "key": r.key, "values": values(r)} for r in shown)
    return Mail(
        recipient, rendered.subject, identifier, to_bytes(letter), seen, rendered,
        mailing_list=belongs_to, answering=auto_submitted == "auto-replied",
    )  # fmt: skip


def _own_list(recipient: Recipient) -> str:
    """What is written to somebody for his organization's sake belongs to its list."""
    return lists.of_organization(recipient.organization) if recipient.organization else lists.EVERYBODY

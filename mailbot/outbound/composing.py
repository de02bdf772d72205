"""An occasion's template + facts → subject, text and HTML; then the bytes of one mail.

Templates lie in `templates/mail/<occasion>/{subject.txt,body.txt,body.html}` and are the only thing that is
evaluated: in a sandbox, with every name defined, data in HTML escaped. What comes from data is never a
template, so `{{7*7}}` in somebody's name stays these seven characters. Nothing else is read or written.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from mailbot import text
from mailbot.clock import aware
from mailbot.directory.records import Record, values
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from mailbot.outbound.mime import Attachment, Letter, message_id, one_line, to_bytes
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.times import day
from mailbot.resources import TEMPLATES
from mailbot.tokens import Signer

MAILS = TEMPLATES / "mail"
PARTS = ("subject.txt", "body.txt", "body.html")


@dataclass(frozen=True)
class Identity:
    """Who the mails are from. ``signer`` makes Message-IDs that nobody can guess."""

    address: str
    name: str
    signer: Signer | None = field(default=None, repr=False)

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
    """One mail, ready for the outbox. ``shown``: the records it displays, as {kind, key, values}."""

    recipient: Recipient
    subject: str
    message_id: str
    content: bytes
    shown: tuple[Mapping[str, Any], ...] = ()
    rendered: Rendered | None = None


def visible(value: object) -> str:
    """The text with characters that hide or turn others written out; line ends stay."""
    return "\n".join(text.visible(line) for line in str(value).splitlines())


def quoted(value: object, indent: int = 0) -> str:
    """The text as quoted in a plain-text mail, each line behind `> `, ``indent`` spaces in."""
    return "\n".join(" " * indent + f"> {line}".rstrip() for line in visible(value).splitlines() or [""])


def wrapped(value: object, indent: int = 0, hanging: int = 0, width: int = 76) -> str:
    """Plain text broken at ``width``, ``indent`` spaces in, following lines ``hanging`` more."""
    first, later = " " * indent, " " * (indent + hanging)
    paragraphs = visible(value).split("\n")
    return "\n".join(
        textwrap.fill(each, width, initial_indent=first, subsequent_indent=later,
                      break_long_words=False, break_on_hyphens=False)
        for each in paragraphs
    )  # fmt: skip


def breakable(value: object) -> Markup:
    """For narrow table cells: the text, escaped, with places where an address may be broken."""
    return Markup(re.sub(r"(?<=[@._])(?=\w)", "<wbr>", str(escape(visible(value)))))  # noqa: S704 - escaped


@cache
def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name and name.endswith(".html")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters.update(
        {"visible": visible, "quoted": quoted, "wrapped": wrapped, "day": day, "breakable": breakable}
    )
    return environment


def render(occasion: str, facts: Mapping[str, Any], folder: Path = MAILS) -> Rendered:
    """The three parts of a mail. Raises UsageError that names the template where one is missing or wrong."""
    environment = _environment(folder)
    parts = []
    for name in PARTS:
        try:
            parts.append(environment.get_template(f"{occasion}/{name}").render(facts))
        except TemplateError as exc:
            line = getattr(exc, "lineno", None)
            where = f"templates/mail/{occasion}/{name}" + (f", line {line}" if line else "")
            raise UsageError(f"{where}: {type(exc).__name__}: {exc}") from exc
    subject, body, html = parts
    return Rendered(one_line(" ".join(subject.split())), _tidy(body), html)


def check_templates(folder: Path = MAILS) -> int:
    """How many templates there are; every occasion has its three. Raises UsageError for what is wrong."""
    environment = _environment(folder)
    count = 0
    for occasion in sorted(p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("_")):
        for name in PARTS:
            try:
                environment.get_template(f"{occasion}/{name}")
            except TemplateError as exc:
                raise UsageError(f"templates/mail/{occasion}/{name}: {type(exc).__name__}: {exc}") from exc
            count += 1
    return count


def _tidy(body: str) -> str:
    """No trailing spaces, at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in body.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


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
    auto_submitted: str = "auto-generated",
    answers: tuple[str, tuple[str, ...]] | None = None,
) -> Mail:
    """One mail to one person. ``key`` is the occasion's in the ledger; with the recipient it fixes the
    Message-ID.

    ``answers`` is (Message-ID, References) of the mail that is answered. Templates get ``facts`` and besides
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
    rendered = render(occasion, {**base, **facts})
    identifier = message_id(
        identity.domain, occasion, programme.id, key, recipient.address.casefold(), signer=identity.signer
    )
    letter = Letter(
        sender=(identity.address, identity.name),
        recipient=(recipient.address, recipient.name),
        subject=rendered.subject,
        message_id=identifier,
        date=now,
        text=rendered.text,
        html=rendered.html,
        list_id=(programme.title, f"{programme.id}.{identity.domain}") if listed else None,
        auto_submitted=auto_submitted,
        in_reply_to=answers[0] if answers else None,
        references=answers[1] if answers else (),
        calendar=calendar,
        attachments=attachments,
    )
    seen = tuple({"kind": r.kind, "key": r.key, "values": values(r)} for r in shown)
    return Mail(recipient, rendered.subject, identifier, to_bytes(letter), seen, rendered)

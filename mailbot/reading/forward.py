"""A message sent on, attached or in the body: what a colleague wrote, forwarded by somebody who speaks for
the organization.

It is read as its writer's words if the covering letter stands by it ("with which we agree, please
update"); else it is a question. Its own attachments are not read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailbot.mail.forwarded import inline
from mailbot.mail.message import Part, parse
from mailbot.mail.reply import split
from mailbot.reading import language
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Material, Result

READER = "forward"


def read(part: Part, material: Material, context: Context) -> list[Result]:
    """A message attached as message/rfc822."""
    inner = parse(part.content)
    label = part.filename or inner.subject or "the attached message"
    source = f"attachment:{part.filename}" if part.filename else "body"
    inside = replace(
        context, sender_address=inner.from_address, sender_name=inner.from_name,
        sent_at=inner.date or context.sent_at, subject=inner.subject,
    )  # fmt: skip
    reply = split(inner.text, inner.from_name)
    return _sent_on(Material(inner, reply), inside, material.reply.new_text, context, label, source)


def read_inline(material: Material, context: Context) -> list[Result]:
    """A message forwarded in the body."""
    inner = inline(material.message)
    if inner is None:
        return []
    inside = replace(context, sender_address=inner.address, sender_name=inner.name)
    reply = split(inner.text, inner.name)
    label = f"the message of {inner.name or inner.address or 'somebody'}"
    return _sent_on(
        Material(material.message, reply), inside, material.reply.new_text, context, label, "body"
    )


def _sent_on(
    inner: Material, inside: Context, covering: str, context: Context, label: str, source: str
) -> list[Result]:
    if not inner.reply.new_text.strip():
        return []
    address = (inside.sender_address or "").lower()
    contact = next((c for c in context.own_contacts if c.email and c.email.lower() == address), None)
    domain = address.rpartition("@")[2]
    own = contact is not None or (
        context.own is not None and domain in {d.lower() for d in context.own.domains}
    )
    if not own or not context.words.pattern("forward.endorse").search(covering):
        text = f"{label}: a forwarded message of {address or 'an unknown sender'}; is it to be applied?"
        return [Doubt(text, (label if source != "body" else first_line(inner),), source, READER)]
    spoken = language.detect(inner.reply.new_text)
    inside = replace(inside, contact=contact, language=spoken)
    found: list[Result] = []
    for name, reader in registry().body_readers():
        if name != READER:
            found += [replace(result, source=source) for result in reader(inner, inside)]
    return found


def first_line(material: Material) -> str:
    return next(line.strip() for line in material.reply.new_text.splitlines() if line.strip())


def registry() -> Any:
    """The readers' registry, which itself names this module."""
    from mailbot.reading import registry as found

    return found

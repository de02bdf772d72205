"""A message attached to a message: what a colleague wrote, sent on by somebody who speaks for the
organization.

It is read as its writer's words if the covering letter stands by it ("with which we agree, please
update"); else it is a question. Its own attachments are not read.
"""

from __future__ import annotations

from dataclasses import replace

from mailbot.mail.message import Part, parse
from mailbot.mail.reply import split
from mailbot.reading import language
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Material, Result

READER = "forward"


def read(part: Part, material: Material, context: Context) -> list[Result]:
    from mailbot.reading import registry

    inner = parse(part.content)
    label = part.filename or inner.subject or "the attached message"
    source = f"attachment:{part.filename}" if part.filename else "body"
    reply = split(inner.text, inner.from_name)
    if not reply.new_text.strip():
        return []
    address = (inner.from_address or "").lower()
    contact = next((c for c in context.own_contacts if c.email and c.email.lower() == address), None)
    domain = address.rpartition("@")[2]
    own = contact is not None or (
        context.own is not None and domain in {d.lower() for d in context.own.domains}
    )
    if not own or not context.words.pattern("forward.endorse").search(material.reply.new_text):
        return [
            Doubt(
                f"{label}: a forwarded message of {address or 'an unknown sender'}; is it to be applied?",
                (label,),
                source,
                READER,
            )
        ]
    inside = replace(
        context, contact=contact, sender_address=inner.from_address, sender_name=inner.from_name,
        sent_at=inner.date or context.sent_at, language=language.detect(reply.new_text),
        subject=inner.subject,
    )  # fmt: skip
    found: list[Result] = []
    for _, reader in registry.body_readers():
        found += [replace(result, source=source) for result in reader(Material(inner, reply), inside)]
    return found

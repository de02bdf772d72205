"""How the tests of kinds write their mails."""

from __future__ import annotations

from email.message import EmailMessage

from mailbot.inbound.kind import KindOf, kind_of
from mailbot.mail.message import parse
from mailbot.mail.reply import split

ANSWER = "The phone number of our coordinator is now +33 1 42 34 56 99.\n"


def mail(body: str = ANSWER, subject: str = "Re: contact sheet", sender: str = "Ada Verne <ada@far.example>",
         **fields: str) -> bytes:  # fmt: skip
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "tsb-irc@itu.example", subject
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return bytes(message)


def kind(raw: bytes) -> KindOf:
    message = parse(raw)
    return kind_of(message, split(message.text, message.from_name).new_text)

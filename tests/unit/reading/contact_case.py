"""One text from a contact of the second directory -> what becomes of the contact sheet."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from mailbot.directory.programme import load_file
from mailbot.inbound.interpret import interpret

STATE = load_file(Path(__file__).parents[2] / "unseen" / "state.yaml")
SENDERS = {contact.id: contact for contact in STATE.contacts}
GREETINGS = {
    "fr": "Bonjour,\n\nMerci pour votre lettre et pour les tableaux que vous nous avez envoyés.\n\n",
    "es": "Estimados colegas:\n\nGracias por su carta y los cuadros que nos han enviado.\n\n",
}


def _greeting(sender: str, text: str) -> str:
    """A sentence in the sender's language, since a short text alone does not tell it."""
    if sender == "atu-3":
        return GREETINGS["fr"]
    spanish = re.search(r"\b(el|la|los|del|las|que)\b", text) and sender.startswith("citel")
    return GREETINGS["es"] if spanish else ""


def read(sender: str, text: str) -> tuple[dict[str, Any], bool]:
    """({contact or "+name": fields, None for a removal}, whether something is asked)."""
    return sheet_after(
        sender,
        f"{_greeting(sender, text)}{text}\n",
        subject="Re: WTSA-24 inter-regional coordination",
        sent="Wed, 24 Apr 2024 10:00:00 +0000",
    )


def sheet_after(sender: str, body: str, *, subject: str, sent: str) -> tuple[dict[str, Any], bool]:
    """The same for a body as it stands, signature included."""
    contact = SENDERS[sender]
    message = EmailMessage()
    message["From"] = f"{contact.name} <{contact.email}>"
    message["To"] = "tsb-irc@itu.example"
    message["Subject"] = subject
    message["Date"] = sent
    message["Message-ID"] = "<case@mail.example>"
    message.set_content(body)
    found = interpret(message.as_bytes(), STATE, ())
    changes: dict[str, Any] = {}
    for change in found.changes:
        if change.target != "contact":
            continue
        fields = {name: value.new for name, value in change.fields.items()}
        changes[change.id or f"+{fields.pop('name')}"] = None if change.op == "remove" else fields
    return changes, bool(found.questions)

"""A visitor's suggestion from the web form, as the mail it would have been: it goes the way of every mail.

Nobody has checked that the address is the visitor's, so the mail bears a header that has it held for an
officer, whatever its text asks for (`inbound.authenticity`); nothing of it is carried out or confirmed, and
nobody is answered before an officer has released it. Who forges the header has only his own mail held.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.errors import InputRefused
from mailbot.inbound.keeping import keep_bytes
from mailbot.mail.form import FORM

MAX_TEXT, MAX_NAME, MAX_ABOUT = 5_000, 100, 200
SOURCE = "web form"


@dataclass(frozen=True)
class Suggestion:
    """What the form says. ``about`` is the page it was written on, in words."""

    name: str
    address: str
    text: str
    about: str = ""

    @classmethod
    def of(cls, name: str, address: str, text: str, about: str = "") -> Suggestion:
        """Raises InputRefused that names the field."""
        name, about = _line(name)[:MAX_NAME], _line(about)[:MAX_ABOUT]
        written = "\n".join(text.replace("\x00", "").splitlines()).strip()
        if not written:
            raise InputRefused("text: write what should be changed")
        if len(written) > MAX_TEXT:
            raise InputRefused(f"text: at most {MAX_TEXT} characters; send a mail instead")
        try:
            found = validate_email(_line(address), check_deliverability=False)
        except EmailNotValidError as exc:
            raise InputRefused(f"address: {exc}") from None
        return cls(name, found.normalized, written, about)


def keep(session: Session, suggestion: Suggestion, own: str, unique: str, now: datetime) -> int:
    """Keep it as a mail to ``own`` in the caller's transaction; returns the mail's id. ``unique`` makes its
    Message-ID."""
    mail_id, _ = keep_bytes(session, letter(suggestion, own, unique, now), SOURCE, now)
    return mail_id


def letter(suggestion: Suggestion, own: str, unique: str, now: datetime) -> bytes:
    """The bytes of the mail (RFC 5322)."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(display_name=suggestion.name, addr_spec=suggestion.address)
    made["To"] = Address(addr_spec=own)
    made["Date"] = aware(now)
    made["Subject"] = suggestion.about or "Suggestion"
    made["Message-ID"] = f"<form.{unique}@{own.rpartition('@')[2]}>"
    made[FORM] = "suggestion"
    made.set_content(suggestion.text + "\n", charset="utf-8", cte="base64")
    return made.as_bytes()


def _line(text: str) -> str:
    """One line without control characters, fit for a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())

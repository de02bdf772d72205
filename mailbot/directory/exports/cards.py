"""The contact sheet as vCard 4.0 (RFC 6350)."""

from __future__ import annotations

from icalendar.parser import Contentline
from icalendar.prop import vText

from mailbot.directory.records import Contact
from mailbot.directory.snapshot import Directory


def cards(directory: Directory) -> bytes:
    """One card a contact; lines are folded and escaped as in iCalendar, whose rules vCard shares."""
    return "".join(_card(directory, contact) for contact in directory.contacts).encode()


def _card(directory: Directory, contact: Contact) -> str:
    organization = ";".join(_escaped(part) for part in (contact.organization, contact.affiliation) if part)
    lines = {
        "VERSION": "4.0",
        "UID": f"urn:mailbot:{directory.programme.id}:{contact.id}",
        "FN": _escaped(" ".join(filter(None, (contact.honorific, contact.name)))),
        "ORG": organization,
        "ROLE": _escaped(f"{contact.role.replace('_', ' ')} ({contact.committee})"),
        "TITLE": _escaped(contact.job_title),
        "EMAIL": _escaped(contact.email),
        "TEL;VALUE=uri": f"tel:{contact.phone}" if contact.phone else "",
        "LANG": contact.language or "",
    }
    body = [Contentline(f"{name}:{value}").to_ical().decode() for name, value in lines.items() if value]
    return "\r\n".join(["BEGIN:VCARD", *body, "END:VCARD"]) + "\r\n"


def _escaped(text: str | None) -> str:
    return vText(text).to_ical().decode() if text else ""

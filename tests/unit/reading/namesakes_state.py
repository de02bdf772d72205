"""A directory with two contacts of one family name, one organization's new text, and a mail read against it."""

from __future__ import annotations

from email.message import EmailMessage
from functools import cache
from typing import Any

from mailbot.directory.programme import load_text
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret

STATE = """
programme: {id: w, title: W, timezone: Europe/Zurich, languages: [en]}
organizations:
  - {code: CITEL, name: Inter-American Telecommunication Commission, domains: [citel.example], language: en}
  - {code: APT, name: Asia-Pacific Telecommunity, domains: [apt.example], language: en}
contacts:
  - {id: focal, organization: CITEL, role: focal_point, committee: all, honorific: Ms, name: Paola Rivas,
     email: privas@citel.example, phone: "+12024588730", job_title: Secretary}
  - {id: hector, organization: CITEL, role: coordinator, committee: COM3, honorific: Mr, name: Héctor Molina,
     email: hm@ift-mx.example, phone: "+525550154020", country: MX}
  - {id: julian, organization: CITEL, role: alternate, committee: COM4, honorific: Mr, name: Julián Molina,
     email: jm@crc-co.example, phone: "+5713198300", country: CO}
  - {id: ann, organization: CITEL, role: coordinator, committee: COM4, honorific: Ms, name: Ann Larsen,
     email: al@fcc-us.example, phone: "+12024181740", job_title: Head of Sector}
  - {id: eva, organization: CITEL, role: alternate, committee: COM3, honorific: Ms, name: Eva Duarte,
     email: ed@anatel-br.example}
texts:
  - {id: Resolution 22, title: Authorization for TSAG, committee: COM3}
  - {id: Resolution 44, title: Bridging the gap, committee: COM3}
  - {id: Resolution 89, title: Financial inclusion, committee: COM4}
  - {id: A.7, title: Focus groups, committee: COM3}
positions:
  - {organization: CITEL, text: Resolution 22, action: MOD, status: draft}
  - {organization: CITEL, text: Resolution 44, action: MOD, status: preliminary}
  - {organization: CITEL, text: Resolution 89, action: SUP, status: preliminary}
  - {organization: CITEL, text: A.7, action: MOD, status: preliminary}
  - {organization: CITEL, text: "New: Digital identity of public services", action: ADD, status: preliminary}
meetings:
  - {id: m5, organization: CITEL, title: Fifth meeting of the preparatory group, starts: 2021-07-05,
     ends: 2021-07-09, mode: physical, place: "Bogotá, Colombia", status: tentative}
events:
  - {id: irm-2, title: Second ITU-T inter-regional meeting, committee: all, starts: 2021-01-08T12:30,
     ends: 2021-01-08T15:30}
  - {id: com3-calls, title: Inter-regional call on Committee 3 matters, committee: COM3, weekday: TU,
     from: 2021-01-18, until: 2021-02-19, start: "12:30", end: "15:30"}
"""


@cache
def directory() -> Directory:
    return load_text(STATE)


def read(sender: str, text: str) -> dict[str, Any]:
    """The result for a text from the contact, as `parse` prints it."""
    contact = next(c for c in directory().contacts if c.id == sender)
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{contact.name} <{contact.email}>", "tsb-irc@itu.example"
    mail["Subject"], mail["Message-ID"] = "Re: inter-regional coordination", "<case@mail.example>"
    mail["Date"] = "Mon, 04 Jan 2021 10:00:00 +0000"
    mail.set_content(f"{text}\n")
    return interpret(mail.as_bytes(), directory(), ()).to_json()


def changed(sender: str, text: str, target: str) -> dict[str, dict[str, Any] | None]:
    """Record (or "+name") -> its new values, None for a removal."""
    out: dict[str, dict[str, Any] | None] = {}
    for change in read(sender, text)["changes"]:
        if change["target"] == target:
            fields = {name: value["new"] for name, value in change["fields"].items()}
            name = fields.get("name") or fields.get("title") or fields.get("text")
            out[(change["id"] or f"+{name}").split("/")[-1]] = None if change["op"] == "remove" else fields
    return out


def attending(sender: str, text: str) -> set[tuple[str, str, str]]:
    """(event, person, answer) of every attendance."""
    found = [c["fields"] for c in read(sender, text)["changes"] if c["target"] == "participation"]
    return {(f["event"]["new"], f["name"]["new"], f["attending"]["new"]) for f in found}

"""One sentence of a coordinator's mail -> what the prose readers make of it, record by record."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from mailbot.directory.programme import load_text
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret

STATE = """
programme: {id: w, title: W, timezone: Europe/Zurich, languages: [en]}
organizations:
  - {code: CITEL, name: Inter-American Telecommunication Commission, domains: [citel.example], language: en}
contacts:
  - {id: citel-1, organization: CITEL, role: focal_point, committee: all, honorific: Mr, name: Juan Perez,
     email: jp@citel.example}
  - {id: citel-2, organization: CITEL, role: coordinator, committee: COM3, honorific: Ms, name: Ana Silva,
     email: as@citel.example}
texts:
  - {id: Resolution 1, title: Rules of procedure, committee: COM3}
  - {id: Resolution 34, title: Voluntary contributions, committee: COM3}
  - {id: Resolution 35, title: Appointment of chairs, committee: COM3}
  - {id: Resolution 43, title: Regional preparations for assemblies, committee: COM3}
  - {id: Resolution 50, title: Cybersecurity, committee: COM4}
  - {id: Resolution 88, title: International mobile roaming, committee: COM4}
  - {id: Resolution 91, title: Electronic repository of numbering plans, committee: COM4}
positions:
  - {organization: CITEL, text: Resolution 34, action: NOC, status: draft}
  - {organization: CITEL, text: Resolution 35, action: NOC, status: draft}
  - {organization: CITEL, text: Resolution 43, action: MOD, status: draft}
  - {organization: CITEL, text: Resolution 50, action: MOD, status: preliminary}
  - {organization: CITEL, text: Resolution 91, action: SUP, status: preliminary}
meetings:
  - {id: m3, organization: CITEL, title: Third meeting of the working group, starts: 2024-05-20, ends: 2024-05-22,
     mode: virtual, status: confirmed}
  - {id: m4, organization: CITEL, title: Fourth meeting of the working group, starts: 2024-07-22,
     ends: 2024-07-26, mode: physical, place: "Lima, Peru", status: tentative}
"""
GREETING = {
    "fr": "Merci de votre lettre et des tableaux que vous nous avez envoyés.",
    "es": "Gracias por su carta y por los cuadros que nos han enviado.",
    "ru": "Благодарим вас за письмо и таблицы.",
    "ar": "شكراً لكم على رسالتكم والجداول.",
    "zh": "感谢贵方来函。",
}
ENGLISH = "Thank you for your letter and for the tables which you have sent to us."
SCRIPTS = (("ru", "[а-я]{3}"), ("ar", "[ا-ي]{2}"), ("zh", "[\u4e00-\u9fff]"))
SCRIPTS += (("fr", r"\b(Nous|réunion|Résolution)\b"), ("es", r"\b(La|reunión|Nuestra|Retiramos)\b"))


@cache
def directory() -> Directory:
    return load_text(STATE)


def read(target: str, sentence: str) -> dict[str, dict[str, Any]]:
    """Record -> fields of everything of that target; a new position goes by its text, a meeting by its title."""
    language = next((name for name, pattern in SCRIPTS if re.search(pattern, sentence)), "")
    body = f"{GREETING.get(language, ENGLISH)}\n\n{sentence}\n"
    head = (
        "From: Juan Perez <jp@citel.example>\nTo: tsb@itu.example\nSubject: Re: LS 7\nMessage-ID: <a@b.example>\n"
        "Date: Tue, 07 May 2024 09:50:17 +0200\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    found = interpret((head + body).encode(), directory(), ()).to_json()
    out: dict[str, dict[str, Any]] = {}
    for change in found["changes"]:
        if change["target"] != target:
            continue
        fields = {name: value["new"] for name, value in change["fields"].items()}
        key = change["id"] or (fields.pop("text") if target == "position" else fields["title"])
        out[key.split("/", 1)[-1]] = fields
    return out

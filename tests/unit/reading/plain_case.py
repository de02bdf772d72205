"""What a short mail of one sentence or two changes, record by record, in one line.

`P:Resolution 22:status=agreed` is a position, `M:` a meeting, `C:` a contact, `R:` a contact taken off the sheet,
`V:ATU:Resolution 65:support` a view, `A:irm-3:yes` attendance of the sender (`...:Name` of somebody else); `+`
behind the key marks a new record, `-` stands for nothing, ` ?` behind it all for a question.
"""

from __future__ import annotations

from email.message import EmailMessage
from functools import cache
from pathlib import Path

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import Interpretation, interpret

STATE = Path(__file__).parents[2] / "unseen" / "state.yaml"
LETTER = {
    "en": ("Dear colleagues,", "Best regards"),
    "fr": ("Mesdames, Messieurs,\n\nMerci de votre lettre et de vos tableaux.", "Cordialement"),
    "es": ("Estimados colegas:\n\nGracias por su carta y por los cuadros.", "Saludos cordiales"),
    "ru": ("Уважаемые коллеги!\n\nБлагодарим вас за письмо и таблицы.", "С уважением"),
    "ar": ("السادة الزملاء،\n\nشكراً لكم على رسالتكم والجداول.", "مع أطيب التحيات"),
    "zh": ("各位同事：\n\n感谢贵方来函。", "此致"),
}


@cache
def directory() -> Directory:
    return load_file(STATE)


def told(language: str, sender: str, text: str) -> str:
    """The changes of the mail in one line; its classification where ``text`` changes nothing is not told."""
    return _line(_read(language, sender, text), sender)


def classified(language: str, sender: str, text: str) -> str:
    return _read(language, sender, text).classification


def _read(language: str, sender: str, text: str) -> Interpretation:
    contact = next(c for c in directory().contacts if c.id == sender)
    greeting, closing = LETTER[language]
    mail = EmailMessage()
    mail["From"] = f"{contact.name} <{contact.email}>"
    mail["Date"] = "Mon, 06 May 2024 10:30:00 +0200"
    mail["Subject"] = "Re: LS"
    mail["Message-ID"] = "<1@x.example>"
    body = text.replace("\\n", "\n")
    mail.set_content(f"{greeting}\n\n{body}\n\n{closing}\n{contact.name.split()[0]}\n")
    return interpret(mail.as_bytes(), directory(), ())


def _line(found: Interpretation, sender: str) -> str:
    name = next(c.name for c in directory().contacts if c.id == sender)
    said = []
    for change in found.changes:
        fields = {field: value.new for field, value in change.fields.items()}
        key = (change.id or "").rpartition("/")[2]
        if change.target == "participation":
            whose = "" if fields.get("name") == name else f":{fields.get('name')}"
            said.append(f"A:{fields.get('event')}:{fields.get('attending')}{whose}")
        elif change.target == "view":
            said.append(f"V:{fields.get('about')}:{fields.get('text')}:{fields.get('stance')}")
        elif change.op == "remove":
            said.append(f"R:{key}")
        else:
            if change.op == "add":
                named = (fields.pop(k, None) for k in ("text", "title", "name") if k in fields)
                key = f"{next(named, '?')}+"
            told_of = ",".join(f"{field}={value}" for field, value in sorted(fields.items()))
            said.append(f"{change.target[0].upper()}:{key}:{told_of}")
    return (" & ".join(sorted(said)) or "-") + (" ?" if found.questions else "")

"""What comes of a sentence in the letter of a coordinator of the shipped programme, alone and among others."""

from __future__ import annotations

from functools import cache

from mailbot.directory.programme.load import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret
from mailbot.resources import SHIPPED_PROGRAMME

GREETINGS = {
    "en": ("Dear colleagues,", "Best regards,"),
    "fr": ("Chers collègues,", "Cordialement,"),
    "es": ("Estimados colegas:", "Saludos cordiales,"),
    "ru": ("Уважаемые коллеги!", "С уважением,"),
    "ar": ("السادة الزملاء،", "مع أطيب التحيات،"),
    "zh": ("各位同事：", "此致敬礼"),
}
OPENINGS = {
    "en": "Thank you for the liaison statement, which we have shared with our members.",
    "fr": "Nous vous remercions de votre note de liaison, que nous avons transmise à nos membres.",
    "es": "Agradecemos la declaración de coordinación, que hemos distribuido a nuestros miembros.",
    "ru": "Благодарим за заявление о взаимодействии, которое мы разослали членам.",
    "ar": "نشكركم على بيان الاتصال الذي عممناه على أعضائنا.",
    "zh": "感谢贵方的联络函，我们已转发各成员。",
}
QUOTE = "\r\n\r\nOn Mon, 14 Dec 2020, TSB wrote:\r\n> Please check the tables and tell us of any change.\r\n"


@cache
def shipped() -> Directory:
    return load_file(SHIPPED_PROGRAMME)


def found(sender: str, language: str, text: str, letter: bool = False) -> list[str]:
    """Every change as one line, and every question as `?`; ``letter``: among other sentences, with a quote."""
    contact = next(c for c in shipped().contacts if c.id == sender)
    greeting, regards = GREETINGS[language]
    body = f"{OPENINGS[language]} {text}" if letter else text
    mail = (
        f"From: {contact.email}\r\nMessage-ID: <1@x.example>\r\nSubject: Re: Inter-regional coordination\r\n"
        "Date: Wed, 16 Dec 2020 10:30:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{greeting}\r\n\r\n{body}\r\n\r\n{regards}\r\n{contact.name}\r\n{QUOTE if letter else ''}"
    )
    read = interpret(mail.encode(), shipped(), ())
    out = [_line(c.target, c.id, {name: value.new for name, value in c.fields.items()}) for c in read.changes]
    return [*out, *("?" for _ in read.questions)]


def _line(target: str, key: str | None, fields: dict[str, object]) -> str:
    """`position CEPT/Resolution 45 withdrawn`, `participation com3-calls-1 no Oliver Pemberton`."""
    shown = (
        "event",
        "about",
        "text",
        "action",
        "status",
        "stance",
        "attending",
        "name",
        "starts",
        "mode",
        "place",
    )
    said = [str(fields[name]) for name in shown if fields.get(name) is not None]
    return " ".join([target, *([key] if key else []), *said])

"""Of a message sent on, the items that the letter keeps back are told by number, by ordinal or by paragraph."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret

OLIVER = "Oliver Pemberton <o.pemberton@dcms-gb.example>"
PLAIN = """Hi Annelie,

Three things before the weekend:

My new phone number is +44 20 7946 0199.

My new job title is Head of Standards.

My new e-mail address is oliver.new@dcms-gb.example.

Oliver
"""
NUMBERED = """Hi Annelie,

1. My new phone number is +44 20 7946 0199.
2. My new job title is Head of Standards.
3. My new e-mail address is oliver.new@dcms-gb.example.

Oliver
"""


def fields(directory: Directory, cover: str, inner: str) -> list[str]:
    """The fields that change, and `?` for a question."""
    sent = EmailMessage()
    sent["From"], sent["Message-ID"] = OLIVER, "<2@dcms-gb.example>"
    sent["Date"], sent["Subject"] = "Tue, 15 Dec 2020 09:12:00 +0000", "news"
    sent.set_content(inner)
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "Annelie Sjögren <annelie.sjogren@cept.example>", "<1@cept.example>"
    mail["Date"], mail["Subject"] = "Wed, 16 Dec 2020 10:30:00 +0100", "Fwd: news"
    mail.set_content(cover)
    mail.add_attachment(sent)
    read = interpret(mail.as_bytes(), directory, ())
    return sorted({name for c in read.changes for name in c.fields}) + ["?" for _ in read.questions]


@pytest.mark.parametrize("inner", [PLAIN, NUMBERED])
@pytest.mark.parametrize(
    ("cover", "wanted"),
    [
        (
            "What he says can be entered. His third remark slipped in, so leave that one aside.",
            ["job_title", "phone"],
        ),
        ("Please enter what he says, but ignore the second point.", ["email", "phone"]),
        ("Merci de mettre à jour la liste. Le deuxième point est à écarter.", ["email", "phone"]),
        ("Прошу внести изменения в список. Третье замечание преждевременно.", ["job_title", "phone"]),
        ("Please update the sheet accordingly.", ["email", "job_title", "phone"]),
        ("Please enter what he says, but ignore the ninth point.", ["?"]),
        ("Please enter what he says, but ignore one of the points.", ["?"]),
    ],
)
def test_items_kept_back(shipped: Directory, inner: str, cover: str, wanted: list[str]) -> None:
    assert fields(shipped, f"Dear TSB,\n\n{cover}\n\nAnnelie\n", inner) == wanted

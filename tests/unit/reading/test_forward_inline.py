"""A message forwarded in the body counts where the covering words stand by it, and only for one's own people."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import Interpretation, interpret

GMAIL = """{cover}

---------- Forwarded message ---------
From: {who}
Date: Tue, 15 Dec 2020 at 09:12
Subject: my number
To: Annelie Sjögren <annelie.sjogren@cept.example>

Dear Annelie,

my new phone number is +44 20 7946 0199.

Oliver
"""
OUTLOOK = """{cover}

From: {who}
Sent: Tuesday, December 15, 2020 9:12 AM
To: Annelie Sjögren
Subject: my number

my new phone number is +44 20 7946 0199.
"""
OLIVER = "Oliver Pemberton <o.pemberton@dcms-gb.example>"


def read(directory: Directory, body: str, subject: str = "Fwd: my number") -> Interpretation:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "Annelie Sjögren <annelie.sjogren@cept.example>", "<1@cept.example>"
    mail["Date"], mail["Subject"] = "Wed, 16 Dec 2020 10:30:00 +0100", subject
    mail.set_content(body)
    return interpret(mail.as_bytes(), directory, ())


@pytest.mark.parametrize("form", [GMAIL, OUTLOOK])
def test_what_the_sender_stands_by_is_applied(shipped: Directory, form: str) -> None:
    found = read(shipped, form.format(cover="Dear TSB, please update the sheet accordingly.", who=OLIVER))
    (change,) = found.changes
    assert (change.id, change.fields["phone"].new) == ("cept-2", "+442079460199")
    assert found.questions == ()


@pytest.mark.parametrize(
    ("cover", "who", "subject"),
    [
        ("For your information.", OLIVER, "Fwd: my number"),
        ("Please update accordingly.", "Stranger <s@elsewhere.example>", "Fwd: my number"),
        ("Please update accordingly.", "Greg <g.halloran@ntia-us.example>", "FW: my number"),
    ],
)
def test_else_it_is_a_question(shipped: Directory, cover: str, who: str, subject: str) -> None:
    found = read(shipped, GMAIL.format(cover=cover, who=who), subject)
    assert found.changes == ()
    assert "forwarded" in found.questions[0].text


def test_a_quoted_mail_of_a_reply_is_no_forward(shipped: Directory) -> None:
    found = read(
        shipped, OUTLOOK.format(cover="All fine, please update nothing.", who=OLIVER), "Re: my number"
    )
    assert found.changes == ()


ITEMS = """{cover}

---------- Forwarded message ---------
From: Oliver Pemberton <o.pemberton@dcms-gb.example>
Date: Tue, 15 Dec 2020 at 09:12
Subject: two things
To: Annelie Sjögren <annelie.sjogren@cept.example>

Dear Annelie,

1. My new phone number is +44 20 7946 0199.
2. My new e-mail address is oliver@dcms-gb.example.

Oliver
"""


@pytest.mark.parametrize(
    "cover",
    [
        "Fwd from Oliver. OK for the Secretariat, pls do both.",
        "Dear TSB, this reached me from our coordinator yesterday evening.",
        "Bonjour, voici ce que notre coordonnateur nous écrit.",
        "Estimados colegas: les remito el mensaje de nuestro coordinador.",
        "Уважаемые коллеги, направляем письмо нашего координатора.",
        "السادة الكرام، نحيل إليكم رسالة منسقنا.",
        "各位同事：现转上我方协调员的来信。",
    ],
)
def test_to_send_it_to_tsb_is_enough(shipped: Directory, cover: str) -> None:
    (change,) = read(shipped, ITEMS.format(cover=cover)).changes
    assert {name: field.new for name, field in change.fields.items()} == {
        "phone": "+442079460199", "email": "oliver@dcms-gb.example",
    }  # fmt: skip


@pytest.mark.parametrize(
    "cover",
    [
        "Item 1 may go in. Item 2 is his own opinion, please do nothing about it.",
        "Item 1 can be entered right away. Item 2 is not our position: it has\nnot been discussed yet, so leave it out.",
        "Le point 1 est exact. Le point 2 n'engage pas la CEPT.",
        "Пункт 1 верен. Пункт 2 не вносите.",
    ],
)
def test_an_item_that_is_kept_back_is_left_alone(shipped: Directory, cover: str) -> None:
    found = read(shipped, ITEMS.format(cover=cover))
    (change,) = found.changes
    assert set(change.fields) == {"phone"}


@pytest.mark.parametrize(
    "cover",
    ["FYI", "What do you think of this?", "Please disregard what does not fit.", "仅供参考。", "К сведению."],
)
def test_what_is_not_passed_on_as_our_word_is_a_question(shipped: Directory, cover: str) -> None:
    found = read(shipped, ITEMS.format(cover=cover))
    assert found.changes == ()
    assert found.questions

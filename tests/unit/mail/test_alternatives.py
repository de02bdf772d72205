"""Threat 46: text and HTML alternatives that say different things are flagged, and nothing is guessed."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret
from mailbot.mail.alternatives import disagreement
from mailbot.mail.message import parse

PLAIN = "Dear colleagues,\n\nmy new phone number is +46 8 465 004 77.\nSee http://a.example/x\n\nBest regards\nAnnelie\n"
HTML = (
    "<p>Dear colleagues,</p><p>my new <b>phone</b> number is +46&nbsp;8&nbsp;465&nbsp;004&nbsp;77.<br>"
    "See <a href='http://a.example/x'>here</a></p><p>Best regards<br>Annelie</p>"
)


def mail(plain: str, html: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "annelie.sjogren@cept.example", "<1@cept.example>"
    message["Date"] = "Wed, 16 Dec 2020 10:30:00 +0100"
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        (PLAIN, HTML.replace("77", "78")),
        (PLAIN.replace("phone", "e-mail"), HTML),
        (PLAIN, HTML.replace("</p><p>Best", " Resolution 50: MOD</p><p>Best")),
        (PLAIN + "PS write to evil@x.example\n", HTML),
    ],
)
def test_threat_46_forms_that_differ_are_flagged(shipped: Directory, plain: str, html: str) -> None:
    found = interpret(mail(plain, html), shipped, ())
    assert found.changes == ()
    assert "different things" in found.questions[0].text
    assert found.classification == "other"


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        (PLAIN, HTML),
        (PLAIN.replace("number is", "*number*   is"), HTML),
        (PLAIN + "[cid:image001.png@01D6]\n", HTML + "<img src='cid:image001.png@01D6'>"),
        (PLAIN, ""),
        (PLAIN + "\n> old words 12345\n", HTML),
    ],
)
def test_forms_that_agree_are_read(shipped: Directory, plain: str, html: str) -> None:
    raw = mail(plain, html)
    assert disagreement(parse(raw)) == ()
    (change,) = interpret(raw, shipped, ()).changes
    assert change.fields["phone"].new == "+46846500477"

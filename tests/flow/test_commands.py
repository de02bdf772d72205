"""Commands by mail on real servers: asked by SMTP, read from IMAP, answered by SMTP; SQLite and PostgreSQL."""

from __future__ import annotations

import json
import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar

from mailbot.resources import SHIPPED_PROGRAMME

from .servers.dovecot import EVERYONE, Dovecot
from .servers.postfix import Postfix
from .site import BOT, OFFICER, Site, make_site

ADA = "annelie.sjogren@cept.example"


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> Site:
    url = (
        "sqlite:///mailbot.db" if request.param == "sqlite" else request.getfixturevalue("postgres").create()
    )
    made = make_site(tmp_path, dovecot, postfix, url)
    made.run("import", str(SHIPPED_PROGRAMME))
    return made


def ask(postfix: Postfix, sender: str, body: str, number: int, **headers: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, BOT, "commands"
    mail["Date"], mail["Message-ID"] = "Mon, 14 Dec 2020 07:00:00 +0000", f"<ask-{number}@cept.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    with smtplib.SMTP("127.0.0.1", postfix.port) as smtp:
        smtp.send_message(mail, sender, [BOT])


def answers(postfix: Postfix, count: int) -> list[tuple[str, EmailMessage]]:
    found = []
    for recipient, raw in postfix.wait_for(count, EVERYONE):
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        found.append((recipient, message))
    return found


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_commands_are_carried_out_and_answered(site: Site, postfix: Postfix) -> None:
    ask(postfix, ADA, "aide\nsend calendar\nunsubscribe irm-com3\nsned table\n-- \nAnnelie\nstop\n", 1)
    ask(postfix, "eve@evil.example", "send contacts\n", 2)
    postfix.wait_for(2, BOT)
    postfix.drain()
    site.run("worker", "--once")
    site.run("worker", "--once")  # a second run changes nothing

    (recipient, answer), *rest = answers(postfix, 1)
    assert (recipient, rest) == (ADA, [])
    assert answer["In-Reply-To"] == "<ask-1@cept.example>"
    assert answer["Auto-Submitted"] == "auto-replied"
    text = text_of(answer)
    for line in ("> aide", "> send calendar", "> unsubscribe irm-com3", "> sned table", "Cordialement,"):
        assert line in text
    assert "> stop" not in text
    (calendar,) = answer.iter_attachments()
    assert len(Calendar.from_ical(calendar.get_payload(decode=True)).events) > 5

    asked_by = {case["from"]: case["questions"][0]["text"] for case in site.queue()}
    assert list(asked_by) == ["eve@evil.example"]
    assert asked_by["eve@evil.example"].startswith("Command of a stranger")

    # She is still in the plan of the next call, and gets no notice of it.
    postfix.clear()
    site.now = "2021-01-14T09:01"
    plan = json.loads(site.run("plan", "--from", "2021-01-14", "--to", "2021-01-14", "--json"))
    notice = next(each for each in plan if each["kind"] == "call-notice" and each["event"] == "com3-calls-1")
    assert ADA in notice["recipients"]
    site.run("worker", "--once")
    mails = answers(postfix, len(notice["recipients"]) - 1)  # each in its recipient's language
    reached = {to for to, mail in mails if "irm-com3" in str(mail["List-Id"])}
    assert reached == set(notice["recipients"]) - {ADA}


def test_threat_17_an_automaton_that_answers_our_answers(site: Site, postfix: Postfix) -> None:
    """Without headers, with words that are a command: it gets one answer, whatever it sends."""
    ask(postfix, ADA, "help\n", 1)
    postfix.wait_for(1, BOT)
    postfix.drain()
    site.run("worker", "--once")
    (_, answer), *_ = answers(postfix, 1)
    for number in range(2, 6):
        ask(postfix, ADA, "status\n" * number, number, In_Reply_To=answer["Message-ID"])
    postfix.wait_for(5, BOT)
    postfix.drain()
    site.run("worker", "--once")
    site.run("worker", "--once")
    postfix.drain()
    assert [to for to, _ in answers(postfix, 1)] == [ADA]
    assert json.loads(site.run("status", "--json"))["outbox"] == {"sent": 1}
    assert OFFICER not in {to for to, _ in answers(postfix, 1)}

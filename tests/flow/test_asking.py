"""A question to a sender and his answer, through real servers: sent, answered from his program, in the case."""

from __future__ import annotations

import json
import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.directory.programme import dump
from mailbot.directory.snapshot import Directory

from .servers.dovecot import EVERYONE, Dovecot
from .servers.postfix import Postfix
from .site import BOT, Site, make_site

SENDER = "annelie.sjogren@cept.example"


@pytest.fixture(params=["sqlite", "postgresql"])
def site(
    tmp_path: Path, dovecot: Dovecot, postfix: Postfix, shipped: Directory, request: pytest.FixtureRequest
) -> Site:
    sqlite = request.param == "sqlite"
    url = "sqlite:///mailbot.db" if sqlite else request.getfixturevalue("postgres").create()
    (tmp_path / "p.yaml").write_text(dump(shipped))
    made = make_site(tmp_path, dovecot, postfix, url)
    made.run("import", str(tmp_path / "p.yaml"))
    return made


def send(postfix: Postfix, to: str, body: str, number: int, **headers: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, to, "contact sheet"
    message["Message-ID"], message["Date"] = f"<{number}@cept.example>", "Mon, 14 Dec 2020 08:00:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    with smtplib.SMTP("127.0.0.1", postfix.port) as smtp:
        smtp.send_message(message, SENDER, [to])


def the_question(postfix: Postfix) -> EmailMessage:
    found = [
        message_from_bytes(raw, policy=policy.default)
        for who, raw in postfix.wait_for(1, EVERYONE)
        if who == SENDER
    ]
    (question,) = found
    assert isinstance(question, EmailMessage)
    return question


def test_asked_and_answered(site: Site, postfix: Postfix) -> None:
    send(postfix, BOT, "My new phone number is +46 8 465 004 77.\n", 1)
    site.run("worker", "--once")
    (case,) = site.queue()
    postfix.clear()
    site.run("review", "ask", case["id"], "Is this number yours alone?", "--officer", "ada@itu.example")
    site.run("worker", "--once")
    question = the_question(postfix)
    body = question.get_body(("plain",))
    assert body is not None
    assert "Is this number yours alone?" in body.get_content()
    assert (question["In-Reply-To"], question["References"]) == ("<1@cept.example>", "<1@cept.example>")
    back = question["Reply-To"].addresses[0].addr_spec
    assert back.startswith("tsb-irc+r-")
    send(postfix, back, "No, the whole team shares it.\n", 2, In_Reply_To=str(question["Message-ID"]))
    site.run("worker", "--once")
    first, second = site.queue()
    assert second["follows"] == first["id"] == case["id"]
    (asked,) = first["asked"]
    assert (asked["answer"], asked["change_set"]) == ("No, the whole team shares it.", second["id"])
    shown = json.loads(site.run("review", "show", case["id"], "--json"))
    assert shown["related"] == [second["id"]]
    site.run("worker", "--once")
    assert len(site.queue()) == 2, "asked once, answered once"

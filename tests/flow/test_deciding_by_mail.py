"""Deciding by mail on real servers: the request arrives, the officer's answer decides, everybody is told."""

from __future__ import annotations

import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.resources import SHIPPED_PROGRAMME

from .servers.dovecot import EVERYONE, Dovecot
from .servers.postfix import Postfix
from .site import BOT, OFFICER, Site, make_site

ADA, SECOND = "annelie.sjogren@cept.example", "second@tsb.example"
LETTER = (
    "Dear TSB,\n\nMy phone number is now +46 8 465 004 99.\nPlease remove Oliver Pemberton from the list.\n"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> Site:
    url = (
        "sqlite:///mailbot.db" if request.param == "sqlite" else request.getfixturevalue("postgres").create()
    )
    made = make_site(tmp_path, dovecot, postfix, url)
    config = tmp_path / "mailbot.toml"
    config.write_text(config.read_text().replace(f'["{OFFICER}"]', f'["{OFFICER}", "{SECOND}"]'))
    made.run("import", str(SHIPPED_PROGRAMME))
    return made


def send(postfix: Postfix, sender: str, to: str, subject: str, body: str, answers: str = "") -> None:
    mail = EmailMessage()
    mail["Authentication-Results"] = f"mx.itu.example; dmarc=pass header.from={sender.partition('@')[2]}"
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-ID"] = (
        "Mon, 14 Dec 2020 07:00:00 +0000",
        f"<{abs(hash(body))}@{sender[:3]}.example>",
    )
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    mail.set_content(body)
    with smtplib.SMTP("127.0.0.1", postfix.port) as smtp:
        smtp.send_message(mail, sender)
    postfix.drain()


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def asked(site: Site, postfix: Postfix) -> dict[str, EmailMessage]:
    """A letter comes in; the request to each officer."""
    send(postfix, ADA, BOT, "Our entry", LETTER)
    site.run("worker", "--once")
    found = {OFFICER: read(postfix.wait_for(1, OFFICER)[0][1])}
    return found | {to: read(raw) for to, raw in postfix.wait_for(1, EVERYONE)}


def reply(postfix: Postfix, request: EmailMessage, text: str, sender: str = OFFICER) -> None:
    body = f"{text}\n\nOn 14 December 2020 at 08:00, TSB wrote:\n" + "".join(
        f"> {line}\n" for line in text_of(request).splitlines()
    )
    to = str(request["Reply-To"].addresses[0].addr_spec)
    send(postfix, sender, to, f"Re: {request['Subject']}", body, str(request["Message-ID"]))


def test_the_officers_answer_decides_and_everybody_is_told(site: Site, postfix: Postfix) -> None:
    requests = asked(site, postfix)
    assert set(requests) == {OFFICER, SECOND}
    assert "+a-" in str(requests[OFFICER]["Reply-To"])
    assert requests[OFFICER]["Reply-To"] != requests[SECOND]["Reply-To"]
    numbers = {
        line.split(".")[0]: line for line in text_of(requests[OFFICER]).splitlines() if line[1:3] == ". "
    }
    phone = next(number for number, line in numbers.items() if "Annelie" in line)
    leaves = next(number for number, line in numbers.items() if "Oliver" in line)
    postfix.clear()

    reply(postfix, requests[OFFICER], f"ok {phone}, no {leaves}: he is still on your list")
    site.run("worker", "--once")
    site.run("worker", "--once")
    told = {to: read(raw) for to, raw in postfix.wait_for(2, EVERYONE)}
    assert set(told) == {ADA, SECOND}
    assert "he is still on your list" in text_of(told[ADA])
    assert str(told[SECOND]["Subject"]).startswith("Decided: ")
    assert OFFICER in text_of(told[SECOND])
    (receipt,) = [read(raw) for _, raw in postfix.wait_for(1, OFFICER)]
    assert "approved" in text_of(receipt)
    contacts = {each["id"]: each for each in site.exported()["contacts"]}
    assert contacts["cept-1"]["phone"] == "+46846500499"
    assert "cept-2" in contacts
    assert site.queue() == []

    postfix.clear()
    reply(postfix, requests[SECOND], "ok", SECOND)  # too late: refused, and nothing is open
    site.run("worker", "--once")
    (late,) = [read(raw) for to, raw in postfix.wait_for(1, EVERYONE) if to == SECOND]
    assert str(late["Subject"]).startswith("Not decided: ")
    assert "cept-2" in {each["id"] for each in site.exported()["contacts"]}


def test_two_officers_answer_at_once_to_two_workers(site: Site, postfix: Postfix) -> None:
    requests = asked(site, postfix)
    reply(postfix, requests[OFFICER], "ok")
    reply(postfix, requests[SECOND], "no: we keep it as it is", SECOND)
    for worker in [site.start("worker", "--once") for _ in range(3)]:
        errors = worker.ended()
        assert worker.returncode == 0, errors
    site.run("worker", "--once")
    postfix.drain()
    assert site.queue() == []
    contacts = {each["id"]: each for each in site.exported()["contacts"]}
    applied = (contacts["cept-1"]["phone"] == "+46846500499", "cept-2" not in contacts)
    assert applied in ((True, True), (False, False))
    answers = [read(raw) for to, raw in postfix.mails(EVERYONE) if to == ADA]
    assert len(answers) == 1

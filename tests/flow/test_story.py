"""The main job on real servers: Dovecot, Postfix, SQLite and PostgreSQL, every step by command."""

from __future__ import annotations

import json
import smtplib
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar

from mailbot.directory.programme import dump
from mailbot.directory.snapshot import Directory

from .servers.dovecot import EVERYONE, Dovecot
from .servers.postfix import Postfix
from .site import BOT, OFFICER, Site, make_site


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return "sqlite:///mailbot.db"
    url: str = request.getfixturevalue("postgres").create()
    return url


@pytest.fixture
def site(tmp_path: Path, dovecot: Dovecot, postfix: Postfix, database: str, shipped: Directory) -> Site:
    """Installed, with the shipped programme completed by what TSB adds before sending."""
    report = tmp_path / "TSAG-TD831.docx"
    report.write_bytes(b"a report")
    text = dump(shipped)
    text = text.replace(
        next(line for line in text.splitlines() if "id: TD831" in line),
        f'  - {{id: TD831, title: Report, path: "{report}", url: null}}',
    ).replace(
        next(line for line in text.splitlines() if "id: TD852" in line),
        '  - {id: TD852, title: Table, path: null, url: "https://www.itu.example/td852"}',
    )
    (tmp_path / "programme.yaml").write_text(text)
    site = make_site(tmp_path, dovecot, postfix, database)
    site.run("import", str(tmp_path / "programme.yaml"))
    return site


def mails(postfix: Postfix, count: int, account: str = EVERYONE) -> dict[str, EmailMessage]:
    found = {}
    for recipient, raw in postfix.wait_for(count, account):
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        found[recipient] = message
    return found


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


def answer(postfix: Postfix, received: EmailMessage, sender: str, body: str) -> None:
    """A reply by SMTP, quoting what was received."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, BOT
    mail["Subject"] = f"Re: {received['Subject']}"
    mail["Date"] = "Wed, 16 Dec 2020 10:30:00 +0100"
    mail["Message-ID"] = f"<reply-{sender}>"
    mail["In-Reply-To"] = mail["References"] = received["Message-ID"]
    mail.set_content(body)
    with smtplib.SMTP("127.0.0.1", postfix.port) as smtp:
        smtp.send_message(mail)


def quoted(message: EmailMessage, old: str = "", new: str = "") -> str:
    text = text_of(message)
    assert old in text
    lines = text.replace(old, new).splitlines() if old else text.splitlines()
    return "On Mon, 14 Dec 2020 at 16:00, TSB wrote:\n" + "\n".join(f"> {line}" for line in lines)


def test_the_main_job(site: Site, postfix: Postfix, dovecot: Dovecot, shipped: Directory) -> None:
    # TSAG's liaison statement goes out, one mail a person.
    people = {c.email for c in shipped.contacts if c.role in ("focal_point", "coordinator")}
    site.now = "2020-12-14T16:00"
    site.run("send", "liaison", "--number", "42", "--confirm")
    site.run("worker", "--once")
    liaison = mails(postfix, len(people))
    assert set(liaison) == people

    # Three people answer, by real SMTP into the real inbox; one is away.
    postfix.clear()
    site.now = "2020-12-16T10:31"
    phone, line = "annelie.sjogren@cept.example", "f.alotaibi@citc-sa.example"
    answer(postfix, liaison[phone], phone,
           "Dear colleagues,\n\nmy phone number has changed, the new one is +46 8 465 004 77.\n\nBest regards\n"
           "Annelie Sjögren\n\n" + quoted(liaison[phone]))  # fmt: skip
    answer(postfix, liaison[line], line,
           "Corrected below.\n\nFaisal\n\n" + quoted(liaison[line], "+966115550142", "+966 11 555 0190"))  # fmt: skip
    answer(postfix, liaison["g.halloran@ntia-us.example"], "g.halloran@ntia-us.example",
           "Resolution 59: please change our action from SUP to MOD.\n\nGreg\n")  # fmt: skip
    postfix.wait_for(3, BOT)
    postfix.drain()
    site.run("worker", "--once")
    site.run("worker", "--once")  # a second run changes nothing
    queue = site.queue()
    assert sorted(case["from"] for case in queue) == sorted([phone, line, "g.halloran@ntia-us.example"])
    changes = {case["from"]: case["changes"] for case in queue}
    assert changes[phone][0]["fields"]["phone"]["new"] == "+46846500477"
    assert changes[line][0]["fields"]["phone"] == {
        "old": "+966115550142", "new": "+966115550190", "seen": "+966115550142",
    }  # fmt: skip
    assert changes["g.halloran@ntia-us.example"][0]["fields"]["action"]["new"] == "MOD"
    assert all(change["evidence"] for found in changes.values() for change in found)

    # One request to the approver about all three, however many runs.
    ((recipient, request),) = mails(postfix, 1, OFFICER).items()
    assert recipient == OFFICER
    assert "+46846500477" in text_of(request)

    # Approved, the directory changes, and each sender is told in his thread.
    postfix.clear()
    site.now = "2020-12-16T11:15"
    site.run("review", "approve", *[case["id"] for case in queue])
    contacts = {c["id"]: c for c in site.exported()["contacts"]}
    assert (contacts["cept-1"]["phone"], contacts["las-2"]["phone"]) == ("+46846500477", "+966115550190")
    site.run("worker", "--once")
    told = mails(postfix, 3)
    assert set(told) == {phone, line, "g.halloran@ntia-us.example"}
    assert told[phone]["In-Reply-To"] == f"<reply-{phone}>"
    assert told[phone]["Auto-Submitted"] == "auto-replied"
    assert "+46846500477" in text_of(told[phone])

    # On time, the focal points and Committee 3 coordinators get the notice with one invitation each.
    postfix.clear()
    site.now = "2021-01-14T09:05"
    site.run("worker", "--once")
    expected = {c.email for c in shipped.contacts
                if c.role in ("focal_point", "coordinator") and c.committee in ("all", "COM3")}  # fmt: skip
    notices = mails(postfix, len(expected))
    postfix.drain()
    assert len(postfix.mails()) == len(expected)
    assert set(notices) == expected
    uids = {check_invitation(notice, recipient) for recipient, notice in notices.items()}
    assert len(uids) == 1


def check_invitation(notice: EmailMessage, recipient: str) -> str:
    assert recipient in notice["To"]
    (part,) = [part for part in notice.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == part.get_param("method") == "REQUEST"
    assert str(event["ATTENDEE"]).lower() == f"mailto:{recipient}"
    assert str(event["ORGANIZER"]).lower() == f"mailto:{BOT}"
    assert f"{event.decoded('DTSTART').astimezone(UTC):%Y-%m-%d %H:%M}" == "2021-01-19 11:30"
    assert "RRULE" not in event
    return str(event["UID"])


def test_plan_status_and_doctor_agree_with_the_servers(site: Site, postfix: Postfix) -> None:
    plan = json.loads(site.run("plan", "--from", "2021-01-14", "--to", "2021-01-14", "--json"))
    assert [(each["kind"], each["event"]) for each in plan] == [("call-notice", "com3-calls-1")]
    checked = site.run("doctor")
    wrong = [line for line in checked.splitlines() if line.startswith("FIX") and " fonts: " not in line]
    assert wrong == []  # fonts are not on every machine
    assert "IDLE" in checked
    status = json.loads(site.run("status", "--json"))
    assert status["mails"] == {}
    assert status["next"][0]["kind"] == "circular-reminder"

"""Mails as bytes: headers that data cannot break out of, bodies that evaluate no data, parts a client expects."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from mailbot.directory.records import Contact
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from mailbot.outbound.announcements import announce, announcement
from mailbot.outbound.composing import MAILS, Identity, check_templates, render
from mailbot.outbound.heads import sender_of
from mailbot.outbound.mime import Letter, message_id, to_bytes
from mailbot.outbound.recipients import Recipient, as_recipient
from mailbot.outbound.rules import load_rules
from mailbot.outbound.schedule import Occasion, occasions_of

IDENTITY = Identity("tsb-irc@itu.example", "TSB inter-regional coordination")
NOW = datetime(2021, 1, 14, 8, tzinfo=UTC)


def occasion(directory: Directory, kind: str = "call-notice", event: str = "com3-calls-1") -> Occasion:
    call = directory.call(event)
    assert call is not None
    rule = next(r for r in load_rules() if r.kind == kind)
    return next(iter(occasions_of(call, rule, directory.zone)))


def parsed(raw: bytes) -> EmailMessage:
    """Strictly: a defect anywhere is an error, and so is a bare CR or LF or a line beyond 998 octets."""
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    message = email.message_from_bytes(raw, policy=default.clone(raise_on_defect=True))
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects
        for value in part.values():
            assert not getattr(value, "defects", ()), value
    return message


def letter(**changes: Any) -> Letter:
    plain = Letter(
        ("tsb-irc@itu.example", "TSB"), ("ada@cept.example", "Ms Ada Verne"), "Subject",
        message_id("itu.example", "call-notice", "key", "ada@cept.example"), NOW, "text", "<p>text</p>",
    )  # fmt: skip
    return replace(plain, **changes)


@pytest.mark.parametrize(
    ("kind", "event"),
    [("call-notice", "com3-calls-1"), ("call-reminder", "com4-calls-2"), ("circular-reminder", "irm-2")],
)
def test_every_announcement_is_a_clean_mail_with_one_invitation(
    shipped: Directory, kind: str, event: str
) -> None:
    made = announce(occasion(shipped, kind, event), shipped, IDENTITY, NOW, lambda _: 3)
    assert not made.unreached
    assert made.mails
    for mail in made.mails:
        message = parsed(mail.content)
        assert message["To"].addresses[0].addr_spec == mail.recipient.address
        assert len(message["To"].addresses) == 1
        assert message["From"].addresses[0].addr_spec == IDENTITY.address == sender_of(mail.content)
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["List-Id"].endswith(".wtsa20.itu.example>")
        assert message["Date"].datetime == NOW
        assert message["Subject"] == mail.subject
        kinds = [part.get_content_type() for part in message.walk()]
        assert kinds == ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
        invitation = list(message.iter_parts())[2]
        assert invitation.get_param("method") == "REQUEST"
        (vevent,) = Calendar.from_ical(invitation.get_content().encode()).events
        assert vevent["ATTENDEE"] == f"mailto:{mail.recipient.address}"
        assert vevent["SEQUENCE"] == 3


def test_text_and_html_both_show_geneva_utc_and_the_recipients_time(shipped: Directory) -> None:
    sydney = next(c for c in shipped.contacts if c.country == "AU")
    mail = announcement(occasion(shipped), shipped, IDENTITY, as_recipient(sydney), NOW, 0)
    assert mail.rendered is not None
    html = re.sub(r"<[^>]+>", "", mail.rendered.html)
    for body in (mail.rendered.text, html):
        assert "Tuesday 19 January 2021, 12:30-15:30 CET" in body
        assert "Tuesday 19 January 2021, 11:30-14:30 UTC" in body
        assert "Tuesday 19 January 2021, 22:30 - Wednesday 20 January 2021, 01:30 UTC+11" in body


def test_what_the_mail_shows_is_remembered(shipped: Directory) -> None:
    mail = announce(occasion(shipped), shipped, IDENTITY, NOW, lambda _: 0).mails[0]
    assert {"position"} == {each["kind"] for each in mail.shown}
    keys = {each["key"] for each in mail.shown}
    assert "CEPT/Resolution 1" in keys
    assert next(e for e in mail.shown if e["key"] == "CEPT/Resolution 1")["values"]["action"] == "MOD"


def test_the_message_id_is_the_same_each_time_and_nobody_elses(shipped: Directory) -> None:
    one = announce(occasion(shipped), shipped, IDENTITY, NOW, lambda _: 0).mails
    again = announce(occasion(shipped), shipped, IDENTITY, NOW.replace(hour=9), lambda _: 0).mails
    assert [m.message_id for m in one] == [m.message_id for m in again]
    other = announce(occasion(shipped, "call-reminder"), shipped, IDENTITY, NOW, lambda _: 0).mails
    assert len({m.message_id for m in (*one, *other)}) == 24


def test_threat_19_braces_in_a_name_stay_braces(shipped: Directory) -> None:
    evil = "{{7*7}} {% include 'x' %} ${7*7} <b>Ada</b>"
    mail = announcement(occasion(shipped), shipped, IDENTITY, Recipient("ada@cept.example", evil), NOW, 0)
    message = parsed(mail.content)
    assert message["To"].addresses[0].display_name == evil
    assert mail.rendered is not None
    assert f"Dear {evil}," in mail.rendered.text
    assert "{{7*7}} {% include &#39;x&#39; %} ${7*7} &lt;b&gt;Ada&lt;/b&gt;" in mail.rendered.html
    assert "49" not in mail.rendered.text.splitlines()[0]


def test_threat_19_braces_in_the_directory_stay_braces(shipped: Directory) -> None:
    positions = tuple(
        p.model_copy(update={"summary": "{{ config }}\n{% raw %} <script>alert(1)</script>"})
        for p in shipped.positions
    )
    mail = announce(
        occasion(shipped), replace(shipped, positions=positions, _indexes={}), IDENTITY, NOW, lambda _: 0
    ).mails[0]
    assert mail.rendered is not None
    assert "{{ config }}" in mail.rendered.text
    assert "<script>" not in mail.rendered.html
    assert "&lt;script&gt;" in mail.rendered.html


@pytest.mark.parametrize(
    "evil", ["x\r\nBcc: evil@x.example", "x\nBcc: evil@x.example", "x\r\n\r\nbody", "x\x00y"]
)
def test_threat_18_line_ends_in_subject_and_names_make_no_header(evil: str) -> None:
    raw = to_bytes(letter(subject=evil, recipient=("ada@cept.example", evil), list_id=(evil, "a.example")))
    message = parsed(raw)
    assert "Bcc" not in message
    assert len(message["To"].addresses) == 1
    assert message["Subject"].startswith("x ")


@pytest.mark.parametrize(
    "address",
    ["ada@cept.example\r\nBcc: e@x.example", "a@b.example, c@d.example", "a b@c.example", "a@b@c.example", "none",
     "<a@b.example>", "a@b.example>\n"],
)  # fmt: skip
def test_an_address_that_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        to_bytes(letter(recipient=(address, "")))


@pytest.mark.parametrize("evil", ["<a@b>\r\nBcc: e@x.example", "no id", "<a@b> <c@d>", "<ä@b>"])
def test_a_message_id_that_is_none_is_refused(evil: str) -> None:
    with pytest.raises(ValueError, match="message id"):
        to_bytes(letter(in_reply_to=evil))


@pytest.mark.parametrize(
    "name",
    ['Müller, Jürgen "J"', "a, b <c@d.example>", "=?utf-8?q?x=3Cevil=40x=2Eexample=3E?=", "محمد", "王" * 90, "\\", '"',
     "x" * 500, "a;b:c()"],
)  # fmt: skip
def test_any_name_is_one_name_for_one_address(name: str) -> None:
    message = parsed(to_bytes(letter(recipient=("ada@cept.example", name), subject=name)))
    (address,) = message["To"].addresses
    assert address.addr_spec == "ada@cept.example"
    decoded = address.display_name  # the parser leaves a space between encoded words (RFC 2047, 6.2)
    assert (decoded if len(name) < 60 else decoded.replace(" ", "")) == name[:200]


def test_long_message_ids_are_never_encoded() -> None:
    long_id = "<" + "a" * 300 + "@mail.example>"
    raw = to_bytes(letter(in_reply_to=long_id, references=("<first@x.example>", long_id)))
    assert b"\r\nIn-Reply-To: " + long_id.encode() + b"\r\n" in raw
    assert b"\r\nReferences: <first@x.example>\r\n " + long_id.encode() + b"\r\n" in raw


def test_addresses_beyond_ascii() -> None:
    raw = to_bytes(letter(recipient=("jürgen@bücher.example", "Jürgen")))
    assert "<jürgen@xn--bcher-kva.example>".encode() in raw


def test_odd_bodies_come_through() -> None:
    odd = ".\r\n..\rlone\x00 nul\n" + "é" * 2000
    message = parsed(to_bytes(letter(text=odd, html=odd)))
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == ".\n..\nlone\ufffd nul\n" + "é" * 2000 + "\n"


def test_the_same_letter_is_the_same_bytes() -> None:
    assert to_bytes(letter()) == to_bytes(letter())


def test_a_template_that_names_what_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "poem"
    folder.mkdir()
    (folder / "subject.txt").write_text("{{ missing }}")
    with pytest.raises(UsageError, match=r"poem/subject\.txt.*missing"):
        render("poem", {}, folder=tmp_path)


def test_templates_are_sandboxed(tmp_path: Path) -> None:
    folder = tmp_path / "poem"
    folder.mkdir()
    (folder / "subject.txt").write_text("{{ ''.__class__.__mro__ }}")
    with pytest.raises(UsageError, match="SecurityError"):
        render("poem", {}, folder=tmp_path)


def test_every_occasion_has_its_three_templates() -> None:
    occasions = [each for each in MAILS.iterdir() if each.is_dir() and not each.name.startswith("_")]
    assert check_templates() == 3 * len(occasions) > 20


def test_one_bad_address_does_not_stop_the_others(shipped: Directory) -> None:
    bad = Contact.model_construct(
        **(dict(shipped.contacts[0]) | {"email": "x\r\n@y.example", "timezone": None})
    )
    directory = replace(shipped, contacts=(bad, *shipped.contacts[1:]), _indexes={})
    made = announce(occasion(shipped), directory, IDENTITY, NOW, lambda _: 0)
    assert len(made.mails) == 11
    assert len(made.unreached) == 1

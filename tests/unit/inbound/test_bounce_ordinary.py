"""What is no bounce: letters that forward, quote or speak of one, and whoever writes as postmaster."""

from __future__ import annotations

import pytest

from mailbot.inbound.kind import kind_of
from mailbot.mail.message import parse
from mailbot.mail.reply import split
from tests.speed import within
from tests.unit.inbound.bounce_cases import dsn, returned

QMAIL = """\
Hi. This is the qmail-send program at mx.far.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ada.verne@far.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

"""
DSN = dsn("x", "Final-Recipient: rfc822; ada@far.example\nAction: failed\nStatus: 5.1.1").raw.decode()
LETTERS = [
    ("forwards-a-bounce", "Bo <bo@far.example>", "Fwd: failure notice",
     f"Dear TSB, your mail to Ada came back, see below.\n\n---------- Forwarded message ----------\nFrom: MAILER-DAEMON@mx.far.example\n"
     f"Subject: failure notice\n\n{QMAIL}{returned()}", ""),
    ("forwards-without-a-word", "Bo <bo@far.example>", "FW: Undelivered Mail Returned to Sender", QMAIL + returned(), ""),
    ("quotes-a-bounce", "Bo <bo@far.example>", "Re: Undelivered Mail Returned to Sender",
     "She has left; please write to me instead.\n\n" + "\n".join("> " + line for line in QMAIL.split("\n")), ""),
    ("speaks-of-delivery", "Bo <bo@far.example>", "Delivery of documents",
     "Dear colleagues,\n\nthe delivery of the documents failed twice; could you send them again?\n", ""),
    ("undeliverable-promises", "Bo <bo@far.example>", "Undeliverable promises of Resolution 20",
     "Dear colleagues,\n\nwe see problems with the delivery of what the text promises.\n", ""),
    ("asks-about-a-failure", "Bo <bo@far.example>", "Mail delivery problem",
     "Dear TSB,\n\nmy mail to ada.verne@far.example could not be delivered: 550 user unknown. Do you have another address?\n", ""),
    ("postmaster-writes", "Postmaster <postmaster@far.example>", "Maintenance on Sunday",
     "Dear all,\n\nour mail system is down on Sunday; messages will be queued and delivered on Monday.\n", ""),
    ("postmaster-answers", "postmaster@far.example", "Re: mailbox of Ms Verne",
     "Ms Verne's mailbox was closed last week. Please use bo@far.example.\n", ""),
    ("parcel", "Courier <no-reply@courier.example>", "Delivery failed: your parcel",
     "We could not deliver your parcel today. Choose another day at https://courier.example/7.\n", ""),
    ("ticket", "no-reply@desk.example", "Your request was rejected",
     "Your request has been rejected because it was incomplete.\n\nFrom: Bo\nTo: desk\nSubject: mailbox full\n", ""),
    ("folder-data", "Mail System Internal Data <MAILER-DAEMON@far.example>", "DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA",
     "This text is part of the internal format of your mail folder, and is not\na real message.  It is created automatically by "
     "the mail system software.\nIf deleted, important folder data will be lost, and it will be re-created\n", ""),
    ("admin-welcomes", "System Administrator <admin@far.example>", "Welcome to the mail system", "Your account is ready.\n", ""),
    ("newsletter", "Delivery News <news@courier.example>", "Your delivery status: parcel on its way",
     "Track your parcel at https://courier.example/7.\n", "List-Unsubscribe: <https://courier.example/u>\n"),
    ("list-digest", "wtsa-request@lists.example", "wtsa Digest, Vol 3", f"Message: 1\nSubject: failure notice\n\n{QMAIL}",
     "List-Id: <wtsa.lists.example>\nPrecedence: list\n"),
    ("vacation-from-a-daemon-like-name", "Ada Verne <ada@far.example>", "Automatic reply: Call notice",
     "I am out of the office.\n", "Return-Path: <>\nAuto-Submitted: auto-replied\n"),
    ("rejected-proposal", "Bo <bo@far.example>", "Rejected: MOD A.7",
     "The proposal was rejected by our plenary and returned to the working group.\n", ""),
    ("mailbox-full-of-work", "Bo <bo@far.example>", "User unknown?", "Who is the user averne in your table?\n", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "sender", "subject", "body", "headers"), LETTERS, ids=[each[0] for each in LETTERS]
)
def test_is_no_bounce(name: str, sender: str, subject: str, body: str, headers: str) -> None:
    raw = f"From: {sender}\nTo: tsb-irc@itu.example\nSubject: {subject}\n{headers}Content-Type: text/plain\n\n{body}"
    for text in (raw, raw.replace("\n", "\r\n")):
        message = parse(text.encode())
        assert kind_of(message, split(message.text, message.from_name).new_text).kind != "bounce"


HOSTILE = [
    "mail to " * 7_000, "could not be delivered to\n" + "".join(f"u{i}@far.example\n" for i in range(20_000)), "@" * 200_000,
    "a." * 100_000, "From: x\n" * 50_000, "To: a@b.example\nX: y\nZ z\n" * 20_000, "<" * 100_000, "user unknown " * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_threat_32_long_and_empty_notices_take_no_time(body: str) -> None:
    message = parse(f"From: MAILER-DAEMON@mx.far.example\nSubject: failure notice\n\n{body}".encode())
    with within(2):
        found = kind_of(message, message.text)
    assert found.bounce is not None
    assert len(found.bounce.recipients) <= 200


def test_a_bounce_attached_to_a_letter_is_the_letters() -> None:
    raw = (
        "From: Bo <bo@far.example>\nTo: tsb-irc@itu.example\nSubject: Fwd: Undelivered Mail\n"
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\nSee attached.\n\n'
        f"--m\nContent-Type: message/rfc822\n\n{DSN}\n--m--\n"
    )
    message = parse(raw.encode())
    assert kind_of(message, message.text).kind == "letter"


def test_a_report_forwarded_part_by_part_is_a_letter() -> None:
    raw = DSN.replace("MAILER-DAEMON@mx.far.example", "Bo <bo@far.example>").replace(
        "multipart/report; report-type=delivery-status", "multipart/mixed"
    ).replace("Subject: Undelivered", "Subject: Fwd: Undelivered").replace("Auto-Submitted: auto-replied\n", "")  # fmt: skip
    message = parse(raw.encode())
    assert kind_of(message, message.text).kind == "letter"

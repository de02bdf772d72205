"""What officers are asked and what senders are told."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime
from email.policy import default

import pytest

from mailbot.directory.change import Change, FieldChange, Question
from mailbot.directory.snapshot import Directory
from mailbot.mail.message import Message, parse
from mailbot.outbound.answers import answer, silent_because
from mailbot.outbound.approvals import approval_request, change_line
from mailbot.outbound.composing import Identity, Mail
from mailbot.review.changes import Merged
from mailbot.review.queue import Case, Item
from mailbot.wording import SHIPPED_WORDINGS

IDENTITY = Identity("tsb-irc@itu.example", "TSB inter-regional coordination")
NOW = datetime(2020, 12, 15, 9, tzinfo=UTC)
SENDER = "annelie.sjogren@cept.example"
PHONE = Change(
    "contact", "update", "cept-1", "CEPT", {"phone": FieldChange("+46846500442", "+46846500499")},
    ("my number is +46 8 465 004 99",),
)  # fmt: skip
ACTION = Change(
    "position", "update", "CEPT/Resolution 20", "CEPT", {"action": FieldChange("NOC", "MOD")},
    ("Resolution 20: MOD\u202e",), "attachment:table.docx",
)  # fmt: skip
CASE = Case(
    "3", "pending", "<m@cept.example>", SENDER, "CEPT", "changes", "authenticated", None, "LS 42",
    (Item(1, PHONE, "pending"), Item(2, ACTION, "pending")),
    (Question("Mr Smith: no such contact in CEPT", ("Mr Smith comes",)),),
)  # fmt: skip


def incoming(headers: str = "") -> Message:
    raw = (
        f"From: Annelie <{SENDER}>\r\nMessage-ID: <m@cept.example>\r\nReferences: <ls42@itu.example>\r\n"
        f"Date: Tue, 15 Dec 2020 08:00:00 +0000\r\n{headers}Subject: LS 42\r\n\r\nhello\r\n"
    )
    return parse(raw.encode())


def told(directory: Directory, case: Case = CASE, message: Message | None = None) -> Mail:
    return answer(case, message or incoming(), directory, IDENTITY, "decision-7", NOW)


def bodies(mail: Mail) -> tuple[str, str]:
    assert mail.rendered is not None
    return mail.rendered.text, mail.rendered.html


def test_the_officer_sees_old_new_evidence_conflict_question_and_how_to_decide(shipped: Directory) -> None:
    clash = Merged("action", "NOC", "MOD", "SUP", "conflict")
    case = replace(CASE, items=(CASE.items[0], replace(CASE.items[1], conflicts=(clash,))))
    mail = approval_request([case], shipped, IDENTITY, "officer@itu.example", "change-set-3", NOW)
    assert mail.subject == f"To decide: change set 3 from {SENDER}"
    text, html = bodies(mail)
    for wanted in (
        "phone: +46846500442 -> +46846500499", "> my number is +46 8 465 004 99", "(attachment:table.docx)",
        "CONFLICT, action: the sender saw 'NOC' and wrote 'MOD'", "Question: Mr Smith: no such contact in CEPT",
        "mailbot review show 3", "mailbot review approve 3\n", "mailbot review approve 3 --only 1",
        "mailbot review reject 3 --reason", "authenticated", "Resolution 20: MOD<U+202E>",
    ):  # fmt: skip
        assert wanted in text
    assert "<s>+46846500442</s>" in html
    assert "\u202e" not in text + html


def test_several_change_sets_are_one_mail_and_a_held_one_says_why(shipped: Directory) -> None:
    held = replace(CASE, id="4", state="held", held_because="dmarc=fail", authenticity="failed")
    mail = approval_request([CASE, held], shipped, IDENTITY, "officer@itu.example", "a+b", NOW)
    assert mail.subject == "To decide: 2 change sets (3, 4)"
    text, html = bodies(mail)
    assert "Held because: dmarc=fail" in text
    assert 'mailbot review approve 4 --release "' in text
    assert "dmarc=fail" in html


def test_the_answer_says_of_each_item_what_became_of_it(shipped: Directory) -> None:
    items = (
        Item(1, PHONE, "approved"), Item(2, ACTION, "rejected", "not agreed by your plenary"),
        Item(3, PHONE, "pending"), Item(4, PHONE, "undone", "entered by mistake"),
    )  # fmt: skip
    text, html = bodies(told(shipped, replace(CASE, items=items)))
    order = ["ENTERED IN OUR RECORDS", "NOT ENTERED", "STILL UNDER REVIEW", "TAKEN BACK", "NOT UNDERSTOOD"]
    assert sorted(order, key=text.index) == order
    assert "Reason: not agreed by your plenary" in text
    assert text.count("> my number is +46 8 465 004 99") == 3
    assert "Mr Smith: no such contact in CEPT" in html
    assert "Dear Ms Annelie Sjögren," in text


def test_the_answer_is_a_reply_to_the_mail_it_answers(shipped: Directory) -> None:
    mail = told(shipped)
    message = email.message_from_bytes(mail.content, policy=default)
    assert message["In-Reply-To"] == "<m@cept.example>"
    assert message["References"].split() == ["<ls42@itu.example>", "<m@cept.example>"]
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Subject"] == "Re: LS 42"
    assert message["To"].addresses[0].addr_spec == SENDER
    assert "List-Id" not in message


def test_a_re_is_not_doubled(shipped: Directory) -> None:
    assert told(shipped, replace(CASE, subject="RE: LS 42")).subject == "RE: LS 42"


@pytest.mark.parametrize(
    ("case", "headers", "reason"),
    [
        (CASE, "", None),
        (CASE, "Auto-Submitted: no\r\n", None),
        (replace(CASE, authenticity="unverified"), "", None),
        (replace(CASE, authenticity="failed"), "", "failed authentication"),
        (replace(CASE, classification="auto-reply"), "", "auto-reply"),
        (replace(CASE, classification="bounce"), "", "bounce"),
        (replace(CASE, sender=None), "", "no sender"),
        (replace(CASE, sender="TSB-IRC@itu.example"), "", "our own"),
        (CASE, "Auto-Submitted: auto-replied; x=y\r\n", "Auto-Submitted"),
        (CASE, "Precedence: bulk\r\n", "Precedence"),
        (CASE, "Return-Path: <>\r\n", "null return path"),
    ],
)
def test_who_is_not_answered(case: Case, headers: str, reason: str | None) -> None:
    found = silent_because(case, incoming(headers), IDENTITY)
    assert found is None if reason is None else found is not None and reason in found


@pytest.mark.parametrize(
    ("new_text", "state", "told"),
    [("", "approved", False), ("", "rejected", True), ("I come with Mr Smith.", "approved", True)],
)
def test_a_pressed_button_is_answered_only_where_there_is_something_to_tell(
    new_text: str, state: str, told: bool
) -> None:
    case = replace(
        CASE, questions=(), classification="rsvp", items=(replace(CASE.items[0], state=state),),
        interpretation={"detail": "calendar-reply", "new_text": new_text},
    )  # fmt: skip
    assert (silent_because(case, incoming(""), IDENTITY) is None) == told


ENGLISH = SHIPPED_WORDINGS.of("en")


def test_adds_and_removals_in_words(shipped: Directory) -> None:
    add = Change("contact", "add", None, "CEPT", {"name": FieldChange(None, "Zoë Ångström")})
    gone = Change("contact", "remove", "cept-3", "CEPT")
    assert change_line(add, shipped, ENGLISH).heading == "New contact Zoë Ångström (CEPT)"
    assert change_line(add, shipped, ENGLISH).noun == "New contact Zoë Ångström"
    assert change_line(gone, shipped, ENGLISH).heading == "Removal of contact Jürgen Althoff (cept-3)"
    assert change_line(gone, shipped, ENGLISH).fields == ()

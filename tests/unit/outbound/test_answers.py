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
from mailbot.outbound.cases.answers import answer, silent_because
from mailbot.outbound.cases.lines import change_line
from mailbot.outbound.composing import Identity, Mail
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


def test_what_we_changed_is_shown_beside_what_he_wrote(shipped: Directory) -> None:
    wrote = replace(PHONE, fields={**PHONE.fields, "job_title": FieldChange("Adviser", "Head"),
                                   "country": FieldChange("SE", "NO")})  # fmt: skip
    entered = replace(PHONE, fields={"phone": FieldChange("+46846500442", "+46846500411"),
                                     "country": FieldChange("SE", "NO"), "affiliation": FieldChange("PTS", None)})  # fmt: skip
    item = Item(1, entered, "approved", original=wrote, amended_by="officer@itu.example")
    text, html = bodies(told(shipped, replace(CASE, items=(item,))))
    assert (
        "ENTERED WITH CHANGES OF OURS\n\n- Contact Annelie Sjögren\n"
        "  phone: +46846500411\n    You wrote: +46846500499\n"
        "  job title: left as it was\n    You wrote: Head\n"
        "  country: NO\n"
        "  affiliation: (empty)\n    You wrote: (nothing)\n"
    ) in text
    assert "ENTERED IN OUR RECORDS" not in text
    assert "officer@itu.example" not in text + html
    for wanted in ("You wrote:", "+46846500411", "left as it was"):
        assert wanted in html


def test_what_was_amended_and_refused_or_waits_is_told_in_his_words(shipped: Directory) -> None:
    entered = replace(PHONE, fields={"phone": FieldChange("+46846500442", "+46846500411")})
    for state in ("rejected", "pending"):
        text, html = bodies(told(shipped, replace(CASE, items=(Item(1, entered, state, original=PHONE),))))
        assert "phone: +46846500442 -> +46846500499" in text
        assert "+46846500411" not in text + html


def test_what_waits_for_a_second_officer_says_so_and_not_for_whom(shipped: Directory) -> None:
    item = Item(1, PHONE, "pending", seconded_by="officer@itu.example")
    text, html = bodies(told(shipped, replace(CASE, items=(item, Item(2, ACTION, "pending")))))
    assert (
        text.count("another one has to approve it too")
        == html.count("another one has to approve it too")
        == 1
    )
    assert "officer@itu.example" not in text + html


def test_how_to_correct(shipped: Directory) -> None:
    assert "please reply to this mail.\n" in bodies(told(shipped))[0]
    public = replace(IDENTITY, site="https://irc.itu.example")
    text, html = bodies(answer(CASE, incoming(), shipped, public, "decision-7", NOW))
    assert "https://irc.itu.example/suggest\n" in text
    assert '<a href="https://irc.itu.example/suggest">' in html


def test_a_mail_without_changes_is_answered_with_the_reason_or_that_it_was_read(shipped: Directory) -> None:
    empty = replace(CASE, items=(), questions=())
    assert "asks for no change of our records" in bodies(told(shipped, empty))[0].replace("\n", " ")
    refused = bodies(answer(empty, incoming(), shipped, IDENTITY, "decision-7", NOW, "we cannot open it"))
    assert "Reason: we cannot open it" in refused[0]
    assert "we cannot open it" in refused[1]
    assert "no change of our records" not in refused[0].replace("\n", " ")
    assert "we cannot open it" not in bodies(
        answer(CASE, incoming(), shipped, IDENTITY, "d", NOW, "we cannot open it")
    )[0], "each change has its own reason"  # fmt: skip


def test_a_stranger_whom_nobody_has_released_is_not_answered() -> None:
    form = replace(CASE, held_because="written in the form", authenticity="unverified", state="rejected")
    assert "nobody has released" in str(silent_because(form, incoming(), IDENTITY))
    assert silent_because(replace(form, state="approved"), incoming(), IDENTITY) is None
    assert silent_because(replace(form, authenticity="authenticated"), incoming(), IDENTITY) is None

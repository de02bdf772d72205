"""Command mails on their way in: obeyed from who is known, told to the officers from everybody else."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.choices import load_choices
from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.inbound.rereading import reread
from mailbot.review.decisions import Decision, decide
from mailbot.review.queue import Case, open_cases
from mailbot.review.rules import Rules
from mailbot.settings import Review, Settings, Trust
from mailbot.store.session import Store
from mailbot.store.tables import CommandMailRow, OccasionRow
from tests.conftest import NOON

SETTINGS = Settings(
    review=Review(approvers=("officer@itu.example",)), trust=Trust(authserv_ids=("mx.itu.example",))
)
ADA = "annelie.sjogren@cept.example"


def keep(store: Store, body: str, sender: str = ADA, number: int = 1, **headers: str) -> int:
    message = EmailMessage()
    subject = headers.pop("Subject", "commands")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message["From"], message["To"] = sender, "tsb-irc@itu.example"
    message["Subject"] = subject
    message["Message-ID"], message["Date"] = f"<{number}@x.example>", "Mon, 14 Dec 2020 10:00:00 +0000"
    message.set_content(body)
    with store.begin() as session:
        return keep_bytes(session, message.as_bytes(), "test", NOON)[0]


def read(store: Store) -> list[str]:
    return [each.outcome for each in read_kept(store, SETTINGS, NOON)]


def records(store: Store) -> list[CommandMailRow]:
    with store.begin() as session:
        return list(session.scalars(select(CommandMailRow)))


def due(store: Store) -> list[str]:
    with store.begin() as session:
        return list(session.scalars(select(OccasionRow.kind).where(OccasionRow.kind == "command-answer")))


def cases(store: Store) -> list[Case]:
    with store.begin() as session:
        return open_cases(session)


@pytest.mark.parametrize(
    ("sender", "standing"),
    [(ADA, "contact"), ("Officer <OFFICER@itu.example>", "officer"), ("new@cept.example", "colleague")],
)
def test_who_is_known_is_obeyed(store: Store, sender: str, standing: str) -> None:
    keep(store, "help\nstatus\n", sender)
    assert read(store) == ["command"]
    (record,) = records(store)
    assert record.standing == standing
    assert due(store) == ["command-answer"]
    assert cases(store) == []


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ("eve@evil.example", "eve@evil.example is no address on file"),
        (f'"{ADA}" <eve@evil.example>', "eve@evil.example is no address on file"),
        ("ada@cept-mail.example", "though it looks like one of CEPT"),
    ],
)
def test_a_stranger_is_shown_and_not_obeyed(store: Store, sender: str, said: str) -> None:
    keep(store, "help\nstop\n", sender)
    read(store)
    assert (records(store), due(store)) == ([], [])
    (case,) = cases(store)
    assert case.questions[0].text.startswith("Command of a stranger")
    assert said in case.questions[0].text
    assert case.questions[0].evidence == ("help", "stop")


def test_threat_1_a_command_that_fails_authentication_is_held(store: Store) -> None:
    keep(store, "stop\n", Authentication_Results="mx.itu.example; dmarc=fail header.from=cept.example")
    read(store)
    assert (records(store), due(store)) == ([], [])
    (case,) = cases(store)
    assert case.state == "held"
    assert "not carried out" in case.questions[0].text
    with store.begin() as session:
        assert load_choices(session).left == {}


def test_threat_12_a_command_of_a_contact_who_was_removed_is_held(store: Store) -> None:
    gone = Change("contact", "remove", "cept-1", "CEPT")
    with store.begin() as session:
        apply(session, gone, Provenance("officer", NOON))
    keep(store, "send contacts\n")
    read(store)
    assert (records(store), due(store)) == ([], [])
    assert cases(store)[0].state == "held"


@pytest.mark.parametrize(
    "headers",
    [
        {"Precedence": "list", "List_Id": "<x.example>"}, {"Return_Path": "<>"}, {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
    ],
)  # fmt: skip
def test_threat_15_a_machine_is_not_obeyed(store: Store, headers: dict[str, str]) -> None:
    keep(store, "help\n", **headers)
    read(store)
    assert (records(store), due(store), cases(store)) == ([], [], [])


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("commands", "Thank you.\n\n> stop\n"),
        ("commands", "Thank you for all.\n\n-- \nstop\n"),
        ("Fwd: stop", "See below, please.\n\n-----Original Message-----\nFrom: X <x@y.example>\nSent: Monday\nTo: z\nSubject: stop\n\nstop\n"),
        ("Fwd: unsubscribe", ""),
        ("Re: stop", "We shall look at it.\n"),
    ],
)  # fmt: skip
def test_threat_14_no_command_in_quotes_signatures_and_forwards(
    store: Store, subject: str, body: str
) -> None:
    keep(store, body, Subject=subject)
    assert read(store) != ["command"]
    assert (records(store), due(store)) == ([], [])


def test_an_empty_mail_with_the_subject_unsubscribe(store: Store) -> None:
    keep(store, "", Subject="unsubscribe irm-com3")
    assert read(store) == ["command"]
    with store.begin() as session:
        assert list(load_choices(session).left) == [(ADA, "irm-com3")]


def test_reading_again_carries_nothing_out(store: Store) -> None:
    mail = keep(store, "unsubscribe irm-com3\n")
    stranger = keep(store, "help\n", "eve@evil.example", 2)
    read(store)
    keep(store, "subscribe irm-com3\n", number=3)
    read(store)
    assert [d.is_empty for d in reread(store, SETTINGS, [mail, stranger], "officer", NOON)] == [True, True]
    assert len(cases(store)) == 1
    with store.begin() as session:
        assert load_choices(session).left == {}


def test_threat_8_an_approval_is_recognized_and_refused(store: Store) -> None:
    keep(store, "my phone number is +46 8 465 004 99.\n")
    keep(store, "approve 1\n", "officer@itu.example", 2)
    keep(store, "approve 1\n", number=3)
    assert read(store) == ["changes", "command", "command"]
    assert [row.lines[0]["outcome"] for row in records(store)] == ["approval_officer", "approval_other"]
    assert [item.state for item in cases(store)[0].items] == ["pending"]


def test_a_decision_on_a_strangers_command_answers_nobody(store: Store) -> None:
    from mailbot.outbound.planner import plan

    keep(store, "help\n", "eve@evil.example")
    read(store)
    with store.begin() as session:
        decide(session, int(open_cases(session)[0].id), Decision("reject", "officer"), NOON, Rules())
    found: Any = plan(store, SETTINGS, NOON)
    assert found.queued == 0
    assert any("strangers never" in text for text in found.skipped)


def test_a_letter_is_still_a_letter(store: Store) -> None:
    keep(store, "Status:\n\nmy phone number is +46 8 465 004 99.\n")
    assert read(store) == ["changes"]
    assert cases(store)[0].items[0].change.fields["phone"] == FieldChange("+46846500442", "+46846500499")

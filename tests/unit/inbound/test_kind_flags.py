"""Spam marks, commands, and what is no command."""

from __future__ import annotations

import pytest

from tests.unit.inbound.kind_mails import kind, mail

SPAM = [
    ("X-Spam-Flag", "YES"), ("X-Spam-Status", "Yes, score=9.1 required=5.0"), ("X-MS-Exchange-Organization-SCL", "6"),
    ("X-Forefront-Antispam-Report", "CIP:192.0.2.9;SCL:9;SRV:;"), ("X-Barracuda-Spam-Status", "Yes, SCORE=7"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), SPAM)
def test_what_a_filter_called_spam_is_flagged_and_read_all_the_same(name: str, value: str) -> None:
    found = kind(mail(**{name: value}))
    assert found.kind == "letter"
    assert name.lower()[:6] in (found.spam_marked or "").lower() or (found.spam_marked or "").startswith(
        "SCL"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Spam-Flag", "NO"),
        ("X-Spam-Status", "No, score=1"),
        ("X-MS-Exchange-Organization-SCL", "-1"),
        ("X-MS-Exchange-Organization-SCL", "1"),
    ],
)
def test_what_a_filter_let_pass_is_not(name: str, value: str) -> None:
    assert kind(mail(**{name: value})).spam_marked is None


def test_an_empty_mail_with_the_subject_unsubscribe_is_the_command() -> None:
    found = kind(mail("", "unsubscribe digest"))
    assert (found.kind, found.detail) == ("command", "unsubscribe")
    assert kind(mail("STOP")).detail == "unsubscribe"
    assert kind(mail("help")).detail == "command"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: approval", "> approve cs-12\n"),
        ("Re: approval", "Thank you for it.\n\n-- \napprove cs-12\n"),
        ("Fwd: approve cs-12", "See below.\n"),
        ("Fwd: unsubscribe", ""),
    ],
)
def test_threat_14_no_command_in_quotes_signatures_and_subjects_of_forwards(subject: str, body: str) -> None:
    assert kind(mail(body, subject)).kind == "letter"

"""THREATS 1, 2, 6, 8, 11, 12 on the real path: a mail is taken in, read and shown, and what is due is sent."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message as Received
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from mailbot.doors.cli.main import run
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import Delivered, MemoryTransport
from mailbot.outbound.planner import plan
from mailbot.settings import load_settings
from mailbot.store.session import Store
from mailbot.store.tables import ChangeRow, OccasionRow, OutboxRow
from mailbot.wiring import Wiring
from tests.unit.inbound.test_threats_intake import KNOWN, asking, shown, taken_in

ADA = KNOWN.decode()
FAILED = b"Authentication-Results: mx.itu.example; dmarc=fail header.from=cept.example\r\n"
OFFICER = "officer@itu.example"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    found = Store(load_settings(Path("mailbot.toml")).database.url)
    yield found
    found.close()


def sent(store: Store) -> list[Delivered]:
    """What the worker sends now, and as it sends it."""
    at = datetime.now(UTC)
    settings = load_settings(Path("mailbot.toml"))
    transport = MemoryTransport()
    plan(store, settings, at)
    wired = Wiring(settings)
    outcome = asyncio.run(deliver_due(store, transport, at, addressing=wired.addressing()))
    wired.close()
    assert outcome.error is None
    return transport.sent


def field(mail: Delivered, name: str) -> str:
    found: Received = message_from_bytes(mail.content, policy=default)
    return str(found[name])


def phone(capfd: pytest.CaptureFixture[str]) -> str:
    capfd.readouterr()
    assert run(["export", "--format", "json"]) == 0
    directory = json.loads(capfd.readouterr().out)
    return str(next(c["phone"] for c in directory["contacts"] if c["email"] == ADA))


def test_threat_01_a_failed_sender_is_held_changes_nothing_and_is_not_answered(
    folder: Path, store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    before = phone(capfd)
    (case,) = taken_in(capfd, FAILED + asking(b"From: " + KNOWN))
    assert (case["state"], case["authenticity"]) == ("held", "failed")
    assert case["proof"] == ["mx.itu.example: dmarc=fail (cept.example)"]
    assert "mx.itu.example: dmarc=fail (cept.example)" in shown(capfd)

    told = sent(store)
    assert {mail.recipient for mail in told} == {OFFICER}
    assert "HELD" in message_from_bytes(told[0].content, policy=default).get_body(("plain",)).get_content()  # type: ignore[attr-defined]

    assert run(["review", "approve", "--all"]) == 0
    assert run(["review", "approve", "1"]) == 1
    assert phone(capfd) == before
    assert run(["review", "approve", "1", "--release", "she called"]) == 0
    assert phone(capfd) == "+46846500477"
    assert {mail.recipient for mail in sent(store)} == {
        OFFICER
    }  # who had been asked hears that it is decided
    with store.begin() as session:
        answer = session.scalars(select(OccasionRow).where(OccasionRow.kind == "answer")).one()
        assert (answer.state, answer.reason) == ("skipped", "the sender failed authentication")


@pytest.mark.parametrize(
    "sender", [FAILED.replace(b"cept", b"itu") + b"From: officer@itu.example", b"From: " + KNOWN]
)
def test_threat_01_and_08_a_failed_officer_or_somebody_else_approves_nothing(
    folder: Path, store: Store, capfd: pytest.CaptureFixture[str], sender: bytes
) -> None:
    taken_in(capfd, asking(b"From: " + KNOWN))
    order = (
        b"To: tsb-irc@itu.example\r\nSubject: s\r\nMessage-ID: <2@x.example>\r\n"
        + sender
        + b"\r\n\r\napprove 1\r\n"
    )
    Path("order.eml").write_bytes(order)
    run(["ingest", "order.eml"])
    with store.begin() as session:
        assert session.scalars(select(ChangeRow.state)).all() == ["pending"]
    assert OFFICER not in {
        mail.recipient for mail in sent(store) if "approval" not in field(mail, "Message-ID")
    }


def test_threat_02_the_word_of_an_untrusted_host_is_ignored(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    forged = (
        b"Authentication-Results: mx.evil.example; dmarc=pass header.from=cept.example\r\n"
        b"Authentication-Results: dmarc=pass header.from=cept.example; compauth=pass reason=100\r\n"
        b"ARC-Authentication-Results: i=1; mx.itu.example; dmarc=pass header.from=cept.example\r\n"
        b"X-Authentication-Results: mx.itu.example; dmarc=pass header.from=cept.example\r\n"
    )
    (case,) = taken_in(capfd, forged + asking(b"From: " + KNOWN))
    assert (case["state"], case["authenticity"]) == ("pending", "unverified")
    assert case["proof"][0] == "no Authentication-Results of a trusted host"
    assert "no Authentication-Results of a trusted host" in shown(capfd)


@pytest.mark.parametrize(
    ("domain", "plain"),
    [
        ("сept.example", ""),  # Cyrillic с
        ("сept.example".encode("idna").decode(), ""),
        ("cept-mail.example", "cept-mail.example"),
        ("cept.example.evil.example", "cept.example.evil.example"),
    ],
)
def test_threat_06_a_look_alike_domain_is_not_matched_and_shown_as_such(
    folder: Path, store: Store, capfd: pytest.CaptureFixture[str], domain: str, plain: str
) -> None:
    plain = plain or domain.encode("idna").decode()
    (case,) = taken_in(capfd, asking(f"From: annelie.sjogren@{domain}".encode()))
    assert (case["organization"], case["changes"]) == (None, [])
    assert f"annelie.sjogren@{plain}" in case["questions"][0]["text"]
    assert "no address of CEPT, though it looks like one" in case["questions"][0]["text"]
    text = " ".join(shown(capfd).split())
    assert plain in text
    (told,) = sent(store)
    assert plain in field(told, "Subject")


def announced(store: Store) -> Delivered:
    """A mail to the contact that shows her own row, as it went out."""
    from mailbot.outbound import drafts

    settings = load_settings(Path("mailbot.toml"))
    made = drafts.draft(store, settings, "liaison", datetime.now(UTC), number="LS 1")
    drafts.send_test(store, made, ADA, datetime.now(UTC))
    return next(mail for mail in sent(store) if mail.recipient == ADA)


MACHINES = [b"Auto-Submitted: auto-generated", b"Auto-Submitted: auto-replied", b"Precedence: bulk",
            b"Precedence: junk", b"Return-Path: <>"]  # fmt: skip


@pytest.mark.parametrize("mark", MACHINES)
def test_threat_15_a_machine_is_never_answered(
    folder: Path, store: Store, capfd: pytest.CaptureFixture[str], mark: bytes
) -> None:
    """Neither its command, nor what an officer has decided on its correction."""
    order = mark + b"\r\n" + asking(b"From: " + KNOWN, b"help")
    correction = mark + b"\r\n" + asking(b"From: " + KNOWN).replace(b"<t@", b"<u@")
    for case in taken_in(capfd, order, correction):
        assert run(["review", "approve", case["id"], "--release", "known to us"]) == 0
    assert ADA not in {mail.recipient for mail in sent(store)}


def test_threat_15_a_person_is(folder: Path, store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    """What the test above would miss if nobody were answered."""
    taken_in(capfd, asking(b"From: " + KNOWN, b"help"))
    assert ADA in {mail.recipient for mail in sent(store)}


def test_threat_16_our_own_mail_coming_back_is_dropped_and_counted(
    folder: Path, store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    """By its Message-ID; and by our mark, where somebody has sent it on under another one."""
    mail = announced(store)
    assert field(mail, "X-Mailbot-Loop") == "tsb-irc@itu.example"
    name = field(mail, "Message-ID").encode()
    resent = mail.content.replace(name, b"<resent@elsewhere.example>", 1)
    assert taken_in(capfd, mail.content, resent) == []
    assert run(["status", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["mails"] == {"own": 2}
    assert sent(store) == []
    # a human's mail is read, though the mark of somebody else is on it
    (case,) = taken_in(capfd, b"X-Mailbot-Loop: other@y.example\r\n" + asking(b"From: " + KNOWN))
    assert case["from"] == ADA


def answer(sender: str, to: str, reference: str) -> bytes:
    row = "focal point | all | Ms Annelie Sjögren | annelie.sjogren@cept.example | +46 8 465 004 99"
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: Re: LS 1\r\nMessage-ID: <a@cept.example>\r\n"
        f"Date: Tue, 15 Dec 2020 12:00:00 +0100\r\nIn-Reply-To: {reference}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"\r\nCorrected below.\r\n\r\nOn Tue, 15 Dec 2020, TSB wrote:\r\n> Contact sheet\r\n> {row}\r\n"
    ).encode()


def seen(cases: list[dict[str, Any]]) -> bool:
    """Whether a change was compared with what we had sent."""
    return any(
        "seen" in value for case in cases for change in case["changes"] for value in change["fields"].values()
    )


def test_threat_11_a_guessed_reference_gets_nothing_of_the_thread(
    folder: Path, store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    mail = announced(store)
    name, to = field(mail, "Message-ID"), field(mail, "Reply-To")
    assert re.search(r"tsb-irc\+r-\d+-[a-z2-7]{20}@itu\.example", to)
    assert re.fullmatch(r"tsb-irc\+b-\d+-[a-z2-7]{20}@itu\.example", mail.envelope_from)
    with store.begin() as session:
        other = session.scalars(select(OutboxRow).where(OutboxRow.recipient == ADA)).one()
        assert other.shown
    forged = re.sub(r"-[a-z2-7]{20}@", "-" + "a" * 20 + "@", to)
    guesses = [
        answer("Annelie <anna.lind@cept.example>", to, name),  # a colleague with her token
        answer(ADA, forged, name),
        answer(ADA, to, "<liaison.0123456789abcdef0123456789abcdef@itu.example>"),
    ]
    for number, raw in enumerate(guesses):
        assert not seen(taken_in(capfd, raw.replace(b"<a@", b"<%d@" % number))), number
    assert seen(taken_in(capfd, answer(ADA, to, name)))


def test_threat_12_a_reply_from_a_removed_contact_is_held(
    folder: Path, store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    mail = announced(store)
    programme = Path("programme.yaml").read_text(encoding="utf-8")
    lines = [line for line in programme.splitlines() if ADA not in line]
    assert len(lines) < len(programme.splitlines())
    identifier = re.search(r"id: ([\w-]+), [^\n]*" + re.escape(ADA), programme)
    assert identifier
    text = re.sub(rf"coordinator: {identifier[1]}\b", "coordinator: null", "\n".join(lines) + "\n")
    Path("programme.yaml").write_text(text, encoding="utf-8")
    assert run(["import", "programme.yaml"]) == 0
    reply = answer(ADA, field(mail, "Reply-To"), field(mail, "Message-ID"))
    (case,) = taken_in(capfd, reply)
    assert case["state"] == "held"
    assert "was removed from the contact sheet" in case["held_because"]
    assert run(["review", "approve", "--all"]) == 0
    assert run(["review", "approve", case["id"]]) == 1


def test_what_an_organization_says_of_another_is_a_suggestion_to_the_owner(
    folder: Path, store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    words = b"CITEL has changed its proposal on Resolution 59 from SUP to MOD."
    proof = b"Authentication-Results: mx.itu.example; dmarc=pass header.from=cept.example\r\n"
    (case,) = taken_in(capfd, proof + asking(b"From: " + KNOWN, words))
    assert case["changes"] == []
    (question,) = case["questions"]
    assert question["suggestion_to"] == "CITEL"
    assert "suggestion to CITEL" in " ".join(shown(capfd).split())
    (told,) = sent(store)
    body = message_from_bytes(told.content, policy=default).get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert "Suggestion to CITEL" in body
    assert "authenticated (mx.itu.example: dmarc=pass (cept.example))" in " ".join(body.split())
    assert run(["review", "approve", case["id"]]) == 0
    (answered,) = (mail for mail in sent(store) if mail.recipient != OFFICER)
    body = message_from_bytes(answered.content, policy=default).get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert "SUGGESTED TO OTHERS" in body
    assert "NOT UNDERSTOOD" not in body
    capfd.readouterr()
    assert run(["parse", "0.eml"]) == 0
    assert set(json.loads(capfd.readouterr().out)["questions"][0]) == {"text", "evidence"}

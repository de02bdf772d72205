"""A bounce through intake: tied to the mail of ours that came back, or kept and shown and of no effect."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from mailbot.directory.load import load
from mailbot.directory.reachability import dead, listed
from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.planner import plan
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import AddressRow, BounceRow, MailRow, OutboxRow
from tests.conftest import NOON

SETTINGS = Settings(trust={"authserv_ids": ["mx.itu.example"]})  # type: ignore[arg-type]
HARD = ("failed", "5.1.1", "550 5.1.1 User unknown")
FULL = ("failed", "5.2.2", "552 5.2.2 Mailbox full")
LATE = ("delayed", "4.4.1", "connection timed out")


def address_of(store: Store) -> str:
    with store.begin() as session:
        return str(load(session).contacts[0].email)


def sent(store: Store, number: int, recipient: str, state: str = "sent") -> str:
    """A mail of ours on its way to somebody; returns its Message-ID."""
    message_id = f"<notice-{number}@itu.example>"
    with store.begin() as session:
        session.add(
            OutboxRow(
                kind="liaison", recipient=recipient, subject="LS", message_id=message_id, content=b"", shown=[],
                state=state, created_at=NOON, not_before=NOON, sent_at=NOON if state == "sent" else None,
            )
        )  # fmt: skip
    return message_id


def bounce(
    message_id: str,
    recipient: str,
    how: tuple[str, str, str],
    to: str = "tsb-irc@itu.example",
    groups: bool = True,
) -> bytes:
    action, status, words = how
    fields = f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {words}"
    return (
        f"From: MAILER-DAEMON@mx.far.example\nTo: {to}\nSubject: Undelivered Mail Returned to Sender\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.far.example\n\n{fields if groups else ''}\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\nFrom: tsb-irc@itu.example\n\n--b--\n"
    ).encode()


def take(store: Store, raw: bytes, now: datetime = NOON) -> str:
    """One mail through intake; returns its classification."""
    with store.begin() as session:
        keep_bytes(session, raw, "test", now)
    (read,) = read_kept(store, SETTINGS, now)
    return read.outcome


def state(store: Store, address: str) -> str:
    with store.begin() as session:
        row = session.get(AddressRow, address.casefold())
        return row.state if row else "good"


def untied(store: Store) -> list[str | None]:
    with store.begin() as session:
        return list(session.scalars(select(BounceRow.untied).order_by(BounceRow.id)))


def test_one_failure_for_good_makes_an_address_dead(store: Store) -> None:
    ada = address_of(store)
    assert take(store, bounce(sent(store, 1, ada), ada.upper(), HARD)) == "bounce"
    with store.begin() as session:
        row = session.get_one(AddressRow, ada.casefold())
        assert (row.state, row.since) == ("dead", NOON)
        assert "User unknown" in (row.reason or "")
        kept = session.scalars(select(BounceRow)).one()
        assert (kept.untied, kept.permanent, kept.status) == (None, True, "5.1.1")
        assert session.get_one(MailRow, kept.mail_id).interpretation["bounce"]["recipients"][0]["permanent"]  # type: ignore[index]


FORGED = [
    ("<never-sent@itu.example>", None, "none of ours"),
    ("<notice-1@itu.example>", "somebody.else@far.example", "was sent to"),
    ("", None, "does not say which mail"),
]


@pytest.mark.parametrize(("message_id", "recipient", "why"), FORGED)
def test_threat_a_forged_bounce_kills_no_address(
    store: Store, message_id: str, recipient: str | None, why: str
) -> None:
    ada = address_of(store)
    sent(store, 1, ada)
    assert take(store, bounce(message_id, recipient or ada, HARD)) == "bounce"
    assert state(store, ada) == "good"
    assert state(store, recipient or ada) == "good"
    (reason,) = untied(store)
    assert why in (reason or "")
    with store.begin() as session:
        assert listed(session, NOON)["untied"][0]["why"] == reason


def test_a_mail_that_never_left_cannot_bounce(store: Store) -> None:
    ada = address_of(store)
    take(store, bounce(sent(store, 1, ada, state="queued"), ada, HARD))
    assert state(store, ada) == "good"
    assert untied(store) == ["the returned mail was never sent"]


def test_passing_failures_are_soft_and_kill_only_by_repetition_over_a_week(store: Store) -> None:
    ada = address_of(store)
    for day, expected in ((0, "soft"), (1, "soft"), (2, "soft"), (8, "dead")):
        now = NOON + timedelta(days=day)
        take(store, bounce(sent(store, day, ada), ada, FULL), now)
        assert state(store, ada) == expected
    with store.begin() as session:
        assert "4 mails failed since 2020-12-14" in dead(session, [ada])[ada]


def test_two_notices_on_one_mail_are_one_failure(store: Store) -> None:
    ada = address_of(store)
    first = sent(store, 1, ada)
    for day in (0, 4, 8, 9):
        take(store, bounce(first, ada, (*FULL[:2], f"552 full on day {day}")), NOON + timedelta(days=day))
    assert state(store, ada) == "soft"


def test_a_delay_alone_never_kills(store: Store) -> None:
    ada = address_of(store)
    for day in (0, 3, 6, 9, 12):
        take(store, bounce(sent(store, day, ada), ada, LATE), NOON + timedelta(days=day))
    assert state(store, ada) == "soft"


def test_soft_is_forgotten_after_thirty_days(store: Store) -> None:
    ada = address_of(store)
    take(store, bounce(sent(store, 1, ada), ada, FULL))
    with store.begin() as session:
        assert listed(session, NOON + timedelta(days=29))["soft"] == 1
        assert listed(session, NOON + timedelta(days=31))["soft"] == 0
    for day in (40, 41):
        take(store, bounce(sent(store, day, ada), ada, FULL), NOON + timedelta(days=day))
    assert state(store, ada) == "soft"


def letter(address: str, **fields: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = address, "tsb-irc@itu.example", "Re: LS"
    for name, value in fields.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Thank you, received.")
    return mail.as_bytes()


def test_a_letter_from_the_address_revives_it(store: Store) -> None:
    ada = address_of(store)
    take(store, bounce(sent(store, 1, ada), ada, HARD))
    take(
        store,
        letter(ada, Authentication_Results=f"mx.itu.example; dmarc=fail header.from={ada.partition('@')[2]}"),
    )
    assert state(store, ada) == "dead"
    take(store, letter(ada, Message_ID="<other@far.example>"))
    assert state(store, ada) == "good"


def test_a_report_of_delivery_revives_it(store: Store) -> None:
    ada = address_of(store)
    take(store, bounce(sent(store, 1, ada), ada, HARD))
    take(store, bounce(sent(store, 2, ada), ada, ("delivered", "2.0.0", "250 ok")))
    assert state(store, ada) == "good"


def test_a_variable_return_path_stands_in_for_a_report_without_recipients(store: Store) -> None:
    ada = address_of(store)
    local, _, domain = ada.partition("@")
    to = f"bounces+{local}={domain}@itu.example"
    take(store, bounce(sent(store, 1, ada), "", HARD, to=to, groups=False))
    assert state(store, ada) == "soft"
    take(
        store,
        bounce("<strange@itu.example>", "", HARD, to="bounces+nobody=far.example@itu.example", groups=False),
    )
    assert state(store, "nobody@far.example") == "good"


def test_a_dead_address_stays_in_the_plan_and_is_skipped_with_the_reason(store: Store) -> None:
    notice = datetime(2021, 1, 14, 8, 0, tzinfo=NOON.tzinfo)
    assert plan(store, Settings(), notice).queued == 12
    with store.begin() as session:
        ada = session.scalars(select(OutboxRow.recipient).order_by(OutboxRow.id)).first() or ""
    take(store, bounce(sent(store, 1, ada), ada, HARD))
    transport = MemoryTransport()
    outcome: Any = asyncio.run(deliver_due(store, transport, notice, lambda: notice, "w1"))
    assert (outcome.sent, outcome.skipped) == (11, 1)
    assert ada not in {each.recipient for each in transport.sent}
    with store.begin() as session:
        row = session.scalars(
            select(OutboxRow).where(OutboxRow.recipient == ada, OutboxRow.kind != "liaison")
        ).one()
        assert row.state == "skipped"
        assert (row.last_answer or "").startswith("dead address since 2020-12-14: 5.1.1 550")


def test_a_storm_of_bounces_opens_no_case_and_owes_no_mail(store: Store) -> None:
    ada = address_of(store)
    first = sent(store, 1, ada)
    for number in range(30):
        assert take(store, bounce(first, ada, (*HARD[:2], f"550 5.1.1 unknown {number}"))) == "bounce"
    assert plan(store, SETTINGS, NOON).queued == 0

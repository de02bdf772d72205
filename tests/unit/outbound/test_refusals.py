"""A recipient refused by our own SMTP server: his address changes its state by the rule of bounces."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.smtp import SmtpTransport
from mailbot.outbound.planner import plan
from mailbot.settings import Settings, Smtp
from mailbot.store.session import Store
from mailbot.store.tables import AddressRow, BounceRow, OutboxRow
from mailbot.testing import EmbeddedMail
from tests.unit.outbound.test_delivery import NOTICE, rows


@pytest.fixture
def server() -> Iterator[EmbeddedMail]:
    with EmbeddedMail({}) as mail:
        yield mail


def deliver(store: Store, server: EmbeddedMail, now: datetime = NOTICE) -> None:
    plan(store, Settings(), now)
    way_out = SmtpTransport(Smtp(host="127.0.0.1", port=server.smtp_port, security="none", timeout=10))
    assert asyncio.run(deliver_due(store, way_out, now)).error is None


def address(store: Store, recipient: str) -> tuple[str, str | None] | None:
    with store.begin() as session:
        row = session.get(AddressRow, recipient.casefold())
        return (row.state, row.reason) if row else None


@pytest.mark.parametrize(
    ("code", "text", "state"),
    [
        (550, "5.1.1 User unknown", "dead"),
        (550, "no such user here", "dead"),
        (552, "5.2.2 Mailbox full", "soft"),
        (554, "5.3.0 something is wrong", "soft"),
        (554, "5.7.1 refused by policy", None),
        (554, "Relay access denied", None),
        (530, "5.7.0 Authentication required", None),
        (530, "Authentication required", None),
        (450, "4.1.1 User unknown in local table", None),
    ],
)
def test_the_address_becomes_what_the_rule_says(
    store: Store, server: EmbeddedMail, code: int, text: str, state: str | None
) -> None:
    plan(store, Settings(), NOTICE)
    refused, *others = [row.recipient for row in rows(store)]
    server.faults.answer(code, text, recipient=refused)
    deliver(store, server)
    assert address(store, refused) == (None if state is None else (state, f"{code} {text}"))
    assert [address(store, each) for each in others] == [None] * len(others)
    assert [row.last_answer for row in rows(store) if row.recipient == refused] == [f"{code} {text}"]
    with store.begin() as session:
        assert session.scalar(select(func.count()).select_from(BounceRow)) == (state is not None)


def test_a_dead_address_is_not_tried_again(store: Store, server: EmbeddedMail) -> None:
    plan(store, Settings(), NOTICE)
    refused = rows(store)[0].recipient
    server.faults.answer(550, "5.1.1 User unknown", recipient=refused)
    deliver(store, server)
    deliver(store, server, NOTICE + timedelta(days=7))
    later = [row for row in rows(store) if row.recipient == refused][1:]
    assert later
    assert {row.state for row in later} == {"skipped"}
    assert "dead address since 2021-01-14: 550 5.1.1 User unknown" in str(later[0].last_answer)


def test_three_refusals_over_a_week_make_an_address_dead(store: Store, server: EmbeddedMail) -> None:
    plan(store, Settings(), NOTICE)
    refused, content = rows(store)[0].recipient, rows(store)[0].content
    for number, days in enumerate((0, 4, 8)):
        now = NOTICE + timedelta(days=days)
        with store.begin() as session:
            session.add(OutboxRow(
                kind="test", recipient=refused, subject="x", message_id=f"<{number}@itu.example>", content=content,
                shown=[], created_at=now, not_before=now, state="queued",
            ))  # fmt: skip
        server.faults.answer(552, "5.2.2 Mailbox full", times=50, recipient=refused)
        deliver(store, server, now)
    state, reason = address(store, refused) or ("", "")
    assert state == "dead"
    assert "last: 552 5.2.2 Mailbox full" in str(reason)


def test_a_refusal_of_the_content_or_of_us_says_nothing_of_the_address(
    store: Store, server: EmbeddedMail
) -> None:
    plan(store, Settings(), NOTICE)
    server.faults.answer(554, "5.6.0 content refused")
    deliver(store, server)
    assert [row.state for row in rows(store)].count("failed") == 1
    with store.begin() as session:
        assert session.scalar(select(func.count()).select_from(AddressRow)) == 0

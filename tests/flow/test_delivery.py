"""Planned mails through a real Postfix into real mailboxes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import email
import re
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from mailbot.clock import Clock
from mailbot.directory.importing import import_programme
from mailbot.directory.snapshot import Directory
from mailbot.outbound.deliverer import Outcome, deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.delivery.smtp import SmtpTransport
from mailbot.outbound.planner import plan
from mailbot.settings import Review, Settings, Smtp
from mailbot.store.session import Store
from mailbot.store.tables import ChangeSetRow, MailRow, OccasionRow, OutboxRow
from tests.conftest import NOON

from .servers.postfix import Postfix
from .servers.postgres import Postgres

NOTICE = datetime(2021, 1, 14, 8, tzinfo=UTC)
US = "tsb-irc@itu.example"


@pytest.fixture(params=["sqlite", "postgresql"])
def site(
    request: pytest.FixtureRequest, tmp_path: Path, imported: Path, shipped: Directory
) -> Iterator[Store]:
    """A database with the shipped programme, on each backend."""
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(imported, tmp_path / 'mailbot.db')}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.create()
    store = Store(url).prepare()
    if request.param == "postgresql":
        with store.begin() as session:
            import_programme(session, shipped, actor="operator", file="wtsa20.yaml", now=NOON)
    yield store
    store.close()


def smtp(postfix: Postfix, **values: Any) -> Smtp:
    form = {"host": postfix.host, "port": postfix.port, "security": "none", "timeout": 20}
    return Smtp.model_validate(form | values)


def deliver(site: Store, settings: Smtp, now: datetime = NOTICE, worker: str = "w1") -> Outcome:
    return asyncio.run(deliver_due(site, SmtpTransport(settings), now, Clock.wall, worker))


def rows(site: Store) -> dict[str, OutboxRow]:
    with site.begin() as session:
        return {row.recipient: row for row in session.scalars(select(OutboxRow))}


def strictly(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=default.clone(raise_on_defect=True))
    assert isinstance(message, EmailMessage)
    return message


def test_everybody_gets_the_notice_with_an_invitation_of_his_own(site: Store, postfix: Postfix) -> None:
    planned = plan(site, Settings(), NOTICE)
    assert planned.queued == 12
    assert deliver(site, smtp(postfix)).sent == 12
    arrived = postfix.wait_for(12)
    assert {to for to, _ in arrived} == set(rows(site))
    for to, raw in arrived:
        message = strictly(raw)
        assert message["To"].addresses[0].addr_spec == to
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Return-Path"] == f"<{US}>"
        (invitation,) = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
        (event,) = Calendar.from_ical(invitation.get_content().encode()).events
        assert event["ATTENDEE"] == f"mailto:{to}"
        assert re.search(r"UTC[+-]\d", message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert deliver(site, smtp(postfix)).sent == 0
    assert plan(site, Settings(), NOTICE).queued == 0


def test_4xx_later_5xx_never_the_others_at_once(site: Store, postfix: Postfix) -> None:
    plan(site, Settings(), NOTICE)
    busy, gone, *_ = sorted(rows(site))
    postfix.reject(busy, 450)
    postfix.reject(gone, 550)
    outcome = deliver(site, smtp(postfix))
    assert (outcome.sent, outcome.retried, outcome.failed) == (10, 1, 1)
    assert "mailbox does not exist" in str(rows(site)[gone].last_answer)
    assert rows(site)[busy].not_before == NOTICE + timedelta(minutes=1)
    postfix.accept_all()
    assert deliver(site, smtp(postfix), NOTICE + timedelta(minutes=1)).sent == 1
    assert {to for to, _ in postfix.wait_for(11)} == set(rows(site)) - {gone}


def test_what_was_accepted_but_not_recorded_arrives_twice_as_the_same_mail(
    site: Store, postfix: Postfix
) -> None:
    plan(site, Settings(), NOTICE)

    class Crash(BaseException):
        pass

    class Dying(SmtpTransport):
        async def send(self, envelope_from: str, recipient: str, content: bytes) -> str:
            await super().send(envelope_from, recipient, content)
            raise Crash

    with pytest.raises(Crash):
        asyncio.run(deliver_due(site, Dying(smtp(postfix)), NOTICE, Clock.wall, "dead"))

    def after_the_lease() -> datetime:
        return Clock.wall() + timedelta(minutes=5)

    asyncio.run(deliver_due(site, SmtpTransport(smtp(postfix)), NOTICE, after_the_lease, "w2"))
    arrived = postfix.wait_for(13)
    ids = [strictly(raw)["Message-ID"] for _, raw in arrived]
    assert len(ids) == 13
    assert len(set(ids)) == 12


def test_workers_that_plan_and_deliver_at_once_send_every_mail_once(site: Store) -> None:
    with site.begin() as session:
        mail = MailRow(digest="0" * 64, source="test", arrived_at=NOON, state="read")
        session.add(mail)
        session.flush()
        case = ChangeSetRow(
            mail_id=mail.id, classification="other", authenticity="unverified", state="pending",
            questions=[{"text": "Which Kim?", "evidence": ["Kim"]}], created_at=NOON,
        )  # fmt: skip
        session.add(case)
        session.flush()
        session.add(OccasionRow(kind="approval-request", key=f"change-set-{case.id}", due_at=NOON))
    settings = Settings(review=Review(approvers=("officer@itu.example",)))
    transport = MemoryTransport()
    gate = threading.Barrier(4)

    def work(number: int) -> None:
        gate.wait()
        plan(site, settings, NOTICE)
        asyncio.run(deliver_due(site, transport, NOTICE, Clock.wall, f"w{number}", in_flight=3))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    asyncio.run(deliver_due(site, transport, NOTICE, Clock.wall, "last"))
    assert len(transport.sent) == 13
    assert len({each.recipient for each in transport.sent}) == 13
    assert {row.state for row in rows(site).values()} == {"sent"}


def test_starttls_with_login(imported: Path, tmp_path: Path, postfix: Postfix) -> None:
    store = Store(f"sqlite:///{shutil.copy(imported, tmp_path / 'mailbot.db')}")
    plan(store, Settings(), NOTICE)
    settings = smtp(
        postfix, host="localhost", port=postfix.tls_port, security="starttls",
        username=US, password="secret", ca_file=postfix.certificate,
    )  # fmt: skip
    assert deliver(store, settings).sent == 12
    postfix.wait_for(12)
    store.close()


@pytest.mark.parametrize("change", [{"ca_file": None}, {"host": "127.0.0.2"}])
def test_a_certificate_that_is_not_good_is_refused(
    imported: Path, tmp_path: Path, postfix: Postfix, change: dict[str, Any]
) -> None:
    store = Store(f"sqlite:///{shutil.copy(imported, tmp_path / 'mailbot.db')}")
    plan(store, Settings(), NOTICE)
    form = {
        "host": "localhost",
        "port": postfix.tls_port,
        "security": "starttls",
        "ca_file": postfix.certificate,
    }
    outcome = deliver(store, smtp(postfix, **(form | change)))
    assert outcome.sent == 0
    assert outcome.error is not None
    assert postfix.mails() == []
    store.close()


def test_an_address_beyond_ascii(postfix: Postfix) -> None:
    answer = asyncio.run(_send_one(smtp(postfix), "jürgen@bücher.example"))
    assert answer


async def _send_one(settings: Smtp, recipient: str) -> str:
    transport = SmtpTransport(settings)
    try:
        return await transport.send(
            US, recipient, b"From: tsb-irc@itu.example\r\nSubject: x\r\n\r\nhello\r\n"
        )
    finally:
        await transport.close()

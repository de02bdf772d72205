"""People's own choices: who joined is written to, who left is skipped at delivery with the reason."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from mailbot.directory import choices, lists
from mailbot.directory.choices import Choices
from mailbot.directory.snapshot import Directory
from mailbot.doors.cli.main import build
from mailbot.outbound import liaison
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.drafts import draft
from mailbot.outbound.membership import of_the_statement, why_not
from mailbot.outbound.planner import plan
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow
from tests.conftest import NOON

SETTINGS = Settings()
NOTICE = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
ADA, ALTERNATE = "annelie.sjogren@cept.example", "c.okafor@ncc-ng.example"


def test_the_lists_of_the_programme(shipped: Directory) -> None:
    assert lists.names(shipped)[:3] == ("irm-all", "irm-com3", "irm-com4")
    assert lists.names(shipped, ("CEPT",)) == ("irm-all", "irm-com3", "irm-com4", "irm-cept")
    assert lists.on_sheet(shipped, ADA.upper()) == {"irm-all", "irm-com3", "irm-com4", "irm-cept"}
    assert lists.on_sheet(shipped, "o.pemberton@dcms-gb.example") == {"irm-all", "irm-com3", "irm-cept"}
    assert lists.on_sheet(shipped, ALTERNATE) == lists.on_sheet(shipped, "eve@evil.example") == frozenset()


def delivered(store: Store) -> tuple[MemoryTransport, dict[str, str | None]]:
    transport = MemoryTransport()
    asyncio.run(deliver_due(store, transport, NOTICE))
    with store.begin() as session:
        rows = session.scalars(select(OutboxRow))
        return transport, {row.recipient: row.last_answer for row in rows if row.state == "skipped"}


def test_who_left_stays_in_the_plan_and_is_skipped_with_the_reason(store: Store) -> None:
    with store.begin() as session:
        choices.unsubscribe(session, ADA.upper(), "irm-com3", NOON, None)
    assert plan(store, SETTINGS, NOTICE).queued == 12
    transport, skipped = delivered(store)
    assert skipped == {ADA: "unsubscribed from irm-com3 since 2020-12-14"}
    assert len(transport.sent) == 11


def test_another_list_is_not_concerned(store: Store) -> None:
    with store.begin() as session:
        choices.unsubscribe(session, ADA, "irm-com4", NOON, None)
        choices.unsubscribe(session, ADA, "irm-all", NOON, None)
    plan(store, SETTINGS, NOTICE)
    assert delivered(store)[1] == {}


def test_who_leaves_after_it_was_queued_is_spared_too(store: Store) -> None:
    plan(store, SETTINGS, NOTICE)
    with store.begin() as session:
        choices.unsubscribe(session, ADA, "irm-com3", NOTICE, None)
    assert list(delivered(store)[1]) == [ADA]


def test_who_joined_is_written_to_in_his_language(store: Store) -> None:
    with store.begin() as session:
        choices.subscribe(session, ALTERNATE, "irm-com3", NOON, None)
        choices.subscribe(session, "officer@itu.example", "irm-com3", NOON + timedelta(hours=1), None)
        choices.subscribe(session, ADA, "irm-com3", NOON, None)
        choices.prefer(session, ALTERNATE, "fr", NOON, None)
    assert plan(store, SETTINGS, NOTICE).queued == 14
    made = draft(store, SETTINGS, "call-notice", NOTICE - timedelta(days=1), event="com3-calls-1")
    people = {mail.recipient.address: mail.recipient for mail in made.mails}
    assert list(people)[-2:] == [ALTERNATE, "officer@itu.example"]
    assert people[ALTERNATE].language == "fr"
    assert people[ALTERNATE].name


def test_the_plan_shows_who_joined_and_who_left(store: Store, tmp_path: object) -> None:
    with store.begin() as session:
        choices.subscribe(session, ALTERNATE, "irm-com3", NOON, None)
        choices.unsubscribe(session, ADA, "irm-com3", NOON, None)
    url = str(store.engine.url)
    ran = CliRunner().invoke(
        build(),
        ["plan", "--from", "2021-01-14", "--to", "2021-01-14", "--json"],
        env={"MAILBOT_DATABASE__URL": url},
    )
    (entry,) = [each for each in json.loads(ran.stdout) if each["event"] == "com3-calls-1"]
    assert {ALTERNATE, ADA} <= set(entry["recipients"])


def test_the_statement_goes_by_the_organizations_list(shipped: Directory) -> None:
    made = Choices(joined={"irm-atu": (ALTERNATE,)}, left={(ADA, "irm-cept"): NOON})
    people, _ = of_the_statement(shipped, made)
    assert ALTERNATE in {person.address for person in people}
    assert why_not(liaison.KIND, None, ADA, shipped, made) == "unsubscribed from irm-cept since 2020-12-14"
    assert why_not(liaison.KIND, None, ALTERNATE, shipped, made) is None


@pytest.mark.parametrize("kind", ["answer", "approval-request", "command-answer", "test"])
def test_what_belongs_to_no_list_is_always_sent(shipped: Directory, kind: str) -> None:
    everything = Choices(left={(ADA, name): NOON for name in lists.names(shipped)})
    assert why_not(kind, None, ADA, shipped, everything) is None

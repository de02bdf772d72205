"""The console on PostgreSQL: its own queries, and two decisions that arrive at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from mailbot.directory.apply import current
from mailbot.directory.importing import import_programme
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.console.desk import waiting
from mailbot.doors.web.console.events import Pulse
from mailbot.doors.web.console.events_of_case import events_of
from mailbot.doors.web.console.queue import Done, _decide
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.review.queue import get_case
from mailbot.review.searching import find_cases
from mailbot.settings import Database, Settings
from mailbot.wiring import Wiring
from tests.conftest import NOON
from tests.unit.doors.web.console.desk import CAME_IN, TRUST, phone_change, several_changes, take_in

from .servers.postgres import Postgres


@pytest.fixture
def site(postgres: Postgres, shipped: Directory) -> Iterator[Site]:
    wiring = Wiring(Settings(database=Database(url=postgres.create()), trust=TRUST), CAME_IN)
    with wiring.store.begin() as session:
        import_programme(session, shipped, actor="operator", file="wtsa20.yaml", now=NOON)
    yield Site.of(wiring)
    wiring.close()


def visitor(site: Site, address: str) -> Visitor:
    from mailbot.accounts.model import Account

    return Visitor(site.wordings.of("en"), CAME_IN, Account(1, address, address, "officer"))


def test_cases_are_counted_found_and_watched(site: Site) -> None:
    store, settings = site.wiring.store, site.wiring.settings
    pulse = Pulse(site)
    before = pulse._look()
    phone, positions = take_in(store, settings, phone_change(), several_changes())
    assert pulse._look() != before
    with store.read() as session:
        assert waiting(session).cases == 2
        assert [case.id for case in find_cases(session, "POSITIONS cept").cases] == [str(positions)]
        assert find_cases(session, "%").total == 0
        assert find_cases(session, str(phone)).total == 1
        assert events_of(session, get_case(session, phone)) == ()


def test_two_officers_at_the_same_moment_have_one_effect(site: Site) -> None:
    store, settings = site.wiring.store, site.wiring.settings
    (number,) = take_in(store, settings, phone_change())
    begin, outcomes = threading.Barrier(2), list[Done]()

    def decide(address: str) -> None:
        begin.wait()
        outcomes.extend(_decide(site, visitor(site, address), "approve", [(number, 1)], None))

    threads = [threading.Thread(target=decide, args=(f"{name}@itu.example",)) for name in ("ada", "ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(each.done for each in outcomes) == [0, 1]
    with store.read() as session:
        case = get_case(session, number)
        assert (case.state, case.version) == ("approved", 2)
        assert (current(session, "contact", "cept-1") or {})["phone"] == "+46846500499"
        assert [event.verb for event in events_of(session, case)] == ["approve"]

"""Deciding on both databases: at the same moment, and killed in the middle."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.directory.importing import import_programme
from mailbot.directory.snapshot import Directory
from mailbot.store.session import Store
from mailbot.store.tables import DecisionRow, OccasionRow
from tests.conftest import NOON
from tests.unit.review.racing import check_crossed, check_one_effect, check_rivals, check_two_officers
from tests.unit.review.sets import a_set, case, decided, revisions, update, value

KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from mailbot.review.decisions import Decision, decide
from mailbot.review.rules import Rules
from mailbot.store.session import Store

with Store(sys.argv[1]).begin() as session:
    outcome = decide(session, int(sys.argv[2]), Decision("approve", "ada"), datetime.now(UTC), Rules())
    assert outcome.done == [1]
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'mailbot.db'}"
    found: str = request.getfixturevalue("postgres").create()
    return found


@pytest.fixture
def site(url: str, shipped: Directory) -> Iterator[Store]:
    store = Store(url).prepare()
    with store.begin() as session:
        import_programme(session, shipped, actor="operator", file="f", now=NOON)
    yield store
    store.close()


def test_threat_9_the_same_case_at_once_has_one_effect(site: Store) -> None:
    for _ in range(5):
        check_one_effect(site)


def test_two_cases_about_one_field_at_once(site: Store) -> None:
    check_rivals(site)


def test_two_cases_about_the_same_records_in_opposite_order(site: Store) -> None:
    check_crossed(site)


def test_two_officers_at_once_are_two_and_one_twice_is_one(site: Store) -> None:
    check_two_officers(site)


def test_killed_between_the_decision_and_its_end(site: Store, url: str) -> None:
    set_id = a_set(site, update(site, "cept-1", phone="+41227305111"))
    ended = subprocess.run([sys.executable, "-c", KILLED, url, str(set_id)], capture_output=True, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    with site.read() as session:
        assert (
            revisions(session)
            == session.query(DecisionRow).count()
            == session.query(OccasionRow).count()
            == 0
        )
    assert (case(site, set_id).state, value(site, "cept-1", "phone")) == ("pending", "+46846500442")
    assert decided(site, set_id, "approve").done == [1], "the lock died with the process"
    with site.read() as session:
        (row,) = session.query(DecisionRow)
        assert [each.key for each in session.query(OccasionRow).filter_by(kind="answer")] == [
            f"decision-{row.id}"
        ]

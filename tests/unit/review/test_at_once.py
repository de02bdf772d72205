"""Two officers at the same moment, and a crash in the middle, on SQLite; tests/flow has PostgreSQL."""

from __future__ import annotations

import pytest

from mailbot.review.decisions import Decision, decide
from mailbot.review.rules import Rules
from mailbot.store.session import Store
from mailbot.store.tables import DecisionRow, OccasionRow
from tests.conftest import NOON
from tests.unit.review.racing import check_crossed, check_one_effect, check_rivals, check_two_officers
from tests.unit.review.sets import ADA, a_set, case, revisions, update, value


def test_threat_9_the_same_case_at_once_has_one_effect(store: Store) -> None:
    check_one_effect(store)


def test_two_cases_about_one_field_at_once(store: Store) -> None:
    check_rivals(store)


def test_two_cases_about_the_same_records_in_opposite_order(store: Store) -> None:
    check_crossed(store)


def test_two_officers_at_once_are_two_and_one_twice_is_one(store: Store) -> None:
    check_two_officers(store)


class Killed(BaseException):
    """The process ends here."""


def begun(store: Store, set_id: int) -> None:
    with store.begin() as session:
        assert decide(session, set_id, Decision("approve", ADA), NOON, Rules()).done == [1]
        session.flush()
        raise Killed


def test_a_crash_after_the_decision_leaves_neither_it_nor_its_answer(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    with pytest.raises(Killed):
        begun(store, set_id)
    with store.read() as session:
        assert (
            revisions(session)
            == session.query(DecisionRow).count()
            == session.query(OccasionRow).count()
            == 0
        )
    assert (case(store, set_id).state, value(store, "cept-1", "phone")) == ("pending", "+46846500442")

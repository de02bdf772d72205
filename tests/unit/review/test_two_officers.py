"""Two officers: the first approval changes nothing, only a different officer's second one does."""

from __future__ import annotations

import pytest

from mailbot.directory.change import Change
from mailbot.errors import UsageError
from mailbot.review import automatic
from mailbot.review.amending import amend
from mailbot.review.rules import Rules, same_officer
from mailbot.settings import Review, Settings
from mailbot.store.session import Store
from mailbot.store.tables import DecisionRow
from tests.conftest import NOON
from tests.unit.review.sets import ADA, BOB, a_set, case, decided, due, item, new, update, value

TWO = ("focal_point",)
GONE = Change("contact", "remove", "cept-1", "CEPT")
NEWCOMER = {"name": "Zs. Kertész", "committee": "all"}


def rows(store: Store) -> list[tuple[str, str, list[int]]]:
    with store.read() as session:
        return [
            (row.officer, row.verb, row.numbers)
            for row in session.query(DecisionRow).order_by(DecisionRow.id)
        ]


def test_the_first_approval_changes_nothing_and_the_second_officers_applies_it(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    first = decided(store, set_id, "approve", ADA, two=TWO)
    assert (first.state, first.done, first.seconded, first.left) == ("pending", [], [1], {})
    assert value(store, "cept-1", "phone") == "+46846500442"
    assert item(store, set_id).waits_for_second
    assert (item(store, set_id).seconded_by, item(store, set_id).seconded_at) == (ADA, NOON)
    assert due(store, "answer") == [], "nothing to tell the sender yet"
    assert case(store, set_id).version == 1, "whoever was asked by mail may give the second"
    second = decided(store, set_id, "approve", BOB, two=TWO, version=1)
    assert (second.state, second.done, second.seconded) == ("approved", [1], [])
    assert value(store, "cept-1", "phone") == "+41227305111"
    assert rows(store) == [(ADA, "second", [1]), (BOB, "approve", [1])]
    assert (item(store, set_id).decided_by, item(store, set_id).seconded_by) == (BOB, ADA)
    assert due(store, "answer") == ["decision-2"]


@pytest.mark.parametrize("again", [ADA, " Ada@ITU.example ", "ada@itu.example (command line)"])
def test_the_same_officer_twice_has_one_effect(store: Store, again: str) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    decided(store, set_id, "approve", ADA, two=TWO)
    twice = decided(store, set_id, "approve", again, two=TWO)
    assert (twice.state, twice.done, twice.seconded) == ("pending", [], [])
    assert "second officer" in twice.left[1]
    assert ADA in twice.left[1]
    assert value(store, "cept-1", "phone") == "+46846500442"
    assert rows(store) == [(ADA, "second", [1])]


def test_of_a_mixed_set_the_rest_is_applied_and_the_officers_are_asked_anew(store: Store) -> None:
    set_id = a_set(
        store, update(store, "cept-1", phone="+41227305111"), update(store, "cept-2", phone="+41227305112")
    )
    outcome = decided(store, set_id, "approve", ADA, two=TWO)
    assert (outcome.state, outcome.done, outcome.seconded) == ("partly", [2], [1])
    assert rows(store) == [(ADA, "approve", [2]), (ADA, "second", [1])]
    assert due(store, "approval-request") == [f"version-2-of-change-set-{set_id}"]
    assert decided(store, set_id, "approve", BOB, two=TWO).state == "approved"


def test_an_amendment_starts_anew(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    decided(store, set_id, "approve", ADA, two=TWO)
    with store.begin() as session:
        amend(session, set_id, 1, {"phone": "+41227305112"}, BOB, NOON)
    assert item(store, set_id).seconded_by is None
    assert decided(store, set_id, "approve", BOB, two=TWO).seconded == [1]
    assert decided(store, set_id, "approve", ADA, two=TWO).done == [1]
    assert value(store, "cept-1", "phone") == "+41227305112"


def test_one_officer_may_refuse_what_another_approved(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    decided(store, set_id, "approve", ADA, two=TWO)
    assert decided(store, set_id, "reject", BOB, two=TWO, reason="no").state == "rejected"
    assert item(store, set_id).seconded_by is None


def test_a_held_set_is_released_by_both(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"), state="held")
    assert decided(store, set_id, "approve", ADA, two=TWO, release="she called").state == "held"
    assert decided(store, set_id, "approve", BOB, two=TWO, release="me too").state == "approved"


def test_taking_back_needs_one(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    decided(store, set_id, "approve", ADA, two=TWO)
    decided(store, set_id, "approve", BOB, two=TWO)
    assert decided(store, set_id, "undo", ADA, two=TWO).done == [1]
    assert value(store, "cept-1", "phone") == "+46846500442"


def covered(store: Store, change: Change, *two: str) -> bool:
    set_id = a_set(store, change)
    return decided(store, set_id, "approve", ADA, two=two).seconded == [1]


def test_what_focal_point_covers(store: Store) -> None:
    for change in (
        GONE,
        update(store, "cept-1", role="coordinator"), update(store, "cept-1", name="A. B."),
        update(store, "cept-1", email="a@cept.example"), update(store, "cept-2", role="focal_point"),
        new("contact", "CEPT", role="focal_point", **NEWCOMER),
    ):  # fmt: skip
        assert covered(store, change, "focal_point"), change
    for change in (
        Change("contact", "remove", "cept-2", "CEPT"), update(store, "cept-3", phone="+41227305111"),
        update(store, "cept-1", job_title="Head"), new("contact", "CEPT", role="alternate", **NEWCOMER),
        update(store, "cept-m1", "meeting", place="Bern"),
    ):  # fmt: skip
        assert not covered(store, change, "focal_point"), change


def test_what_a_target_and_a_field_cover(store: Store) -> None:
    position = update(store, "CEPT/Resolution 20", "position", action="SUP")
    assert covered(store, position, "position")
    assert covered(store, update(store, "cept-m1", "meeting", starts="2021-02-01"), "meeting.starts")
    assert covered(store, Change("meeting", "remove", "cept-m2", "CEPT"), "meeting.starts")
    assert covered(
        store, new("meeting", "CEPT", title="x", starts="2021-03-01", ends="2021-03-02"), "meeting.starts"
    )
    assert not covered(store, update(store, "cept-m1", "meeting", place="Bern"), "meeting.starts", "position")


def test_two_words_for_one_person() -> None:
    assert same_officer("Ada  Verne", "ada verne (command line)")
    assert not same_officer("ada@itu.example", "bob@itu.example")


def test_the_settings_words_are_checked() -> None:
    rules = Rules.of(
        Settings(
            review=Review(two_officers=("focal_point", "position", "meeting.starts"), auto=("participation",))
        )
    )
    assert rules == Rules(
        frozenset({"focal_point", "position", "meeting.starts"}), frozenset({"participation"})
    )
    for word in ("focalpoint", "meeting.begins", "event", ""):
        with pytest.raises(UsageError, match=r"review\.two_officers"):
            Rules.of(Settings(review=Review(two_officers=(word,))))


def test_auto_never_covers_them(store: Store) -> None:
    comes = new("participation", "CEPT", event="irm-2", name="J. Smith", attending="yes")
    for two, passed in (
        (("participation",), False),
        (("participation.attending",), False),
        (("position",), True),
    ):
        set_id = a_set(store, comes)
        rules = Rules(frozenset(two), frozenset({"participation"}))
        with store.begin() as session:
            assert automatic.decide_alone(session, set_id, rules, NOON) is passed
        assert item(store, set_id).seconded_by is None

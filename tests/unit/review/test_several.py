"""Several decisions at once: each for itself, held sets never among them, the newest taken back first."""

from __future__ import annotations

import pytest

from mailbot.errors import IllegalMove
from mailbot.review.decisions import Decision
from mailbot.review.rules import Rules
from mailbot.review.several import MOST, Each, decide_many
from mailbot.store.session import Store
from tests.conftest import NOON
from tests.unit.review.sets import ADA, a_set, case, decided, update, value

APPROVE, UNDO = Decision("approve", ADA), Decision("undo", ADA)


def many(store: Store, *wanted: tuple[int, Decision]) -> list[Each]:
    with store.begin() as session:
        return decide_many(session, wanted, NOON, Rules())


def test_one_that_cannot_be_decided_stops_no_other(store: Store) -> None:
    first = a_set(store, update(store, "cept-1", phone="+41227305111"))
    gone = a_set(store, update(store, "cept-2", phone="+41227305112"), state="replaced")
    last = a_set(store, update(store, "cept-3", phone="+41227305113"))
    found = many(
        store, (first, APPROVE), (99, APPROVE), (gone, APPROVE), (last, Decision("reject", ADA, reason="no"))
    )
    assert [each.set_id for each in found] == [first, 99, gone, last]
    assert [each.outcome.state if each.outcome else None for each in found] == [
        "approved",
        None,
        None,
        "rejected",
    ]
    assert "no change set 99" in str(found[1].refused)
    assert "replaced" in str(found[2].refused)
    assert value(store, "cept-1", "phone") == "+41227305111"


def test_held_sets_are_never_approved_among_several(store: Store) -> None:
    held = a_set(store, update(store, "cept-1", phone="+41227305111"), state="held")
    other = a_set(store, update(store, "cept-2", phone="+41227305112"))
    found = many(store, (held, Decision("approve", ADA, release="all of them")), (other, APPROVE))
    assert "release it by itself" in str(found[0].refused)
    assert found[1].outcome is not None
    assert case(store, held).state == "held"
    assert value(store, "cept-1", "phone") == "+46846500442"
    assert many(store, (held, Decision("reject", ADA, reason="forged")))[0].outcome is not None


def test_the_newest_is_taken_back_first(store: Store) -> None:
    one = a_set(store, update(store, "cept-1", phone="+41227305111"))
    decided(store, one, "approve")
    two = a_set(store, update(store, "cept-1", phone="+41227305112"))
    decided(store, two, "approve")
    found = many(store, (one, UNDO), (two, UNDO))
    assert [each.outcome.state if each.outcome else None for each in found] == ["undone", "undone"]
    assert [each.set_id for each in found] == [one, two]
    assert value(store, "cept-1", "phone") == "+46846500442"


def test_the_same_set_twice_has_one_effect(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    found = many(store, (set_id, APPROVE), (set_id, APPROVE))
    assert found[0].outcome is not None
    assert "approved" in str(found[1].refused)


def test_a_conflict_waits_and_the_others_go_on(store: Store) -> None:
    mine = a_set(store, update(store, "cept-1", phone="+41227305111"))
    theirs = a_set(store, update(store, "cept-1", phone="+41227305112"))
    found = many(store, (mine, APPROVE), (theirs, APPROVE))
    assert found[1].outcome is not None
    assert list(found[1].outcome.left) == [1]
    assert value(store, "cept-1", "phone") == "+41227305111"


def test_endless_lists_are_refused(store: Store) -> None:
    with pytest.raises(IllegalMove, match="at most"):
        many(store, *[(n, APPROVE) for n in range(MOST + 1)])

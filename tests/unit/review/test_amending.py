"""Amending: an officer corrects a proposal, what the reader proposed is kept, a wrong value is refused."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.errors import IllegalMove, InputRefused
from mailbot.review.amending import amend
from mailbot.store.session import Store
from tests.conftest import NOON
from tests.unit.review.sets import ADA, BOB, a_set, audited, case, decided, item, new, update, value


def amended(
    store: Store, set_id: int, fields: dict[str, Any], number: int = 1, who: str = ADA, **more: Any
) -> None:
    with store.begin() as session:
        amend(session, set_id, number, fields, who, NOON, **more)


@pytest.fixture
def set_id(store: Store) -> int:
    return a_set(store, update(store, "cept-1", phone="+41227305111", job_title="Head"))


def test_the_new_value_is_what_is_approved_and_the_readers_is_kept(store: Store, set_id: int) -> None:
    amended(store, set_id, {"phone": "+41 (22) 730-51-12"})
    found = item(store, set_id)
    assert found.change.fields["phone"].new == "+41227305112"
    assert found.original is not None
    assert found.original.fields["phone"].new == "+41227305111"
    assert (found.amended_by, found.amended_at, found.state) == (ADA, NOON, "pending")
    assert case(store, set_id).version == 2
    assert audited(store) == [(ADA, "amended", f"change set {set_id}")]
    assert decided(store, set_id, "approve").done == [1]
    assert (value(store, "cept-1", "phone"), value(store, "cept-1", "job_title")) == ("+41227305112", "Head")


def test_a_second_amendment_keeps_the_first_original(store: Store, set_id: int) -> None:
    amended(store, set_id, {"phone": "+41227305112"})
    amended(store, set_id, {"phone": "+41227305113"}, who=BOB)
    found = item(store, set_id)
    assert found.original is not None
    assert found.original.fields["phone"].new == "+41227305111"
    assert found.amended_by == BOB
    amended(store, set_id, {"phone": "+41227305111"})
    assert (item(store, set_id).original, item(store, set_id).amended_by) == (None, None)
    assert case(store, set_id).version == 4


def test_fields_come_and_go(store: Store, set_id: int) -> None:
    amended(store, set_id, {"country": "ch".upper(), "language": "  "}, drop=["phone"])
    fields = item(store, set_id).change.fields
    assert {name: (field.old, field.new) for name, field in fields.items()} == {
        "job_title": ("Senior Adviser", "Head"), "country": ("SE", "CH"), "language": ("en", None),
    }  # fmt: skip
    amended(store, set_id, {"affiliation": "PTS"})  # as it is on file
    assert "affiliation" not in item(store, set_id).change.fields


def test_the_same_again_changes_nothing(store: Store, set_id: int) -> None:
    amended(store, set_id, {"phone": "+41227305111"})
    assert (case(store, set_id).version, item(store, set_id).amended_by, audited(store)) == (1, None, [])


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"phone": "12"}, r"phone: .* write \+ and 7 to 15 digits"),
        ({"email": "nobody"}, "email: .*no e-mail address"),
        ({"role": "boss"}, "role: 'boss' is none of"),
        ({"committee": "COM9"}, "committee: there is no 'COM9'"),
        ({"organization": "CEPTT"}, "organization: there is no 'CEPTT'; did you mean 'CEPT'"),
        ({"fone": "+41227305111"}, "fone: a contact has no such field; did you mean 'phone'"),
        ({"id": "cept-9"}, "id: cannot be changed"),
        ({"name": ""}, "name: is required"),
        ({"name": "a\nb"}, "name: .*one line"),
        ({"country": "Switzerland"}, "country: .*form"),
        ({"name": 7}, "name: 7 is no text"),
    ],
)
def test_a_wrong_value_is_refused_with_field_and_remedy(
    store: Store, set_id: int, fields: dict[str, Any], named: str
) -> None:
    with pytest.raises(InputRefused, match=named) as refused:
        amended(store, set_id, fields)
    assert [problem.path for problem in refused.value.problems] == list(fields)
    assert case(store, set_id).version == 1


def test_two_fields_that_do_not_fit_together_are_refused(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-m1", "meeting", starts="2021-03-01", ends="2021-03-03"))
    with pytest.raises(InputRefused, match=r"ends and starts.*ends 2021-03-01 before it starts"):
        amended(store, set_id, {"ends": "2021-03-01", "starts": "2021-03-02"})
    with pytest.raises(InputRefused, match=r"starts: .*is no date; write it like 2021-02-28"):
        amended(store, set_id, {"starts": "1 March"})
    amended(store, set_id, {"ends": "2021-03-05"})
    assert decided(store, set_id, "approve").done == [1]
    assert value(store, "cept-m1", "ends", "meeting") == "2021-03-05"


def test_an_added_record_may_lack_what_is_not_known_yet(store: Store) -> None:
    set_id = a_set(store, new("contact", "CEPT", name="J. Smith"))
    amended(store, set_id, {"role": "alternate"})
    assert decided(store, set_id, "approve").left == {1: "contact: committee: Field required"}
    amended(store, set_id, {"committee": "COM3"})
    assert decided(store, set_id, "approve").done == [1]


def test_a_removal_and_an_empty_change_cannot_be_amended(store: Store, set_id: int) -> None:
    leaves = update(store, "cept-2", phone=None)
    gone = a_set(store, type(leaves)("contact", "remove", "cept-2", "CEPT"))
    with pytest.raises(InputRefused, match="reject it instead"):
        amended(store, gone, {"phone": "+41227305111"})
    with pytest.raises(InputRefused, match="nothing would be left"):
        amended(store, set_id, {}, drop=["phone", "job_title"])
    with pytest.raises(InputRefused, match="says nothing of it"):
        amended(store, set_id, {}, drop=["email"])


def test_what_is_decided_or_not_there_or_has_moved_is_not_amended(store: Store, set_id: int) -> None:
    with pytest.raises(InputRefused, match="no change 2"):
        amended(store, set_id, {"phone": "+41227305112"}, number=2)
    with pytest.raises(InputRefused, match="no change set 99"):
        amended(store, 99, {"phone": "+41227305112"})
    amended(store, set_id, {"phone": "+41227305112"}, version=1)
    with pytest.raises(IllegalMove, match="since you saw it"):
        amended(store, set_id, {"phone": "+41227305113"}, version=1)
    decided(store, set_id, "approve")
    with pytest.raises(IllegalMove, match="approved; it cannot be amended"):
        amended(store, set_id, {"phone": "+41227305114"})


def test_an_approval_of_the_version_before_is_refused(store: Store, set_id: int) -> None:
    amended(store, set_id, {"phone": "+41227305112"})
    with pytest.raises(IllegalMove, match="since you saw it"):
        decided(store, set_id, "approve", version=1)
    assert decided(store, set_id, "approve", version=2).done == [1]

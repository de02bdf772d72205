"""Deciding change sets: legal moves, conflicts, undo, and that answer and revision come with the decision."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.directory.apply import Provenance, apply, current
from mailbot.directory.change import Change, FieldChange
from mailbot.errors import IllegalMove, InputRefused
from mailbot.review.changes import state_of
from mailbot.review.decisions import Decision, Outcome, decide
from mailbot.review.queue import get_case, open_cases
from mailbot.review.rules import Rules
from mailbot.store.session import Store
from mailbot.store.tables import ChangeRow, ChangeSetRow, DecisionRow, MailRow, OccasionRow, RevisionRow
from tests.conftest import NOON

APPROVE = Decision("approve", "officer@itu.example")
REJECT = Decision("reject", "officer@itu.example", reason="not agreed by your plenary")
UNDO = Decision("undo", "officer@itu.example")


def case(store: Store, *changes: Change, state: str = "pending", questions: list[Any] | None = None) -> int:
    with store.begin() as session:
        number = session.query(MailRow).count()
        mail = MailRow(digest=f"{number:064d}", source="test", arrived_at=NOON, state="read")
        session.add(mail)
        session.flush()
        row = ChangeSetRow(
            mail_id=mail.id, message_id="<m@x.example>", sender="a@cept.example", organization="CEPT",
            classification="changes", authenticity="authenticated", state=state,
            held_because="forged" if state == "held" else None, questions=questions or [], created_at=NOON,
        )  # fmt: skip
        session.add(row)
        session.flush()
        for n, change in enumerate(changes, 1):
            session.add(ChangeRow(change_set_id=row.id, number=n, change=change.to_json(), state="pending"))
        return row.id


def decided(store: Store, set_id: int, decision: Decision) -> Outcome:
    with store.begin() as session:
        return decide(session, set_id, decision, NOON, Rules())


def value(store: Store, kind: str, key: str, field: str) -> Any:
    with store.begin() as session:
        found = current(session, kind, key)
        return None if found is None else found[field]


@pytest.fixture
def phone(store: Store) -> str:
    found = value(store, "contact", "cept-1", "phone")
    assert isinstance(found, str)
    return found


def new_phone(old: str, new: str = "+41227305111", **seen: Any) -> Change:
    return Change(
        "contact", "update", "cept-1", "CEPT", {"phone": FieldChange(old, new, **seen)}, ("my new number",)
    )


def test_approving_changes_the_directory_with_provenance(store: Store, phone: str) -> None:
    outcome = decided(store, case(store, new_phone(phone)), APPROVE)
    assert (outcome.state, outcome.done, outcome.left) == ("approved", [1], {})
    assert value(store, "contact", "cept-1", "phone") == "+41227305111"
    with store.begin() as session:
        revision = session.query(RevisionRow).order_by(RevisionRow.id.desc()).first()
        assert revision is not None
        assert (revision.actor, revision.message_id, revision.excerpt) == (
            "officer@itu.example", "<m@x.example>", "my new number",
        )  # fmt: skip
        told = [(o.kind, o.state) for o in session.query(OccasionRow)]
        assert told == [("answer", "due"), ("decided", "due")]


def test_rejecting_changes_nothing_and_keeps_the_reason(store: Store, phone: str) -> None:
    set_id = case(store, new_phone(phone))
    assert decided(store, set_id, REJECT).state == "rejected"
    assert value(store, "contact", "cept-1", "phone") == phone
    with store.begin() as session:
        assert get_case(session, set_id).items[0].reason == "not agreed by your plenary"


def test_one_change_of_two(store: Store, phone: str) -> None:
    title = Change("contact", "update", "cept-1", "CEPT", {"job_title": FieldChange("?", "Director")})
    set_id = case(store, new_phone(phone), title)
    assert decided(store, set_id, Decision("approve", "o", only=(1,))).state == "partly"
    with store.begin() as session:
        assert [c.id for c in open_cases(session)] == [str(set_id)]
    assert decided(store, set_id, Decision("reject", "o", reason="no")).state == "partly"
    with store.begin() as session:
        assert open_cases(session) == []


def test_threat_9_the_same_approval_twice_has_one_effect(store: Store, phone: str) -> None:
    set_id = case(store, new_phone(phone))
    decided(store, set_id, APPROVE)
    with pytest.raises(IllegalMove, match="approved"):
        decided(store, set_id, APPROVE)
    with store.begin() as session:
        assert session.query(DecisionRow).count() == 1
        assert session.query(RevisionRow).filter_by(change_id=1).count() == 1


def test_a_conflict_waits_with_all_three_values(store: Store, phone: str) -> None:
    set_id = case(store, new_phone(phone))
    with store.begin() as session:
        apply(session, new_phone(phone, "+41227305999"), Provenance("somebody else", NOON))
    with store.begin() as session:
        (conflict,) = get_case(session, set_id).items[0].conflicts
    assert (conflict.base, conflict.wanted, conflict.now) == (phone, "+41227305111", "+41227305999")
    outcome = decided(store, set_id, APPROVE)
    assert (outcome.state, outcome.done) == ("pending", [])
    assert "+41227305999" in outcome.left[1]
    assert value(store, "contact", "cept-1", "phone") == "+41227305999"
    assert decided(store, set_id, Decision("approve", "o", overwrite=True)).state == "approved"
    assert value(store, "contact", "cept-1", "phone") == "+41227305111"


def test_what_the_sender_saw_counts_as_the_base(store: Store, phone: str) -> None:
    """The value changed between our mail and his answer: he did not know what is on file now."""
    set_id = case(store, new_phone(phone, seen="+41227300000", has_seen=True))
    with store.begin() as session:
        assert len(get_case(session, set_id).items[0].conflicts) == 1
    assert decided(store, set_id, APPROVE).done == []


def test_undo_restores_by_the_inverse(store: Store, phone: str) -> None:
    leaves = Change("contact", "remove", "cept-2", "CEPT")
    joins = Change("contact", "add", None, "CEPT", {
        "name": FieldChange(None, "Zsófia Kertész"), "role": FieldChange(None, "coordinator"),
        "committee": FieldChange(None, "COM3")})  # fmt: skip
    with store.begin() as session:
        before = current(session, "contact", "cept-2")
    set_id = case(store, new_phone(phone), leaves, joins)
    assert decided(store, set_id, APPROVE).state == "approved"
    with store.begin() as session:
        added = get_case(session, set_id)
        assert added.state == "approved"
        new_id = session.get_one(ChangeRow, 3).record
        assert new_id is not None
        assert current(session, "contact", "cept-2") is None
    outcome = decided(store, set_id, UNDO)
    assert (outcome.state, outcome.left) == ("undone", {})
    assert value(store, "contact", "cept-1", "phone") == phone
    with store.begin() as session:
        assert current(session, "contact", "cept-2") == before
        assert current(session, "contact", new_id) is None
    with pytest.raises(IllegalMove):
        decided(store, set_id, UNDO)


def test_undo_refuses_where_somebody_went_on(store: Store, phone: str) -> None:
    set_id = case(store, new_phone(phone))
    decided(store, set_id, APPROVE)
    with store.begin() as session:
        apply(session, new_phone("+41227305111", "+41227305999"), Provenance("somebody else", NOON))
    outcome = decided(store, set_id, UNDO)
    assert (outcome.state, outcome.done) == ("approved", [])
    assert value(store, "contact", "cept-1", "phone") == "+41227305999"


def test_a_held_set_needs_a_release_with_a_reason(store: Store, phone: str) -> None:
    set_id = case(store, new_phone(phone), state="held")
    with pytest.raises(IllegalMove, match="--release"):
        decided(store, set_id, APPROVE)
    released = Decision("approve", "o", release="confirmed by telephone")
    assert decided(store, set_id, released).state == "approved"
    with store.begin() as session:
        assert session.query(DecisionRow).one().reason == "confirmed by telephone"


def test_an_invalid_change_waits_and_the_others_are_applied(store: Store, phone: str) -> None:
    bad = Change("contact", "update", "cept-2", "CEPT", {"name": FieldChange(
        value(store, "contact", "cept-2", "name"), None)})  # fmt: skip
    outcome = decided(store, case(store, bad, new_phone(phone)), APPROVE)
    assert (outcome.state, outcome.done, list(outcome.left)) == ("partly", [2], [1])


def test_questions_alone_are_settled_by_approving(store: Store) -> None:
    set_id = case(store, questions=[{"text": "Which Kim?", "evidence": ["Kim"]}])
    with store.begin() as session:
        assert [c.id for c in open_cases(session)] == [str(set_id)]
    assert decided(store, set_id, APPROVE).state == "approved"


@pytest.mark.parametrize(("set_id", "only"), [(99, ()), (1, (7,))])
def test_unknown_numbers_are_refused(store: Store, phone: str, set_id: int, only: tuple[int, ...]) -> None:
    case(store, new_phone(phone))
    with pytest.raises(InputRefused):
        decided(store, set_id, Decision("approve", "o", only=only))


def test_what_waits_beside_a_change_taken_back_can_still_be_decided(store: Store, phone: str) -> None:
    title = Change("contact", "update", "cept-2", "CEPT", {"job_title": FieldChange(
        value(store, "contact", "cept-2", "job_title"), "Director")})  # fmt: skip
    set_id = case(store, new_phone(phone), title)
    decided(store, set_id, Decision("approve", "o", only=(1,)))
    assert decided(store, set_id, Decision("undo", "o", only=(1,))).state == "pending"
    assert decided(store, set_id, APPROVE).done == [2]


def test_what_is_taken_back_from_a_released_set_is_held_again(store: Store, phone: str) -> None:
    title = Change("contact", "update", "cept-2", "CEPT", {"job_title": FieldChange("?", "Director")})
    set_id = case(store, new_phone(phone), title, state="held")
    decided(store, set_id, Decision("approve", "o", only=(1,), release="she called"))
    assert decided(store, set_id, Decision("undo", "o")).state == "held"


@pytest.mark.parametrize(
    ("states", "held", "state"),
    [
        ("pending", False, "pending"), ("pending", True, "held"), ("approved", True, "approved"),
        ("approved pending", True, "partly"), ("approved rejected", False, "partly"),
        ("approved undone", False, "partly"), ("rejected pending", True, "held"),
        ("undone pending", False, "pending"), ("undone rejected", False, "undone"), ("rejected", True, "rejected"),
    ],
)  # fmt: skip
def test_the_state_of_a_set(states: str, held: bool, state: str) -> None:
    assert state_of(states.split(), held=held) == state

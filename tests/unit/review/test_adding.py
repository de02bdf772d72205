"""Adding: the change that a reader missed, with the mail as its source."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.directory.change import Change, FieldChange
from mailbot.errors import IllegalMove, InputRefused
from mailbot.review.adding import add
from mailbot.store.session import Store
from mailbot.store.tables import RevisionRow
from tests.conftest import NOON
from tests.unit.review.sets import ADA, a_set, audited, case, decided, due, item, new, update, value

NUMBER = "my new number is +41 22 730 51 11."


def wanted(
    key: str | None = "cept-1", *evidence: str, op: Any = "update", target: str = "contact", **values: Any
) -> Change:
    fields = {name: FieldChange(None, value) for name, value in values.items()}
    return Change(target, op, key, "CEPT" if key is None else None, fields, evidence or (NUMBER,))


def added(store: Store, set_id: int, change: Change, **more: Any) -> int:
    with store.begin() as session:
        return add(session, set_id, change, ADA, NOON, **more)


def test_it_waits_with_old_value_source_and_who_added_it(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-2", job_title="Director"))
    assert added(store, set_id, wanted(phone="+41 22 730 51 11")) == 2
    found = item(store, set_id, 2)
    assert found.change.fields == {"phone": FieldChange("+46846500442", "+41227305111")}
    assert (found.added_by, found.state, found.change.organization, found.change.source) == (
        ADA,
        "pending",
        "CEPT",
        "body",
    )
    assert found.change.evidence == ("my new number is +41 22 730 51\n11.",), "as it stands in the mail"
    assert (case(store, set_id).state, case(store, set_id).version) == ("pending", 2)
    assert audited(store) == [(ADA, "added", f"change set {set_id}")]
    assert decided(store, set_id, "approve", only=(2,)).done == [2]
    with store.read() as session:
        revision = session.query(RevisionRow).order_by(RevisionRow.id.desc()).first()
        assert revision is not None
        assert (revision.message_id, revision.excerpt) == (
            case(store, set_id).message_id,
            found.change.evidence[0],
        )


def test_a_set_with_only_questions_gets_its_first_change(store: Store) -> None:
    set_id = a_set(store, questions=[{"text": "Which number?", "evidence": ["number"]}])
    assert added(store, set_id, wanted(phone="+41227305111")) == 1
    assert decided(store, set_id, "approve").state == "approved"
    assert value(store, "cept-1", "phone") == "+41227305111"


@pytest.mark.parametrize(
    ("verb", "state"), [("approve", "partly"), ("reject", "pending"), ("undo", "pending")]
)
def test_a_decided_set_is_open_again_and_the_officers_are_asked(store: Store, verb: str, state: str) -> None:
    set_id = a_set(store, update(store, "cept-2", job_title="Director"))
    if verb == "undo":
        decided(store, set_id, "approve")
    decided(store, set_id, verb, reason="x")
    before = case(store, set_id).version
    added(store, set_id, wanted(phone="+41227305111"))
    assert case(store, set_id).state == state
    assert due(store, "approval-request") == [f"version-{before + 1}-of-change-set-{set_id}"]
    assert decided(store, set_id, "approve").done == [2]
    assert value(store, "cept-1", "phone") == "+41227305111"


def test_a_question_that_was_dealt_with_becomes_pending_again(store: Store) -> None:
    set_id = a_set(store, questions=[{"text": "Which number?", "evidence": ["number"]}])
    decided(store, set_id, "approve")
    added(store, set_id, wanted(phone="+41227305111"))
    assert case(store, set_id).state == "pending"


def test_what_is_added_to_a_held_set_that_was_refused_is_held(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-2", job_title="Director"), state="held")
    decided(store, set_id, "reject", reason="forged")
    added(store, set_id, wanted(phone="+41227305111"))
    assert case(store, set_id).state == "held"
    with pytest.raises(IllegalMove, match="held: dmarc=fail"):
        decided(store, set_id, "approve")
    assert decided(store, set_id, "approve", release="she called").done == [2]


def test_a_new_record_and_a_removal(store: Store) -> None:
    set_id = a_set(store)
    added(
        store, set_id, wanted(None, "Mr Smith", op="add", name="J. Smith", role="alternate", committee="COM3")
    )
    added(store, set_id, wanted("cept-2", "Mr Smith leaves us", op="remove"))
    assert item(store, set_id, 1).change.organization == "CEPT"
    assert decided(store, set_id, "approve").done == [1, 2]
    assert value(store, "cept-2", "name") is None


def test_an_attachments_name_is_a_source(store: Store) -> None:
    set_id = a_set(store)
    text = {"action": "SUP"}
    added(store, set_id, wanted("CEPT/Resolution 20", "positions.pdf", target="position", **text))
    assert item(store, set_id).change.source == "attachment:positions.pdf"


def test_the_subject_is_the_mails_too(store: Store) -> None:
    set_id = a_set(store)
    added(store, set_id, wanted("cept-1", "Our contacts", phone="+41227305111"))
    assert item(store, set_id).change.evidence == ("Our contacts",)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (wanted("cept-1", "my number is +33", phone="+41227305111"), "evidence: the mail does not say"),
        (wanted("cept-1", "  ", phone="+41227305111"), "evidence: copy the words"),
        (wanted("cept-1", "my new number", "x" * 5000, phone="+41227305111"), "evidence: at most"),
        (wanted("cept-9", phone="+41227305111"), "there is no contact cept-9"),
        (wanted("cept-1", phone="12"), "phone: .*digits"),
        (wanted("cept-1", fone="12"), "fone: a contact has no such field"),
        (wanted("cept-1"), "name a field"),
        (wanted("cept-1", phone="+46846500442"), "like that already"),
        (wanted("com3-calls", title="x", target="event"), "target: 'event' is none of"),
        (wanted("cept-7", op="add", name="x"), "gets its id when it is approved"),
        (wanted(None, op="add"), "name its fields"),
        (wanted(None, op="add", id="cept-3", name="x"), "id: cannot be changed"),
        (wanted(None, op="add", target="view", text="Resolution 999", stance="support"), "text: there is no 'Resolution 999'"),
        (wanted(None, op="add", target="position", text="New: On numbers", action="MOD"), "action: there is no 'MOD'"),
        (wanted("cept-1", op="remove", phone="+41227305111"), "a removal has no values"),
        (wanted("CEPT/Resolution 20", target="position", coordinator="cept-99"), "coordinator: there is no 'cept-99'"),
    ],
)  # fmt: skip
def test_what_cannot_be_entered_is_refused(store: Store, change: Change, because: str) -> None:
    set_id = a_set(store)
    with pytest.raises(InputRefused, match=because):
        added(store, set_id, change)
    assert (case(store, set_id).items, case(store, set_id).version, audited(store)) == ((), 1, [])


def test_the_same_twice_is_refused(store: Store) -> None:
    set_id = a_set(store, new("contact", "CEPT", name="J. Smith", role="alternate", committee="COM3"))
    again = wanted(None, "Mr Smith", op="add", name="J. Smith", role="alternate", committee="COM3")
    with pytest.raises(InputRefused, match="has this change already"):
        added(store, set_id, again)


def test_what_another_officer_saw_before_is_refused(store: Store) -> None:
    set_id = a_set(store)
    added(store, set_id, wanted(phone="+41227305111"), version=1)
    with pytest.raises(IllegalMove, match="since you saw it"):
        added(store, set_id, wanted(job_title="x"), version=1)


def test_an_endless_set_is_refused(store: Store) -> None:
    each = update(store, "cept-1", phone="+41227305111")
    set_id = a_set(store, *[each] * 200)
    with pytest.raises(InputRefused, match="as many as one can have"):
        added(store, set_id, wanted(job_title="x"))

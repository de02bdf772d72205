"""Cases as officers see them: the exchange with the sender, their family, what stands against a change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change
from mailbot.errors import InputRefused
from mailbot.review.amending import amend
from mailbot.review.asking import ask
from mailbot.review.looking import look
from mailbot.review.queue import open_cases, related
from mailbot.review.ranking import ranked
from mailbot.review.rivals import later, rivals
from mailbot.store.session import Store
from mailbot.store.tables import AskRow, ChangeSetRow, MailRow
from tests.conftest import NOON
from tests.unit.review.sets import ADA, a_set, case, decided, new, update


def follow(store: Store, root: int, ask_id: int | None = None, **more: Any) -> int:
    """A set of a mail that answers a question about ``root``."""
    set_id = a_set(store, follows=root, **more)
    with store.begin() as session:
        row = session.get_one(ChangeSetRow, set_id)
        session.get_one(MailRow, row.mail_id).interpretation = {
            "new_text": "It is mine alone.",
            "subject": "Re",
        }
        if ask_id is not None:
            session.get_one(AskRow, ask_id).answered_by = row.mail_id
    return set_id


def asked(store: Store, set_id: int, text: str = "Which?") -> int:
    with store.begin() as session:
        return ask(session, set_id, text, ADA, NOON)


def family(store: Store, set_id: int) -> list[str]:
    with store.read() as session:
        return [each.id for each in related(session, set_id)]


def test_a_case_shows_what_was_asked_and_what_came_back(store: Store) -> None:
    root = a_set(store, update(store, "cept-1", phone="+41227305111"))
    first, second = asked(store, root), asked(store, root, "And whose?")
    answer = follow(store, root, first, at=NOON + timedelta(hours=2))
    one, two = case(store, root).thread
    assert (one.id, one.answer, one.change_set, one.answered_at) == (
        first, "It is mine alone.", str(answer), NOON + timedelta(hours=2),
    )  # fmt: skip
    assert (two.id, two.answered_by, two.answer) == (second, None, None)
    assert case(store, answer).follows == str(root)
    form = case(store, root).to_json()
    assert [each["answer"] for each in form["asked"]] == ["It is mine alone.", None]
    assert (form["version"], form["created_at"]) == (1, NOON.isoformat())


def test_the_whole_family_is_found_from_any_of_it(store: Store) -> None:
    root, stranger = a_set(store), a_set(store)
    one, two = follow(store, root), follow(store, root)
    with store.begin() as session:
        row = session.get_one(ChangeSetRow, two)
        session.add(ChangeSetRow(mail_id=row.mail_id, reading=2, classification="changes", authenticity="authenticated",
                                 state="pending", questions=[], created_at=NOON))  # fmt: skip
    whole = [str(root), str(one), str(two), str(two + 1)]
    for set_id in (root, one, two, two + 1):
        assert family(store, set_id) == whole
    assert family(store, stranger) == [str(stranger)]
    with pytest.raises(InputRefused):
        family(store, 99)


def test_an_item_shows_who_changed_added_and_decided_it(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    with store.begin() as session:
        amend(session, set_id, 1, {"phone": "+41227305112"}, ADA, NOON)
    decided(store, set_id, "approve")
    (form,) = case(store, set_id).to_json()["changes"]
    assert form["original"]["fields"]["phone"]["new"] == "+41227305111"
    assert (form["amended_by"], form["decided_by"], form["record"]) == (ADA, ADA, "cept-1")
    assert (form["amended_at"], form["decided_at"]) == (NOON.isoformat(), NOON.isoformat())
    assert "added_by" not in form


def test_many_cases_say_what_one_case_says(store: Store) -> None:
    """A long queue is compared with the directory loaded at once, a short one record by record."""
    sets = [a_set(store, update(store, f"cept-{n}", phone=f"+4122730511{n}")) for n in (1, 2, 3, 4)]
    with store.begin() as session:
        apply(session, update(store, "cept-2", phone="+41227305999"), Provenance("somebody else", NOON))
    with store.read() as session:
        together = open_cases(session)
    assert [int(each.id) for each in together] == sets
    assert together == [case(store, set_id) for set_id in sets]
    assert [len(each.items[0].conflicts) for each in together] == [0, 1, 0, 0]


def test_cases_with_nothing_left_to_decide_are_not_in_the_queue(store: Store) -> None:
    done = a_set(store, update(store, "cept-1", phone="+41227305111"), update(store, "cept-1", job_title="x"))
    decided(store, done, "approve", only=(1,))
    decided(store, done, "reject", reason="no")
    empty, asks = a_set(store), a_set(store, questions=[{"text": "Which?", "evidence": ["x"]}])
    with store.read() as session:
        assert [int(each.id) for each in open_cases(session)] == [empty, asks]


def test_other_proposals_about_the_same_field_are_named(store: Store) -> None:
    mine = a_set(store, update(store, "cept-1", phone="+41227305111"))
    other = a_set(store, update(store, "cept-1", phone="+41227305112", job_title="x"))
    same = a_set(store, update(store, "cept-1", phone="+41227305111"))
    gone = a_set(store, Change("contact", "remove", "cept-1", "CEPT"))
    a_set(store, update(store, "cept-2", phone="+41227305111"), update(store, "cept-1", country="CH"))
    refused = a_set(store, update(store, "cept-1", phone="+41227305113"))
    decided(store, refused, "reject", reason="no")
    with store.read() as session:
        found = rivals(session, case(store, mine))[1]
    assert [(each.change_set, each.field, each.value, each.agrees) for each in found] == [
        (str(other), "phone", "+41227305112", False), (str(same), "phone", "+41227305111", True),
        (str(gone), None, None, False),
    ]  # fmt: skip


def test_two_who_add_the_same_person_are_rivals(store: Store) -> None:
    comes: dict[str, Any] = {"name": "J. Smith", "committee": "COM3"}
    mine = a_set(store, new("contact", "CEPT", role="alternate", **comes))
    other = a_set(store, new("contact", "CEPT", role="coordinator", **{**comes, "name": "j. smith"}))
    a_set(store, new("contact", "RCC", role="coordinator", **comes))
    with store.read() as session:
        found = [each for each in rivals(session, case(store, mine))[1] if not each.agrees]
    assert [(each.change_set, each.field) for each in found] == [(str(other), "role"), (str(other), "name")]


def test_what_was_entered_since_the_mail_was_written(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111", job_title="Head"), at=NOON)
    for hours, number in ((-4, "+41227305990"), (-1, "+41227305991"), (5, "+41227305992")):
        with store.begin() as session:  # the mail is of 9:00, and came at 11:00
            apply(
                session, update(store, "cept-1", phone=number), Provenance("X", NOON + timedelta(hours=hours))
            )
    with store.begin() as session:
        apply(session, update(store, "cept-1", country="CH"), Provenance("X", NOON + timedelta(hours=6)))
    with store.read() as session:
        found = later(session, case(store, set_id))[1]
    assert [(each.field, each.new, each.actor) for each in found] == [
        ("phone", "+41227305991", "X"), ("phone", "+41227305992", "X"),
    ]  # fmt: skip


def test_what_this_case_itself_entered_is_not_later(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    decided(store, set_id, "approve", now=NOON + timedelta(hours=1))
    with store.read() as session:
        assert later(session, case(store, set_id)) == {1: ()}


def test_a_look_has_it_all_in_json(store: Store) -> None:
    root = a_set(store, update(store, "cept-1", phone="+41227305111"))
    a_set(store, update(store, "cept-1", phone="+41227305112"))
    with store.begin() as session:
        apply(
            session, update(store, "cept-1", phone="+41227305999"), Provenance("X", NOON + timedelta(hours=1))
        )
    answer = follow(store, root, asked(store, root))
    with store.read() as session:
        form = look(session, root, NOON + timedelta(days=4)).to_json()
    assert form["urgency"]["level"] == "overdue"
    assert form["rivals"]["1"][0]["value"] == "+41227305112"
    assert form["later"]["1"][0]["new"] == "+41227305999"
    assert (form["related"], form["confidence"]) == ([str(answer)], 0.9)


def test_the_queue_is_ranked_and_counts_what_is_contradicted(store: Store) -> None:
    fresh = a_set(store, update(store, "cept-1", phone="+41227305111"), at=NOON + timedelta(days=3))
    late = a_set(store, update(store, "cept-1", phone="+41227305112"))
    quiet = a_set(store, update(store, "cept-3", phone="+41227305113"), at=NOON + timedelta(days=3))
    with store.read() as session:
        found = ranked(session, NOON + timedelta(days=4))
    assert [int(each.case.id) for each in found] == [late, fresh, quiet]
    assert [each.conflicts for each in found] == [1, 1, 0]
    form = found[0].to_json()
    assert [each["change_set"] for each in form["rivals"]["1"]] == [str(fresh)]
    assert form["urgency"]["reasons"][0]["kind"] == "age"

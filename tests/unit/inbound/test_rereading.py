"""Reading again: undecided changes give way, decided ones stay, new findings become a further change set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from mailbot.directory.change import Change, FieldChange, Question
from mailbot.directory.load import load
from mailbot.errors import IllegalMove, InputRefused
from mailbot.inbound import desk
from mailbot.inbound.interpret import Interpretation
from mailbot.inbound.rereading import Difference, chosen, reread
from mailbot.review.adding import add
from mailbot.review.amending import amend
from mailbot.review.decisions import Decision, decide
from mailbot.review.queue import get_case
from mailbot.review.rules import Rules
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import ChangeSetRow, MailActionRow, MailRow, OccasionRow
from tests.conftest import NOON
from tests.unit.inbound.test_quarantine import keep, letter, read

SETTINGS = Settings()
BODY = "Dear colleagues,\n\nmy new phone number is +46 8 465 004 77.\n\nBest regards\n"
Alter = Callable[[Interpretation], Interpretation]


@contextmanager
def another_version(monkeypatch: pytest.MonkeyPatch, alter: Alter) -> Iterator[None]:
    """A mailbot that reads something else out of the same mails."""
    real = desk.read_opened
    with monkeypatch.context() as patch:
        patch.setattr(desk, "read_opened", lambda *given: alter(real(*given)))
        yield


def again(store: Store, *ids: int, dry_run: bool = False) -> Difference:
    (found,) = reread(store, SETTINGS, ids or (1,), "Officer", NOON, dry_run=dry_run)
    return found


def contact(store: Store) -> Any:
    with store.begin() as session:
        return next(c for c in load(session).contacts if c.email == "annelie.sjogren@cept.example")


def adding(store: Store, name: str, value: str) -> Alter:
    """The reading finds one more change of the same contact."""
    who = contact(store)

    def alter(found: Interpretation) -> Interpretation:
        field = FieldChange(getattr(who, name), value)
        more = Change("contact", "update", who.id, who.organization, {name: field}, ("new",))
        first = found.changes[0] if found.changes else None
        if first is not None and first.id == who.id:
            more = replace(first, fields={**first.fields, **more.fields})
            return replace(found, changes=(more, *found.changes[1:]))
        return replace(found, changes=(*found.changes, more), classification="changes")

    return alter


def sets(store: Store) -> list[tuple[int, str, int, list[str]]]:
    with store.begin() as session:
        rows = session.scalars(select(ChangeSetRow).order_by(ChangeSetRow.id)).all()
        return [
            (row.reading, row.state, row.version,
             [f"{name}={f.new}" for item in get_case(session, row.id).items for name, f in item.change.fields.items()])
            for row in rows
        ]  # fmt: skip


def test_the_same_reading_changes_nothing(store: Store) -> None:
    keep(store, letter(BODY))
    read(store)
    before = sets(store)
    assert again(store).is_empty
    assert sets(store) == before
    with store.begin() as session:
        assert session.scalars(select(MailActionRow)).all() == []


def test_an_undecided_set_gives_way(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, letter(BODY))
    read(store)
    with another_version(monkeypatch, adding(store, "job_title", "Head")):
        difference = again(store)
    assert [sorted(c.fields) for c in difference.came] == [["job_title", "phone"]]
    assert [sorted(c.fields) for c in difference.went] == [["phone"]]
    assert sets(store) == [(1, "pending", 2, ["phone=+46846500477", "job_title=Head"])]
    with store.begin() as session:
        (action,) = session.scalars(select(MailActionRow))
        assert (action.verb, action.officer) == ("reread", "Officer")
        assert action.detail is not None
        assert len(action.detail["came"]) == 1


def test_the_officers_are_asked_again_once_they_were_asked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, letter(BODY))
    read(store)

    def asked() -> list[str]:
        with store.begin() as session:
            return list(session.scalars(select(OccasionRow.key).where(OccasionRow.state == "due")))

    with another_version(monkeypatch, adding(store, "job_title", "Head")):
        again(store)
    assert asked() == ["change-set-1"]  # not asked yet: the request will show the new reading
    with store.begin() as session:
        session.scalars(select(OccasionRow)).one().state = "done"
    with another_version(monkeypatch, adding(store, "job_title", "Deputy Head")):
        again(store)
    assert asked() == ["version-3-of-change-set-1"]


def test_a_reading_that_finds_nothing_replaces_the_set(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, letter(BODY))
    read(store)
    nothing: Alter = lambda found: replace(found, changes=(), questions=(), classification="confirmation")  # noqa: E731
    with another_version(monkeypatch, nothing):
        again(store)
    assert sets(store) == [(1, "replaced", 2, [])]
    assert not again(store).is_empty  # the first version finds it again
    assert [s[1:] for s in sets(store)] == [("replaced", 2, []), ("pending", 1, ["phone=+46846500477"])]


@pytest.mark.parametrize("verb", ["approve", "reject", "undo"])
def test_decided_changes_stay(store: Store, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    keep(store, letter(BODY))
    read(store)
    with store.begin() as session:
        decide(
            session,
            1,
            Decision("reject" if verb == "reject" else "approve", "Officer", reason="x"),
            NOON,
            Rules(),
        )
    if verb == "undo":
        with store.begin() as session:
            decide(session, 1, Decision("undo", "Officer"), NOON, Rules())
    before, phone = sets(store), contact(store).phone
    assert again(store).is_empty
    assert sets(store) == before
    with another_version(monkeypatch, adding(store, "job_title", "Head")):
        difference = again(store)
    assert [sorted(c.fields) for c in difference.came] == [["job_title"]]
    assert sets(store) == [*before, (2, "pending", 1, ["job_title=Head"])]
    assert contact(store).phone == phone


def test_half_decided_sets_keep_what_is_decided(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    who = contact(store)
    with store.begin() as session:
        other = next(c for c in load(session).contacts if c.organization == "CEPT" and c.id != who.id)
    field = FieldChange(other.job_title, "Clerk")
    second = Change("contact", "update", other.id, "CEPT", {"job_title": field}, ("Clerk",))
    both: Alter = lambda found: replace(found, changes=(*found.changes, second))  # noqa: E731
    keep(store, letter(BODY))
    with monkeypatch.context() as patch:
        real = desk.read_opened
        patch.setattr(desk, "read_opened", lambda *given: both(real(*given)))
        read(store)
    with store.begin() as session:
        decide(session, 1, Decision("approve", "Officer", only=(1,)), NOON, Rules())
    (_, state, version, fields), *_ = sets(store)
    assert state == "partly"
    with another_version(monkeypatch, both):
        assert again(store).is_empty
    assert sets(store)[0] == (1, state, version, fields)
    difference = again(store)
    assert (difference.came, len(difference.went)) == ([], 1)
    assert sets(store) == [(1, "approved", version + 1, fields[:1])]


def test_new_questions_beside_decisions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, letter(BODY))
    read(store)
    with store.begin() as session:
        decide(session, 1, Decision("approve", "Officer"), NOON, Rules())
    with another_version(
        monkeypatch, lambda f: replace(f, questions=(*f.questions, Question("Which Smith?", ("x",))))
    ):
        assert again(store).asked == ["Which Smith?"]
    with store.begin() as session:
        assert [q.text for q in get_case(session, 2).questions] == ["Which Smith?"]


def test_a_dry_run_shows_and_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, letter(BODY))
    read(store)
    before = sets(store)
    with another_version(monkeypatch, adding(store, "job_title", "Head")):
        assert len(again(store, dry_run=True).came) == 1
    assert sets(store) == before


def test_a_replacement_that_was_approved_is_not_asked_about_again(store: Store) -> None:
    """Read against the directory of today the one who left would be unknown."""
    who = contact(store)
    keep(
        store,
        letter(f"Please note that {who.name} will be replaced by Ms Ada Berg, ada.berg@cept.example.", 3),
    )
    read(store)
    with store.begin() as session:
        outcome = decide(session, 1, Decision("approve", "Officer"), NOON, Rules())
        assert outcome.done
    before = sets(store)
    assert again(store).is_empty
    assert sets(store) == before


def test_which_mails(store: Store) -> None:
    keep(store, letter("one"), letter("two", 2))
    read(store)
    with store.begin() as session:
        session.get_one(MailRow, 2).state = "quarantined"
        assert chosen(session, [], None) == [1]
        assert chosen(session, [], NOON.replace(year=2021)) == []
        with pytest.raises(IllegalMove, match="quarantine retry"):
            chosen(session, [2], None)
        with pytest.raises(InputRefused, match="no mail 9"):
            chosen(session, [9], None)


def test_what_an_officer_amended_or_added_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, letter(BODY))
    read(store)
    missed = Change(
        "contact", "update", "cept-2", None, {"job_title": FieldChange(None, "Adviser")}, ("my new phone",)
    )
    with store.begin() as session:
        amend(session, 1, 1, {"phone": "+46846500411"}, "Officer", NOON)
        assert add(session, 1, missed, "Officer", NOON) == 2
    assert again(store).is_empty, "the same reading proposes nothing beside what the officer made of it"
    with another_version(monkeypatch, adding(store, "affiliation", "Elsewhere")):
        difference = again(store)
    assert [sorted(change.fields) for change in difference.came] == [["affiliation"]]
    assert difference.went == []
    (only,) = sets(store)
    assert only == (1, "pending", 4, ["phone=+46846500411", "job_title=Adviser", "affiliation=Elsewhere"])
    with store.begin() as session:
        assert [item.number for item in get_case(session, 1).items] == [1, 2, 3]


def test_what_was_refused_in_a_waiting_set_stays_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, letter(BODY))
    read(store)
    missed = Change(
        "contact", "update", "cept-2", None, {"job_title": FieldChange(None, "Adviser")}, ("my new phone",)
    )
    with store.begin() as session:
        add(session, 1, missed, "Officer", NOON)
        decide(session, 1, Decision("reject", "Officer", (1,), "no"), NOON, Rules())
    with another_version(monkeypatch, adding(store, "affiliation", "Elsewhere")):
        again(store)
    with store.begin() as session:
        items = get_case(session, 1).items
    assert [(item.number, item.state) for item in items] == [(1, "rejected"), (2, "pending"), (3, "pending")]


def test_a_set_of_which_only_the_officers_own_change_is_left_is_not_replaced(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, letter(BODY))
    read(store)
    missed = Change(
        "contact", "update", "cept-2", None, {"job_title": FieldChange(None, "Adviser")}, ("my new phone",)
    )
    with store.begin() as session:
        add(session, 1, missed, "Officer", NOON)
    nothing: Alter = lambda found: replace(found, changes=(), questions=(), classification="confirmation")  # noqa: E731
    with another_version(monkeypatch, nothing):
        again(store)
    assert sets(store) == [(1, "pending", 3, ["job_title=Adviser"])]

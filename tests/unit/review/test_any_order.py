"""Whatever officers do in whatever order: the directory is what its revisions say, and nothing is applied that
was not approved, by two where two are wanted."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from mailbot.directory.apply import current
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.load import load
from mailbot.directory.records import RECORDS, values
from mailbot.errors import MailbotError
from mailbot.review.adding import add
from mailbot.review.amending import amend
from mailbot.review.changes import state_of
from mailbot.review.decisions import Decision, decide
from mailbot.review.rules import Rules, same_officer
from mailbot.store.session import Store
from mailbot.store.tables import ChangeRow, ChangeSetRow, DecisionRow, RevisionRow
from tests.conftest import NOON
from tests.unit.review.sets import ADA, BOB, a_set, new, update

RULES = Rules(frozenset({"focal_point"}))
OFFICERS = st.sampled_from([ADA, ADA.upper(), BOB])
NUMBERS = st.sampled_from([(), (1,), (2,), (3,)])
SETS = st.sampled_from([1, 2, 3])
PHONES = st.sampled_from(["+41227305111", "+41227305112", "+46846500442", "12"])
STEP = st.one_of(
    st.tuples(st.just("approve"), SETS, OFFICERS, NUMBERS, st.booleans()),
    st.tuples(st.sampled_from(["reject", "undo"]), SETS, OFFICERS, NUMBERS, st.just(False)),
    st.tuples(st.just("amend"), SETS, OFFICERS, st.sampled_from([1, 2, 3]), PHONES),
    st.tuples(st.just("add"), SETS, OFFICERS, st.sampled_from(["cept-1", "cept-2"]), PHONES),
)


def prepare(store: Store) -> None:
    """Three sets that get in each other's way: a focal point's number, his leaving, a held one."""
    joins = new("contact", "CEPT", name="J. Smith", role="focal_point", committee="all")
    gone = Change("contact", "remove", "cept-1", "CEPT")
    a_set(store, update(store, "cept-1", phone="+41227305111"), update(store, "cept-2", phone="+41227305112"))
    a_set(store, gone, joins, update(store, "cept-2", phone="+41227305113"))
    a_set(store, update(store, "cept-1", phone="+41227305114"), state="held")


def do(store: Store, step: tuple[Any, ...]) -> None:
    verb, set_id, officer, what, how = step
    try:
        with store.begin() as session:
            if verb == "amend":
                amend(session, set_id, what, {"phone": how}, officer, NOON)
            elif verb == "add":
                missed = Change(
                    "contact", "update", what, None, {"phone": FieldChange(None, how)}, ("my new number",)
                )
                add(session, set_id, missed, officer, NOON)
            else:
                release = "she called" if how else None
                decide(session, set_id, Decision(verb, officer, what, "x", release, bool(how)), NOON, RULES)
    except MailbotError:
        pass  # refused; it must not have changed anything, which is what is checked


def folded(session: Session) -> dict[tuple[str, str], dict[str, Any]]:
    """The directory as its revisions tell it."""
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for row in session.query(RevisionRow).order_by(RevisionRow.id):
        key, made = (row.target, row.record), {name: value["new"] for name, value in row.fields.items()}
        if row.op == "remove":
            del records[key]
        elif row.op == "add":
            assert key not in records
            records[key] = made
        else:
            assert all(records[key].get(name) == value["old"] for name, value in row.fields.items())
            records[key] = {**records[key], **made}
    return records


def on_file(session: Session) -> dict[tuple[str, str], dict[str, Any]]:
    directory = load(session)
    return {
        (kind.kind, record.key): values(record) for kind in RECORDS for record in directory.of_kind(kind.kind)
    }


def check(session: Session) -> None:
    assert folded(session) == on_file(session)
    for row in session.query(ChangeSetRow):
        changes = session.query(ChangeRow).filter_by(change_set_id=row.id).all()
        assert row.state == state_of((c.state for c in changes), held=row.held_because is not None)
        verbs = {
            (d.verb, n) for d in session.query(DecisionRow).filter_by(change_set_id=row.id) for n in d.numbers
        }
        for change in changes:
            made = session.query(RevisionRow).filter_by(change_id=change.id).count()
            assert made <= {"approved": 1, "undone": 2}.get(change.state, 0)
            if change.state not in ("approved", "undone"):
                continue
            assert change.decided_by is not None
            assert ("approve", change.number) in verbs
            if needs_two(session, change):
                assert ("second", change.number) in verbs
                assert change.seconded_by is not None
                approver = next(
                    d.officer for d in session.query(DecisionRow).filter_by(change_set_id=row.id, verb="approve")
                    if change.number in d.numbers
                )  # fmt: skip
                assert not same_officer(change.seconded_by, approver)


def needs_two(session: Session, change: ChangeRow) -> bool:
    """cept-1 is a focal point as long as he is on the sheet, and nobody makes him another."""
    wanted = Change.from_json(change.change)
    return RULES.need_two(wanted, {"role": "focal_point"} if wanted.id == "cept-1" else None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=12))
def test_whatever_officers_do(imported: Path, steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{shutil.copy(imported, Path(folder) / 'mailbot.db')}").prepare()
        try:
            prepare(store)
            for step in steps:
                do(store, step)
                with store.read() as session:
                    check(session)
        finally:
            store.close()


def test_the_check_sees_what_goes_past_the_officers(store: Store) -> None:
    """A revision that no row of the directory bears out, and an approval that one officer gave alone."""
    prepare(store)
    with store.begin() as session:
        decide(session, 1, Decision("approve", ADA), NOON, Rules())
    with store.read() as session:
        try:
            check(session)
        except AssertionError:
            pass
        else:
            raise AssertionError("one officer alone was let through")
        assert current(session, "contact", "cept-1") is not None

"""What changed lately for everybody, the consensus over time, and the trail of all that was done."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.consensus import assess_all
from mailbot.directory.consent import Consent, published
from mailbot.directory.history import cells, entries, lately
from mailbot.directory.load import load
from mailbot.directory.replay import as_of
from mailbot.directory.snapshot import Directory
from mailbot.directory.trends import MOST, Point, series, trend, turns
from mailbot.store import audit
from mailbot.store.session import Store
from mailbot.store.tables import (
    DecisionRow,
    MailActionRow,
    MailRow,
    PaperConfirmationRow,
    PaperRow,
    RevisionRow,
)
from mailbot.store.tables.review import ChangeSetRow
from mailbot.store.trail import trail
from tests.conftest import NOON

SECRETS = ("+41227305111", "ada@cept.example", "Ada Verne", "my words", "officer@itu.example")


def change(store: Store, days: int, kind: str, op: Any, key: str | None, **fields: tuple[Any, Any]) -> None:
    by = Provenance("officer@itu.example", NOON + timedelta(days=days), excerpt="my words")
    with store.begin() as session:
        apply(
            session, Change(kind, op, key, "CEPT", {n: FieldChange(*pair) for n, pair in fields.items()}), by
        )


@pytest.fixture
def lived(store: Store, shipped: Directory) -> Store:
    phone = next(c.phone for c in shipped.contacts if c.id == "cept-1")
    change(store, 1, "contact", "update", "cept-1", phone=(phone, "+41227305111"))
    change(store, 2, "contact", "add", None, id=(None, "cept-9"), role=(None, "alternate"), committee=(None, "COM3"),
           name=(None, "Ada Verne"), email=(None, "ada@cept.example"))  # fmt: skip
    change(store, 3, "contact", "remove", "cept-9")
    change(store, 4, "position", "update", "CEPT/Resolution 20", action=("NOC", "MOD"))
    change(store, 5, "participation", "add", None, event=(None, "irm-2"), name=(None, "Ada Verne"))
    change(store, 6, "meeting", "update", "cept-m1", place=(None, "Bern"))
    return store


def test_lately_tells_what_changed_and_nothing_of_persons(lived: Store) -> None:
    with lived.read() as session:
        public = published(load(session), {}, ())
        found = lately(session, public, NOON, 10)
    assert [(each.kind, each.op, each.organization, each.title) for each in found] == [
        ("meeting", "update", "CEPT", "CEPT Com-ITU project team on WTSA-20"),
        ("position", "update", "CEPT", "Resolution 20"),
        ("contact", "remove", "CEPT", None),
        ("contact", "add", "CEPT", None),
        ("contact", "update", "CEPT", "Annelie Sjögren"),
    ]
    assert dict(found[1].fields) == {"action": ("NOC", "MOD")}
    assert dict(found[3].fields) == {
        "organization": (None, "CEPT"), "role": (None, "alternate"), "committee": (None, "COM3"),
    }  # fmt: skip
    assert not any(secret in str(found) for secret in SECRETS)


def test_lately_names_nobody_who_is_not_listed(lived: Store) -> None:
    with lived.read() as session:
        public = published(load(session), {"cept-1": Consent(frozenset(), listed=False)}, ())
        found = lately(session, public, NOON, 10)
    assert "Annelie" not in str(found)
    assert len(found) == 5


def test_lately_is_bounded_and_leaves_the_first_import_out(lived: Store) -> None:
    with lived.read() as session:
        public = published(load(session), {}, ())
        assert len(lately(session, public, NOON - timedelta(days=1), 2)) == 2
        assert len(lately(session, public, NOON - timedelta(days=1), 99)) == 5


def test_a_cell_knows_since_when_and_from_whom(lived: Store) -> None:
    with lived.read() as session:
        found = cells(session, "position", "CEPT/Resolution 20")
        assert cells(session, "contact", "cept-9") == {}
        assert [each.op for each in entries(session, "contact", "cept-9")] == ["add", "remove"]
    action, status = found["action"], found["status"]
    assert (action.value, action.since, action.entry.by, action.entry.excerpt) == (
        "MOD", NOON + timedelta(days=4), "officer@itu.example", "my words",
    )  # fmt: skip
    assert (status.since, status.entry.file, status.entry.excerpt) == (NOON, "wtsa20.yaml", None)


def test_each_day_is_assessed_as_it_was(lived: Store) -> None:
    now = NOON + timedelta(days=10)
    with lived.read() as session:
        zone = load(session).zone
        found = trend(session, now, zone)
        first, last = NOON.date(), now.date()
        assert found.days == (first, first + timedelta(days=4), last)
        for day, counts in zip(found.days, found.counts, strict=True):
            then = assess_all(as_of(session, min(now, NOON + timedelta(days=(day - first).days, hours=10))))
            assert sum(counts.values()) == len(then)
            for text, each in then.items():
                assert Point(day, each.degree, each.number) in found.texts[text]
        before = series(session, [first - timedelta(days=1), first], now, zone)
    assert before.days == (first,)
    points = found.texts["Resolution 20"]
    assert turns(points) == points[:2]
    assert turns(found.texts["A.7"]) == found.texts["A.7"][:1]


def test_the_days_are_bounded(store: Store) -> None:
    for day in range(1, 2 * MOST):
        pair = ("NOC", "MOD") if day % 2 else ("MOD", "NOC")
        change(store, day, "position", "update", "CEPT/Resolution 20", action=pair)
    now = NOON + timedelta(days=100)
    with store.read() as session:
        found = trend(session, now, load(session).zone)
    assert len(found.days) == MOST
    assert (found.days[0], found.days[-2], found.days[-1]) == (
        NOON.date(), (NOON + timedelta(days=2 * MOST - 1)).date(), now.date(),
    )  # fmt: skip


def test_the_trail_has_every_record_by_time(lived: Store) -> None:
    with lived.begin() as session:
        mail = MailRow(digest="d", source="t", arrived_at=NOON, state="read")
        paper = PaperRow(kind="circular-letter", key="5", title="t", created_at=NOON, changed_at=NOON)
        session.add_all((mail, paper))
        session.flush()
        case = ChangeSetRow(mail_id=mail.id, classification="changes", authenticity="unverified", state="pending",
                            questions=[], created_at=NOON)  # fmt: skip
        session.add(case)
        session.flush()
        at = NOON + timedelta(days=4, hours=1)
        session.add(DecisionRow(change_set_id=case.id, at=at, officer="o", verb="approve", numbers=[1]))
        session.add(
            MailActionRow(mail_id=mail.id, at=at + timedelta(hours=2), officer="o", verb="retry", reason="r")
        )
        session.add(
            PaperConfirmationRow(paper_id=paper.id, version=1, officer="o", at=at + timedelta(hours=1))
        )
        audit.note(session, at + timedelta(hours=3), "o", "web", "sign-in", "o", {"by": "password"})
        case_id, mail_id = case.id, mail.id
    with lived.read() as session:
        found = list(trail(session, NOON + timedelta(days=4)))
        revisions = session.scalars(select(RevisionRow.id)).all()
        assert len([line for line in trail(session) if line.record == "revision"]) == len(revisions)
    assert [(line.record, line.actor, line.verb, line.what) for line in found[:5]] == [
        ("revision", "officer@itu.example", "update", "position CEPT/Resolution 20"),
        ("decision", "o", "approve", f"change set {case_id}"),
        ("confirmation", "o", "confirm", "circular-letter 5"),
        ("mail action", "o", "retry", f"mail {mail_id}"),
        ("audit", "o", "sign-in", "o"),
    ]
    assert [line.at for line in found] == sorted(line.at for line in found)
    assert json.loads(json.dumps(found[4].to_json()))["detail"] == {"door": "web", "by": "password"}

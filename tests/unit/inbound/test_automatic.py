"""`[review] auto`: what a site lets pass without an officer, and what it never does."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from mailbot.directory.load import load
from mailbot.inbound.intake import read_kept
from mailbot.review.decisions import Decision, decide
from mailbot.review.queue import Case, get_case
from mailbot.review.rules import Rules
from mailbot.settings import Review, Settings
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow
from tests.conftest import NOON
from tests.unit.inbound.test_intake import first_contact
from tests.unit.inbound.test_intake import mail as keep

COMING = "Dear colleagues,\n\nI will attend the inter-regional meeting on 8 January.\n\nBest regards\n"
BOTH = COMING.replace("Best", "My new phone number is +66 2 555 0199.\n\nBest")


def mail(store: Store, body: str, *, proven: bool = True) -> None:
    domain = first_contact(store).email.rpartition("@")[2]
    keep(store, body, results=f"mx.itu.example; dmarc=pass header.from={domain}" if proven else "")


def read(store: Store, auto: tuple[str, ...] = ("participation",)) -> Case:
    settings = Settings(trust={"authserv_ids": ["mx.itu.example"]}, review={"auto": auto})  # type: ignore[arg-type]
    (found,) = read_kept(store, settings, NOON)
    assert found.change_set is not None
    with store.begin() as session:
        return get_case(session, found.change_set)


def asked(store: Store) -> set[tuple[str, str]]:
    with store.begin() as session:
        return {(row.kind, row.state) for row in session.scalars(select(OccasionRow))}


def test_proven_attendance_passes_and_is_answered(store: Store) -> None:
    mail(store, COMING)
    case = read(store)
    assert case.state == "approved"
    assert asked(store) == {("approval-request", "skipped"), ("answer", "due"), ("decided", "due")}
    with store.begin() as session:
        assert any(each.event == "irm-2" for each in load(session).participations)


def test_as_shipped_nothing_passes(store: Store) -> None:
    assert Settings().review.auto == ()
    mail(store, COMING)
    assert read(store, ()).state == "pending"


@pytest.mark.parametrize(
    ("body", "proven"), [(COMING, False), (BOTH, True)], ids=["not proven", "with another change"]
)
def test_a_set_passes_whole_or_not_at_all(store: Store, body: str, proven: bool) -> None:
    mail(store, body, proven=proven)
    case = read(store)
    assert case.state in ("pending", "held")
    assert all(item.state == "pending" for item in case.items)
    assert ("approval-request", "due") in asked(store)


def test_an_officer_can_take_it_back(store: Store) -> None:
    mail(store, COMING)
    case = read(store)
    with store.begin() as session:
        assert decide(session, int(case.id), Decision("undo", "officer"), NOON, Rules()).state == "undone"
    with store.begin() as session:
        assert not any(
            each.event == "irm-2" and each.organization == "APT" for each in load(session).participations
        )


def test_only_attendance_can_be_let_pass() -> None:
    with pytest.raises(ValidationError, match="participation"):
        Review(auto=("contact",))  # type: ignore[arg-type]

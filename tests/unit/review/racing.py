"""Two who decide the same case at the same moment, on any database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from mailbot.errors import MailbotError
from mailbot.review.decisions import Decision, Outcome, decide
from mailbot.review.queue import get_case
from mailbot.review.rules import Rules
from mailbot.store.session import Store
from mailbot.store.tables import DecisionRow, OccasionRow
from tests.conftest import NOON
from tests.unit.review.sets import ADA, BOB, a_set, case, revisions, update, value


def at_once(store: Store, *wanted: tuple[int, Decision], rules: Rules | None = None) -> list[Outcome | str]:
    """What each of the officers is told; each has looked at the case before."""
    barrier = threading.Barrier(len(wanted))

    def one(set_id: int, decision: Decision) -> Outcome | str:
        with store.read() as session:
            get_case(session, set_id)
        barrier.wait(60)
        try:
            with store.begin() as session:
                return decide(session, set_id, decision, NOON, rules or Rules())
        except MailbotError as exc:
            return str(exc)

    with ThreadPoolExecutor(len(wanted)) as pool:
        return list(pool.map(lambda each: one(*each), wanted))


def check_one_effect(store: Store) -> None:
    """The same case by two officers: one decides, the other is told; by two who contradict each other, too."""
    for verb in ("approve", "reject"):
        with store.read() as session:
            before = revisions(session), session.query(DecisionRow).count()
        set_id = a_set(store, update(store, "cept-2", phone=f"+412273{before[1]:03d}{len(verb)}"))
        told = at_once(store, (set_id, Decision("approve", ADA)), (set_id, Decision(verb, BOB, reason="no")))  # type: ignore[arg-type]
        refused = [each for each in told if isinstance(each, str)]
        assert len(refused) == 1, told
        assert "it cannot be" in refused[0]
        with store.read() as session:
            done = case(store, set_id).state == "approved"
            assert revisions(session) - before[0] == int(done)
            assert session.query(DecisionRow).count() - before[1] == 1
            assert (
                session.query(OccasionRow).filter_by(kind="answer").count()
                == session.query(DecisionRow).count()
            )


def check_rivals(store: Store) -> None:
    """Two cases that want something else of one field: one is entered, the other waits with the conflict."""
    one = a_set(store, update(store, "cept-3", phone="+41227305991"))
    two = a_set(store, update(store, "cept-3", phone="+41227305992"))
    told = at_once(store, (one, Decision("approve", ADA)), (two, Decision("approve", BOB)))
    left = [each for each in told if isinstance(each, Outcome) and each.left]
    assert len(left) == 1, told
    assert "by now" in left[0].left[1]
    winner = next(each for each in told if isinstance(each, Outcome) and each.done)
    assert value(store, "cept-3", "phone") == f"+4122730599{1 if winner.change_set == str(one) else 2}"


def check_crossed(store: Store) -> None:
    """Two cases about the same two records in opposite order: neither waits for the other for ever."""
    for turn in range(5):
        first = (
            update(store, "cept-2", phone=f"+412273060{turn}1"),
            update(store, "cept-3", phone=f"+412273060{turn}2"),
        )
        second = (
            update(store, "cept-3", job_title=f"Head {turn}"),
            update(store, "cept-2", job_title=f"Head {turn}"),
        )
        one, two = a_set(store, *first), a_set(store, *second)
        told = at_once(store, (one, Decision("approve", ADA)), (two, Decision("approve", BOB)))
        assert [each.state if isinstance(each, Outcome) else each for each in told] == [
            "approved",
            "approved",
        ]


def check_two_officers(store: Store) -> None:
    """One officer twice at once is one officer; two at once are two."""
    rules = Rules(frozenset({"contact"}))
    set_id = a_set(store, update(store, "cept-4", phone="+41227305111"))
    at_once(
        store, (set_id, Decision("approve", ADA)), (set_id, Decision("approve", ADA.upper())), rules=rules
    )
    assert case(store, set_id).state == "pending"
    at_once(store, (set_id, Decision("approve", BOB)), (set_id, Decision("approve", ADA)), rules=rules)
    assert case(store, set_id).state == "approved"

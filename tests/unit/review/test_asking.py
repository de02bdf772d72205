"""Asking: the question and its mail are one transaction, and nobody is asked who would not be answered."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.errors import IllegalMove, InputRefused
from mailbot.review.asking import ask, cannot_ask
from mailbot.store.session import Store
from mailbot.store.tables import AskRow, OccasionRow
from tests.conftest import NOON
from tests.unit.review.sets import ADA, SENDER, a_set, audited, case, decided, due, update


def asked(
    store: Store, set_id: int, text: str = "Which number?", numbers: tuple[int, ...] = (), **more: Any
) -> int:
    with store.begin() as session:
        return ask(session, set_id, text, ADA, NOON, numbers, **more)


def test_the_question_its_occasion_and_the_log(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    number = asked(store, set_id, "  Which number? \r\nThe old one?\n", (1, 1))
    (exchange,) = case(store, set_id).thread
    assert (exchange.id, exchange.text, exchange.numbers) == (number, "Which number?\nThe old one?", (1,))
    assert (exchange.officer, exchange.at, exchange.answered_by, exchange.answer) == (ADA, NOON, None, None)
    assert due(store, "question") == [f"ask-{number}"]
    assert audited(store) == [(ADA, "asked", f"change set {set_id}")]
    assert case(store, set_id).version == 1, "what is to be decided is the same"


def test_the_same_twice_goes_out_once(store: Store) -> None:
    set_id = a_set(store)
    asked(store, set_id)
    with pytest.raises(InputRefused, match="asked already"):
        asked(store, set_id)
    asked(store, set_id, "And whose?")
    assert len(due(store, "question")) == 2


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"authenticity": "failed"}, "failed authentication"),
        ({"state": "held"}, "held: dmarc=fail"),
        ({"classification": "auto-reply"}, "automatic mail"),
        ({"classification": "bounce"}, "automatic mail"),
        ({"classification": "command"}, "commands"),
        ({"sender": None}, "names no sender"),
        ({"headers": "Auto-Submitted: auto-generated\n"}, "Auto-Submitted"),
        ({"headers": "Precedence: list\n"}, "Precedence"),
    ],
)
def test_nobody_is_asked_who_would_not_be_answered(store: Store, more: dict[str, Any], because: str) -> None:
    set_id = a_set(store, **more)
    with pytest.raises(IllegalMove, match=because):
        asked(store, set_id)
    with store.read() as session:
        assert cannot_ask(session, set_id) is not None
        assert (session.query(AskRow).count(), session.query(OccasionRow).count()) == (0, 0)


def test_our_own_address_is_not_asked(store: Store) -> None:
    set_id = a_set(store)
    with pytest.raises(IllegalMove, match="our own address"):
        asked(store, set_id, own=SENDER.upper())
    with store.read() as session:
        assert cannot_ask(session, set_id, "tsb-irc@itu.example") is None


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001, "a\x00b", "a\x1b[2Jb"])
def test_an_empty_endless_or_binary_question_is_refused(store: Store, text: str) -> None:
    with pytest.raises(InputRefused, match="1 to 4000 characters"):
        asked(store, a_set(store), text)


def test_unknown_numbers_and_sets_are_refused(store: Store) -> None:
    with pytest.raises(InputRefused, match="no change 2"):
        asked(store, a_set(store, update(store, "cept-1", phone="+41227305111")), numbers=(2,))
    with pytest.raises(InputRefused, match="no change set 99"):
        asked(store, 99)


def test_one_may_ask_after_the_decision_but_not_about_what_was_replaced(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    decided(store, set_id, "approve")
    asked(store, set_id)
    with pytest.raises(IllegalMove, match="replaced"):
        asked(store, a_set(store, state="replaced"))

"""Answers to officers' questions come back into the case, whatever a reader makes of them."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.inbound.rereading import reread
from mailbot.outbound.planner import plan
from mailbot.review.asking import ask
from mailbot.review.queue import Case, get_case, related
from mailbot.settings import Settings
from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.store.tables import AskRow, ChangeSetRow, OutboxRow
from tests.conftest import NOON
from tests.unit.review.sets import ADA, SENDER, decided

SETTINGS = Settings(trust={"authserv_ids": ["mx.itu.example"]})  # type: ignore[arg-type]
OWN = SETTINGS.identity.address
PASSED = "mx.itu.example; dmarc=pass header.from=cept.example"


def comes(
    store: Store, body: str, *, to: str = OWN, sender: str = SENDER, results: str = PASSED, **headers: str
) -> int | None:
    """A mail is taken in and read; the change set it opens."""
    message = EmailMessage()
    message["Authentication-Results"] = results
    message["From"], message["To"], message["Subject"] = sender, to, "Re: contact sheet"
    message["Message-ID"] = f"<{abs(hash((body, to, sender)))}@cept.example>"
    message["Date"] = "Tue, 15 Dec 2020 10:00:00 +0100"
    for name, text in headers.items():
        message[name.replace("_", "-")] = text
    message.set_content(body)
    with store.begin() as session:
        keep_bytes(session, message.as_bytes(), "test", NOON)
    (found,) = read_kept(store, SETTINGS, NOON)
    return found.change_set


@pytest.fixture
def root(store: Store) -> int:
    found = comes(store, "Dear all,\n\nmy new phone number is +46 8 465 004 77.\n\nBest regards\n")
    assert found is not None
    return found


def put(store: Store, set_id: int, text: str = "Is this number yours alone?") -> OutboxRow:
    """An officer asks, and the question goes to the outbox."""
    with store.begin() as session:
        ask(session, set_id, text, ADA, NOON)
    plan(store, SETTINGS, NOON)
    with store.read() as session:
        row = session.query(OutboxRow).filter_by(kind="question").order_by(OutboxRow.id.desc()).first()
        assert row is not None
        return row


def token(store: Store, row: OutboxRow) -> str:
    return signer(store, SETTINGS).address("r", row.id, row.recipient, OWN)


def case(store: Store, set_id: int | None) -> Case:
    assert set_id is not None
    with store.read() as session:
        return get_case(session, set_id)


def answered(store: Store) -> list[int | None]:
    with store.read() as session:
        return [row.answered_by for row in session.query(AskRow).order_by(AskRow.id)]


WORDS = "It is for the whole team, and please do not print it.\n"


def test_words_that_no_reader_understands_are_shown_to_the_officers(store: Store, root: int) -> None:
    row = put(store, root)
    made = comes(store, WORDS, In_Reply_To=row.message_id, to=token(store, row))
    found = case(store, made)
    assert (found.follows, found.items, found.open_questions) == (str(root), (), ())
    (reply,) = found.replies
    assert reply.text == "Answer to your question “Is this number yours alone?”"
    assert reply.evidence == (WORDS.strip(),)
    (exchange,) = case(store, root).thread
    assert (exchange.answer, exchange.change_set) == (WORDS.strip(), str(made))
    with store.read() as session:
        assert [int(each.id) for each in related(session, root)] == [root, made]


def test_a_change_in_the_answer_is_a_change_of_the_same_case(store: Store, root: int) -> None:
    row = put(store, root)
    made = comes(store, "Sorry, my new phone number is +46 8 465 004 78.\n", In_Reply_To=row.message_id)
    found = case(store, made)
    assert (found.follows, found.questions) == (str(root), ())
    assert found.items[0].change.fields["phone"].new == "+46846500478"


@pytest.mark.parametrize("way", ["reference", "token", "references"])
def test_the_ways_an_answer_is_known(store: Store, root: int, way: str) -> None:
    row = put(store, root)
    given: dict[str, Any] = {
        "reference": {"In_Reply_To": row.message_id},
        "references": {"References": f"<other@x.example> {row.message_id}"},
        "token": {"to": token(store, row)},
    }[way]
    assert case(store, comes(store, WORDS, **given)).follows == str(root)
    assert answered(store) != [None]


def test_threat_11_whoever_guesses_or_forges_answers_nothing(store: Store, root: int) -> None:
    row = put(store, root)
    other = signer(store, SETTINGS).address("r", row.id, "eve@cept.example", OWN)
    forged = "mx.itu.example; dmarc=fail header.from=cept.example"
    given: list[dict[str, Any]] = [
        {"sender": "eve@cept.example", "In_Reply_To": row.message_id},
        {"sender": "eve@cept.example", "to": token(store, row)},
        {"sender": "eve@cept.example", "to": other},
        {"to": other},
        {"In_Reply_To": "<guessed@itu.example>"},
        {"In_Reply_To": row.message_id, "to": token(store, row), "results": forged},
        {},
    ]
    for number, each in enumerate(given):
        assert case(store, comes(store, f"{WORDS}{number}\n", **each)).follows is None, each
    assert answered(store) == [None]


def test_an_absence_notice_answers_nothing(store: Store, root: int) -> None:
    row = put(store, root)
    comes(store, "I am out of office until 4 January.\n", In_Reply_To=row.message_id, to=token(store, row),
          Auto_Submitted="auto-replied")  # fmt: skip
    assert answered(store) == [None]
    assert case(store, comes(store, WORDS, In_Reply_To=row.message_id)).follows == str(root)


def test_a_confirmation_is_an_answer_though_it_opens_no_case_as_a_rule(store: Store, root: int) -> None:
    row = put(store, root)
    made = comes(store, "Everything is correct, thank you.\n", In_Reply_To=row.message_id)
    assert case(store, made).follows == str(root)
    assert case(store, made).replies[0].evidence == ("Everything is correct, thank you.",)


def test_a_question_about_the_answer_stays_in_the_first_case(store: Store, root: int) -> None:
    first = comes(store, WORDS, In_Reply_To=put(store, root).message_id)
    assert first is not None
    second = comes(store, "Yes.\n", In_Reply_To=put(store, first, "All of it?").message_id)
    assert (case(store, first).follows, case(store, second).follows) == (str(root), str(root))
    with store.read() as session:
        assert [int(each.id) for each in related(session, second or 0)] == [root, first, second]


def test_the_first_answer_settles_the_question_and_the_second_is_seen_too(store: Store, root: int) -> None:
    row = put(store, root)
    one = comes(store, WORDS, In_Reply_To=row.message_id)
    two = comes(store, "And one more thing: we move.\n", In_Reply_To=row.message_id)
    with store.read() as session:
        assert answered(store) == [session.get_one(ChangeSetRow, one).mail_id]
    assert case(store, two).follows == str(root)
    assert case(store, two).replies


def test_reading_the_answer_again_keeps_it_in_the_case(store: Store, root: int) -> None:
    made = comes(store, WORDS, In_Reply_To=put(store, root).message_id)
    found = case(store, made)
    assert found.mail_id is not None
    (difference,) = reread(store, SETTINGS, [found.mail_id], ADA, NOON)
    assert difference.is_empty
    assert case(store, made) == found


def test_who_answered_is_told_that_it_was_read_and_not_that_it_was_not_understood(
    store: Store, root: int
) -> None:
    made = comes(store, WORDS, In_Reply_To=put(store, root).message_id)
    assert made is not None
    decided(store, made, "approve")
    plan(store, SETTINGS, NOON)
    with store.read() as session:
        row = session.query(OutboxRow).filter_by(kind="answer").one()
    text = " ".join(row.content.decode().split())
    assert "Your answer has been read." in text
    assert "NOT UNDERSTOOD" not in text


def test_a_reply_to_what_he_was_told_follows_the_case(store: Store, root: int) -> None:
    decided(store, root, "approve")
    plan(store, SETTINGS, NOON)
    with store.read() as session:
        told = session.query(OutboxRow).filter_by(kind="answer").one()
    made = comes(store, "No, my new phone number is +46 8 465 004 78.\n", to=token(store, told))
    assert case(store, made).follows == str(root)
    stranger = comes(store, WORDS, sender="eve@cept.example", In_Reply_To=told.message_id)
    assert case(store, stranger).follows is None

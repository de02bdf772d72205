"""One automatic answer a person, thread and day; a loop ends by itself."""

from __future__ import annotations

import email
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import select

from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.outbound import once
from mailbot.outbound.planner import plan
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow, OutboxRow
from tests.conftest import NOON

SETTINGS = Settings()
ADA = "annelie.sjogren@cept.example"
VACATION = "I am away until Monday and read no mail.\n"


def come(
    store: Store, number: int, body: str, now: datetime = NOON, sender: str = ADA, **headers: str
) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "tsb-irc@itu.example", f"mail {number}"
    message["Message-ID"] = f"<{number}@x.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    with store.begin() as session:
        keep_bytes(session, message.as_bytes(), "test", now)


def turn(store: Store, now: datetime = NOON) -> list[OutboxRow]:
    """Read and plan; all answers so far."""
    list(read_kept(store, SETTINGS, now))
    plan(store, SETTINGS, now)
    with store.begin() as session:
        return list(
            session.scalars(
                select(OutboxRow).where(OutboxRow.kind == "command-answer").order_by(OutboxRow.id)
            )
        )


def reasons(store: Store) -> list[str | None]:
    with store.begin() as session:
        return list(session.scalars(select(OccasionRow.reason).where(OccasionRow.state == "skipped",
                                                                     OccasionRow.kind == "command-answer")))  # fmt: skip


def test_threat_17_a_vacation_without_headers_a_hundred_rounds(store: Store) -> None:
    """A program that answers each mail of ours, once with a vacation, once with what it took for a command."""
    come(store, 0, "help\n")
    answers = turn(store)
    assert len(answers) == 1
    for number in range(1, 101):
        answered = answers[-1].message_id
        body = VACATION if number % 2 else f"status\nhelp\n{'help' * (number % 7)}\n"
        come(store, number, f"{body}\n> {number}\n", In_Reply_To=answered)
        answers = turn(store)
    assert len(answers) == 1
    assert len(turn(store, NOON + timedelta(days=1))) == 1


def test_threat_17_words_that_change_with_every_round_stay_in_their_thread(store: Store) -> None:
    come(store, 0, "help\n")
    (first,) = turn(store)
    for number in range(1, 30):
        come(
            store,
            number,
            "help\n" + "status\n" * (number % 19),
            References=f"<0@x.example> {first.message_id}",
        )
    assert len(turn(store)) == 1
    assert all(reason and reason.endswith("on 2020-12-14") for reason in reasons(store))


def test_a_storm_of_the_same_words_is_answered_once(store: Store) -> None:
    for number in range(120):
        come(store, number, "help\n", References=f"<root-{number}@elsewhere.example>")
    assert len(turn(store)) == 1
    assert len(reasons(store)) == 119


def test_a_storm_of_other_words_is_bounded(store: Store) -> None:
    for number in range(30):
        come(store, number, f"subscribe irm-no{number}\n")
    assert len(turn(store)) == once.MOST_A_DAY


def test_another_question_another_person_another_day_are_answered(store: Store) -> None:
    come(store, 1, "help\n")
    come(store, 2, "status\n")
    come(store, 3, "help\n", sender="o.pemberton@dcms-gb.example")
    assert len(turn(store)) == 3
    come(store, 4, "help\n")
    assert len(turn(store)) == 3
    tomorrow = NOON + timedelta(days=1)
    come(store, 5, "help\n", tomorrow)
    assert len(turn(store, tomorrow)) == 4


def test_the_day_is_the_programmes(store: Store) -> None:
    """23:30 UTC is half past midnight in Zurich."""
    evening = NOON.replace(hour=22, minute=30)
    come(store, 1, "help\n", evening)
    assert len(turn(store, evening)) == 1
    night = NOON.replace(hour=23, minute=30)
    come(store, 2, "help\n", night)
    assert len(turn(store, night)) == 2


def test_planning_twice_answers_once(store: Store) -> None:
    come(store, 1, "help\n")
    assert len(turn(store)) == len(turn(store)) == 1


def test_an_answer_is_marked_as_one_and_names_the_mail(store: Store) -> None:
    come(store, 1, "help\n", References="<root@cept.example>")
    (row,) = turn(store)
    message = email.message_from_bytes(row.content)
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["In-Reply-To"] == "<1@x.example>"
    assert message["References"].split() == ["<root@cept.example>", "<1@x.example>"]
    assert message["List-Id"] is None

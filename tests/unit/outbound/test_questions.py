"""What an officer asks a sender: in his language, his words quoted, in his thread; never where nobody answers."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime
from email.policy import default

import pytest

from mailbot.directory.snapshot import Directory
from mailbot.outbound.cases.questions import MOST_QUOTED, question
from mailbot.outbound.planner import plan
from mailbot.review.asking import ask
from mailbot.review.case import Case, Exchange
from mailbot.settings import Review, Settings
from mailbot.store.session import Store
from mailbot.store.tables import AskRow, ChangeSetRow, OccasionRow, OutboxRow
from tests.conftest import NOON
from tests.unit.outbound.test_answers import CASE, IDENTITY, bodies, incoming
from tests.unit.review.sets import ADA, SENDER, a_set, update

NOW = datetime(2020, 12, 15, 9, tzinfo=UTC)
ASKED = Exchange(5, NOW, ADA, "Which number?\nThe \u202eold one, <b>{{ 7*7 }}</b>?", (1,))
SETTINGS = Settings(review=Review(approvers=(ADA,)))


def made(directory: Directory, case: Case = CASE, asked: Exchange = ASKED) -> tuple[str, str]:
    return bodies(question(case, asked, incoming(), directory, IDENTITY, "ask-5", NOW))


def test_it_quotes_what_it_is_about(shipped: Directory) -> None:
    text, html = made(shipped)
    assert "Dear Ms Annelie Sjögren," in text
    assert "  Which number?\n  The <U+202E>old one, <b>{{ 7*7 }}</b>?" in text
    assert "phone: +46846500442 -> +46846500499" in text
    assert "> my number is +46 8 465 004 99" in text
    assert "Resolution 20" not in text, "only the changes that he is asked about"
    assert "The &lt;U+202E&gt;old one, &lt;b&gt;{{ 7*7 }}&lt;/b&gt;?" in html
    assert "49" not in html.replace("004 99", "").replace("500499", "").partition("old one")[2][:60]


def test_without_numbers_it_quotes_his_mail(shipped: Directory) -> None:
    wrote = replace(CASE, interpretation={"new_text": "Please correct my entry.\nMr Smith comes."})
    text, html = made(shipped, wrote, replace(ASKED, numbers=()))
    assert "YOU WROTE\n\n> Please correct my entry.\n> Mr Smith comes.\n" in text
    assert "Mr Smith comes." in html
    long = replace(CASE, interpretation={"new_text": "x" * 9000})
    assert made(shipped, long, replace(ASKED, numbers=()))[0].count("x") <= MOST_QUOTED + 20


def test_it_is_an_answer_in_his_thread(shipped: Directory) -> None:
    mail = question(CASE, ASKED, incoming(), shipped, IDENTITY, "ask-5", NOW)
    message = email.message_from_bytes(mail.content, policy=default)
    assert (message["In-Reply-To"], message["Subject"]) == ("<m@cept.example>", "Re: LS 42")
    assert message["References"].split() == ["<ls42@itu.example>", "<m@cept.example>"]
    assert (message["Auto-Submitted"], message["List-Id"]) == ("auto-replied", None)


def test_it_goes_out_once_in_the_senders_language(store: Store) -> None:
    set_id = a_set(store, update(store, "cept-1", phone="+41227305111"))
    with store.begin() as session:
        session.get_one(ChangeSetRow, set_id).sender = "e.marchal@dge-fr.example"
        number = ask(session, set_id, "Lequel ?", ADA, NOON)
    for _ in range(2):
        plan(store, SETTINGS, NOON)
    with store.read() as session:
        (row,) = session.query(OutboxRow).filter_by(kind="question")
        occasion = session.get_one(OccasionRow, row.occasion_id)
    assert (row.recipient, occasion.key, occasion.state) == (
        "e.marchal@dge-fr.example",
        f"ask-{number}",
        "done",
    )
    assert "Cordialement" in row.content.decode()
    assert row.waits is False, "he waits for it: at any hour"


@pytest.mark.parametrize(("more", "why"), [
    ({"authenticity": "failed"}, "failed authentication"), ({"headers": "Precedence: bulk\n"}, "Precedence"),
    ({"sender": SETTINGS.identity.address}, "our own"), ({"sender": "nobody"}, "nobody"),
])  # fmt: skip
def test_what_was_asked_past_the_officer_is_skipped_with_the_reason(
    store: Store, more: dict[str, str], why: str
) -> None:
    set_id = a_set(store, **more)
    with store.begin() as session:  # as another mailbot might have left it
        session.add(AskRow(change_set_id=set_id, at=NOON, officer=ADA, text="Who?", numbers=[]))
        session.add(OccasionRow(kind="question", key="ask-1", due_at=NOON, state="due"))
    planned = plan(store, SETTINGS, NOON)
    assert [each for each in planned.skipped if each.startswith("question ask-1") and why in each]
    with store.read() as session:
        assert session.query(OutboxRow).filter_by(kind="question").count() == 0


def test_a_sender_who_is_known_is_addressed_by_his_name(store: Store) -> None:
    set_id = a_set(store, sender=SENDER.upper())
    with store.begin() as session:
        ask(session, set_id, "Which?", ADA, NOON)
    plan(store, SETTINGS, NOON)
    with store.read() as session:
        assert "Dear Ms Annelie" in session.query(OutboxRow).filter_by(kind="question").one().content.decode()

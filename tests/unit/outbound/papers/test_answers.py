"""Who answered a paper, who was reminded, who is silent: by real mails through the whole intake."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.outbound import drafts
from mailbot.outbound.circumstances import deadlines
from mailbot.outbound.papers.answers import Answers, answers, name
from mailbot.outbound.papers.making import Wish
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow, OutboxRow, PaperRow
from tests.conftest import NOON

ZONE = ZoneInfo("Europe/Zurich")
ANNELIE, OLIVER, LUCIA = (
    "annelie.sjogren@cept.example",
    "o.pemberton@dcms-gb.example",
    "lbarrientos@citel.example",
)
SETTINGS = Settings.model_validate({"papers": {"signatory": "A. Director"}})
ALL = {"APT", "ATU", "CEPT", "CITEL", "LAS", "RCC"}


@pytest.fixture
def sent(store: Store) -> Store:
    """A circular letter, sent, with answers due on 4 January 2021."""
    wish = Wish("5", reference="r", deadline=date(2021, 1, 4))
    made = drafts.draft(store, SETTINGS, "circular-letter", NOON, event="irm-2", wish=wish)
    assert drafts.confirm(store, made, NOON) == 18
    with store.begin() as session:
        session.execute(update(OutboxRow).values(state="sent", sent_at=NOON))
    return store


def told(store: Store) -> Answers:
    with store.begin() as session:
        return answers(session, session.scalars(select(PaperRow)).one(), ZONE)


def answer(
    store: Store,
    sender: str,
    at: datetime,
    text: str = "We will be there.",
    to: str | None = None,
    head: str = "",
) -> None:
    with store.begin() as session:
        ours = session.scalars(select(OutboxRow).where(OutboxRow.recipient == (to or sender))).one()
    domain = sender.partition("@")[2]
    raw = (
        f"Authentication-Results: mx.itu.example; dmarc=pass header.from={domain}\r\n"
        f"From: <{sender}>\r\nTo: tsb-irc@itu.example\r\nSubject: Re: letter\r\nMessage-ID: <{at.timestamp()}@{domain}>\r\n"
        f"In-Reply-To: {ours.message_id}\r\n{head}\r\n{text}\r\n"
    )
    with store.begin() as session:
        keep_bytes(session, raw.encode(), "test", at)
    assert len(list(read_kept(store, SETTINGS, at))) == 1


def test_nobody_has_answered_yet(sent: Store) -> None:
    found = told(sent)
    assert (set(found.organizations), found.answered, len(found.silent)) == (ALL, (), 18)
    assert {each.standing for each in found.addressees} == {"silent"}


def test_an_answer_counts_for_its_organization_in_time_or_late(sent: Store) -> None:
    answer(sent, ANNELIE, datetime(2021, 1, 4, 22, tzinfo=UTC))
    answer(sent, LUCIA, datetime(2021, 1, 4, 23, 30, tzinfo=UTC))  # 5 January in Geneva
    found = told(sent)
    assert set(found.answered) == {"CEPT", "CITEL"}
    late = {each.address: each.late for each in found.addressees if each.answered_at}
    assert late == {ANNELIE: False, LUCIA: True}
    assert OLIVER not in found.silent
    assert {each.standing for each in found.addressees if each.organization == "CEPT"} == {"answered"}
    shown = found.to_json()
    assert (shown["organizations"], shown["answered"]) == (6, ["CEPT", "CITEL"])
    assert set(shown["silent"]) == ALL - {"CEPT", "CITEL"}


def test_who_got_a_copy_need_not_answer(store: Store) -> None:
    wish = Wish(
        "6",
        reference="r",
        deadline=date(2021, 1, 4),
        to=("CEPT",),
        copies=("CITEL", "guest@x.example", "CEPT"),
    )
    made = drafts.draft(store, SETTINGS, "circular-letter", NOON, event="irm-2", wish=wish)
    assert made.mails[0].rendered is not None
    assert "Copy to:   CITEL, guest@x.example, CEPT" in made.mails[0].rendered.text
    assert drafts.confirm(store, made, NOON) == 7
    found = told(store)
    assert (found.organizations, len(found.silent)) == (("CEPT",), 3)
    assert [each.standing for each in found.addressees] == ["silent"] * 3 + ["copy"] * 4
    with store.begin() as session:
        (deadline,) = deadlines(session)
    assert len(deadline.addressees) == 3


@pytest.mark.parametrize(
    ("text", "to", "head"),
    [
        ("I am out of office until Monday.", None, "Auto-Submitted: auto-replied\r\n"),
        ("We will be there.", LUCIA, ""),  # names a mail that went to somebody else
    ],
)
def test_automata_and_others_do_not_count(sent: Store, text: str, to: str | None, head: str) -> None:
    answer(sent, ANNELIE, datetime(2020, 12, 15, 9, tzinfo=UTC), text, to, head)
    assert told(sent).answered == ()


def test_what_failed_authentication_does_not_count(sent: Store) -> None:
    with sent.begin() as session:
        ours = session.scalars(select(OutboxRow).where(OutboxRow.recipient == ANNELIE)).one()
        raw = (
            "Authentication-Results: mx.itu.example; dmarc=fail header.from=cept.example\r\n"
            f"From: <{ANNELIE}>\r\nTo: tsb-irc@itu.example\r\nMessage-ID: <x@x>\r\nIn-Reply-To: {ours.message_id}\r\n\r\nYes.\r\n"
        )
        keep_bytes(session, raw.encode(), "test", NOON)
    assert len(list(read_kept(sent, SETTINGS, NOON))) == 1
    assert told(sent).answered == ()


def test_reminders_and_mails_that_did_not_arrive_show(sent: Store) -> None:
    at = datetime(2021, 1, 2, 8, tzinfo=UTC)
    with sent.begin() as session:
        paper = session.scalars(select(PaperRow)).one()
        due = OccasionRow(kind="deadline", key=f"{name(paper.id)}@2021-01-04/2d", due_at=at, state="done")
        session.add(due)
        session.flush()
        for number, kind, address in ((1, "deadline", ANNELIE), (2, "circular-reminder", LUCIA)):
            session.add(
                OutboxRow(
                    occasion_id=due.id if number == 1 else None, kind=kind, recipient=address, subject="s",
                    message_id=f"<{number}@itu.example>", content=b"", shown=[], created_at=at, not_before=at,
                    event="irm-2" if number == 2 else None,
                )
            )  # fmt: skip
        lost = update(OutboxRow).where(OutboxRow.recipient == OLIVER)
        session.execute(lost.values(state="failed", last_answer="550 no such user"))
    found = {each.address: each for each in told(sent).addressees}
    assert (found[ANNELIE].standing, found[ANNELIE].reminded_at) == ("reminded", at)
    assert found[LUCIA].standing == "reminded"
    assert (found[OLIVER].standing, found[OLIVER].why) == ("not reached", "550 no such user")
    silent = told(sent).silent
    assert ANNELIE in silent
    assert OLIVER not in silent

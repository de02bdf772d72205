"""Mails to a list: an officer's is a draft, a member's is held, others' are refused; nothing goes by itself."""

from __future__ import annotations

import email
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import select

from mailbot.directory import lists
from mailbot.directory.choices import load_choices, subscribe, unsubscribe
from mailbot.directory.load import load
from mailbot.errors import IllegalMove
from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.outbound.planner import identity_of, plan
from mailbot.outbound.postings import confirm, refuse, waiting
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import ChangeSetRow, OutboxRow, PostingRow
from tests.conftest import NOON

SETTINGS = Settings(review={"approvers": ["officer@itu.example"]}, trust={"authserv_ids": ["mx.itu.example"]})  # type: ignore[arg-type]
MEMBER = "annelie.sjogren@cept.example"
LATER = NOON + timedelta(minutes=1)


def arrives(
    store: Store, sender: str, to: str = "irm-com3@itu.example", *, proven: bool = True, text: str = ""
) -> str:
    """What the mail is taken for."""
    message = EmailMessage()
    if proven:
        domain = sender.rpartition("@")[2]
        message["Authentication-Results"] = f"mx.itu.example; dmarc=pass header.from={domain}"
    message["From"], message["To"], message["Subject"] = f"Ada <{sender}>", to, "Room for Tuesday"
    message["Message-ID"] = f"<{abs(hash((sender, to, text)))}@x.example>"
    message.set_content(text or "Dear all,\n\nmy new phone number is +46 8 465 004 99.\n\n{{7*7}}\n")
    message.add_attachment(b"agenda", maintype="text", subtype="plain", filename="agenda.txt")
    with store.begin() as session:
        keep_bytes(session, message.as_bytes(), "test", NOON)
    (found,) = read_kept(store, SETTINGS, NOON)
    return found.outcome


def states(store: Store) -> list[tuple[str, str, str | None]]:
    with store.begin() as session:
        return [(row.list_, row.state, row.reason) for row in session.scalars(select(PostingRow))]


def outbox(store: Store, kind: str) -> list[OutboxRow]:
    plan(store, SETTINGS, LATER)
    with store.begin() as session:
        return list(session.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)))


def body(row: OutboxRow) -> str:
    part = email.message_from_bytes(row.content, policy=default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_an_officers_mail_is_a_draft_sent_once_when_confirmed(store: Store) -> None:
    assert arrives(store, "officer@itu.example") == "posting"
    assert states(store) == [("irm-com3", "draft", None)]
    (request,) = outbox(store, "posting-request")
    assert request.recipient == "officer@itu.example"
    assert "mailbot lists send 1" in body(request)
    assert outbox(store, "posting") == []
    with store.begin() as session:
        members = lists.members(load(session), load_choices(session), "irm-com3")
        assert confirm(session, 1, "officer", identity_of(SETTINGS), LATER) == len(members) == 12
    rows = outbox(store, "posting")
    assert {row.recipient for row in rows} == set(members)
    message = email.message_from_bytes(rows[0].content, policy=default)
    assert message["Subject"] == "[irm-com3] Room for Tuesday"
    assert message["From"].addresses[0].addr_spec == "tsb-irc@itu.example"
    assert [part.get_filename() for part in message.iter_attachments()] == ["agenda.txt"]
    assert "{{7*7}}" in body(rows[0])
    with store.begin() as session, pytest.raises(IllegalMove):
        confirm(session, 1, "officer", identity_of(SETTINGS), LATER)
    assert len(outbox(store, "posting")) == 12
    (told,) = outbox(store, "posting-answer")
    assert "12 members of irm-com3" in body(told)


def test_a_members_mail_is_held_and_its_author_is_told_what_became_of_it(store: Store) -> None:
    assert arrives(store, MEMBER, "tsb-irc+irm-all@itu.example") == "posting"
    assert states(store) == [("irm-all", "held", None)]
    (request,) = outbox(store, "posting-request")
    assert "The mail is held" in body(request)
    with store.begin() as session:
        refuse(session, 1, "officer", "Please send it to TSB first.", LATER)
    (told,) = outbox(store, "posting-answer")
    assert told.recipient == MEMBER
    assert "Please send it to TSB first." in body(told)
    assert outbox(store, "posting") == []


def test_a_strangers_mail_is_refused_with_one_answer_a_day(store: Store) -> None:
    for number in range(3):
        arrives(store, "someone@shop.example", text=f"Buy {number} of them now, dear members.")
    assert {state for _, state, _ in states(store)} == {"refused"}
    assert len(outbox(store, "posting-answer")) == 1
    assert outbox(store, "posting-request") == []


@pytest.mark.parametrize("sender", ["officer@itu.example", MEMBER])
def test_who_is_not_proven_is_nobody(store: Store, sender: str) -> None:
    arrives(store, sender, proven=False)
    assert [state for _, state, _ in states(store)] == ["refused"]
    assert outbox(store, "posting-answer") == []
    assert outbox(store, "posting-request") == []


def test_what_is_written_to_us_as_well_is_read_as_well(store: Store) -> None:
    assert arrives(store, MEMBER, "irm-com3@itu.example, tsb-irc@itu.example") == "changes"
    assert [state for _, state, _ in states(store)] == ["held"]
    with store.begin() as session:
        assert session.scalar(select(ChangeSetRow.id)) is not None


def test_what_is_written_to_a_list_alone_changes_nothing(store: Store) -> None:
    arrives(store, MEMBER)
    with store.begin() as session:
        assert session.scalar(select(ChangeSetRow.id)) is None
        assert len(waiting(session)) == 1


def test_leaving_a_list_by_writing_to_it_is_a_command(store: Store) -> None:
    assert arrives(store, MEMBER, text="unsubscribe irm-com3\n") == "command"
    assert states(store) == []


@pytest.mark.parametrize(
    "to", ["irm-com3@other.example", "irm-com9@itu.example", "irm-com3.itu.example@x.example"]
)
def test_other_addresses_are_no_lists(store: Store, to: str) -> None:
    assert arrives(store, MEMBER, to) == "changes"
    assert states(store) == []


def test_members_follow_the_sheet_and_what_people_chose(store: Store) -> None:
    with store.begin() as session:
        before = lists.members(load(session), load_choices(session), "irm-com3")
        subscribe(session, "guest@atu.example", "irm-com3", NOON, None)
        unsubscribe(session, before[0], "irm-com3", NOON, None)
        after = lists.members(load(session), load_choices(session), "irm-com3")
    assert after == (*before[1:], "guest@atu.example")

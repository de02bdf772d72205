"""Kept mail becomes change sets: once, with evidence, held where it must be, and never stopping the queue."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import func, select

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change
from mailbot.directory.load import load
from mailbot.inbound import desk
from mailbot.inbound.intake import Read, read_kept
from mailbot.inbound.interpret import Opened
from mailbot.inbound.keeping import keep_bytes
from mailbot.review.queue import Case, open_cases
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import ChangeSetRow, MailRow, OccasionRow, OutboxRow
from tests.conftest import NOON

SETTINGS = Settings(trust={"authserv_ids": ["mx.itu.example"]})  # type: ignore[arg-type]
PROVEN = "mx.itu.example; dmarc=pass header.from=nkom-no.example"


def mail(store: Store, body: str, number: int = 1, results: str = "", **headers: str) -> None:
    message = EmailMessage()
    if results:
        message["Authentication-Results"] = results
    contact = first_contact(store)
    message["From"] = f"{contact.name} <{contact.email}>"
    message["To"], message["Subject"] = "tsb-irc@itu.example", "Re: contact sheet"
    message["Message-ID"] = f"<{number}@x.example>"
    message["Date"] = "Tue, 15 Dec 2020 10:00:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    with store.begin() as session:
        keep_bytes(session, message.as_bytes(), "test", NOON)


def first_contact(store: Store) -> Any:
    with store.begin() as session:
        return load(session).contacts[0]


def read(store: Store) -> list[Read]:
    return list(read_kept(store, SETTINGS, NOON))


def cases(store: Store) -> list[Case]:
    with store.begin() as session:
        return open_cases(session)


CORRECTION = "Dear colleagues,\n\nplease note that my new phone number is +66 2 555 0199.\n\nBest regards\n"


def test_a_correction_becomes_a_change_set_and_tells_the_officers(store: Store) -> None:
    mail(store, CORRECTION)
    (result,) = read(store)
    assert (result.outcome, result.changes) == ("changes", 1)
    (case,) = cases(store)
    change = case.items[0].change
    assert (change.target, change.id) == ("contact", first_contact(store).id)
    assert change.fields["phone"].new == "+6625550199"
    assert change.evidence[0] in CORRECTION.replace("\n", " ")
    with store.begin() as session:
        occasion = session.scalars(select(OccasionRow)).one()
        assert (occasion.kind, occasion.key) == ("approval-request", f"change-set-{case.id}")


def test_reading_again_does_nothing(store: Store) -> None:
    mail(store, CORRECTION)
    assert len(read(store)) == 1
    assert read(store) == []
    assert len(cases(store)) == 1


def test_a_second_delivery_of_the_same_mail_is_a_duplicate(store: Store) -> None:
    mail(store, CORRECTION)
    mail(store, CORRECTION, Received="from a by b; Tue, 15 Dec 2020 10:00:00 +0100")
    assert [r.outcome for r in read(store)] == ["changes", "duplicate"]
    assert len(cases(store)) == 1


def test_threat_45_one_message_id_two_bodies(store: Store) -> None:
    mail(store, CORRECTION)
    mail(store, CORRECTION.replace("0199", "0177"))
    assert [r.outcome for r in read(store)] == ["changes", "changes"]
    flagged = [q.text for case in cases(store) for q in case.questions]
    assert any("same Message-ID" in text for text in flagged)
    with store.begin() as session:
        assert session.scalar(select(func.count()).select_from(MailRow)) == 2


def test_threat_1_failed_authentication_is_held(store: Store) -> None:
    domain = first_contact(store).email.partition("@")[2]
    mail(store, CORRECTION, results=f"mx.itu.example; dmarc=fail header.from={domain}")
    read(store)
    (case,) = cases(store)
    assert case.state == "held"
    assert "authentication" in (case.held_because or "")


def test_threat_2_the_word_of_an_untrusted_host_is_ignored(store: Store) -> None:
    domain = first_contact(store).email.partition("@")[2]
    mail(store, CORRECTION, results=f"mx.evil.example; dmarc=pass header.from={domain}")
    read(store)
    assert cases(store)[0].authenticity == "unverified"


def test_an_automatic_reply_asks_nobody_anything(store: Store) -> None:
    mail(store, "I am out of the office until 8 January.", Auto_Submitted="auto-replied")
    assert [r.outcome for r in read(store)] == ["auto-reply"]
    with store.begin() as session:
        assert session.scalar(select(func.count()).select_from(ChangeSetRow)) == 0
        assert session.scalar(select(func.count()).select_from(OccasionRow)) == 0


def test_a_defect_quarantines_one_mail_after_three_tries(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail(store, "poison", 1)
    mail(store, CORRECTION, 2)
    real = desk.read_opened

    def fails(opened: Opened, *rest: Any) -> Any:
        if "poison" in opened.message.text:
            raise RuntimeError("defect in a reader")
        return real(opened, *rest)

    monkeypatch.setattr(desk, "read_opened", fails)
    assert [r.outcome for r in read(store)] == ["changes"]
    assert read(store) == []
    assert [r.outcome for r in read(store)] == ["quarantined"]
    with store.begin() as session:
        row = session.scalars(select(MailRow).where(MailRow.state == "quarantined")).one()
        assert row.error == "RuntimeError: defect in a reader"
        assert (row.attempts, row.reason) == (3, "reader-failed")


def test_what_the_sender_was_shown_is_the_base(store: Store) -> None:
    """He edits a row we sent him; meanwhile somebody else has changed the number."""
    contact = first_contact(store)
    values = {**contact.model_dump(mode="json"), "phone": "+6625550100"}
    with store.begin() as session:
        session.add(
            OutboxRow(
                kind="liaison", recipient=contact.email, subject="LS", message_id="<ls@itu.example>", content=b"",
                shown=[{"kind": "contact", "key": contact.id, "values": values}], state="sent",
                created_at=NOON, not_before=NOON,
            )
        )  # fmt: skip
    row = f"focal point | all | {contact.honorific} {contact.name} | {contact.email} | +66 2 555 0199"
    mail(
        store, f"Corrected below.\n\nOn Mon, 14 Dec 2020, TSB wrote:\n> Contact sheet\n> {row}\n",
        In_Reply_To="<ls@itu.example>",
    )  # fmt: skip
    read(store)
    field = cases(store)[0].items[0].change.fields["phone"]
    assert (field.has_seen, field.seen, field.new) == (True, "+6625550100", "+6625550199")
    assert len(cases(store)[0].items[0].conflicts) == 1


def test_threat_12_a_reply_from_a_contact_who_was_removed_is_held(store: Store) -> None:
    contact = first_contact(store)
    mail(store, CORRECTION)
    with store.begin() as session:
        apply(
            session,
            Change("contact", "remove", contact.id, contact.organization),
            Provenance("officer", NOON),
        )
    read(store)
    (case,) = cases(store)
    assert case.state == "held"
    assert "removed from the contact sheet" in (case.held_because or "")


def test_threat_16_our_own_mail_coming_back_asks_for_nothing(store: Store) -> None:
    with store.begin() as session:
        session.add(
            OutboxRow(
                kind="liaison", recipient="x@x.example", subject="LS", message_id="<7@x.example>", content=b"",
                shown=[], state="sent", created_at=NOON, not_before=NOON,
            )
        )  # fmt: skip
    mail(store, CORRECTION, number=7)
    assert [r.outcome for r in read(store)] == ["own"]
    assert cases(store) == []

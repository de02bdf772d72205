"""Digest, freshness and deadline on a real database: what is told, to whom, and what is skipped with the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from mailbot.directory import choices, freshness
from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.importing import import_programme
from mailbot.directory.snapshot import Directory
from mailbot.outbound.circumstances import load_circumstances
from mailbot.outbound.composing import Identity
from mailbot.outbound.digests import Revision, Week, digest, net
from mailbot.outbound.planner import plan
from mailbot.outbound.recipients import as_recipient
from mailbot.settings import Review, Settings
from mailbot.store.session import Store
from mailbot.store.tables import (
    AddressRow,
    MailRow,
    OccasionRow,
    OutboxRow,
    PaperAnswerRow,
    PaperMailRow,
    PaperRow,
)
from tests.unit.outbound import recurring_mails

GENEVA = ZoneInfo("Europe/Zurich")
OFFICER = "officer@itu.example"
SETTINGS = Settings(review=Review(approvers=(OFFICER, "second@itu.example")))
IMPORTED = datetime(2020, 12, 14, 11, 0, tzinfo=UTC)
ADA, ALTERNATE = "annelie.sjogren@cept.example", "c.okafor@ncc-ng.example"


def local(day: str, clock: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=GENEVA)


def mails(store: Store, kind: str) -> list[OutboxRow]:
    with store.begin() as session:
        return list(session.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)))


def ledger(store: Store, kind: str) -> dict[str, tuple[str, str | None]]:
    with store.begin() as session:
        rows = session.scalars(select(OccasionRow).where(OccasionRow.kind == kind))
        return {row.key: (row.state, row.reason) for row in rows}


def text(row: OutboxRow) -> str:
    import email
    from email.policy import default

    body = email.message_from_bytes(row.content, policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def wants(store: Store, name: str, *addresses: str, since: datetime = IMPORTED) -> None:
    with store.begin() as session:
        for address in addresses:
            choices.subscribe(session, address, name, since, None)


def revise(store: Store, at: datetime, **fields: tuple[Any, Any]) -> None:
    change = Change(
        "contact", "update", "cept-1", "CEPT", {name: FieldChange(*pair) for name, pair in fields.items()}
    )
    with store.begin() as session:
        apply(session, change, Provenance(OFFICER, at))


def answer(store: Store, organization: str, at: datetime) -> None:
    with store.begin() as session:
        mail = MailRow(
            digest=f"{session.query(MailRow).count():064d}", source="test", arrived_at=at, state="read"
        )
        session.add(mail)
        session.flush()
        freshness.answered(session, mail.id, organization, ADA, at, 0)


# digest


def test_the_digest_tells_what_changed_to_who_asked_for_it(store: Store) -> None:
    wants(store, "digest", ADA, OFFICER)
    revise(store, local("2020-12-16"), phone=("+46846500442", "+46846500499"))
    plan(store, SETTINGS, local("2020-12-21"))
    rows = mails(store, "digest")
    assert [row.recipient for row in rows] == [ADA, OFFICER]
    assert "phone: +46846500442 -> +46846500499" in text(rows[0])
    assert "between Monday 14 December 2020 and Monday 21 December 2020" in text(rows[0])
    assert {row.list_ for row in rows} == {"digest"}


def test_a_week_without_changes_is_skipped_with_the_reason(store: Store) -> None:
    wants(store, "digest", ADA)
    planned = plan(store, SETTINGS, local("2020-12-21"))
    assert ledger(store, "digest") == {"2020-W52": ("skipped", "nothing has changed since 2020-12-14")}
    assert "digest 2020-W52: nothing has changed since 2020-12-14" in planned.skipped


def test_nobody_asked_for_it_and_there_is_no_occasion(store: Store) -> None:
    revise(store, local("2020-12-16"), phone=("+46846500442", "+46846500499"))
    plan(store, SETTINGS, local("2020-12-21"))
    assert ledger(store, "digest") == {}


def test_who_asks_later_gets_the_next_one(store: Store) -> None:
    revise(store, local("2020-12-16"), phone=("+46846500442", "+46846500499"))
    wants(store, "digest", ADA, since=local("2020-12-21", "10:00"))
    plan(store, SETTINGS, local("2020-12-21", "11:00"))
    assert ledger(store, "digest") == {}
    plan(store, SETTINGS, local("2020-12-28"))
    assert list(ledger(store, "digest")) == ["2020-W53"]


def test_after_an_outage_the_next_digest_looks_further_back(store: Store) -> None:
    wants(store, "digest", ADA)
    revise(store, local("2020-12-16"), phone=("+46846500442", "+46846500499"))
    plan(store, SETTINGS, local("2020-12-21"))
    revise(store, local("2020-12-23"), job_title=("Senior Adviser", "Director"))
    plan(store, SETTINGS, local("2020-12-31"))  # Monday's was missed
    plan(store, SETTINGS, local("2021-01-04"))
    first, second = mails(store, "digest")
    assert "job title: Senior Adviser -> Director" in text(second)
    assert "+46846500499" not in text(second)
    assert ledger(store, "digest")["2020-W53"] == ("skipped", "missed by more than 48 hours")
    assert first.subject != second.subject


def test_the_first_import_is_no_change_a_later_one_is(store: Store, shipped: Directory) -> None:
    wants(store, "digest", ADA)
    contacts = tuple(
        c.model_copy(update={"phone": "+46846500499"}) if c.id == "cept-1" else c for c in shipped.contacts
    )
    from dataclasses import replace

    with store.begin() as session:
        changed = replace(shipped, contacts=contacts, _indexes={})
        import_programme(session, changed, actor="operator", file="p.yaml", now=local("2020-12-18"))
    plan(store, SETTINGS, local("2020-12-21"))
    (row,) = mails(store, "digest")
    assert text(row).count("- Contact ") == 1


def field(old: Any, new: Any) -> dict[str, Any]:
    return {"old": old, "new": new}


@pytest.mark.parametrize(
    ("revisions", "told"),
    [
        ([("update", {"phone": field("1", "2")}), ("update", {"phone": field("2", "3")})], ("update", {"phone": ("1", "3")})),
        ([("update", {"phone": field("1", "2")}), ("update", {"phone": field("2", "1")})], None),
        ([("add", {"name": field(None, "A")}), ("update", {"name": field("A", "B")})], ("add", {"name": (None, "B")})),
        ([("add", {"name": field(None, "A")}), ("remove", {"name": field("A", None)})], None),
        ([("update", {"phone": field("1", "2")}), ("remove", {"phone": field("2", None)})], ("remove", {"phone": ("1", None)})),
        ([("remove", {"phone": field("1", None), "name": field("A", None)}),
          ("add", {"phone": field(None, "2"), "name": field(None, "A")})], ("update", {"phone": ("1", "2")})),
        ([("update", {"language": field("en", "fr"), "timezone": field(None, "Asia/Tokyo")})], None),
    ],
)  # fmt: skip
def test_what_several_changes_of_one_record_come_to(
    revisions: list[tuple[str, dict[str, Any]]], told: tuple[str, dict[str, Any]] | None
) -> None:
    found = net(Revision("contact", "cept-1", op, fields) for op, fields in revisions)
    assert [(c.op, {n: (f.old, f.new) for n, f in c.fields.items()}) for c in found] == (
        [told] if told else []
    )


def test_who_attends_is_not_told() -> None:
    assert net([Revision("participation", "irm-2/CEPT/A", "add", {"name": field(None, "A")})]) == ()


# hour reminder


def test_an_hour_before_the_call_who_asked_for_it_is_reminded(store: Store) -> None:
    wants(store, "reminders", ADA, ALTERNATE, OFFICER, "e.marchal@dge-fr.example")
    plan(store, SETTINGS, local("2021-01-19", "11:29"))
    assert mails(store, "hour-reminder") == []
    plan(store, SETTINGS, local("2021-01-19", "11:30"))
    rows = mails(store, "hour-reminder")
    assert [row.recipient for row in rows] == [ALTERNATE, ADA, OFFICER]  # Ms Marchal is an alternate for COM4
    assert {row.list_ for row in rows} == {"reminders"}
    assert not any(row.waits for row in rows)  # quiet hours do not hold back what was asked for


# freshness


def test_each_organization_is_asked_with_its_own_rows(store: Store) -> None:
    plan(store, SETTINGS, local("2021-01-05"))
    rows = mails(store, "freshness")
    assert len(rows) == 18
    (mine,) = (row for row in rows if row.recipient == ADA)
    assert "coordinator | COM3 | Mr Oliver Pemberton | o.pemberton@dcms-gb.example | +442079460142" in text(
        mine
    )
    assert {each["values"]["organization"] for each in mine.shown} == {"CEPT"}
    assert mine.list_ == "irm-cept"


def test_silence_goes_to_the_alternates_and_then_to_all_officers(store: Store) -> None:
    plan(store, SETTINGS, local("2021-01-05"))
    answer(store, "CEPT", local("2021-01-06"))
    plan(store, SETTINGS, local("2021-01-12"))
    again = mails(store, "freshness-again")
    assert {row.recipient.partition("@")[2] for row in again} == {
        "mic-vn.example",
        "ncc-ng.example",
        "enacom-ar.example",
    }
    answer(store, "APT", local("2021-01-13"))
    plan(store, SETTINGS, local("2021-01-19"))
    told = mails(store, "freshness-silence")
    assert [row.recipient for row in told] == [OFFICER, "second@itu.example"]
    lines = [line.split()[1] for line in text(told[0]).splitlines() if line.startswith("- ")]
    assert lines == ["ATU", "CITEL", "LAS", "RCC"]


def test_what_was_not_asked_is_not_asked_again(store: Store) -> None:
    plan(store, SETTINGS, local("2021-01-08"))  # the question was missed by more than 48 hours
    plan(store, SETTINGS, local("2021-01-12"))
    plan(store, SETTINGS, local("2021-01-19"))
    assert ledger(store, "freshness")["CEPT@2021-W01"] == ("skipped", "missed by more than 48 hours")
    assert ledger(store, "freshness-again")["CEPT@2021-W01/7d"] == (
        "skipped",
        "CEPT was not asked, or has answered",
    )
    assert ledger(store, "freshness-silence")["2021-W01/14d"] == (
        "skipped",
        "nobody was asked, or all have answered",
    )


def test_an_answer_that_comes_before_a_late_reminder_is_respected(store: Store) -> None:
    plan(store, SETTINGS, local("2021-01-05"))
    answer(store, "APT", local("2021-01-12", "09:30"))
    plan(store, SETTINGS, local("2021-01-12", "10:00"))
    assert "mic-vn.example" not in {
        row.recipient.partition("@")[2] for row in mails(store, "freshness-again")
    }
    assert ledger(store, "freshness-again")["APT@2021-W01/7d"][0] == "skipped"


# deadline


def paper(
    store: Store, *, answered_by: str | None = None, dead: str | None = None, copied: str | None = None
) -> None:
    """A liaison statement to CEPT and ATU with its deadline on 18 January."""
    with store.begin() as session:
        row = PaperRow(kind="liaison", key="LS 42", title="Outcome", state="sent", deadline=date(2021, 1, 18),
                       created_at=IMPORTED, changed_at=IMPORTED, sent_at=IMPORTED)  # fmt: skip
        session.add(row)
        session.flush()
        for number, (address, code) in enumerate(
            [
                (ADA, "CEPT"),
                ("o.pemberton@dcms-gb.example", "CEPT"),
                ("j.wekesa@atu.example", "ATU"),
                (OFFICER, None),
            ]
        ):
            out = OutboxRow(kind="liaison", recipient=address, subject=f"LS 42 for {code}", message_id=f"<p{number}@itu.example>",
                            content=b"", shown=[], state="failed" if address == dead else "sent",
                            created_at=IMPORTED, not_before=IMPORTED)  # fmt: skip
            session.add(out)
            session.flush()
            session.add(
                PaperMailRow(outbox_id=out.id, paper_id=row.id, organization=code, copy=address == copied)
            )
            if answered_by == address:
                mail = MailRow(digest="a" * 64, source="test", arrived_at=IMPORTED, state="read")
                session.add(mail)
                session.flush()
                at = local("2021-01-10")
                session.add(PaperAnswerRow(paper_id=row.id, mail_id=mail.id, outbox_id=out.id, at=at))


def test_who_has_not_answered_a_paper_is_reminded_in_its_thread(store: Store) -> None:
    paper(store, answered_by="o.pemberton@dcms-gb.example")
    plan(store, SETTINGS, local("2021-01-15"))
    rows = mails(store, "deadline")
    assert [row.recipient for row in rows] == ["j.wekesa@atu.example", OFFICER]  # one of CEPT speaks for all
    assert rows[0].subject == "Answers due on Monday 18 January 2021: LS 42 for ATU"
    assert b"In-Reply-To: <p2@itu.example>\r\n" in rows[0].content
    plan(store, SETTINGS, local("2021-01-18"))
    assert len(mails(store, "deadline")) == 2


def test_who_was_not_reached_is_not_reminded(store: Store) -> None:
    paper(store, dead=ADA)
    with store.begin() as session:
        (found,) = load_circumstances(session).known.deadlines
    assert ADA not in {each.address for each in found.addressees}
    assert found.paper == "paper-1"


def test_who_got_a_copy_need_not_answer_but_may(store: Store) -> None:
    paper(store, copied="j.wekesa@atu.example", answered_by="j.wekesa@atu.example")
    plan(store, SETTINGS, local("2021-01-15"))
    assert [row.recipient for row in mails(store, "deadline")] == [
        ADA,
        "o.pemberton@dcms-gb.example",
        OFFICER,
    ]


def test_a_reminder_missed_until_the_deadline_has_passed_is_not_sent(store: Store) -> None:
    paper(store)
    plan(store, SETTINGS, local("2021-01-19", "00:00"))
    assert mails(store, "deadline") == []
    assert ledger(store, "deadline") == {"paper-1@2021-01-18/3d": ("skipped", "the deadline has passed")}


def test_the_dead_and_the_gone_stay_among_the_recipients(store: Store) -> None:
    """What is planned is composed; why somebody does not get it is recorded at delivery."""
    with store.begin() as session:
        session.add(AddressRow(address=ADA, state="dead", since=IMPORTED, reason="550 no such user"))
        choices.unsubscribe(session, "o.pemberton@dcms-gb.example", "irm-cept", IMPORTED, None)
    plan(store, SETTINGS, local("2021-01-05"))
    import asyncio

    from mailbot.outbound.deliverer import deliver_due
    from mailbot.outbound.delivery.memory import MemoryTransport

    asyncio.run(deliver_due(store, MemoryTransport(), local("2021-01-05") + timedelta(minutes=1)))
    why = {row.recipient: row.last_answer for row in mails(store, "freshness") if row.state == "skipped"}
    assert set(why) == {ADA, "o.pemberton@dcms-gb.example"}
    assert "550 no such user" in str(why[ADA])
    assert why["o.pemberton@dcms-gb.example"] == "unsubscribed from irm-cept since 2020-12-14"


def test_what_data_says_stays_data(shipped: Directory) -> None:
    hostile = "{{7*7}}<script>x</script>\u202eevil\r\nBcc: eve@evil.example"
    fields = {"name": field("Ada", hostile), "job_title": field(None, hostile)}
    changes = net(
        [Revision("contact", "gone-1", "update", {**fields, "organization": field("CEPT", "CEPT")})]
    )
    due = recurring_mails.occasion(shipped, "digest")
    week = Week(due.at - timedelta(days=7), due.at, changes)
    identity = Identity("tsb-irc@itu.example", "TSB")
    made = digest(due, week, shipped, identity, as_recipient(shipped.contacts[0]), due.at)
    assert made.rendered is not None
    assert "{{7*7}}" in made.rendered.text
    assert "\u202e" not in made.rendered.text + made.rendered.html
    assert "<script>" not in made.rendered.html
    assert b"\r\nBcc:" not in made.content.partition(b"\r\n\r\n")[0]

"""The liaison statement: six points, each organization's own rows, and what holds it back."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

import pytest

from mailbot.directory.sheet import rows
from mailbot.directory.snapshot import Directory
from mailbot.errors import InputRefused, UsageError
from mailbot.outbound import drafts, liaison
from mailbot.outbound.composing import Identity
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import DocumentRow, OccasionRow, OutboxRow

IDENTITY = Identity("tsb-irc@itu.example", "TSB inter-regional coordination")
NOW = datetime(2020, 12, 14, 12, tzinfo=UTC)
REPORT = b"%PDF-1.7 report"


@pytest.fixture
def complete(shipped: Directory, tmp_path: Path) -> Directory:
    """The shipped programme with the report's file and the table's address."""
    (tmp_path / "td831.pdf").write_bytes(REPORT)
    added = {"TD831": {"path": "td831.pdf"}, "TD852": {"url": "https://itu.example/td852"}}
    documents = tuple(d.model_copy(update=added.get(d.id, {})) for d in shipped.documents)
    return replace(shipped, documents=documents, _indexes={})


def test_everybody_with_a_role_in_a_region_gets_it_once(shipped: Directory) -> None:
    people, unreached = liaison.recipients(shipped)
    assert len(people) == 18
    assert not unreached
    assert not {p.address for p in people} & {c.email for c in shipped.contacts if c.role == "alternate"}


def test_the_facts_come_from_the_directory(complete: Directory, tmp_path: Path) -> None:
    prepared = liaison.prepare(complete, NOW, tmp_path, "LS 42")
    assert prepared.missing == ()
    mail = liaison.letter(prepared, complete, IDENTITY, liaison.recipients(complete)[0][0], NOW)
    assert mail.subject.startswith("LS 42: ")
    assert mail.rendered is not None
    text = " ".join(mail.rendered.text.split())
    for fact in (
        "Friday 18 September 2020, 12:30-15:00 CEST", "https://www.itu.int/en/ITU-T/wtsa20/irc", "TD852",
        "https://itu.example/td852", "Friday 8 January 2021, 12:30-15:30 CET", "contact sheet", "calendar",
        "Committee 3: Tuesdays, 12:30-15:30 CET (18 January - 19 February 2021, 5 calls)",
        "Committee 4: Thursdays, 12:30-15:30 CET (18 January - 19 February 2021, 5 calls)", "circular letter",
    ):  # fmt: skip
        assert fact in text, fact
    assert "[[" not in text + mail.rendered.html
    message = email.message_from_bytes(mail.content, policy=default)
    (attachment,) = message.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content_type()) == ("td831.pdf", "application/pdf")
    assert attachment.get_content() == REPORT


def test_each_organization_sees_its_own_rows_and_mailbot_remembers_them(
    complete: Directory, tmp_path: Path
) -> None:
    prepared = liaison.prepare(complete, NOW, tmp_path)
    for person in liaison.recipients(complete)[0]:
        mail = liaison.letter(prepared, complete, IDENTITY, person, NOW)
        assert mail.rendered is not None
        assert person.organization is not None
        own = [line for kind in rows(complete, person.organization).values() for line in kind]
        lines = mail.rendered.text.splitlines()
        assert all(str(line) in lines for line in own)
        assert {(each["kind"], each["key"]) for each in mail.shown} == {(line.kind, line.key) for line in own}
        others = {c.email for c in complete.contacts if c.organization != person.organization}
        assert not any(str(address) in mail.rendered.text for address in others)


def test_as_shipped_it_can_be_previewed_and_tested_but_not_sent(store: Store) -> None:
    made = drafts.draft(store, Settings(), "liaison", NOW)
    assert made.missing == ("file of TD831", "URL of TD852")
    assert made.mails[0].rendered is not None
    assert "[[TSB to add: URL of TD852]]" in made.mails[0].rendered.text
    drafts.send_test(store, made, "me@itu.example", NOW)
    with pytest.raises(InputRefused, match="file of TD831, URL of TD852"):
        drafts.confirm(store, made, NOW)
    with store.begin() as session:
        assert [(r.kind, r.recipient) for r in session.query(OutboxRow)] == [("test", "me@itu.example")]
        assert session.query(OccasionRow).count() == 0


def test_confirmed_it_is_queued_once_under_its_number(store: Store, tmp_path: Path) -> None:
    (tmp_path / "td831.pdf").write_bytes(REPORT)
    with store.begin() as session:
        session.get_one(DocumentRow, "TD831").path = "td831.pdf"
        session.get_one(DocumentRow, "TD852").url = "https://itu.example/td852"
    made = drafts.draft(store, Settings(), "liaison", NOW, number="LS 42", folder=tmp_path)
    assert drafts.confirm(store, made, NOW) == 18
    with pytest.raises(InputRefused, match="sent already"):
        drafts.confirm(store, made, NOW)
    following = drafts.draft(store, Settings(), "liaison", NOW, number="LS 43", folder=tmp_path)
    assert drafts.confirm(store, following, NOW) == 18


def test_what_was_sent_by_hand_is_not_sent_again_by_rule(store: Store) -> None:
    from mailbot.outbound.planner import plan

    now = datetime(2021, 1, 13, 15, tzinfo=UTC)
    made = drafts.draft(store, Settings(), "call-notice", now, event="com3-calls-1")
    assert drafts.confirm(store, made, now) == 12
    assert plan(store, Settings(), datetime(2021, 1, 14, 8, tzinfo=UTC)).queued == 0


def test_what_the_schedule_missed_can_be_sent_by_hand(store: Store) -> None:
    from mailbot.outbound.planner import plan

    late = datetime(2021, 1, 17, 8, tzinfo=UTC)
    assert "call-notice com3-calls-1: missed by more than 48 hours" in plan(store, Settings(), late).skipped
    made = drafts.draft(store, Settings(), "call-notice", late, event="com3-calls-1")
    assert drafts.confirm(store, made, late) == 12


@pytest.mark.parametrize(
    ("kind", "event", "error"),
    [
        ("poem", None, "no mail called poem"), ("call-notice", None, "which event"),
        ("call-notice", "com9", "no event com9"), ("call-notice", "irm-2", "no rule sends call-notice for irm-2"),
    ],
)  # fmt: skip
def test_wrong_calls(store: Store, kind: str, event: str | None, error: str) -> None:
    with pytest.raises(UsageError, match=error):
        drafts.draft(store, Settings(), kind, NOW, event=event)


def test_a_begun_event_is_not_announced(store: Store) -> None:
    with pytest.raises(InputRefused, match="has begun"):
        drafts.draft(store, Settings(), "circular-reminder", NOW.replace(year=2022), event="irm-2")

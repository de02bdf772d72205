"""A paper's life: legal and illegal moves, versions, one officer or two, what is kept of what was sent."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from mailbot.errors import IllegalMove, InputRefused
from mailbot.outbound import drafts
from mailbot.outbound.mime import Attachment
from mailbot.outbound.papers import lifecycle
from mailbot.outbound.papers.kept import parcel
from mailbot.outbound.papers.making import Wish
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import DocumentRow, OutboxRow, PaperFileRow, PaperRow, PaperVersionRow
from tests.conftest import NOON

ADA, BOB = "ada@itu.example", "bob@itu.example"
LETTER = Wish(
    "5", reference="TSB/irc", body={"": "Dear all, **please** come.\n"}, deadline=date(2021, 1, 4),
    annexes=(Attachment("map.txt", b"the way", "text/plain"),),
)  # fmt: skip
SIGNED = {"papers": {"signatory": "A. Director"}, "review": {"approvers": [ADA, BOB]}}
TWO = {**SIGNED, "papers": {"signatory": "A. Director", "two_officers": ["circular-letter"]}}


def settings(values: dict[str, object] = SIGNED) -> Settings:
    return Settings.model_validate(values)


def letter(
    store: Store, wish: Wish = LETTER, using: Settings | None = None, now: datetime = NOON
) -> drafts.Draft:
    return drafts.draft(store, using or settings(), "circular-letter", now, event="irm-2", wish=wish)


def row(store: Store) -> PaperRow:
    with store.begin() as session:
        return session.scalars(select(PaperRow)).one()


@pytest.mark.parametrize("old", lifecycle.MOVES)
@pytest.mark.parametrize("new", lifecycle.MOVES)
def test_only_legal_moves_are_made(old: str, new: str) -> None:
    paper = PaperRow(kind="agenda", key="x", state=old, changed_at=NOON)
    if new in lifecycle.MOVES[old]:
        lifecycle.move(paper, new, NOON)
        assert paper.state == new
    else:
        with pytest.raises(IllegalMove, match=f"agenda x is {old}; it cannot become {new}"):
            lifecycle.move(paper, new, NOON)
        assert paper.state == old


def test_drafted_previewed_confirmed_sent(store: Store) -> None:
    made = letter(store)
    drafts.keep(store, made, NOON, ADA)
    assert row(store).state == "draft"
    drafts.keep(store, made, NOON, ADA, seen=True)
    assert row(store).state == "previewed"
    assert drafts.confirm(store, made, NOON, ADA) == 18
    paper = row(store)
    assert (paper.state, paper.version, paper.deadline, paper.sent_at) == ("sent", 1, date(2021, 1, 4), NOON)
    with store.begin() as session:
        assert lifecycle.confirmed_by(session, paper) == [ADA]
        mails = lifecycle.mails(session, paper)
        assert len(mails) == 18
        assert {out.event for _, out in mails} == {"irm-2"}
        assert {mail.organization for mail, _ in mails} == {"APT", "ATU", "CEPT", "CITEL", "LAS", "RCC"}
    for again in (lambda: letter(store), lambda: drafts.confirm(store, made, NOON, ADA)):
        with pytest.raises(
            InputRefused, match=r"sent already on 14 December 2020, 11:00 UTC; .* its own --number"
        ):
            again()
    with store.begin() as session, pytest.raises(IllegalMove):
        lifecycle.drop(session.get_one(PaperRow, paper.id), NOON)


def test_what_was_sent_is_kept_byte_for_byte_and_cannot_be_removed(store: Store, tmp_path: Path) -> None:
    made = letter(store)
    drafts.confirm(store, made, NOON, ADA)
    with store.begin() as session:
        files = dict(parcel(session, session.scalars(select(PaperRow)).one()))
        languages = {f.language for f in session.scalars(select(PaperFileRow)) if f.role == lifecycle.FORM}
        sent = {r.recipient: r.content for r in session.scalars(select(OutboxRow))}
    assert languages == {"en", "es", "fr", "ru", "ar"}
    assert files["map.txt"] == b"the way"
    assert {name: files[f"{name}.eml"] for name in sent} == sent
    message = email.message_from_bytes(sent["lbarrientos@citel.example"], policy=default)
    attached = {str(part.get_filename()): part.get_content() for part in message.iter_attachments()}
    text = attached.pop("map.txt")
    assert text.strip() == "the way"
    assert "circular-letter-5-es.docx" in attached
    assert attached == {name: files[name] for name in attached}
    with pytest.raises(IntegrityError), store.begin() as session:
        session.execute(delete(OutboxRow))
    with pytest.raises(IntegrityError), store.begin() as session:
        session.execute(delete(PaperRow))


def test_a_changed_draft_is_a_new_version_to_be_confirmed_anew(store: Store) -> None:
    using = settings(TWO)
    drafts.keep(store, letter(store, using=using), NOON, ADA, seen=True)
    assert drafts.confirm(store, letter(store, using=using), NOON, ADA) == 0
    assert row(store).state == "confirmed"
    drafts.keep(store, letter(store, replace(LETTER, body={"": "Other words."}), using), NOON, ADA)
    paper = row(store)
    assert (paper.state, paper.version) == ("draft", 2)
    with store.begin() as session:
        assert lifecycle.confirmed_by(session, paper) == []
        assert session.scalar(select(PaperVersionRow.wish).where(PaperVersionRow.number == 1)) is not None


def test_a_draft_of_another_day_is_the_same_paper(store: Store) -> None:
    drafts.keep(store, letter(store), NOON, ADA)
    drafts.keep(store, letter(store, now=NOON + timedelta(days=1)), NOON, ADA)
    assert row(store).version == 1


def test_two_different_officers_where_the_configuration_asks(store: Store) -> None:
    using = settings(TWO)
    assert drafts.confirm(store, letter(store, using=using), NOON, ADA) == 0
    with pytest.raises(InputRefused, match="has confirmed circular-letter 5 already; another officer"):
        drafts.confirm(store, letter(store, using=using), NOON, " ADA@itu.example")
    with pytest.raises(InputRefused, match="eve is none"):
        drafts.confirm(store, letter(store, using=using), NOON, "eve")
    with store.begin() as session:
        assert session.query(OutboxRow).count() == 0
    later = NOON + timedelta(hours=1)
    second = drafts.draft(store, using, "circular-letter", later, wish=Wish("5"))  # by its number alone
    assert drafts.confirm(store, second, later, BOB) == 18
    with store.begin() as session:
        assert lifecycle.confirmed_by(session, session.scalars(select(PaperRow)).one()) == [ADA, BOB]


def test_what_is_not_given_again_is_as_drafted(store: Store) -> None:
    drafts.keep(store, letter(store), NOON, ADA)
    made = drafts.draft(store, settings(), "circular-letter", NOON, number="5")
    assert made.sheet is not None
    wish = made.sheet.paper.wish
    assert (wish.deadline, wish.body, wish.reference, wish.annexes) == (
        LETTER.deadline, LETTER.body, LETTER.reference, LETTER.annexes,
    )  # fmt: skip
    assert made.sheet.paper.event == "irm-2"


def test_a_draft_gets_its_number_later(store: Store) -> None:
    drafts.keep(store, letter(store, replace(LETTER, number=None)), NOON, ADA)
    assert row(store).key == "irm-2"
    drafts.keep(store, letter(store, Wish("5")), NOON, ADA)
    assert (row(store).key, row(store).version) == ("5", 2)


def test_a_dropped_draft_can_be_taken_up_again(store: Store) -> None:
    drafts.keep(store, letter(store), NOON, ADA)
    with store.begin() as session:
        lifecycle.drop(session.scalars(select(PaperRow)).one(), NOON)
    assert row(store).state == "dropped"
    drafts.keep(store, letter(store), NOON, ADA)
    assert row(store).state == "draft"


def test_open_placeholders_can_be_tested_and_not_be_sent(store: Store) -> None:
    made = letter(store, Wish(body={"": "See [[TSB to add: URL of the page]]."}), settings({}))
    assert made.missing == ("number", "reference", "URL of the page", "name and title of the signatory")
    drafts.send_test(store, made, "me@itu.example", NOON, ADA)
    assert row(store).state == "previewed"
    with pytest.raises(InputRefused, match="TSB to add: number, reference, URL of the page"):
        drafts.confirm(store, made, NOON, ADA)
    assert row(store).state == "previewed"


def test_a_listed_document_without_its_file_is_missing_and_kept_once_it_is_there(
    store: Store, tmp_path: Path
) -> None:
    now = datetime(2020, 12, 14, 12, tzinfo=UTC)
    with store.begin() as session:
        session.get_one(DocumentRow, "TD831").path = "td831.pdf"
        session.get_one(DocumentRow, "TD852").url = "https://itu.example/td852"
    made = drafts.draft(store, settings(), "liaison", now, number="LS 42", folder=tmp_path)
    assert made.missing == ("file of TD831",)
    (tmp_path / "td831.pdf").write_bytes(b"%PDF-1.7 report")
    made = drafts.draft(store, settings(), "liaison", now, number="LS 42", folder=tmp_path)
    assert drafts.confirm(store, made, now, ADA) == 18
    with store.begin() as session:
        kept = session.scalars(select(PaperFileRow).where(PaperFileRow.role == lifecycle.LISTED)).one()
        assert (kept.name, kept.content) == ("td831.pdf", b"%PDF-1.7 report")


def test_a_paper_for_a_meeting_that_has_begun_is_refused(store: Store) -> None:
    with pytest.raises(InputRefused, match="irm-2 has begun"):
        letter(store, now=datetime(2021, 1, 8, 12, tzinfo=UTC))

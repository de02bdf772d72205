"""A reply to the question whether all is right: what it confirms, and what breaks the silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from mailbot.directory import freshness
from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.freshness import Standing
from mailbot.directory.load import load
from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.outbound.planner import plan
from mailbot.review.decisions import Decision, decide
from mailbot.review.queue import open_cases
from mailbot.review.rules import Rules
from mailbot.settings import Review, Settings, Trust
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow
from mailbot.wording import LANGUAGES, SHIPPED_WORDINGS

SETTINGS = Settings(
    review=Review(approvers=("officer@itu.example",)), trust=Trust(authserv_ids=("mx.itu.example",))
)
ASKED = datetime(2021, 1, 5, 8, 0, tzinfo=UTC)
CAME = ASKED + timedelta(days=1)
ADA, OLIVER, EVE = "annelie.sjogren@cept.example", "o.pemberton@dcms-gb.example", "eve@cept.example"


def same(text: str) -> str:
    return text


def asked(store: Store, address: str = ADA) -> OutboxRow:
    plan(store, SETTINGS, ASKED)
    with store.begin() as session:
        found = select(OutboxRow).where(OutboxRow.kind == "freshness", OutboxRow.recipient == address)
        return session.scalars(found).one()


def reply(
    store: Store,
    new: str,
    sent: OutboxRow | None = None,
    edit: Callable[[str], str] = same,
    sender: str = ADA,
    **headers: str,
) -> str:
    """A reply that quotes the mail; returns what it was read as."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "tsb-irc@itu.example", "Re: entries"
    mail["Message-ID"], mail["Date"] = (
        f"<{abs(hash((new, sender)))}@x.example>",
        "Wed, 06 Jan 2021 09:00:00 +0100",
    )
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    quoted = ""
    if sent is not None:
        mail["In-Reply-To"] = mail["References"] = sent.message_id
        body = message_from_bytes(sent.content, policy=policy.default).get_body(("plain",))
        assert body is not None
        lines = edit(body.get_content().replace("\r\n", "\n")).splitlines()
        quoted = "\n\nOn Tue, 5 Jan 2021 at 09:00, TSB wrote:\n" + "\n".join(
            f"> {line}".rstrip() for line in lines
        )
    mail.set_content(new + quoted + "\n")
    with store.begin() as session:
        keep_bytes(session, mail.as_bytes(), "test", CAME)
    (read,) = read_kept(store, SETTINGS, CAME)
    return read.outcome


def standing(store: Store, organization: str = "CEPT") -> Standing:
    with store.begin() as session:
        return next(s for s in freshness.standings(session, load(session)) if s.organization == organization)


@pytest.mark.parametrize(
    "word", ["Confirmed.", "OK", "All correct", "Confirmé.", "Confirmado", "Подтверждаю", "确认", "مؤكد"]
)
def test_one_word_confirms_every_row_shown(store: Store, word: str) -> None:
    sent = asked(store)
    assert reply(store, f"{word}\n\nAnnelie Sjögren", sent) == "confirmation"
    found = standing(store)
    assert found.confirmed == len(found.rows) == 13
    assert {(c.at, c.by, c.stood) for _, c in found.rows if c} == {(CAME, ADA, True)}
    assert (found.oldest, found.asked, found.answered) == (CAME, ASKED, CAME)
    assert standing(store, "ATU").confirmed == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_that_the_mail_asks_for_is_understood(store: Store, language: str) -> None:
    word = SHIPPED_WORDINGS.of(language)("Confirmed")
    assert reply(store, word, asked(store)) == "confirmation"


def test_a_row_that_reads_otherwise_by_now_is_not_confirmed(store: Store) -> None:
    sent = asked(store)
    change = Change(
        "contact", "update", "cept-2", "CEPT", {"phone": FieldChange("+442079460142", "+442079460199")}
    )
    with store.begin() as session:
        apply(session, change, Provenance("officer@itu.example", ASKED + timedelta(hours=1)))
    reply(store, "Confirmed.", sent)
    assert [record.key for record, confirmed in standing(store).rows if confirmed is None] == ["cept-2"]


def test_without_the_thread_nothing_is_confirmed_but_the_silence_is_broken(store: Store) -> None:
    asked(store)
    assert reply(store, "Everything you have on file is correct.") == "confirmation"
    assert (standing(store).confirmed, standing(store).answered) == (0, CAME)


@pytest.mark.parametrize("sender", [OLIVER, "j.wekesa@atu.example"])
def test_another_person_confirms_nothing_of_what_he_was_not_shown(store: Store, sender: str) -> None:
    sent = asked(store)
    reply(store, "Confirmed.", sent, sender=sender)
    assert standing(store).confirmed == 0


def test_a_held_mail_confirms_nothing(store: Store) -> None:
    sent = asked(store)
    verdict = "mx.itu.example; dmarc=fail header.from=cept.example"
    assert reply(store, "Confirmed.", sent, Authentication_Results=verdict) == "confirmation"
    assert (standing(store).confirmed, standing(store).answered) == (0, None)


def test_an_absence_note_is_no_answer(store: Store) -> None:
    sent = asked(store)
    reply(store, "I am out of the office until Monday.", sent, Auto_Submitted="auto-replied")
    assert standing(store).answered is None


def test_a_question_is_an_answer_that_confirms_nothing(store: Store) -> None:
    sent = asked(store)
    assert reply(store, "Could you please tell me what the column action means?", sent) == "other"
    assert (standing(store).confirmed, standing(store).answered) == (0, CAME)


def test_a_corrected_row_is_confirmed_when_it_is_approved(store: Store) -> None:
    sent = asked(store)
    reply(store, "Corrected below.", sent, lambda text: text.replace("+442079460142", "+44 20 7946 0199"))
    assert (standing(store).confirmed, standing(store).answered) == (0, CAME)
    with store.begin() as session:
        (case,) = open_cases(session)
        decide(session, int(case.id), Decision("approve", "officer"), CAME + timedelta(hours=2), Rules())
    ((record, confirmed),) = [row for row in standing(store).rows if row[1]]
    assert confirmed is not None
    assert (record.key, confirmed.at, confirmed.by, confirmed.stood) == (
        "cept-2",
        CAME + timedelta(hours=2),
        ADA,
        False,
    )
    with store.begin() as session:
        decide(session, int(case.id), Decision("undo", "officer"), CAME + timedelta(hours=3), Rules())
    assert standing(store).confirmed == 0


def test_the_form_in_the_mail_enters_somebody_new(store: Store) -> None:
    sent = asked(store)

    def filled(text: str) -> str:
        for key, value in (("Name", "Ms Bea Lindqvist"), ("Role", "alternate"), ("Committee", "COM3"),
                           ("Email", "bea.lindqvist@cept.example"), ("Phone", "+46 8 465 005 01")):  # fmt: skip
            text = text.replace(f"{key}:\n", f"{key}: {value}\n")
        return text

    assert reply(store, "One addition, see the form.", sent, filled) == "changes"
    with store.begin() as session:
        (case,) = open_cases(session)
    (item,) = case.items
    values = {name: value.new for name, value in item.change.fields.items()}
    assert (item.change.target, item.change.op) == ("contact", "add")
    assert values == {
        "name": "Bea Lindqvist", "honorific": "Ms", "role": "alternate", "committee": "COM3",
        "email": "bea.lindqvist@cept.example", "phone": "+46846500501",
    }  # fmt: skip

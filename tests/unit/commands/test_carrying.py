"""What commands change: the person's own lists and language, in one transaction with the record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from mailbot.commands.askers import asker_of
from mailbot.commands.carrying import carry_out
from mailbot.commands.model import Asker, Done, Line
from mailbot.commands.parsing import read
from mailbot.commands.standing import member_of
from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.choices import load_choices
from mailbot.directory.consent import load_consents
from mailbot.directory.load import load
from mailbot.inbound.keeping import keep_bytes
from mailbot.store.session import Store
from mailbot.store.tables import CommandMailRow, ConsentRow, OccasionRow, RevisionRow
from tests.conftest import NOON

ADA = Asker("Annelie.Sjogren@cept.example", "contact", ("CEPT",), "en")
OFFICER = Asker("officer@itu.example", "officer")
COLLEAGUE = Asker("somebody@cept.example", "colleague", ("CEPT",))


def done(store: Store, text: str, asker: Asker = ADA, number: int = 1) -> list[Done]:
    with store.begin() as session:
        mail_id, _ = keep_bytes(session, f"X: {number}\n\n{text}".encode(), "test", NOON)
        return carry_out(session, mail_id, read(text), asker, load(session), NOON + timedelta(hours=number))


def outcomes(store: Store, text: str, asker: Asker = ADA, number: int = 1) -> list[str]:
    return [each.outcome for each in done(store, text, asker, number)]


def on(store: Store, asker: Asker = ADA) -> tuple[str, ...]:
    with store.begin() as session:
        return member_of(session, asker.address, load(session))


def test_lists_follow_from_the_sheet_and_what_the_person_says(store: Store) -> None:
    assert on(store) == ("irm-all", "irm-com3", "irm-com4", "irm-cept")
    assert outcomes(store, "unsubscribe irm-com3\nunsubscribe irm-com3\nsubscribe irm-com4") == [
        "unsubscribed", "already_out", "already_in",
    ]  # fmt: skip
    assert on(store) == ("irm-all", "irm-com4", "irm-cept")
    assert outcomes(store, "subscribe IRM-COM3", number=2) == ["subscribed"]
    assert on(store) == ("irm-all", "irm-com3", "irm-com4", "irm-cept")


def test_an_alternate_and_an_officer_may_join(store: Store) -> None:
    alternate = Asker("e.marchal@dge-fr.example", "contact", ("CEPT",))
    assert on(store, alternate) == ()
    assert outcomes(store, "subscribe irm-com4", alternate) == ["subscribed"]
    assert on(store, alternate) == ("irm-com4",)
    assert outcomes(store, "subscribe irm-rcc", OFFICER, 2) == ["subscribed"]
    with store.begin() as session:
        assert load_choices(session).joined == {
            "irm-com4": (alternate.address,),
            "irm-rcc": (OFFICER.address,),
        }


def test_a_person_changes_what_is_his_own(store: Store) -> None:
    text = "subscribe irm-rcc\nsubscribe nonsense\nsubscribe\nsubscribe irm-all eve@cept.example"
    found = done(store, text)
    assert [each.outcome for each in found] == ["not_yours", "no_such_list", "which_list", "own_only"]
    assert found[0].values["lists"] == "irm-all, irm-com3, irm-com4, irm-cept, reminders, digest"
    assert on(store, Asker("eve@cept.example", "contact")) == ()


def test_a_colleague_known_by_the_domain_may_ask_only(store: Store) -> None:
    text = "help\nstatus\nsend contacts\nsubscribe irm-all\nlanguage fr\nstop"
    assert outcomes(store, text, COLLEAGUE) == [
        "help",
        "status",
        "send",
        "people_only",
        "people_only",
        "people_only",
    ]
    with store.begin() as session:
        choices = load_choices(session)
        assert (choices.joined, choices.languages) == ({}, {})


@pytest.mark.parametrize("word", ["stop", "unsubscribe"])
def test_stop_leaves_every_list(store: Store, word: str) -> None:
    (found,) = done(store, word)
    assert (found.outcome, found.values["lists"]) == ("stopped", "irm-all, irm-com3, irm-com4, irm-cept")
    assert on(store) == ()
    assert outcomes(store, word, number=2) == ["on_no_list"]


def test_a_language_is_a_preference_and_no_change_of_the_sheet(store: Store) -> None:
    assert outcomes(store, "language fr\nlanguage de") == ["language_set", "no_such_language"]
    with store.begin() as session:
        assert load_choices(session).language("annelie.sjogren@CEPT.example") == "fr"
        assert (
            session.scalars(
                select(RevisionRow).where(RevisionRow.record == "cept-1", RevisionRow.op == "update")
            ).all()
            == []
        )


def test_decisions_are_known_and_not_taken(store: Store) -> None:
    assert outcomes(store, "approve 12") == ["approval_other"]
    assert outcomes(store, "approve 12", OFFICER, 2) == ["approval_officer"]


def test_three_lines_not_understood_end_it(store: Store) -> None:
    assert outcomes(store, "help\nfoo\nbar\nbaz\nstop") == [
        "help",
        "unknown",
        "unknown",
        "unknown",
        "gave_up",
    ]
    assert on(store) != ()
    assert outcomes(store, "help\nfoo\nbar\nbaz", number=2) == ["help", "unknown", "unknown", "unknown"]


def test_twenty_commands_are_enough(store: Store) -> None:
    found = outcomes(store, "help\n" * 20 + "stop\nhelp")
    assert (len(found), found[19:]) == (21, ["help", "too_many"])
    assert on(store) != ()


@pytest.mark.parametrize(
    ("text", "asker", "language"),
    [
        ("help", ADA, "en"), ("aide", ADA, "fr"), ("help", Asker("a@b.example", "contact", (), "ru"), "ru"),
        ("ayuda", Asker("a@b.example", "contact", (), "ru"), "es"), ("help", Asker("a@b.example", "contact", (), "de"), "en"),
        ("ayuda\nlanguage zh", ADA, "zh"),
    ],
)  # fmt: skip
def test_the_answers_language(store: Store, text: str, asker: Asker, language: str) -> None:
    done(store, text, asker)
    with store.begin() as session:
        row = session.scalars(select(CommandMailRow)).one()
        assert row.language == language
        occasion = session.scalars(select(OccasionRow)).one()
        assert (occasion.kind, occasion.key, occasion.state) == (
            "command-answer",
            f"mail-{row.mail_id}",
            "due",
        )
        assert [Done.from_json(form).line for form in row.lines] == list(read(text))


def test_record_and_change_are_one_transaction(store: Store) -> None:
    with store.begin() as session:
        mail_id, _ = keep_bytes(session, b"X: 1\n\nstop", "test", NOON)
        carry_out(session, mail_id, [Line("stop", "stop")], ADA, load(session), NOON)
        session.rollback()
    assert on(store) != ()
    with store.begin() as session:
        assert (
            session.scalars(select(CommandMailRow)).all() == session.scalars(select(OccasionRow)).all() == []
        )


def test_who_leaves_the_sheet_no_longer_gets_what_he_joined(store: Store) -> None:
    alternate = Asker("e.marchal@dge-fr.example", "contact", ("CEPT",))
    outcomes(store, "subscribe irm-com4", alternate)
    change = Change("contact", "update", "cept-4", "CEPT",
                    {"email": FieldChange(alternate.address, "e.marchal@other.example")})  # fmt: skip
    with store.begin() as session:
        apply(session, change, Provenance("officer", NOON))
        assert load_choices(session).joined == {}


def test_askers(store: Store) -> None:
    with store.begin() as session:
        directory = load(session)
    officers = ("Officer@itu.example",)
    assert asker_of("ANNELIE.sjogren@cept.example", "CEPT", directory, officers) == Asker(
        "ANNELIE.sjogren@cept.example", "contact", ("CEPT",), "en"
    )
    assert asker_of("officer@ITU.example", None, directory, officers) == Asker(
        "officer@ITU.example", "officer"
    )
    assert asker_of("new@citel.example", "CITEL", directory, officers) == Asker(
        "new@citel.example", "colleague", ("CITEL",), "es"
    )
    assert asker_of("eve@evil.example", None, directory, officers) is None
    assert asker_of(None, None, directory, officers) is None


PUBLIC = ("job_title", "country")


def publishing(store: Store, text: str, asker: Asker = ADA, number: int = 1) -> list[tuple[str, str]]:
    with store.begin() as session:
        mail_id, _ = keep_bytes(session, f"X: {number}\n\n{text}".encode(), "test", NOON)
        made = carry_out(session, mail_id, read(text), asker, load(session), NOON, PUBLIC)
    return [(each.outcome, each.values.get("fields", "")) for each in made]


def test_a_person_says_what_is_public_of_her(store: Store) -> None:
    assert publishing(store, "publish\npublish email phone\nhide job title") == [
        ("public", "job_title country"), ("public", "email phone job_title country"),
        ("public", "email phone country"),
    ]  # fmt: skip
    with store.begin() as session:
        assert load_consents(session)["cept-1"].public == ("email", "phone", "country")
        row = session.get_one(ConsentRow, "cept-1")
        assert (row.by, row.mail_id is not None) == (ADA.address, True)


def test_nothing_everything_and_nobody(store: Store) -> None:
    assert publishing(store, "publish everything\npublish nothing\nhide me\npublish phone\nhide everything") == [
        ("public", "email phone job_title affiliation country"), ("public_nothing", ""), ("unlisted", ""),
        ("public", "phone"), ("public_nothing", ""),
    ]  # fmt: skip


def test_to_ask_what_is_public_is_no_choice(store: Store) -> None:
    assert publishing(store, "publish") == [("public", "job_title country")]
    with store.begin() as session:
        assert load_consents(session) == {}


def test_nobody_publishes_for_somebody_else(store: Store) -> None:
    assert publishing(store, "publish email", COLLEAGUE) == [("people_only", "")]
    assert publishing(store, "publish email", OFFICER, 2) == [("people_only", "")]  # is not on the sheet
    with store.begin() as session:
        assert load_consents(session) == {}

"""What everybody may read of a contact: as he chose himself, else as the site publishes; never another's choice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.consent import Consent, choose, clear, load_consents, published
from mailbot.directory.load import load
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from mailbot.store.session import Store
from mailbot.store.tables import AuditRow, ConsentRow
from tests.conftest import NOON

DEFAULT = ("job_title", "country")
BY = Provenance("officer", NOON)


def public_of(directory: Directory, contact: str, **consents: Consent) -> dict[str, object] | None:
    named = {name.replace("_", "-"): consent for name, consent in consents.items()}
    found = published(directory, named, DEFAULT).get("contact", contact)
    return found.model_dump(exclude_none=True) if found else None


def test_without_a_choice_the_site_decides(shipped: Directory) -> None:
    on_file = shipped.contacts[0]
    found = public_of(shipped, on_file.id)
    assert found == {
        "id": on_file.id, "organization": on_file.organization, "role": on_file.role,
        "committee": on_file.committee, "honorific": on_file.honorific, "name": on_file.name,
        "job_title": on_file.job_title, "country": on_file.country,
    }  # fmt: skip


def test_a_choice_counts_for_its_contact_alone(shipped: Directory) -> None:
    choice = Consent(frozenset({"phone"}))
    found = published(shipped, {"cept-1": choice}, DEFAULT)
    one, other = found.contacts_of("CEPT")[:2]
    assert (one.id, one.phone is not None, one.job_title) == ("cept-1", True, None)
    assert (other.phone, other.job_title is not None) == (None, True)


def test_who_is_not_listed_is_nowhere(shipped: Directory) -> None:
    gone = Consent(frozenset({"email", "phone"}), listed=False)
    found = published(shipped, {"cept-2": gone}, DEFAULT)
    assert found.get("contact", "cept-2") is None
    assert "cept-2" in {each.coordinator for each in shipped.positions}
    assert "cept-2" not in {each.coordinator for each in found.positions}
    assert len(found.positions) == len(shipped.positions)
    assert gone.public == ()


def test_attendances_and_how_we_write_to_people_are_never_public(shipped: Directory) -> None:
    everything = {c.id: Consent(frozenset({"email", "phone", "job_title", "affiliation", "country"})) for c in shipped.contacts}  # fmt: skip
    found = published(shipped, everything, ())
    assert found.participations == ()
    assert {(c.language, c.timezone) for c in found.contacts} == {(None, None)}
    assert [c.email for c in found.contacts] == [c.email for c in shipped.contacts]
    assert found.positions == shipped.positions


def test_a_choice_is_kept_audited_and_taken_back(store: Store) -> None:
    with store.begin() as session:
        choose(session, "cept-1", ["phone", "email"], by="ada", door="web", now=NOON)
        choose(session, "cept-1", [], listed=False, by="ada", door="mail", now=NOON + timedelta(hours=1))
    with store.begin() as session:
        found = load_consents(session)["cept-1"]
        assert (found.fields, found.listed, found.by) == (frozenset(), False, "ada")
        assert clear(session, "cept-1", by="officer", door="command", now=NOON) is True
        assert clear(session, "cept-1", by="officer", door="command", now=NOON) is False
        assert load_consents(session) == {}
        lines = [
            (row.door, row.verb, row.what, row.detail)
            for row in session.scalars(select(AuditRow).order_by(AuditRow.id))
        ]
    assert lines == [
        ("web", "consent", "cept-1", {"fields": ["email", "phone"], "listed": True}),
        ("mail", "consent", "cept-1", {"fields": [], "listed": False}),
        ("command", "consent cleared", "cept-1", None),
    ]


def test_what_is_no_field_and_who_is_no_contact_is_refused(store: Store) -> None:
    with store.begin() as session:
        with pytest.raises(UsageError, match="timezone is no field to publish"):
            choose(session, "cept-1", ["timezone"], by="x", door="web", now=NOON)
        with pytest.raises(UsageError, match="no contact cept-99"):
            choose(session, "cept-99", ["email"], by="x", door="web", now=NOON)
        with pytest.raises(UsageError, match="no contact cept-99"):
            clear(session, "cept-99", by="x", door="web", now=NOON)
        assert session.scalars(select(AuditRow)).all() == []


def changed(store: Store, **fields: str) -> bool:
    """Whether the consent of cept-1 outlives this update."""
    with store.begin() as session:
        choose(session, "cept-1", ["phone"], by="ada", door="web", now=NOON)
        before = load(session).get("contact", "cept-1")
        made = {name: FieldChange(getattr(before, name), value) for name, value in fields.items()}
        apply(session, Change("contact", "update", "cept-1", "CEPT", made), BY)
        return session.get(ConsentRow, "cept-1") is not None


def test_a_choice_outlives_a_new_number_and_a_new_name(store: Store) -> None:
    assert changed(store, phone="+46846500499")
    assert changed(store, name="Annelie Berg")
    assert changed(store, email="annelie.berg@cept.example")


def test_another_person_in_the_same_entry_starts_with_the_sites_rule(store: Store) -> None:
    assert not changed(store, name="Bo Ek", email="bo.ek@cept.example")


def test_an_entry_that_comes_back_keeps_the_choice_and_a_successor_does_not(store: Store) -> None:
    def again(session_name: str) -> bool:
        with store.begin() as session:
            if session.get(ConsentRow, "cept-1") is None:
                choose(session, "cept-1", ["phone"], by="ada", door="web", now=NOON)
            on_file = load(session).get("contact", "cept-1")
            assert on_file is not None
            apply(session, Change("contact", "remove", "cept-1", "CEPT"), BY)
            values = on_file.model_dump(mode="json")
            if session_name:
                values |= {"name": session_name, "email": None}
            made = {name: FieldChange(None, value) for name, value in values.items()}
            apply(session, Change("contact", "add", "cept-1", "CEPT", made), BY)
            return session.get(ConsentRow, "cept-1") is not None

    assert again("")  # undone
    assert not again("Somebody Else")

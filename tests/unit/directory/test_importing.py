"""Importing three-way: the file's own changes come in, what mail has changed stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.importing import ImportResult, import_programme
from mailbot.directory.load import load
from mailbot.directory.records import Contact
from mailbot.directory.snapshot import Directory
from mailbot.store.session import Store
from mailbot.store.tables import ImportRow, RevisionRow
from tests.conftest import NOON

MAIL = Provenance("officer", NOON, excerpt="my number is ...")


def directory_of(store: Store) -> Directory:
    with store.begin() as session:
        return load(session)


def bring(store: Store, wanted: Directory, **options: Any) -> ImportResult:
    with store.begin() as session:
        return import_programme(session, wanted, actor="operator", file="f", now=NOON, **options)


def mail_sets(store: Store, contact: str, **fields: tuple[Any, Any]) -> None:
    changes = {name: FieldChange(old, new) for name, (old, new) in fields.items()}
    with store.begin() as session:
        assert apply(session, Change("contact", "update", contact, "APT", changes), MAIL)


def edited(directory: Directory, contact: str, **fields: Any) -> Directory:
    """The file with one contact changed."""
    contacts = [Contact.model_validate({**c.model_dump(), **fields}) if c.id == contact else c
                for c in directory.contacts]  # fmt: skip
    return replace(directory, contacts=tuple(contacts), _indexes={})


def test_a_first_import_makes_the_directory_the_file(store: Store, shipped: Directory) -> None:
    assert directory_of(store) == shipped


def test_a_second_import_changes_nothing_and_says_so(store: Store, shipped: Directory) -> None:
    assert bring(store, shipped).nothing
    with store.begin() as session:
        assert session.query(ImportRow).count() == 1


def test_an_import_of_an_export_changes_nothing(store: Store, shipped: Directory) -> None:
    first = shipped.contacts[0]
    mail_sets(store, first.id, phone=(first.phone, "+41227305111"))
    now = directory_of(store)
    assert bring(store, now).nothing
    assert directory_of(store) == now


def test_an_import_never_undoes_what_mail_changed(store: Store, shipped: Directory) -> None:
    first = shipped.contacts[0]
    mail_sets(store, first.id, phone=(first.phone, "+41227305111"))
    result = bring(store, edited(shipped, first.id, job_title="Director"))
    contact = directory_of(store).contacts[0]
    assert (contact.phone, contact.job_title) == ("+41227305111", "Director")
    assert (result.changed, result.refused) == (1, ())


def test_a_field_both_have_changed_is_refused_until_forced(store: Store, shipped: Directory) -> None:
    first = shipped.contacts[0]
    mail_sets(store, first.id, phone=(first.phone, "+41227305111"))
    wanted = edited(shipped, first.id, phone="+41227305222", job_title="Director")
    for _ in range(2):  # the same file again is refused again
        refused = bring(store, wanted).refused
        assert [(r.key, r.field, r.in_file, r.on_file) for r in refused] == [
            (first.id, "phone", "+41227305222", "+41227305111")
        ]
    assert directory_of(store).contacts[0].job_title == "Director"
    assert bring(store, wanted, force=True).refused == ()
    assert directory_of(store) == wanted


def test_a_record_removed_by_mail_does_not_come_back(store: Store, shipped: Directory) -> None:
    gone = shipped.contacts[3]
    with store.begin() as session:
        apply(session, Change("contact", "remove", gone.id, gone.organization), MAIL)
    assert bring(store, edited(shipped, shipped.contacts[0].id, job_title="X")).changed == 1
    assert gone.id not in {c.id for c in directory_of(store).contacts}
    refused = bring(store, edited(shipped, gone.id, job_title="Y")).refused
    assert [(r.key, r.field) for r in refused] == [(gone.id, None)]


def test_a_record_removed_from_the_file_goes_unless_mail_changed_it(store: Store, shipped: Directory) -> None:
    one, two = shipped.contacts[0], shipped.contacts[1]
    mail_sets(store, two.id, phone=(two.phone, "+41227305111"))
    wanted = replace(shipped, contacts=shipped.contacts[2:], _indexes={})
    result = bring(store, wanted)
    left = {c.id for c in directory_of(store).contacts}
    assert one.id not in left
    assert two.id in left
    assert (result.removed, [r.key for r in result.refused]) == (1, [two.id])


def test_every_change_is_a_revision_of_the_operator(store: Store, shipped: Directory) -> None:
    bring(store, edited(shipped, shipped.contacts[0].id, job_title="Director"))
    with store.begin() as session:
        last = session.query(RevisionRow).order_by(RevisionRow.id.desc()).first()
        assert last is not None
        assert (last.actor, last.op, last.record) == ("operator", "update", shipped.contacts[0].id)
        assert last.fields == {"job_title": {"old": shipped.contacts[0].job_title, "new": "Director"}}

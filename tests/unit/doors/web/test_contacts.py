"""The contact sheet: what everybody reads is what each contact agreed to, and TSB sees the rest marked as such."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.consent import choose
from mailbot.directory.snapshot import Directory
from mailbot.store.session import Store
from mailbot.store.tables import AuditRow
from tests.unit.doors.web.browser import signed_in
from tests.unit.doors.web.conftest import NOW, Site

FORMATS = {
    "contacts": ("xlsx", "csv", "vcf", "pdf", "docx", "json"), "table": ("xlsx", "csv", "docx", "pdf", "json"),
    "calendar": ("xlsx", "csv", "pdf", "docx", "json", "ics"),
}  # fmt: skip


def consent(store: Store, contact: str, *fields: str, listed: bool = True) -> None:
    with store.begin() as session:
        choose(session, contact, fields, listed=listed, by="ada", door="web", now=NOW)


def test_a_visitor_reads_what_the_site_publishes(site: Site, shipped: Directory) -> None:
    page = site.ask("GET", "/contacts")
    assert page.status == 200
    for contact in shipped.contacts:
        assert contact.name in page.text and f'id="{contact.id}"' in page.text
        assert (contact.email or "-") not in page.text
        assert (contact.phone or "-") not in page.text
    assert len(page.body) < 100_000


def test_a_visitor_reads_what_a_contact_chose(site: Site, store: Store, shipped: Directory) -> None:
    consent(store, "cept-1", "email")
    consent(store, "cept-2", listed=False)
    one, two = (c for c in shipped.contacts if c.id in ("cept-1", "cept-2"))
    page = site.ask("GET", "/contacts")
    assert f'href="mailto:{one.email}"' in page.text and str(one.phone) not in page.text
    assert two.name not in page.text
    assert str(one.job_title) not in site.ask("GET", "/contacts/cept-1").text
    assert site.ask("GET", "/contacts/cept-2").status == 404
    assert two.name not in site.ask("GET", "/contacts/CEPT").text


def test_a_choice_is_seen_at_once(site: Site, store: Store) -> None:
    first = site.ask("GET", "/contacts")
    tag = first.headers["etag"]
    assert site.ask("GET", "/contacts", if_none_match=tag).status == 304
    consent(store, "cept-1", "phone")
    again = site.ask("GET", "/contacts", if_none_match=tag)
    assert again.status == 200 and "tel:" in again.text


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("q=sjogren", ["cept-1"], ["cept-2", "apt-1"]),
        ("q=SJ%C3%96GREN+annelie", ["cept-1"], ["apt-1"]),
        ("q=african", ["atu-1"], ["cept-1"]),
        ("q=focal", ["cept-1", "apt-1"], ["cept-2"]),
        ("role=alternate", ["apt-4"], ["apt-1"]),
        ("committee=COM3", ["cept-1", "cept-2"], ["apt-3"]),
        ("role=nonsense&committee=COM9", ["cept-1", "apt-4"], []),
        ("q=nobody+of+this+name", [], ["cept-1", "apt-1"]),
        ("q=" + "x" * 5000, [], ["cept-1"]),
    ],
)
def test_search_and_filters(site: Site, query: str, there: list[str], gone: list[str]) -> None:
    page = site.ask("GET", f"/contacts?{query}")
    assert page.status == 200
    found = set(re.findall(r'<tr id="([^"]+)"', page.text))
    assert set(there) <= found
    assert not found & set(gone)


def test_what_is_searched_for_is_shown_as_text(site: Site) -> None:
    page = site.ask("GET", "/contacts?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page.text and "&lt;script&gt;" in page.text


def test_what_nobody_may_read_cannot_be_searched_for(site: Site, shipped: Directory) -> None:
    """An address or a title that is not public is not guessed by asking for it."""
    for words in ("annelie.sjogren@cept.example", "46846500442"):
        assert "<tr id=" not in site.ask("GET", f"/contacts?q={words}").text


def test_by_committee(site: Site) -> None:
    page = site.ask("GET", "/contacts?by=committee")
    assert [*re.findall(r'<h2 id="([^"]+)"', page.text)] == ["all", "COM3", "COM4"]


@pytest.mark.parametrize("path", ["/contacts/CEPT", "/contacts/cept", "/contacts/cept-1"])
def test_pages_of_their_own(site: Site, path: str) -> None:
    page = site.ask("GET", path)
    assert page.status == 200 and "Annelie" in page.text
    assert site.ask("HEAD", path).status == 200


@pytest.mark.parametrize("path", ["/contacts/nobody", "/contacts/cept-1.vcf.exe", "/contacts/%00", "/contacts.exe", "/contacts.yaml"])  # fmt: skip
def test_what_is_not_there(site: Site, path: str) -> None:
    assert site.ask("GET", path).status in (400, 404)


def test_what_a_contact_coordinates(site: Site, shipped: Directory) -> None:
    page = site.ask("GET", "/contacts/cept-2")
    own = [p.text for p in shipped.positions if p.coordinator == "cept-2"]
    assert own
    for text in own:
        assert text in page.text
    assert page.text.count('<th scope="row">') == len(own)


def test_a_card_has_the_public_fields(site: Site, store: Store) -> None:
    consent(store, "cept-1", "phone")
    card = site.ask("GET", "/contacts/cept-1.vcf")
    assert card.headers["content-type"].startswith("text/vcard")
    assert "attachment" in card.headers["content-disposition"]
    assert "FN:Ms Annelie" in card.text and "TEL" in card.text
    assert "EMAIL" not in card.text and "LANG" not in card.text


def test_hostile_names_are_text(site: Site, store: Store) -> None:
    evil = "<img src=x onerror=alert(1)>\u202e"
    with store.begin() as session:
        before = "Annelie Sjögren"
        change = Change("contact", "update", "cept-1", "CEPT", {
            "name": FieldChange(before, evil), "job_title": FieldChange(None, "{{7*7}}"),
        })  # fmt: skip
        apply(session, change, Provenance("x", NOW), overwrite=True)
    for path in ("/contacts", "/contacts/cept-1", "/contacts/CEPT"):
        page = site.ask("GET", path)
        assert "<img src=x" not in page.text and "&lt;img src=x" in page.text
        assert "{{7*7}}" in page.text and "\u202e" not in page.text


@pytest.mark.parametrize("what", FORMATS)
def test_files_for_everybody(site: Site, shipped: Directory, what: str) -> None:
    for format_ in FORMATS[what]:
        got = site.ask("GET", f"/{what}.{format_}")
        assert got.status == 200, format_
        assert got.headers["content-disposition"] == f"attachment; filename*=utf-8''wtsa20-{what}.{format_}"
        assert site.ask("GET", f"/{what}.{format_}", if_none_match=got.headers["etag"]).status == 304
        inside = opened(got.body)
        for contact in shipped.contacts:
            assert str(contact.email) not in inside and str(contact.phone) not in inside
        for participation in shipped.participations:
            assert not participation.email or participation.email not in inside


def opened(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8-sig")


def test_the_json_is_the_programmes_and_reduced(site: Site, shipped: Directory) -> None:
    found: Any = json.loads(site.ask("GET", "/contacts.json").text)
    assert [each["id"] for each in found["contacts"]] == [c.id for c in shipped.contacts]
    assert not any(each.get("email") for each in found["contacts"])


def test_the_workbook_can_be_mailed_back(site: Site) -> None:
    book = openpyxl.load_workbook(io.BytesIO(site.ask("GET", "/contacts.xlsx").body))
    assert book.sheetnames == ["Contacts", "mailbot"]


def test_a_file_is_made_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from mailbot.directory.exports import published

    made: list[str] = []
    original = published.file

    def counted(*given: Any) -> published.File:
        made.append(given[2])
        return original(*given)

    monkeypatch.setattr(published, "file", counted)
    first = site.ask("GET", "/table.pdf")
    assert site.ask("GET", "/table.pdf?v=2").body == first.body
    assert site.ask("GET", "/table.pdf?lang=fr").body != first.body
    assert made == ["pdf", "pdf"]


def test_everything_is_for_tsb_alone(site: Site, store: Store, shipped: Directory) -> None:
    everybody = site.ask("GET", "/contacts.csv?all=1")
    assert str(shipped.contacts[0].email) not in everybody.text
    officer = signed_in(site)
    page = officer.get("/contacts")
    assert str(shipped.contacts[0].email) in page.text and "not public" in page.text
    assert "private" in page.headers["cache-control"]
    assert str(shipped.contacts[0].email) not in officer.get("/contacts.csv").text
    assert str(shipped.contacts[0].email) in officer.get("/contacts.csv?all=1").text
    with store.begin() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.verb == "export of everything")).all()
        assert [(row.actor, row.door, row.what) for row in rows] == [
            ("ada@itu.example", "web", "wtsa20-contacts.csv")
        ]

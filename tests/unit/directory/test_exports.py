"""The directory out, in every form: complete, the same bytes again, and no cell ever a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from mailbot.directory.exports import FORMATS, TABLES, export_directory
from mailbot.directory.exports.html import html
from mailbot.directory.exports.reports import report
from mailbot.directory.programme import load_text
from mailbot.directory.snapshot import Directory
from mailbot.wording import LANGUAGES, SHIPPED_WORDINGS

NOW = datetime(2021, 1, 14, 8, tzinfo=UTC)
EVIL = '=HYPERLINK("http://x.example")'


def made(directory: Directory, format_: str, only: str | None = None, language: str = "en") -> bytes:
    return export_directory(directory, format_, only, NOW, say=SHIPPED_WORDINGS.of(language))


def hostile(directory: Directory) -> Directory:
    """Formulas, markup and signs that files must not hold, in every free field."""
    contact = directory.contacts[0].model_copy(
        update={"name": "=1+1", "job_title": "<script>alert(1)</script>", "affiliation": "@SUM(A1)&co"}
    )
    position = directory.positions[0].model_copy(
        update={"summary": '+1\n-2\n\t"x"#strong[y] $1$', "document": EVIL}
    )
    meeting = directory.meetings[0].model_copy(update={"title": EVIL, "place": "\u202eabc"})
    return replace(
        directory, contacts=(contact, *directory.contacts[1:]), positions=(position, *directory.positions[1:]),
        meetings=(meeting, *directory.meetings[1:]), _indexes={},
    )  # fmt: skip


def cells(content: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_directory_is_the_same_bytes(
    shipped: Directory, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(shipped, format_)
    monkeypatch.setattr("time.time", lambda: 1.9e9)
    assert made(shipped, format_) == first
    if format_ == "xlsx":  # what openpyxl writes when it saves
        assert b"2021-01-14T08:00:00Z</dcterms:modified>" in zipfile.ZipFile(io.BytesIO(first)).read(
            "docProps/core.xml"
        )


def test_threat_24_no_cell_of_a_workbook_or_csv_is_a_formula(shipped: Directory) -> None:
    directory = hostile(shipped)
    found = cells(made(directory, "xlsx"))
    assert {cell.data_type for cell in found} <= {"s", "d"}
    evil = [cell for cell in found if str(cell.value).startswith(("=", "+", "-", "@", "\t"))]
    assert len(evil) > 10
    assert all(cell.quotePrefix for cell in evil)
    for name in zipfile.ZipFile(io.BytesIO(made(directory, "xlsx"))).namelist():
        assert b"<f>" not in zipfile.ZipFile(io.BytesIO(made(directory, "xlsx"))).read(name) or name.endswith(
            "rels"
        )
    for table in TABLES:
        rows = list(csv.reader(io.StringIO(made(directory, "csv", table).decode("utf-8-sig"))))
        for cell in (c for row in rows for c in row):
            assert not cell.startswith(("=", "-", "@", "\t", "\r"))
            assert not cell.startswith("+") or re.fullmatch(r"\+\d{7,15}", cell)


def test_a_workbook_is_made_to_be_edited(shipped: Directory) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(shipped, "xlsx")))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Contacts", "visible"), ("Positions", "visible"), ("Meetings", "visible"), ("mailbot", "veryHidden"),
    ]  # fmt: skip
    sheet = book["Meetings"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.column_dimensions["A"].hidden
    assert sheet.cell(2, heads["Starts"]).value.date() == shipped.meetings[0].starts
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref.startswith("A1:")
    assert sheet.protection.sheet and not sheet.protection.sort and not sheet.protection.deleteRows
    assert sheet["B1"].protection.locked and not sheet["B2"].protection.locked
    contacts = book["Contacts"]
    phone = contacts.cell(2, {cell.value: cell.column for cell in contacts[1]}["Phone"])
    assert (phone.data_type, phone.number_format) == ("s", "@")
    offered = {v.formula1 for v in contacts.data_validations.dataValidation}
    assert '"focal_point,coordinator,alternate"' in offered and '"all,COM3,COM4"' in offered


def test_the_workbook_knows_what_it_said(shipped: Directory) -> None:
    base = openpyxl.load_workbook(io.BytesIO(made(shipped, "xlsx", "meetings")))["mailbot"]
    rows = [[cell.value for cell in row if cell.value] for row in base.iter_rows()]
    assert rows[:3] == [
        ["mailbot workbook", "1"],
        ["programme", "wtsa20"],
        ["made", "2021-01-14T08:00:00+00:00"],
    ]
    assert rows[4][0] == f"meeting:{shipped.meetings[0].id}"
    assert str(shipped.meetings[0].starts) in rows[4]


def test_a_workbook_holds_any_text(shipped: Directory) -> None:
    long = shipped.positions[0].model_copy(update={"summary": "x" * 20_000})
    directory = replace(shipped, positions=(long, *shipped.positions[1:]), _indexes={})
    assert any(len(str(cell.value)) == 20_000 for cell in cells(made(directory, "xlsx", "positions")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("only", TABLES)
def test_word_files_say_all_in_every_language(shipped: Directory, only: str, language: str) -> None:
    file = Document(io.BytesIO(made(hostile(shipped), "docx", only, language)))
    section = file.sections[0]
    assert section.page_width > section.page_height
    xml = file.element.xml
    assert xml.count("w:tblHeader") == len(file.tables) > 0
    assert ("w:bidiVisual" in xml) == (language == "ar")
    footer = section.footer._element.xml
    assert "NUMPAGES" in footer and 'w:instr="PAGE"' in footer
    text = "\n".join(cell.text for table in file.tables for row in table.rows for cell in row.cells)
    records = getattr(hostile(shipped), only)
    for record in records:
        assert (
            record.name if only == "contacts" else record.text if only == "positions" else record.title
        ) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_in_every_language(shipped: Directory, language: str) -> None:
    content = made(hostile(shipped), "pdf", "contacts", language)
    reader = PdfReader(io.BytesIO(content))
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    text = "".join(page.extract_text() for page in reader.pages)
    if language != "ar":  # there the brackets are turned round, as they should be
        assert "<script>alert(1)</script>" in text.replace("\n", "")
    assert f"{len(reader.pages)}" in reader.pages[-1].extract_text()
    if language == "en":
        assert all("E-mail" in page.extract_text() for page in reader.pages)  # the headings, on every page


def test_a_page_is_one_file_that_runs_nothing(shipped: Directory) -> None:
    page = html(report(hostile(shipped), TABLES, NOW, SHIPPED_WORDINGS.of("ar"))).decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "<script" not in page and "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)=", page)
    assert page.count("<table>") == page.count("</table>") == 5


def test_the_mapping_table_is_texts_by_organizations(shipped: Directory) -> None:
    matrix, proposals = report(shipped, ("positions",), NOW, SHIPPED_WORDINGS.of("en")).tables
    assert [c.heading for c in matrix.columns] == [
        "Text",
        *(o.code for o in shipped.organizations),
        "Consensus",
    ]
    rows = {row.cells[0][0].text: row for row in matrix.rows if not row.is_group}
    assert set(rows) == {position.text for position in shipped.positions}
    for position in shipped.positions:
        at = [o.code for o in shipped.organizations].index(position.organization) + 1
        assert rows[position.text].cells[at][0].text == (position.action or "?")
    assert len(proposals.rows) == len(shipped.positions)


def test_more_organizations_than_a_page_is_wide_are_further_tables() -> None:
    codes = [f"ORG{number}" for number in range(30)]
    directory = load_text(json.dumps({
        "programme": {"id": "p", "title": "T"}, "contacts": [],
        "organizations": [{"code": code, "name": code} for code in codes],
        "texts": [{"id": "A.1", "title": "Work methods"}],
        "positions": [{"organization": code, "text": "A.1", "action": "MOD"} for code in codes],
    }))  # fmt: skip
    tables = report(directory, ("positions",), NOW, SHIPPED_WORDINGS.of("en")).tables
    shown = [column.heading for table in tables[:-1] for column in table.columns]
    assert [heading for heading in shown if heading in codes] == codes
    assert max(len(table.columns) for table in tables) <= 14
    assert export_directory(directory, "pdf", "positions", NOW).startswith(b"%PDF")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_programme_with_nothing_in_it(format_: str) -> None:
    directory = load_text('programme: {id: p, title: "T"}\n')
    assert isinstance(export_directory(directory, format_, None, NOW), bytes)


def test_dates_are_real_dates_and_the_last_day_is_the_last_day(shipped: Directory) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(shipped, "xlsx", "meetings")))["Meetings"]
    ends = next(cell.column for cell in sheet[1] if cell.value == "Ends")
    assert [sheet.cell(n, ends).value.date() for n in range(2, 2 + len(shipped.meetings))] == [
        m.ends for m in shipped.meetings
    ]
    assert all(isinstance(m.ends, date) for m in shipped.meetings)

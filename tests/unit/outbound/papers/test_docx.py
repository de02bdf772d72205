"""The Word file, opened with python-docx: styles somebody can work with, directions, hostile data."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx as python_docx
import pytest
from docx.oxml.ns import qn

from mailbot.outbound.papers.docx import docx
from tests.unit.outbound.papers.forms import HOSTILE, NOW, WORDS, document


def opened(language: str = "en", data: str = "plain") -> Any:
    return python_docx.Document(BytesIO(docx(document(language, data), "TSB", NOW)))


def styles(file: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for paragraph in file.paragraphs:
        found.setdefault(paragraph.style.name, []).append(paragraph.text)
    return found


def test_what_is_a_title_a_heading_a_list_has_its_style() -> None:
    file = opened()
    found = styles(file)
    assert found["Title"] == ["Liaison statement LS 42"]
    assert found["Subtitle"] == ["14 December 2020"]
    assert found["Heading 2"] == ["Heading plain"]
    assert found["List Number"] == ["First plain", "Second", "Another list"]
    assert found["List Bullet 2"] == ["inner"]
    assert found["List Continue"] == ["more of the first"]
    assert found["Quote"] == ["quoted"]
    form, table = file.tables
    assert [cell.text for cell in form.rows[0].cells] == ["Source", "TSAG"]
    assert [cell.paragraphs[0].runs[0].bold for cell in form.rows[0].cells] == [True, None]
    assert form.columns[0].width < form.columns[1].width
    assert (table.style.name, [cell.text for cell in table.rows[1].cells]) == (
        "Table Grid",
        ["CEPT", "modify", "plain"],
    )
    assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    runs = {run.text: run for paragraph in file.paragraphs for run in paragraph.runs}
    assert runs["bold"].bold
    assert runs["slanted"].italic
    assert runs["[[TSB to add: URL of TD852]]"].style.name == "Placeholder"


def test_each_numbered_list_begins_anew() -> None:
    file = opened()
    numbers = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]


def test_header_footer_and_properties() -> None:
    file = opened()
    section = file.sections[0]
    assert section.header.paragraphs[0].text == "WTSA-20 – Liaison statement LS 42"
    fields = [each.get(qn("w:instr")) for each in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert (file.core_properties.title, file.core_properties.author) == ("plain", "TSB")
    assert file.core_properties.created.isoformat()[:10] == "2020-12-14"


def test_links_are_links() -> None:
    file = opened()
    targets = {each.target_ref for each in file.part.rels.values() if each.is_external}
    assert targets == {"https://www.itu.example/x"}


@pytest.mark.parametrize("language", WORDS)
def test_the_language_and_its_direction(language: str) -> None:
    file = opened(language)
    assert any(WORDS[language] in paragraph.text for paragraph in file.paragraphs)
    is_rtl = language == "ar"
    normal = file.styles["Normal"].element.pPr
    assert (normal.find(qn("w:bidi")) is not None) == is_rtl
    assert (file.sections[0]._sectPr.find(qn("w:bidi")) is not None) == is_rtl
    assert (file.tables[1]._tbl.tblPr.find(qn("w:bidiVisual")) is not None) == is_rtl
    runs = {run.text: run for paragraph in file.paragraphs for run in paragraph.runs}
    assert bool(runs[" " + WORDS[language]].font.rtl) == is_rtl
    assert not runs["12:30-15:30 CET"].font.rtl
    told = file.styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang"))
    assert language in (told.get(qn("w:val")) or "").split("-")


def test_what_a_schema_orders_is_in_order() -> None:
    """Word refuses files whose properties are out of order."""
    file = opened("ar")
    normal = [child.tag for child in file.styles["Normal"].element.pPr]
    assert normal.index(qn("w:bidi")) < normal.index(qn("w:spacing"))
    section = [child.tag for child in file.sections[0]._sectPr]
    assert section.index(qn("w:cols")) < section.index(qn("w:bidi")) < section.index(qn("w:docGrid"))


@pytest.mark.parametrize("data", HOSTILE)
def test_data_is_text(data: str) -> None:
    file = opened(data=data)
    assert file.tables[0].rows[1].cells[1].text == data
    assert file.core_properties.title == data
    assert styles(file)["Heading 2"] == [f"Heading {data}"]
    assert len(file.tables) == 2


def test_the_same_paper_is_the_same_bytes() -> None:
    assert docx(document(), "TSB", NOW) == docx(document(), "TSB", NOW)

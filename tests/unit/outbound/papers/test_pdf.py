"""The PDF: its text in six languages, hostile data, fonts that are missing. Skipped by name without fonts."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader
from typst import Fonts

from mailbot.outbound.papers.pdf import NoFont, pages, pdf, unshown
from tests.unit.outbound.papers.forms import HOSTILE, NOW, WORDS, document

WITHOUT = unshown(tuple(WORDS))


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum())


@pytest.mark.parametrize("language", WORDS)
def test_the_text_of_each_script_is_in_it(language: str) -> None:
    if language in WITHOUT:
        pytest.skip(f"PDF in {language}: {WITHOUT[language]}")
    reader = PdfReader(BytesIO(pdf(document(language), NOW)))
    found = letters(text_of(pdf(document(language), NOW)))
    assert all(letters(word) in found for word in WORDS[language].split())
    assert reader.metadata is not None
    assert reader.metadata.title == "plain"
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "Page 1 of 1" in text_of(pdf(document(language), NOW))


@pytest.mark.parametrize("data", HOSTILE)
def test_data_is_text(data: str) -> None:
    content = pdf(document(data=data), NOW)
    assert letters(text_of(content)).count(letters(f"First {data}")) == 1
    assert "49" not in text_of(content)
    title = PdfReader(BytesIO(content)).metadata
    assert title is not None
    assert title.title == data


def test_a_letter_that_no_font_has_is_an_error_never_a_box() -> None:
    brought_along = Fonts(include_system_fonts=False)  # typst's own: no Chinese
    assert pdf(document("ru"), NOW, brought_along).startswith(b"%PDF-")
    with pytest.raises(NoFont, match=r"no font here shows “会”.* install fonts-noto-core and fonts-noto-cjk"):
        pdf(document("zh"), NOW, brought_along)
    assert list(unshown(tuple(WORDS), brought_along)) == ["zh"]


def test_the_same_paper_is_the_same_bytes_and_can_be_looked_at() -> None:
    assert pdf(document(), NOW) == pdf(document(), NOW)
    assert [page[:4] for page in pages(document(), NOW)] == [b"\x89PNG"]

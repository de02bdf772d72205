"""Formulas in our own workbook: what they come to is only known where the file keeps their results."""

from __future__ import annotations

from typing import Any

from tests.unit.reading.office_files import changes
from tests.unit.reading.test_own_workbook import at, questions, read


def cell(book: Any, key: str, field: str) -> Any:
    return at(book["Contacts"], f"contact:{key}", field)


def test_a_formula_without_a_result_is_no_emptied_cell() -> None:
    def edit(book: Any) -> None:
        cell(book, "nrtc-2", "phone").value = '="+372"&"6672009"'

    found = read(edit)
    assert changes(found) == []
    assert [q for q in questions(found) if "Jaak Tamm" in q and "phone" in q and "formula" in q]


def test_an_error_is_none_either() -> None:
    def edit(book: Any) -> None:
        cell(book, "nrtc-2", "phone").value = "#REF!"
        cell(book, "nrtc-2", "phone").data_type = "e"

    found = read(edit)
    assert changes(found) == []
    assert len(questions(found)) == 1


def test_what_else_was_changed_in_the_row_holds() -> None:
    def edit(book: Any) -> None:
        cell(book, "nrtc-2", "phone").value = '="x"'
        cell(book, "nrtc-2", "email").value = "jt@tja-ee.example"

    found = read(edit)
    assert changes(found) == [("update", "nrtc-2", {"email": "jt@tja-ee.example"})]
    assert len(questions(found)) == 1


def test_a_column_of_formulas_is_one_question() -> None:
    def edit(book: Any) -> None:
        for key in ("nrtc-1", "nrtc-2", "nrtc-3", "nrtc-4"):
            cell(book, key, "email").value = f'=LOWER("{cell(book, key, "email").value}")'

    found = read(edit)
    assert changes(found) == []
    assert len(questions(found)) == 1


def test_a_cell_that_was_emptied_is() -> None:
    def edit(book: Any) -> None:
        cell(book, "nrtc-2", "phone").value = None

    assert changes(read(edit)) == [("update", "nrtc-2", {"phone": None})]

"""Of several sheets: the ones that count."""

from __future__ import annotations

import pytest

from mailbot.mail.message import parse
from mailbot.mail.reply import split
from mailbot.reading.findings import Material
from mailbot.reading.grids.model import Cell, Grid, Row
from mailbot.reading.sheets.current import current


def sheet(title: str, *first: str, caption: str = "") -> Grid:
    head = (Row((Cell(caption),)),) if caption else ()
    rows = [Row((Cell(text), Cell("MOD"))) for text in ("Text", *first)]
    return Grid((*head, *rows), title=title)


def letter(text: str) -> Material:
    message = parse(f"From: a@x.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\n".encode())
    return Material(message, split(message.text))


def titles(text: str, *grids: Grid) -> list[str]:
    return [grid.title for grid in current(list(grids), letter(text))]


@pytest.mark.parametrize(
    "text",
    [
        'The tab "Feb" is what counts, the other is old.',
        "Only the first sheet is current.",
        'The older sheet, "Sept", has only been left in for reference.',
        "La feuille Feb fait foi.",
        "La hoja Sept es antigua.",
        "Актуален только первый лист.",
        "Лист Sept устарел.",
        "工作表Feb为准。",
        'The sheet "Feb" is what counts, "Sept" is only there because Excel would not let me delete it.',
        "Please go by Feb; Sept is a leftover.",
        "Feb is current, Sept I could not get rid of, so ignore it.",
        "Please disregard Sept.",
        "Feb fait foi, Sept n'est là que parce qu'Excel refuse de l'effacer.",
        "Vale la hoja Feb; Sept solo está ahí porque Excel no me deja borrarla.",
        "Актуален лист Feb, а Sept остался там только потому, что его не удалось удалить.",
    ],
)
def test_the_letter_says_which(text: str) -> None:
    assert titles(text, sheet("Feb", "20", "40"), sheet("Sept", "20", "50")) == ["Feb"]


def test_a_title_says_that_it_is_history() -> None:
    assert titles("See attached.", sheet("Table", "20"), sheet("Archive", "20")) == ["Table"]


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        (sheet("January 2021", "20", "40"), sheet("October 2020", "20")),
        (sheet("Current", "20", caption="as of 29 January 2021"), sheet("October 2020", "20")),
        (sheet("18 Jan 2021", "20"), sheet("Ideas of 2019", "20")),
        (sheet("2021年1月", "20"), sheet("2020年11月", "20")),
    ],
)
def test_of_two_tables_of_the_same_rows_the_newer_one(newer: Grid, older: Grid) -> None:
    assert titles("See attached.", newer, older) == [newer.title]
    assert titles("See attached.", older, newer) == [newer.title]


def test_tables_of_other_rows_all_count() -> None:
    both = sheet("October 2020", "20", "40"), sheet("January 2021", "50", "61")
    assert titles("See attached.", *both) == ["October 2020", "January 2021"]
    undated = sheet("Contacts", "Ada Verne"), sheet("Table", "20")
    assert titles("See attached.", *undated) == ["Contacts", "Table"]

"""What stands in a workbook beside the region's own list: replies of countries, logs, legends, people who came."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.office_files import changes, read, workbook

Rows = list[tuple[Any, ...]]
LIST: Rows = [
    ("Text", "Subject", "Action", "Status", "Coordinator"),
    ("Resolution 1", "Rules", "MOD", "agreed", "Jaak Tamm"),
    ("Resolution 20", "Numbering", "MOD", "preliminary", "Oskar Berg"),
    ("Resolution 40", "Regulatory", "NOC", "draft", "Jaak Tamm"),
]
TOLD = [("update", "NRTC/Resolution 1", {"status": "agreed"})]
PEOPLE: Rows = [
    ("Role", "Committee", "Name", "E-mail", "Phone"),
    ("Coordinator", "COM3", "Mr Jaak Tamm", "jaak.tamm@tja-ee.example", "+372 667 2009"),
    ("Coordinator", "COM4", "Mr Oskar Berg", "oskar.berg@pts-se.example", "+46 8 678 55 00"),
]
PHONE = [("update", "nrtc-2", {"phone": "+3726672009"})]


def of(sheets: dict[str, Rows], body: str = "Please see the attached file.", **more: Any) -> Any:
    return read("x.xlsx", workbook(sheets, **more), body)


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("Replies", [("Member", "Reply of", "Text", "Wish"), ("Sweden", "2021-01-04", "Resolution 20", "SUP"),
                     ("Norway", "2021-01-05", "Resolution 40", "MOD")]),
        ("Votes", [("Country", "Resolution", "For/against", "Date"), ("Estonia", "Resolution 20", "SUP", "3 Jan"),
                   ("Finland", "Resolution 40", "MOD", "4 Jan")]),
        ("National positions", [("Administration", "WTSA text", "Action", "Status"),
                                ("Sweden", "Resolution 1", "SUP", "draft"), ("Norway", "Resolution 40", "MOD", "draft")]),
        ("Sheet2", [("Who", "WTSA text", "Action", "Status"), ("Sweden", "Resolution 20", "SUP", "draft"),
                    ("Norway", "Resolution 20", "NOC", "draft")]),
        ("Réponses", [("Pays", "Texte", "Action"), ("Suède", "Résolution 20", "SUP"), ("Norvège", "Résolution 40", "MOD")]),
        ("Ответы", [("Страна", "Текст", "Действие"), ("Швеция", "Резолюция 20", "SUP"),
                    ("Норвегия", "Резолюция 40", "MOD")]),
        ("Legend", [("Code", "Meaning"), ("MOD", "modification"), ("SUP", "suppression")]),
        ("Change log", [("Date", "Text", "Field", "Old value", "New value"),
                        ("12 Nov 2020", "Resolution 20", "Action", "MOD", "SUP"),
                        ("3 Dec 2020", "Resolution 20", "Action", "SUP", "MOD")]),
        ("Versions", [("Version", "Date", "Author", "What"), ("0.1", "1 Dec 2020", "MT", "first draft"),
                      ("0.2", "8 Dec 2020", "JT", "Resolution 20 withdrawn")]),
        ("Result of the vote", [("Text", "Proposal", "For", "Against", "Result"),
                                ("Resolution 20", "SUP", "2", "9", "not agreed")]),
        ("Internal", [("Text", "Action", "Status"), ("Resolution 20", "SUP", "draft")]),
        ("Draft of 5 January", [("Text", "Action", "Status"), ("Resolution 20", "SUP", "draft")]),
        ("To do", [("Task", "Owner", "Due", "Status"), ("Resolution 20 translation", "Oskar Berg", "3 Feb 2021", "draft"),
                   ("Resolution 40 draft", "Jaak Tamm", "1 Feb 2021", "agreed")]),
    ],
)  # fmt: skip
def test_what_is_not_the_region_s(title: str, rows: Rows) -> None:
    assert changes(of({"Consolidated": LIST, title: rows})) == TOLD


@pytest.mark.parametrize(
    ("head", "first", "second"),
    [
        (("Lead administration", "Text", "Action", "Status"), ("Sweden", "Resolution 1", "MOD", "agreed"),
         ("Norway", "Resolution 40", "NOC", "draft")),
        (("Text", "Action", "Status", "Countries in favour"), ("Resolution 1", "MOD", "agreed", "Sweden, Estonia"),
         ("Resolution 40", "NOC", "draft", "Norway")),
        (("Text", "Action", "Status", "Requested by Sweden"), ("Resolution 1", "MOD", "agreed", "SUP"),
         ("Resolution 40", "NOC", "draft", "SUP")),
        (("Text", "Proposal by Sweden", "Proposal by Norway", "Maturity"), ("Resolution 1", "SUP", "NOC", "agreed"),
         ("Resolution 40", "MOD", "MOD", "draft")),
        (("Region", "Text", "Action", "Status"), ("NRTC", "Resolution 1", "MOD", "agreed"),
         ("SUDTEL", "Resolution 50", "NOC", "preliminary")),
        (("Text", "Previous action", "New action", "Status"), ("Resolution 1", "NOC", "MOD", "agreed"),
         ("Resolution 40", "SUP", "NOC", "draft")),
    ],
)  # fmt: skip
def test_lists_of_the_region_that_name_countries(
    head: tuple[str, ...], first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    assert changes(of({"List": [head, first, second]})) == TOLD


@pytest.mark.parametrize(
    "said",
    [
        'I send you the list (sheet "Agreed list"). The other sheet contains the individual replies; they are not ours.',
        'See the tab "Agreed list". The second tab has the national replies.',
        "The last sheet holds single replies of administrations.",
    ],
)
def test_the_other_sheet_is_put_aside_in_the_letter(said: str) -> None:
    other: Rows = [
        ("Text", "Action", "Status"),
        ("Resolution 20", "SUP", "draft"),
        ("Resolution 40", "MOD", "draft"),
    ]
    assert changes(of({"Agreed list": LIST, "Input": other}, said)) == TOLD


@pytest.mark.parametrize("title", ["Participants", "National focal points", "Distribution list", "Delegates"])
def test_people_who_need_not_be_on_the_contact_sheet(title: str) -> None:
    others: Rows = [
        ("Country", "Name", "E-mail", "Phone"),
        ("Estonia", "Ms Liis Kask", "liis.kask@tja-ee.example", "+372 600 1111"),
        ("Sweden", "Mr Oskar Berg", "oskar.berg@pts-se.example", "+46 8 111 11 11"),
    ]
    found = of({"Contacts": PEOPLE, title: others})
    assert changes(found) == PHONE
    assert not found.questions


def test_hidden_rows_and_columns_are_not_read() -> None:
    def hide(book: Any) -> None:
        book["Table"].column_dimensions["C"].hidden = True
        book["Table"].row_dimensions[3].hidden = True

    rows: Rows = [
        ("Text", "Status", "Action"),
        ("Resolution 1", "agreed", "SUP"),
        ("Resolution 40", "withdrawn", "NOC"),
    ]
    assert changes(of({"Table": rows}, edit=hide)) == TOLD


@pytest.mark.parametrize(
    "remark",
    [
        "Sweden would prefer SUP", "SUP was discussed", "two administrations proposed SUP", "Finland: SUP",
        "SUP not accepted", "PACU has NOC", "status agreed next month", "may become NOC", "MOD, not SUP",
        "some members favoured SUP", "rejected: SUP", "deux administrations préfèrent SUP", "SUP a été discuté",
        "dos administraciones prefieren SUP", "SUP обсуждалось", "некоторые администрации предпочитают SUP",
    ],
)  # fmt: skip
def test_a_remark_that_is_not_the_region_s(remark: str) -> None:
    rows: Rows = [("Text", "Action", "Status", "Comment"), ("Resolution 1", "MOD", "draft", remark),
                  ("Resolution 40", "NOC", "draft", "")]  # fmt: skip
    assert changes(of({"Table": rows})) == []


@pytest.mark.parametrize(
    "remark", ["should be SUP", "please change to SUP", "SUP", "changed from MOD to SUP"]
)
def test_a_remark_that_is(remark: str) -> None:
    rows: Rows = [("Text", "Action", "Status", "Comment"), ("Resolution 1", "MOD", "draft", remark),
                  ("Resolution 40", "NOC", "draft", "")]  # fmt: skip
    assert changes(of({"Table": rows})) == [("update", "NRTC/Resolution 1", {"action": "SUP"})]


@pytest.mark.parametrize(
    ("remark", "wanted", "asks"),
    [
        ("replaces Mr Ott Mets since 2019", [], False),
        ("successor of Ms Eva Ek", [], False),
        ("mobile: +372 5555 1234 (not for publication)", [], False),
        ("deputy: Ms Kai Lepp, kai.lepp@tja-ee.example", [], True),
        ("on leave until March", [], False),
        ("new phone +372 667 2055", [("update", "nrtc-2", {"phone": "+3726672055"})], False),
        ("retired", [("remove", "nrtc-2", {})], False),
    ],
)
def test_a_remark_beside_a_person(remark: str, wanted: list[Any], asks: bool) -> None:
    rows: Rows = [(*PEOPLE[0], "Remarks"), (*PEOPLE[1][:4], "+372 667 2001", remark), (*PEOPLE[2], "")]
    found = of({"Contacts": rows})
    assert changes(found) == wanted
    assert bool(found.questions) == asks


def test_a_former_holder_is_not_added() -> None:
    rows: Rows = [("Role", "Committee", "Name", "E-mail", "Valid from", "Valid to"),
                  ("Coordinator", "COM3", "Mr Ott Mets", "ott@tja-ee.example", "2016", "2019"),
                  ("Coordinator", "COM3", "Mr Jaak Tamm", "jaak.tamm@tja-ee.example", "2019", "")]  # fmt: skip
    assert changes(of({"Contacts": rows})) == []


def test_a_column_of_another_region() -> None:
    rows: Rows = [
        ("Resolution", "NRTC action", "PACU action"),
        ("Resolution 1", "SUP", "MOD"),
        ("Resolution 2", "", "MOD"),
    ]
    assert changes(of({"List": rows})) == [("update", "NRTC/Resolution 1", {"action": "SUP"})]


def test_new_columns_beside_old_ones() -> None:
    rows: Rows = [("Nom", "Ancien téléphone", "Nouveau téléphone", "Courriel"),
                  ("Jaak Tamm", "+372 667 2001", "+372 667 2009", "jaak.tamm@tja-ee.example"),
                  ("Oskar Berg", "+46 8 678 55 00", "", "oskar.berg@pts-se.example")]  # fmt: skip
    assert changes(of({"Contacts": rows})) == PHONE

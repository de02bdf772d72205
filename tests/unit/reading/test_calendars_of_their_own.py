"""Calendars in documents and sheets whose headings are words of the sender's own; and tables that are none."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.office_files import changes, dele, docx, ins, par, read, row, table, workbook

THIRD, FOURTH, FIFTH = (f"{number} NRTC preparatory meeting" for number in ("Third", "Fourth", "Fifth"))
Rows = list[tuple[str, ...]]
ROWS: Rows = [
    (THIRD, "10 February 2021", "12 February 2021", "physical", "Tallinn, Estonia"),
    (FOURTH, "11 May 2021", "13 May 2021", "physical", "Oslo, Norway"),
    (FIFTH, "14 September 2021", "16 September 2021", "hybrid", "Riga, Latvia"),
]
NEW = {
    "title": FIFTH, "mode": "hybrid", "place": "Riga, Latvia", "starts": "2021-09-14", "ends": "2021-09-16",
}  # fmt: skip
MOVED = ("update", "nrtc-m2", {"starts": "2021-05-11", "ends": "2021-05-13"})


def of(head: tuple[str, ...], rows: Rows, form: str = "docx") -> Any:
    if form == "xlsx":
        return read("x.xlsx", workbook({"Sheet1": [head, *rows]}))
    if form == "csv":
        lines = [";".join(cells) for cells in (head, *rows)]
        return read("x.csv", "\n".join(lines).encode())
    return read(
        "x.docx", docx(par("Issued on 11 January 2021."), table(row(*head), *(row(*r) for r in rows)))
    )


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv"])
@pytest.mark.parametrize(
    "head",
    [
        ("Session", "From", "To", "Form", "Host"),
        ("Gathering", "Begin", "Finish", "Physical or virtual", "Host administration"),
        ("Our rounds", "Opening", "Closing", "How held", "City and country"),
        ("#", "Day one", "Day last", "x", "y"),
        ("Séance", "Du", "Au", "Forme", "Hôte"),
        ("Сессия", "Начало", "Окончание", "Формат", "Где именно"),
    ],
)
def test_meetings_are_told_by_the_cells(head: tuple[str, ...], form: str) -> None:
    assert changes(of(head, ROWS, form)) == [MOVED, ("add", None, NEW)]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (("Session", "Period", "Venue and form"),
         [(THIRD, "10-12 February 2021", "Tallinn, Estonia, in person"), (FOURTH, "11 - 13 May 2021", "Oslo, Norway"),
          (FIFTH, "14-16 Sep 2021", "Riga, Latvia, hybrid")]),
        (("No.", "Session", "Dates", "Where and how"),
         [("3", THIRD, "10-12 February 2021", "Tallinn, Estonia (physical)"),
          ("4", FOURTH, "11-13 May 2021", "Oslo, Norway (physical)"),
          ("5", FIFTH, "14-16 September 2021", "Riga, Latvia (hybrid)")]),
        (("Meeting", "Dates", "Place", "Interpretation", "Documents deadline"),
         [(THIRD, "10-12 February 2021", "Tallinn, Estonia", "English, French", "27 January 2021"),
          (FOURTH, "11-13 May 2021", "Oslo, Norway", "French", "27 April 2021")]),
        (("Meeting", "Old dates", "New dates", "Place"),
         [(THIRD, "10-12 February 2021", "-", "Tallinn, Estonia"),
          (FOURTH, "4-6 May 2021", "11-13 May 2021", "Oslo, Norway")]),
    ],
)  # fmt: skip
def test_place_and_form_in_one_cell_and_dates_in_two(head: tuple[str, ...], rows: Rows) -> None:
    found = changes(of(head, rows))
    assert MOVED in found
    assert not [c for c in found if c[1] and c != MOVED]
    given = [values for op, _, values in found if op == "add"]
    assert all(values["starts"] == "2021-09-14" and values["title"] == FIFTH for values in given)
    assert len(given) == sum(FIFTH in r for r in rows)


@pytest.mark.parametrize("caption", ["Registration periods for our meetings", "Deadlines for contributions"])
def test_a_caption_that_says_what_the_dates_are(caption: str) -> None:
    rows = (row(THIRD, "10 January 2021", "1 February 2021"), row(FOURTH, "1 April 2021", "20 April 2021"))
    assert changes(read("x.docx", docx(par(caption), table(row("Meeting", "From", "To"), *rows)))) == []


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (("届会", "开始日期", "结束日期", "形式"),
         [(THIRD, "2021年2月10日", "2021年2月12日", "实体"), (FOURTH, "2021年5月11日", "2021年5月13日", "线上")]),
        (("الدورة", "من", "إلى", "الشكل"),
         [(THIRD, "10 فبراير 2021", "12 فبراير 2021", "حضوري"), (FOURTH, "11 مايو 2021", "13 مايو 2021", "افتراضي")]),
        (("Sesión", "Del", "Al", "Modalidad"),
         [(THIRD, "10 de febrero de 2021", "12 de febrero de 2021", "presencial"),
          (FOURTH, "11 de mayo de 2021", "13 de mayo de 2021", "virtual")]),
    ],
)  # fmt: skip
def test_calendars_in_other_languages(head: tuple[str, ...], rows: Rows) -> None:
    assert changes(of(head, rows)) == [("update", "nrtc-m2", {"mode": "virtual", **MOVED[2]})]


def test_a_calendar_with_revision_marks() -> None:
    rows = (
        row(*ROWS[0][:3]),
        row(FOURTH, dele("4 May 2021") + ins("11 May 2021"), dele("6 May 2021") + ins("13 May 2021")),
        row(*ROWS[2][:3], mark="ins"),
    )
    found = read("x.docx", docx(table(row("Session", "From", "To"), *rows)))
    new = {name: NEW[name] for name in ("title", "starts", "ends")}
    assert changes(found) == [MOVED, ("add", None, new)]


def test_the_country_in_another_language_is_the_same_place() -> None:
    rows: Rows = [
        (THIRD, "10-12 février 2021", "Tallinn, Estonie"),
        (FOURTH, "4-6 mai 2021", "Bergen, Norvège"),
    ]
    found = changes(of(("Réunion", "Dates", "Lieu"), rows))
    assert [(op, key) for op, key, _ in found] == [("update", "nrtc-m2")]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (("Session", "From", "To", "Room"),  # an agenda
         [("Opening plenary", "10 February 2021 09:00", "10 February 2021 10:30", "A"),
          ("Drafting group", "10 February 2021 11:00", "10 February 2021 12:30", "B")]),
        (("Session", "Day", "Time", "Room"),
         [("Drafting group Resolution 1", "10 February 2021", "09:30", "A"),
          ("Drafting group Resolution 20", "10 February 2021", "11:30", "B")]),
        (("Milestone", "Date"),
         [("Deadline for contributions", "1 February 2021"), (THIRD, "10-12 February 2021"),
          ("Circulation of draft proposals", "28 February 2021")]),
        (("Meeting", "Hotel", "Phone of hotel", "Check-in", "Check-out"),
         [(THIRD, "Hotel Tallink", "+372 630 0800", "9 February 2021", "13 February 2021"),
          (FOURTH, "Scandic Oslo", "+47 23 15 57 00", "3 May 2021", "7 May 2021")]),
        (("Meeting", "Registration until", "Arrival", "Departure"),
         [(THIRD, "1 February 2021", "9 February 2021", "13 February 2021"),
          (FOURTH, "20 April 2021", "3 May 2021", "7 May 2021")]),
        (("Meeting", "Dates", "Place", "Participants"),  # of the past
         [("First NRTC preparatory meeting", "3-5 March 2020", "Riga, Latvia", "54"),
          ("Second NRTC preparatory meeting", "6-8 October 2020", "online", "71")]),
        (("Body", "Meeting", "Dates", "Place"),
         [("ITU", "TSAG", "11-18 January 2021", "Geneva, Switzerland"),
          ("ITU", "Council", "8-18 June 2021", "Geneva, Switzerland"),
          ("NRTC", THIRD, "10-12 February 2021", "Tallinn, Estonia")]),
        (("No", "Document", "Source", "Meeting", "Date"),
         [("1", "Report", "Secretariat", THIRD, "1 December 2020"), ("2", "Agenda", "Chair", FOURTH, "5 December 2020")]),
        (("Item", "Time", "Subject", "Presenter"),
         [("1", "09:30", "Opening", "Jaak Tamm"), ("2", "10:00", "Resolution 1: MOD", "Oskar Berg")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["docx", "csv"])
def test_tables_that_move_no_meeting(head: tuple[str, ...], rows: Rows, form: str) -> None:
    assert changes(of(head, rows, form)) == []


@pytest.mark.parametrize(
    "said",
    [
        "The list that came out of our February meeting is enclosed (in French, from our registry).",
        "The report of the Third NRTC preparatory meeting will be in English and Russian.",
        "The Third NRTC preparatory meeting will be held in Spanish.",
    ],
)
def test_a_language_is_no_place(said: str) -> None:
    assert changes(read("x.txt", b"-", body=said)) == []


def test_a_place_that_begins_like_a_language() -> None:
    found = read("x.txt", b"-", body="The Fourth NRTC preparatory meeting will be held in French Polynesia.")
    assert changes(found) == [("update", "nrtc-m2", {"place": "French Polynesia"})]

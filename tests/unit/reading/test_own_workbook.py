"""Our own workbook, edited as people edit workbooks and mailed back: exactly what they changed, and no more."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from html import escape
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from mailbot.directory.consent import Consent, published
from mailbot.directory.exports import export_directory
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import Interpretation, interpret
from tests.unit.reading.office_files import STATE, changes, mail, ods

NOW = datetime.datetime(2021, 1, 11, 8, tzinfo=UTC)
MADE = export_directory(STATE, "xlsx", None, NOW)
Edit = Callable[[Any], None]


def edited(edit: Edit, made: bytes = MADE) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(made))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(edit: Edit, made: bytes = MADE, now: Directory = STATE, name: str = "irc.xlsx") -> Interpretation:
    return interpret(mail(name, edited(edit, made)), now, ())


def questions(found: Interpretation) -> list[str]:
    return [question.text for question in found.questions]


def at(sheet: Any, key: str, field: str) -> Any:
    """The cell of a record's field."""
    heads = {cell.value: cell.column for cell in sheet[1]}
    heads = {re.sub(" ", "_", str(name)).lower(): column for name, column in heads.items()}
    row = next(cell.row for cell in sheet["A"] if cell.value == key)
    return sheet.cell(row, heads[field])


def setting(key: str, **values: object) -> Edit:
    """An edit of some fields of one record."""

    def edit(book: Any) -> None:
        table = {"contact": "Contacts", "position": "Positions", "meeting": "Meetings"}[key.partition(":")[0]]
        for field, value in values.items():
            at(book[table], key, field).value = value

    return edit


def test_what_is_sent_back_as_it_was_changes_nothing() -> None:
    found = read(lambda book: None)
    assert (found.changes, found.questions) == ((), ())


@pytest.mark.parametrize(
    ("key", "field", "written", "new"),
    [
        ("contact:nrtc-2", "phone", "+372 667 2009", "+3726672009"),
        ("contact:nrtc-2", "phone", 3726672009.0, "+3726672009"),
        ("contact:nrtc-2", "phone", "667 2009", "+3726672009"),
        ("contact:nrtc-2", "email", " jaak.tamm@ttja.example\xa0", "jaak.tamm@ttja.example"),
        ("contact:nrtc-2", "role", "alternate", "alternate"),
        ("contact:nrtc-2", "role", "Focal point", "focal_point"),
        ("contact:nrtc-2", "committee", "all", "all"),
        ("contact:nrtc-2", "job_title", "Director “Networks”", "Director “Networks”"),
        ("contact:nrtc-2", "country", "Finland", "FI"),
        ("contact:nrtc-2", "affiliation", None, None),
        ("contact:nrtc-2", "name", "Jaak Tamm-Rebane", "Jaak Tamm-Rebane"),
        ("position:NRTC/Resolution 1", "action", "SUP", "SUP"),
        ("position:NRTC/Resolution 1", "status", "Agreed", "agreed"),
        (
            "position:NRTC/Resolution 1",
            "summary",
            "Shorter rules,\nin two parts",
            "Shorter rules, in two parts",
        ),
        ("position:NRTC/Resolution 1", "coordinator", "Oskar Berg", "nrtc-3"),
        ("position:NRTC/Resolution 1", "coordinator", "nrtc-4", "nrtc-4"),
        ("position:NRTC/Resolution 1", "document", "NRTC(21)17", "NRTC(21)17"),
        ("meeting:nrtc-m1", "ends", datetime.date(2021, 2, 13), "2021-02-13"),
        ("meeting:nrtc-m1", "ends", 44240, "2021-02-13"),
        ("meeting:nrtc-m1", "ends", "13 February 2021", "2021-02-13"),
        ("meeting:nrtc-m1", "mode", "online", "virtual"),
        ("meeting:nrtc-m1", "status", "confirmed", "confirmed"),
        ("meeting:nrtc-m1", "place", "Riga, Latvia", "Riga, Latvia"),
        ("meeting:nrtc-m1", "title", "Spring plenary", "Spring plenary"),
    ],
)
def test_one_cell(key: str, field: str, written: object, new: str | None) -> None:
    def edit(book: Any) -> None:
        setting(key, **{field: written})(book)
        if written == 44240:
            at(book["Meetings"], key, field).number_format = "General"  # the person cleared the cell's format

    found = read(edit)
    assert changes(found) == [("update", key.partition(":")[2], {field: new})]
    assert questions(found) == []
    (change,) = found.changes
    assert change.source == "attachment:irc.xlsx" and change.confidence > 0.98
    assert change.fields[field].has_seen


@pytest.mark.parametrize(
    ("key", "field", "written"),
    [
        ("contact:nrtc-2", "phone", 3726672001),
        ("contact:nrtc-2", "phone", "+372 (667) 2001"),
        ("contact:nrtc-2", "name", "Jaak\xa0Tamm  "),
        ("contact:nrtc-2", "role", "COORDINATOR"),
        ("contact:nrtc-2", "email", "Jaak.Tamm@tja-ee.example"),
        ("contact:nrtc-2", "job_title", "Head\u00ad of Division"),
        ("position:NRTC/Resolution 1", "summary", "Shorter\nrules "),
        ("meeting:nrtc-m1", "starts", "2021-02-10"),
        ("meeting:nrtc-m1", "starts", "10/02/2021"),
        ("meeting:nrtc-m1", "place", "Tallinn,  Estonia"),
        ("meeting:nrtc-m1", "url", "-"),
        ("meeting:nrtc-m1", "url", "   "),
    ],
)
def test_what_a_program_or_habit_makes_of_a_cell_is_no_change(key: str, field: str, written: object) -> None:
    found = read(setting(key, **{field: written}))
    assert (changes(found), questions(found)) == ([], [])


def sort_by(sheet: Any, column: int, *, with_keys: bool) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    order = sorted(rows, key=lambda row: str(row[column]))
    for number, (row, old) in enumerate(zip(order, rows, strict=True), 2):
        for at_, value in enumerate(row, 1):
            sheet.cell(number, at_).value = value if at_ > 1 or with_keys else old[0]


@pytest.mark.parametrize("with_keys", [True, False], ids=["whole rows", "without the hidden column"])
def test_a_sorted_sheet(with_keys: bool) -> None:
    def edit(book: Any) -> None:
        setting("contact:nrtc-3", phone="+46 8 678 55 99")(book)
        sort_by(book["Contacts"], 6, with_keys=with_keys)
        sort_by(book["Meetings"], 4, with_keys=with_keys)
        sort_by(book["Positions"], 3, with_keys=with_keys)

    found = read(edit)
    assert changes(found) == [("update", "nrtc-3", {"phone": "+4686785599"})]
    assert questions(found) == []


def test_titles_above_other_headings_and_another_sheet_name() -> None:
    def edit(book: Any) -> None:
        setting("contact:nrtc-3", phone="+46 8 678 55 99")(book)
        sheet = book["Contacts"]
        sheet.title = "Kontakte NRTC"
        for name, other in (("Phone", "Telefon"), ("Email", "Elektronische Anschrift"), ("Job title", "")):
            next(cell for cell in sheet[1] if cell.value == name).value = other
        sheet.insert_rows(1, 2)
        sheet["B1"] = "Our corrections of 12 January"

    found = read(edit)
    assert changes(found) == [("update", "nrtc-3", {"phone": "+4686785599"})]
    assert questions(found) == []


def test_columns_moved_deleted_and_added() -> None:
    def edit(book: Any) -> None:
        sheet = book["Contacts"]
        setting("contact:nrtc-3", phone="+46 8 678 55 99")(book)
        head = {cell.value: cell.column for cell in sheet[1]}
        sheet.delete_cols(head["Job title"])
        sheet.insert_cols(3)
        sheet.cell(1, 3).value = "Our number"
        for number in range(2, 8):
            sheet.cell(number, 3).value = number

    found = read(edit)
    assert changes(found) == [("update", "nrtc-3", {"phone": "+4686785599"})]
    assert questions(found) == []


def test_rows_inserted_are_new() -> None:
    def edit(book: Any) -> None:
        sheet = book["Contacts"]
        sheet.insert_rows(3)
        for column, value in enumerate(
            (None, None, "NRTC", "alternate", "COM3", "Ms", "Liis Kask", "liis.kask@tja-ee.example", "+372 667 2002"), 1,
        ):  # fmt: skip
            sheet.cell(3, column).value = value
        meetings = book["Meetings"]
        meetings.append([None, None, "NRTC", "NRTC editors' day", datetime.date(2021, 3, 3), datetime.date(2021, 3, 3), "virtual"])  # fmt: skip
        book["Positions"].append([None, "NRTC", "Resolution 50", "MOD", "draft", "Clearer scope"])

    found = read(edit)
    added = {
        "role": "alternate", "committee": "COM3", "honorific": "Ms", "name": "Liis Kask",
        "email": "liis.kask@tja-ee.example", "phone": "+3726672002",
    }  # fmt: skip
    assert sorted(changes(found), key=str) == sorted([
        ("add", None, added),
        ("add", None, {"title": "NRTC editors' day", "starts": "2021-03-03", "ends": "2021-03-03", "mode": "virtual"}),
        ("add", None, {"text": "Resolution 50", "action": "MOD", "status": "draft", "summary": "Clearer scope"}),
    ], key=str)  # fmt: skip
    assert questions(found) == []


def test_a_row_copied_to_make_a_new_one() -> None:
    def edit(book: Any) -> None:
        sheet = book["Contacts"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "contact:nrtc-2")
        values = [cell.value for cell in sheet[row]]
        values[6:9] = ["Liis Kask", "liis.kask@tja-ee.example", "+372 667 2002"]
        sheet.append(values)

    found = read(edit)
    assert [(op, key, new["name"]) for op, key, new in changes(found)] == [("add", None, "Liis Kask")]
    assert questions(found) == []


def test_a_row_that_is_gone_is_a_question_and_one_struck_out_a_removal() -> None:
    def edit(book: Any) -> None:
        sheet = book["Contacts"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "contact:nrtc-2")
        sheet.delete_rows(row)
        row = next(cell.row for cell in sheet["A"] if cell.value == "contact:nrtc-4")
        for cell in sheet[row]:
            cell.font = Font(strike=True)
        for cell in next(
            r for r in book["Positions"].iter_rows() if r[0].value == "position:NRTC/Resolution 60"
        ):
            cell.font = Font(strike=True)

    found = read(edit)
    assert changes(found) == [
        ("remove", "nrtc-4", {}), ("update", "NRTC/Resolution 60", {"status": "withdrawn"}),
    ]  # fmt: skip
    assert questions(found) == [
        "No longer in the workbook's contact sheet: Jaak Tamm. To be removed, or only left out?"
    ]


def test_a_row_that_was_cleared_is_gone() -> None:
    def edit(book: Any) -> None:
        row = next(r for r in book["Meetings"].iter_rows() if r[0].value == "meeting:nrtc-m2")
        for cell in row[1:]:
            cell.value = None

    found = read(edit)
    assert changes(found) == []
    assert questions(found) == [
        "No longer in the workbook's calendar: Fourth NRTC preparatory meeting. To be removed, or only left out?"
    ]


def test_somebody_else_written_into_a_row_takes_over() -> None:
    found = read(
        setting(
            "contact:nrtc-2", honorific="Ms", name="Liis Kask", email="liis.kask@tja-ee.example", phone=None
        )
    )
    assert changes(found) == [
        ("remove", "nrtc-2", {}),
        ("add", None, {"honorific": "Ms", "name": "Liis Kask", "role": "coordinator", "committee": "COM3",
                       "email": "liis.kask@tja-ee.example"}),
    ]  # fmt: skip


def test_only_what_the_person_changed_is_proposed_when_the_directory_moved_on() -> None:
    moved = [
        c.model_copy(update={"phone": "+3726670000", "job_title": "Director"}) if c.id == "nrtc-2" else c
        for c in STATE.contacts
        if c.id != "nrtc-4"
    ]
    now = replace(STATE, contacts=tuple(moved), _indexes={})

    def edit(book: Any) -> None:
        setting("contact:nrtc-2", phone="+372 667 2009")(book)
        setting("contact:nrtc-4", phone="+358 29 539 0599")(book)

    found = read(edit, now=now)
    (change,) = found.changes
    assert change.id == "nrtc-2" and list(change.fields) == ["phone"]
    field = change.fields["phone"]
    assert (field.old, field.new, field.seen, field.has_seen) == (
        "+3726670000",
        "+3726672009",
        "+3726672001",
        True,
    )
    assert questions(found) == [
        "Anna Berg is no longer in the directory, and was changed in the workbook; what is meant?"
    ]


def test_rows_of_others_are_suggestions_to_them() -> None:
    def edit(book: Any) -> None:
        setting("contact:pacu-1", phone="+679 331 1299")(book)
        setting("position:PACU/Resolution 2", status="withdrawn")(book)
        setting("contact:nrtc-2", phone="+372 667 2009")(book)

    found = read(edit)
    assert changes(found) == [("update", "nrtc-2", {"phone": "+3726672009"})]
    assert {question.owner for question in found.questions} == {"PACU"}
    assert all("changes a row of PACU; please check with PACU" in text for text in questions(found))


def test_others_rows_may_be_left_out() -> None:
    def edit(book: Any) -> None:
        for sheet in (book["Contacts"], book["Positions"], book["Meetings"]):
            for row in range(sheet.max_row, 1, -1):
                if ":nrtc" not in str(sheet.cell(row, 1).value).lower():
                    sheet.delete_rows(row)

    found = read(edit)
    assert (changes(found), questions(found)) == ([], [])


def test_keys_that_were_changed_are_asked_about() -> None:
    found = read(setting("position:NRTC/Resolution 1", text="Resolution 2", status="agreed"))
    assert changes(found) == [("update", "NRTC/Resolution 1", {"status": "agreed"})]
    assert questions(found) == [
        "Resolution 1: its text has become Resolution 2 in the workbook; is this meant?"
    ]
    found = read(setting("contact:nrtc-2", organization="PACU"))
    assert (changes(found), len(questions(found))) == ([], 1)


def test_a_needed_value_that_is_empty_or_unreadable_is_asked_about() -> None:
    found = read(setting("contact:nrtc-2", role=None, phone="see card", country="EE"))
    assert changes(found) == []
    assert questions(found) == [
        "Jaak Tamm: role '' could not be read; what is meant?",
        "Jaak Tamm: phone 'see card' could not be read; what is meant?",
    ]


def test_a_column_that_was_emptied_is_one_question() -> None:
    def edit(book: Any) -> None:
        for each in book["Contacts"]["A"][1:]:
            at(book["Contacts"], each.value, "phone").value = None

    found = read(edit)
    assert changes(found) == []
    assert questions(found) == [
        "The column phone of the contact sheet is empty in the workbook; is it all to be deleted?"
    ]


def test_a_published_workbook_is_compared_with_what_was_published() -> None:
    public = published(STATE, {"nrtc-2": Consent(frozenset({"job_title"}))}, ("job_title",))
    made = export_directory(public, "xlsx", "contacts", NOW)
    found = read(setting("contact:nrtc-2", job_title="Director"), made)
    assert changes(found) == [("update", "nrtc-2", {"job_title": "Director"})]
    assert questions(found) == []  # what was not published is not deleted


def test_the_workbook_of_another_programme_is_asked_about() -> None:
    other = replace(STATE, programme=STATE.programme.model_copy(update={"id": "wtsa24"}), _indexes={})
    found = read(setting("contact:nrtc-2", phone="+3726672009"), export_directory(other, "xlsx", None, NOW))
    assert changes(found) == []
    assert questions(found) == ["The workbook is one of wtsa24, not of wtsa99; was this one meant?"]


def test_comments_and_sheets_that_were_added_are_still_read() -> None:
    from openpyxl.comments import Comment

    def edit(book: Any) -> None:
        at(book["Contacts"], "contact:nrtc-2", "phone").comment = Comment("is this still right?", "Maren")
        added = book.create_sheet("Ours")
        added.append(["Name", "E-mail", "Telephone"])
        added.append(["Oskar Berg", "oskar.berg@pts-se.example", "+46 8 678 55 77"])

    found = read(edit)
    assert changes(found) == [("update", "nrtc-3", {"phone": "+4686785577"})]
    assert any("is this still right?" in text for text in questions(found))


def test_a_workbook_whose_hidden_sheet_was_lost_is_read_like_any_table() -> None:
    def edit(book: Any) -> None:
        del book["mailbot"]
        setting("contact:nrtc-2", phone="+372 667 2009")(book)

    found = read(edit)
    assert changes(found) == [("update", "nrtc-2", {"phone": "+3726672009"})]


def test_as_libreoffice_saves_it() -> None:
    """It writes strings inline into formulas' cells, hides the sheet less deeply and drops cell styles."""
    content = edited(setting("contact:nrtc-2", phone="+372 667 2009"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/workbook.xml":
                assert b'state="veryHidden"' in part
                part = part.replace(b'state="veryHidden"', b'state="hidden"')
            new.writestr(name, part)
    found = interpret(mail("irc.xlsx", out.getvalue()), STATE, ())
    assert changes(found) == [("update", "nrtc-2", {"phone": "+3726672009"})]


def test_as_ods() -> None:
    def row(values: list[Any]) -> str:
        cells = "".join(
            f'<table:table-cell office:value-type="date" office:date-value="{v:%Y-%m-%d}T00:00:00"/>'
            if isinstance(v, datetime.datetime)
            else f"<table:table-cell><text:p>{escape(str(v or ''))}</text:p></table:table-cell>"
            for v in values
        )
        return f"<table:table-row>{cells}</table:table-row>"

    book = openpyxl.load_workbook(io.BytesIO(edited(setting("contact:nrtc-2", phone="+372 667 2009"))))
    tables = "".join(
        f'<table:table table:name="{sheet.title}" table:style-name="{"ta2" if sheet.title == "mailbot" else "ta1"}">'
        f"{''.join(row([cell.value for cell in line]) for line in sheet.iter_rows())}</table:table>"
        for sheet in book
    )
    hidden = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    found = interpret(mail("irc.ods", ods(tables, hidden)), STATE, ())
    assert changes(found) == [("update", "nrtc-2", {"phone": "+3726672009"})]
    assert questions(found) == []

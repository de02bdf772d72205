"""Spreadsheets a region made itself, in whatever form."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from mailbot.inbound.interpret import interpret
from mailbot.reading.sheets.delimited import separator
from mailbot.reading.sheets.numbers import day, is_date, number_text
from mailbot.reading.sheets.xlsx import place
from tests.unit.reading.office_files import STATE, changes, mail, ods, read, workbook

HEADINGS = ["Name", "Role", "Committee", "E-mail", "Telephone", "Country"]
JAAK = ["Jaak Tamm", "Coordinator", "COM3", "jaak.tamm@tja-ee.example", "+372 667 2001", "Estonia"]
OSKAR = ["Mr Oskar BERG", "Coordinator", "COM4", "oskar.berg@pts-se.example", "08-678 55 00", "Sweden"]
ANNA = ["Berg, Anna", "Alternate", "COM4", "anna.berg@viestinta-fi.example", "+358295390500", "FI"]
ON_FILE = [JAAK, OSKAR, ANNA]


def with_value(row: list[Any], column: int, value: object) -> list[Any]:
    return [*row[:column], value, *row[column + 1 :]]


def sheet(*rows: list[Any], edit: Any = None) -> Any:
    return read("x.xlsx", workbook({"S": [list(r) for r in rows]}, edit))


def questions(found: Any) -> str:
    return "\n".join(q.text for q in found.questions)


def test_what_repeats_the_file_is_no_change() -> None:
    found = sheet(["NRTC contacts 2021"], [], HEADINGS, *ON_FILE)
    assert changes(found) == [] and found.questions == ()


@pytest.mark.parametrize(
    ("column", "value", "field", "new"),
    [
        (4, 3726672009, "phone", "+3726672009"),
        (4, 6672009.0, "phone", "+3726672009"),
        (4, "00372 667 2009 / +372 111 2222", "phone", "+3726672009"),
        (1, "Deputy coordinator", "role", "alternate"),
        (2, 4, "committee", "COM4"),
        (2, "both", "committee", "all"),
        (3, "new@tja-ee.example", "email", "new@tja-ee.example"),
        (5, "Finland", "country", "FI"),
    ],
)
def test_one_cell(column: int, value: object, field: str, new: str) -> None:
    found = sheet(HEADINGS, with_value(JAAK, column, value), OSKAR)
    assert changes(found) == [("update", "nrtc-2", {field: new})]
    assert found.changes[0].source == "attachment:x.xlsx" and "Jaak Tamm" in found.changes[0].evidence[0]


@pytest.mark.parametrize(
    "headings",
    [
        ["Nom et prénom", "Fonction", "Commission", "Adresse électronique", "Tél.", "Pays"],
        ["Nombre y apellidos", "Función", "Comisión", "Correo electrónico", "Teléfono", "País"],
        ["ФИО", "Роль", "Комитет", "Эл. почта", "Телефон", "Страна"],
        ["الاسم", "الدور", "اللجنة", "البريد الإلكتروني", "الهاتف", "البلد"],
        ["姓名", "职能", "委员会", "电子邮件", "电话", "国家"],
        ["Nom / Name", "Fonction / Role", "Commission\nCommittee", "E-mail (bureau)", "Téléphone:", "Pays"],
    ],
)
def test_headings_in_six_languages_whatever_the_mail_is_in(headings: list[str]) -> None:
    found = sheet(headings, with_value(JAAK, 4, "+3726672009"), OSKAR)
    assert changes(found) == [("update", "nrtc-2", {"phone": "+3726672009"})]


def test_names_in_two_columns_and_another_script() -> None:
    found = sheet(["Фамилия", "Имя", "Телефон"], ["Тамм", "Яак", "+3726672009"])
    assert changes(found) == [("update", "nrtc-2", {"phone": "+3726672009"})]


def test_headings_on_two_rows_and_merged_cells_below() -> None:
    def merge(book: Any) -> None:
        book["S"].merge_cells("C1:D1")
        book["S"].merge_cells("A3:A4")

    rows = [["Committee", "Name", "Contact", "Contact", "Role"], ["", "", "Telephone", "E-mail", ""],
            ["COM4", "Oskar Berg", "+4686785501", "oskar.berg@pts-se.example", "Coordinator"],
            [None, "Lars Holm", "", "lh@pts-se.example", "Alternate"]]  # fmt: skip
    new = {"name": "Lars Holm", "role": "alternate", "committee": "COM4", "email": "lh@pts-se.example"}
    assert changes(sheet(*rows, edit=merge)) == [
        ("update", "nrtc-3", {"phone": "+4686785501"}),
        ("add", None, new),
    ]


def test_struck_cells_and_a_value_beside_a_struck_one() -> None:
    def edit(book: Any) -> None:
        for cell in book["S"][4]:
            cell.font = Font(strike=True)
        beside = CellRichText(TextBlock(InlineFont(strike=True), "+3726672001"), " +372 667 2055")
        book["S"]["E2"] = beside

    found = sheet(HEADINGS, JAAK, OSKAR, ANNA, edit=edit)
    assert changes(found) == [("update", "nrtc-2", {"phone": "+3726672055"}), ("remove", "nrtc-4", {})]


def test_a_person_struck_out_beside_another_is_replaced() -> None:
    def edit(book: Any) -> None:
        for place_, old, new in (
            ("A2", "Jaak Tamm", "Liis Kask"),
            ("D2", JAAK[3], "liis.kask@tja-ee.example"),
        ):
            book["S"][place_] = CellRichText(TextBlock(InlineFont(strike=True), old), f" {new}")

    found = changes(sheet(HEADINGS, with_value(JAAK, 4, ""), OSKAR, edit=edit))
    assert found[0] == ("remove", "nrtc-2", {})
    assert found[1][0] == "add" and found[1][2]["name"] == "Liis Kask"
    assert (found[1][2]["role"], found[1][2]["email"]) == ("coordinator", "liis.kask@tja-ee.example")


@pytest.mark.parametrize("word", ["left", "to be deleted", "Delete!", "no longer with us"])
def test_a_remark_removes_and_a_missing_row_does_not(word: str) -> None:
    found = sheet([*HEADINGS, "Remarks"], [*JAAK, word], [*OSKAR, "new phone"])
    assert changes(found) == [("remove", "nrtc-2", {})]


def test_comments_are_questions() -> None:
    def edit(book: Any) -> None:
        book["S"]["D2"].comment = Comment("Is this still his address?", "Maren")

    found = sheet(HEADINGS, *ON_FILE, edit=edit)
    assert questions(found) == "x.xlsx: a comment by Maren at D2: Is this still his address?"


def test_several_sheets_of_which_history_and_hidden_ones_do_not_count() -> None:
    def hide(book: Any) -> None:
        book["Draft"].sheet_state = "hidden"

    found = read("x.xlsx", workbook({
        "People": [HEADINGS, with_value(JAAK, 4, "+3726672009")],
        "Positions": [["Resolution", "Action", "Status"], [20, "MOD", "Agreed at NRTC-3"], ["Res. 1", "MOD", "not yet agreed"]],
        "Calendar": [["Meeting", "From", "To"], ["Fourth NRTC preparatory meeting", datetime.date(2021, 5, 11), datetime.date(2021, 5, 13)]],
        "History": [["Resolution", "Action"], [20, "SUP"]],
        "Draft": [["Resolution", "Action"], [40, "SUP"]],
    }, hide))  # fmt: skip
    assert changes(found) == [
        ("update", "nrtc-2", {"phone": "+3726672009"}),
        ("update", "NRTC/Resolution 20", {"status": "agreed"}),
        ("update", "nrtc-m2", {"starts": "2021-05-11", "ends": "2021-05-13"}),
    ]
    assert "not yet agreed" in questions(found)


def test_tables_one_below_the_other_with_titles_between() -> None:
    found = sheet(
        ["Name", "E-mail", "Role"], ["Committee 4"], ["Lars Holm", "lh@pts-se.example", "alternate"], [],
        ["Proposals"], ["Resolution", "Action"], ["Resolution 20", "NOC"],
    )  # fmt: skip
    person = {"name": "Lars Holm", "role": "alternate", "committee": "COM4", "email": "lh@pts-se.example"}
    assert changes(found) == [("add", None, person), ("update", "NRTC/Resolution 20", {"action": "NOC"})]


def test_rows_of_others_are_a_question_only_where_they_differ() -> None:
    same = ["PACU", "Grace Whetu", "Coordinator", "COM3", "g.whetu@mbie-nz.example", "+6449012300", "NZ"]
    head = ["Organization", *HEADINGS]
    assert sheet(head, ["NRTC", *JAAK], same).questions == ()
    found = sheet(head, ["NRTC", *JAAK], with_value(same, 5, "+6449012399"))
    assert changes(found) == [] and "PACU" in questions(found)


def test_an_organization_column_that_names_employers_is_the_affiliation() -> None:
    found = sheet(["Name", "E-mail", "Organization"], ["Jaak Tamm", JAAK[3], "Ministry of Transport"])
    assert changes(found) == [("update", "nrtc-2", {"affiliation": "Ministry of Transport"})]


def test_one_column_an_organization() -> None:
    found = sheet(
        ["Resolution", "NRTC", "PACU"], ["Res. 1", "NOC", ""], ["Res. 2", "", "SUP"], ["Res. 44", "", "NOC"]
    )
    assert changes(found) == [("update", "NRTC/Resolution 1", {"action": "NOC"})]
    assert "PACU" in questions(found)


def test_proposals_known_and_new() -> None:
    found = sheet(
        ["Text", "Subject", "Proposal", "Stage", "Lead"],
        ["Rec. A.7", "Focus groups", "MOD", "draft", "Mr Tamm"],
        ["New", "Artificial intelligence in networks", "ADD", "Preliminary", "Nobody Known"],
        ["Res. 99", "Unknown", "MOD", "draft", ""],
        ["Res. 50", "Cybersecurity", "", "", ""],
    )
    assert changes(found) == [
        ("add", None, {"text": "A.7", "action": "MOD", "status": "draft", "coordinator": "nrtc-2"}),
        (
            "add",
            None,
            {"text": "New: Artificial intelligence in networks", "action": "ADD", "status": "preliminary"},
        ),
    ]
    assert "Resolution 99 is not among the texts" in questions(found) and "Nobody Known" in questions(found)


def test_who_is_not_sure_asks() -> None:
    assert "has Liis Kask taken over?" in questions(sheet(HEADINGS, with_value(JAAK, 0, "Liis Kask")))
    assert "which one of" in questions(sheet(["Name", "Phone"], ["Berg", "+4686785501"]))
    assert "in which role?" in questions(sheet(["Name", "E-mail"], ["Ann Other", "a@x.example"]))
    assert "differ in committee" in questions(sheet(HEADINGS, JAAK, with_value(JAAK, 2, "COM4")))
    assert "3.73E+09" in questions(read("x.csv", b"Name,Role,Phone\nJaak Tamm,Coordinator,3.73E+09\n"))
    assert questions(sheet(["17", "4"], ["a", "b"])).startswith("x.xlsx: its columns could not be told")


def test_a_calendar_in_another_language_is_known_by_the_number() -> None:
    found = sheet(
        ["Réunion", "Dates", "Lieu"], ["Quatrième réunion préparatoire du NRTC", "11-13 mai 2021", "Oslo"]
    )
    assert changes(found) == [("update", "nrtc-m2", {"starts": "2021-05-11", "ends": "2021-05-13"})]


def test_a_form_on_its_side() -> None:
    found = sheet(["Name", "Jaak Tamm"], ["E-mail", "jt@tja-ee.example"], ["Phone", "+372 667 2001"])
    assert changes(found) == [("update", "nrtc-2", {"email": "jt@tja-ee.example"})]


def test_hidden_row_ids_of_our_own_files_are_exact() -> None:
    found = sheet(["mailbot:id", "Name", "E-mail"], ["contact:nrtc-2", "Jaak Tammsaar", JAAK[3]])
    assert changes(found) == [("update", "nrtc-2", {"name": "Jaak Tammsaar"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_csv_in_any_code_page_with_any_separator(encoding: str, sign: str) -> None:
    lines = [
        ["ФИО", "Роль", "Комитет", "Эл. почта"],
        ["Яак Тамм", "Координатор", "4", "jaak.tamm@tja-ee.example"],
    ]
    content = "\r\n".join(sign.join(line) for line in lines).encode(encoding)
    assert changes(read("x.csv", content)) == [("update", "nrtc-2", {"committee": "COM4"})]


def test_ods_with_strikes_notes_repeats_and_numbers() -> None:
    def cell(text: str, look: str = "") -> str:
        return (
            f'<table:table-cell office:value-type="string" {look}><text:p>{text}</text:p></table:table-cell>'
        )

    def line(*cells: str) -> str:
        return f"<table:table-row>{''.join(c if c.startswith('<') else cell(c) for c in cells)}</table:table-row>"

    gone = 'table:style-name="ce1"'
    number = '<table:table-cell office:value-type="float" office:value="3726672088"><text:p>3.7E9</text:p></table:table-cell>'
    note = '<table:table-cell><office:annotation><dc:creator>Maren</dc:creator><text:p>check</text:p></office:annotation><text:p><text:span text:style-name="ce1">oskar.berg@pts-se.example</text:span> ob@pts-se.example</text:p></table:table-cell>'
    found = read("x.ods", ods(
        '<table:table table:name="Contacts">' + line("Name", "Role", "E-mail", "Phone")
        + line("Jaak Tamm", "Coordinator", JAAK[3], number)
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        + line(*(cell(c, gone) for c in ("Anna Berg", "Alternate", ANNA[3]))) + line("Oskar Berg", "Coordinator", note) + "</table:table>",
        '<style:style style:name="ce1"><style:text-properties style:text-line-through-style="solid"/></style:style>',
    ))  # fmt: skip
    assert changes(found) == [
        ("update", "nrtc-2", {"phone": "+3726672088"}),
        ("remove", "nrtc-4", {}),
        ("update", "nrtc-3", {"email": "ob@pts-se.example"}),
    ]
    assert questions(found) == "x.ods: a comment by Maren: check"


def test_the_content_tells_what_it_is_not_the_name() -> None:
    book = workbook({"S": [HEADINGS, with_value(JAAK, 4, "+3726672009")]})
    for name in ("contacts", "contacts.xls", "contacts.csv", "contacts.docx"):
        assert changes(read(name, book)) == [("update", "nrtc-2", {"phone": "+3726672009"})], name
    page = b"<html><table><tr><th>Name</th><th>Role</th></tr><tr><td>Jaak Tamm</td><td>Alternate</td></tr></table>"
    assert changes(read("export.xls", page)) == [("update", "nrtc-2", {"role": "alternate"})]


def test_a_stranger_gets_one_question() -> None:
    found = read("x.xlsx", workbook({"S": [HEADINGS, *ON_FILE]}), sender="A <a@unknown.example>")
    assert changes(found) == [] and len(found.questions) == 1


def test_numbers_and_dates() -> None:
    assert number_text("33153440210.0") == number_text("3.315344021E10") == "33153440210"
    assert day("44237") == "2021-02-10" and day("42775", from_1904=True) == "2021-02-10"
    assert day("44237.5") == "2021-02-10 12:00" and day("-3") == "-3"
    assert (
        is_date(14)
        and is_date(165, "[$-409]d\\-mmm\\-yy")
        and not is_date(166, '#,##0 "days"')
        and not is_date(0)
    )
    assert place("AB12") == (11, 27) and place("x") is None
    assert separator(["a;b,c;d", "e;f;g"]) == ";"


def test_nothing_of_it_is_imported_for_a_mail_without_attachments() -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom mailbot.directory.programme import load_file\n"
        "from mailbot.inbound.interpret import interpret\n"
        "interpret(b'From: a@nrtc.example\\n\\nDear Sir,\\nall is correct.\\n', load_file(Path(sys.argv[1])), ())\n"
        "heavy = ('openpyxl', 'mailbot.reading.grids', 'mailbot.reading.sheets', 'mailbot.reading.word')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    state = Path(__file__).parents[2] / "corpus" / "state.yaml"
    done = subprocess.run(
        [sys.executable, "-c", code, str(state)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_only_repeats_what_was_shown_is_no_change() -> None:
    """The file has moved on since the sender was sent his sheet; only what he changed in it counts."""
    jaak = STATE.get("contact", "nrtc-2")
    assert jaak is not None
    shown = {("contact", "nrtc-2"): jaak.model_copy(update={"phone": "+3726670000"})}
    rows = [HEADINGS, with_value(with_value(JAAK, 4, "+372 667 0000"), 3, "jt@tja-ee.example")]
    found = interpret(mail("x.xlsx", workbook({"S": rows})), STATE, (), shown)
    assert changes(found) == [("update", "nrtc-2", {"email": "jt@tja-ee.example"})]

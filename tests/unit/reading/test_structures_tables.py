"""Lists of changes whose rows name record and field, tables of the region's own make, and what is written in cells."""

from __future__ import annotations

import pytest

from tests.unit.reading.office_files import workbook
from tests.unit.reading.structures import Rows, facts, html


@pytest.mark.parametrize(
    ("who", "rows", "wanted"),
    [
        ("apt-1", [("Entry", "You have", "Correct"),
                   ("Nguyễn Thị Hạnh, telephone", "+84 24 3943 0112", "+84 24 3943 0199"),
                   ("Resolution 40 (status)", "preliminary", "draft"),
                   ("Coordinator for Resolution 77", "Nguyễn Thị Hạnh", "Ranjith Wickremasinghe"),
                   ("Place of the 5th APT meeting", "Bangkok, Thailand", "Hanoi, Viet Nam")],
         ["c apt-3 phone=+842439430199", "m apt-m2 place=Hanoi, Viet Nam",
          "p APT/Resolution 40 status=draft", "p APT/Resolution 77 coordinator=apt-1"]),
        ("atu-3", [("Objet", "Actuellement", "À remplacer par"),
                   ("Courriel de Mme Okonkwo", "a.okonkwo@ncc-ng.example", "adaeze@ncc-ng.example"),
                   ("Résolution 65, état", "projet", "convenue")],
         ["c atu-2 email=adaeze@ncc-ng.example", "p ATU/Resolution 65 status=agreed"]),
        ("citel-1", [("Elemento", "Dice", "Debe decir"),
                     ("Teléfono del Sr. Ellery", "+1 202 482 1840", "+1 202 482 1850"),
                     ("Resolución 91", "SUP, preliminar", "SUP, acordada")],
         ["c citel-3 phone=+12024821850", "p CITEL/Resolution 91 status=agreed"]),
        ("rcc-1", [("Что изменить", "Было", "Стало"),
                   ("Эл. почта г-на Юлдашева", "b.yuldashev@tmc-uz.example", "yuldashev@tmc-uz.example"),
                   ("Резолюция 20, статус", "предварительно", "проект")],
         ["c rcc-3 email=yuldashev@tmc-uz.example", "p RCC/Resolution 20 status=draft"]),
        ("las-1", [("البيان", "الحالي", "الصحيح"),
                   ("المسمى الوظيفي للسيدة Rim Ben Youssef", "Directrice", "Directrice générale"),
                   ("القرار 58 - الحالة", "أولي", "مسودة")],
         ["c las-3 job_title=Directrice générale", "p LAS/Resolution 58 status=draft"]),
        ("apt-4", [("项目", "原内容", "更正为"),
                   ("Zhang Wei 电话", "+86 10 6230 4411", "+86 10 6230 4499"),
                   ("第1号决议 状态", "草案", "已商定")],
         ["c apt-2 phone=+861062304499", "p APT/Resolution 1 status=agreed"]),
        ("rcc-2", [("Resolution", "TSB table", "RCC table"), ("18", "MOD / draft", "MOD / agreed"),
                   ("20", "MOD / preliminary", "MOD / preliminary"), ("99", "SUP / preliminary", "MOD / preliminary")],
         ["p RCC/Resolution 18 status=agreed", "p RCC/Resolution 99 action=MOD"]),
        ("cept-2", [("Resolution", "from", "to"), ("Resolution 1", "agreed", "submitted"),
                    ("Resolution 22", "draft", "no change"), ("Resolution 88", "preliminary", "draft")],
         ["p CEPT/Resolution 1 status=submitted", "p CEPT/Resolution 88 status=draft"]),
        ("apt-1", [("What", "New value"), ("Zhang Wei, telephone", "+86 10 6230 5599"),
                   ("Resolution 95, status", "submitted"), ("4th meeting, format", "virtual")],
         ["c apt-2 phone=+861062305599", "m apt-m1 mode=virtual", "p APT/Resolution 95 status=submitted"]),
        ("rcc-1", [("Text", "In your table", "Should be"), ("CEPT, Resolution 22", "draft", "agreed")], ["?"]),
    ],
    ids=["english", "french", "spanish", "russian", "arabic", "chinese", "numbers", "from-to", "new", "others"],
)  # fmt: skip
def test_rows_that_name_record_and_field(who: str, rows: Rows, wanted: list[str]) -> None:
    assert facts(who, page=f"<p>Dear colleagues,</p>{html(rows)}<p>Thank you</p>") == wanted


@pytest.mark.parametrize(
    ("who", "rows"),
    [
        ("rcc-3", [("Text", "Action", "Status"), ("Resolution 18", "MOD", "draft"),
                   ("Resolution 20", "MOD", "preliminary"), ("Resolution 72", "MOD", "agreed")]),
        ("apt-1", [("Item", "Discussed", "Result"), ("Resolution 1", "Monday", "report"),
                   ("Resolution 40", "Tuesday", "none")]),
        ("las-1", [("Name", "Country", "Topic"), ("Faisal Al-Otaibi", "Saudi Arabia", "Resolution 67"),
                   ("Rim Ben Youssef", "Tunisia", "Resolution 2")]),
        ("citel-1", [("Hotel", "Rate", "Phone"), ("Guaraní", "90 USD", "+595 21 491 131"),
                     ("Gran Hotel", "120 USD", "+595 21 200 051")]),
    ],
)  # fmt: skip
def test_tables_that_change_nothing(who: str, rows: Rows) -> None:
    assert facts(who, page=f"<p>Dear colleagues, for information:</p>{html(rows)}<p>Thank you</p>") == []


ATTENDING = [
    [("Name", "Country", "3 July", "10 July", "24 July"), ("Zhang Wei", "China", "yes", "no", ""),
     ("Aroha Ngata", "New Zealand", "", "yes", "maybe")],
    [("", "Wednesday calls", "Friday calls"), ("Zhang Wei", "✓", ""), ("Nguyễn Thị Hạnh", "", "✗")],
    [("Call", "Zhang Wei", "Nguyễn Thị Hạnh"), ("Calls on Committee 3", "yes", ""),
     ("Calls on Committee 4", "", "no")],
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (ATTENDING[0], ["a com3 Aroha Ngata tentative", "a com3 Aroha Ngata yes", "a com3 Zhang Wei no",
                        "a com3 Zhang Wei yes"]),
        (ATTENDING[1], ["a com3 Zhang Wei yes", "a com4 Nguyễn Thị Hạnh no"]),
        (ATTENDING[2], ["a com3 Zhang Wei yes", "a com4 Nguyễn Thị Hạnh no"]),
    ],
    ids=["days", "no heading above the names", "a column a person"],
)  # fmt: skip
def test_lists_of_participants(rows: Rows, wanted: list[str]) -> None:
    page = f"<p>Dear all,</p><p>Calls on Committee 3 (Wednesdays)</p>{html(rows)}<p>Ranjith</p>"
    assert facts("apt-1", page=page) == wanted


def test_columns_headed_yes_and_no() -> None:
    rows = [("Name", "Yes", "No"), ("Mariela Quiñones", "X", ""), ("Marcus Ellery", "", "X")]
    page = f"<p>Third inter-regional meeting of 11 June 2024:</p>{html(rows)}"
    assert facts("citel-1", page=page) == ["a irm-3 Marcus Ellery no", "a irm-3 Mariela Quiñones yes"]


def test_a_workbook_with_headings_of_its_own_and_an_older_sheet() -> None:
    head = ("#", "Resolution", "What we ask", "Where we are", "In a word", "By")
    rows = [
        ("1", "2", "MOD", "agreed", "Merge of Study Groups 9 and 16", "R. Ben Youssef"),
        ("2", "79", "SUP", "draft", "Circular economy for ICT equipment", "R. Ben Youssef"),
        ("3", "88", "MOD", "preliminary", "Roaming for IoT", "F. Al-Otaibi"),
    ]
    book = workbook({"May": [head, *rows], "April": [head[:4], ("1", "67", "SUP", "submitted")]})
    letter = "Dear colleagues,\n\nonly 'May' is ours for you, 'April' was the state before our meeting.\n"
    assert facts("las-3", letter, files=[("arab.xlsx", book)]) == [
        "p + action=MOD; coordinator=las-2; status=preliminary; summary=Roaming for IoT; text=Resolution 88",
        "p LAS/Resolution 2 status=agreed",
        "p LAS/Resolution 79 action=SUP",
    ]


def test_a_word_in_brackets_behind_the_quoted_cell() -> None:
    quoted = "> APT | Resolution 77 | MOD | draft [HN: agreed]\n> APT | Resolution 95 | MOD | agreed\n"
    letter = f"See my remarks in brackets.\n\nOn 22 Apr 2024 TSB <tsb-irc@itu.example> wrote:\n{quoted}"
    assert facts("apt-3", letter) == ["p APT/Resolution 77 status=agreed"]

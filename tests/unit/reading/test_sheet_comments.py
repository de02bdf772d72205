"""Comments on the cells of a workbook: read as remarks on their rows, else asked."""

from __future__ import annotations

import io
from email.message import EmailMessage

import openpyxl
from openpyxl.comments import Comment

from mailbot.inbound.interpret import Interpretation, interpret
from tests.unit.reading.contact_case import SENDERS, STATE
from tests.unit.reading.test_tables_of_their_own import made

ROWS = [
    ("Role", "Committee", "Name", "E-mail", "Phone"),
    ("Coordinator", "COM3", "Ms Małgorzata Wiśniewska", "m.wisniewska@uke-pl.example", "+48225349100"),
    ("Coordinator", "COM4", "Mr Joaquín Iriarte", "jiriarte@mineco-es.example", "+34913461500"),
]


def commented(comments: dict[str, str]) -> Interpretation:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ROWS:
        sheet.append(row)
    for cell, text in comments.items():
        sheet[cell].comment = Comment(text, "Jörg")
    stream = io.BytesIO()
    book.save(stream)
    message = EmailMessage()
    message["From"] = SENDERS["cept-1"].email
    message["To"] = "tsb-irc@itu.example"
    message["Date"] = "Wed, 24 Apr 2024 10:00:00 +0000"
    message.set_content("My remarks are in the cells.\n")
    subtype = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    message.add_attachment(stream.getvalue(), maintype="application", subtype=subtype, filename="sheet.xlsx")
    return interpret(message.as_bytes(), STATE, ())


def test_a_value_beside_the_cell_is_the_new_one() -> None:
    found = commented(
        {"E3": "Not in service. Should be +34 91 346 1577", "D2": "Please use malgorzata@uke-pl.example"}
    )
    assert sorted(made(found)) == [
        ("update", "cept-2", {"email": "malgorzata@uke-pl.example"}),
        ("update", "cept-3", {"phone": "+34913461577"}),
    ]
    assert not found.questions


def test_a_person_who_has_left_is_removed() -> None:
    assert made(commented({"C3": "Has retired, please delete."})) == [("remove", "cept-3", {})]


def test_what_says_nothing_of_the_record_is_asked() -> None:
    found = commented({"C2": "We still have to decide who follows her in April. Keep for now."})
    assert made(found) == []
    assert found.questions

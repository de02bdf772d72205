"""Lists of changes, one value a row, and tables of the HTML whose cells stand one below the other in the text."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailbot.inbound.interpret import interpret
from tests.unit.reading.contact_case import SENDERS, STATE
from tests.unit.reading.test_tables_of_their_own import made, page

CHANGED = [
    ("update", "cept-2", {"job_title": "Head of Unit"}),
    ("update", "cept-3", {"phone": "+34913461577"}),
]


@pytest.mark.parametrize(
    "head",
    [
        ("Contact", "Field", "Old", "New"),
        ("Who", "What", "Before", "After"),
        ("Personne", "Rubrique", "Avant", "Maintenant"),
        ("Persona", "Dato", "Antes", "Ahora"),
        ("Кто", "Поле", "Было", "Стало"),
    ],
)
def test_a_value_a_row(head: tuple[str, ...]) -> None:
    found = page(
        "jb", head,
        ("Małgorzata Wiśniewska", "Job title", "Chief Specialist", "Head of Unit"),
        ("Joaquín Iriarte", "Phone", "+34 91 346 1500", "+34 91 346 1577"),
    )  # fmt: skip
    assert sorted(made(found)) == CHANGED


def test_the_subject_holds_for_the_rows_below() -> None:
    found = page(
        "jb", ("Contact", "Field", "Old", "New"),
        ("Eleftheria Papadaki", "Job title", "Head of Section", "Head of Unit"),
        ("", "E-mail", "e.papadaki@eett-gr.example", "eleftheria.papadaki@eett-gr.example"),
    )  # fmt: skip
    assert made(found) == [
        ("update", "cept-4", {"job_title": "Head of Unit", "email": "eleftheria.papadaki@eett-gr.example"})
    ]


def test_the_old_values_tell_who_is_meant() -> None:
    found = page(
        "jb", ("Field", "Old", "New"),
        ("Job title", "Head of Section", "Head of Unit"),
        ("Phone", "+30 210 615 1000", "+30 210 615 1777"),
    )  # fmt: skip
    assert made(found) == [("update", "cept-4", {"job_title": "Head of Unit", "phone": "+302106151777"})]


def test_rows_that_change_nothing_say_nothing() -> None:
    found = page(
        "jb", ("Contact", "Field", "Old", "New"),
        ("Joaquín Iriarte", "Phone", "+34 91 346 1500", "+34 91 346 1500"),
        ("Małgorzata Wiśniewska", "Job title", "Chief Specialist", ""),
    )  # fmt: skip
    assert made(found) == []


def test_cells_one_below_the_other_in_the_plain_text() -> None:
    rows = [
        ("Name", "Position", "E-mail", "Telephone"),
        ("Małgorzata Wiśniewska", "Head of Unit", "m.wisniewska@uke-pl.example", "+48 22 534 91 00"),
        ("Joaquín Iriarte", "Subdirector adjunto", "jiriarte@mineco-es.example", "+34 91 346 1577"),
    ]
    message = EmailMessage()
    message["From"] = SENDERS["cept-1"].email
    message["To"] = "tsb-irc@itu.example"
    message["Date"] = "Wed, 24 Apr 2024 10:00:00 +0000"
    message.set_content("Please see below:\n\n" + "\n".join(cell for row in rows for cell in row) + "\n")
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    message.add_alternative(f"<p>Please see below:</p><table>{cells}</table>", subtype="html")
    found = interpret(message.as_bytes(), STATE, ())
    assert sorted(made(found)) == CHANGED
    assert not found.questions

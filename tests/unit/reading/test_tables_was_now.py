"""Tables with a column of what was and one of what is now; titles that are honorifics; a calendar by elimination."""

from __future__ import annotations

import pytest

from tests.unit.reading.test_tables_of_their_own import made, page


@pytest.mark.parametrize(
    "head",
    [
        ("Text", "In your table", "Now"),
        ("Text", "Old", "New"),
        ("Texte", "Avant", "Maintenant"),
        ("Texto", "Antes", "Ahora"),
        ("Текст", "Было", "Стало"),
        ("决议", "原", "现为"),
    ],
)
def test_the_second_of_two_columns_holds(head: tuple[str, str, str]) -> None:
    found = page(
        "jb", head,
        ("Res. 22", "MOD, draft", "MOD, agreed"),
        ("Res. 48", "SUP, draft", "SUP, draft"),
        ("Res. 65", "-", "MOD, preliminary"),
    )  # fmt: skip
    assert made(found) == [
        ("update", "CEPT/Resolution 22", {"status": "agreed"}),
        ("add", None, {"text": "Resolution 65", "action": "MOD", "status": "preliminary"}),
    ]


def test_one_kind_of_value_and_dates() -> None:
    found = page(
        "jb", ("Text", "Was", "Is"), ("Res. 22", "draft", "agreed"), ("Res. 1", "agreed", "submitted")
    )
    assert made(found) == [
        ("update", "CEPT/Resolution 22", {"status": "agreed"}),
        ("update", "CEPT/Resolution 1", {"status": "submitted"}),
    ]
    moved = page(
        "jb", ("Meeting", "Before", "After"),
        ("CEPT Com-ITU summer plenary", "2-4 July 2024", "9-11 July 2024"),
    )  # fmt: skip
    assert made(moved) == [("update", "cept-m2", {"starts": "2024-07-09", "ends": "2024-07-11"})]


def test_a_title_column_of_honorifics_names_no_post() -> None:
    found = page(
        "jb", ("Role", "Committee", "Title", "Name", "E-mail", "Telephone"),
        ("Coordinator", "COM3", "Ms", "Małgorzata Wiśniewska", "m.wisniewska@uke-pl.example", "+48 22 534 91 77"),
        ("Alternate", "COM3", "Mr", "Tomasz Nowak", "t.nowak@uke-pl.example", "+48 22 534 91 78"),
    )  # fmt: skip
    update, added = made(found)
    assert update == ("update", "cept-2", {"phone": "+48225349177"})
    assert added[2]["honorific"] == "Mr"
    assert "job_title" not in added[2]


def test_the_row_left_over_is_the_meeting_left_over() -> None:
    found = page(
        "rod", ("Reunión", "Fechas", "Modalidad"),
        ("44.ª reunión del CCP.I", "24-28 de junio de 2024", "presencial"),
        ("Sesión de redacción de propuestas interamericanas", "6 de agosto de 2024", "virtual"),
    )  # fmt: skip
    assert made(found) == [("update", "citel-m2", {"starts": "2024-08-06", "ends": "2024-08-06"})]

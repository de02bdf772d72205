"""That an address or a number is out of use, or that somebody will go in years, takes nobody off the list."""

from __future__ import annotations

import pytest

from tests.unit.reading.second_state import MAY, read


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "The old address of Ms Papadaki is no longer active."),
        ("jb", "Mr Iriarte's mobile is out of service."),
        ("jb", "As you know, I shall retire in 2027; until then nothing changes."),
        ("rim", "Le numéro de M. Al-Otaibi n'est plus en service."),
        ("rod", "La dirección de correo de Marcus Ellery ya no está activa."),
        ("kate", "Старый адрес Б. Юлдашева больше не действует."),
        ("faisal", "رقم السيدة نادية الشرقاوي لم يعد يعمل."),
    ],
)
def test_nobody_goes(who: str, body: str) -> None:
    assert not [change for change in read(who, body, MAY).changes if change.op == "remove"]


@pytest.mark.parametrize(
    ("who", "body", "gone"),
    [
        ("jb", "Mr Iriarte has left us; the number on your list is no longer in service.", "cept-3"),
        ("jb", "Ms Papadaki is no longer with EETT.", "cept-4"),
        ("rod", "Marcus Ellery ya no trabaja en la NTIA.", "citel-3"),
    ],
)
def test_somebody_goes(who: str, body: str, gone: str) -> None:
    assert [change.id for change in read(who, body, MAY).changes if change.op == "remove"] == [gone]


def test_an_address_that_names_somebody_else_is_not_the_writers() -> None:
    found = read(
        "jb",
        "Mr Ola Nordmann of Nkom will attend the meeting on 11 June. Use the address ola.nordmann@nkom-no.example.",
        MAY,
    )
    assert not [change for change in found.changes if change.target == "contact"]

"""Contacts told in few words or in many: out and in, longer names, last digits, transfers, handed-over files."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.contact_case import read

RUIZ = {"honorific": "Mr", "role": "coordinator", "committee": "COM4", "email": "pruiz@mineco-es.example"}
BELLO = {"honorific": "Mr", "role": "coordinator", "committee": "COM3", "email": "t.bello@ncc-ng.example"}

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("cept-1", "OUT: Joaquín Iriarte\nIN: Mr Pablo Ruiz, pruiz@mineco-es.example", {"cept-3": None, "+Pablo Ruiz": RUIZ}),
    ("cept-1", "Mr Iriarte is out, Mr Pablo Ruiz (pruiz@mineco-es.example) is in.", {"cept-3": None, "+Pablo Ruiz": RUIZ}),
    ("citel-1", "Sale Marcus Ellery, entra la Sra. Susan Boyd, sboyd@ntia-us.example. Mismas funciones.", {"citel-3": None, "+Susan Boyd": {"honorific": "Ms", "role": "coordinator", "committee": "COM4", "email": "sboyd@ntia-us.example"}}),
    ("atu-1", "After thirty years Ms Okonkwo has hung up her headset. The coordination of Committee 3 passes to Mr Tunde Bello (t.bello@ncc-ng.example).", {"atu-2": None, "+Tunde Bello": BELLO}),
    ("atu-1", "Ms Okonkwo laid down her functions, and the Committee 3 file has been entrusted to Mr Tunde Bello, whom you find at t.bello@ncc-ng.example.", {"atu-2": None, "+Tunde Bello": BELLO}),
    ("atu-1", "The coordination of Committee 3 will be assured by Mr Tunde Bello (t.bello@ncc-ng.example), Ms Okonkwo having been appointed Ambassador.", {"atu-2": None, "+Tunde Bello": BELLO}),
    ("atu-1", "Mr Tunde Bello (t.bello@ncc-ng.example) joins Ms Okonkwo as coordinator for Committee 3.", {"+Tunde Bello": BELLO}),
    ("cept-1", "Our alternate for Committee 4 has married and would like to be listed as Eleftheria Papadaki-Roth. Her new address is e.papadaki-roth@eett-gr.example.", {"cept-4": {"name": "Eleftheria Papadaki-Roth", "email": "e.papadaki-roth@eett-gr.example"}}),
    ("citel-1", "Ana Lucía Sepúlveda se casó y firma ahora como Ana Lucía Sepúlveda Rojas.", {"citel-4": {"name": "Ana Lucía Sepúlveda Rojas"}}),
    ("cept-3", "The last two digits of my number are 77, not 00.", {"cept-3": {"phone": "+34913461577"}}),
    ("cept-3", "Ms Papadaki's number ends in 1099, not 1000.", {"cept-4": {"phone": "+302106151099"}}),
    ("apt-2", "我的电话尾号应为4455，不是4411。", {"apt-2": {"phone": "+861062304455"}}),
    ("rcc-2", "Последние две цифры моего номера — 78, а не 77.", {"rcc-2": {"phone": "+74956471778"}}),
    ("cept-3", "Eleftheria and I change roles: I am now the alternate, she the coordinator for Committee 4.", {"cept-3": {"role": "alternate"}, "cept-4": {"role": "coordinator"}}),
    ("citel-2", "Con Marcus hicimos enroque. Yo paso a la COM4, él a la COM3.", {"citel-2": {"committee": "COM4"}, "citel-3": {"committee": "COM3"}}),
    ("cept-3", "I am not Adviser since May, I am Head of the Numbering Division.", {"cept-3": {"job_title": "Head of the Numbering Division"}}),
    ("cept-3", "Please note that my transfer from the Ministry of Economy to the National Markets Authority takes effect today.", {"cept-3": {"affiliation": "National Markets Authority"}}),
    ("cept-3", "The number printed beside my name is that of our registry, which no longer puts calls through, so that you would reach me more surely on +34 91 346 1577, and that is all I have to say on the contact sheet.", {"cept-3": {"phone": "+34913461577"}}),
    ("cept-1", "Mail sent to e.papadaki@eett-gr.example has gone unanswered since the merger; Ms Papadaki is now to be written to at e.papadaki@adae-gr.example.", {"cept-4": {"email": "e.papadaki@adae-gr.example"}}),
    ("cept-3", "The address to be used from now on is jiriarte@cnmc-es.example.", {"cept-3": {"email": "jiriarte@cnmc-es.example"}}),
]  # fmt: skip

NOTHING = [
    ("cept-1", "With Mr Iriarte out of the office this week, Mr Pablo Ruiz is in for Thursday's call."),
    ("cept-1", "Ms Papadaki will hand her file to Mr Kanellos for the duration of her leave only."),
    ("cept-1", "The Copenhagen meeting will end on 13 July."),
    ("cept-1", "This leaves me no choice but to thank you for your patience."),
    ("cept-1", "The March event should be called \"Joint meeting of the project teams\"."),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "wanted"), CASES)
def test_what_is_said_is_read(sender: str, text: str, wanted: dict[str, Any]) -> None:
    changes, _ = read(sender, text)
    assert changes == wanted


@pytest.mark.parametrize(("sender", "text"), NOTHING)
def test_what_changes_no_contact(sender: str, text: str) -> None:
    assert read(sender, text)[0] == {}


def test_a_doubt_about_digits_is_asked() -> None:
    assert read("cept-3", "I think my number may end in 77.") == ({}, True)


def test_a_namesake_is_asked_for() -> None:
    text = (
        "Zhang's mailbox bounced your circular. The address to be used from now on is zhang@itc-cn.example."
    )
    assert read("apt-1", text) == ({}, True)

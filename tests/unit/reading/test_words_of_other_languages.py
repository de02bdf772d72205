"""Words of another language than the message's: roles and honorifics in forms, names as Russian writes them."""

from __future__ import annotations

import pytest

from mailbot.reading.names import declined
from tests.unit.reading.test_nothing_changes import changed


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Please add to the contact sheet:\nName: M. Jean Ndong\nRole: suppléant\nCommittee: COM4\n"
            "E-mail: j.ndong@dcdt.example",
            ["add alternate COM4 Jean Ndong j.ndong@dcdt.example Mr"],
        ),
        (
            "Please add to the contact sheet:\nName: Sra. Ana Duarte\nRole: suplente\nCommittee: COM3\n"
            "E-mail: a.duarte@ift.example",
            ["add alternate COM3 Ana Duarte a.duarte@ift.example Ms"],
        ),
        (
            "Please add M. Jean Ndong (j.ndong@dcdt.example) as alternate for Committee 4.",
            ["add Mr Jean Ndong alternate COM4 j.ndong@dcdt.example"],
        ),
    ],
)
def test_a_form_may_mix_languages(text: str, wanted: list[str]) -> None:
    assert changed("en", text) == wanted


@pytest.mark.parametrize(
    ("written", "bare", "same"),
    [
        ("Акопян", "akopyan", True),  # Russian leaves the first letter out
        ("Ованнисян", "ovannisyan", False),  # Hakobyan is somebody else
        ("Обрадович", "obradovich", False),
    ],
)
def test_a_silent_first_letter(written: str, bare: str, same: bool) -> None:
    assert declined(written, bare, ["hakobyan", "armen"]) is same

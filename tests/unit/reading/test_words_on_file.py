"""Words on file quoted beside other words: which record and field they tell, and when nothing changes."""

from __future__ import annotations

import pytest

from tests.unit.reading.second_state import read

SUMMARY, TITLE = ("position", "summary"), ("meeting", "title")


@pytest.mark.parametrize(
    ("who", "body", "key", "field", "new"),
    [
        ("faisal", 'Where the table says "Quality of interpretation and captioning", kindly write "Six languages".',
         "LAS/Resolution 67", SUMMARY, "Six languages"),
        ("rim", 'The words "Regional exercises of response teams" no longer describe it; "Cyber drills" does.',
         "LAS/Resolution 58", SUMMARY, "Cyber drills"),
        ("rim", 'You have "Regional exercises of response team" there. Please put "Cyber drills" instead.',
         "LAS/Resolution 58", SUMMARY, "Cyber drills"),
        ("rim", "Nous vous prions de lire « Circuits courts » au lieu de « Circular economy for ICT equipment ».",
         "LAS/Resolution 79", SUMMARY, "Circuits courts"),
        ("rod", "Donde pone «Earlier inter-regional meetings» conviene poner «Reuniones más tempranas».",
         "CITEL/Resolution 43", SUMMARY, "Reuniones más tempranas"),
        ("kate", "Вместо «Joint working of the three Sectors» следует читать «Совместная работа Секторов».",
         "RCC/Resolution 18", SUMMARY, "Совместная работа Секторов"),
        ("jb", 'The "CEPT Com-ITU summer plenary" will from now on go by the name "Com-ITU assembly 2024".',
         "cept-m2", TITLE, "Com-ITU assembly 2024"),
    ],
)  # fmt: skip
def test_the_words_on_file_tell_the_record(
    who: str, body: str, key: str, field: tuple[str, str], new: str
) -> None:
    found = read(who, body)
    told = [(c.target, c.id, {name: value.new for name, value in c.fields.items()}) for c in found.changes]
    assert told == [(field[0], key, {field[1]: new})]


@pytest.mark.parametrize(
    ("who", "body"),
    [
        (
            "rim",
            '"Regional exercises of response teams" is right, and so is "Merge of Study Groups 9 and 16".',
        ),
        ("rim", 'We discussed whether "Regional exercises of response teams" might become "Cyber drills".'),
        ("rim", 'The words "Regional exercises of response teams" stand, not "Cyber drills".'),
        ("rim", 'It used to read "Cyber drills" and reads "Regional exercises of response teams".'),
        ("jb", 'The "CEPT Com-ITU summer plenary" stays as it is; it is not called "Com-ITU assembly 2024".'),
        ("jb", 'The report "Numbers of the year" refers to "CEPT Com-ITU summer plenary" and "Mobile week".'),
        ("faisal", 'Our film "Six languages" was shown beside the exhibition "Interpreting in the Gulf".'),
    ],
)
def test_words_that_replace_nothing_change_nothing(who: str, body: str) -> None:
    assert not read(who, body).changes

"""Who comes, and who thinks what of others' proposals, as officials of all regions write it."""

from __future__ import annotations

import pytest

from tests.unit.reading.letters_case import FILES, Letter, letters, said


@pytest.mark.parametrize(
    "letter", [pytest.param(letter, id=letter.place) for path in FILES for letter in letters(path)]
)
def test_what_the_letter_says(letter: Letter) -> None:
    assert sorted(said(letter)) == sorted(letter.wanted)

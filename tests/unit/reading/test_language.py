"""The language of short texts, where the writer's language on file is a hint and no more."""

from __future__ import annotations

import pytest

from mailbot.reading.language import detect


@pytest.mark.parametrize(
    ("text", "likely", "wanted"),
    [
        ("Dear TSB colleagues,", "es", "en"),
        ("22 - no change", "es", "en"),
        ("D'avance merci,", None, "fr"),
        ("Concerning the Arab proposals:", "fr", "en"),
        ("Discrepamos, en cambio, de la CRC.", "en", "es"),
        ("Apoyamos la propuesta.", "fr", "es"),
        ("Nous soutenons.", "en", "fr"),
        ("Res. 20: MOD, draft", "ru", "en"),
        ("Резолюция 20: MOD, Title of the new text in English", "ru", "ru"),
        ("名称：7th Meeting of the APT Preparatory Group", None, "en"),
        ("Res. 20: MOD", "fr", "fr"),
        ("Res. 20: MOD", None, "en"),
    ],
)
def test_a_few_words_tell_the_language(text: str, likely: str | None, wanted: str) -> None:
    assert detect(text, likely=likely) == wanted

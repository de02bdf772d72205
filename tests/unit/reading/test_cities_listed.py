"""The listed cities are those that Babel knows; `tools/cities` writes them anew."""

from __future__ import annotations

import json

import pytest
from babel import Locale

from mailbot.mail.phrases import LANGUAGES
from mailbot.reading.cities import at, cities
from mailbot.resources import PHRASES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_babels(language: str) -> None:
    listed = json.loads((PHRASES / "cities.json").read_text(encoding="utf-8"))[language]
    known = {
        entry["city"]: zone.rpartition("/")[2].replace("_", " ")
        for zone, entry in Locale.parse(language).time_zones.items()
        if entry.get("city") and "/" in zone and not zone.startswith("Etc")
    }
    assert listed == known


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("Встреча пройдёт в Ташкенте.", "ru", "Tashkent, Uzbekistan"),
        ("会议将在曼谷举行。", "zh", "Bangkok, Thailand"),
        ("La reunión será en El Cairo.", "es", "Cairo, Egypt"),
    ],
)
def test_a_city_is_known_by_its_name_in_the_language(text: str, language: str, place: str) -> None:
    assert at(place, text, language)
    assert not at("Nairobi, Kenya", text, language)


def test_a_city_of_another_language_is_no_city_in_a_text() -> None:
    assert cities("This was discussed at length.", "en") == []

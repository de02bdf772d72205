"""What officers read beside a case: why it is urgent, in their own language."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.doors.web.console.words import hurry
from mailbot.review.urgency import Kind, Reason
from mailbot.wording import LANGUAGES, Wordings

SERIES = "Inter-regional call on Committee 3 matters"
NOW = datetime(2021, 1, 18, 12, tzinfo=UTC)


def a_reason(kind: Kind, title: str, number: int | None = None) -> Reason:
    return Reason(kind, title, NOW, 1, "urgent", number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_is_named_by_its_series_in_every_language(language: str) -> None:
    say = Wordings().of(language)
    title = say.data(SERIES)
    assert (title == SERIES) == (language == "en"), "the catalogues know the series"
    assert f"{title} 7" in hurry(a_reason("event", SERIES, 7), say)


@pytest.mark.parametrize("kind", ["meeting", "deadline", "event"])
def test_a_title_that_ends_in_a_number_is_one_title(tmp_path: Path, kind: Kind) -> None:
    (tmp_path / "fr.po").write_text(
        'msgctxt "programme"\nmsgid "Working Group 4"\nmsgstr "Groupe de travail 4"\n\n'
        'msgctxt "programme"\nmsgid "Working Group"\nmsgstr "Groupe"\n', encoding="utf-8",
    )  # fmt: skip
    said = hurry(a_reason(kind, "Working Group 4"), Wordings(tmp_path).of("fr"))
    assert said.endswith("Groupe de travail 4")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_catalogues_do_not_know_is_named_as_it_is(language: str) -> None:
    say = Wordings().of(language)
    assert "LS 42" in hurry(a_reason("deadline", "LS 42"), say)
    assert "Extra call 2" in hurry(a_reason("event", "Extra call", 2), say)

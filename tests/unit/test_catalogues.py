"""The shipped catalogues: every text and every title of the shipped programme, in every language."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog, Message

from mailbot import translation
from mailbot.directory.titles import shipped_titles
from mailbot.wording import LANGUAGES, SHIPPED, read_catalogue

TRANSLATED = LANGUAGES[1:]


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return translation.with_titles(translation.texts(), shipped_titles())


def english(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{text} (context {message.context})" if message.context else str(text)


def is_translated(message: Message | None, forms: int) -> bool:
    if message is None or message.fuzzy:
        return False
    if isinstance(message.string, str):
        return bool(message.string)
    return len(message.string) == forms and all(message.string)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_text(wanted: Catalog, language: str) -> None:
    shipped = read_catalogue(SHIPPED / f"{language}.po", language)
    missing = [
        english(message) for message in wanted
        if message.id and not is_translated(shipped.get(message.id, message.context), shipped.num_plurals)
    ]  # fmt: skip
    assert not missing, (
        f"Run `python -m mailbot.translation` and translate in templates/locale/{language}.po:\n  "
        + "\n  ".join(missing)
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_the_placeholders_of_the_texts(language: str) -> None:
    wrong = translation.problems(read_catalogue(SHIPPED / f"{language}.po", language))
    assert not wrong, f"Correct in templates/locale/{language}.po:\n  " + "\n  ".join(wrong)

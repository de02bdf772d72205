"""Catalogues: the recipient's language, else English; a site's own words first."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.errors import UsageError
from mailbot.wording import SHIPPED_WORDINGS, Wordings

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "Kind regards,"
msgstr "Всего доброго,"

msgid "%(num)d call"
msgid_plural "%(num)d calls"
msgstr[0] "%(num)d вызов"
msgstr[1] "%(num)d вызова"
msgstr[2] "%(num)d вызовов"

msgctxt "programme"
msgid "draft"
msgstr "Проект"
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "ru.po").write_text(PO, encoding="utf-8")
    return tmp_path


def test_the_first_language_there_is() -> None:
    assert SHIPPED_WORDINGS.of(None, "xx", "fr", "es").language == "fr"
    assert SHIPPED_WORDINGS.of(None, "xx").language == "en"
    assert SHIPPED_WORDINGS.of("ar").direction == "rtl"
    assert SHIPPED_WORDINGS.of("zh").direction == "ltr"


def test_what_is_not_translated_stays_english() -> None:
    say = SHIPPED_WORDINGS.of("fr")
    assert say("No catalogue has this.") == "No catalogue has this."
    assert say.plural("one such thing", "such things", 2) == "such things"
    assert say("") == "", "the empty text is the catalogue's own head"


def test_the_sites_words_come_first(site: Path) -> None:
    say = Wordings(site).of("ru")
    assert say("Kind regards,") == "Всего доброго,"
    assert [say.plural("%(num)d call", "%(num)d calls", n) % {"num": n} for n in (1, 3, 5, 21)] == [
        "1 вызов", "3 вызова", "5 вызовов", "21 вызов",
    ]  # fmt: skip
    assert say.data("draft") == "Проект"
    assert say("draft") == SHIPPED_WORDINGS.of("ru")("draft")


def test_a_language_of_the_sites_own(site: Path) -> None:
    (site / "pt.po").write_text('msgid "Kind regards,"\nmsgstr "Atenciosamente,"\n', encoding="utf-8")
    assert Wordings(site).of("pt")("Kind regards,") == "Atenciosamente,"


def test_a_broken_catalogue_names_its_file(site: Path) -> None:
    (site / "es.po").write_bytes(b'msgid "Kind regards,"\nmsgstr "\xff\xfe"\n')
    with pytest.raises(UsageError, match=r"es\.po.*PO file"):
        Wordings(site).of("es")

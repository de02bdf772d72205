"""What translators get and give back."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from mailbot import translation
from mailbot.directory.titles import shipped_titles
from mailbot.wording import read_catalogue


def test_texts_come_from_templates_code_and_the_programme() -> None:
    found = translation.with_titles(translation.texts(), shipped_titles())
    assert "Dear %(name)s," in found
    assert "Where regions differ" in found
    assert found.get("Working methods of ITU-T", "programme") is not None


def test_a_catalogue_survives_its_way_out_and_in(tmp_path: Path) -> None:
    before = translation.filled("ru", shipped_titles())
    before.add("Kind regards,", "С уважением,")
    path = tmp_path / "ru.po"
    path.write_bytes(translation.to_po(before))
    after = read_catalogue(path, "ru")
    assert {m.id for m in after} == {m.id for m in before}
    assert translation.to_po(after) == path.read_bytes()


@pytest.mark.parametrize(
    ("text", "given", "fits"),
    [
        ("Dear %(name)s,", "Уважаемый %(name)s!", True),
        ("Dear %(name)s,", "Уважаемый!", False),
        ("Dear %(name)s,", "Уважаемый %(nom)s!", False),
        ("Contact {title}", "Контакт {title}", True),
        ("Contact {title}", "Контакт {titel}", False),
        ("Contact {title}", "Контакт {title", False),
        (("%(num)s call", "%(num)s calls"), ("один звонок", "%(num)s звонка", "%(num)s звонков"), True),
        (
            ("%(num)s call", "%(num)s calls"),
            ("%(number)s звонок", "%(num)s звонка", "%(num)s звонков"),
            False,
        ),
        ("Dear colleague,", "", True),
    ],
)
def test_placeholders_must_be_those_of_the_text(text: str, given: str, fits: bool) -> None:
    catalogue = Catalog(locale="ru")
    catalogue.add(text, given)
    assert (not translation.problems(catalogue)) == fits


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "pt.po").write_text('msgid "Kind regards,"\nmsgstr "Atenciosamente,"\n', encoding="utf-8")
    found = translation.coverage("pt", (), tmp_path)
    assert "Kind regards," not in found.missing
    assert "Dear colleague," in found.missing
    assert len(found.missing) == found.texts - 1

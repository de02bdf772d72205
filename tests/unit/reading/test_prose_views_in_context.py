"""Views in few words: under a heading, answered with a yes or a no, with sympathy, and reasons that are none."""

from __future__ import annotations

import pytest

from tests.unit.reading.test_prose_views_named import views


@pytest.mark.parametrize(
    ("who", "sentence", "wanted"),
    [
        (
            "jb",
            "On the CITEL proposals:\n- 43: support\n- 50: we cannot agree\n- 91: no view",
            [("CITEL", "Resolution 43", "support"), ("CITEL", "Resolution 50", "oppose")],
        ),
        (
            "rim",
            "Nous appuyons la proposition de la CITEL sur l'accessibilité ; celle sur la cybersécurité, non.",
            [("CITEL", "Resolution 70", "support"), ("CITEL", "Resolution 50", "oppose")],
        ),
        (
            "kate",
            "Мы поддерживаем предложение СИТЕЛ по Резолюции 43, а по Резолюции 50 - нет.",
            [("CITEL", "Resolution 43", "support"), ("CITEL", "Resolution 50", "oppose")],
        ),
        (
            "jb",
            "We share the concerns behind the ATU proposal on Resolution 65 and support it.",
            [("ATU", "Resolution 65", "support")],
        ),
        ("jb", "We share the concerns of the ATU about Resolution 65.", []),
        (
            "kate",
            "С исключением Резолюции 91, за которое выступает СИТЕЛ, согласиться не можем: слияние с Резолюцией 20"
            " размоет задачи.",
            [("CITEL", "Resolution 91", "oppose")],
        ),
        (
            "wei",
            "对于CITEL就第91号决议提出的做法，请进一步说明数据保护方面如何处理。",
            [("CITEL", "Resolution 91", "comment")],
        ),
        (
            "jb",
            "As to the APT proposal on a new AI Resolution, our members are against it.",
            [("APT", "New: Standardization activities on artificial intelligence technologies", "oppose")],
        ),
        ("jb", "The Arab idea of merging SG9 and SG16 (Resolution 2) does not convince us.", [("LAS", "Resolution 2", "oppose")]),
        ("kate", "К предложению СЕПТ по Резолюции 48 РСС относится отрицательно.", [("CEPT", "Resolution 48", "oppose")]),
        ("rod", "La propuesta europea de suprimir la 48 no nos parece oportuna.", [("CEPT", "Resolution 48", "oppose")]),
        ("wei", "非洲关于第65号决议的提案，我们乐观其成。", [("ATU", "Resolution 65", "support")]),
        ("faisal", "ننظر بإيجابية إلى مقترح ATU بشأن القرار 96.", [("ATU", "Resolution 96", "support")]),
        ("jb", "The ATU supports our proposal on Resolution 22.", []),
        ("jb", "Does APT support the ATU proposal on Resolution 65?", []),
        ("jb", "If the ATU drops one clause, we could support its proposal on Resolution 65.", []),
        (
            "rod",
            "Un colega comentó que la CEPT va a presentar la 48 sin cambios. Convendría que lo comprobaran con ellos.",
            [],
        ),
    ],
)  # fmt: skip
def test_a_view_in_its_context(who: str, sentence: str, wanted: list[tuple[str | None, str, str]]) -> None:
    assert views(who, sentence) == wanted

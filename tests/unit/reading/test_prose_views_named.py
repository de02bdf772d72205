"""Views told by region and subject, of several proposals at once, changed ones, and remarks without a side."""

from __future__ import annotations

import pytest

from tests.unit.reading.second_state import read
from tests.unit.reading.test_prose_positions_named import GREETING


def views(who: str, sentence: str) -> list[tuple[str | None, str, str]]:
    """(about, text, stance) of every view."""
    changes = read(who, f"{GREETING[who]}\n\n{sentence}").to_json()["changes"]
    fields = [c["fields"] for c in changes if c["target"] == "view"]
    return [
        (f["about"]["new"] if f.get("about") else None, f["text"]["new"], f["stance"]["new"]) for f in fields
    ]


@pytest.mark.parametrize(
    ("who", "sentence", "wanted"),
    [
        (
            "jb",
            "We back the RCC on Resolution 72 and the Arab Group on 79, but not the CITEL idea of suppressing 91.",
            [
                ("RCC", "Resolution 72", "support"),
                ("LAS", "Resolution 79", "support"),
                ("CITEL", "Resolution 91", "oppose"),
            ],
        ),
        (
            "jb",
            "We support APT on 1, 68 and 77.",
            [
                ("APT", "Resolution 1", "support"),
                ("APT", "Resolution 68", "support"),
                ("APT", "Resolution 77", "support"),
            ],
        ),
        (
            "rim",
            "Le texte africain relatif au numéro d'urgence recueille notre plein appui.",
            [("ATU", "Resolution 100", "support")],
        ),
        (
            "rod",
            "No compartimos la idea de la RCC de suprimir la Resolución 99.",
            [("RCC", "Resolution 99", "oppose")],
        ),
        (
            "kate",
            "С намерением СИТЕЛ исключить Резолюцию 91 согласиться не можем.",
            [("CITEL", "Resolution 91", "oppose")],
        ),
        (
            "faisal",
            "مقترح RCC حول القرار 99: ليس لنا موقف منه، لكننا نلاحظ أن الإصلاح لم يكتمل بعد.",
            [("RCC", "Resolution 99", "comment")],
        ),
        (
            "wei",
            "一是CITEL主张废止第91号决议。APT不赞成废止。",
            [("CITEL", "Resolution 91", "oppose")],
        ),
        (
            "jb",
            "Earlier we objected to the RCC proposal on Resolution 99. We have no objection any more.",
            [("RCC", "Resolution 99", "support")],
        ),
    ],
)
def test_views(who: str, sentence: str, wanted: list[tuple[str | None, str, str]]) -> None:
    assert views(who, sentence) == wanted


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("jb", "We have taken note of RCC's support for our proposal on Resolution 22."),
        (
            "jb",
            "The Group discussed our proposal on A.8, but its endorsement is a matter of the plenary itself.",
        ),
        ("jb", "We may support the RCC proposal on Resolution 72 if it is shortened."),
        ("jb", "We neither support nor oppose the RCC proposal on Resolution 72."),
        ("rod", "Sobre la propuesta de la RCC relativa a la 72 aún no tenemos postura."),
    ],
)
def test_no_view(who: str, sentence: str) -> None:
    assert views(who, sentence) == []

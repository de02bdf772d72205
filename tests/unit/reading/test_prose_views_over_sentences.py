"""Views over two sentences, remarks without a side, and what others are said to think or to want."""

from __future__ import annotations

import pytest

from tests.unit.reading.test_prose_positions_named import asks
from tests.unit.reading.test_prose_views_named import views


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "jb",
            "Res. 20 of RCC - no position for or against yet; the scope is for national law, and the text ought to"
            " say so.",
            ("RCC", "Resolution 20", "comment"),
        ),
        (
            "jb",
            "RCC wants to suppress Resolution 99. We cannot go along with that.",
            ("RCC", "Resolution 99", "oppose"),
        ),
        (
            "jb",
            "The ATU proposal on Resolution 74 was discussed on Monday. Our members are in favour.",
            ("ATU", "Resolution 74", "support"),
        ),
        (
            "jb",
            "CEPT also wishes to say that it supports the ATU proposal on Resolution 74.",
            ("ATU", "Resolution 74", "support"),
        ),
        (
            "jb",
            "We share the aim of ATU's proposal on Resolution 65 but cannot accept the text.",
            ("ATU", "Resolution 65", "oppose"),
        ),
        (
            "jb",
            "As to Resolution 65 (ATU), how would refusal work for roaming calls? This needs to be spelled out.",
            ("ATU", "Resolution 65", "comment"),
        ),
        (
            "rod",
            "La RCC quisiera suprimir la Resolución 99. No podemos acompañarla.",
            ("RCC", "Resolution 99", "oppose"),
        ),
        (
            "kate",
            "СЕПТ хочет исключить Резолюцию 48. С этим мы согласиться не можем.",
            ("CEPT", "Resolution 48", "oppose"),
        ),
        (
            "faisal",
            "ترغب RCC في إلغاء القرار 99. لا يمكننا مجاراتها في ذلك.",
            ("RCC", "Resolution 99", "oppose"),
        ),
        (
            "wei",
            "对于RCC关于第99号决议的提案，我们尚无立场；但案文应说明由谁接手。",
            ("RCC", "Resolution 99", "comment"),
        ),
    ],
)
def test_a_view_told_over_two_sentences(who: str, text: str, wanted: tuple[str, str, str]) -> None:
    assert views(who, text) == [wanted]
    assert not asks(who, text)


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("jb", "APT would like to modify Resolution 77. CEPT has not made up its mind."),
        ("jb", "A proposal on Resolution 58 is under study; you will have it in due course."),
        ("rod", "La APT quiere modificar la Resolución 77. La CITEL aún no se ha pronunciado."),
        ("rod", "Quisiéramos añadir una propuesta de modificación de la Resolución 74 (preliminar)."),
        ("jb", "If ATU withdraws Resolution 96 we would be in favour of the RCC proposal."),
    ],
)
def test_what_others_want_or_we_propose_is_no_view(who: str, text: str) -> None:
    assert views(who, text) == []


def test_what_another_is_said_to_think_is_a_question() -> None:
    text = "RCC told us that they support the ATU proposal on Resolution 74."
    assert views("jb", text) == []
    assert asks("jb", text)

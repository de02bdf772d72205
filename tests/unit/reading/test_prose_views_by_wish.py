"""Views told by what is wished of the text, by the numbers of another's proposals, in a word."""

from __future__ import annotations

import pytest

from tests.unit.reading.test_prose_views_named import views


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        ("rod", "CEPT, Resolution 48 - members do not want to see this one suppressed.", ("CEPT", "Resolution 48", "oppose")),
        ("rod", "CEPT's Resolution 48: we too would like to see it suppressed.", ("CEPT", "Resolution 48", "support")),
        ("rod", "On Resolution 48 of CEPT our members would prefer to keep it unchanged.", ("CEPT", "Resolution 48", "oppose")),
        ("rod", "Resolución 48 de la CEPT: no queremos que se suprima.", ("CEPT", "Resolution 48", "oppose")),
        ("kate", "СЕПТ, Резолюция 48: исключать её мы не хотим.", ("CEPT", "Resolution 48", "oppose")),
        ("wei", "关于CEPT的第48号决议：我们不希望废止该决议。", ("CEPT", "Resolution 48", "oppose")),
        ("rim", "S'agissant de la Résolution 11 de la CEPT, nos membres ne souhaitent pas qu'elle soit supprimée.",
         ("CEPT", "Resolution 11", "oppose")),
        ("rod", "APT/68: +1", ("APT", "Resolution 68", "support")),
        ("jb", "Thumbs down for RCC's 99.", ("RCC", "Resolution 99", "oppose")),
        ("jb", "We find ourselves unable to go along with the modification of Resolution 58 contemplated by the League of"
         " Arab States.", ("LAS", "Resolution 58", "oppose")),
        ("jb", "RCC on Res. 18: we're on board.", ("RCC", "Resolution 18", "support")),
        ("rod", "Vemos con buenos ojos lo que la APT se propone hacer con la Resolución 68.", ("APT", "Resolution 68", "support")),
        ("kate", "Инициатива СЕПТ исключить Резолюцию 48 нам не близка.", ("CEPT", "Resolution 48", "oppose")),
    ],
)  # fmt: skip
def test_a_wish_is_a_view(who: str, text: str, wanted: tuple[str, str, str]) -> None:
    assert views(who, text) == [wanted]


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("rod", "CEPT would like to see Resolution 48 suppressed."),
        ("rod", "CEPT told us that they want 48 suppressed."),
        (
            "jb",
            "As to the RCC's intentions regarding Resolution 18, it would be premature for me to express an opinion.",
        ),
        ("jb", "LAS/58 - no view so far."),
        ("jb", "RCC 18 members took part."),
    ],
)
def test_what_others_want_is_no_view_of_ours(who: str, text: str) -> None:
    assert views(who, text) == []


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "jb",
            "We have read the proposals of ATU on Resolutions 65 and 74; the former we support, the latter we do not.",
            [("ATU", "Resolution 65", "support"), ("ATU", "Resolution 74", "oppose")],
        ),
        (
            "jb",
            "ATU 65 yes, RCC 20 no, LAS 58 still thinking",
            [("ATU", "Resolution 65", "support"), ("RCC", "Resolution 20", "oppose")],
        ),
        (
            "kate",
            "Предложение СЕПТ по Резолюции 22 встречает у нас понимание, предложение же APT по Резолюции 77 - нет.",
            [("CEPT", "Resolution 22", "support"), ("APT", "Resolution 77", "oppose")],
        ),
        (
            "wei",
            "CEPT第22号：支持；RCC第20号：反对；ATU第65号：暂无意见。",
            [("CEPT", "Resolution 22", "support"), ("RCC", "Resolution 20", "oppose")],
        ),
    ],
)
def test_each_proposal_has_its_own_view(who: str, text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert views(who, text) == wanted

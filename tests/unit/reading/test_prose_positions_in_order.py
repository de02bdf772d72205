"""Texts by their place in a list, summaries told by their value, and who hands a text over to whom."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.prose_case import read


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "On Resolutions 43 and 50, the former has been submitted and the latter is now agreed.",
            {"Resolution 43": {"status": "submitted"}, "Resolution 50": {"status": "agreed"}},
        ),
        (
            "About Resolutions 34, 43 and 50: the first is now a MOD, the other two are agreed.",
            {
                "Resolution 34": {"action": "MOD"},
                "Resolution 43": {"status": "agreed"},
                "Resolution 50": {"status": "agreed"},
            },
        ),
        (
            "La 43 y la 50: ya aprobada la primera; la segunda, retirada.",
            {"Resolution 43": {"status": "agreed"}, "Resolution 50": {"status": "withdrawn"}},
        ),
        (
            "По Резолюциям 43 и 50: первую согласовали, последнюю отзываем.",
            {"Resolution 43": {"status": "agreed"}, "Resolution 50": {"status": "withdrawn"}},
        ),
        (
            "关于第43号和第50号决议：前者已获通过，后者予以撤回。",
            {"Resolution 43": {"status": "agreed"}, "Resolution 50": {"status": "withdrawn"}},
        ),
        (
            "بخصوص القرارين 43 و50: الأول تم اعتماده والثاني نسحبه.",
            {"Resolution 43": {"status": "agreed"}, "Resolution 50": {"status": "withdrawn"}},
        ),
    ],
)
def test_each_text_of_a_list_in_its_turn(sentence: str, wanted: dict[str, dict[str, Any]]) -> None:
    assert read("position", sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not the case that of Resolutions 43 and 50 the first is agreed and the second withdrawn.",
        "Resolutions 43 and 50 stay as they are; the first meeting on them went well.",
        "On Resolutions 43 and 50, the first might be agreed and the second might be withdrawn.",
    ],
)
def test_a_place_in_the_list_alone_says_nothing(sentence: str) -> None:
    assert read("position", sentence) == {}


@pytest.mark.parametrize(
    ("sentence", "text", "words"),
    [
        ('The summary of Resolution 43 could be: "Earlier calls".', "Resolution 43", "Earlier calls"),
        (
            'The summary of Resolution 43 is out of date; it should be: "Earlier calls".',
            "Resolution 43",
            "Earlier calls",
        ),
        ('В графу "summary" по Резолюции 43 внесите: "Ранние созвоны".', "Resolution 43", "Ранние созвоны"),
        (
            "La Resolución 50 tiene como resumen «Unir el spam con la Resolución 91».",
            "Resolution 50",
            "Unir el spam con la Resolución 91",
        ),
        ("Pour la Résolution 43, le résumé devient « Appels plus tôt ».", "Resolution 43", "Appels plus tôt"),
        ("第43号决议的摘要请换成“更早举行区域间会议”。", "Resolution 43", "更早举行区域间会议"),
        (
            "الملخص الخاص بالقرار 43 هو: «اجتماعات أبكر بين الأقاليم».",
            "Resolution 43",
            "اجتماعات أبكر بين الأقاليم",
        ),
    ],
)
def test_a_summary_is_told_by_its_words(sentence: str, text: str, words: str) -> None:
    assert read("position", sentence) == {text: {"summary": words}}


@pytest.mark.parametrize(
    "sentence",
    [
        "The summary of Resolution 43: unchanged for now.",
        'If you wish, the summary of Resolution 43 could be "Earlier calls".',
        'Should the summary of Resolution 43 be "Earlier calls"?',
    ],
)
def test_no_summary_is_made_of_a_condition_or_a_question(sentence: str) -> None:
    assert read("position", sentence) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "The coordination of Resolution 43 moves from Mr Perez to Ms Silva.",
        "From now on Resolution 43 is with Ms Silva.",
        "La coordination de la Résolution 43 passe de M. Perez à Mme Silva.",
        "La coordinación de la Resolución 43 pasa del Sr. Perez a la Sra. Silva.",
        "La Resolución 43 es, a partir de ahora, cosa de Ana Silva.",
    ],
)
def test_the_one_who_takes_it_over_coordinates(sentence: str) -> None:
    assert read("position", sentence) == {"Resolution 43": {"coordinator": "citel-2"}}


@pytest.mark.parametrize(
    "sentence",
    [
        "From now on we discuss Resolution 43 with Ms Silva.",
        "Ms Silva presented Resolution 43 at the meeting.",
        "Should Ms Silva take over Resolution 43?",
    ],
)
def test_who_only_talks_of_a_text_does_not_coordinate_it(sentence: str) -> None:
    assert read("position", sentence) == {}


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The SUP on Resolution 91 was turned into a MOD.", {"action": "MOD"}),
        ("On Resolution 91 we are no longer at SUP: CITEL now proposes to modify it.", {"action": "MOD"}),
        ("第91号决议：不再提废止，改为NOC。", {"action": "NOC"}),
        ("القرار 91: مقترح تعديل (MOD)، ما زال مسودة.", {"action": "MOD", "status": "draft"}),
    ],
)
def test_what_holds_now_counts(sentence: str, wanted: dict[str, Any]) -> None:
    assert read("position", sentence) == {"Resolution 91": wanted}


@pytest.mark.parametrize(
    "sentence",
    [
        "Quant à la Résolution 50, il a un temps été question de la supprimer, mais cette idée a été abandonnée.",
        "There was once talk of suppressing Resolution 50, but this idea has been dropped.",
        "По Резолюции 50 одно время обсуждалось исключение, но от этой идеи отказались.",
    ],
)
def test_an_idea_given_up_is_no_action(sentence: str) -> None:
    assert read("position", sentence) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "All our texts except 34 and 35 are agreed.",
        "Nous confirmons que toutes nos propositions sauf la 34 et la 35 sont adoptées.",
        "La totalidad de nuestras propuestas, salvo la 34 y la 35, está aprobada.",
        "Все наши предложения, кроме 34 и 35, согласованы.",
    ],
)
def test_all_positions_but_those_excepted(sentence: str) -> None:
    agreed = {"status": "agreed"}
    wanted = {"Resolution 43": agreed, "Resolution 50": agreed, "Resolution 91": agreed}
    assert read("position", sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "Not all our texts are agreed.",
        "We hope that all our texts except 34 will be agreed next week.",
        "All our texts were discussed.",
        "Are all our texts agreed?",
    ],
)
def test_all_positions_stay_as_they_are(sentence: str) -> None:
    assert read("position", sentence) == {}


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ('Could you bump Resolution 43 up to "agreed"?', {"Resolution 43": {"status": "agreed"}}),
        ("Не могли бы вы изменить статус Резолюции 50 на «проект»?", {"Resolution 50": {"status": "draft"}}),
        ("能否将第43号决议改为已商定？", {"Resolution 43": {"status": "agreed"}}),
        ("Resolution 50 should be draft.", {"Resolution 50": {"status": "draft"}}),
        ("Could you tell us whether Resolution 43 is agreed?", {}),
        ("Resolution 43 should be agreed next week.", {}),
    ],
)
def test_a_polite_wish_is_no_question(sentence: str, wanted: dict[str, Any]) -> None:
    assert read("position", sentence) == wanted

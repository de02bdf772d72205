"""Positions in prose: classes of wordings, in several languages, on a small directory."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.prose_case import read


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The region gave up its proposal on Resolution 91.", {"Resolution 91": {"status": "withdrawn"}}),
        ("Resolution 91 will not be pursued any further.", {"Resolution 91": {"status": "withdrawn"}}),
        (
            "Please take our proposal on Resolution 91 off the table.",
            {"Resolution 91": {"status": "withdrawn"}},
        ),
        ("We sent our contribution on Resolution 43 to ITU.", {"Resolution 43": {"status": "submitted"}}),
        ("Resolution 43 has now been sent in.", {"Resolution 43": {"status": "submitted"}}),
        ("Our proposal on cybersecurity is now agreed.", {"Resolution 50": {"status": "agreed"}}),
        ("Regional preparations: agreed.", {"Resolution 43": {"status": "agreed"}}),
        ("We spent a day on 50, and it is now agreed.", {"Resolution 50": {"status": "agreed"}}),
        ("34: MOD\n43: agreed", {"Resolution 34": {"action": "MOD"}, "Resolution 43": {"status": "agreed"}}),
        ("MOD: 34, 88", {"Resolution 34": {"action": "MOD"}, "Resolution 88": {"action": "MOD"}}),
        (
            "As for Resolution 50, what was preliminary is now a draft.",
            {"Resolution 50": {"status": "draft"}},
        ),
        ("Resolution 50 moves from preliminary to draft.", {"Resolution 50": {"status": "draft"}}),
        (
            "We do not ask for suppression of Resolution 91 now, but propose modifications.",
            {"Resolution 91": {"action": "MOD"}},
        ),
        ("Res. 34-43 ... sorry, only 34: MOD", {"Resolution 34": {"action": "MOD"}}),
        (
            "Ms Silva will be responsible for Resolution 43 now.",
            {"Resolution 43": {"coordinator": "citel-2"}},
        ),
        (
            'We work on a new Resolution. Working title: "Quantum networks". It is a draft.',
            {"New: Quantum networks": {"action": "ADD", "status": "draft"}},
        ),
        (
            "We propose a new Resolution on quantum networks, preliminary for now.",
            {"New: Quantum networks": {"action": "ADD", "status": "preliminary"}},
        ),
        ("Retiramos la propuesta sobre la Resolución 91.", {"Resolution 91": {"status": "withdrawn"}}),
        ("Nuestra propuesta sobre ciberseguridad fue aprobada.", {"Resolution 50": {"status": "agreed"}}),
        ("Nous avons renoncé à la Résolution 91.", {"Resolution 91": {"status": "withdrawn"}}),
        ("Мы отказались от предложения по Резолюции 91.", {"Resolution 91": {"status": "withdrawn"}}),
        ("第50号决议：由初步意见转为草案。", {"Resolution 50": {"status": "draft"}}),
        ("第34、88号决议：不修改。", {"Resolution 88": {"action": "NOC"}}),
        ("第34至35号决议：MOD", {"Resolution 34": {"action": "MOD"}, "Resolution 35": {"action": "MOD"}}),
        ("تم سحب مقترحنا بشأن القرار 91.", {"Resolution 91": {"status": "withdrawn"}}),
    ],
)
def test_what_is_said_of_a_position_is_read(sentence: str, wanted: dict[str, dict[str, Any]]) -> None:
    assert read("position", sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "We have not withdrawn our proposal on Resolution 91.",
        "Resolution 43 will be submitted in September.",
        "Resolution 43 should be agreed in June.",
        "Some of us proposed to suppress Resolution 43, but this was not agreed.",
        "It is not correct that Resolution 43 was withdrawn or suppressed.",
        "No progress on Resolution 50 yet, a draft is expected in July.",
        "It is possible that some will ask for suppression of Resolution 43. Please make no changes for now.",
        "1 - the draft agenda is attached",
        "Page 34: MOD is misspelled.",
        "По Резолюции 43 решение пока не принято.",
        "La propuesta sobre la Resolución 43 todavía no ha sido aprobada.",
        "第50号决议的提案尚未通过。",
    ],
)
def test_denials_plans_and_other_matters_say_nothing(sentence: str) -> None:
    assert read("position", sentence) == {}

"""Who coordinates which text: one or several people, groups of texts, and who only speaks of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.test_prose_positions_named import found


@pytest.mark.parametrize(
    ("who", "sentence", "wanted"),
    [
        (
            "jb",
            "Resolutions 1 and 22 are now with Ms Papadaki.",
            {"Resolution 1": "cept-4", "Resolution 22": "cept-4"},
        ),
        ("jb", "Ms Papadaki takes 48 over from Mr Iriarte.", {"Resolution 48": "cept-4"}),
        (
            "jb",
            "The person in charge of Resolution 22 is Mr Iriarte, no longer Ms Wiśniewska.",
            {"Resolution 22": "cept-3"},
        ),
        (
            "jb",
            "I am in charge of all of these texts:\n- Resolution 1\n- Resolution 48",
            {"Resolution 1": "cept-1", "Resolution 48": "cept-1"},
        ),
        ("jb", "Please put my name against Resolution 88.", {"Resolution 88": "cept-1"}),
        (
            "rod",
            "Marcus Ellery llevará la 43 y Ana Lucía Sepúlveda la 50.",
            {"Resolution 43": "citel-3", "Resolution 50": "citel-4"},
        ),
        ("rod", "De la 50 me encargo yo a partir de ahora.", {"Resolution 50": "citel-2"}),
        ("kate", "Резолюцию 20 отныне ведёт Алеся Ковалёва.", {"Resolution 20": "rcc-4"}),
        ("wei", "第95号决议由本人牵头协调。", {"Resolution 95": "apt-2"}),
    ],
)
def test_who_coordinates(who: str, sentence: str, wanted: dict[str, Any]) -> None:
    assert found(who, sentence) == {text: {"coordinator": person} for text, person in wanted.items()}


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("jb", "Ms Papadaki presented Resolution 22 at the meeting."),
        ("jb", "If Ms Papadaki agrees, she will coordinate Resolution 22."),
        ("jb", "Ms Papadaki does not coordinate Resolution 22."),
    ],
)
def test_who_only_speaks_of_it(who: str, sentence: str) -> None:
    assert found(who, sentence) == {}

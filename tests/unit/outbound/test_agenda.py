"""The draft agenda: which texts, in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailbot.directory.records import Position, Text, View
from mailbot.directory.snapshot import Directory
from mailbot.outbound.agenda import agenda


def test_of_the_committees_texts_those_with_a_position_that_stands(shipped: Directory) -> None:
    committee = {t.id for t in shipped.texts if t.committee == "COM4"}
    items = agenda(shipped, "COM4").items
    assert items
    for item in items:
        assert item.text in committee or item.text.startswith("New:")
    assert "Resolution 89" not in {item.text for item in items}  # its only position was withdrawn
    assert not {i.text for i in items} & {i.text for i in agenda(shipped, "COM3").items}


def test_differences_first_then_those_that_few_spoke_of_then_near_agreement(shipped: Directory) -> None:
    sections = agenda(shipped, "COM3").sections
    assert [s.title for s in sections] == [
        "Where regions differ", "Where only some regions have spoken", "Near agreement",
    ]  # fmt: skip
    assert [i.text for i in sections[0].items] == ["Resolution 35", "Resolution 45", "Resolution 59"]
    assert [i.text for i in sections[2].items] == ["Resolution 1"]
    assert [p.organization for p in sections[2].items[0].positions] == ["APT", "CEPT", "CITEL", "RCC"]


def small(shipped: Directory, positions: list[dict[str, Any]], views: list[dict[str, Any]]) -> Directory:
    return replace(
        shipped,
        texts=(Text(id="A.1", title="Methods", committee="COM3"),),
        positions=tuple(Position.model_validate(p | {"text": "A.1"}) for p in positions),
        views=tuple(View.model_validate(v | {"text": "A.1"}) for v in views),
        _indexes={},
    )


def groups(directory: Directory) -> list[str]:
    return [item.group for item in agenda(directory, "COM3").items]


def test_an_opposed_position_is_a_difference(shipped: Directory) -> None:
    three = [{"organization": o, "action": "MOD"} for o in ("APT", "ATU", "CEPT")]
    assert groups(small(shipped, three, [])) == ["near"]
    opposed = [{"organization": "RCC", "about": "CEPT", "stance": "oppose"}]
    assert groups(small(shipped, three, opposed)) == ["differ"]


def test_support_counts_as_having_spoken(shipped: Directory) -> None:
    two = [{"organization": o, "action": "MOD"} for o in ("APT", "ATU")]
    assert groups(small(shipped, two, [])) == ["open"]
    assert groups(small(shipped, two, [{"organization": "RCC", "about": "APT", "stance": "support"}])) == [
        "near"
    ]


def test_a_position_whose_action_is_not_known_is_listed(shipped: Directory) -> None:
    assert groups(small(shipped, [{"organization": "APT", "action": None}], [])) == ["open"]


def test_nothing_to_discuss_is_an_empty_agenda(shipped: Directory) -> None:
    assert agenda(small(shipped, [], []), "COM3").sections == ()

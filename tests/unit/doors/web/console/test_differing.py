"""Words that differ between two values."""

from __future__ import annotations

import pytest

from mailbot.doors.web.console.differing import differing
from tests.speed import within


def told(old: str | None, new: str | None) -> str:
    marks = {"same": "{}", "old": "[-{}-]", "new": "[+{}+]"}
    return "".join(marks[each.kind].format(each.text) for each in differing(old, new))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Head of Unit", "Deputy Head of Unit", "[+Deputy +]Head of Unit"),
        ("the old words stay here", "the new words stay here", "the [-old -][+new +]words stay here"),
        ("+33142345678", "+33142345699", "[-+33142345678-][++33142345699+]"),
        (None, "new", "[+new+]"), ("old", None, "[-old-]"), ("", "", ""), (None, None, ""), ("same", "same", "same"),
        ("quite another thing", "nothing in common", "[-quite another thing-][+nothing in common+]"),
        ("修改第一号决议", "修改第二号决议", "修改第[-一-][+二+]号决议"),
        ("a  b", "a b", "a b"),
    ],
)  # fmt: skip
def test_words_are_compared(old: str | None, new: str | None, wanted: str) -> None:
    assert told(old, new) == wanted


def test_long_values_are_shown_as_a_whole_in_a_moment() -> None:
    old, new = "word " * 20_000, "word " * 20_000 + "more"
    with within(1):
        assert [each.kind for each in differing(old, new)] == ["old", "new"]

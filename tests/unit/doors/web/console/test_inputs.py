"""The control of each field follows from the directory's records."""

from __future__ import annotations

import pytest

from mailbot.directory.records import KINDS
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.console.inputs import Input, inputs
from mailbot.errors import InputRefused
from mailbot.review.entering import TARGETS
from mailbot.wording import SHIPPED_WORDINGS

SAY = SHIPPED_WORDINGS.of("en")


def control(shipped: Directory, target: str, name: str, value: object = None, op: str = "update") -> Input:
    (found,) = inputs(target, op, [name], {name: value}, shipped, SAY, organization="CEPT")
    return found


@pytest.mark.parametrize(
    ("target", "name", "wanted"),
    [
        ("contact", "role", "select"), ("contact", "committee", "select"), ("contact", "name", "line"),
        ("contact", "email", "email"), ("contact", "phone", "tel"), ("position", "action", "select"),
        ("position", "status", "select"), ("position", "summary", "text"), ("position", "coordinator", "select"),
        ("meeting", "starts", "date"), ("meeting", "url", "url"), ("meeting", "mode", "select"), ("view", "stance", "select"),
        ("view", "comment", "text"), ("participation", "attending", "select"),
    ],
)  # fmt: skip
def test_the_right_control(shipped: Directory, target: str, name: str, wanted: str) -> None:
    assert control(shipped, target, name).control == wanted


def test_every_field_that_can_be_entered_has_one(shipped: Directory) -> None:
    for target in TARGETS:
        for op in ("add", "update"):
            fields = list(KINDS[target].model_fields)
            assert inputs(target, op, fields, {}, shipped, SAY)


def test_a_choice_has_words_and_keeps_a_value_that_is_none_of_them(shipped: Directory) -> None:
    action = control(shipped, "position", "action", "MOD")
    assert ("MOD", "MOD (modify)") in action.choices
    assert control(shipped, "position", "coordinator", "gone-1").choices[0] == ("gone-1", "gone-1")
    assert all(value.startswith("cept-") for value, _ in control(shipped, "position", "coordinator").choices)


def test_what_a_record_is_known_by_is_not_entered(shipped: Directory) -> None:
    assert inputs("position", "update", ["organization", "text"], {}, shipped, SAY) == ()
    with pytest.raises(InputRefused):
        inputs("programme", "update", ["title"], {}, shipped, SAY)

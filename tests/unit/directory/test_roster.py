"""Lists for list servers."""

from __future__ import annotations

import pytest

from mailbot.directory import lists
from mailbot.directory.choices import NONE, Choices
from mailbot.directory.exports.roster import roster
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from tests.conftest import NOON


def test_one_list_a_line_a_member(shipped: Directory) -> None:
    lines = roster(shipped, NONE, "irm-cept").decode().splitlines()
    assert len(lines) == len(lists.members(shipped, NONE, "irm-cept"))
    assert '"Annelie Sjögren" <annelie.sjogren@cept.example>' in lines
    assert (
        "annelie.sjogren@cept.example Annelie Sjögren" in roster(shipped, NONE, "irm-cept", "sympa").decode()
    )


def test_all_lists_under_their_names(shipped: Directory) -> None:
    lines = roster(shipped, NONE).decode().splitlines()
    assert [line[2:] for line in lines if line.startswith("#")] == list(lists.names(shipped))


def test_who_left_is_not_there_and_who_joined_is(shipped: Directory) -> None:
    choices = Choices(
        {"irm-cept": ("guest@x.example",)}, {("annelie.sjogren@cept.example", "irm-cept"): NOON}
    )
    lines = roster(shipped, choices, "irm-cept").decode().splitlines()
    assert "guest@x.example" in lines
    assert not any("annelie" in line for line in lines)


def test_a_list_there_is_not(shipped: Directory) -> None:
    with pytest.raises(UsageError, match="irm-com9"):
        roster(shipped, NONE, "irm-com9")

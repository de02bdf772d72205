"""Sending rules: what the grammar reads, and what it says of a line it cannot read."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from mailbot.errors import UsageError
from mailbot.outbound.rules import KINDS, load_rules, parse_rule


def test_the_shipped_rules_are_the_three_of_the_contract() -> None:
    rules = {rule.kind: rule for rule in load_rules()}
    assert tuple(rules) == KINDS
    assert {rule.at for rule in rules.values()} == {time(9)}
    notice, reminder, circular = rules.values()
    assert (notice.what, notice.days, notice.own_committee) == ("call", (5,), True)
    assert (reminder.what, reminder.days, reminder.roles) == ("call", (1,), notice.roles)
    assert notice.roles == ("focal_point", "coordinator")
    assert (circular.what, circular.days, circular.own_committee) == ("circular", (21, 4), False)
    assert circular.roles == ("focal_point",)


def test_weeks_several_days_and_all_roles() -> None:
    rule = parse_rule(
        "call-notice", "2 and 1 weeks before each call, 14:30, to focal points, coordinators and alternates"
    )
    assert rule.days == (14, 7)
    assert rule.at == time(14, 30)
    assert rule.roles == ("focal_point", "coordinator", "alternate")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("5 days after each call, 09:00, to focal points", '"... before ..."'),
        ("some days before each call, 09:00, to focal points", '"5 days"'),
        ("0 days before each call, 09:00, to focal points", "from 1 to 366"),
        ("4 and 4 days before each call, 09:00, to focal points", "different numbers"),
        ("5 days before every call, 09:00, to focal points", '"each call"'),
        ("5 days before each call, 25:00, to focal points", "00:00 to 23:59"),
        ("5 days before each call, 09:00, to everybody", '"focal points"'),
        ("5 days before each call at nine", "HH:MM"),
    ],
)
def test_a_wrong_rule_says_what_was_expected(line: str, expected: str) -> None:
    with pytest.raises(ValueError, match="expected") as caught:
        parse_rule("call-notice", line)
    assert expected in str(caught.value)


def test_a_file_is_refused_with_the_line_of_every_wrong_rule(tmp_path: Path) -> None:
    path = tmp_path / "schedule.toml"
    path.write_text(
        '# ours\n[rules]\ncall-notice = "soon"\nweekly-poem = "the day before each call, 09:00, to coordinators"\n'
        "call-reminder = 5\n"
    )
    with pytest.raises(UsageError) as caught:
        load_rules(path)
    text = str(caught.value)
    assert "line 3: call-notice" in text
    assert "line 4: weekly-poem: no such occasion" in text
    assert "line 5: call-reminder: expected a rule in quotes" in text


@pytest.mark.parametrize("content", ["[rules\n", "[rule]\n", "rules = 1\n"])
def test_what_is_no_rules_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "schedule.toml"
    path.write_text(content)
    with pytest.raises(UsageError, match=r"schedule\.toml"):
        load_rules(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_rules(tmp_path / "none.toml")

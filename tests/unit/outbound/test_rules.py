"""Sending rules: what the grammar reads, and what it says of a line it cannot read."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from mailbot.errors import UsageError
from mailbot.outbound.rule_words import Phase
from mailbot.outbound.rules import OCCASIONS, load_rules, parse_rule


def test_the_shipped_rules_of_the_contract() -> None:
    rules = {rule.kind: rule for rule in load_rules()}
    assert tuple(sorted(rules)) == tuple(sorted(OCCASIONS))
    notice, reminder, circular = (
        rules[kind] for kind in ("call-notice", "call-reminder", "circular-reminder")
    )
    assert {rule.at for rule in (notice, reminder, circular)} == {time(9)}
    assert (notice.what, notice.days, notice.own_committee) == ("call", (5,), True)
    assert (reminder.what, reminder.days, reminder.roles) == ("call", (1,), notice.roles)
    assert notice.roles == ("focal_point", "coordinator")
    assert (circular.what, circular.days, circular.own_committee) == ("circular", (21, 4), False)
    assert circular.roles == ("focal_point",)
    assert all(rule.phase is None and not rule.whom.officers for rule in (notice, reminder, circular))


def test_the_other_shipped_rules() -> None:
    rules = {rule.kind: rule for rule in load_rules()}
    assert (rules["invitation"].what, rules["invitation"].days) == ("circular", (28,))
    hour = rules["hour-reminder"]
    assert (hour.when.hours, hour.days, hour.whom.opt_in, hour.whom.officers) == ((1,), (), True, True)
    digest = rules["digest"]
    assert (digest.when.every, digest.when.weekday, digest.phase) == (1, 0, Phase("preparation"))
    asked = rules["freshness"]
    assert (asked.when.every, asked.when.weekday, asked.whom.each_organization) == (4, 1, True)
    again, silence = rules["freshness-again"], rules["freshness-silence"]
    assert (again.when.after, again.days, again.roles) == (True, (7,), ("alternate",))
    assert (silence.days, silence.roles, silence.whom.officers) == ((14,), (), True)
    assert (rules["deadline"].days, rules["deadline"].whom.unanswered) == ((3,), True)


def test_weeks_several_days_and_all_roles() -> None:
    rule = parse_rule(
        "call-notice",
        "2 and 1 weeks before each call, 14:30, to focal points, coordinators, alternates and officers",
    )
    assert rule.days == (14, 7)
    assert rule.at == time(14, 30)
    assert rule.roles == ("focal_point", "coordinator", "alternate")
    assert rule.whom.officers


@pytest.mark.parametrize(
    ("words", "phase"),
    [
        ("while the preparation lasts", Phase("preparation")),
        ("before the calls begin", Phase("before calls")),
        ("while the calls last", Phase("calls")),
        ("after the calls have ended", Phase("after calls")),
        ("from 2021-01-18 until 2021-02-19", Phase(None, date(2021, 1, 18), date(2021, 2, 19))),
        ("from 2021-01-18", Phase(None, date(2021, 1, 18))),
        ("until 2021-02-19", Phase(None, None, date(2021, 2, 19))),
    ],
)
def test_the_phase_a_rule_holds_in(words: str, phase: Phase) -> None:
    assert parse_rule("digest", f"every Friday {words}, 09:00, to officers who want it").phase == phase
    before = parse_rule("call-notice", f"5 days before each call {words}, 09:00, to coordinators")
    assert (before.days, before.phase) == ((5,), phase)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("5 days after each call, 09:00, to focal points", '"... before ..."'),
        ("some days before each call, 09:00, to focal points", '"5 days"'),
        ("0 days before each call, 09:00, to focal points", "from 1 to 366"),
        ("49 hours before each call, to focal points", "hours from 1 to 48"),
        ("1 hour before each call, 09:00, to focal points", "no time of day"),
        ("5 days before each call, to focal points", "HH:MM"),
        ("4 and 4 days before each call, 09:00, to focal points", "different numbers"),
        ("5 days before every call, 09:00, to focal points", '"each call"'),
        ("5 days before each call, 25:00, to focal points", "00:00 to 23:59"),
        ("5 days before each call, 09:00, to everybody", '"focal points"'),
        ("5 days before each call at nine", "HH:MM"),
        ("every Monday, 09:00, to focal points", '"each call"'),
        ("5 days before each paper's deadline, 09:00, to focal points", '"each call"'),
        ("5 days before each call while it rains, 09:00, to focal points", '"while the preparation lasts"'),
        ("5 days before each call from May, 09:00, to focal points", "2021-01-18"),
        (
            "5 days before each call from 2021-02-01 until 2021-01-01, 09:00, to coordinators",
            "first day before",
        ),
        ("5 days before each call, 09:00, to focal points who want it", "nobody can ask for call-notice"),
        ("5 days before each call, 09:00, to focal points of each organization", '"of each organization"'),
        ("5 days before each call, 09:00, to who has not answered", "expected roles"),
    ],
)
def test_a_wrong_rule_says_what_was_expected(line: str, expected: str) -> None:
    with pytest.raises(ValueError, match=r"expected|nobody") as caught:
        parse_rule("call-notice", line)
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "line", "expected"),
    [
        ("digest", "every Someday, 09:00, to officers", '"every Monday"'),
        ("digest", "every 60 weeks on Monday, 09:00, to officers", "from 1 to 52"),
        ("digest", "5 days before each call, 09:00, to officers", '"every Monday"'),
        ("digest", "every Monday, 09:00, to coordinators of its committee", "about no committee"),
        ("freshness", "every Monday, 09:00, to focal points", 'with "of each organization"'),
        ("freshness-again", "1 week before each unanswered question of freshness, 09:00, to alternates of each "
         "organization", "comes after its question"),
        ("freshness-silence", "1 week after each unanswered question of freshness, 09:00, to alternates",
         '"to officers"'),
        ("deadline", "3 days before each paper's deadline, 09:00, to focal points", '"to who has not answered"'),
        ("deadline", "3 hours before each paper's deadline, to who has not answered", "days or weeks"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_for_an_occasion_is_refused(kind: str, line: str, expected: str) -> None:
    with pytest.raises(ValueError, match=r"expected|about no") as caught:
        parse_rule(kind, line)
    assert expected in str(caught.value)


def test_a_file_is_refused_with_the_line_of_every_wrong_rule(tmp_path: Path) -> None:
    path = tmp_path / "schedule.toml"
    path.write_text(
        '# ours\n[rules]\ncall-notice = "soon"\nweekly-poem = "the day before each call, 09:00, to coordinators"\n'
        'call-reminder = 5\n[phases]\nholidays = "from 2020-12-24 until 2021-01-03"\npreparation = "all winter"\n'
    )
    with pytest.raises(UsageError) as caught:
        load_rules(path)
    text = str(caught.value)
    assert "line 3: call-notice" in text
    assert "line 4: weekly-poem: no such occasion" in text
    assert "line 5: call-reminder: expected a rule in quotes" in text
    assert "line 7: holidays: no such phase" in text
    assert 'line 8: preparation: expected "from 2020-09-18 until 2022-03-09"' in text


def test_a_file_may_say_when_a_phase_begins_and_ends(tmp_path: Path) -> None:
    path = tmp_path / "schedule.toml"
    path.write_text(
        '[rules]\ndigest = "every Monday before the calls begin, 09:00, to officers"\n'
        '[phases]\ncalls = "from 2021-03-01 until 2021-03-31"\n'
    )
    (rule,) = load_rules(path)
    assert rule.phase == Phase("before calls", date(2021, 3, 1), date(2021, 3, 31))


@pytest.mark.parametrize("content", ["[rules\n", "[rule]\n", "rules = 1\n", "phases = 1\n"])
def test_what_is_no_rules_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "schedule.toml"
    path.write_text(content)
    with pytest.raises(UsageError, match=r"schedule\.toml"):
        load_rules(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_rules(tmp_path / "none.toml")

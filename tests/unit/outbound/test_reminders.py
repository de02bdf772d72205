"""When approvers are reminded: working days after the request, as the rule says."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from mailbot.directory.snapshot import Directory
from mailbot.outbound.occasion import Known, Undecided
from mailbot.outbound.rule_words import Wrong
from mailbot.outbound.rules import load_rules, parse_rule
from mailbot.outbound.schedule import occasions, working_day

RULE = "2 days after each undecided request, 09:00, to officers"


def test_the_shipped_rule_reminds_once_after_two_working_days(shipped: Directory) -> None:
    rule = next(rule for rule in load_rules() if rule.kind == "approval-reminder")
    assert (rule.what, rule.days, rule.when.after, rule.whom.officers) == ("request", (2,), True, True)
    friday = datetime(2020, 12, 18, 16, tzinfo=UTC)
    known = Known(undecided=(Undecided("change-set-4", friday, (4,)),))
    made = occasions(shipped, [rule], date(2020, 12, 1), date(2020, 12, 31), known)
    assert [(each.key, each.at.isoformat(), each.officers) for each in made] == [
        ("change-set-4/2d", "2020-12-22T09:00:00+01:00", True)
    ]


@pytest.mark.parametrize(
    ("day", "after", "wanted"),
    [
        (date(2020, 12, 14), 1, date(2020, 12, 15)),
        (date(2020, 12, 17), 2, date(2020, 12, 21)),
        (date(2020, 12, 18), 1, date(2020, 12, 21)),
        (date(2020, 12, 19), 1, date(2020, 12, 21)),
        (date(2020, 12, 20), 2, date(2020, 12, 22)),
        (date(2020, 12, 14), 10, date(2020, 12, 28)),
    ],
)
def test_saturdays_and_sundays_do_not_count(day: date, after: int, wanted: date) -> None:
    assert working_day(day, after) == wanted


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("approval-reminder", RULE.replace("after", "before"), 'got "before"'),
        ("approval-reminder", RULE.replace("officers", "focal points"), 'expected "to officers"'),
        ("approval-reminder", "2 hours after each undecided request, to officers", "got hours"),
        ("approval-reminder", "every Monday, 09:00, to officers", "each undecided request"),
        ("call-notice", RULE, "expected"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(kind: str, text: str, said: str) -> None:
    with pytest.raises(Wrong, match=re.escape(said)):
        parse_rule(kind, text)

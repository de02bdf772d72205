"""Weekly occasions, phases, questions that come back, deadlines and hours: when each of them is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from mailbot.directory.records import CallChange, Event
from mailbot.directory.snapshot import Directory
from mailbot.outbound.occasion import Addressee, Deadline, Known, Occasion
from mailbot.outbound.phases import NEVER, Window, window
from mailbot.outbound.rule_words import Phase
from mailbot.outbound.rules import Rule, load_rules, parse_rule
from mailbot.outbound.schedule import due, occasions

GENEVA = ZoneInfo("Europe/Zurich")
IMPORTED = datetime(2020, 11, 1, 8, tzinfo=UTC)
SHIPPED = load_rules()
ASKING = tuple(rule for rule in SHIPPED if rule.kind.startswith("freshness"))


def made(
    directory: Directory,
    *rules: Rule,
    first: str = "2020-09-01",
    last: str = "2021-12-31",
    known: Known = Known(),  # noqa: B008 - a frozen value
) -> tuple[Occasion, ...]:
    return occasions(directory, rules, date.fromisoformat(first), date.fromisoformat(last), known)


def every(words: str) -> Rule:
    return parse_rule("digest", f"{words}, 09:00, to officers")


def in_zone(directory: Directory, zone: str) -> Directory:
    programme = directory.programme.model_copy(update={"timezone": zone})
    return replace(directory, programme=programme, _indexes={})


def single(directory: Directory, starts: str, ends: str) -> Directory:
    event = Event.model_validate({"id": "meeting", "title": "Meeting", "starts": starts, "ends": ends})
    return replace(directory, events=(event,), meetings=(), _indexes={})


# phases


def test_the_phases_follow_from_the_programmes_own_dates(shipped: Directory) -> None:
    assert window(Phase("preparation"), shipped) == Window(date(2020, 9, 18), date(2021, 7, 9))
    assert window(Phase("calls"), shipped) == Window(date(2021, 1, 19), date(2021, 2, 18))
    assert window(Phase("before calls"), shipped) == Window(date(2020, 9, 18), date(2021, 1, 18))
    assert window(Phase("after calls"), shipped) == Window(date(2021, 2, 19), date(2021, 7, 9))
    assert window(None, shipped) == Window(date(2020, 9, 18))
    assert window(Phase(None, None, date(2021, 1, 1)), shipped) == Window(date(2020, 9, 18), date(2021, 1, 1))


def test_what_was_cancelled_makes_no_phase_longer(shipped: Directory) -> None:
    meetings = tuple(m.model_copy(update={"status": "cancelled"}) for m in shipped.meetings)
    without = replace(shipped, meetings=meetings, _indexes={})
    assert window(Phase("preparation"), without).last == date(2021, 2, 18)
    series = tuple(e.model_copy(update={"status": "cancelled"}) if e.is_series else e for e in shipped.events)
    assert window(Phase("calls"), replace(shipped, events=series, _indexes={})) is NEVER


def test_a_site_may_say_when_a_phase_is(shipped: Directory) -> None:
    dated = Phase("before calls", date(2021, 3, 1), date(2021, 3, 31))
    assert window(dated, shipped) == Window(date(2020, 9, 18), date(2021, 2, 28))


def test_a_programme_without_events_has_no_phases(shipped: Directory) -> None:
    empty = replace(shipped, events=(), _indexes={})
    assert made(empty, *SHIPPED) == ()
    assert made(empty, every("every Monday")) == ()


def test_a_rule_holds_in_its_phase_only(shipped: Directory) -> None:
    rule = parse_rule("call-reminder", "the day before each call until 2021-01-31, 09:00, to coordinators")
    assert {o.at.date() for o in made(shipped, rule)} == {date(2021, 1, n) for n in (18, 20, 25, 27)}


# every week


def test_every_week_and_every_four_weeks(shipped: Directory) -> None:
    mondays = [o.at.date() for o in made(shipped, every("every Monday while the calls last"))]
    assert mondays == [date(2021, 1, 25) + timedelta(weeks=n) for n in range(4)]
    fourth = [
        o.at.date() for o in made(shipped, every("every 4 weeks on Tuesday while the preparation lasts"))
    ]
    assert fourth[0] == date(2020, 10, 13)  # the Tuesday of the first week lies before the preparation
    assert {(b - a).days for a, b in pairwise(fourth)} == {28}
    assert fourth[-1] == date(2021, 6, 22)


def test_what_comes_every_four_weeks_does_not_come_on_the_first_day(shipped: Directory) -> None:
    start = single(shipped, "2021-01-19T12:30", "2021-12-31T15:30")
    assert made(start, every("every Tuesday"))[0].at.date() == date(2021, 1, 19)
    assert made(start, every("every 4 weeks on Tuesday"))[0].at.date() == date(2021, 2, 16)


def test_what_falls_on_a_weekend_goes_out_on_the_friday_before(shipped: Directory) -> None:
    found = made(shipped, every("every Sunday while the calls last"))
    assert {o.at.weekday() for o in found} == {4}
    assert found[0].key == "2021-W03"
    assert made(shipped, every("every Sunday"), first="2021-01-22", last="2021-01-22")[0].at.day == 22


def test_a_rule_moved_within_the_week_sends_nothing_twice(shipped: Directory) -> None:
    monday, friday = (made(shipped, every(f"every {day}")) for day in ("Monday", "Friday"))
    assert {o.key for o in monday} - {"2020-W38"} <= {o.key for o in friday}


def test_the_year_has_53_weeks_and_each_its_own_key(shipped: Directory) -> None:
    found = made(shipped, every("every Monday"), first="2020-12-21", last="2021-01-11")
    assert [o.key for o in found] == ["2020-W52", "2020-W53", "2021-W01", "2021-W02"]


def test_of_what_comes_every_week_nothing_before_the_import_is_recorded(shipped: Directory) -> None:
    now = datetime(2021, 1, 5, 8, 0, tzinfo=UTC)
    found = due(shipped, ASKING, (), now, now - timedelta(days=20))
    assert {o.key for o in found.send} == {f"{each.code}@2021-W01" for each in shipped.organizations}
    assert all(
        skip.occasion.asked for skip in found.skip
    )  # of the questions before only what comes back to them


# questions that come back


def test_each_organization_is_asked_and_silence_goes_to_alternates_and_officers(shipped: Directory) -> None:
    found = made(shipped, *ASKING, first="2021-01-01", last="2021-01-31")
    by_kind: dict[str, list[Occasion]] = {}
    for each in found:
        by_kind.setdefault(each.kind, []).append(each)
    asked, again = by_kind["freshness"], by_kind["freshness-again"]
    codes = [each.code for each in shipped.organizations]
    assert [(o.organization, o.at.isoformat()) for o in asked] == [
        (code, "2021-01-05T09:00:00+01:00") for code in codes
    ]
    assert {(o.organization, o.at.date(), o.asked) for o in again} == {
        (code, date(2021, 1, 12), asked[0].at) for code in codes
    }
    (silence,) = by_kind["freshness-silence"]
    assert (silence.key, silence.at.date(), silence.officers) == ("2021-W01/14d", date(2021, 1, 19), True)


@pytest.mark.parametrize(
    ("answered", "again", "silence"),
    [
        ("2021-01-05T08:59:00+01:00", True, True),  # before it was asked
        ("2021-01-05T09:01:00+01:00", False, False),
        ("2021-01-12T08:59:00+01:00", False, False),
        ("2021-01-12T09:30:00+01:00", True, False),
        ("2021-01-20T09:00:00+01:00", True, True),  # what was sent before stays in the plan
    ],
)
def test_who_has_answered_is_left_alone(
    shipped: Directory, answered: str, again: bool, silence: bool
) -> None:
    known = Known({each.code: (datetime.fromisoformat(answered),) for each in shipped.organizations})
    kinds = {o.kind for o in made(shipped, *ASKING, first="2021-01-06", last="2021-01-31", known=known)}
    assert kinds == {
        name for name, there in (("freshness-again", again), ("freshness-silence", silence)) if there
    }


def test_a_question_from_before_the_import_was_put_to_nobody(shipped: Directory) -> None:
    known = Known(since=datetime(2020, 12, 14, 8, tzinfo=UTC))
    found = made(shipped, *ASKING, first="2020-12-14", last="2021-01-12", known=known)
    assert {(o.kind, o.at.date()) for o in found} == {
        ("freshness", date(2021, 1, 5)), ("freshness-again", date(2021, 1, 12)),
    }  # fmt: skip


def test_officers_are_told_as_long_as_one_is_silent(shipped: Directory) -> None:
    known = Known({each.code: (datetime(2021, 1, 6, tzinfo=UTC),) for each in shipped.organizations[1:]})
    found = made(shipped, *ASKING, first="2021-01-06", last="2021-01-31", known=known)
    assert [(o.kind, o.organization) for o in found] == [
        ("freshness-again", "APT"),
        ("freshness-silence", None),
    ]


# deadlines


def deadline(*answered: datetime | None, sent: datetime = IMPORTED) -> Known:
    people = tuple(
        Addressee(f"p{n}@cept.example", f"<{n}@itu.example>", "LS 42", at) for n, at in enumerate(answered)
    )
    return Known(deadlines=(Deadline("paper-7", "LS 42", date(2021, 1, 18), sent, people),))


RULE = next(rule for rule in SHIPPED if rule.kind == "deadline")


def test_who_has_not_answered_is_reminded_once_before_the_deadline(shipped: Directory) -> None:
    known = deadline(None, datetime(2021, 1, 10, tzinfo=UTC), datetime(2021, 1, 16, tzinfo=UTC))
    (found,) = made(shipped, RULE, known=known)
    assert (found.key, found.at) == ("paper-7@2021-01-18/3d", datetime(2021, 1, 15, 9, tzinfo=GENEVA))
    assert found.deadline is not None
    assert [each.address for each in found.deadline.silent(found.at)] == [
        "p0@cept.example",
        "p2@cept.example",
    ]
    assert found.starts == datetime(2021, 1, 19, tzinfo=GENEVA)  # the last day counts


def test_where_all_have_answered_or_the_paper_came_later_nobody_is_reminded(shipped: Directory) -> None:
    assert made(shipped, RULE, known=deadline(datetime(2021, 1, 10, tzinfo=UTC))) == ()
    late = deadline(None, sent=datetime(2021, 1, 15, 9, tzinfo=UTC))
    assert made(shipped, RULE, known=late) == ()


# hours, summer time, other zones


HOUR = parse_rule("hour-reminder", "1 hour before each inter-regional meeting, to coordinators")
DAY = parse_rule("circular-reminder", "the day before each inter-regional meeting, 09:00, to coordinators")
FOUR = parse_rule("circular-reminder", "4 days before each inter-regional meeting, 09:00, to coordinators")


def test_an_hour_before_each_call_also_on_a_weekend(shipped: Directory) -> None:
    moved = CallChange(call=1, starts=datetime(2021, 1, 23, 12, 30))  # noqa: DTZ001 - a Saturday, programme time
    events = tuple(
        e.model_copy(update={"changes": (moved,)}) if e.id == "com3-calls" else e for e in shipped.events
    )
    rule = next(rule for rule in SHIPPED if rule.kind == "hour-reminder")
    found = made(replace(shipped, events=events, _indexes={}), rule)
    assert len(found) == 10
    assert {o.starts - o.at for o in found if o.starts} == {timedelta(hours=1)}
    assert datetime(2021, 1, 23, 11, 30, tzinfo=GENEVA) in {o.at for o in found}


@pytest.mark.parametrize(
    ("zone", "starts", "hour", "day", "four"),
    [
        # the clocks go forward on Sunday 28 March 2021, 02:00 in Geneva; Monday's reminder goes out on Friday
        ("Europe/Zurich", "2021-03-29T09:00", "08:00+02:00", "2021-03-26T09:00+01:00", "2021-03-25T09:00+01:00"),
        ("Europe/Zurich", "2021-03-28T03:30", "01:30+01:00", "2021-03-26T09:00+01:00", "2021-03-24T09:00+01:00"),
        # and back on Sunday 31 October 2021, 03:00
        ("Europe/Zurich", "2021-11-02T12:30", "11:30+01:00", "2021-11-01T09:00+01:00", "2021-10-29T09:00+02:00"),
        ("Europe/Zurich", "2021-10-31T03:15", "02:15+01:00", "2021-10-29T09:00+02:00", "2021-10-27T09:00+02:00"),
        # the United States change on 14 March and 7 November
        ("America/New_York", "2021-03-16T12:30", "11:30-04:00", "2021-03-15T09:00-04:00", "2021-03-12T09:00-05:00"),
        ("America/New_York", "2021-11-09T12:30", "11:30-05:00", "2021-11-08T09:00-05:00", "2021-11-05T09:00-04:00"),
        # the southern hemisphere the other way round: 4 April and 3 October
        ("Australia/Sydney", "2021-04-06T12:30", "11:30+10:00", "2021-04-05T09:00+10:00", "2021-04-02T09:00+11:00"),
        ("Australia/Sydney", "2021-10-05T12:30", "11:30+11:00", "2021-10-04T09:00+11:00", "2021-10-01T09:00+10:00"),
        # half an hour, at Lord Howe; and no change at all
        ("Australia/Lord_Howe", "2021-04-06T12:30", "11:30+10:30", "2021-04-05T09:00+10:30", "2021-04-02T09:00+11:00"),
        ("Asia/Kolkata", "2021-03-30T12:30", "11:30+05:30", "2021-03-29T09:00+05:30", "2021-03-26T09:00+05:30"),
    ],
)  # fmt: skip
def test_local_times_stay_right_all_year_and_everywhere(
    shipped: Directory, zone: str, starts: str, hour: str, day: str, four: str
) -> None:
    ends = (datetime.fromisoformat(starts) + timedelta(hours=3)).isoformat()
    directory = single(in_zone(shipped, zone), starts, ends)
    hours, days, fours = (
        made(directory, rule)[0].at.isoformat(timespec="minutes") for rule in (HOUR, DAY, FOUR)
    )
    assert (hours.partition("T")[2], days, fours) == (hour, day, four)


def test_weekly_occasions_keep_their_local_time_over_both_changes(shipped: Directory) -> None:
    found = made(shipped, every("every Monday from 2021-03-15 until 2021-11-15"))
    assert {o.at.time() for o in found} == {time(9)}
    offsets = {o.at.date(): o.at.utcoffset() for o in found}
    assert offsets[date(2021, 3, 22)] == offsets[date(2021, 11, 1)] == timedelta(hours=1)
    assert offsets[date(2021, 3, 29)] == offsets[date(2021, 10, 25)] == timedelta(hours=2)


def test_a_time_that_the_clock_leaves_out_is_still_due_once(shipped: Directory) -> None:
    sunday = single(shipped, "2021-04-01T12:30", "2021-04-01T15:30")
    rule = parse_rule(
        "circular-reminder", "3 days before each inter-regional meeting, 02:30, to coordinators"
    )
    monday = made(sunday, rule)[0]
    assert monday.at.isoformat() == "2021-03-29T02:30:00+02:00"
    weekly = parse_rule("digest", "every Friday from 2021-03-26, 02:30, to officers")
    (friday,) = made(sunday, weekly, first="2021-03-26", last="2021-03-26")
    before, after = friday.at.astimezone(UTC) - timedelta(seconds=1), friday.at.astimezone(UTC)
    assert not due(sunday, (weekly,), (), before, IMPORTED).send
    assert due(sunday, (weekly,), (), after, IMPORTED).send == (friday,)

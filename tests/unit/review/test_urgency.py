"""What comes first: age, what takes place soon, the last day for answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mailbot.directory.change import Change, FieldChange
from mailbot.directory.snapshot import Directory
from mailbot.review.case import Case, Item
from mailbot.review.urgency import Urgency, urgency

# The first call of Committee 3 is on 19 January 2021 at 12:30, irm-2 on 8 January, CEPT's cept-m2 on 23 March.
CALL = datetime(2021, 1, 19, 11, 30, tzinfo=UTC)


def a_case(*changes: Change, created: datetime, state: str = "pending", item: str = "pending") -> Case:
    items = tuple(Item(n, change, item) for n, change in enumerate(changes, 1))
    case = Case("1", state, "<m@x>", "a@cept.example", "CEPT", "changes", "authenticated", None, "s", items)
    return replace(case, created_at=created)


def of(directory: Directory, now: datetime, *changes: Change, **more: Any) -> Urgency:
    deadlines = more.pop("deadlines", ())
    return urgency(a_case(*changes, **{"created": now, **more}), directory, now, deadlines)


def change(target: str, key: str | None = None, **values: Any) -> Change:
    fields = {name: FieldChange(None, value) for name, value in values.items()}
    return Change(target, "update" if key else "add", key, "CEPT", fields)


JOB = change("contact", "cept-2", job_title="Head")  # a coordinator of Committee 3


@pytest.mark.parametrize(
    ("before", "level"),
    [
        (timedelta(days=8), "normal"), (timedelta(days=7), "soon"), (timedelta(days=2, minutes=1), "soon"),
        (timedelta(days=2), "urgent"), (timedelta(minutes=1), "urgent"),
    ],
)  # fmt: skip
def test_the_next_call_of_the_committee(shipped: Directory, before: timedelta, level: str) -> None:
    found = of(shipped, CALL - before, JOB)
    assert found.level == level
    assert [reason.kind for reason in found.reasons] == ([] if level == "normal" else ["event"])
    if found.reasons:
        assert found.reasons[0].at == CALL
        assert "Committee 3" in found.reasons[0].title
        assert found.reasons[0].days == before.days


def test_a_call_has_its_title_and_its_number_apart(shipped: Directory) -> None:
    (reason,) = of(shipped, CALL - timedelta(days=1), JOB).reasons
    assert (reason.title, reason.number) == ("Inter-regional call on Committee 3 matters", 1)
    assert reason.what == "Inter-regional call on Committee 3 matters 1"


def test_what_is_no_call_has_no_number(shipped: Directory) -> None:
    now = datetime(2021, 1, 7, tzinfo=UTC)
    joins = change("participation", event="irm-2", name="J. Smith")
    found = of(shipped, now, joins, deadlines=[("LS 42", date(2021, 1, 8))])
    assert [reason.number for reason in found.reasons] == [None, None]
    assert found.reasons[0].what == found.reasons[0].title


def test_once_a_call_has_begun_the_next_one_counts(shipped: Directory) -> None:
    (reason,) = of(shipped, CALL, JOB).reasons
    assert reason.at == CALL + timedelta(days=7)


@pytest.mark.parametrize(
    "about",
    [
        change("position", "CEPT/Resolution 1", action="MOD"),
        change("view", "ATU>CEPT/Resolution 1", stance="support"),
        change("view", text="Resolution 1", stance="support"),
        change("participation", event="com3-calls", name="J. Smith"),
        change("participation", event="com3-calls-1", name="J. Smith"),
        change("contact", committee="COM3", name="J. Smith"),
        change("contact", "cept-1", phone="+41227305111"),
    ],
)
def test_what_concerns_the_call(shipped: Directory, about: Change) -> None:
    text = next(each.id for each in shipped.texts if each.committee == "COM3")
    fields = {n: FieldChange(None, text) if n == "text" else f for n, f in about.fields.items()}
    key = about.id.replace("Resolution 1", text) if about.id else None
    found = of(shipped, CALL - timedelta(days=1), replace(about, id=key, fields=fields))
    assert (found.level, found.reasons[0].at) == ("urgent", CALL)


def test_what_concerns_another_committee_does_not_hurry(shipped: Directory) -> None:
    text = next(each.id for each in shipped.texts if each.committee == "COM4")
    fourth = next(
        c for c in shipped.calls if c.committee in ("COM4", "all") and c.starts > CALL - timedelta(days=1)
    )
    now = CALL - timedelta(days=1)
    for about in (change("position", f"CEPT/{text}", action="MOD"), change("contact", "cept-3", phone="x")):
        assert all(reason.at == fourth.starts for reason in of(shipped, now, about).reasons)


def test_a_meeting_counts_on_its_old_and_its_new_day(shipped: Directory) -> None:
    meeting = next(each for each in shipped.meetings if each.organization == "CEPT")
    day = datetime(meeting.starts.year, meeting.starts.month, meeting.starts.day, tzinfo=shipped.zone)
    moved = change("meeting", meeting.id, starts="2021-06-01")
    found = of(shipped, day - timedelta(days=1), moved)
    assert (found.level, found.reasons[0].kind, found.reasons[0].what) == ("urgent", "meeting", meeting.title)
    assert of(shipped, datetime(2021, 5, 27, 12, tzinfo=UTC), moved).level == "soon"
    assert (
        of(shipped, datetime(2021, 5, 27, 12, tzinfo=UTC), change("meeting", meeting.id, starts="June")).level
        == "normal"
    )
    new = change("meeting", title="Extra", starts="2021-06-01")
    assert of(shipped, datetime(2021, 5, 31, 12, tzinfo=UTC), new).reasons[0].what == "Extra"


def test_three_days_are_too_long(shipped: Directory) -> None:
    now = datetime(2020, 11, 1, tzinfo=UTC)
    assert of(shipped, now, JOB, created=now - timedelta(days=3) + timedelta(minutes=1)).level == "normal"
    late = of(shipped, now, JOB, created=now - timedelta(days=5))
    assert (late.level, late.reasons[0].kind, late.reasons[0].days) == ("overdue", "age", -2)
    assert of(shipped, now, created=now - timedelta(days=5)).level == "overdue", "questions wait, too"


def test_what_is_decided_does_not_hurry(shipped: Directory) -> None:
    now = CALL - timedelta(days=1)
    assert (
        of(shipped, now, JOB, created=now - timedelta(days=9), state="approved", item="approved").level
        == "normal"
    )


def test_the_last_day_for_answers_ends_at_midnight_of_the_programme(shipped: Directory) -> None:
    papers = [("LS 42", date(2020, 11, 20))]
    for now, level in (
        (datetime(2020, 11, 10, tzinfo=UTC), "normal"), (datetime(2020, 11, 15, tzinfo=UTC), "soon"),
        (datetime(2020, 11, 20, 22, 59, tzinfo=UTC), "urgent"), (datetime(2020, 11, 20, 23, tzinfo=UTC), "overdue"),
    ):  # fmt: skip
        found = of(shipped, now, JOB, deadlines=papers)
        assert found.level == level
        assert [reason.what for reason in found.reasons] == ([] if level == "normal" else ["LS 42"])


def test_the_most_pressing_reason_comes_first_and_says_so_in_json(shipped: Directory) -> None:
    now = CALL - timedelta(days=1)
    found = of(shipped, now, JOB, JOB, created=now - timedelta(days=4))
    assert [reason.kind for reason in found.reasons] == ["age", "event"]
    assert found.rank == 0
    assert found.to_json()["reasons"][1] == {
        "kind": "event", "what": "Inter-regional call on Committee 3 matters 1", "at": CALL.astimezone(shipped.zone).isoformat(),
        "days": 1, "level": "urgent",
    }  # fmt: skip

"""How soon a case should be decided, and why. Pure; docs/deciding.md, What comes first.

- `overdue`: it has waited for three days, or the last day for answers to our paper that it answers has
passed. - `urgent`: within two days there is a call, an event or a regional meeting that it concerns, or that
last day. - `soon`: the same within a week.
- `normal`: the rest.

A change concerns the event that somebody will attend, the meeting that it moves (by its old and its new
date), and, where it is about a position, a view or a contact, the next call or event of the Committee in
question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args

from mailbot.clock import aware
from mailbot.directory.change import Change
from mailbot.directory.records import Contact, Meeting, Position, Text
from mailbot.directory.snapshot import Directory
from mailbot.review.case import Case

Level = Literal["overdue", "urgent", "soon", "normal"]
LEVELS: tuple[Level, ...] = get_args(Level)
Kind = Literal["age", "event", "meeting", "deadline"]
PATIENCE = timedelta(days=3)
URGENT = timedelta(days=2)
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Reason:
    """What hurries a case: its `age`, an `event`, a regional `meeting`, or the `deadline` of a paper.

    ``at`` is when it should be done, ``title`` what the thing is called, empty for age; ``days`` are whole
    days from now, negative where it is past. ``number`` is that of a call in its series: the catalogues know
    the series by its title alone.
    """

    kind: Kind
    title: str
    at: datetime
    days: int
    level: Level
    number: int | None = None

    @property
    def what(self) -> str:
        return self.named(self.title)

    def named(self, title: str) -> str:
        """The thing by its title in whatever language, a call with its number."""
        return title if self.number is None else f"{title} {self.number}"

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "what": self.what, "at": self.at.isoformat(), "days": self.days,
            "level": self.level,
        }  # fmt: skip


@dataclass(frozen=True)
class Urgency:
    """``reasons`` are those that count, the most pressing first; none for `normal`."""

    level: Level
    reasons: tuple[Reason, ...] = ()

    @property
    def rank(self) -> int:
        """0 for what comes first."""
        return LEVELS.index(self.level)

    def to_json(self) -> dict[str, Any]:
        return {"level": self.level, "reasons": [reason.to_json() for reason in self.reasons]}


def urgency(
    case: Case, directory: Directory, now: datetime, deadlines: Sequence[tuple[str, date]] = ()
) -> Urgency:
    """The urgency of a case. ``deadlines`` are (title, last local day) of the papers that it answers."""
    found = [*_age(case, aware(now)), *_deadlines(deadlines, directory, now)]
    for item in case.waiting:
        found += _near(item.change, directory, now)
    found = sorted(dict.fromkeys(found), key=lambda reason: (LEVELS.index(reason.level), reason.at))
    return Urgency(found[0].level if found else "normal", tuple(found))


def _age(case: Case, now: datetime) -> Iterator[Reason]:
    if case.is_open and case.created_at is not None and now - case.created_at >= PATIENCE:
        yield _reason("age", "", case.created_at + PATIENCE, now, "overdue")


def _deadlines(
    deadlines: Sequence[tuple[str, date]], directory: Directory, now: datetime
) -> Iterator[Reason]:
    for title, day in deadlines:
        at = datetime.combine(day + timedelta(days=1), time(), directory.zone)
        if (level := "overdue" if at <= now else _level(at - now)) is not None:
            yield _reason("deadline", title, at, now, level)


def _near(change: Change, directory: Directory, now: datetime) -> Iterator[Reason]:
    """What takes place soon that this change is about."""
    for kind, title, number, starts in _concerned(change, directory, now):
        if starts > now and (level := _level(starts - now)) is not None:
            yield _reason(kind, title, starts, now, level, number)


def _concerned(
    change: Change, directory: Directory, now: datetime
) -> Iterator[tuple[Kind, str, int | None, datetime]]:
    """(kind, title, number of a call, when) of what the change is about."""
    if change.target == "meeting":
        yield from (("meeting", title, None, at) for title, at in _meeting_days(change, directory))
        return
    if change.target == "participation":
        named = change.fields["event"].new if "event" in change.fields else None
        calls = [call for call in directory.calls if named in (call.id, call.event_id)]
    else:
        committee = _committee(change, directory)
        calls = [
            call for call in directory.calls if committee is None or call.committee in ("all", committee)
        ]
    coming = next((call for call in calls if call.takes_place and call.starts > now), None)
    if coming is not None:
        yield "event", coming.title, coming.number, coming.starts


def _meeting_days(change: Change, directory: Directory) -> Iterator[tuple[str, datetime]]:
    record = directory.get("meeting", change.id)
    on_file = record if isinstance(record, Meeting) else None
    title = on_file.title if on_file else str(change.fields["title"].new if "title" in change.fields else "")
    days = [on_file.starts] if on_file else []
    stated = change.fields["starts"].new if "starts" in change.fields else None
    with suppress(ValueError):  # what a mail has for a date is refused when it is approved
        days += [date.fromisoformat(str(stated))] if stated else []
    for day in days:
        yield title, datetime.combine(day, time(), directory.zone)


def _committee(change: Change, directory: Directory) -> str | None:
    """The Committee that the change matters to; None for all."""
    stated = change.fields["committee"].new if "committee" in change.fields else None
    record = directory.get(change.target, change.id)
    if change.target == "contact":
        named = stated or (record.committee if isinstance(record, Contact) else None)
        return None if named in (None, "all") else str(named)
    text = change.fields["text"].new if "text" in change.fields else None
    if isinstance(record, Position):
        stated, text = stated or record.committee, record.text
    elif change.id is not None:
        text = change.id.partition("/")[2]
    about = directory.get("text", text)
    named = stated or (about.committee if isinstance(about, Text) else None)
    return None if named is None else str(named)


def _level(left: timedelta) -> Level | None:
    return "urgent" if left <= URGENT else "soon" if left <= SOON else None


def _reason(
    kind: Kind, title: str, at: datetime, now: datetime, level: Level, number: int | None = None
) -> Reason:
    return Reason(kind, title, at, (at - now).days, level, number)

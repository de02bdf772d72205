"""The records of the directory: what the programme file holds, what changes are made to.

Field names and values are those of the contract, section 1. A record is frozen and valid by construction;
`values(record)` gives it in the JSON form that changes, revisions and exports use.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mailbot.directory.forms import (
    Clock,
    Code,
    Country,
    Email,
    Id,
    Language,
    Line,
    Moment,
    Phone,
    Prose,
    Zone,
    plain_day,
)  # fmt: skip

Role = Literal["focal_point", "coordinator", "alternate"]
Action = Literal["ADD", "MOD", "SUP", "NOC"]
PositionStatus = Literal["preliminary", "draft", "agreed", "submitted", "withdrawn"]
Stance = Literal["support", "oppose", "comment"]
Mode = Literal["physical", "virtual", "hybrid"]
MeetingStatus = Literal["confirmed", "tentative", "postponed", "cancelled"]
Attending = Literal["yes", "no", "tentative"]
Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
WEEKDAYS: tuple[str, ...] = get_args(Weekday)


class Record(BaseModel):
    """Base of all records; `kind` is the change's target, `section` the programme file's key."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    kind: ClassVar[str]
    section: ClassVar[str]

    @property
    def key(self) -> str:
        """The record's id, unique within its kind."""
        return str(getattr(self, "id", None) or getattr(self, "code", ""))


class Programme(Record):
    kind, section = "programme", "programme"
    id: Code
    title: Line
    timezone: Zone = "Europe/Zurich"
    languages: tuple[Language, ...] = ("en",)


class Committee(Record):
    kind, section = "committee", "committees"
    code: Code
    name: Line


class Organization(Record):
    kind, section = "organization", "organizations"
    code: Code
    name: Line
    domains: tuple[Line, ...] = ()
    language: Language | None = None


class Contact(Record):
    kind, section = "contact", "contacts"
    id: Code
    organization: Code
    role: Role
    committee: Code
    honorific: Line | None = None
    name: Line
    email: Email | None = None
    phone: Phone | None = None
    job_title: Line | None = None
    affiliation: Line | None = None
    country: Country | None = None
    language: Language | None = None
    timezone: Zone | None = None


class Text(Record):
    kind, section = "text", "texts"
    id: Id
    title: Line
    committee: Code | None = None
    note: Prose | None = None


class Position(Record):
    kind, section = "position", "positions"
    organization: Code
    text: Id
    action: Action | None = None
    status: PositionStatus | None = None
    summary: Prose | None = None
    coordinator: Code | None = None
    document: Line | None = None
    committee: Code | None = None

    @property
    def key(self) -> str:
        return f"{self.organization}/{self.text}"


class View(Record):
    kind, section = "view", "views"
    organization: Code
    about: Code | None = None
    text: Id
    stance: Stance
    comment: Prose | None = None

    @property
    def key(self) -> str:
        return f"{self.organization}>{self.about or ''}/{self.text}"


class Meeting(Record):
    kind, section = "meeting", "meetings"
    id: Code
    organization: Code
    title: Line
    starts: Annotated[date, Field()]
    ends: date
    mode: Mode | None = None
    place: Line | None = None
    url: Line | None = None
    status: MeetingStatus | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_days(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            for name in ("starts", "ends"):
                plain_day(data.get(name))
        return data

    @model_validator(mode="after")
    def _in_order(self) -> Meeting:
        if self.ends < self.starts:
            raise ValueError(f"ends {self.ends} before it starts {self.starts}")
        return self


class CallChange(BaseModel):
    """What differs for one call of a series; calls keep their numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    call: Annotated[int, Field(ge=1, le=400)]
    starts: Moment | None = None
    ends: Moment | None = None
    status: MeetingStatus | None = None


class Event(Record):
    """ITU-T's own meeting, or a weekly series of calls (with `weekday`)."""

    kind, section = "event", "events"
    id: Code
    title: Line
    committee: Code = "all"
    starts: Moment | None = None
    ends: Moment | None = None
    url: Line | None = None
    status: MeetingStatus | None = None
    weekday: Weekday | None = None
    from_: date | None = Field(None, alias="from")
    until: date | None = None
    start: Clock | None = None
    end: Clock | None = None
    changes: tuple[CallChange, ...] = ()

    @property
    def is_series(self) -> bool:
        return self.weekday is not None

    @property
    def calls(self) -> int:
        """How many calls the series has."""
        assert self.from_ and self.until and self.weekday
        first = self.from_ + timedelta(days=(WEEKDAYS.index(self.weekday) - self.from_.weekday()) % 7)
        return max(0, (self.until - first).days // 7 + 1)

    @model_validator(mode="after")
    def _complete(self) -> Event:
        single = (self.starts, self.ends)
        weekly = (self.from_, self.until, self.start, self.end)
        if self.is_series:
            if any(single) or any(v is None for v in weekly):
                raise ValueError("a series needs weekday, from, until, start and end, and no starts or ends")
            assert self.from_ and self.until and self.start and self.end
            if self.until < self.from_ or self.end <= self.start:
                raise ValueError("a series ends before it starts")
            if (self.until - self.from_).days > 800:
                raise ValueError("a series of more than 800 days; check from and until")
            if wrong := [c.call for c in self.changes if c.call > self.calls]:
                raise ValueError(f"changes: there is no call {wrong[0]}; the series has {self.calls}")
        elif not all(single) or any(v is not None for v in weekly) or self.changes:
            raise ValueError("an event needs starts and ends (a series: weekday, from, until, start, end)")
        elif self.starts and self.ends and self.ends.replace(tzinfo=None) <= self.starts.replace(tzinfo=None):
            raise ValueError("ends before it starts")
        return self


class Document(Record):
    kind, section = "document", "documents"
    id: Id
    title: Line
    path: Line | None = None
    url: Line | None = None


class Participation(Record):
    kind, section = "participation", "participations"
    event: Code
    organization: Code
    name: Line
    email: Email | None = None
    attending: Attending | None = None

    @property
    def key(self) -> str:
        return f"{self.event}/{self.organization}/{self.name}"


RECORDS: tuple[type[Record], ...] = (
    Committee, Organization, Contact, Text, Position, View, Meeting, Event, Document, Participation,
)  # fmt: skip
KINDS: dict[str, type[Record]] = {record.kind: record for record in RECORDS}
SECTIONS: dict[str, type[Record]] = {record.section: record for record in RECORDS}


def values(record: BaseModel) -> dict[str, Any]:
    """The record in its JSON form, every field present, in the order of the contract."""
    return record.model_dump(mode="json", by_alias=True)

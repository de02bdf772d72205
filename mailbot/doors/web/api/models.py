"""What the API answers, besides the directory's records themselves, which are its models as they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel

from mailbot.directory.consensus import Assessment
from mailbot.directory.degree import Degree
from mailbot.directory.diary import Entry
from mailbot.directory.events import Occurrence
from mailbot.directory.voices import Family


class Call(BaseModel):
    """An event of ITU-T's own, or one call of a series. ``number`` is null outside a series."""

    id: str
    event: str
    number: int | None
    title: str
    committee: str
    starts: datetime
    ends: datetime
    url: str | None
    status: str | None

    @classmethod
    def of(cls, call: Occurrence) -> Call:
        return cls(
            id=call.id, event=call.event_id, number=call.number, title=call.title, committee=call.committee,
            starts=call.starts, ends=call.ends, url=call.url, status=call.status,
        )  # fmt: skip


class CalendarEntry(BaseModel):
    """A meeting, event or call; ``overlaps`` are the ids of what falls together with it."""

    kind: Literal["meeting", "event"]
    id: str
    title: str
    first: date
    last: date
    organization: str | None
    committee: str | None
    number: int | None
    starts: datetime | None
    ends: datetime | None
    mode: str | None
    place: str | None
    url: str | None
    status: str | None
    overlaps: list[str]

    @classmethod
    def of(cls, entry: Entry) -> CalendarEntry:
        return cls.model_validate(
            {name: getattr(entry, name) for name in cls.model_fields}, from_attributes=True
        )


class Consensus(BaseModel):
    """The degree of consensus on one text, as docs/consensus.md defines it. ``number`` is 0 to 100; null
    where there is nothing to agree on. Organizations are codes; ``actions`` are the standing ones."""

    text: str
    title: str | None
    committee: str | None
    degree: Degree
    number: int | None
    outcome: Family | None
    actions: dict[str, str]
    supporters: list[str]
    objectors: list[str]
    commenters: list[str]
    silent: list[str]

    @classmethod
    def of(cls, found: Assessment, title: str | None, committee: str | None) -> Consensus:
        return cls(
            text=found.text, title=title, committee=committee, degree=found.degree, number=found.number,
            outcome=found.outcome,
            actions={code: voice.action for code, voice in found.voices.items() if voice.action},
            supporters=list(found.supporters), objectors=list(found.objectors),
            commenters=list(found.commenters), silent=list(found.silent),
        )  # fmt: skip


class SentPaper(BaseModel):
    """A liaison statement, circular letter, agenda or report that was sent; ``files`` are addresses."""

    id: int
    kind: str
    title: str
    sent_at: datetime
    event: str | None
    files: list[str]

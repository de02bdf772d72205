"""What is sent at one moment to a group, and what decides about it. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mailbot.directory.records import Role


@dataclass(frozen=True)
class Addressee:
    """Who was sent a paper, by which mail, and when he (or somebody of his organization) answered."""

    address: str
    message_id: str
    subject: str
    answered: datetime | None = None


@dataclass(frozen=True)
class Deadline:
    """When answers to a paper are due: the last local ``day``. ``paper`` names it in the ledger."""

    paper: str
    title: str
    day: date
    sent_at: datetime
    addressees: tuple[Addressee, ...]

    def silent(self, moment: datetime) -> tuple[Addressee, ...]:
        """Those who have not answered until then."""
        return tuple(a for a in self.addressees if a.answered is None or a.answered >= moment)


@dataclass(frozen=True)
class Undecided:
    """A request to the approvers of which something is open: ``key`` names it in the ledger; ``sets`` are the
    change sets that are."""

    key: str
    asked_at: datetime
    sets: tuple[int, ...]


@dataclass(frozen=True)
class Occasion:
    """A mail to be sent to a group at one moment: because of one ``event``, or about one ``organization``'s
    entries, or of a ``deadline``, or of what is ``undecided``, or to all.

    ``at`` is in the programme's zone; ``starts`` is when the event begins (what is due after that is not
    sent), ``committee`` the one whose contacts are written to, None for all; ``days`` how long before the
    event its rule puts it. ``opt_in`` is the list of those who want it, None for what everybody gets;
    ``asked`` when the question was put which it comes back to.
    """

    kind: str
    key: str
    event: str | None
    at: datetime
    starts: datetime | None
    committee: str | None
    roles: tuple[Role, ...]
    days: int
    organization: str | None = None
    officers: bool = False
    opt_in: str | None = None
    asked: datetime | None = None
    deadline: Deadline | None = None
    undecided: Undecided | None = None


@dataclass(frozen=True)
class Known:
    """What decides about occasions besides programme and rules: when each organization answered for its
    entries, the deadlines of papers, what officers have not decided, and ``since`` when the programme is
    here: nobody was asked before."""

    answered: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    deadlines: tuple[Deadline, ...] = ()
    since: datetime | None = None
    undecided: tuple[Undecided, ...] = ()


NOTHING_KNOWN = Known()


@dataclass(frozen=True)
class Skip:
    """An occasion that is not sent, and why."""

    occasion: Occasion
    reason: str


@dataclass(frozen=True)
class Due:
    """What a worker has to do now: send some, record others as skipped."""

    send: tuple[Occasion, ...] = ()
    skip: tuple[Skip, ...] = ()

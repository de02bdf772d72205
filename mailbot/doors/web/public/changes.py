"""What changed lately, in words that everybody may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from mailbot.directory.change import Change
from mailbot.directory.history import Recent, lately
from mailbot.directory.words import ACTIONS, MODES, ROLES, STATUSES
from mailbot.doors.web.public.shown import Shown
from mailbot.outbound.times import short_day
from mailbot.outbound.words import field_name, noun
from mailbot.wording import Wording

LOOK_BACK = timedelta(days=30)
MOST = 10
_TOLD = ("action", "status", "starts", "ends", "mode", "place", "role", "committee", "title")
_VALUES = {"action": ACTIONS, "status": STATUSES, "mode": MODES, "role": ROLES}
_NAMED = ("contact", "position", "meeting", "view")


@dataclass(frozen=True)
class Line:
    """``what`` like `Position Resolution 20`; ``fields`` are (name, old, new), None for no value."""

    at: datetime
    organization: str | None
    what: str
    fields: tuple[tuple[str, str | None, str | None], ...]


def changes(session: Session, public: Shown, now: datetime, say: Wording) -> list[Line]:
    """The newest first. Of records that were added or removed only that they were."""
    found = lately(session, public.directory, now - LOOK_BACK, MOST)
    return [_line(each, say) for each in found if each.kind in _NAMED]


def _line(recent: Recent, say: Wording) -> Line:
    change = Change(recent.kind, recent.op, recent.key, recent.organization)  # type: ignore[arg-type]
    told: Sequence[str] = [name for name in _TOLD if name in recent.fields] if recent.op == "update" else []
    fields = tuple((field_name(name, say), *_words(name, recent.fields[name], say)) for name in told)
    return Line(recent.at, recent.organization, noun(change, recent.title or "", say), fields)


def _words(name: str, values: tuple[Any, Any], say: Wording) -> tuple[str | None, str | None]:
    def word(value: Any) -> str | None:
        known = _VALUES.get(name, {})
        if value and name in ("starts", "ends"):
            return _day(str(value), say.language)
        return None if value is None else say(known[value]) if value in known else str(value)

    return word(values[0]), word(values[1])


def _day(written: str, language: str) -> str:
    """`19 January 2021`; of an event's moment the day."""
    try:
        return short_day(date.fromisoformat(written[:10]), language)
    except ValueError:
        return written

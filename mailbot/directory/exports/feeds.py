"""The calendar feeds that anybody may subscribe to: for all, per Committee, per organization. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mailbot.directory.exports.calendar import calendar
from mailbot.directory.snapshot import Directory


def feed(
    directory: Directory,
    now: datetime,
    *,
    domain: str,
    committee: str | None = None,
    organization: str | None = None,
) -> bytes | None:
    """The feed of everything; of one ``committee`` ITU-T's events that concern it; of one ``organization``
    its own meetings and all of ITU-T's events. None for a Committee or organization that there is not; codes
    are compared without case."""
    events, meetings = directory.events, directory.meetings
    if committee is not None:
        code = _known(committee, (each.code for each in directory.committees))
        if code is None:
            return None
        events, meetings = tuple(e for e in events if e.committee in ("all", code)), ()
    if organization is not None:
        code = _known(organization, (each.code for each in directory.organizations))
        if code is None:
            return None
        meetings = tuple(each for each in meetings if each.organization == code)
    part = replace(directory, events=events, meetings=meetings, _indexes={})
    return calendar(part, now, domain=domain)


def _known(wanted: str, codes: Iterable[str]) -> str | None:
    return next((code for code in codes if code.casefold() == wanted.casefold()), None)

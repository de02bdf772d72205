"""What the console's pages have in common: its numbers, its moments, its navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from babel.dates import format_date
from fastapi import HTTPException, Path, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import InputRefused
from mailbot.outbound.times import comma
from mailbot.review.case import Case
from mailbot.review.queue import OPEN_STATES, get_case
from mailbot.review.rules import Rules
from mailbot.store.tables import ChangeRow, ChangeSetRow, MailRow
from mailbot.wording import N_, Wording

Number = Annotated[int, Path(ge=1, le=2_147_483_647)]
NO_CASE = N_("There is no such case.")
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """How many things wait for somebody: shown beside the pages' names."""

    cases: int
    quarantined: int


def waiting(session: Session) -> Waiting:
    """Two counts, for every page."""
    its = ChangeRow.change_set_id == ChangeSetRow.id
    open_ones = or_(exists().where(its, ChangeRow.state == "pending"), ~exists().where(its))
    cases = select(func.count(ChangeSetRow.id)).where(ChangeSetRow.state.in_(OPEN_STATES), open_ones)
    stopped = select(func.count(MailRow.id)).where(MailRow.state == "quarantined")
    return Waiting(session.scalar(cases) or 0, session.scalar(stopped) or 0)


def page(
    site: Site, request: Request, visitor: Visitor, name: str, *, status: int = 200, **facts: Any
) -> HTMLResponse:
    """`templates/web/console/<name>.html` with what all of them get: ``waits``, and the words for moments,
    ``when`` and ``age``."""
    with site.wiring.store.read() as session:
        waits = waiting(session)
    return site.page(
        request, f"console/{name}", visitor, status=status, waits=waits, when=moments(site, visitor),
        age=ages(visitor), **facts,
    )  # fmt: skip


def moments(site: Site, visitor: Visitor) -> Callable[[datetime], str]:
    """`14 Jan 2021, 09:00`, in the programme's zone and the visitor's language."""
    zone, say = site.directory().zone, visitor.say
    length = "long" if say.direction == "rtl" else "medium"  # days in digits turn about in Arabic

    def when(moment: datetime) -> str:
        local = moment.astimezone(zone)
        day = format_date(local, length, locale=say.language)
        return f"{day}{comma(say.language)} {local:%H:%M}"

    return when


def ages(visitor: Visitor) -> Callable[[datetime], str]:
    """How long ago: `3 days`."""

    def age(moment: datetime) -> str:
        return in_words(visitor.now - moment, visitor.say)

    return age


def in_words(passed: timedelta, say: Wording) -> str:
    passed = max(passed, timedelta())
    if passed >= _DAY:
        return say.plural("%(num)s day", "%(num)s days", passed.days) % {"num": passed.days}
    hours = passed // _HOUR
    if hours:
        return say.plural("%(num)s hour", "%(num)s hours", hours) % {"num": hours}
    minutes = passed // timedelta(minutes=1)
    return say.plural("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}


def case_at(session: Session, number: int) -> Case:
    """The case, or a page that says that there is none (404)."""
    try:
        return get_case(session, number)
    except InputRefused:
        raise HTTPException(404, NO_CASE) from None


def language_of_sender(site: Site, case: Case) -> Wording:
    """In which language its sender is written to: his own, his mail's, the programme's."""
    directory = site.directory()
    contact = directory.contact_at(case.sender) if case.sender else None
    spoken = case.interpretation.get("language")
    return site.wordings.of(
        contact.language if contact else None,
        str(spoken) if spoken else None,
        *directory.programme.languages[:1],
    )


def officer(visitor: Visitor) -> str:
    """How records name who did it."""
    assert visitor.account is not None
    return visitor.account.address


def rules(site: Site) -> Rules:
    return Rules.of(site.wiring.settings)

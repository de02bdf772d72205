"""A scheduled occasion → what makes its mails, or the reason why there is nothing to say. Reads the database.

Each occasion's function bears its name: `digests.digest`, `freshness.freshness` ... Those about an event are
all `announcements.announcement`, told apart by their template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.directory.consent import load_consents
from mailbot.directory.snapshot import Directory
from mailbot.outbound import deadlines, digests, freshness, ledger
from mailbot.outbound.announcements import announcement
from mailbot.outbound.announcements import subject as announced
from mailbot.outbound.cases import reminders
from mailbot.outbound.cases.approvals import Terms
from mailbot.outbound.composing import Identity, Mail, subject_of, wording_for
from mailbot.outbound.recent_views import recent_views
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.rules import DEADLINE, DIGEST_KIND, KINDS, REMINDER, SILENCE
from mailbot.outbound.schedule import Known, Occasion, answered
from mailbot.store.tables import OccasionRow, RevisionRow

Composer = Callable[[Recipient], Mail]
WEEK = timedelta(days=7)
_LONGEST = timedelta(days=28)  # what a digest looks back over at most, when others before it were missed


@dataclass(frozen=True)
class Planning:
    """What an occasion is composed from: the database, the directory, what is known, at ``now``; ``terms``
    are those of approval requests."""

    session: Session
    directory: Directory
    identity: Identity
    known: Known
    now: datetime
    terms: Terms = field(default_factory=Terms)


def composer(occasion: Occasion, given: Planning) -> Composer | str:
    """What composes the mail to one person (raises ValueError for a bad address); or why none is sent."""
    return (
        _announcing(occasion, given) if occasion.kind in KINDS else _COMPOSERS[occasion.kind](occasion, given)
    )


def subject(occasion: Occasion, directory: Directory, identity: Identity) -> str:
    """The subject of an occasion's mails in the programme's first language, for the plan."""
    if occasion.kind in KINDS:
        return announced(occasion, directory, identity)
    say = wording_for(Recipient(identity.address), directory, identity)
    return subject_of(occasion.kind, {"programme": directory.programme, **_facts(occasion, directory)}, say)


def _facts(occasion: Occasion, directory: Directory) -> Mapping[str, Any]:
    if occasion.kind == DIGEST_KIND:
        return digests.facts(occasion, directory)
    if occasion.kind == DEADLINE:
        return deadlines.facts(occasion, directory)
    if occasion.kind == REMINDER:
        return {"days": occasion.days}
    return freshness.facts(occasion, directory)


def _announcing(occasion: Occasion, given: Planning) -> Composer:
    sequence = ledger.sequences(given.session, given.directory)(str(occasion.event))
    recent = recent_views(given.session, given.directory, occasion.event)

    def made(person: Recipient) -> Mail:
        mail = announcement(occasion, given.directory, given.identity, person, given.now, sequence, recent)
        return replace(mail, answering=True) if occasion.opt_in else mail  # who asked for it wants it in time

    return made


def _digest(occasion: Occasion, given: Planning) -> Composer | str:
    since = _told_until(given.session, occasion)
    rows = given.session.execute(
        select(RevisionRow.target, RevisionRow.record, RevisionRow.op, RevisionRow.fields)
        .where(RevisionRow.at > since, RevisionRow.at <= occasion.at)
        .order_by(RevisionRow.id)
    )
    week = digests.Week(since, occasion.at, digests.net(digests.Revision(*row) for row in rows))
    if not week.changes:
        return f"nothing has changed since {since.astimezone(given.directory.zone):%Y-%m-%d}"
    return lambda person: digests.digest(occasion, week, given.directory, given.identity, person, given.now)


def _told_until(session: Session, occasion: Occasion) -> datetime:
    """Where the digest before ended: the last one that was sent, or a week ago; never before the first
    import, which is no change."""
    last = session.scalar(
        select(func.max(OccasionRow.due_at)).where(
            OccasionRow.kind == occasion.kind, OccasionRow.state == "done", OccasionRow.key != occasion.key
        )
    )
    begin = last if last is not None and occasion.at - last <= _LONGEST else occasion.at - WEEK
    first = ledger.first_import(session)
    return max(begin, first) if first else begin


def _freshness(occasion: Occasion, given: Planning) -> Composer | str:
    consents = load_consents(given.session)
    return lambda person: freshness.freshness(
        occasion, given.directory, given.identity, person, given.now, consents
    )


def _freshness_again(occasion: Occasion, given: Planning) -> Composer | str:
    silent = list(_silent(occasion, given))
    if not any(each.organization.code == occasion.organization for each in silent):
        return f"{occasion.organization} was not asked, or has answered"
    consents = load_consents(given.session)
    return lambda person: freshness.freshness_again(
        occasion, given.directory, given.identity, person, given.now, consents
    )


def _freshness_silence(occasion: Occasion, given: Planning) -> Composer | str:
    silent = tuple(_silent(occasion, given))
    if not silent:
        return "nobody was asked, or all have answered"
    return lambda person: freshness.freshness_silence(
        occasion, silent, given.directory, given.identity, person, given.now
    )


def _silent(occasion: Occasion, given: Planning) -> Iterator[freshness.Silent]:
    """The organizations that were asked in the round which the occasion comes back to, and have not answered
    until ``now``."""
    week = occasion.key.rpartition("@")[2].partition("/")[0]
    rows = select(OccasionRow.key, OccasionRow.due_at).where(
        OccasionRow.kind == "freshness", OccasionRow.state == "done", OccasionRow.key.endswith(f"@{week}")
    )
    asked = {key: due_at for key, due_at in given.session.execute(rows)}  # noqa: C416 - a Row is no pair
    for organization in given.directory.organizations:
        at = asked.get(f"{organization.code}@{week}")
        if at is None:
            continue
        question = replace(occasion, organization=organization.code, at=at)
        if not answered(given.known, question, given.now):
            last = [each for each in given.known.answered.get(organization.code, ()) if each < given.now]
            yield freshness.Silent(organization, at, last[-1] if last else None)


def _deadline(occasion: Occasion, given: Planning) -> Composer | str:
    assert occasion.deadline is not None
    silent = {each.address for each in occasion.deadline.silent(given.now)}
    if not silent:
        return "all have answered"

    def made(person: Recipient) -> Mail:
        if person.address not in silent:
            raise ValueError("has answered meanwhile")
        return deadlines.deadline(occasion, given.directory, given.identity, person, given.now)

    return made


def _approval_reminder(occasion: Occasion, given: Planning) -> Composer | str:
    assert occasion.undecided is not None
    office = reminders.Reminding(given.session, given.directory, given.identity, given.terms, given.now)
    mails = reminders.approval_reminder(occasion, office)
    if not mails:
        return "nothing of it is open any more"

    def made(person: Recipient) -> Mail:
        if (mail := mails.get(person.address.casefold())) is None:
            raise ValueError("was not asked about it, or has nothing left to decide")
        return mail

    return made


_COMPOSERS = {
    REMINDER: _approval_reminder,
    DEADLINE: _deadline,
    DIGEST_KIND: _digest,
    "freshness": _freshness,
    "freshness-again": _freshness_again,
    SILENCE: _freshness_silence,
}

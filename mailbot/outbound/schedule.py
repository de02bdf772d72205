"""What is due when: rules + programme + ledger + `now` → occasions. Pure; nothing is read or written.

An occasion's ledger key names the event and the start it announces (`com3-calls-2@2021-01-26T11:30Z`). A
moved call is thus announced anew where its notice is still due, and what was queued for the old time is
known to be stale; an unmoved one is announced once whatever becomes of the rules. A weekly occasion is named
by its week (`2021-W01`), so that a rule moved to another day of the week sends nothing twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.clock import aware
from mailbot.directory.events import Occurrence
from mailbot.directory.snapshot import Directory
from mailbot.outbound.occasion import NOTHING_KNOWN, Due, Known, Occasion, Skip
from mailbot.outbound.phases import weeks, window
from mailbot.outbound.rules import OPT_IN, Rule

__all__ = ["Due", "Known", "Occasion", "Skip", "due", "occasions", "occasions_of"]
GRACE = timedelta(hours=48)
_SATURDAY = 5
_AHEAD = timedelta(days=8)  # how far beyond a moment an occasion is looked for: Fridays stand for Sundays


def ledger_key(call: Occurrence, days: int | None = None) -> str:
    """`irm-2@2021-01-08T11:30Z`; with ``days`` for rules that write more than once: `.../21d`."""
    start = call.starts.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return f"{call.id}@{start}" + (f"/{days}d" if days is not None else "")


def occasions_of(call: Occurrence, rule: Rule, zone: ZoneInfo) -> Iterator[Occasion]:
    """The occasions one rule makes of one event; none where it does not apply or nothing takes place."""
    if not call.takes_place or rule.what != ("call" if call.is_call else "circular"):
        return
    local = call.starts.astimezone(zone)
    several = len(rule.days) > 1 or len(rule.when.hours) > 1
    for hours in rule.when.hours:  # by the running clock, also over a change of summer time
        at = (call.starts.astimezone(UTC) - timedelta(hours=hours)).astimezone(zone)
        yield _about(call, rule, at, local, 0, ledger_key(call) + (f"/{hours}h" if several else ""))
    for days in rule.days:
        at = _local(local.date() - timedelta(days=days), rule, zone)
        yield _about(call, rule, at, local, days, ledger_key(call, days if several else None))


def _about(call: Occurrence, rule: Rule, at: datetime, starts: datetime, days: int, key: str) -> Occasion:
    return Occasion(
        rule.kind, key, call.id, at, starts, call.committee if rule.own_committee else None, rule.roles, days,
        officers=rule.whom.officers, opt_in=OPT_IN[rule.kind] if rule.whom.opt_in else None,
    )  # fmt: skip


def _local(day: date, rule: Rule, zone: ZoneInfo) -> datetime:
    """The rule's time on that day, on the Friday before where it is a weekend."""
    day -= timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
    return datetime.combine(day, rule.at, zone)


def _weekly(directory: Directory, rule: Rule, until: date) -> Iterator[Occasion]:
    """The occasions of a rule like `every Monday`, one for each organization where the rule says so."""
    codes = [each.code for each in directory.organizations] if rule.whom.each_organization else [None]
    held = window(rule.phase, directory)
    for day in weeks(held, rule.when.weekday, rule.when.every, until):
        at = _local(day, rule, directory.zone)
        for code in codes:
            yield Occasion(
                rule.kind, week_key(day, code), None, at, None, None, rule.roles, 0,
                organization=code, officers=rule.whom.officers,
                opt_in=OPT_IN[rule.kind] if rule.whom.opt_in else None,
            )  # fmt: skip


def week_key(day: date, organization: str | None = None) -> str:
    """`2021-W01`, `CEPT@2021-W01`."""
    year, week, _ = day.isocalendar()
    return (f"{organization}@" if organization else "") + f"{year}-W{week:02d}"


def _unanswered(
    directory: Directory, rule: Rule, questions: Sequence[Occasion], known: Known
) -> Iterator[Occasion]:
    """What comes after questions to which an organization has not answered until then."""
    questions = [each for each in questions if known.since is None or each.at >= known.since]
    for days in rule.days:
        late: dict[datetime, list[Occasion]] = {}
        for question in questions:
            at = _local(question.at.date() + timedelta(days=days), rule, directory.zone)
            if not answered(known, question, at):
                late.setdefault(at, []).append(question)
        for at, silent in late.items():
            for question in silent if rule.whom.each_organization else silent[:1]:
                code = question.organization if rule.whom.each_organization else None
                key = f"{question.key if code else question.key.rpartition('@')[2]}/{days}d"
                yield Occasion(
                    rule.kind, key, None, at, None, None, rule.roles, days, organization=code,
                    officers=rule.whom.officers, asked=question.at,
                )  # fmt: skip


def answered(known: Known, question: Occasion, before: datetime) -> bool:
    """Whether the organization has answered between the question and ``before``."""
    return any(question.at <= each < before for each in known.answered.get(question.organization or "", ()))


def _deadlines(directory: Directory, rule: Rule, known: Known) -> Iterator[Occasion]:
    """The reminders of papers that somebody had not answered by then."""
    for each in known.deadlines:
        ends = datetime.combine(each.day + timedelta(days=1), time(0), directory.zone)
        for days in rule.days:
            at = _local(each.day - timedelta(days=days), rule, directory.zone)
            if each.sent_at < at and each.silent(at):
                yield Occasion(
                    rule.kind, f"{each.paper}@{each.day}/{days}d", None, at, ends, None, (), days,
                    deadline=each,
                )  # fmt: skip


def _undecided(directory: Directory, rule: Rule, known: Known) -> Iterator[Occasion]:
    """The reminders of requests to the approvers; their days are working days."""
    for each in known.undecided:
        for days in rule.days:
            asked = each.asked_at.astimezone(directory.zone)
            at = datetime.combine(working_day(asked.date(), days), rule.at, directory.zone)
            yield Occasion(
                rule.kind, f"{each.key}/{days}d", None, at, None, None, (), days, officers=True,
                asked=each.asked_at, undecided=each,
            )  # fmt: skip


def working_day(day: date, after: int) -> date:
    """The day that comes so many working days after ``day``: Saturdays and Sundays do not count."""
    while after:
        day += timedelta(days=1)
        after -= day.weekday() < _SATURDAY
    return day


def occasions(
    directory: Directory, rules: Sequence[Rule], first_day: date, last_day: date, known: Known = NOTHING_KNOWN
) -> tuple[Occasion, ...]:
    """All occasions whose local date lies in [first_day, last_day], whatever has been sent; in order."""
    found = _all(directory, rules, min(last_day, date.max - _AHEAD) + _AHEAD, known)
    return tuple(o for o in found if first_day <= o.at.date() <= last_day)


def due(
    directory: Directory,
    rules: Sequence[Rule],
    settled: Collection[tuple[str, str]],
    now: datetime,
    since: datetime,
    known: Known = NOTHING_KNOWN,
) -> Due:
    """What to send at ``now`` and what to record as skipped.

    ``settled`` holds the ledger's (kind, key) pairs; ``since`` is the programme's first import: what was due
    before it was other people's work (of what comes every week nothing is recorded). A missed occasion is
    sent within 48 hours and before its event begins.
    """
    send: list[Occasion] = []
    skip: list[Skip] = []
    for occasion in _all(directory, rules, aware(now).astimezone(directory.zone).date() + _AHEAD, known):
        if (occasion.kind, occasion.key) in settled or occasion.at > now:
            continue
        if occasion.event is None and occasion.at < since:
            continue
        reason = _too_late(occasion, now, since)
        if reason:
            skip.append(Skip(occasion, reason))
        else:
            send.append(occasion)
    return Due(tuple(send), tuple(skip))


def _too_late(occasion: Occasion, now: datetime, since: datetime) -> str | None:
    at = occasion.at.astimezone(UTC)
    if at < aware(since):
        return "was due before the programme's first import"
    if occasion.starts is not None and occasion.starts <= now:
        return "the event has begun" if occasion.event else "the deadline has passed"
    if now - at > GRACE:
        return f"missed by more than {GRACE.total_seconds() / 3600:.0f} hours"
    return None


def _all(directory: Directory, rules: Sequence[Rule], until: date, known: Known) -> list[Occasion]:
    """Every occasion; of those that come every week the ones up to ``until``."""
    found = [occasion for rule in rules for occasion in _made(directory, rule, until, known)]
    questions = [each for each in found if each.kind == "freshness"]
    for rule in rules:
        if rule.what == "question":
            found += _held(directory, rule, _unanswered(directory, rule, questions, known))
    return sorted(found, key=_order)


def _made(directory: Directory, rule: Rule, until: date, known: Known) -> Iterator[Occasion]:
    if rule.when.every:
        yield from _weekly(directory, rule, until)
    elif rule.what == "deadline":
        yield from _held(directory, rule, _deadlines(directory, rule, known))
    elif rule.what == "request":
        yield from _held(directory, rule, _undecided(directory, rule, known))
    else:
        made = (o for call in directory.calls for o in occasions_of(call, rule, directory.zone))
        yield from _held(directory, rule, made)


def _held(directory: Directory, rule: Rule, made: Iterator[Occasion]) -> Iterator[Occasion]:
    """Those that fall into the rule's phase."""
    held = window(rule.phase, directory) if rule.phase else None
    return (o for o in made if held is None or held.holds(o.at.date()))


def _order(occasion: Occasion) -> tuple[datetime, datetime, str, str]:
    at = occasion.at.astimezone(UTC)
    starts = occasion.starts.astimezone(UTC) if occasion.starts else at
    return at, starts, occasion.kind, occasion.event or occasion.key

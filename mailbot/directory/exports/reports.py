"""Directory → report: the contact sheet, the mapping table, the calendar as people read them. Pure.

The words are those of the language asked for; names, titles and summaries stay as they are on file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from babel.dates import format_date

from mailbot.directory.consensus import Assessment, assess_all, committee_of
from mailbot.directory.degree import DEGREES
from mailbot.directory.events import Occurrence
from mailbot.directory.exports.report import Cell, Column, Part, Report, Row, Table, grouped, one
from mailbot.directory.records import Contact, Meeting, Position
from mailbot.directory.snapshot import Directory
from mailbot.directory.words import ACTIONS, MODES, ROLES, STATUSES
from mailbot.wording import N_, Wording

TITLES = {
    "contacts": N_("Contact sheet"), "positions": N_("Mapping table"), "meetings": N_("Calendar"),
}  # fmt: skip
WIDEST = 12  # organizations side by side on a landscape page


def report(directory: Directory, tables: Sequence[str], now: datetime, say: Wording) -> Report:
    """The tables (of `TITLES`) in this order. ``now`` is aware."""
    made: list[Table] = []
    for name in tables:
        made += _BUILDERS[name](directory, say)
    day = _day(now.astimezone(directory.zone).date(), say)
    return Report(
        say.data(directory.programme.title), say.language, say.direction,
        say(N_("As of %(day)s")).replace("%(day)s", day), say(N_("Page {page} of {pages}")), tuple(made),
    )  # fmt: skip


def _day(day: date, say: Wording) -> str:
    return format_date(day, "long", locale="en_GB" if say.language == "en" else say.language)


def _contacts(directory: Directory, say: Wording) -> list[Table]:
    columns = (
        Column(say(N_("Name")), 3.2), Column(say(N_("Role")), 1.7), Column(say(N_("Committee")), 1.2),
        Column(say(N_("E-mail")), 3), Column(say(N_("Telephone")), 1.9),
    )  # fmt: skip
    names = {each.code: say.data(each.name) for each in directory.organizations}
    order = {code: number for number, code in enumerate(names)}
    found = sorted(directory.contacts, key=lambda each: order.get(each.organization, len(order)))
    rows = [(_organization(c.organization, names), _contact(c, say)) for c in found]
    return [Table(say(TITLES["contacts"]), columns, grouped(rows))]


def _organization(code: str, names: dict[str, str]) -> str:
    return f"{code} – {names[code]}" if names.get(code, code) != code else code


def _contact(contact: Contact, say: Wording) -> Row:
    name = " ".join(part for part in (contact.honorific, contact.name) if part)
    post = [contact.job_title, ", ".join(part for part in (contact.affiliation, contact.country) if part)]
    told = (Part(name, "strong"), *(Part(text, "quiet") for text in post if text))
    committee = say(N_("all")) if contact.committee == "all" else contact.committee
    return Row(
        (told, one(say(ROLES[contact.role])), one(committee), one(contact.email, ltr=True),
         one(contact.phone, ltr=True))
    )  # fmt: skip


def _positions(directory: Directory, say: Wording) -> list[Table]:
    """The table of who wants what; below it each proposal in detail."""
    assessed = assess_all(directory, withdrawn=True)
    wanted = [text for text in assessed if any(p.text == text for p in directory.positions)]
    codes = list(dict.fromkeys([*(each.code for each in directory.organizations),
                                *(p.organization for p in directory.positions)]))  # fmt: skip
    parts = [codes[start : start + WIDEST] for start in range(0, len(codes), WIDEST)]
    legend = "; ".join(f"{code}: {say(word)}" for code, word in ACTIONS.items())
    made = [_matrix(directory, wanted, part, assessed, legend, say) for part in parts]
    return [*made, _proposals(directory, say)]


def _matrix(
    directory: Directory,
    texts: Sequence[str],
    codes: Sequence[str],
    assessed: dict[str, Assessment],
    legend: str,
    say: Wording,
) -> Table:
    columns = (
        Column(say(N_("Text")), 3.6),
        *(Column(code, 1) for code in codes),
        Column(say(N_("Consensus")), 1.7),
    )
    titles = dict(directory.titles)
    rows = []
    for text in sorted(texts, key=lambda each: committee_of(directory, each) or "~"):
        told: list[Cell] = [(Part(text, "strong"), *one(titles.get(text), "quiet"))]
        for code in codes:
            found = directory.get("position", f"{code}/{text}")
            told.append(_action(found, say) if isinstance(found, Position) else ())
        told.append(_degree(assessed[text], say))
        rows.append((_committee(directory, committee_of(directory, text), say), Row(tuple(told))))
    return Table(say(TITLES["positions"]), columns, grouped(rows), legend)


def _committee(directory: Directory, code: str | None, say: Wording) -> str:
    name = next((each.name for each in directory.committees if each.code == code), None)
    return f"{code} – {say.data(name)}" if name else code or say(N_("No Committee"))


def _action(position: Position, say: Wording) -> Cell:
    action = one(position.action or "?", "strong", ltr=True, action=position.action or "")
    return (*action, *one(say(STATUSES[position.status]) if position.status else None, "quiet"))


def _degree(found: Assessment, say: Wording) -> Cell:
    number = f"{found.number} %" if found.number is not None else None
    return (*one(say(DEGREES[found.degree])), *one(number, "quiet", ltr=True))


def _proposals(directory: Directory, say: Wording) -> Table:
    columns = (
        Column(say(N_("Organization")), 1.3), Column(say(N_("Text")), 2), Column(say(N_("Action")), 1.2),
        Column(say(N_("Summary")), 4.5), Column(say(N_("Coordinator")), 1.8),
        Column(say(N_("Document")), 1.3),
    )  # fmt: skip
    rows = []
    for each in directory.positions:
        contact = directory.get("contact", each.coordinator)
        who = contact.name if isinstance(contact, Contact) else None
        rows.append(Row((
            one(each.organization, "strong"), one(each.text), _action(each, say),
            tuple(Part(line) for line in (each.summary or "").splitlines() if line.strip()),
            one(who), one(each.document),
        )))  # fmt: skip
    return Table(say(N_("Proposals in detail")), columns, tuple(rows))


def _meetings(directory: Directory, say: Wording) -> list[Table]:
    columns = (
        Column(say(N_("Organization")), 1.2), Column(say(N_("Meeting")), 3.2),
        Column(say(N_("First day")), 1.6), Column(say(N_("Last day")), 1.6),
        Column(say(N_("Place")), 2.4), Column(say(N_("Status")), 1.2),
    )  # fmt: skip
    regional = sorted(directory.meetings, key=lambda each: (each.starts, each.id))
    zone = directory.programme.timezone
    heads = (
        Column(say(N_("Event")), 4.4), Column(say(N_("Committee")), 1.2), Column(say(N_("Day")), 1.8),
        Column(say(N_("Time")), 1.5), Column(say(N_("Status")), 1.3),
    )  # fmt: skip
    note = say(N_("Times are those of %(zone)s.")).replace("%(zone)s", zone)
    calls = tuple(_call(directory, each, say) for each in directory.calls)
    return [
        Table(say(N_("Regional preparatory meetings")), columns, tuple(_meeting(m, say) for m in regional)),
        Table(say(N_("Meetings and calls of ITU-T")), heads, calls, note),
    ]


def _meeting(meeting: Meeting, say: Wording) -> Row:
    mode = say(MODES[meeting.mode]) if meeting.mode else None
    status = say(STATUSES[meeting.status]) if meeting.status else None
    return Row((
        one(meeting.organization, "strong"), (Part(meeting.title), *one(meeting.url, "quiet", ltr=True)),
        one(_day(meeting.starts, say)), one(_day(meeting.ends, say)),
        (*one(meeting.place), *one(mode, "quiet")), one(status),
    ))  # fmt: skip


def _call(directory: Directory, call: Occurrence, say: Wording) -> Row:
    starts, ends = call.starts.astimezone(directory.zone), call.ends.astimezone(directory.zone)
    committee = say(N_("all")) if call.committee == "all" else call.committee
    title = say.data(call.title) + (f" ({call.number})" if call.is_call else "")
    return Row((
        (Part(title), *one(call.url, "quiet", ltr=True)), one(committee), one(_day(starts.date(), say)),
        one(f"{starts:%H:%M}–{ends:%H:%M}", ltr=True),
        one(say(STATUSES[call.status]) if call.status else None),
    ))  # fmt: skip


_BUILDERS = {"contacts": _contacts, "positions": _positions, "meetings": _meetings}

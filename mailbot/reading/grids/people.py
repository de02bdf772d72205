"""A row of a contact table -> findings. Who it is about is told by the row as it was before the marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from mailbot.directory.records import Contact
from mailbot.reading import countries, names, people
from mailbot.reading.context import Context
from mailbot.reading.entries import FIELDS
from mailbot.reading.findings import Result
from mailbot.reading.grids import cells
from mailbot.reading.grids.entry import Entry
from mailbot.reading.values import clean, email, folded, phone

_KEPT = tuple(f for f in FIELDS["contact"] if f not in ("name", "honorific"))
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def read(entry: Entry) -> list[Result]:
    entry = _with_honorific(entry)
    was = _named(entry.old, entry.context)
    if entry.state == "removed":
        return _removed(entry, was)
    now = _named(entry.new, entry.context)
    if not was or entry.state == "added" or "name" not in entry.marked:
        return _present(entry, now)
    found = _who(entry.old, was, entry.context)
    if not isinstance(found, Contact) or found.organization != entry.context.organization:
        return _present(entry, now) if now else []
    if not now:
        return _removed(entry, was)
    if alike(was, now):
        return _update(entry, found, now)
    result = entry.find("remove", found.name, found.id, {}, "replaced in row")
    successor = _who(entry.new, now, entry.context)
    if isinstance(successor, Contact) and successor.id != found.id and alike(now, successor.name):
        return [result, *_update(entry, successor, now)]
    return [result, *_new(entry, now, {"role": found.role, "committee": found.committee})]


def _with_honorific(entry: Entry) -> Entry:
    """`Title` above `Mr` and `Ms` is no job title."""
    title = clean(entry.new.get("job_title", ""))
    pattern = entry.context.words.pattern("contact.honorific")
    if not title or not (pattern.fullmatch(title.rstrip(".")) or pattern.fullmatch(title)):
        return entry
    new = {**entry.new, "honorific": title, "job_title": ""}
    if "name" in new and not cells.name(new["name"], entry.context)[0]:
        new["name"] = f"{title} {new['name']}"
    return replace(entry, new=new, old={**entry.old, "job_title": ""})


def _named(row: Mapping[str, str], context: Context) -> str:
    return cells.name(row.get("name", ""), context)[1] if not cells.is_nothing(row.get("name", "")) else ""


def alike(one: str, other: str) -> bool:
    """The same person written otherwise: a name corrected, completed or in another script."""
    left, right = set(names.units(one)), set(names.units(other))
    if left & right:
        given = one.split()[:1] == other.split()[:1] or left <= right or right <= left
        return given or bool(len(left & right) * 2 >= max(len(left), len(right)) and _close(one, other))
    return _close(one, other)


def _close(one: str, other: str) -> bool:
    from rapidfuzz.fuzz import ratio, token_sort_ratio

    left, right = (folded(names.latin(name.casefold())) for name in (one, other))
    return max(ratio(left, right), token_sort_ratio(left, right)) >= 78


def _removed(entry: Entry, name: str) -> list[Result]:
    found = _who(entry.old, name, entry.context)
    if isinstance(found, Contact):
        return [entry.find("remove", found.name, found.id, {}, "removed row")]
    if found is None:
        return []  # somebody who is not on file is gone
    return [entry.ask(found)]


def _who(row: Mapping[str, str], name: str, context: Context) -> Contact | str | None:
    """The contact a row is about, own ones first; a question where it could be several."""
    on_file = context.directory.get("contact", row.get("key", "").rpartition(":")[2])
    if isinstance(on_file, Contact):
        return on_file
    address = (email(row.get("email", "")) or "").lower()
    own = context.directory.contacts_of(context.organization or "")
    by_address = [c for c in context.directory.contacts if address and (c.email or "").lower() == address]
    by_name = list(people.find(name, context)) if name else []
    mine = [c for c in by_name if c in own]
    if not mine and name:
        written = set(names.units(name))  # a name on file that is written in full here
        mine = [c for c in own if len(set(names.units(c.name))) > 1 and set(names.units(c.name)) < written]
    if len(mine) > 1:
        both = [c for c in mine if c in by_address] or [
            c for c in mine if sorted(names.units(c.name)) == sorted(names.units(name))
        ]
        if len(both) == 1:
            return both[0]
        return f"{name}: which one of {', '.join(c.name for c in mine)}?"
    if mine:
        return mine[0]
    if by_address:
        holder = by_address[0]
        if not name or alike(name, holder.name) or not _same_script(name, holder.name):
            return holder
        return (
            f"{address} is {holder.name}'s address on file and stands beside {name}; has {name} taken over?"
        )
    if by_name:
        return by_name[0]
    numbered = [
        c for c in own
        if name and c.phone and not _same_script(name, c.name)
        and phone(row.get("phone", ""), c.country) == c.phone
    ]  # fmt: skip
    if len(numbered) == 1 and address:  # a switchboard has many people
        whose = numbered[0].name
        if _close(name, whose):
            return numbered[0]
        return f"{name} has the number of {whose} and another address; is this {whose} or somebody new?"
    return numbered[0] if len(numbered) == 1 else None


def _same_script(one: str, other: str) -> bool:
    return bool(_LATIN.search(one)) == bool(_LATIN.search(other))


def _present(entry: Entry, name: str) -> list[Result]:
    """A row as it stands: a person on file, perhaps with other values, or a new one."""
    context = entry.context
    if not name and not entry.new.get("email", "").strip() and "key" not in entry.new:
        return []
    found = _who(entry.new, name, context)
    if not isinstance(found, Contact) and entry.state != "added" and entry.marked & {"email", "phone"}:
        was = _who(entry.old, name, context)
        found = was if isinstance(was, Contact) else found
    if isinstance(found, str):
        return [entry.ask(found)]
    if found is not None and found.organization == context.organization:
        return _update(entry, found, name)
    if found is not None:
        text = (
            f"{found.name} is listed under {found.organization}, not {context.organization}; is this right?"
        )
        return [entry.ask(text)]
    if not name or not any(entry.new.get(f, "").strip() for f in ("email", "phone", "role")):
        return []
    namesake = [c for c in context.directory.contacts_of(context.organization or "") if _close(name, c.name)]
    if len(namesake) == 1 and not _same_script(name, namesake[0].name):
        return _update(entry, namesake[0], name)
    if len(namesake) == 1 and len(name.split()) > 1:
        return [entry.ask(f"{name}: is this {namesake[0].name}, written otherwise, or somebody new?")]
    return _new(entry, name, {})


def _country(entry: Entry, record: Contact | None) -> str | None:
    written = countries.code(entry.new.get("country", "").strip())
    sender = entry.context.contact.country if entry.context.contact else None
    return written or (record.country if record else None) or sender


def _update(entry: Entry, record: Contact, name: str) -> list[Result]:
    values = entry.news(entry.values(_KEPT, _country(entry, record)), record)
    title = _honorific(entry)
    if title:
        values["honorific"] = title
    written, have = sorted(names.units(name)), sorted(names.units(record.name))
    corrected = "name" in entry.marked and name and folded(name) != folded(record.name)
    is_fuller = written != have and not set(written) < set(have) and _same_script(name, record.name)
    if corrected or (name and is_fuller):
        values["name"] = name
    return [*entry.doubts, entry.find("update", record.name, record.id, values, "row")]


def _honorific(entry: Entry) -> str | None:
    beside = cells.honorific(entry.new.get("honorific", ""), entry.context)
    return beside or cells.name(entry.new.get("name", ""), entry.context)[0]


def _new(entry: Entry, name: str, inherited: dict[str, object]) -> list[Result]:
    values = {k: v for k, v in entry.values(_KEPT, _country(entry, None)).items() if v is not None}
    for field, value in inherited.items():
        values.setdefault(field, value)
    title = _honorific(entry)
    given = {**({"honorific": title} if title else {}), "name": name, **values}
    found = entry.find("add", name, None, given, "new row")
    if not entry.has_roles and not inherited:
        return [
            replace(
                entry.ask(f"{name} is not on the contact sheet; to be added, in which role?"), rule="no role"
            )
        ]
    return [*entry.doubts, found]

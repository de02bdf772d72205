"""Several findings on one record become one change; where they disagree it is a question."""

from __future__ import annotations

from dataclasses import replace

from mailbot.directory.change import Change, Question
from mailbot.reading import countries
from mailbot.reading.values import folded, same

_FREE = ("place", "job_title", "affiliation", "title", "summary", "comment")  # told shortly and in full


def _identity(change: Change) -> tuple[object, ...] | None:
    """What makes two changes one record's; None for adds that are always their own."""
    if change.op == "update":
        return change.target, change.op, change.id
    if change.op == "remove":
        return change.target, change.op, change.id
    fields = {name: value.new for name, value in change.fields.items()}
    if change.target == "contact":
        return change.target, "add", folded(str(fields.get("name")))
    if change.target == "position":
        return change.target, "add", fields.get("text")
    if change.target == "meeting":
        return change.target, "add", folded(str(fields.get("title"))), fields.get("starts")
    if change.target == "view":
        return change.target, "add", fields.get("about"), fields.get("text")
    return change.target, "add", fields.get("event"), folded(str(fields.get("name")))


def _says_more(one: str, other: str) -> bool:
    """`Bishkek` and `Bishkek, Kyrgyzstan` are one place, told twice."""
    return folded(one) in folded(other) or folded(other) in folded(one)


def _with_country(one: str, other: str) -> str | None:
    """`hosted by Peru ... takes place in Lima`: a city and its country, told apart."""
    for city, country in ((one, other), (other, one)):
        if countries.code(country) and not countries.code(city) and city.isprintable() and "," not in city:
            return f"{city}, {country}"
    return None


def merge(changes: list[Change]) -> tuple[list[Change], list[Question]]:
    """One change a record. Where two findings disagree the surer one holds; equally sure ones are a
    question.
    """
    merged: dict[tuple[object, ...] | None, Change] = {}
    questions: list[Question] = []
    for change in changes:
        key = _identity(change)
        first = merged.get(key)
        if first is None:
            merged[key] = change
            continue
        fields = dict(first.fields)
        for name, value in change.fields.items():
            other = fields.get(name)
            if other is None or same(name, other.new, value.new):
                fields.setdefault(name, value)
            elif name in _FREE and _says_more(str(value.new), str(other.new)):
                fields[name] = max(other, value, key=lambda each: len(str(each.new)))
            elif name == "place" and (place := _with_country(str(other.new), str(value.new))):
                fields[name] = replace(value, new=place)
            elif change.confidence > first.confidence:
                fields[name] = value
            elif change.confidence == first.confidence:
                del fields[name]
                text = (
                    f"{change.id or change.target}: {name} is given as {other.new} and as {value.new}; which"
                    f" holds?"
                )
                questions.append(Question(text, first.evidence + change.evidence, change.source))
        evidence = tuple(dict.fromkeys(first.evidence + change.evidence))
        merged[key] = replace(
            first, fields=fields, evidence=evidence, confidence=max(first.confidence, change.confidence)
        )
    kept = [c for c in merged.values() if c.fields or c.op == "remove"]
    kept = _with_new_address(_with_own_address(kept))
    return _one_an_address(_named_in_full(kept)), questions


def _with_new_address(changes: list[Change]) -> list[Change]:
    """An address that comes from the contact sheet is the one the same message gives, not the one it ends."""
    moved = {
        str(value.old).casefold(): value.new
        for change in changes
        if change.target == "contact" and change.op == "update"
        for value in (change.fields.get("email"),)
        if value is not None and value.old and value.new
    }
    out = []
    for change in changes:
        address = change.fields.get("email") if moved and change.target == "participation" else None
        fresh = moved.get(str(address.new).casefold()) if address is not None else None
        if address is not None and fresh is not None:
            fields = {**change.fields, "email": replace(address, new=fresh)}
            change = replace(change, fields=fields)
        out.append(change)
    return out


def _with_own_address(changes: list[Change]) -> list[Change]:
    """The changes without an address given to one contact that names somebody else the message speaks of:
    `Mr X will attend; use x@...` is nothing of the writer's.
    """
    others = [
        (_words(change), str(address.new).casefold() if (address := change.fields.get("email")) else "")
        for change in changes
        if change.id is None and _words(change)
    ]

    def is_theirs(change: Change) -> bool:
        address = change.fields.get("email") if change.target == "contact" and change.op == "update" else None
        if address is None or not address.new:
            return False
        local = folded(str(address.new).partition("@")[0]).split()
        known = folded(str(address.old or "").partition("@")[0]).split()
        old = str(address.old or "").casefold()  # who attends under it is the contact himself
        named = any(len(words & set(local)) > 1 for words, reached in others if not old or reached != old)
        return named and not set(local) & set(known)

    out = []
    for change in changes:
        if is_theirs(change):
            left = {name: value for name, value in change.fields.items() if name != "email"}
            if not left:
                continue
            change = replace(change, fields=left)
        out.append(change)
    return out


def _one_an_address(changes: list[Change]) -> list[Change]:
    """Of several newcomers with one e-mail address the one whom it names: the other is his employer."""
    adds = [c for c in changes if c.target == "contact" and c.op == "add" and c.fields.get("email")]

    def named(change: Change) -> int:
        local = folded(str(change.fields["email"].new).partition("@")[0])
        return sum(len(word) > 1 and word in local for word in _words(change))

    dropped = [
        a for a in adds for b in adds
        if a is not b and folded(str(a.fields["email"].new)) == folded(str(b.fields["email"].new))
        and named(a) < named(b)
    ]  # fmt: skip
    return [c for c in changes if not any(c is each for each in dropped)]


def _named_in_full(changes: list[Change]) -> list[Change]:
    """Attendances without those that name by his family name alone somebody who is named in full as well."""
    coming = [
        (c, c.fields["event"].new, _words(c))
        for c in changes
        if c.target == "participation" and c.op == "add"
    ]

    def is_part(change: Change) -> bool:
        event, words = change.fields["event"].new, _words(change)
        return any(event == other and words < fuller for _, other, fuller in coming)

    return [c for c in changes if c.target != "participation" or c.op != "add" or not is_part(c)]


def _words(change: Change) -> set[str]:
    name = change.fields.get("name")
    return set(folded(str(name.new)).split()) if name else set()

"""A field's raw value in the form of the contract, or `Unclear`, which becomes a question."""

from __future__ import annotations

import re
from typing import Any, get_args

from mailbot.directory.records import (
    Action,
    Attending,
    Contact,
    MeetingStatus,
    Mode,
    PositionStatus,
    Record,
    Role,
    Stance,
)
from mailbot.mail.phrases import every_language
from mailbot.reading import people
from mailbot.reading.context import Context
from mailbot.reading.values import clean, email, phone

_SETS: dict[tuple[str, str], tuple[str, ...]] = {
    ("contact", "role"): get_args(Role),
    ("position", "action"): get_args(Action),
    ("position", "status"): get_args(PositionStatus),
    ("meeting", "mode"): get_args(Mode),
    ("meeting", "status"): get_args(MeetingStatus),
    ("view", "stance"): get_args(Stance),
    ("participation", "attending"): get_args(Attending),
}


class Unclear(Exception):
    """The value cannot be resolved; the text is the question."""


_FROM_TO = re.compile(
    r"^由.{1,20}?(?:变更为|调整为|改为|变为|转为|升为|晋升为|變更為|改為)"
)  # `from X to`: only Y is the value


def choice(target: str, field: str, raw: str, context: Context) -> str | None:
    """A word of a closed list: the code itself, else the phrases of the language."""
    allowed = _SETS[target, field]
    plain = raw.strip().casefold().replace(" ", "_")
    for value in allowed:
        if plain in (value.casefold(), value.casefold().replace("_", "-")):
            return value
    hits = [
        v
        for v, pattern in context.words.patterns(f"{target}.{field}").items()
        if pattern.fullmatch(raw.strip())
    ]
    if not hits:
        hits = [
            v for v, pattern in context.words.patterns(f"{target}.{field}").items() if pattern.search(raw)
        ]
    if not hits:  # `Role: suppléant` in an English form
        table = every_language().patterns(f"{target}.{field}")
        hits = [v for v, pattern in table.items() if pattern.fullmatch(raw.strip())]
    hits = [v for v in hits if v in allowed]
    return hits[0] if len(set(hits)) == 1 else None


def committee(raw: str, context: Context) -> str | None:
    """`all` or a committee's code."""
    plain = raw.strip().casefold()
    codes = {c.code.casefold(): c.code for c in context.directory.committees}
    if plain in codes:
        return codes[plain]
    if plain == "all":
        return "all"
    numbers = {code: "".join(ch for ch in code if ch.isdigit()) for code in codes.values()}
    if plain.isdigit():
        hits = [code for code, number in numbers.items() if number == plain]
        return hits[0] if len(hits) == 1 else None
    hits = [v for v, pattern in context.words.patterns("contact.committee").items() if pattern.search(raw)]
    return hits[0] if len(set(hits)) == 1 and (hits[0] == "all" or hits[0] in codes.values()) else None


def normal(
    target: str, field: str, raw: Any, context: Context, record: Record | None, country: str | None = None
) -> Any:
    """The value in the contract's form; None stays None (a deletion).

    ``country`` is the one stated beside a new number; else the contact's, else the sender's, tells how a
    national number is to be read.
    """
    if raw is None or not isinstance(raw, str):
        return raw
    text = clean(raw)
    if (target, field) in _SETS:
        return _sure(choice(target, field, text, context), field, raw)
    if field == "committee":
        return _sure(committee(text, context), field, raw)
    if field == "phone":
        of_record = record.country if isinstance(record, Contact) else None
        return _sure(phone(text, country or of_record or _country(context)), field, raw)
    if field == "email":
        return _sure(email(text), field, raw)
    if field == "coordinator":
        return _coordinator(text, context)
    return _FROM_TO.sub("", text) if field == "job_title" else text


def _country(context: Context) -> str | None:
    return context.contact.country if context.contact else None


def _sure(value: str | None, field: str, raw: str) -> str:
    if value is None:
        raise Unclear(f"{field.replace('_', ' ')} {raw!r} could not be read; what is meant?")
    return value


def _coordinator(text: str, context: Context) -> str:
    on_file = context.directory.get("contact", text)
    if on_file is not None:
        return on_file.key
    if context.contact and context.words.pattern("position.myself").fullmatch(text.strip(" .")):
        return context.contact.id
    found = [c for c in people.find(text, context) if c.organization == context.organization]
    if len(found) != 1:
        raise Unclear(
            f"The coordinator {text!r} is not exactly one contact of {context.organization}; who is meant?"
        )
    return found[0].key

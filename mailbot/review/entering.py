"""Values that officers enter: brought into the directory's own form, or refused with the remedy.

What is checked is the record that would come of it, with everything it names: an organization, a Committee,
a text, an event, a coordinator. Reads the database, writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from mailbot.directory.complaints import complaint, nearest
from mailbot.directory.load import load
from mailbot.directory.programme.load import ALL_COMMITTEES, NEW_TEXT
from mailbot.directory.records import KINDS, values
from mailbot.directory.snapshot import Directory
from mailbot.errors import InputRefused, Problem

TARGETS = ("contact", "position", "meeting", "view", "participation")
_IDENTITY: dict[str, tuple[str, ...]] = {  # what a record is known by stays as it is
    "contact": ("id",),
    "meeting": ("id",),
    "position": ("organization", "text"),
    "view": ("organization", "about", "text"),
    "participation": ("event", "organization", "name"),
}
_PHONE_MARKS = re.compile(r"[\s().\-\u2010-\u2013\u00a0\u202a-\u202e\u2066-\u2069]+")


def enterable(target: str, op: str) -> tuple[str, ...]:
    """The fields of a record of this kind that can be entered with ``op`` (`add`, `update`).

    Raises InputRefused for a kind that no mail changes.
    """
    if target not in TARGETS:
        raise InputRefused(f"target: {target!r} is none of {', '.join(TARGETS)}")
    fixed = _IDENTITY[target] if op == "update" else ("id",)
    return tuple(name for name in KINDS[target].model_fields if name not in fixed)


def entered(
    session: Session, target: str, op: str, record: Mapping[str, Any], fields: Mapping[str, Any]
) -> dict[str, Any]:
    """``fields`` as the directory writes them. ``record`` is what they are entered into: the rest of the
    record, as it will be (an add: as far as it is known; what is still missing is told when it is approved).

    Raises InputRefused that names each field and says what to write; `problems` has them one by one, their
    ``path`` the field.
    """
    known, model = enterable(target, op), KINDS[target]
    problems = [
        Problem(0, name, f"a {target} has no such field{nearest(name, known)}")
        if name not in model.model_fields
        else Problem(0, name, "cannot be changed: the record is known by it")
        for name in fields if name not in known
    ]  # fmt: skip
    plain = {name: _plain(name, value) for name, value in fields.items() if name in known}
    whole = {name: value for name, value in {**record, **plain}.items() if value is not None}
    try:
        made = values(model.model_validate({"id": "new-1", **whole} if "id" in model.model_fields else whole))
    except ValidationError as exc:
        made = whole
        for error in exc.errors():
            field = str(error["loc"][0]) if error["loc"] else " and ".join(plain)
            required = error["type"] == "missing"
            if field in plain or not error["loc"] or (required and op == "update"):
                problems.append(Problem(0, field, complaint(error, model)))
    problems += _unknown(load(session), target, made, plain)
    if problems:
        named = "; ".join(str(problem) for problem in problems)
        raise InputRefused(f"{target}: {named}", problems)
    return {name: made.get(name) for name in plain}


def _plain(name: str, value: Any) -> Any:
    """Without the spaces around it; nothing but spaces is no value. A phone's marks are not dialled."""
    if not isinstance(value, str):
        return value
    value = _PHONE_MARKS.sub("", value) if name == "phone" else value.strip()
    return value or None


def _unknown(
    directory: Directory, target: str, record: Mapping[str, Any], entered: Collection[str]
) -> list[Problem]:
    """What the entered fields name that is not there."""
    organizations = [each.code for each in directory.organizations]
    committees = [each.code for each in directory.committees]
    new_text = str(record.get("text") or "").startswith(NEW_TEXT)
    known = {
        "organization": organizations,
        "about": organizations,
        "committee": committees + ([ALL_COMMITTEES] if target == "contact" else []),
        "text": [str(record.get("text"))] if new_text else [each.id for each in directory.texts],
        "event": [each.id for each in directory.events] + [call.id for call in directory.calls],
        "coordinator": [each.id for each in directory.contacts],
        **({"action": ["ADD"]} if new_text else {}),
    }
    found = [(name, record.get(name)) for name in entered if name in known]
    return [
        Problem(0, name, f"there is no {value!r}{nearest(str(value), known[name])}")
        for name, value in found if value is not None and value not in known[name]
    ]  # fmt: skip

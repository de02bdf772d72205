"""What takes the place of a person's values and words in proposals and revisions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailbot.directory.personal.traces import Traces

ERASED = "[erased]"
_TEXTS = ("honorific", "name", "job_title", "affiliation")  # any text is a value of these
_FORMS = ("email", "phone", "country", "language", "timezone")  # these have forms; without a value is one


def is_his(form: Mapping[str, Any], found: Traces) -> bool:
    """Whether a change is one of his entry, or enters him."""
    if form.get("target") not in ("contact", "participation"):
        return False
    said = [value for each in (form.get("fields") or {}).values() for value in each.values()]
    mine = form.get("target") == "contact" and form.get("id") in found.contacts
    return mine or any(isinstance(value, str) and value.casefold() == found.address for value in said)


def took_part(record: str, fields: Mapping[str, Any], found: Traces) -> bool:
    """Whether an attendance, by its id and the fields of a revision, is his."""
    said = fields.get("email", {}).values()
    mine = any(isinstance(each, str) and each.casefold() == found.address for each in said)
    return mine or record in found.participations or record.rpartition("/")[2] in found.names


def without_words(form: Mapping[str, Any], found: Traces) -> dict[str, Any]:
    """A change without its evidence; of his own entry without the values, too."""
    fields = form.get("fields") or {}
    if is_his(form, found):
        fields = {name: _hidden(name, each) for name, each in fields.items()}
    return {**form, "fields": fields, "evidence": [ERASED]}


def _hidden(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    personal = name in (*_TEXTS, *_FORMS)
    return {side: ERASED if personal and value is not None else value for side, value in values.items()}


def pair(name: str, values: Mapping[str, Any], now: Any) -> dict[str, Any]:
    """Old and new value without what is personal, but for what stands now anyway."""

    def without(value: Any) -> Any:
        if value is None or value == now or name not in (*_TEXTS, *_FORMS):
            return value
        return ERASED if name in _TEXTS else None

    return {side: without(value) for side, value in values.items()}

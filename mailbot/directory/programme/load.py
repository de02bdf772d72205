"""Programme file → Directory, or a refusal of the whole file that names every error with line and path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from mailbot.directory.complaints import complaint, nearest
from mailbot.directory.events import occurrences
from mailbot.directory.programme.nodes import Located, Path, read
from mailbot.directory.records import SECTIONS, Event, Programme, Record
from mailbot.directory.snapshot import DEFAULT_COMMITTEES, Directory
from mailbot.errors import InputRefused

NEW_TEXT = "New: "
ALL_COMMITTEES = "all"


def load_file(path: FilePath) -> Directory:
    """The programme in the file. Raises InputRefused with every problem in it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as exc:
        raise InputRefused(f"{path}: cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise InputRefused(f"{path}: not UTF-8 (byte {exc.start}); save the file as UTF-8") from exc
    try:
        return load_text(text)
    except InputRefused as exc:
        raise InputRefused(f"{path}: {exc}", exc.problems) from None


def load_text(text: str) -> Directory:
    """The programme in the text; see :func:`load_file`."""
    located = read(text)
    given: dict[str, tuple[Record, ...]] = {}
    programme = None
    if _shape(located):
        programme = _programme(located)
        given = {section: tuple(_records(located, section)) for section in SECTIONS}
        _unique(located)
        _references(located)
    if located.problems or programme is None:
        count = len(located.problems)
        message = f"{count} {'error' if count == 1 else 'errors'}; nothing was imported"
        raise InputRefused(message, sorted(located.problems))
    given = {section: found for section, found in given.items() if found}
    return Directory(programme, **given)  # type: ignore[arg-type]  # each section holds its own kind


def _shape(located: Located) -> bool:
    data = located.data
    if not isinstance(data, dict):
        located.refuse((), "a programme file is a mapping with the keys programme, organizations, ...")
        return False
    for key in data:
        if key not in SECTIONS and key != "programme":
            located.refuse((key,), f"unknown key {key!r}{nearest(key, ['programme', *SECTIONS])}")
    if not isinstance(data.get("programme"), dict):
        located.refuse(("programme",), "is missing: write programme: {id: ..., title: ..., timezone: ...}")
    for section in SECTIONS:
        if not isinstance(data.get(section) or [], list):
            located.refuse((section,), "must be a list of records, each starting with `- `")
            data[section] = []
    return True


def _programme(located: Located) -> Programme | None:
    data = located.data.get("programme")
    return _validated(located, Programme, data, ("programme",)) if isinstance(data, dict) else None


def _records(located: Located, section: str) -> Iterator[Record]:
    for index, item in enumerate(located.data.get(section) or []):
        path: Path = (section, index)
        if not isinstance(item, dict):
            located.refuse(path, "must be a record like {id: ..., ...}")
        elif (record := _validated(located, SECTIONS[section], item, path)) is not None:
            yield record


def _validated(located: Located, model: type[Record], data: dict[str, Any], path: Path) -> Any:
    # An absent key and a null one are the same, except where the key is required.
    given = {name: value for name, value in data.items() if value is not None or _required(model, name)}
    try:
        return model.model_validate(given)
    except ValidationError as exc:
        for error in exc.errors():
            place = (*path, *error["loc"])
            located.refuse(place, complaint(error, model))
        return None


def _required(model: type[Record], name: str) -> bool:
    known = model.model_fields.get(name)
    return known is None or known.is_required()


def _raw(located: Located, section: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The section's records as written: one with an error in a field still has a key and names others."""
    for index, item in enumerate(located.data.get(section) or []):
        if isinstance(item, dict):
            yield index, {name: value for name, value in item.items() if isinstance(value, str)}


def _key(section: str, item: dict[str, Any]) -> str:
    return SECTIONS[section].model_construct(**item).key


def _unique(located: Located) -> None:
    for section in SECTIONS:
        first: dict[str, int] = {}
        for index, item in _raw(located, section):
            key = _key(section, dict.fromkeys(SECTIONS[section].model_fields) | item)
            if key in first:
                line = located.line((section, first[key]))
                located.refuse((section, index), f"{key!r} is there already, at line {line}")
            first.setdefault(key, index)


def _references(located: Located) -> None:
    """What a record names must be in the file: organizations, committees, texts, events.

    A coordinator who is not on the contact sheet (any more) is let through: proposals keep naming whoever
    had them until their organization says otherwise.
    """
    known = _Known(located)
    for section in SECTIONS:
        for index, item in _raw(located, section):
            for name, allowed in known.allowed(section, item):
                value = item.get(name)
                if value is not None and value not in allowed:
                    hint = nearest(value, sorted(allowed)) if len(allowed) < 40 else ""
                    located.refuse((section, index, name), f"there is no {value!r}{hint}")


class _Known:
    """The ids that may be named."""

    def __init__(self, located: Located) -> None:
        def ids(section: str, name: str) -> set[str]:
            return {item[name] for _, item in _raw(located, section) if name in item}

        self.organizations = ids("organizations", "code")
        self.committees = ids("committees", "code") or {each.code for each in DEFAULT_COMMITTEES}
        self.texts = ids("texts", "id")
        self.events = ids("events", "id")
        for item in located.data.get("events") or []:
            self.events |= _calls(item)

    def allowed(self, section: str, item: dict[str, Any]) -> Iterator[tuple[str, set[str]]]:
        fields = SECTIONS[section].model_fields
        new_text = str(item.get("text", "")).startswith(NEW_TEXT)
        if "organization" in fields:
            yield "organization", self.organizations
        if "about" in fields:
            yield "about", self.organizations
        if "committee" in fields:
            wide = section in ("contacts", "events")
            yield "committee", self.committees | ({ALL_COMMITTEES} if wide else set())
        if "text" in fields and not new_text:
            yield "text", self.texts
        if "event" in fields:
            yield "event", self.events
        if "action" in fields and new_text:
            yield "action", {"ADD"}


def _calls(item: Any) -> set[str]:
    """The ids a series expands to; none while the series itself has errors (they are told already)."""
    try:
        event = Event.model_validate({k: v for k, v in item.items() if v is not None})
    except (ValidationError, AttributeError):
        return set()
    return {call.id for call in occurrences(event, ZoneInfo("UTC"))}

"""Directory → programme file, one record a line, in the order and with the keys of the contract.

Every scalar that another YAML reader could take for something else (`NO`, `12:30`, `1.10`, `yes`) is quoted.
Reading the result gives the same Directory.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from mailbot.directory.records import SECTIONS, Event, Record, values
from mailbot.directory.snapshot import Directory

_PLAIN = re.compile(r"[A-Za-z][\w .@/+()#-]*[\w)]|[A-Za-z]")
_READ_OTHERWISE = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|~)|.*(: | #).*")
# Keys of the contract's example rows that are always shown, so that the file invites to fill them in.
_OPTIONAL = {
    "contact": {"timezone"},
    "text": {"note", "committee"},
    "position": {"committee"},
    "event": {"status", "changes", "starts", "ends", "weekday", "from", "until", "start", "end"},
    "organization": {"language"},
}


def dump(directory: Directory, only: str | None = None) -> str:
    """The directory as YAML text; `only` one section of it."""
    lines = ["programme: " + _flow(values(directory.programme)), ""]
    for section in SECTIONS if only is None else (only,):
        records: tuple[Record, ...] = getattr(directory, section)
        lines.append(f"{section}:" if records else f"{section}: []")
        lines += [f"  - {_flow(_shown(record))}" for record in records]
        lines.append("")
    return "\n".join(lines)


def to_json(directory: Directory, only: str | None = None) -> str:
    """The same structure as JSON text."""
    form: dict[str, Any] = {"programme": values(directory.programme)}
    for section in SECTIONS if only is None else (only,):
        form[section] = [_shown(record) for record in getattr(directory, section)]
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def _shown(record: Record) -> dict[str, Any]:
    optional = _OPTIONAL.get(record.kind, set())
    form = {key: value for key, value in values(record).items() if value or key not in optional}
    if isinstance(record, Event):
        form["changes"] = [
            {k: v for k, v in change.items() if v is not None} for change in form.get("changes", [])
        ]
        if not form["changes"]:
            del form["changes"]
    return form


def _flow(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(str(value))


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.isascii() and not _READ_OTHERWISE.fullmatch(text):
        return text
    if re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", text):
        return text
    if text.isprintable() and text == text.strip():
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    quoted: str = yaml.dump(text, default_style='"', allow_unicode=True, width=10**9)
    return quoted.strip()

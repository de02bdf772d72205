"""What of the directory a mail may carry to people of the programme, as files. Pure.

The records say nothing yet of what a person has agreed to per field. Until they do, the rule is this one: the
contact sheet, the mapping table and the calendar are shared among those who prepare the conference; how we
write to somebody (language, time zone) and who attends what are not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.directory import exports
from mailbot.directory.snapshot import Directory

SECTIONS = {"contacts": "contacts", "table": "positions", "calendar": "meetings"}
ANNOUNCED = ("docx", "pdf")  # known by name, and sent as soon as `exports.FORMATS` has them
_ONLY = {"ics": "calendar", "vcf": "contacts"}
_CONTENT_TYPES = {
    "csv": "text/csv",
    "ics": "text/calendar",
    "vcf": "text/vcard",
    "json": "application/json",
    "yaml": "application/yaml",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class File:
    name: str
    content: bytes
    content_type: str


def formats(what: str) -> tuple[str, ...]:
    """The formats in which `contacts`, `table` or `calendar` can be had now, the usual one first."""
    found = [each for each in exports.FORMATS if each in _CONTENT_TYPES and _ONLY.get(each, what) == what]
    usual = "ics" if what == "calendar" else "xlsx"
    return tuple(sorted(found, key=lambda each: each != usual))


def file(directory: Directory, what: str, format_: str, now: datetime, domain: str) -> File:
    """The file to attach; ``format_`` is one of `formats(what)`."""
    only = None if format_ == "ics" else SECTIONS[what]
    content = exports.export_directory(_shared(directory), format_, only, now, domain=domain)
    return File(f"{directory.programme.id}-{what}.{format_}", content, _CONTENT_TYPES[format_])


def _shared(directory: Directory) -> Directory:
    contacts = tuple(c.model_copy(update={"language": None, "timezone": None}) for c in directory.contacts)
    return replace(directory, contacts=contacts, participations=(), _indexes={})

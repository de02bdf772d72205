"""What of the directory a mail or a download may carry, as files. Pure.

The rule. Those who prepare the conference (contacts, their organizations' addresses, officers) get by mail
what the contact sheet is for: how each of them is reached, the mapping table, the calendar. Everybody else,
on the public pages, gets what each contact has agreed to (`directory.consent`): whoever serves the public
hands over `consent.published(...)`. In no file is how we write to somebody (language, time zone) and who
attends what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.directory import exports
from mailbot.directory.snapshot import Directory
from mailbot.wording import Wording

SECTIONS = {"contacts": "contacts", "table": "positions", "calendar": "meetings"}
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


def file(
    directory: Directory, what: str, format_: str, now: datetime, domain: str, say: Wording | None = None
) -> File:
    """The file to attach; ``format_`` is one of `formats(what)`, ``say`` has the words of docx and pdf.
    Raises UsageError where a PDF cannot be made for want of a font."""
    only = None if format_ == "ics" else SECTIONS[what]
    content = exports.export_directory(_shared(directory), format_, only, now, domain=domain, say=say)
    return File(f"{directory.programme.id}-{what}.{format_}", content, _CONTENT_TYPES[format_])


def _shared(directory: Directory) -> Directory:
    contacts = tuple(c.model_copy(update={"language": None, "timezone": None}) for c in directory.contacts)
    return replace(directory, contacts=contacts, participations=(), _indexes={})

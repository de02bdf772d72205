"""The readers, in one place and in order. Each fails on its own: the others' findings stand.

To add a reader: write a function `(Material, Context) -> list[Finding | Doubt]` and name it here. A reader
of attachments goes into `PART_READERS` under the content types and file endings it understands.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module

from mailbot.mail.message import Part
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Material, Reader, Result
from mailbot.reading.silent import is_silent

logger = logging.getLogger(__name__)

# name -> module:function; imported when first used, so that a start of the program costs nothing
BODY_READERS: tuple[tuple[str, str], ...] = (
    ("quoted edit", "mailbot.reading.quoted_edit:read"),
    ("table", "mailbot.reading.table:read"),
    ("form", "mailbot.reading.form:read"),
    ("amendments", "mailbot.reading.amendments:read"),
    ("prose", "mailbot.reading.prose:read"),
    ("forward", "mailbot.reading.forward:read_inline"),
)
PartReader = Callable[[Part, Material, Context], list[Result]]
# (name, content types, file endings, module:function)
PART_READERS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("calendar", ("text/calendar", "application/ics"), (".ics",), "mailbot.reading.calendar:read"),
    ("card", ("text/vcard", "text/x-vcard", "text/directory"), (".vcf",), "mailbot.reading.card:read"),
    (
        "sheet",
        (
            "text/csv",
            "text/comma-separated-values",
            "text/tab-separated-values",
            "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel.sheet.macroenabled.12",
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods"),
        "mailbot.reading.sheets:read",
    ),
    (
        "word",
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.ms-word.document.macroenabled.12",
        ),
        (".docx", ".docm"),
        "mailbot.reading.word:read",
    ),
    ("forward", ("message/rfc822",), (".eml",), "mailbot.reading.forward:read"),
    ("text", ("text/plain", "text/html"), (".txt", ".text", ".html", ".htm"), "mailbot.reading.plain:read"),
)
# first bytes and a name inside, for files that come without a type and an ending: name of the part reader
MAGIC: tuple[tuple[bytes, bytes, str], ...] = (
    (b"PK\x03\x04", b"xl/workbook.xml", "sheet"),
    (b"PK\x03\x04", b"application/vnd.oasis.opendocument.spreadsheet", "sheet"),
    (b"PK\x03\x04", b"word/document.xml", "word"),
    (b"\xd0\xcf\x11\xe0", "Workbook".encode("utf-16-le"), "sheet"),
)


def load(path: str) -> Callable[..., list[Result]]:
    module, _, name = path.partition(":")
    found: Callable[..., list[Result]] = getattr(import_module(module), name)
    return found


def body_readers() -> list[tuple[str, Reader]]:
    return [(name, load(path)) for name, path in BODY_READERS]


def part_reader(part: Part) -> tuple[str, PartReader] | None:
    """The reader that understands the part: by what is in it, else by content type or the file's ending."""
    name = (part.filename or "").lower()
    inside = next(
        (n for start, mark, n in MAGIC if part.content.startswith(start) and mark in part.content), None
    )
    for label, types, endings, path in PART_READERS:
        if label == inside if inside else part.content_type in types or name.endswith(endings):
            return label, load(path)
    return None


def run(material: Material, context: Context) -> list[Result]:
    """Everything the readers find. A failing reader leaves a doubt in its place."""
    results: list[Result] = []
    for name, reader in body_readers():
        results += _guarded(name, "body", lambda reader=reader: reader(material, context))  # type: ignore[misc]
    seen: set[bytes] = set()
    for part in material.parts:
        if is_silent(part, material) or part.content in seen:
            continue
        seen.add(part.content)
        source = f"attachment:{part.filename}" if part.filename else "body"
        found = part_reader(part)
        if found is None:
            results.append(_unread(part, source))
            continue
        name, read_part = found
        results += _guarded(name, source, lambda part=part, f=read_part: f(part, material, context))  # type: ignore[misc]
    return _told_beside(results)


def _told_beside(results: list[Result]) -> list[Result]:
    """Without the question what is right instead, where an attached card, sheet or form says it."""
    told = any(isinstance(r, Finding) and r.target == "contact" and r.source != "body" for r in results)
    return [r for r in results if not (told and isinstance(r, Doubt) and r.rule == "open")]


def _unread(part: Part, source: str) -> Doubt:
    label = part.filename or part.content_type
    return Doubt(
        f"The attachment {label} could not be read; please look at it.", (label,), source, "attachments"
    )


def _guarded(name: str, source: str, call: Callable[[], list[Result]]) -> list[Result]:
    try:
        return call()
    except Exception:
        # whatever the input did to one reader, the mail still has to be read by the others
        logger.exception("reader %s failed", name)
        text = f"The {name} reader failed on this message; please read it yourself."
        return [Doubt(text, (), source, name, "failure")]

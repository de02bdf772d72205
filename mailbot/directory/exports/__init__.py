"""The directory out: `mailbot export --format ...`. Each writer takes what it needs and gives bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mailbot.directory.snapshot import Directory
from mailbot.wording import SHIPPED_WORDINGS, SOURCE, Wording

if TYPE_CHECKING:
    from mailbot.directory.exports.report import Report

FORMATS = ("yaml", "json", "csv", "xlsx", "docx", "pdf", "ics", "vcf", "html")
BINARY = ("xlsx", "docx", "pdf")
TABLES = ("contacts", "positions", "meetings")
FOR_PEOPLE = ("docx", "pdf", "html")  # in the language asked for; the others have the file's own words


def export_directory(
    directory: Directory,
    format_: str,
    only: str | None,
    now: datetime,
    *,
    domain: str = "localhost",
    say: Wording | None = None,
) -> bytes:
    """The directory in the format (of `FORMATS`); `only` is one of TABLES. `domain` makes the calendar's UIDs
    ours, `say` has the words of `FOR_PEOPLE`, English without. The same input is the same bytes.

    Without `only`: yaml and json hold everything, csv the contacts, xlsx a sheet a table, docx, pdf and html
    all tables, ics the regional meetings and ITU-T's own events, vcf the contacts. Raises UsageError where a
    PDF cannot be made for want of a font.
    """
    return _WRITERS[format_](_Wanted(directory, only, now, domain, say or SHIPPED_WORDINGS.of(SOURCE)))


@dataclass(frozen=True)
class _Wanted:
    """What `export_directory` was asked for."""

    directory: Directory
    only: str | None
    now: datetime
    domain: str
    say: Wording

    @property
    def tables(self) -> Sequence[str]:
        return (self.only,) if self.only else TABLES

    @property
    def report(self) -> Report:
        from mailbot.directory.exports.reports import report

        return report(self.directory, self.tables, self.now, self.say)


def _yaml(wanted: _Wanted) -> bytes:
    from mailbot.directory.programme import dump

    return dump(wanted.directory, wanted.only).encode()


def _json(wanted: _Wanted) -> bytes:
    from mailbot.directory.programme.dump import to_json

    return to_json(wanted.directory, wanted.only).encode()


def _csv(wanted: _Wanted) -> bytes:
    from mailbot.directory.exports.tabular import csv_bytes

    return csv_bytes(wanted.directory, wanted.only or "contacts")


def _xlsx(wanted: _Wanted) -> bytes:
    from mailbot.directory.exports.workbook import workbook

    return workbook(wanted.directory, wanted.tables, wanted.now)


def _docx(wanted: _Wanted) -> bytes:
    from mailbot.directory.exports.docx import docx

    return docx(wanted.report, wanted.now)


def _pdf(wanted: _Wanted) -> bytes:
    from mailbot.directory.exports.pdf import pdf

    return pdf(wanted.report, wanted.now)


def _html(wanted: _Wanted) -> bytes:
    from mailbot.directory.exports.html import html

    return html(wanted.report)


def _ics(wanted: _Wanted) -> bytes:
    from mailbot.directory.exports.calendar import calendar

    return calendar(
        wanted.directory, wanted.now, domain=wanted.domain, meetings_only=wanted.only == "meetings"
    )


def _vcf(wanted: _Wanted) -> bytes:
    from mailbot.directory.exports.cards import cards

    return cards(wanted.directory)


_WRITERS: dict[str, Callable[[_Wanted], bytes]] = {
    "yaml": _yaml, "json": _json, "csv": _csv, "xlsx": _xlsx, "docx": _docx, "pdf": _pdf, "html": _html,
    "ics": _ics, "vcf": _vcf,
}  # fmt: skip

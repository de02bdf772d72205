"""The directory out: `mailbot export --format ...`. Each writer takes what it needs and gives bytes."""

from __future__ import annotations

from datetime import datetime

from mailbot.directory.snapshot import Directory

FORMATS = ("yaml", "json", "csv", "xlsx", "ics", "vcf")
TABLES = ("contacts", "positions", "meetings")


def export_directory(
    directory: Directory, format_: str, only: str | None, now: datetime, *, domain: str = "localhost"
) -> bytes:
    """The directory in the format; `only` is one of TABLES. `domain` makes the calendar's UIDs ours.

    Without `only`: yaml and json hold everything, csv the contacts, xlsx a sheet a table, ics the regional
    meetings and ITU-T's own events, vcf the contacts.
    """
    if format_ in ("yaml", "json"):
        from mailbot.directory.programme import dump
        from mailbot.directory.programme.dump import to_json

        writer = dump if format_ == "yaml" else to_json
        return writer(directory, only).encode()
    if format_ in ("csv", "xlsx"):
        from mailbot.directory.exports import tabular

        return tabular.csv_bytes(directory, only or "contacts") if format_ == "csv" else tabular.xlsx_bytes(
            directory, (only,) if only else TABLES, now
        )  # fmt: skip
    if format_ == "ics":
        from mailbot.directory.exports.calendar import calendar

        return calendar(directory, now, domain=domain, meetings_only=only == "meetings")
    from mailbot.directory.exports.cards import cards

    return cards(directory)

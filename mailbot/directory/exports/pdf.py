"""Report → PDF/A by typst: landscape, headings on every page, pages numbered, all scripts. Reads fonts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from typst import Fonts

from mailbot.directory.exports.report import Report
from mailbot.directory.exports.typesetting import PREFERRED, typeset
from mailbot.resources import TEMPLATES

LAYOUT = TEMPLATES / "exports" / "tables.typ"


def pdf(report: Report, now: datetime, fonts: Fonts | None = None) -> bytes:
    """The file. Raises NoFont; UsageError where the layout is wrong."""
    (made,) = typeset(LAYOUT, _data(report, now), now, fonts=fonts)
    return made


def pages(report: Report, now: datetime, fonts: Fonts | None = None) -> list[bytes]:
    """The pages as PNG, to look at."""
    return typeset(LAYOUT, _data(report, now), now, fonts=fonts, form="png")


def _data(report: Report, now: datetime) -> dict[str, object]:
    return {**asdict(report), "fonts": list(PREFERRED), "day": [now.year, now.month, now.day]}

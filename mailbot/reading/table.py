"""Tables in the body; `grids/body.py` reads them, and is imported only for a mail that may hold one."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.findings import Material, Result

_MAY_BE = re.compile(r"\|.*\S|\S(?:\t+|\s{2,})\S.*?(?:\t+|[^\S\n]{2,})\S")


def read(material: Material, context: Context) -> list[Result]:
    text = f"{material.reply.new_text}\n{material.reply.quoted}"
    typed = sum(_MAY_BE.search(line[:400]) is not None for line in text.split("\n")) >= 2
    if not typed and not _has_rows(material.message.html or ""):
        return []
    from mailbot.reading.grids.body import read_tables

    return read_tables(material, context)


def _has_rows(html: str) -> bool:
    """Whether the HTML holds rows of cells, which the plain text may have one below the other."""
    return html.count("<tr") >= 2 and html.count("<td") + html.count("<th") >= 6

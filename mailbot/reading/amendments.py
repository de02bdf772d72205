"""Forms of a region's own that tell one change line by line.

`grids/amended.py` reads them, and is imported only for a text that may hold one.
"""

from __future__ import annotations

from mailbot.reading.context import Context
from mailbot.reading.findings import Material, Result
from mailbot.reading.form_keys import amendment_lines


def read(material: Material, context: Context) -> list[Result]:
    text = material.reply.new_text
    if not amendment_lines(text, context.language):
        return []
    from mailbot.reading.grids.amended import read_changes

    return read_changes(text, context)
